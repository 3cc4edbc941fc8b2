"""Read a spreadsheet as sheets of text cells, as a reader of it sees them, within limits of size."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from odf import opendocument
from odf.namespaces import OFFICENS, TABLENS
from odf.teletype import extractText
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from jhws.faults import Fault, FaultsError
from jhws.zips import UNREADABLE

# A table of a council's paper has some hundred rows; what is larger is another thing, or meant to do harm.
MAX_BYTES = 5_000_000
MAX_UNPACKED = 12_000_000
MAX_ROWS = 5_000
MAX_CELLS = 50_000
MAX_COLUMNS = 100
MAX_LETTERS = 5_000
_REMEDY_SIZE = "Put the one table that you need into a file of its own."
_REMEDY_HARM = "Do not open it; ask whoever sent it for the figures as CSV."
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Cell:
    """A cell as its reader sees it; `problem` says why its text cannot be trusted."""

    text: str = ""
    problem: str = ""
    is_date: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows from the first, all of one length; `spanned` are cells (row, column) merged across columns."""

    name: str
    rows: Sequence[Sequence[Cell]]
    spanned: frozenset[tuple[int, int]] = frozenset()
    remarks: Sequence[str] = field(default_factory=tuple)


def read_sheets(path: Path) -> list[Sheet]:
    """Read the sheets of a file that hold anything.

    Parameters
    ----------
    path
        An Excel workbook (.xlsx, .xlsm), an OpenDocument spreadsheet (.ods) or a text file (.csv, .tsv, .txt).

    Returns
    -------
    list of Sheet
        Merged cells hold their text in each of their cells. Numbers are written as Excel shows them at full length,
        a percentage as a percentage, a date as 2025-05-29.

    Raises
    ------
    FaultsError
        The file cannot be read, is of another kind, or goes beyond the limits of size.
    """
    readers = {".xlsx": _read_xlsx, ".xlsm": _read_xlsx, ".ods": _read_ods}
    readers |= dict.fromkeys((".csv", ".tsv", ".txt"), _read_text)
    reader = readers.get(path.suffix.lower())
    if reader is None:
        remedy = "Save it as an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods) or CSV."
        raise _fault(path, "", f"a file of the kind “{path.suffix}” is not read.", remedy)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            rule = f"the file has {size / 1e6:,.0f} MB; {MAX_BYTES / 1e6:.0f} MB are allowed."
            raise _fault(path, "", rule, _REMEDY_SIZE)
        content = path.read_bytes()
    except OSError as error:
        raise _fault(path, "", f"the file cannot be read: {error.strerror}.", "Check its name and folder.") from None
    sheets = [sheet for sheet in reader(path, content) if any(cell.text.strip() for row in sheet.rows for cell in row)]
    if not sheets:
        raise _fault(path, "", "there is nothing in the file.", "Check that it is the right one.")
    return sheets


