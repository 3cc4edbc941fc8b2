"""What readers can take away, written by processes of their own while Jupyter Book compiles the pages."""

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
from jhws.publish.kept import Kept
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
    for part in _PARTS:
        write_part(order, part)


def write_part(order: Order, part: str) -> None:
    """Write a part of it that needs no other: ``tables`` or ``papers``, the papers with their pictures."""
    _PARTS[part](order, Kept(order.project, anew=order.anew))


# What writes them is loaded by those who write: the command itself has it done by others, where there is a fork.
def _write_tables(order: Order, kept: Kept) -> None:
    from jhws.publish.downloads import write_data_package, write_workbooks

    write_workbooks(order.chapters, order.edition, order.folder, kept)
    write_data_package(order.project, order.folder)


def _write_papers(order: Order, kept: Kept) -> None:
    from jhws.publish.downloads import write_pictures
    from jhws.publish.paper.write import write_papers

    write_pictures(order.chapters, order.folder, kept)
    write_papers(order.chapters, order.edition, order.project, order.folder, kept)


# About as long each.
_PARTS = {"tables": _write_tables, "papers": _write_papers}


@contextmanager
def begin_takeaways(order: Order, template: Template | None) -> Iterator[Callable[[], None]]:
    """Begin to write each part in a fork of the template; what comes back waits until all is there.

    Without a template they are written when they are waited for. What fails in a fork is done again here, so that
    its error is told as any other. Nothing is written any more once this is left.
    """
    file = order.folder.with_suffix(".json")
    file.write_bytes(TypeAdapter(Order).dump_json(order))
    forks = {part: _fork(file, part, template) if template else None for part in _PARTS}

    def wait() -> None:
        for part, fork in forks.items():
            if fork is None or fork.wait():
                write_part(order, part)

    try:
        yield wait
    finally:
        running = [fork for fork in forks.values() if fork is not None and fork.poll() is None]
        for fork in running:
            fork.kill()
            fork.wait()
        if running:
            remove_half_written(cache_folder(order.project))


def _fork(order: Path, part: str, template: Template) -> Fork | None:
    """Have a fork of the template write a part of what a file orders; none where the template is gone."""
    command = [sys.executable, "-m", __name__, str(order), part]
    with Path(os.devnull).open("wb") as nothing:
        try:
            return template.fork(command, dict(os.environ), streams=(nothing.fileno(), nothing.fileno()))
        except (EOFError, OSError):
            return None


def main() -> None:
    """Write the part that is told of what a file orders."""
    file, part = sys.argv[1:]
    write_part(TypeAdapter(Order).validate_json(Path(file).read_bytes()), part)


if __name__ == "__main__":
    main()
