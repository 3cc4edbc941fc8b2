"""Links between chapters: one to a chapter that an edition does not have is left as words."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import nbformat

_LINK = re.compile(r"\[([^\]]+)\]\((?P<name>[\w-]+)\.(?:ipynb|md)(?:#[^)]*)?\)")


def drop_absent_links(page: Path, known: Collection[str], present: Collection[str]) -> None:
    """Turn links to chapters that the project has and the edition has not into plain words.

    A link to what nobody has stays, so that Jupyter Book tells of it.
    """
    absent = set(known) - set(present)

    def as_words(match: re.Match[str]) -> str:
        return match[1] if match["name"] in absent else match[0]

    if page.suffix == ".md":
        page.write_text(_LINK.sub(as_words, page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        return
    notebook = nbformat.read(page, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(as_words, cell.source)
    nbformat.write(notebook, page)
