"""The committed chapters: thin, clean, and without a number that a result should give."""

import re
from pathlib import Path

import nbformat
import pytest

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((PROJECT / "chapters").glob("*.ipynb"))
PAGES = sorted((PROJECT / "chapters").glob("*.md"))
BY_NAME = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)

# A chapter holds no logic: it may load, call and show. These words would be logic.
LOGIC = re.compile(r"^\s*(def|class|if|while|try|with)\b", re.MULTILINE)


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def test_there_are_chapters_to_check():
    expected = {"index", "delivered", "trends", "hindsight", "inequality", "reconcile", "sources"}
    assert expected <= {path.stem for path in NOTEBOOKS}


@BY_NAME
def test_a_committed_notebook_has_no_outputs_counts_or_run_metadata(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in cells(path, "code"):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert set(cell.metadata) <= {"tags"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert set(notebook.metadata.language_info) == {"name"}


@BY_NAME
def test_the_first_code_cell_declares_the_parameters(path):
    first, *others = cells(path, "code")
    assert "parameters" in first.metadata.tags
    assert all("parameters" not in cell.metadata.tags for cell in others)


@BY_NAME
def test_a_chapter_begins_with_its_question_and_says_what_it_does(path):
    first = cells(path, "markdown")[0].source
    heading, _, sentence = first.partition("\n\n")
    assert re.fullmatch(r"# .+\?", heading)
    assert sentence.strip().endswith(".")
    headings = [line for cell in cells(path, "markdown") for line in cell.source.splitlines() if line.startswith("# ")]
    assert len(headings) == 1


@BY_NAME
def test_a_chapter_is_short_and_holds_no_logic(path):
    assert 4 <= len(nbformat.read(path, as_version=4).cells) <= 32
    for cell in cells(path, "code"):
        assert not LOGIC.search(cell.source), cell.source
        assert len(cell.source.splitlines()) <= 25


@BY_NAME
def test_no_number_is_typed_in_the_prose_of_a_notebook(path):
    for cell in cells(path, "markdown"):
        prose = re.sub(r"\]\([^)]*\)", "]", cell.source)  # addresses of links
        prose = re.sub(r"^\s*\d+\.\s", "", prose, flags=re.MULTILINE)  # numbers of a list
        prose = re.sub(r"\b(19|20)\d\d\b", "", prose)  # years
        prose = re.sub(r"\bCore20(PLUS5)?\b", "", prose)  # a name
        assert not re.search(r"\d", prose), cell.source


def test_double_braces_that_the_parser_would_take_for_a_variable_stand_nowhere():
    for path in [*NOTEBOOKS, *PAGES]:
        assert "{{" not in path.read_text(encoding="utf-8"), path
