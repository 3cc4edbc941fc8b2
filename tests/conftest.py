"""What every test may use: the project as it stands, and a copy of it to break."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jhws.cli import main
from jhws.edition import edition_files, load_edition
from jhws.publish.build import build_edition
from tests.command import Outcome

# How long an example takes says more of the machine than of the code: no test asserts a time.
settings.register_profile("book", deadline=None)
settings.load_profile("book")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(monkeypatch) -> Path:
    """Give the project's top folder, to be read only."""
    monkeypatch.setenv("JHWS_PROJECT", str(ROOT))
    return ROOT


@pytest.fixture
def copy_of_project(tmp_path, copy_into, monkeypatch) -> Path:
    """Give a copy of the tables, the editions and the chapters, in a folder whose name holds a space."""
    copy = copy_into(tmp_path)
    monkeypatch.setenv("JHWS_PROJECT", str(copy))
    return copy


@pytest.fixture
def jhws(copy_of_project, monkeypatch, capsys) -> Callable[..., Outcome]:
    """Give a function that runs the command on the copy, in this process."""

    def run(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["jhws", *words])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def edit(copy_of_project) -> Callable[[str, str, str], None]:
    """Give a function that replaces a text, where it first stands in a file of the copy, with another."""

    def replace(file: str, old: str, new: str) -> None:
        path = copy_of_project / file
        text = path.read_bytes().decode("utf-8")
        assert old in text, f"the test is out of date: {file} does not hold {old!r}"
        path.write_bytes(text.replace(old, new, 1).encode("utf-8"))

    return replace


@pytest.fixture(scope="session")
def copy_into() -> Callable[[Path], Path]:
    """Give a function that copies all that a build reads into a folder, below one whose name holds a space."""

    def copy(folder: Path) -> Path:
        project = folder / "report book"
        for part in ("data", "chapters"):
            shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        for file in ("_config.yml", "_toc.yml"):
            shutil.copyfile(ROOT / file, project / file)
        return project

    return copy


@pytest.fixture(scope="session")
def sites(tmp_path_factory, copy_into) -> Path:
    """Build every edition once and give the folder that holds them. `JHWS_SITES` names one that is built already."""
    if built := os.environ.get("JHWS_SITES"):
        return Path(built).resolve()
    copy = copy_into(tmp_path_factory.mktemp("sites"))
    for path in edition_files(copy):
        build_edition(load_edition(path, copy), copy)
    return copy / "_build" / "html"


@pytest.fixture
def write_notebook() -> Callable[..., Path]:
    """Write a notebook whose first code cell declares `parameters`; a cell that begins with # is Markdown."""

    def write(path: Path, *cells: str, parameters: str = 'area = "E10000018"') -> Path:
        made = [new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parameters")]
        for number, source in enumerate(cells, start=1):
            new_cell = new_markdown_cell if source.startswith("# ") else new_code_cell
            made.append(new_cell(source, id=f"cell-{number}"))
        notebook = new_notebook(cells=made)
        notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path

    return write
