"""Zip files whose bytes depend on what is in them and on nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


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


def read_zip(source: Path) -> list[tuple[str, bytes]]:
    """Read the parts of a zip in their order."""
    with zipfile.ZipFile(source) as archive:
        return [(part.filename, archive.read(part)) for part in archive.infolist()]