def place_of(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: 'B7'; both count from nought."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def _fault(path: Path, place: str, rule: str, remedy: str, value: str = "") -> FaultsError:
    return FaultsError([Fault(path.name, place, value, rule, remedy)])


def _check_archive(path: Path, content: bytes) -> None:
    """Refuse what is no archive, or unpacks to more than anybody's table needs, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            contents = [archive.read(part) for part in parts] if unpacked <= MAX_UNPACKED else []
    except UNREADABLE:
        rule = f"this is not a spreadsheet of the kind “{path.suffix}”, or it is locked by a password."
        raise _fault(path, "", rule, "Open it, take the password off, and save it again.") from None
    if unpacked > MAX_UNPACKED:
        rule = f"it unpacks to {unpacked / 1e6:,.0f} MB; {MAX_UNPACKED / 1e6:.0f} MB are allowed."
        raise _fault(path, "", rule, _REMEDY_SIZE)
    for part in parts:
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            rule = "a part of the file would be put outside it; no spreadsheet program writes such a file."
            raise _fault(path, "", rule, _REMEDY_HARM, part.filename[:80])
    for part, found in zip(parts, contents, strict=False):
        if b"<!DOCTYPE" in found or b"<!ENTITY" in found:
            rule = "a part of the file defines words that stand for others; no spreadsheet program writes such a file."
            raise _fault(path, part.filename, rule, _REMEDY_HARM)
    cells = sum(map(_count_cells, contents))
    if cells > MAX_CELLS:
        raise _fault(path, "", f"it has {cells:,} cells; {MAX_CELLS:,} are allowed.", _REMEDY_SIZE)


def _count_cells(part: bytes) -> int:
    return part.count(b"<c ") + part.count(b"<table:table-cell")


def _read_xlsx(path: Path, content: bytes) -> list[Sheet]:
    _check_archive(path, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), data_only=False)
            for sheet in book.worksheets:
                _check_extent(path, sheet.title, sheet.max_row, sheet.max_column)
            formulas = any(cell.data_type == "f" for cells in book.worksheets for row in cells.rows for cell in row)
            computed = load_workbook(io.BytesIO(content), data_only=True) if formulas else book
    except FaultsError:
        raise
    except Exception:  # openpyxl raises whatever its parts raise on a broken file
        rule = "the workbook is broken: Excel’s own parts cannot be read."
        raise _fault(path, "", rule, "Open it in a spreadsheet program and save it again as .xlsx.") from None
    return [_sheet_of_xlsx(path, sheet, computed[sheet.title]) for sheet in book.worksheets]


def _sheet_of_xlsx(path: Path, sheet: Any, computed: Any) -> Sheet:
    rows = [
        [_cell_of_xlsx(cell, value) for cell, value in zip(*pair, strict=True)]
        for pair in zip(sheet.rows, computed.rows, strict=True)
    ]
    spans = [(part.min_row - 1, part.min_col - 1, part.max_row, part.max_col) for part in sheet.merged_cells.ranges]
    hidden = [str(number) for number, about in sheet.row_dimensions.items() if about.hidden]
    hidden += [f"column {letter}" for letter, about in sheet.column_dimensions.items() if about.hidden]
    remarks = [f"hidden in the sheet, and read all the same: {', '.join(hidden)}"] if hidden else []
    if sheet.sheet_state != "visible":
        remarks.append("the sheet itself is hidden")
    return _sheet(path, sheet.title, rows, spans, remarks)


def _cell_of_xlsx(cell: Any, computed: Any) -> Cell:
    value = computed.value
    if cell.data_type == "f" and value is None:
        return Cell(str(cell.value), "a formula whose result the file does not hold")
    if computed.data_type == "e":
        return Cell(str(value), "the result of a formula that failed")
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, (datetime.datetime, datetime.date)):
        return Cell(value.isoformat()[:10], is_date=True)
    if isinstance(value, (int, float)):
        shape = cell.number_format
        if "%" in shape:
            return Cell(f"{_digits(value * 100)}%")
        return Cell(f"£{_digits(value)}" if "£" in shape else _digits(value))
    return Cell("" if value is None else str(value))


def _digits(value: float) -> str:
    """Write a number as Excel knows it, to 15 digits, never with an exponent."""
    text = format(value, ".15g")
    return format(value, "f").rstrip("0").rstrip(".") if "e" in text else text


def _read_ods(path: Path, content: bytes) -> list[Sheet]:
    _check_archive(path, content)
    try:
        book = opendocument.load(io.BytesIO(content))
        tables = [node for node in book.spreadsheet.childNodes if node.qname == (TABLENS, "table")]
    except Exception:  # odfpy raises whatever its parts raise on a broken file
        rule = "the spreadsheet is broken: its parts cannot be read."
        raise _fault(path, "", rule, "Open it in a spreadsheet program and save it again as .ods.") from None
    return [_sheet_of_ods(path, table) for table in tables]


def _sheet_of_ods(path: Path, table: Any) -> Sheet:
    name = table.getAttrNS(TABLENS, "name")
    rows: list[list[Cell]] = []
    spans: list[tuple[int, int, int, int]] = []
    blank = 0
    for row in _rows_of_ods(table):
        cells: list[Cell] = []
        for node in row.childNodes:
            if node.qname not in {(TABLENS, "table-cell"), (TABLENS, "covered-table-cell")}:
                continue
            cell, times = _cell_of_ods(node), _count(node, "number-columns-repeated")
            down, across = _count(node, "number-rows-spanned"), _count(node, "number-columns-spanned")
            if down > 1 or across > 1:
                top = len(rows) + blank
                spans.append((top, len(cells), min(top + down, MAX_ROWS), len(cells) + min(across, MAX_COLUMNS)))
            _check_extent(path, name, 0, len(cells) + times if cell.text else 0)
            # A sheet ends in thousands of blank cells told as one.
            cells += [cell] * min(times, MAX_COLUMNS)
        times = _count(row, "number-rows-repeated")
        if not any(cell.text for cell in cells):
            blank += times
            continue
        _check_extent(path, name, len(rows) + blank + times, 0)
        rows += [[]] * blank + [cells] * times
        blank = 0
    width = max((number for row in rows for number, cell in enumerate(row, start=1) if cell.text), default=0)
    even = [[*row[:width], *[Cell()] * (width - len(row))] for row in rows]
    return _sheet(path, name, even, [span for span in spans if span[0] < len(even)], [])


def _rows_of_ods(node: Any) -> Iterator[Any]:
    """Give the rows of a table, those of its header and of groups too."""
    for child in node.childNodes:
        if child.qname == (TABLENS, "table-row"):
            yield child
        elif child.qname in {(TABLENS, name) for name in ("table-header-rows", "table-row-group", "table-rows")}:
            yield from _rows_of_ods(child)


def _count(node: Any, name: str) -> int:
    return int(node.getAttrNS(TABLENS, name) or 1)


def _cell_of_ods(node: Any) -> Cell:
    kind, value = (node.getAttrNS(OFFICENS, name) for name in ("value-type", "value"))
    text = "\n".join(extractText(child) for child in node.childNodes)
    if text.startswith("#") or text.startswith("Err:"):
        return Cell(text, "the result of a formula that failed")
    if kind == "percentage":
        return Cell(f"{_digits(float(value) * 100)}%")
    if kind in {"float", "currency"}:
        return Cell(f"{'£' if kind == 'currency' and '£' in text else ''}{_digits(float(value))}")
    if kind == "date":
        return Cell(str(node.getAttrNS(OFFICENS, "date-value"))[:10], is_date=True)
    return Cell(text)


def _read_text(path: Path, content: bytes) -> list[Sheet]:
    text, remarks = _decode(path, content)
    lines = [line for line in text.splitlines() if line.strip()][:20]
    # The sign that parts the most lines, each into as many cells as another.
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _SEPARATORS}
    sign = max(counts, key=lambda sign: counts[sign])
    if path.suffix.lower() == ".tsv":
        sign = "\t"
    if sign != ",":
        remarks.append(f"the cells are parted by {_SEPARATORS[sign]}")
    csv.field_size_limit(MAX_BYTES)
    try:
        rows = [[Cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)]
    except csv.Error as error:
        raise _fault(path, "", f"the rows cannot be told apart: {error}.", "Save it again as CSV.") from None
    width = max(map(len, rows), default=0)
    _check_extent(path, path.stem, len(rows), width)
    for number, row in enumerate(rows, start=1):
        for other, name in _SEPARATORS.items():
            if other != sign and len(row) == 1 < width and row[0].text.count(other) >= width - 1:
                rule = f"the cells are parted by {name} here, by {_SEPARATORS[sign]} elsewhere."
                raise _fault(path, f"row {number}", rule, "Part all rows alike.", row[0].text[:40])
    even = [[*row, *[Cell()] * (width - len(row))] for row in rows]
    return [_sheet(path, path.stem, even, [], remarks)]


def _decode(path: Path, content: bytes) -> tuple[str, list[str]]:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return content.decode("utf-16"), ["read as UTF-16"]
        except UnicodeDecodeError:
            raise _fault(path, "", "it begins as UTF-16 and is not.", "Save it again as ‘CSV UTF-8’.") from None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise _fault(path, f"line {line}", "there is a NUL byte: this is no text.", "Save it again as ‘CSV UTF-8’.")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), ["not UTF-8: read as Windows-1252; look at signs such as £ and ’"]
    except UnicodeDecodeError:
        raise _fault(path, "", "it is neither UTF-8 nor Windows-1252.", "Save it again as ‘CSV UTF-8’.") from None


def _check_extent(path: Path, name: str, rows: int, columns: int) -> None:
    for count, most, what in ((rows, MAX_ROWS, "rows"), (columns, MAX_COLUMNS, "columns")):
        if count > most:
            raise _fault(path, f"sheet {name}", f"it has more than {most:,} {what}.", _REMEDY_SIZE)


def _sheet(
    path: Path, name: str, rows: list[list[Cell]], spans: Sequence[tuple[int, int, int, int]], remarks: list[str]
) -> Sheet:
    """Check each cell, give merged cells their text, and drop blank rows and columns at the ends."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if len(cell.text) > MAX_LETTERS:
                rule = f"the cell has {len(cell.text):,} letters; {MAX_LETTERS:,} are allowed."
                place = f"sheet {name}, cell {place_of(number, column)}"
                raise _fault(path, place, rule, "Shorten it.", cell.text[:40])
            if "\0" in cell.text:
                place = f"sheet {name}, cell {place_of(number, column)}"
                raise _fault(path, place, "there is a NUL byte in the cell.", "Type the cell again.")
    rows = [list(row) for row in rows]
    spanned = set()
    for top, left, bottom, right in spans:
        for number in range(top, min(bottom, len(rows))):
            for column in range(left, min(right, len(rows[number]))):
                rows[number][column] = rows[top][left]
                if right - left > 1:
                    spanned.add((number, column))
    merged_down = [place_of(top, left) for top, left, bottom, _ in spans if bottom - top > 1 and rows[top][left].text]
    if merged_down:
        remarks = [*remarks, f"merged over several rows, and taken for each of them: {', '.join(merged_down)}"]
    return Sheet(name, rows, frozenset(spanned), tuple(remarks))
