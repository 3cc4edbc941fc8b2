"""Note, inside a kernel, which files of the project a chapter reads and what they held when it read them."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from jhws.content import file_digest
from jhws.memory import most_memory

_WRITING = os.O_WRONLY | os.O_RDWR
_CODE = (".py", ".pyc", ".pyd", ".so", ".pth")


def record(target: str, project: str) -> None:
    """Write each file of the project that this process opens from now on to `target`, a line of JSON each.

    A line holds the file's name seen from the project and its digest; a file that is sought and not there has
    none. Code, the package's own files, hidden folders and ``_build`` are left out. After each cell a line tells the
    most memory that the process had, in bytes.
    """
    seen: set[str] = set()
    inside = os.path.realpath(project) + os.sep
    not_data = tuple(os.path.realpath(folder) + os.sep for folder in (sys.prefix, os.path.dirname(__file__)))  # noqa: PTH120

    def write(line: Any) -> None:
        with open(target, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(line) + "\n")

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, _, flags = arguments
        if not isinstance(path, (str, bytes, os.PathLike)) or (flags and flags & _WRITING):
            return
        file = os.path.realpath(os.fsdecode(path))
        if file in seen or not file.startswith(inside) or file.startswith(not_data) or file.endswith(_CODE):
            return
        seen.add(file)
        parts = file.removeprefix(inside).replace(os.sep, "/").split("/")
        if parts[0] != "_build" and not any(part.startswith(".") for part in parts):
            write(["/".join(parts), file_digest(file)])

    sys.addaudithook(note)
    _after_each_cell(lambda: write(most_memory()))


def _after_each_cell(tell: Any) -> None:
    from IPython.core.getipython import get_ipython

    if shell := get_ipython():
        shell.events.register("post_run_cell", lambda _: tell())


def read_record(target: str | os.PathLike[str]) -> tuple[dict[str, str], int]:
    """Read what `record` wrote: the digests of the files by name, and the most memory in bytes."""
    reads: dict[str, str] = {}
    memory = 0
    try:
        with open(target, encoding="utf-8") as file:  # noqa: PTH123
            for line in map(json.loads, file):
                if isinstance(line, int):
                    memory = max(memory, line)
                else:
                    reads.setdefault(*line)
    except FileNotFoundError:
        pass  # a kernel that died before its first cell
    return reads, memory
