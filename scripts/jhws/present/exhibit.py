"""Things to show: each has an id, a title, a plain sentence, its source and its own data.

An exhibit displays itself: in JupyterLab and on a page built by plain Jupyter Book as one piece of HTML that
holds everything; `jhws.publish` reads the same facts from the cell's output and puts pictures and downloads
into files.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure as Picture
from pandas.api.types import is_numeric_dtype

from jhws.present import style
from jhws.present.markup import EXHIBIT_MIME, render, table_page
from jhws.present.numbers import BLANK
from jhws.present.slim import slim

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What a spreadsheet takes for the beginning of a formula, as the Open Worldwide Application Security Project lists it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]\d[\d,]*(\.\d+)?%?")


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """What a figure and a table have in common.

    Parameters
    ----------
    id
        Short name, unique in the book: small letters, digits and hyphens.
    title
        What it is about.
    caption
        What it shows, in one plain sentence.
    source
        Where its figures come from, with locators.
    data
        The figures themselves; they become the CSV to download.
    """

    id: str
    title: str
    caption: str
    source: str
    data: pd.DataFrame

    kind = "exhibit"

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"id “{self.id}”: small letters, digits and single hyphens are allowed")
        for name in ("title", "caption", "source"):
            if not getattr(self, name).strip():
                raise ValueError(f"{self.kind} {self.id} has no {name}")

    def facts(self) -> dict[str, str]:
        """Give all that a page needs beside the picture or the table itself."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "headline": headline(self.title),
            "caption": self.caption,
            "source": self.source,
            "csv": csv_text(self.data),
        }


@dataclass(frozen=True, kw_only=True)
class Figure(Exhibit):
    """A picture. `alt` says in words what it shows, with its own numbers."""

    alt: str
    picture: Picture = field(repr=False)

    kind = "figure"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.alt.strip():
            raise ValueError(f"figure {self.id} has no alt text")

    def facts(self) -> dict[str, str]:
        """Give all that a page needs beside the picture itself."""
        return super().facts() | {"alt": self.alt}

    def svg(self) -> str:
        """Draw the picture as SVG: the same bytes for the same data."""
        buffer = io.StringIO()
        # The style is on while saving too: it holds the salt that names the parts of the SVG.
        with style.book_style(), warnings.catch_warnings():
            # A sign that the font lacks, as an emoji in a name, is drawn as a box; alt text and data have it.
            warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font")
            self.picture.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
        # Once laid out the picture stays as it is, so that it can be saved again.
        self.picture.set_layout_engine("none")
        plt.close(self.picture)
        return slim(buffer.getvalue())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        svg = self.svg()
        facts = self.facts()
        inside = _data_address("image/svg+xml", svg)
        page = render("figure.html.j2", facts, csv_address=_data_address("text/csv", facts["csv"]), image=inside)
        return {
            EXHIBIT_MIME: facts,
            "image/svg+xml": svg,
            "text/html": page,
            "text/plain": f"{self.title}: {self.alt}",
        }


@dataclass(frozen=True)
class Column:
    """A column of a table to show: its heading, and its cells as they are read.

    A cell is plain text, or `Markup` where it is HTML already; `numeric` aligns to the right.
    """

    heading: str
    cells: Sequence[str]
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Table(Exhibit):
    """A table. The first column names its row; `data` holds the figures behind the cells.

    A `folded` one shows its title alone until a reader opens it; on paper it stands open.
    """

    columns: Sequence[Column]
    folded: bool = False

    kind = "table"

    def __post_init__(self) -> None:
        super().__post_init__()
        if len({len(column.cells) for column in self.columns}) != 1:
            lengths = ", ".join(f"{column.heading} {len(column.cells)}" for column in self.columns) or "no column"
            raise ValueError(f"table {self.id}: the columns differ in length ({lengths})")

    def facts(self) -> dict[str, str]:
        """Give all that a page needs, the table's HTML among it."""
        rows = list(zip(*(column.cells for column in self.columns), strict=True))
        words = {"headline": headline(self.title), "caption": self.caption}
        table = render("rows.html.j2", words, columns=self.columns, rows=rows, blank=BLANK)
        return super().facts() | {"table": table, "folded": "yes" if self.folded else ""}

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        facts = self.facts()
        return {
            EXHIBIT_MIME: facts,
            "text/html": table_page(facts, _data_address("text/csv", facts["csv"])),
            "text/plain": f"{self.title}\n{facts['csv']}",
        }


@dataclass(frozen=True)
class Sentences:
    """Computed sentences: `parts` are paragraphs, of plain text or of `Markup`."""

    id: str
    parts: Sequence[str]
    lead: bool = False

    kind = "sentences"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        page = render("sentences.html.j2", {"id": self.id}, parts=self.parts, lead=self.lead)
        plain = [str(part.striptags()) if isinstance(part, Markup) else part for part in self.parts]
        return {
            EXHIBIT_MIME: {"kind": self.kind, "id": self.id, "parts": plain},
            "text/html": page,
            "text/plain": " ".join(plain),
        }


@dataclass(frozen=True)
class Nothing(Sentences):
    """What stands in an exhibit's place where an edition has nothing for it; a built page leaves it out."""

    kind = "nothing"


def nothing_to_show(id: str, title: str) -> Nothing:
    """Say in an exhibit's place that this edition has nothing for it."""
    opening = f"{title} This" if title.endswith("?") else f"{title}: this"
    return Nothing(id, [f"{opening} edition has nothing to show here."])


def headline(title: str) -> str:
    """Write a title so that a sentence can follow it."""
    return title if title.endswith(("?", ".", "!")) else f"{title}."


def csv_text(data: pd.DataFrame) -> str:
    """Write data as CSV in which no text becomes a formula when a spreadsheet opens it.

    A text that begins as a formula does gets an apostrophe before it, which spreadsheets read as ‘this is text’;
    numbers stay numbers, below nought too.
    """
    safe = data.copy()
    for name in safe.columns[[not is_numeric_dtype(kind) for kind in safe.dtypes]]:
        safe[name] = safe[name].map(lambda cell: f"'{cell}" if _is_formula(cell) else cell)
    return safe.to_csv(index=False, lineterminator="\n")


def _is_formula(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)


def _data_address(mime: str, content: str) -> str:
    return f"data:{mime};base64,{base64.b64encode(content.encode()).decode()}"
