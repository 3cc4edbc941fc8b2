"""What a chapter is run with: the edition's values that it declares, checked before anything runs."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jhws.edition import Edition, as_of_before, chapter_files, edition_before
from jhws.faults import Fault, FaultsError
from jhws.python_code import parse


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


def check_chapters(editions: list[Edition], project: Path) -> list[Fault]:
    """Give every fault of every chapter, and of what the editions set for it; an empty list means all are sound."""
    faults: list[Fault] = []
    for path in chapter_files(project).values():
        name = path.relative_to(project).as_posix()
        try:
            if path.suffix == ".ipynb":
                declared_parameters(path, name)
                for edition in editions:
                    if path.stem in edition.chapter_names():
                        chapter_parameters(path, edition, project)
            else:
                path.read_text(encoding="utf-8")
        except FaultsError as error:
            faults.extend(error.faults)
        except UnicodeDecodeError:
            faults.append(Fault(name, "", "", "the file is not UTF-8.", "Save it again as UTF-8."))
    return faults


def declared_parameters(notebook: Path, name: str) -> dict[str, Any]:
    """Read the parameters that a chapter declares, with their defaults.

    Nothing of the chapter is run: the first code cell is read as plain assignments of numbers, texts and lists.

    Raises
    ------
    FaultsError
        The file is no notebook, or its first code cell is not tagged ``parameters`` or holds something else.
    """
    code = [cell for cell in _read_cells(notebook, name) if cell["cell_type"] == "code"]
    if not code or "parameters" not in code[0]["metadata"].get("tags", []):
        rule = "it declares the parameters and is tagged ‘parameters’."
        raise FaultsError([Fault(name, "first code cell", "", rule, "Compare it with another chapter.")])
    declared = {}
    source = code[0]["source"]
    try:
        lines = parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = f"first code cell, line {getattr(error, 'lineno', None) or 1}"
        raise FaultsError([Fault(name, place, "", "Python cannot read the line.", _ASSIGN)]) from None
    for line in lines:
        try:
            match line:
                case ast.Assign(targets=[ast.Name(id=key)], value=value):
                    declared[key] = ast.literal_eval(value)
                case _:
                    raise ValueError
        except (ValueError, TypeError, RecursionError, MemoryError):
            place = f"first code cell, line {line.lineno}"
            found = (ast.get_source_segment(source, line) or "").partition("\n")[0][:80]
            raise FaultsError([Fault(name, place, found, "a parameter is a name and its value.", _ASSIGN)]) from None
    return declared


_ASSIGN = "Write it as forecast_horizon = 3: a number, a text or a list, nothing that is computed."


def _read_cells(notebook: Path, name: str) -> list[dict[str, Any]]:
    """Read a notebook's cells, or tell why the file is none."""
    rule = "the notebook is not one that Jupyter can read."
    try:
        read = json.loads(notebook.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        rule = "the file is not UTF-8."
    except RecursionError:
        pass
    except ValueError as error:
        rule = f"the notebook is not valid JSON: {error}."
    else:
        match read:
            case {"nbformat": 4, "cells": [*cells]} if all(map(_is_cell, cells)):
                return [cell | {"source": "".join(cell["source"])} for cell in cells]
    raise FaultsError([Fault(name, "", "", rule, "Restore the chapter with git, or open and save it in JupyterLab.")])


def _is_cell(cell: Any) -> bool:
    match cell:
        case {"cell_type": str(), "metadata": dict(about), "source": str() | [*_] as source}:
            tags = about.get("tags", [])
            return isinstance(tags, list) and all(isinstance(line, str) for line in source)
    return False


def _faults(declared: dict[str, Any], values: dict[str, Any], name: str, edition: str) -> Iterator[Fault]:
    for key, value in values.items():
        if key not in declared:
            rule = f"{name} declares no such parameter; it declares {', '.join(sorted(declared))}."
            yield Fault(edition, f"parameter {key}", str(value)[:80], rule, "Correct it, or take it out.")
        elif type(value) is not type(declared[key]):
            rule = f"{name} expects {type(declared[key]).__name__}, not {type(value).__name__}."
            yield Fault(edition, f"parameter {key}", str(value)[:80], rule, "Correct it, or take it out.")
