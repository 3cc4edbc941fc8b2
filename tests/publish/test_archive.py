"""Somebody else's zip is read within limits, or refused with the reason; nothing of it is ever written."""

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jhws.faults import FaultsError
from jhws.publish.archive import Limits, unpack, write_zip

LIMITS = Limits(bytes=2_000_000, parts=20, ratio=200)


def packed(*parts: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED, rights: int = 0o644) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts:
            part = zipfile.ZipInfo(name)
            part.external_attr = rights << 16
            archive.writestr(part, content, way)
    return file.getvalue()


def locked() -> bytes:
    content = bytearray(packed(("a.txt", b"a")))
    content[6] |= 1  # the flag in the part's own head
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the list of parts
    return bytes(content)


def understated() -> bytes:
    """A part that holds 1.5 MB and says that it is of 10 bytes."""
    content = packed(("a.txt", bytes(1_500_000)))
    size = (1_500_000).to_bytes(4, "little")
    assert content.count(size) == 2
    return content.replace(size, (10).to_bytes(4, "little"))


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed(("a.txt", b"a"), ("a.txt", b"b"))


HOSTILE = {
    "no zip": (lambda: b"<html>Not found</html>", "cannot be read as a zip"),
    "empty": (lambda: b"", "cannot be read as a zip"),
    "cut off": (lambda: packed(("a.txt", b"a" * 500))[:-30], "cannot be read as a zip"),
    "damaged": (
        lambda: packed(("a.txt", b"abcdef"), way=zipfile.ZIP_STORED).replace(b"abcdef", b"abcdeg", 1),
        "cannot be read as a zip",
    ),
    "above the folder": (lambda: packed(("../../.bashrc", b"a")), r"part ../../.bashrc: its name leads out"),
    "above it half-way": (lambda: packed(("a/../../b", b"a")), "its name leads out"),
    "from the root": (lambda: packed(("/etc/passwd", b"a")), "part /etc/passwd: its name leads out"),
    "another drive": (lambda: packed(("C:/Windows/a.dll", b"a")), "its name leads out"),
    "strokes of Windows": (lambda: packed(("..\\a.dll", b"a")), "its name leads out"),
    "a NUL in the name": (lambda: packed(("aX.txt", b"a")).replace(b"aX", b"a\0"), "its name leads out"),
    "no name": (lambda: packed(("", b"a")), "its name leads out"),
    "commands to the terminal": (lambda: packed(("\x1b[2J.txt", b"a")), r"part \\x1b\[2J\.txt: its name leads out"),
    "a link": (lambda: packed(("a", b"/etc/passwd"), rights=stat.S_IFLNK | 0o777), "part a: it is a link"),
    "locked": (locked, "part a.txt: it is locked by a password"),
    "the same twice": (twice, "part a.txt: it is there twice"),
    "the same but for capitals": (lambda: packed(("a.txt", b"a"), ("A.txt", b"b")), "part A.txt: it is there twice"),
    "packed oddly": (lambda: packed(("a", b"a"), way=zipfile.ZIP_LZMA), "packed in a way that is seldom used"),
    "too many": (lambda: packed(*((f"{n}", b"") for n in range(21))), "it has 21 parts; 20 are allowed"),
    "too large": (lambda: packed(("a", bytes(3_000_000))), "it unpacks to 3 MB; 2 MB are allowed"),
    "too large together": (
        lambda: packed(*((f"{n}", bytes(range(256)) * 1000) for n in range(10))),
        "it unpacks to 3 MB; 2 MB are allowed",
    ),
    "a bomb": (lambda: packed(("a", bytes(1_500_000))), "part a: it is packed more than 200 times smaller"),
    "a size that is not true": (understated, "cannot be read as a zip"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_zip_that_is_damaged_or_does_harm_is_refused_with_the_reason(kind):
    make, reason = HOSTILE[kind]
    with pytest.raises(FaultsError, match=reason) as refused:
        unpack(make(), "release.zip", LIMITS)
    assert all(str(fault).startswith("release.zip") and str(fault).isprintable() for fault in refused.value.faults)


def test_every_fault_of_a_zip_is_told():
    with pytest.raises(FaultsError) as refused:
        unpack(packed(("../a", b"a"), ("/b", b"b"), ("c", b"c")), "release.zip", LIMITS)
    assert [fault.place for fault in refused.value.faults] == ["part ../a", "part /b"]


def test_the_parts_come_in_their_order_and_folders_are_none(tmp_path):
    file = tmp_path / "a.zip"
    write_zip(file, [("b/c.csv", b"1"), ("a.csv", b"2")])
    assert list(unpack(file.read_bytes(), "a.zip", LIMITS).items()) == [("b/c.csv", b"1"), ("a.csv", b"2")]
    assert list(unpack(packed(("b/", b""), ("b/c", b"1")), "a.zip", LIMITS)) == ["b/c"]


SOUND = packed(("a.csv", b"period,value\n" * 20), ("b/c.html", b"<p>"))


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(SOUND)))
def test_a_damaged_zip_ends_in_a_message_or_holds_what_it_held(changes, end):
    content = bytearray(SOUND)
    for place, value in changes:
        content[place] = value
    try:
        parts = unpack(bytes(content[:end]), "a.zip", LIMITS)
    except FaultsError:
        return
    assert sum(map(len, parts.values())) <= LIMITS.bytes
