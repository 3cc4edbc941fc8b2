"""Pieces of a site, kept by what they rest on: no picture, workbook, paper or table is made twice from the same.

Below ``_build/.cache/kept/``, one file a piece, named by the digest of all that goes into it and of the software that
makes it. Each is written beside and renamed, and begins with the digest of the rest: whole and as it was made, or of
no use.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jhws.content import digest
from jhws.publish.manifest import software
from jhws.publish.store import KEPT_FOR, cache_folder, write_whole

_HEAD = hashlib.sha256().digest_size


class Kept:
    """The files that a project keeps.

    Parameters
    ----------
    project
        The project's top folder.
    anew
        Make every file again, whatever is kept.
    """

    def __init__(self, project: Path, *, anew: bool = False) -> None:
        self._folder = cache_folder(project) / "kept"
        self._software = software(project)
        self._anew = anew

    def write(self, target: Path, rests_on: Any, make: Callable[[Path], None]) -> None:
        """Write a file as it was kept, or make it and keep it.

        Parameters
        ----------
        target
            The file to write; its name tells pieces apart that rest on the same.
        rests_on
            All that goes into it, as JSON can hold it.
        make
            Makes it, given the target: the same bytes from the same of everything.
        """
        place = self._place(target.name, rests_on)
        content = self._kept(place)
        if content is None:
            make(target)
            _keep(place, target.read_bytes())
        else:
            target.write_bytes(content)

    def text(self, name: str, rests_on: Any, make: Callable[[], str]) -> str:
        """Give a text as it was kept, or make it and keep it; the name tells pieces apart that rest on the same."""
        place = self._place(name, rests_on)
        content = self._kept(place)
        if content is None:
            content = make().encode()
            _keep(place, content)
        return content.decode()

    def _place(self, name: str, rests_on: Any) -> Path:
        return self._folder / digest([name, rests_on, self._software])

    def _kept(self, place: Path) -> bytes | None:
        return None if self._anew else _read(place)

    def prune(self) -> None:
        """Let go of what no build has used for a month."""
        oldest = time.time() - KEPT_FOR
        for place in self._folder.glob("[!.]*"):  # what is half written is somebody else's
            with contextlib.suppress(FileNotFoundError):  # another build let go of it
                if place.stat().st_mtime < oldest:
                    place.unlink()


def _keep(place: Path, content: bytes) -> None:
    write_whole(place, hashlib.sha256(content).digest() + content)


def _read(place: Path) -> bytes | None:
    """Read a piece; one that is not as it was kept counts for nothing."""
    try:
        told = place.read_bytes()
        os.utime(place)
    except FileNotFoundError:
        return None
    head, content = told[:_HEAD], told[_HEAD:]
    return content if hashlib.sha256(content).digest() == head else None
