"""Write an edition's Board paper as Word and as PDF."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from jhws.data import area_name, read_table
from jhws.edition import Edition
from jhws.present.numbers import on_day
from jhws.publish.bind import DOWNLOADS, BoundChapter
from jhws.publish.kept import Kept
from jhws.publish.offered import PAPERS
from jhws.publish.paper.document import compose
from jhws.publish.paper.pdf import write_pdf
from jhws.publish.paper.sections import read_sections
from jhws.publish.paper.word import write_word


def write_papers(chapters: Iterable[BoundChapter], edition: Edition, project: Path, folder: Path, kept: Kept) -> None:
    """Write ``board-paper.docx`` and ``board-paper.pdf`` from what the edition's chapters showed.

    Parameters
    ----------
    chapters
        What the chapters showed: the paper takes its sentences, tables and figures from there, so that its numbers are
        those of the site.
    edition
        The edition.
    project
        The project's top folder, with the sections of the paper.
    folder
        Where the two files go; ``downloads/`` in it holds the figures as SVG and PNG.
    kept
        The files that were made before.

    Raises
    ------
    FaultsError
        A section cannot be read, or asks for what the edition does not have.
    """
    exhibits = {facts["id"]: facts for chapter in chapters for facts in chapter.exhibits}
    sections = read_sections(edition.id, project, _words(edition, project))
    meta = {"title": edition.title, "author": _publisher(edition, project), "lang": "en-GB"}
    word, pdf = (folder / name for name in PAPERS)
    pictures = folder / DOWNLOADS
    text = "\n".join(sections.values())
    asked_for = [facts for id, facts in exhibits.items() if id in text]
    rests_on = [sections, asked_for, meta, str(edition.as_of)]
    blocks = cache(lambda: compose(sections, exhibits))
    kept.write(pdf, rests_on, lambda target: write_pdf(blocks(), meta, target, pictures, edition.as_of))
    kept.write(word, rests_on, lambda target: write_word(blocks(), meta, target, pictures, edition.as_of))


def _words(edition: Edition, project: Path) -> dict[str, str]:
    """Say what each ``$name`` in a section stands for."""
    return {
        "title": edition.title,
        "area": area_name(edition.area, project=project),
        "period": edition.period,
        "day": on_day(pd.Timestamp(edition.as_of)),
        "edition": edition.id,
    }


def _publisher(edition: Edition, project: Path) -> str:
    sources = read_table("sources", project=project).set_index("source_id")
    return str(sources.loc[edition.sources[0], "publisher"])
