"""Put a finished folder where another stands, in one step: whoever looks finds the old one or the new one, whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux: names are seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS


def swap_in(fresh: Path, place: Path) -> None:
    """Put a finished folder, on the same disk, where readers look; what stood there goes.

    Linux and macOS exchange the two in one step. Where the system or the disk cannot, there are two renames, and a
    process that is killed between them leaves the old folder beside its place for `put_back`.
    """
    put_back(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    old = _old(place)
    if not place.exists():
        fresh.rename(place)
    elif _exchange(fresh, place):
        old = fresh
    else:
        place.rename(old)
        fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def put_back(place: Path) -> None:
    """Undo a swap that was killed between two renames: the old folder stands again where no new one came, or goes."""
    old = _old(place)
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _old(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, and tell whether that could be done."""
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        return bool(system.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(system, "renamex_np"):
        return bool(system.renamex_np(*names, _EXCHANGE) == 0)
    return False
