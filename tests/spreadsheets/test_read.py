"""Spreadsheets of every kind are read alike; what would do harm, or is no spreadsheet, ends in a plain message."""

import datetime
import io
import time
import zipfile

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from jhws.faults import FaultsError
from jhws.spreadsheets.read import MAX_BYTES, MAX_ROWS, read_sheets


def texts(sheet):
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.fixture
def csv_of(tmp_path):
    def write(content: bytes, name="figures.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        ("Service,Cost\nWalks,£5\n".encode(), []),
        ("\ufeffService,Cost\nWalks,£5\n".encode(), []),
        ("Service;Cost\r\nWalks;£5\r\n".encode(), ["the cells are parted by semicolons"]),
        ("Service\tCost\nWalks\t£5\n".encode(), ["the cells are parted by tabs"]),
        (
            "Service,Cost\nWalks,£5\n".encode("cp1252"),
            ["not UTF-8: read as Windows-1252; look at signs such as £ and ’"],
        ),
        ("Service,Cost\nWalks,£5\n".encode("utf-16"), ["read as UTF-16"]),
    ],
    ids=["UTF-8", "BOM", "semicolons", "tabs", "Windows-1252", "UTF-16"],
)
def test_a_text_file_is_read_whatever_its_signs_and_says_what_was_taken_for_granted(content, remarks, csv_of):
    (sheet,) = read_sheets(csv_of(content))
    assert texts(sheet) == [["Service", "Cost"], ["Walks", "£5"]]
    assert list(sheet.remarks) == remarks


def test_a_workbook_shows_its_cells_as_its_reader_sees_them(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["share", "money", "day", "sum", "number"])
    sheet.append([0.58, 3800000, datetime.date(2025, 5, 29), 0.1 + 0.2, 1e21])
    sheet["A2"].number_format = "0%"
    sheet["B2"].number_format = "[$£-809]#,##0"
    book.save(tmp_path / "a.xlsx")
    row = read_sheets(tmp_path / "a.xlsx")[0].rows[1]
    assert [cell.text for cell in row] == ["58%", "£3800000", "2025-05-29", "0.3", "1000000000000000000000"]
    assert row[2].is_date


def test_a_formula_without_its_result_is_told_not_read(tmp_path):
    book = Workbook()
    book.active.append(["=1+1", "#REF!"])
    book.save(tmp_path / "a.xlsx")
    formula, failed = read_sheets(tmp_path / "a.xlsx")[0].rows[0]
    assert formula.problem == "a formula whose result the file does not hold"
    assert failed.problem == "the result of a formula that failed"


