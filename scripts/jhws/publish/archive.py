"""Zip files whose bytes depend on what is in them and on nothing else, and zip files of other people."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from jhws.faults import Fault, FaultsError
from jhws.zips import UNREADABLE

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_SMALL = 100_000  # bytes: what is small may be packed as tightly as it will
_ENCRYPTED = 0x1
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def write_zip(target: Path, parts: Iterable[tuple[str, bytes]], *, stored: tuple[str, ...] = ()) -> None:
    """Write a zip of named parts in their order, each with the same fixed time.

    Parameters
    ----------
    target
        The file to write.
    parts
        Name and content of each part.
    stored
        Names of parts that are kept as they are, not compressed.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts:
            part = zipfile.ZipInfo(name, _EPOCH)
            part.external_attr = 0o644 << 16
            archive.writestr(part, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)


def read_zip(source: Path | BinaryIO) -> list[tuple[str, bytes]]:
    """Read the parts of a zip in their order."""
    with zipfile.ZipFile(source) as archive:
        return [(part.filename, archive.read(part)) for part in archive.infolist()]


@dataclass(frozen=True)
class Limits:
    """What a zip may hold: bytes unpacked, parts, and how many times smaller a part may be packed."""

    bytes: int
    parts: int
    ratio: int


def unpack(content: bytes, file: str, limits: Limits) -> dict[str, bytes]:
    """Read the parts of somebody else's zip into memory; nothing is written, and nothing unpacked that is too large.

    Parameters
    ----------
    content
        The bytes of the zip.
    file
        Its name, for messages.
    limits
        What it may hold.

    Raises
    ------
    FaultsError
        It is no zip, or damaged; a part is locked, a link, not inside the folder that it would be unpacked to, or there
        twice; or there is more than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            faults = _too_much(entries, file, limits) or [*_no_plain_files(entries, file), *_twice(entries, file)]
            if faults:
                raise FaultsError(faults)
            # A part that says less of its size than it has is cut there, and its check sum tells.
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except UNREADABLE as error:
        rule = f"it cannot be read as a zip ({error})."
        raise FaultsError([Fault(file, "", "", rule, "Fetch the file again.")]) from None


def _too_much(entries: list[zipfile.ZipInfo], file: str, limits: Limits) -> list[Fault]:
    if len(entries) > limits.parts:
        rule = f"it has {len(entries):,} parts; {limits.parts:,} are allowed."
        return [Fault(file, "", "", rule)]
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.bytes:
        rule = f"it unpacks to {unpacked / 1e6:,.0f} MB; {limits.bytes / 1e6:,.0f} MB are allowed."
        return [Fault(file, "", "", rule)]
    return [
        Fault(file, f"part {show(entry.filename)}", "", f"it is packed more than {limits.ratio} times smaller.")
        for entry in entries
        if entry.file_size > max(_SMALL, limits.ratio * entry.compress_size)
    ]


def _no_plain_files(entries: list[zipfile.ZipInfo], file: str) -> Iterator[Fault]:
    for entry in entries:
        # What stands in the zip: zipfile itself cuts a name at a NUL and turns the strokes of Windows.
        name = entry.orig_filename
        place = f"part {show(name)}"
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or set(name) & set("\\:") or not name.isprintable():
            yield Fault(file, place, "", "its name leads out of the folder, or is none for a file.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield Fault(file, place, "", "it is a link, not a file.")
        if entry.flag_bits & _ENCRYPTED:
            yield Fault(file, place, "", "it is locked by a password.")
        if entry.compress_type not in _PACKED:
            yield Fault(file, place, "", "it is packed in a way that is seldom used, and not read.")


def _twice(entries: list[zipfile.ZipInfo], file: str) -> Iterator[Fault]:
    """Tell of names that are one where capitals do not count."""
    seen: set[str] = set()
    for entry in entries:
        if entry.filename.casefold() in seen:
            yield Fault(file, f"part {show(entry.filename)}", "", "it is there twice.")
        seen.add(entry.filename.casefold())


def show(name: str) -> str:
    """Show a name that somebody else chose: short, and what a terminal could take for a command as its number."""
    return ascii(name)[1:-1][:100]
