"""What readers can take away, written by a process of its own while Jupyter Book compiles the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from jhws.edition import Edition
from jhws.publish.bind import BoundChapter
from jhws.publish.downloads import write_downloads
from jhws.publish.kept import Kept
from jhws.publish.paper import write_papers
from jhws.publish.store import cache_folder, remove_half_written
from jhws.publish.warm import Fork, Template


@dataclass(frozen=True)
class Order:
    """What is to be written.

    Parameters
    ----------
    chapters
        What the chapters showed.
    edition
        The edition.
    project
        The project's top folder, with the tables and the words of the paper.
    folder
        Where the files go.
    anew
        Whether every file is made again, even one that rests on nothing that changed.
    """

    chapters: list[BoundChapter]
    edition: Edition
    project: Path
    folder: Path
    anew: bool


def write_takeaways(order: Order) -> None:
    """Write pictures, workbooks, data package and Board paper of an edition.

    Raises
    ------
    FaultsError
        A section of the paper cannot be read, or asks for what the edition does not have.
    """
    kept = Kept(order.project, anew=order.anew)
    write_downloads(order.chapters, order.edition, order.project, order.folder, kept)
    write_papers(order.chapters, order.edition, order.project, order.folder, kept)
    kept.prune()


@contextmanager
def begin_takeaways(order: Order, template: Template | None) -> Iterator[Callable[[], None]]:
    """Begin to write them in a fork of the template; what comes back waits until they are there.

    Without a template they are written when they are waited for. What fails in the fork is done again here, so that
    its error is told as any other. Nothing is written any more once this is left.
    """
    fork = _fork(order, template) if template else None

    def wait() -> None:
        if fork is None or fork.wait():
            write_takeaways(order)

    try:
        yield wait
    finally:
        if fork is not None and fork.poll() is None:
            fork.kill()
            fork.wait()
            remove_half_written(cache_folder(order.project))


def _fork(order: Order, template: Template) -> Fork | None:
    """Have a fork of the template do it; none where the template is gone."""
    file = order.folder.with_suffix(".json")
    file.write_bytes(TypeAdapter(Order).dump_json(order))
    command = [sys.executable, "-m", __name__, str(file)]
    with Path(os.devnull).open("wb") as nothing:
        try:
            return template.fork(command, dict(os.environ), streams=(nothing.fileno(), nothing.fileno()))
        except (EOFError, OSError):
            return None


def main() -> None:
    """Write what a file orders."""
    write_takeaways(TypeAdapter(Order).validate_json(Path(sys.argv[1]).read_bytes()))


if __name__ == "__main__":
    main()