def test_merged_cells_hold_their_text_throughout_and_those_over_rows_are_told(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (["Figures", None], ["a", "b"], ["Prevention", 1], [None, 2]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A4")
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    (read,) = read_sheets(tmp_path / "a.xlsx")
    assert texts(read) == [["Figures", "Figures"], ["a", "b"], ["Prevention", "1"], ["Prevention", "2"]]
    assert any("A3" in remark for remark in read.remarks)
    assert any("hidden" in remark for remark in read.remarks)


def test_an_open_document_is_read_as_a_workbook_is(tmp_path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Delivery")
    for cells in (
        [("string", None, "Share"), ("string", None, "Money")],
        [("percentage", "0.58", "58%"), ("currency", "12.5", "£12.50")],
        [("date", "2025-05-29", "29/05/25"), ("float", "3", "3")],
    ):
        row = TableRow()
        for kind, value, shown in cells:
            about = {"value": value} if kind != "date" else {"datevalue": value}
            cell = TableCell(valuetype=kind, **(about if value else {}))
            cell.addElement(P(text=shown))
            row.addElement(cell)
        table.addElement(row)
    merged = TableRow()
    wide = TableCell(valuetype="string", numbercolumnsspanned=2)
    wide.addElement(P(text="A note"))
    merged.addElement(wide)
    merged.addElement(CoveredTableCell())
    table.addElement(merged)
    endless = TableRow(numberrowsrepeated=1048570)
    endless.addElement(TableCell(numbercolumnsrepeated=16384))
    table.addElement(endless)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "a.ods")
    (sheet,) = read_sheets(tmp_path / "a.ods")
    assert texts(sheet) == [["Share", "Money"], ["58%", "£12.5"], ["2025-05-29", "3"], ["A note", "A note"]]


# What does harm


def bomb(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b"0" * 50_000_000)
    return out.getvalue()


def workbook_with(cell: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "head"
    book.active["B7"] = cell
    book.save(out)
    return out.getvalue()


def many_rows() -> bytes:
    return b"a,b\n" + b"1,2\n" * (MAX_ROWS + 1)


BAD = {
    "bomb.xlsx": (lambda: bomb("xl/worksheets/sheet1.xml"), "it unpacks to 50 MB; 12 MB are allowed."),
    "bomb.ods": (lambda: bomb("content.xml"), "it unpacks to 50 MB; 12 MB are allowed."),
    "crowded.xlsx": (lambda: zip_of("xl/sheet.xml", b"<c r=" * 60_000), "it has 60,000 cells; 50,000 are allowed."),
    "locked.xlsx": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "or it is locked by a password."),
    "torn.xlsx": (lambda: workbook_with("x")[:900], "this is not a spreadsheet of the kind “.xlsx”"),
    "short.xlsx": (lambda: short(), "this is not a spreadsheet of the kind “.xlsx”"),
    "hollow.xlsx": (lambda: zip_of("x", b"y"), "the workbook is broken"),
    "hollow.ods": (lambda: zip_of("x", b"y"), "the spreadsheet is broken"),
    "long.xlsx": (lambda: workbook_with("a" * 6_000), "sheet Sheet, cell B7: found “"),
    "nul.csv": (lambda: b"a,b\n1,\x002\n", "nul.csv, line 2: there is a NUL byte"),
    "cell.csv": (lambda: b"a,b\n1," + b"x" * 10_000_000, "the file has 10 MB; 5 MB are allowed."),
    "wide.csv": (lambda: b"," * 101 + b"x\n", "it has more than 100 columns."),
    "rows.csv": (many_rows, "it has more than 5,000 rows."),
    "open.csv": (lambda: b'a,b\n1,"' + b"x\n" * 4_000, "the cell has 8,000 letters; 5,000 are allowed."),
    "blank.csv": (lambda: b" \n,,\n", "there is nothing in the file."),
    "page.html": (lambda: b"<table>", "a file of the kind “.html” is not read."),
    "binary.csv": (lambda: b"a,b\n\x81\x8d,1\n", "it is neither UTF-8 nor Windows-1252."),
}


def zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def short() -> bytes:
    """Make an archive that ends before its part does, by what its directory says of the part's size."""
    whole = bytearray(zip_of("xl/workbook.xml", b"<a/>"))
    sizes = whole.rfind(b"PK\x01\x02") + 20
    whole[sizes : sizes + 8] = (5_000).to_bytes(4, "little") * 2
    return bytes(whole)


@pytest.mark.parametrize("name", BAD)
def test_a_harmful_or_broken_file_ends_in_a_plain_message_quickly(name, csv_of):
    make, told = BAD[name]
    path = csv_of(make(), name)
    began = time.perf_counter()
    with pytest.raises(FaultsError) as raised:
        read_sheets(path)
    assert time.perf_counter() - began < 5
    (fault,) = raised.value.faults
    assert told in str(fault)
    assert fault.remedy


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FaultsError, match="the file cannot be read: No such file"):
        read_sheets(tmp_path / "none.csv")


def test_the_largest_file_allowed_is_larger_than_any_table_of_the_book(project):
    assert max(path.stat().st_size for path in (project / "data").rglob("*.csv")) < MAX_BYTES
