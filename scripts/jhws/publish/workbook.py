"""All tables of an edition in one workbook, for Excel and for LibreOffice, with the same sheets."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import gptables
import numpy as np
import pandas as pd
from odf import dc, meta
from odf.element import Element, Text
from odf.namespaces import nsdict
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.text import A, P

from jhws.edition import Edition
from jhws.publish.archive import read_zip, write_zip

_BLANK = "[x]"  # the Analysis Function's shorthand for what is not available
# A text is never taken for a formula, a number or an address.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
# Nothing is laid aside in the machine's temporary folder, where a killed build would leave it.
_IN_MEMORY = {"in_memory": True}


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: what it is about, and its data as the site has them."""

    name: str
    title: str
    caption: str
    source: str
    csv: str

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The cells as numbers or text: a blank one says so in words, a column of blanks is left out."""
        header, *rows = csv.reader(io.StringIO(self.csv))
        columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
        return pd.DataFrame({name: _column(texts) for name, texts in columns.items() if any(texts)}, dtype=object)


@dataclass(frozen=True)
class Workbook:
    """A workbook as plain data: words of the cover, rows of the notes, and the sheets."""

    title: str
    about: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    day: datetime.date


def compose_workbook(exhibits: Iterable[dict[str, Any]], edition: Edition) -> Workbook:
    """Put the data of an edition's tables and figures on a sheet each.

    Parameters
    ----------
    exhibits
        Facts of the exhibits in the order of the site.
    edition
        The edition.
    """
    shown = [facts for facts in exhibits if "csv" in facts]
    sheets = tuple(
        Sheet(str(place), facts["title"], facts["caption"], facts["source"], facts["csv"])
        for place, facts in enumerate(shown, start=1)
    )
    about = (
        "Each sheet holds the data of one figure or table of the site, under its title there.",
        f"Edition {edition.id}, with figures published by {edition.as_of:%-d %B %Y}.",
        "Methods and sources are explained on the site.",
    )
    notes = (
        (_BLANK, "The source does not state the figure, or it is not shown because the number is small."),
        ("lower_95, upper_95", "Limits of the 95% confidence interval of the value beside them."),
        ("source_id, locator", "The source of the row, and the place in it where the figure stands."),
    )
    return Workbook(edition.title, about, notes, sheets, edition.as_of)


def _column(texts: list[str]) -> list[Any]:
    """Read a column as numbers when each of its cells that is not blank is one, else as text."""
    numbers = pd.to_numeric(np.array(texts, dtype=object), errors="coerce").tolist()
    are_numbers = all(number == number or not text for number, text in zip(numbers, texts, strict=True))
    read = numbers if are_numbers else map(_in_words, texts)
    return [cell if text else _BLANK for cell, text in zip(read, texts, strict=True)]


def _in_words(text: str) -> str:
    """Write a sign that stands alone so that it can be read aloud, as the guidance on spreadsheets asks."""
    if text == "%":
        return "per cent"
    if not text or any(letter.isascii() and letter.isalnum() for letter in text):
        return text
    # gptables refuses a cell without a Latin letter or a digit.
    return f"{'text' if any(letter.isalpha() for letter in text) else 'symbol'} {text}"


def write_xlsx(workbook: Workbook, target: Path) -> None:
    """Write a workbook for Excel, with cover, contents and notes, as good practice for statistics has it."""
    sheets = {
        sheet.name: gptables.GPTable(
            table=sheet.cells,
            table_name=f"table_{sheet.name}",
            title=sheet.title,
            subtitles=[sheet.caption],
            source=f"Source: {sheet.source}.",
            legend=[f"{_BLANK}: {dict(workbook.notes)[_BLANK]}"],
            index_columns={},
        )
        for sheet in workbook.sheets
    }
    notes = pd.DataFrame(workbook.notes, columns=["Note reference", "Note text"])
    with warnings.catch_warnings():
        # It misses references to the notes: they are of columns, which have one name on all sheets.
        warnings.filterwarnings("ignore", message="The following notes are not referenced")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="gptables")
        made = gptables.produce_workbook(
            filename=str(target),
            sheets=sheets,
            cover=gptables.Cover(title=workbook.title, about=list(workbook.about)),
            contentsheet_options={"additional_elements": []},
            notes_table=notes,
            workbook_options=_AS_TEXT | _IN_MEMORY,
        )
    made.set_properties({"title": workbook.title, "created": _noon(workbook.day)})
    made.close()


def write_ods(workbook: Workbook, target: Path) -> None:
    """Write the same workbook for LibreOffice and others: an OpenDocument spreadsheet."""
    # odfpy declares the namespaces that a process has met so far: all of them from the start, so that the bytes are
    # those of the workbook alone.
    Element.namespaces.clear()
    Element.namespaces.update(nsdict)
    document = OpenDocumentSpreadsheet()
    strong = Style(name="Strong", family="table-cell")
    strong.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(strong)
    add = document.spreadsheet.addElement
    add(_sheet("Cover", [[workbook.title], *[[line] for line in workbook.about]], None, strong))
    contents = [[("#" + sheet.name, sheet.name), sheet.title] for sheet in workbook.sheets]
    add(_sheet("Contents", [["Contents"]], [["Sheet", "Title"], *contents], strong))
    add(_sheet("Notes", [["Notes"]], [["Note reference", "Note text"], *map(list, workbook.notes)], strong))
    for sheet in workbook.sheets:
        above = [[sheet.title], [sheet.caption], [f"Source: {sheet.source}."]]
        table = _sheet(sheet.name, above, [list(sheet.cells.columns)], strong)
        table.appendChild(_Rows(sheet.cells.to_numpy().tolist()))
        add(table)
    document.meta.addElement(dc.Title(text=workbook.title))
    document.meta.addElement(meta.CreationDate(text=_noon(workbook.day).isoformat()))
    draft = io.BytesIO()
    document.write(draft)
    parts = sorted(read_zip(draft), key=lambda part: part[0] != "mimetype")
    write_zip(target, parts, stored=("mimetype",))


class _Rows(Text):
    """Rows of data, written as they are: each cell as elements of its own, odfpy would go over a dozen times."""

    def toXml(self, level: int, file: Any) -> None:  # noqa: N802 - odfpy calls it
        for cells in self.data:
            file.write("<table:table-row>")
            for value in cells:
                text = value if isinstance(value, str) else _digits(float(value))
                kind = '"string"' if isinstance(value, str) else f'"float" office:value="{text}"'
                file.write(f"<table:table-cell office:value-type={kind}><text:p>")
                Text(text).toXml(level, file)
                file.write("</text:p></table:table-cell>")
            file.write("</table:table-row>")


def _digits(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _sheet(name: str, above: list[list[Any]], rows: list[list[Any]] | None, strong: Style) -> Table:
    table = Table(name=name)
    for place, cells in enumerate(above):
        table.addElement(_row(cells, strong if place == 0 else None))
    if rows:
        header = TableHeaderRows()
        header.addElement(_row(rows[0], strong))
        table.addElement(header)
        for cells in rows[1:]:
            table.addElement(_row(cells, None))
    return table


def _row(cells: list[Any], style: Style | None) -> TableRow:
    row = TableRow()
    for value in cells:
        row.addElement(_cell(value, {"stylename": style} if style else {}))
    return row


def _cell(value: str | tuple[str, str], style: dict[str, Style]) -> TableCell:
    """Write a text, or a link as its address and text."""
    cell = TableCell(valuetype="string", **style)
    if isinstance(value, tuple):
        line = P()
        line.addElement(A(href=value[0], text=value[1]))
    else:
        line = P(text=value)
    cell.addElement(line)
    return cell


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, 12)
