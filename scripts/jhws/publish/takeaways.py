"""What readers can take away, written by a process of its own while Jupyter Book compiles the pages."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from jhws.edition import Edition
from jhws.publish.bind import BoundChapter
from jhws.publish.downloads import write_downloads
from jhws.publish.paper import write_papers
from jhws.publish.warm import Template


def write_takeaways(chapters: Sequence[BoundChapter], edition: Edition, project: Path, folder: Path) -> None:
    """Write pictures, workbooks, data package and Board paper of an edition.

    Parameters
    ----------
    chapters
        What the chapters showed.
    edition
        The edition.
    project
        The project's top folder, with the tables and the words of the paper.
    folder
        Where they go.

    Raises
    ------
    FaultsError
        A section of the paper cannot be read, or asks for what the edition does not have.
    """
    write_downloads(chapters, edition, project, folder)
    write_papers(chapters, edition, project, folder)


def begin_takeaways(
    chapters: Sequence[BoundChapter], edition: Edition, project: Path, folder: Path, template: Template | None
) -> Callable[[], None]:
    """Begin to write them in a fork of the template; what comes back waits until they are there.

    Without a template they are written when they are waited for. What fails in the fork is done again here, so that
    its error is told as any other. The parameters are those of `write_takeaways`.
    """

    def write() -> None:
        write_takeaways(chapters, edition, project, folder)

    if template is None:
        return write
    order = folder.with_suffix(".json")
    what = {"edition": edition.model_dump(mode="json"), "chapters": [asdict(chapter) for chapter in chapters]}
    order.write_text(json.dumps(what), encoding="utf-8")
    command = [sys.executable, "-m", __name__, str(order), str(project), str(folder)]
    with Path(os.devnull).open("wb") as nothing:
        try:
            fork = template.fork(command, dict(os.environ), streams=(nothing.fileno(), nothing.fileno()))
        except (EOFError, OSError):
            return write

    def wait() -> None:
        if fork.wait():
            write()

    return wait


def main() -> None:
    """Write what a file orders."""
    order, project, folder = map(Path, sys.argv[1:])
    what = json.loads(order.read_text(encoding="utf-8"))
    chapters = [BoundChapter(**chapter) for chapter in what["chapters"]]
    write_takeaways(chapters, Edition.model_validate(what["edition"]), project, folder)


if __name__ == "__main__":
    main()
