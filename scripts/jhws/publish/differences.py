"""What differs between two builds, in words: which file, of what kind, where in it, and what stands there in each."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from PIL import Image, ImageChops

from jhws.faults import Fault, FaultsError
from jhws.publish.archive import Limits, unpack

# The nearer a file is to the figures, the sooner it is named: a wrong number shows in its table before the picture, the
# page and the workbook that carry it. Record and manifest, with the hashes of all others, come last.
_KINDS = {
    ".csv": "table",
    ".json": "text",
    ".txt": "text",
    ".svg": "picture",
    ".html": "page",
    ".css": "text",
    ".js": "text",
    ".xml": "text",
    ".png": "picture",
    ".xlsx": "workbook",
    ".ods": "workbook",
    ".docx": "Word document",
    ".pdf": "PDF",
    ".zip": "zip",
}
_OTHER = "file of bytes"
_PACKED = {".xlsx", ".ods", ".docx", ".zip"}
_PART = Limits(bytes=200_000_000, parts=10_000, ratio=200)
_MOST_PIXELS = 50_000_000
_BEFORE, _AFTER = 40, 80  # letters of a line shown around the first that differs
_FEW = 5


class Difference(NamedTuple):
    """Where two contents part, and what stands there in each; nothing where there is no such place."""

    place: str
    ours: str
    theirs: str


def read_files(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its name seen from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def tell_difference(
    ours: Mapping[str, bytes], rebuilt: Mapping[str, bytes], where: str, remedy: str = ""
) -> Fault | None:
    """Tell in words the first difference between the files of a site and those of the same site built again.

    Parameters
    ----------
    ours
        Name and content of each file that stands.
    rebuilt
        Name and content of each file as it was built again.
    where
        What stands before the names of the files that stand, as ``_build/html/leicester-2023-24``.
    remedy
        What to do.

    Returns
    -------
    Fault or None
        None where both are equal byte for byte. Otherwise the difference that is nearest to the figures, and how many
        more files differ and which.
    """
    names = [name for name in ours.keys() | rebuilt.keys() if ours.get(name) != rebuilt.get(name)]
    if not names:
        return None
    first, *others = sorted(names, key=_nearest)
    fault = _tell(first, ours.get(first), rebuilt.get(first), where)
    return replace(fault, rule=f"{fault.rule}{_tell_others(others)}", remedy=remedy)


def _tell_others(names: Sequence[str]) -> str:
    if not names:
        return ""
    few = ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")
    return f" {'1 more file differs' if len(names) == 1 else f'{len(names)} more files differ'}: {few}."


def _nearest(name: str) -> tuple[bool, int, str]:
    kinds = list(_KINDS)
    suffix = PurePosixPath(name).suffix
    return suffix == ".json", kinds.index(suffix) if suffix in kinds else len(kinds), name


def _tell(name: str, ours: bytes | None, rebuilt: bytes | None, where: str) -> Fault:
    file = f"{where}/{name}"
    kind = _KINDS.get(PurePosixPath(name).suffix, _OTHER)
    if ours is None:
        return Fault(file, "", "", f"the {kind} is not there; the rebuild makes one.")
    if rebuilt is None:
        return Fault(file, "", "", f"the {kind} is there; the rebuild makes none.")
    place, here, there = find_difference(name, ours, rebuilt)
    return Fault(file, f"{kind}, {place}", here, f"the rebuild has {f'“{there}”' if there else 'nothing'} there.")


def find_difference(name: str, ours: bytes, theirs: bytes) -> Difference:
    """Find where two unequal contents of one name part: in a text, a picture, an archive, or else a byte."""
    suffix = PurePosixPath(name).suffix
    found = None
    if suffix in _PACKED:
        found = _in_parts(ours, theirs)
    elif suffix == ".png":
        found = _in_picture(ours, theirs)
    elif b"\0" not in ours + theirs:
        found = _in_text(ours, theirs)
    return found or _in_bytes(ours, theirs)


def _in_text(ours: bytes, theirs: bytes) -> Difference | None:
    try:
        lines, others = ours.decode("utf-8").split("\n"), theirs.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    number = _parts_at(lines, others)
    line, other = (each[number] if number < len(each) else None for each in (lines, others))
    start = 0 if line is None or other is None else _parts_at(line, other)
    column = f", letter {start + 1}" if start > _BEFORE else ""
    return Difference(f"line {number + 1}{column}", _around(line, start), _around(other, start))


def _around(line: str | None, start: int) -> str:
    """Show a line around the letter where it parts from another; what cannot be shown as its number."""
    if line is None:
        return ""
    begin, end = max(0, start - _BEFORE), start + _AFTER
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line[begin:end])
    return f"{'…' if begin else ''}{shown}{'…' if end < len(line) else ''}" or "an empty line"


def _in_parts(ours: bytes, theirs: bytes) -> Difference | None:
    try:
        parts, others = (unpack(each, "", _PART) for each in (ours, theirs))
    except FaultsError:
        return None
    if list(parts) != list(others):
        only, more = ([name for name in a if name not in b] for a, b in ((parts, others), (others, parts)))
        if only or more:
            part = min(only + more)
            return Difference(f"part {part}", *(("there", "") if part in only else ("not there", "there")))
        return Difference("order of its parts", ", ".join(list(parts)[:_FEW]), ", ".join(list(others)[:_FEW]))
    for part in parts:
        if parts[part] != others[part]:
            place, here, there = find_difference(part, parts[part], others[part])
            return Difference(f"part {part}, {place}", here, there)
    return Difference("packing", "equal parts", "the same parts with other times, rights or compression")


def _in_picture(ours: bytes, theirs: bytes) -> Difference | None:
    try:
        picture, other = (Image.open(io.BytesIO(each)) for each in (ours, theirs))
        if picture.size != other.size:
            return Difference("size", *("{} by {} pixels".format(*each.size) for each in (picture, other)))
        if picture.width * picture.height > _MOST_PIXELS:
            return None
        same_kind = [each.convert("RGBA") for each in (picture, other)]
        box = ImageChops.difference(*same_kind).getbbox(alpha_only=False)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if box is None:
        notes = [", ".join(f"{key}: {value}" for key, value in each.info.items()) for each in (picture, other)]
        return Difference("notes beside the same pixels", *notes) if notes[0] != notes[1] else None
    left, top, right, bottom = box
    # The first pixel as one reads: the leftmost that differs in the topmost row that has one.
    row = ImageChops.difference(*(each.crop((0, top, picture.width, top + 1)) for each in same_kind))
    first = row.getbbox(alpha_only=False)
    column = first[0] if first else left
    colours = ["#" + bytes(each.getpixel((column, top))).hex() for each in same_kind]  # type: ignore[arg-type]
    area = f"all that differs lies within {right - left} by {bottom - top} pixels"
    return Difference(f"pixel {column + 1} of row {top + 1} ({area})", *colours)


def _in_bytes(ours: bytes, theirs: bytes) -> Difference:
    first = _parts_at(ours, theirs)
    shown = [f"0x{each[first]:02x}" if first < len(each) else "" for each in (ours, theirs)]
    return Difference(f"byte {first + 1:,} of {len(ours):,}", *shown)


def _parts_at(one: Sequence, other: Sequence) -> int:
    """Give the place of the first member that is not the same, or where the shorter ends."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
