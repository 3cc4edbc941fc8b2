"""What a build has to do: for each chapter, a run that is kept, or the reasons why it runs again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.reader import NotJSONError

from jhws.edition import Edition, chapter_files
from jhws.faults import Fault, FaultsError
from jhws.parameters import chapter_parameters
from jhws.publish.cache import Run, Runs
from jhws.publish.keys import changes, ingredients, read_now
from jhws.publish.uses import package_digests

NEVER_RUN = "it has not run before"
TOLD_TO = "told to run everything"
NOT_KEPT = "its last run is no longer kept"


@dataclass(frozen=True)
class Step:
    """A notebook of an edition: what it is run with, and the run to take or the reasons to run it."""

    chapter: str
    notebook: Path
    parameters: dict[str, Any]
    ingredients: dict[str, str]
    run: Run | None
    reasons: list[str]
    expected: float | None


def plan_chapters(edition: Edition, project: Path, runs: Runs, *, force: bool = False) -> list[Step]:
    """Look at each notebook of an edition; nothing runs.

    Raises
    ------
    FaultsError
        A chapter cannot be read, or a parameter that the edition sets does not fit it.
    """
    files = chapter_files(project)
    paths = [files[name] for name in edition.chapter_names() if files[name].suffix == ".ipynb"]
    notebooks = _read_notebooks(paths, project)
    given = {path: chapter_parameters(path, edition, project) for path in paths}
    package = package_digests()
    rests_on = {path: ingredients(notebooks[path], given[path], package, project) for path in paths}
    return [_plan(path, given[path], rests_on[path], edition, project, runs, force) for path in paths]


def _read_notebooks(paths: list[Path], project: Path) -> dict[Path, NotebookNode]:
    """Read notebooks, or tell of those that are none: cut short while they were saved, or with marks of a conflict."""
    notebooks, faults = {}, []
    for path in paths:
        try:
            notebooks[path] = nbformat.read(path, as_version=4)
        except (NotJSONError, ValueError, nbformat.ValidationError):
            rule = "it cannot be read as a notebook."
            name = path.relative_to(project).as_posix()
            faults.append(Fault(name, "", "", rule, "Save it again, or take it back from version control."))
    if faults:
        raise FaultsError(faults)
    return notebooks


def _plan(
    notebook: Path,
    parameters: dict[str, Any],
    rests_on: dict[str, str],
    edition: Edition,
    project: Path,
    runs: Runs,
    force: bool,
) -> Step:
    name = notebook.stem
    run = None if force else runs.find(rests_on)
    last = runs.last(edition.id, name)
    reasons = [] if run else [TOLD_TO] if force else _reasons(rests_on, last, project)
    return Step(name, notebook, parameters, rests_on, run, reasons, last["seconds"] if last else None)


def _reasons(rests_on: dict[str, str], last: dict[str, Any] | None, project: Path) -> list[str]:
    if last is None:
        return [NEVER_RUN]
    before = last["ingredients"] | last["reads"]
    return changes(before, rests_on | read_now(last["reads"], project)) or [NOT_KEPT]


def say_reasons(reasons: list[str], most: int = 2) -> str:
    """Say reasons in a few words: the first of them, and how many more there are."""
    said = ", ".join(reasons[:most])
    return f"{said} and {len(reasons) - most} more" if len(reasons) > most else said
