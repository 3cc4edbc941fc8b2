"""Small notebooks that tests run."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


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
