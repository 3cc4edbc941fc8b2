"""What a chapter's run rests on, part by part: equal parts, equal outputs; a part that differs is the reason to run."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jhws.content import digest, file_digest
from jhws.publish.uses import package_data, used_files_kept

LOCK = "requirements.txt"
CHAPTER, PARAMETER, MODULE, PYTHON = "chapter", "parameter ", "module ", "python"
# How a chapter is run bears on what comes out of it.
_ALWAYS = "publish/execute.py"


def ingredients(
    notebook: NotebookNode, parameters: dict[str, Any], package: dict[str, str], project: Path
) -> dict[str, str]:
    """Give all that is known before a chapter runs and that its outputs rest on, by name.

    Its code and text, each parameter, the modules of the package that it uses, the locked packages, Python itself.
    `package` holds the digests of the package's files. What a chapter reads is known only once it has run:
    `jhws.reads` records it.
    """
    cells = notebook.cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    modules = [*used_files_kept(code, package, project), *package_data(package), _ALWAYS]
    return {
        CHAPTER: digest([[cell.cell_type, cell.get("id"), cell.source, cell.metadata] for cell in cells]),
        **{f"{PARAMETER}{name}": json.dumps(value, ensure_ascii=False) for name, value in parameters.items()},
        **{f"{MODULE}{name}": package[name] for name in modules},
        LOCK: file_digest(project / LOCK),
        PYTHON: platform.python_version(),
    }


def parameters_of(ingredients: Mapping[str, str]) -> dict[str, Any]:
    """Give the parameters among what a run rests on, by name."""
    return {
        name.removeprefix(PARAMETER): json.loads(value)
        for name, value in ingredients.items()
        if name.startswith(PARAMETER)
    }


def read_now(names: Iterable[str], project: Path) -> dict[str, str]:
    """Give the digests of files that a chapter read, as they are now."""
    return {name: file_digest(project / name) for name in names}


def changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Say in words which parts differ, files of the package last."""
    names = sorted(before.keys() | now.keys(), key=lambda name: (name.startswith(MODULE), name))
    return [_say(name, before.get(name, ""), now.get(name, "")) for name in names if before.get(name) != now.get(name)]


def _say(name: str, before: str, now: str) -> str:
    if name == CHAPTER:
        return "the chapter itself changed"
    if name == LOCK:
        return "the locked packages changed"
    if name == PYTHON:
        return f"Python changed from {before} to {now}"
    if name.startswith(PARAMETER):
        what = f"the parameter {name.removeprefix(PARAMETER)}"
        return f"{what} changed from {before} to {now}" if before and now else f"{what} is {'new' if now else 'gone'}"
    file = name.removeprefix(MODULE) if name.startswith(MODULE) else Path(name).name
    if not now:
        return f"‘{file}’ is {'no longer used' if name.startswith(MODULE) else 'gone'}"
    return f"‘{file}’ {'changed' if before else 'is new'}"
