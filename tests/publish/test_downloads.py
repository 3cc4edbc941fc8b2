"""What readers take away: the same sheets for Excel and LibreOffice, pictures, the data package; no live formula."""

import datetime
import hashlib
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from frictionless import Package
from odf.opendocument import OpenDocumentPresentation, load
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.teletype import extractText
from tests.markup import seen

from jhws.edition import load_edition
from jhws.publish.bind import BoundChapter
from jhws.publish.downloads import write_data_package, write_pictures
from jhws.publish.kept import Kept
from jhws.publish.pages.files import parse
from jhws.publish.pages.takeaway import offer_files, offer_pictures
from jhws.publish.workbook import Workbook, compose_workbook, write_ods, write_xlsx

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">'
    '<rect width="20" height="10"/></svg>'
)
WORDS = {"title": "Years", "caption": "Two years.", "source": "A council, a paper (row 1)"}
NASTY = ["=HYPERLINK(1)", "+1+1", "-cmd", "@SUM(1)", "\N{HEBREW LETTER ALEF}", "😀", "<script>", "%"]
CSV = "year,value,text\n2021,-5.5,plain\n2022,,=1+1\n"


@pytest.fixture
def edition(project):
    return load_edition(project / "data" / "editions" / "leicestershire-2024-25.yml", project)


def exhibit(csv: str, id: str = "years") -> dict:
    return {"kind": "table", "id": id, "csv": csv, **WORDS}


@pytest.fixture
def workbook(edition) -> Workbook:
    nasty = pd.DataFrame({"name": NASTY, "value": range(len(NASTY))}).to_csv(index=False)
    return compose_workbook([exhibit(CSV), exhibit(nasty, "nasty"), {"kind": "sentences", "id": "told"}], edition)


@pytest.fixture
def xlsx(workbook, tmp_path):
    write_xlsx(workbook, tmp_path / "tables.xlsx")
    return openpyxl.load_workbook(tmp_path / "tables.xlsx")


@pytest.fixture
def ods(workbook, tmp_path):
    write_ods(workbook, tmp_path / "tables.ods")
    return load(str(tmp_path / "tables.ods"))


def cells_of_xlsx(book, name: str) -> list[list[str]]:
    rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    return [[str(value) for value in row if value is not None] for row in rows]


def cells_of_ods(book, name: str) -> list[list[str]]:
    (sheet,) = [sheet for sheet in book.spreadsheet.getElementsByType(Table) if sheet.getAttribute("name") == name]
    return [
        [extractText(cell) for cell in row.getElementsByType(TableCell)] for row in sheet.getElementsByType(TableRow)
    ]


def test_a_figure_and_a_table_have_a_sheet_each_and_sentences_have_none(xlsx, ods):
    names = [sheet.getAttribute("name") for sheet in ods.spreadsheet.getElementsByType(Table)]
    assert xlsx.sheetnames == names == ["Cover", "Contents", "Notes", "1", "2"]


@pytest.mark.parametrize("name", ["1", "2"])
def test_both_workbooks_hold_the_same_cells(workbook, xlsx, ods, name):
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == name)
    expected = [list(sheet.cells.columns), *([str(cell) for cell in row] for row in sheet.cells.to_numpy().tolist())]

    def table(rows):
        start = rows.index(expected[0])
        return [[_plain(cell) for cell in row] for row in rows[start : start + len(expected)]]

    assert (
        table(cells_of_xlsx(xlsx, name))
        == table(cells_of_ods(ods, name))
        == [[_plain(cell) for cell in row] for row in expected]
    )


def _plain(cell: str) -> str:
    return cell.removesuffix(".0")


def test_a_number_is_a_number_and_a_blank_cell_says_so(xlsx):
    values = [cell.value for row in xlsx["1"].iter_rows() for cell in row]
    assert -5.5 in values
    assert 2021 in values
    assert "[x]" in values


