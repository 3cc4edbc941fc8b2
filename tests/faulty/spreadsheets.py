"""Spreadsheets that nobody should have sent: each function makes one, as bytes."""

import io
import zipfile
from collections.abc import Callable

from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

HEADS = ("Activity", "Detail", "Priority id", "Commitment id", "Locator")
ROW = ("Walks", "Led walks.", "best-start-for-life", "self-manage-with-technology", "page 1")
_SHEET = "xl/worksheets/sheet1.xml"


def _xlsx(*rows: tuple) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _ods(document=OpenDocumentSpreadsheet, *, repeated_row: int = 1, repeated_cell: int = 1) -> bytes:
    book, out = document(), io.BytesIO()
    if document is OpenDocumentSpreadsheet:
        table = Table(name="Sheet1")
        for texts in (HEADS, ROW):
            row = TableRow(numberrowsrepeated=repeated_row)
            for text in texts:
                cell = TableCell(valuetype="string", numbercolumnsrepeated=repeated_cell)
                cell.addElement(P(text=text))
                row.addElement(cell)
            table.addElement(row)
        book.spreadsheet.addElement(table)
    book.save(out)
    return out.getvalue()


def _with_walks(book: bytes, words: bytes, head: bytes = b"") -> bytes:
    """Write other words for ‘Walks’ in whichever part holds it, and a head before the root of that part."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        name = next(name for name in archive.namelist() if b"Walks" in archive.read(name))

    def change(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + head + xml[start:].replace(b"Walks", words, 1)

    return _with_part(book, name, change)


def _with_part(book: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Write an archive anew with one part changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if part.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()


def _csv(*lines: str, encoding: str = "utf-8", sign: str = ",") -> bytes:
    return "".join(f"{line}\n" for line in (sign.join(HEADS), *lines)).encode(encoding)


def _laughs(book: bytes) -> bytes:
    """Nest entities so that three letters become a thousand million."""
    entities = b'<!ENTITY l0 "lol">' + b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    return _with_walks(book, b"&l9;", b"<!DOCTYPE x [" + entities + b"]>")


def _lying_bomb() -> bytes:
    """Say in both heads of the archive that 60 MB are 10 bytes."""
    bomb = _with_part(_xlsx(HEADS, ROW), _SHEET, lambda xml: xml + b" " * 60_000_000)
    size = (60_000_000 + len(zipfile.ZipFile(io.BytesIO(_xlsx(HEADS, ROW))).read(_SHEET))).to_bytes(4, "little")
    assert size in bomb
    return bomb.replace(size, (10).to_bytes(4, "little"))


MAKERS: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: _with_part(_xlsx(HEADS, ROW), _SHEET, lambda xml: xml + b" " * 60_000_000),
    "lying zip bomb": _lying_bomb,
    "zip bomb as ods": lambda: _with_part(_ods(), "content.xml", lambda xml: xml + b" " * 60_000_000),
    "no zip": lambda: b"this is no workbook",
    "a web page": lambda: b"<html><table><tr><td>Activity</td></tr></table></html>",
    "half": lambda: _xlsx(HEADS, ROW)[:2000],
    "encrypted": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"EncryptedPackage".ljust(4096, b"\0"),
    "zip without a workbook": lambda: _with_part(_xlsx(HEADS, ROW), "xl/workbook.xml", lambda xml: b""),
    "a text document": lambda: _ods(OpenDocumentText),
    "a wrong mimetype": lambda: _with_part(_ods(), "mimetype", lambda name: b"application/pdf"),
    "no content": lambda: _with_part(_ods(), "content.xml", lambda xml: b""),
    "laughs in xlsx": lambda: _laughs(_xlsx(HEADS, ROW)),
    "laughs in ods": lambda: _laughs(_ods()),
    "a foreign file": lambda: _with_walks(
        _xlsx(HEADS, ROW), b"&f;", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    ),
    "a part that leads out": lambda: _with_part(_xlsx(HEADS, ROW), "../../evil.txt", lambda nothing: b"evil"),
    "a part at the root": lambda: _with_part(_ods(), "/tmp/evil.txt", lambda nothing: b"evil"),
    "a cell of 10 MB": lambda: _with_walks(_xlsx(HEADS, ROW), b"x" * 10_000_000),
    "a million rows": lambda: _with_part(
        _xlsx(HEADS, ROW),
        _SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'),
    ),
    "sixteen thousand columns": lambda: _with_part(
        _xlsx(HEADS, ROW),
        _SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'),
    ),
    "rows repeated": lambda: _ods(repeated_row=1_000_000_000),
    "cells repeated": lambda: _ods(repeated_cell=1_000_000_000),
    "blank": lambda: _xlsx(),
    "a formula that failed": lambda: _xlsx(HEADS, ("#REF!", *ROW[1:])),
    "a formula without its result": lambda: _xlsx(HEADS, ("='[other.xlsx]Sheet1'!A1", *ROW[1:])),
    "NUL": lambda: _csv(",".join(("Wa\0lks", *ROW[1:]))),
    "NUL in xlsx": lambda: _with_walks(_xlsx(HEADS, ROW), b"Wa\0lks"),
    "torn UTF-16": lambda: _csv(",".join(ROW), encoding="utf-16")[:-1],
    "of no encoding": lambda: _csv(",".join(ROW)).replace(b"Walks", b"Wa\x81\x8d"),
    "a cell of 10 MB as text": lambda: _csv(",".join(("x" * 10_000_000, *ROW[1:]))),
    "an open quote": lambda: _csv('"Walks' + ",".join(ROW[1:]), *(["more"] * 3000)),
    "semicolons mixed with commas": lambda: _csv(",".join(ROW), ";".join(ROW), ";".join(ROW)),
    "a row too long": lambda: _csv(",".join((*ROW, "more"))),
    "nothing": lambda: b"",
    "an unknown priority": lambda: _csv(",".join(("Runs", "Led runs.", "being-well", *ROW[3:]))),
    "a sound one": lambda: _csv(",".join(("Runs", *ROW[1:]))),
    "a sound workbook": lambda: _xlsx(HEADS, ROW),
}
