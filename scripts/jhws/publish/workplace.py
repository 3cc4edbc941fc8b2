"""Folders that last as long as the process that made them; what a killed one left behind goes with the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

WORK = ".work-"  # beside the sites, so that renaming stays on one disk
KERNELS = "jhws-"  # in the system's folder for such things: the names of sockets must be short


def make_folder(parent: Path, prefix: str) -> Path:
    """Make a folder for this process alone, and remove those of processes that are gone."""
    for folder in parent.glob(f"{prefix}*-*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=parent))


def leftovers(project: Path | None) -> list[str]:
    """Give patterns for the folders of this process, for somebody who survives it to remove."""
    places = {Path(tempfile.gettempdir()): KERNELS} | ({project / "_build": WORK} if project else {})
    return [str(parent / f"{prefix}{os.getpid()}-*") for parent, prefix in places.items()]


@contextmanager
def workplace(project: Path) -> Iterator[Path]:
    """Give a folder to work in; it goes afterwards."""
    build = project / "_build"
    build.mkdir(exist_ok=True)
    folder = make_folder(build, WORK)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
