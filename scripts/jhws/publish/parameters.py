"""What a chapter is run with: the edition's values that it declares, checked before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill

from jhws.edition import Edition, as_of_before, edition_before
from jhws.faults import Fault, FaultsError


def chapter_parameters(notebook: Path, edition: Edition, project: Path) -> dict[str, Any]:
    """Choose the values that a chapter is run with.

    A chapter declares its parameters in its first code cell, tagged ``parameters``. It gets the edition's
    value for each that the edition has, and what the edition sets for this chapter alone.

    Raises
    ------
    FaultsError
        The chapter has no parameters cell, the edition sets something that the chapter does not declare, or
        a value is of another type than the declared one. Papermill itself would only warn.
    """
    name = notebook.relative_to(project).as_posix()
    declared = declared_parameters(notebook, name)
    given = edition.parameters()
    if "as_of_before" in declared:
        given["as_of_before"] = as_of_before(edition, project)
    if "edition_before" in declared:
        before = edition_before(edition, project)
        given |= {"edition_before": before.id if before else "", "sources_before": before.sources if before else []}
    own = edition.chapter_parameters(notebook.stem)
    values = {key: value for key, value in given.items() if key in declared} | own
    faults = list(_faults(declared, values, name, f"data/editions/{edition.id}.yml"))
    if faults:
        raise FaultsError(faults)
    return values


def declared_parameters(notebook: Path, name: str) -> dict[str, Any]:
    """Read the parameters that a chapter declares, with their defaults."""
    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    if not code or "parameters" not in code[0].metadata.get("tags", []):
        raise FaultsError(
            [Fault(name, "first code cell", "", "it declares the parameters and is tagged ‘parameters’.")]
        )
    inspected = papermill.inspect_notebook(str(notebook))
    return {key: ast.literal_eval(about["default"]) for key, about in inspected.items()}


def _faults(declared: dict[str, Any], values: dict[str, Any], name: str, edition: str) -> Iterator[Fault]:
    for key, value in values.items():
        if key not in declared:
            rule = f"{name} declares no such parameter; it declares {', '.join(sorted(declared))}."
            yield Fault(edition, f"parameter {key}", str(value), rule)
        elif type(value) is not type(declared[key]):
            rule = f"{name} expects {type(declared[key]).__name__}, not {type(value).__name__}."
            yield Fault(edition, f"parameter {key}", str(value), rule)
