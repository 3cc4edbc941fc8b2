"""What every test may use: the project as it stands, and a copy of it to break."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jhws.edition import edition_files, load_edition
from jhws.publish.build import build_edition

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(monkeypatch) -> Path:
    """Give the project's top folder, to be read only."""
    monkeypatch.setenv("JHWS_PROJECT", str(ROOT))
    return ROOT


@pytest.fixture
def copy_of_project(tmp_path, monkeypatch) -> Path:
    """Give a copy of the tables, the editions and the chapters, in a folder whose name holds a space."""
    copy = tmp_path / "report book"
    for folder in ("data", "chapters"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for file in ("_config.yml", "_toc.yml"):
        shutil.copyfile(ROOT / file, copy / file)
    monkeypatch.setenv("JHWS_PROJECT", str(copy))
    return copy


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
def sites(tmp_path_factory) -> Path:
    """Build every edition once and give the folder that holds them. `JHWS_SITES` names one that is built already."""
    if built := os.environ.get("JHWS_SITES"):
        return Path(built).resolve()
    copy = tmp_path_factory.mktemp("sites") / "report book"
    for part in ("data", "chapters"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for part in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / part, copy / part)
    for path in edition_files(copy):
        build_edition(load_edition(path, copy), copy)
    return copy / "_build" / "html"
