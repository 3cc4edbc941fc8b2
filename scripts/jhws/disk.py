"""What a disk refuses, told as a fault: it is full, or a folder may not be written."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

from jhws.faults import Fault

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)
# What other programs pass on in words; they are refused a file of their own for reasons of their own, so no more.
_PASSED_ON = (*_FULL, errno.EROFS)
# Megabytes on the way to a site: 28 for one of 7, measured. Copies of its own, and the theme before it is slimmed.
_TIMES_ITS_SITE, _OF_THE_THEME = 3, 10


def disk_fault(error: Exception, project: Path) -> Fault | None:
    """Tell what the disk refused, if that is why a command failed.

    Parameters
    ----------
    error
        What was raised: by the system, or by a program that was run and told in its own words what the system said.
    project
        The project's top folder.

    Returns
    -------
    Fault or None
        A full disk is named with the room that is left, a folder or file that may not be written by its name.
    """
    code, path = getattr(error, "errno", None), getattr(error, "filename", None)
    if code is None and (refused := passed_on(str(error), project / "_build")):
        code, path = refused.errno, refused.filename
    if code in _FULL:
        folder = min((project / "_build", project, Path(tempfile.gettempdir())), key=_free)
        rule = f"the disk is full: {_free(folder) / 1e6:.1f} MB are free in this folder, and more is needed."
        remedy = f"Make room there and run the command again. A build takes about {_of_a_build(project):.0f} MB."
        return Fault(_named(folder, project), "", "", rule, remedy)
    if code in _FORBIDDEN and isinstance(path, (str, Path)):
        rule = f"it may not be read or written ({os.strerror(code).lower()})."
        remedy = "Have the right to it given to you, or run the command in a copy of the project that is your own."
        return Fault(_named(Path(path), project), "", "", rule, remedy)
    return None


def passed_on(words: str, folder: Path) -> OSError | None:
    """Give the error that another program, at work in a folder, tells in words; none where it tells of no disk."""
    code = next((each for each in _PASSED_ON if os.strerror(each) in words), None)
    return None if code is None else OSError(code, os.strerror(code), str(folder))


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free if folder.exists() else shutil.disk_usage(Path.cwd()).free


def _of_a_build(project: Path) -> float:
    """Give the megabytes that a build takes while it runs, as the largest site that stands tells."""
    sites = (path for path in (project / "_build" / "html").glob("*") if path.is_dir())
    sizes = (sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) for site in sites)
    return _OF_THE_THEME + _TIMES_ITS_SITE * max(sizes, default=0) / 1e6


def _named(path: Path, project: Path) -> str:
    """Name a file as the analyst knows it."""
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
