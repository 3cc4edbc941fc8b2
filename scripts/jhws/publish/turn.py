"""One command at a time writes the sites: a second one waits for its turn, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

WAITING = "Another build of this project is under way; this one begins when it is done."


@contextmanager
def our_turn(project: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other process builds or publishes this project, and keep others waiting meanwhile.

    The system holds the lock and frees it when the process ends, even if it is killed: the file that is left behind,
    ``_build/.lock``, means nothing.

    Parameters
    ----------
    project
        The project's top folder.
    say
        Told once, where there is somebody to wait for.
    """
    build = project / "_build"
    was_there = build.exists()
    build.mkdir(exist_ok=True)
    lock = FileLock(build / ".lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        say(WAITING)
        lock.acquire()
    try:
        yield
    finally:
        if not was_there:
            _leave_nothing(build)
        lock.release()


def _leave_nothing(build: Path) -> None:
    """Remove the folder if nothing was built; who waits for the lock sees that its file is gone, and asks anew."""
    if [path.name for path in build.iterdir()] == [".lock"]:
        with suppress(OSError):  # somebody else has just come, or the system keeps what is open
            (build / ".lock").unlink()
            build.rmdir()
