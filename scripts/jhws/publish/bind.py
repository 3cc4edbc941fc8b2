"""Bind what a chapter shows to its page: alt text, caption and name into the cell, data into files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from jhws.faults import Fault, FaultsError
from jhws.present.markup import EXHIBIT_MIME, figure_note, table_page

DOWNLOADS = "downloads"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass
class BoundChapter:
    """What a chapter showed: the facts of its exhibits in their order."""

    name: str
    exhibits: list[dict[str, Any]] = field(default_factory=list)


def bind_chapter(executed: Path, page: Path, name: str) -> BoundChapter:
    """Write an executed chapter as a page of the book.

    Each figure keeps its picture alone, with alt text, caption and name in the *cell's* metadata, where
    MyST-NB looks for them; each table keeps its HTML. Their data go into ``downloads/<id>.csv`` beside
    the page. What the edition has nothing for is left out, and a heading that would head nothing else with it.

    Raises
    ------
    FaultsError
        A figure with anything else in its cell, a picture that is no exhibit and so has no alt text, or a
        chapter that has nothing to show in this edition.
    """
    notebook = nbformat.read(executed, as_version=4)
    bound = BoundChapter(name)
    empty = _empty_sections(notebook)
    faults: list[Fault] = []
    for number, cell in enumerate(notebook.cells, start=1):
        faults += [Fault(name, f"cell {number}", "", rule) for rule in _bind_cell(cell, bound)]
    if faults:
        raise FaultsError(faults)
    if empty and not bound.exhibits:
        rule = "the chapter has nothing to show in this edition."
        raise FaultsError([Fault(name, "", "", rule, "Take it out of the edition’s chapters.")])
    notebook.cells = [cell for cell in notebook.cells if cell["id"] not in empty]
    _move_code_to_end(notebook)
    page.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, page)
    _write_downloads(bound, page.parent / DOWNLOADS)
    return bound


def _bind_cell(cell: NotebookNode, bound: BoundChapter) -> Iterator[str]:
    if cell.cell_type == "code":
        cell.outputs = [output for output in cell.outputs if not _is_nothing(output)]
    shown = [output["data"] for output in cell.get("outputs", []) if "data" in output]
    figures = [data for data in shown if data.get(EXHIBIT_MIME, {}).get("kind") == "figure"]
    if figures and len(shown) > 1:
        yield "it shows a figure and more; alt text and caption are the cell's, so each figure needs its own cell."
    for data in shown:
        facts = data.pop(EXHIBIT_MIME, None)
        if facts is None:
            if any(kind.startswith("image/") for kind in data):
                yield "it shows a picture without alt text; show a jhws.present.Figure."
            continue
        bound.exhibits.append(facts)
        if facts["kind"] == "figure":
            del data["text/html"]
            facts["svg"] = data["image/svg+xml"]
            cell.metadata["mystnb"] = _figure_metadata(facts)
        elif facts["kind"] == "table":
            data["text/html"] = table_page(facts, csv_address(facts["id"]))


def _empty_sections(notebook: NotebookNode) -> set[str]:
    """List the ids of the Markdown cells of sections that this edition has nothing for.

    A section goes from its heading to the next one of the same level or a higher one.
    """
    levels = [_heading_level(cell) for cell in notebook.cells]
    empty: set[str] = set()
    for start, level in enumerate(levels):
        if level < 2:
            continue
        later = range(start + 1, len(levels))
        end = next((place for place in later if 0 < levels[place] <= level), len(levels))
        section = notebook.cells[start:end]
        outputs = [output for cell in section for output in cell.get("outputs", [])]
        if outputs and all(map(_is_nothing, outputs)):
            empty |= {cell["id"] for cell in section if cell.cell_type == "markdown"}
    return empty


def _heading_level(cell: NotebookNode) -> int:
    """Give the level of the heading that a Markdown cell begins with; 0 where it begins with none."""
    marks = re.match(r"#+(?= )", cell.source) if cell.cell_type == "markdown" else None
    return len(marks[0]) if marks else 0


def _is_nothing(output: NotebookNode) -> bool:
    return output.get("data", {}).get(EXHIBIT_MIME, {}).get("kind") == "nothing"


def _move_code_to_end(notebook: NotebookNode) -> None:
    """Show results where they stand, and all code of the page once, folded, at its end."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    together = "\n\n".join(cell.source.strip() for cell in code if cell.source.strip())
    for cell in code:
        cell.metadata["tags"] = ["remove-input"] if cell.outputs else ["remove-cell"]
    heading = new_markdown_cell("## The code of this page", id="code-heading")
    folded = new_code_cell(together, id="code", metadata={"tags": ["hide-input"]})
    notebook.cells += [heading, folded]


def _figure_metadata(facts: dict[str, str]) -> dict[str, Any]:
    caption = f"**{as_markdown(facts['headline'])}** {as_markdown(facts['caption'])}"
    note = figure_note(facts, csv_address(facts["id"]))
    return {
        "image": {"alt": facts["alt"]},
        "figure": {"name": facts["id"], "caption": f"{caption}\n\n{note}"},
    }


def csv_address(id: str) -> str:
    """Give the address of an exhibit's data, seen from its page."""
    return f"{DOWNLOADS}/{id}.csv"


def as_markdown(text: str) -> str:
    """Write plain text so that Markdown leaves it as it is."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _write_downloads(bound: BoundChapter, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for facts in bound.exhibits:
        if "csv" in facts:
            (folder / f"{facts['id']}.csv").write_text(facts["csv"], encoding="utf-8", newline="\n")


def check_ids(chapters: list[BoundChapter]) -> list[Fault]:
    """Give a fault for each id that two exhibits of an edition share."""
    faults = []
    seen: dict[str, str] = {}
    for chapter in chapters:
        for facts in chapter.exhibits:
            if facts["id"] in seen:
                rule = f"the id stands in {seen[facts['id']]} too; each exhibit has its own."
                faults.append(Fault(chapter.name, "", facts["id"], rule))
            seen[facts["id"]] = chapter.name
    return faults
