"""A table as text, before anything is made of it: its encoding, its header, and what no cell of any table may hold."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jhws.data.personal import masked, personal_column, personal_data
from jhws.faults import Fault, FaultsError

_LARGEST = 20_000_000  # bytes; the largest table of the book has 200 thousand
_LONGEST = 5_000  # letters of one cell; the longest of the book has 519
_ENDLESS = 100_000  # letters of one cell after which nothing of its table is read
# Letters that nobody sees, or that stand for one that was lost.
_UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
# What a spreadsheet would compute instead of showing it, once the table is downloaded: =1+1, @SUM(A1), +cmd|'...'!A1.
_FORMULA = re.compile(r"[=@]|[+-](?![\d.,£%\s])")
_PUBLISHED = "Every table is published with the book: take it out, and look whether more of the kind is there."


def read_header(path: Path, file: str) -> list[str]:
    """Read the names of a table's columns, or tell why nothing of the table can be read.

    Raises
    ------
    FaultsError
        The file is not there, empty, too large, not UTF-8, not separated by commas, holds a cell without end, or has
        a column twice.
    """
    text = _read_text(path, file)
    if not text.strip():
        raise FaultsError([Fault(file, "", "", "the file is empty.", "Put the table back, with its header.")])
    _refuse_endless_cells(text, file)
    first = text.splitlines()[0]
    header = next(csv.reader([first]))
    if not first.strip():
        raise FaultsError([Fault(file, "row 1", "", "the row is blank; the header belongs there.", "Delete the row.")])
    for separator, name in {";": "semicolons", "\t": "tabs"}.items():
        if len(header) == 1 and separator in first:
            rule = f"the cells are separated by {name}, not by commas."
            remedy = "Save it again as ‘CSV UTF-8 (comma delimited)’."
            raise FaultsError([Fault(file, "header", first[:80], rule, remedy)])
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise FaultsError(Fault(file, "header", name, "the column is there twice.", "Remove one.") for name in twice)
    return header


def header_faults(file: str, header: list[str], columns: list[str]) -> Iterator[Fault]:
    """Tell of columns that are missing, unknown or without a name, and of those that would hold personal data."""
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    for name in missing:
        yield Fault(file, "header", "", f"the column {name} is missing.", _nearest(name, unknown))
    for number, name in enumerate(header, start=1):
        if not name:
            yield Fault(file, f"header, column {number}", "", "the column has no name.", "Remove it, or name it.")
        elif name in unknown and (kind := personal_column(name)):
            yield Fault(file, "header", name[:80], f"the column would hold {kind}.", _PUBLISHED)
        elif name in unknown:
            yield Fault(file, "header", name[:80], "the table has no such column.", _nearest(name, missing))


def cell_faults(path: Path, file: str) -> Iterator[Fault]:
    """Tell of each cell that no table may hold: a lost or hidden letter, a formula, too long a text, personal data.

    Parameters
    ----------
    path
        A table whose header could be read.
    file
        Its name for the analyst.
    """
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    header = next(rows)
    for number, cells in enumerate(rows, start=2):
        for column, cell in enumerate(cells):
            place = f"row {number}, field {header[column]}" if column < len(header) else f"row {number}"
            if len(cell) > _LONGEST and "\n" not in cell:
                rule = f"the cell holds {len(cell):,} characters; at most {_LONGEST:,} are read."
                yield Fault(file, place, cell[:80], rule, "Shorten it; perhaps a double quote was not closed.")
            elif _UNREADABLE.search(cell):
                shown = _UNREADABLE.sub("\ufffd", cell)[:80]
                yield Fault(file, place, shown, "it holds a letter that cannot be shown.", "Type the cell again.")
            elif _FORMULA.match(cell):
                rule = "a spreadsheet would take it for a formula."
                yield Fault(file, place, cell[:80], rule, "Write what it gives, or put a word before it.")
            elif kind := personal_data(cell):
                yield Fault(file, place, masked(cell), f"it looks like {kind}.", _PUBLISHED)


def _read_text(path: Path, file: str) -> str:
    try:
        content = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError:
        remedy = "Put it back, or take it out of data/datapackage.json."
        raise FaultsError([Fault(file, "", "", "there is no such file.", remedy)]) from None
    if content is None:
        rule = f"the file is larger than {_LARGEST // 1_000_000} MB; no table of the book is."
        raise FaultsError([Fault(file, "", "", rule, "Keep the rows that the book shows, or split the table.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultsError([_tell_encoding(file, content)]) from None


def _refuse_endless_cells(text: str, file: str) -> None:
    """Refuse a cell that is longer than a CSV reader takes: often the rest of the file, after a lone double quote."""
    number, endless = 0, False
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):  # noqa: B007
            if endless := any(len(cell) > _ENDLESS for cell in cells):
                break
    except csv.Error:  # longer than the reader itself takes
        number, endless = number + 1, True
    if endless:
        rule = f"a cell holds more than {_ENDLESS:,} characters."
        remedy = "Shorten it; perhaps a double quote was not closed."
        raise FaultsError([Fault(file, f"row {number}", "", rule, remedy)])


def _nearest(name: str, candidates: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(candidates), n=1)
    return f"Is it the column {close[0]}, mistyped?" if close else "Compare the header with the table's schema."


def _tell_encoding(file: str, content: bytes) -> Fault:
    """Find the first cell that is not UTF-8; every byte is read as one letter, so that the cells can be told apart."""
    rule, remedy = "the file is not UTF-8.", "Save it again as ‘CSV UTF-8’."
    header: list[str] = []
    try:
        for number, cells in enumerate(csv.reader(content.decode("latin-1").splitlines(keepends=True)), start=1):
            header = header or cells
            for name, cell in zip(header, cells, strict=False):
                raw = cell.encode("latin-1")
                try:
                    raw.decode("utf-8")
                except UnicodeDecodeError:
                    shown = raw.decode("cp1252", errors="replace").replace("\0", "")[:80]
                    place = f"row {number}, field {name}" if number > 1 else "header"
                    return Fault(file, place, shown, rule, remedy)
    except csv.Error:
        pass  # a cell without end; the encoding is told without its place
    return Fault(file, "", "", rule, remedy)
