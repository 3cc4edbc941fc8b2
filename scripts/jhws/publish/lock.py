"""The lock, beside what is installed: where they part, a rebuild may differ for that reason alone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from packaging.requirements import InvalidRequirement, Requirement


def read_lock(text: str) -> dict[str, str]:
    """Read the version that a lock names for each package which it wants on this machine.

    Parameters
    ----------
    text
        What stands in ``requirements.txt``: ``name==version ; marker`` with hashes; a line that is none is passed over.
    """
    locked = {}
    for line in text.replace("\\\n", " ").splitlines():
        try:
            wanted = Requirement(line.partition(" --hash")[0].partition(" #")[0])
        except InvalidRequirement:
            continue
        if wanted.marker is None or wanted.marker.evaluate():
            locked[wanted.name] = str(wanted.specifier).removeprefix("==")
    return locked


def departures(text: str) -> Iterator[str]:
    """Tell of each package that is installed in another version than the lock has, or is missing."""
    for name, locked in read_lock(text).items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            yield f"{name} is not installed; the lock has {locked}"
        else:
            if installed != locked:
                yield f"{name} {installed} is installed; the lock has {locked}"
