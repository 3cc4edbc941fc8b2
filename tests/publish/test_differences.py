"""What differs between two builds is told in words: the file, its kind, the place, what stands there in each."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from jhws.publish.differences import find_difference, read_files, tell_difference

WHERE = "_build/html/shire-2024-25"


def told(ours: dict[str, bytes], rebuilt: dict[str, bytes]) -> str:
    return str(tell_difference(ours, rebuilt, WHERE) or "")


def picture(
    colour: str = "white", size: tuple[int, int] = (40, 30), dot: tuple[int, int] | None = None, note: str = ""
) -> bytes:
    drawn = Image.new("RGB", size, colour)
    if dot:
        drawn.putpixel(dot, (0, 0, 0))
    notes = PngImagePlugin.PngInfo()
    if note:
        notes.add_text("Software", note)
    file = io.BytesIO()
    drawn.save(file, "png", pnginfo=notes)
    return file.getvalue()


def packed(parts: dict[str, bytes], year: int = 1980) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def test_equal_files_have_no_difference():
    files = {"index.html": b"<p>Same</p>", "tables.xlsx": b"PK"}
    assert tell_difference(files, dict(files), WHERE) is None


def test_a_figure_that_differs_is_told_with_its_line_and_both_lines():
    assert (
        told(
            {"downloads/smoking.csv": b"period,value\n2023,13.2\n"},
            {"downloads/smoking.csv": b"period,value\n2023,13.3\n"},
        )
        == f"{WHERE}/downloads/smoking.csv, table, line 2: found “2023,13.2”; the rebuild has “2023,13.3” there."
    )


def test_a_file_that_only_one_of_them_has_is_told():
    assert told({"a.svg": b"<svg/>"}, {}) == f"{WHERE}/a.svg: the picture is there; the rebuild makes none."
    assert told({}, {"a.svg": b"<svg/>"}) == f"{WHERE}/a.svg: the picture is not there; the rebuild makes one."


def test_a_line_that_only_one_of_them_has_is_told():
    assert told({"a.csv": b"x\n1\n"}, {"a.csv": b"x\n1"}) == (
        f"{WHERE}/a.csv, table, line 3: found “an empty line”; the rebuild has nothing there."
    )


def test_of_a_long_line_only_what_stands_around_the_difference_is_shown():
    fault = tell_difference({"p.html": b"a" * 5000 + b"b" * 500}, {"p.html": b"a" * 5000 + b"c" * 500}, WHERE)
    assert fault.place == "page, line 1, letter 5001"
    assert fault.value == "…" + "a" * 40 + "b" * 80 + "…"


def test_what_cannot_be_seen_is_shown_as_its_number():
    found = find_difference("a.csv", b"x\r\n", b"x\n")
    assert (found.ours, found.theirs) == ("x\\r", "x")
    found = find_difference("a.html", "\x1b[2J\u202e".encode(), b"-")
    assert found.ours == "\\x1b[2J\\u202e"


def test_the_nearest_to_the_figures_is_told_first_and_the_others_are_counted():
    names = ["index.html", "manifest.json", "tables.xlsx", "downloads/z.csv", "a.svg", "z.png", "objects.inv"]
    assert told(dict.fromkeys(names, b"1"), dict.fromkeys(names, b"2")) == (
        f"{WHERE}/downloads/z.csv, table, line 1: found “1”; the rebuild has “2” there. "
        "6 more files differ: a.svg, index.html, z.png, tables.xlsx, objects.inv and 1 more."
    )


# Pictures


def test_the_first_pixel_that_differs_is_told_with_both_colours():
    found = find_difference("a.png", picture(), picture(dot=(7, 4)))
    assert found.place == "pixel 8 of row 5 (all that differs lies within 1 by 1 pixels)"
    assert (found.ours, found.theirs) == ("#ffffffff", "#000000ff")


def test_pictures_of_another_size_are_told_with_both_sizes():
    found = find_difference("a.png", picture(), picture(size=(41, 30)))
    assert found == ("size", "40 by 30 pixels", "41 by 30 pixels")


def test_equal_pixels_with_other_notes_beside_them_are_told():
    found = find_difference("a.png", picture(note="Matplotlib 3.10"), picture(note="Matplotlib 3.11"))
    assert found.place == "notes beside the same pixels"
    assert (found.ours, found.theirs) == ("Software: Matplotlib 3.10", "Software: Matplotlib 3.11")


# Archives: workbooks, Word documents, zips


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods", "board-paper.docx", "data-package.zip"])
def test_of_an_archive_the_part_that_differs_is_told(name):
    ours, theirs = ({"same.xml": b"<a/>", "word/document.xml": b"<p>\n" + part} for part in (b"<b/>", b"<c/>"))
    found = find_difference(name, packed(ours), packed(theirs))
    assert found == ("part word/document.xml, line 2", "<b/>", "<c/>")


def test_a_picture_in_an_archive_is_told_as_a_picture():
    ours, theirs = (packed({"media/1.png": picture(dot=dot)}) for dot in (None, (0, 0)))
    assert find_difference("a.docx", ours, theirs).place.startswith("part media/1.png, pixel 1 of row 1")


def test_a_part_that_only_one_archive_has_is_told():
    assert find_difference("a.zip", packed({"a": b"1"}), packed({"a": b"1", "b": b"2"})) == (
        "part b",
        "not there",
        "there",
    )


def test_equal_parts_that_are_packed_otherwise_are_told():
    found = find_difference("a.zip", packed({"a": b"1"}), packed({"a": b"1"}, year=2026))
    assert found.place == "packing"
    ours, theirs = ({"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"})
    assert find_difference("a.zip", packed(ours), packed(theirs)) == ("order of its parts", "a, b", "b, a")


# All else


def test_of_other_files_the_first_byte_is_told():
    found = find_difference("paper.pdf", b"%PDF\0\x01\x02", b"%PDF\0\x01\x03")
    assert found == ("byte 7 of 7", "0x02", "0x03")
    assert find_difference("paper.pdf", b"%PDF\0", b"%PDF\0\x01") == ("byte 6 of 5", "", "0x01")


@pytest.mark.parametrize("name", ["a.png", "a.zip", "a.xlsx"])
def test_a_damaged_picture_or_archive_is_told_by_its_first_byte(name):
    assert find_difference(name, b"PK\x03\x04\0", b"PK\x03\x04\1").place == "byte 5 of 5"


SUFFIXES = st.sampled_from([".csv", ".html", ".svg", ".png", ".docx", ".zip", ".pdf", ""])


@given(SUFFIXES, st.binary(max_size=40), st.binary(max_size=40))
def test_whatever_differs_is_told_and_what_is_equal_is_not(suffix, ours, theirs):
    fault = tell_difference({f"a{suffix}": ours}, {f"a{suffix}": theirs}, WHERE)
    assert (fault is None) == (ours == theirs)
    assert str(fault).isprintable()


def test_files_are_read_by_their_names_below_a_folder(tmp_path):
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "a.csv").write_bytes(b"a")
    (tmp_path / ".hidden").write_bytes(b"")
    assert read_files(tmp_path) == {".hidden": b"", "downloads/a.csv": b"a"}