def test_no_text_is_a_live_formula_in_either(xlsx, ods):
    cells = [cell for sheet in xlsx for row in sheet.iter_rows() for cell in row]
    assert not [
        cell.value for cell in cells if cell.data_type == "f" or (cell.hyperlink and "HYPERLINK" in str(cell.value))
    ]
    assert {"=HYPERLINK(1)", "+1+1", "-cmd", "@SUM(1)", "=1+1"} <= {cell.value for cell in cells}
    assert not [cell for cell in ods.spreadsheet.getElementsByType(TableCell) if cell.getAttribute("formula")]
    types = {extractText(cell): cell.getAttribute("valuetype") for cell in ods.spreadsheet.getElementsByType(TableCell)}
    assert types["=1+1"] == "string"
    assert types["-5.5"] == "float"


def test_a_sign_that_stands_alone_is_put_into_words(workbook):
    assert workbook.sheets[1].cells["name"].tolist()[-4:] == [
        "text \N{HEBREW LETTER ALEF}",
        "symbol 😀",
        "<script>",
        "per cent",
    ]


def test_the_ods_is_a_real_one_with_its_type_first_and_header_rows(ods, tmp_path):
    with zipfile.ZipFile(tmp_path / "tables.ods") as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    assert len(ods.spreadsheet.getElementsByType(TableHeaderRows)) == 4


def test_the_same_workbook_is_the_same_bytes_whatever_was_read_or_written_before(workbook, ods, tmp_path):
    def fingerprint(name):
        write_xlsx(workbook, tmp_path / f"{name}.xlsx")
        write_ods(workbook, tmp_path / f"{name}.ods")
        return [hashlib.sha256((tmp_path / f"{name}.{kind}").read_bytes()).hexdigest() for kind in ("xlsx", "ods")]

    first = fingerprint("first")
    OpenDocumentPresentation()
    assert fingerprint("second") == first


def test_a_figure_is_there_as_svg_and_png(tmp_path):
    figure = {**exhibit(CSV, "rise"), "kind": "figure", "svg": SVG}
    write_pictures([BoundChapter("chapters/small.ipynb", [figure])], tmp_path, Kept(tmp_path))
    assert (tmp_path / "downloads" / "rise.svg").read_text(encoding="utf-8") == SVG
    assert (tmp_path / "downloads" / "rise.png").read_bytes().startswith(b"\x89PNG")


def test_the_data_package_is_whole(project, edition, tmp_path):
    write_data_package(project, tmp_path)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO((tmp_path / "data-package.zip").read_bytes())) as archive:
        archive.extractall(unpacked)
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    package = Package(str(unpacked / "datapackage.json"))
    assert len(package.resources) == len({resource.path for resource in package.resources})
    assert all((unpacked / resource.path).exists() for resource in package.resources)
    assert edition.as_of == datetime.date(2025, 5, 29)


def test_the_front_page_offers_the_files_that_are_there_with_their_sizes(tmp_path):
    (tmp_path / "board-paper.pdf").write_bytes(b"x" * 125_709)
    (tmp_path / "tables.xlsx").write_bytes(b"x" * 1_640_000)
    page = parse('<section id="the-code-of-this-page"></section>')
    offer_files(page, tmp_path)
    page = seen(page)
    offered = [(item.a["href"], item.get_text()) for item in page.select("#take-it-with-you li")]
    assert offered == [
        ("board-paper.pdf", "Board paper to read and print (PDF), 126 kB"),
        ("tables.xlsx", "All tables in one workbook (Excel), 1.6 MB"),
    ]
    assert page.section["id"] == "take-it-with-you"


def test_a_figure_offers_its_picture_in_words_that_make_sense_alone(tmp_path):
    (tmp_path / "downloads").mkdir()
    for kind in ("png", "svg"):
        (tmp_path / "downloads" / f"rise.{kind}").write_bytes(b"x")
    link = '<a class="exhibit-data" href="downloads/rise.csv">Download the data of “A <b> rise” (CSV)</a>'
    page = parse(f"<figure><figcaption>{link.replace('<b>', '&lt;b&gt;')}</figcaption></figure>")
    offer_pictures(page, tmp_path)
    page = seen(page)
    assert [(found["href"], found.get_text()) for found in page.select(".exhibit-pictures a")] == [
        ("downloads/rise.png", "“A <b> rise” as a picture (PNG)"),
        ("downloads/rise.svg", "“A <b> rise” as a picture (SVG)"),
    ]
