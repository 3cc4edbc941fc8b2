"""Check all that an analyst can mistype: every table, every claim, every edition and every chapter."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from jhws.data import read_claim_figures, read_table
from jhws.data.check import check_tables
from jhws.edition import Edition, check_editions, edition_files, load_edition
from jhws.faults import Fault, FaultsError
from jhws.formula import figures_of_formula
from jhws.parameters import check_chapters

_NAMED_BY_EDITIONS = {"data/areas.csv", "data/sources.csv"}


def check_everything(project: Path, sound: Collection[str] = ()) -> None:
    """Validate all tables, claims, editions and chapters of a project.

    Parameters
    ----------
    project
        The project's top folder.
    sound
        Names of tables that were found sound as they are now, beside all that they are held against.

    Raises
    ------
    FaultsError
        All faults at once. What rests on others is looked at when they are sound: claims on the tables, editions
        on the areas and sources that they name, what editions set for chapters on the editions.
    """
    of_tables = check_tables(project, sound)
    of_claims = [] if of_tables else list(check_claims(project))
    named = not any(fault.file in _NAMED_BY_EDITIONS or fault.file.endswith(".json") for fault in of_tables)
    of_editions = check_editions(project) if named else []
    editions = _editions(project) if named and not of_editions else []
    faults = [*of_tables, *of_claims, *of_editions, *check_chapters(editions, project)]
    if faults:
        raise FaultsError(faults)


def check_claims(project: Path) -> Iterator[Fault]:
    """Give each formula of a claim that cannot be read, or that names a figure which there is not.

    Parameters
    ----------
    project
        A project whose tables are sound.
    """
    try:
        claims = read_table("claims", project=project)
        known = set(read_claim_figures(project=project)["figure_id"])
    except KeyError as error:
        yield Fault("data/datapackage.json", "", "", f"{error.args[0]}.", "Put the description of the table back.")
        return
    own = set(claims["claim_id"])
    for row, (formula, reason) in enumerate(zip(claims["formula"], claims["reason"], strict=True), start=2):
        place = f"row {row}, field formula"
        if pd.isna(formula):
            if pd.isna(reason):
                rule = "it is blank, and no reason says why."
                yield Fault("data/claims.csv", place, "", rule, "Write the formula, or the reason.")
            continue
        try:
            missing = sorted(figures_of_formula(formula) - known)
        except ValueError as error:
            remedy = "Use + - * / ( ), numbers, and figures in square brackets."
            yield Fault("data/claims.csv", place, formula[:80], f"the formula cannot be read: {error}.", remedy)
            continue
        for name in missing:
            if name in own:
                rule = f"{name} is a claim itself; a claim rests on figures alone, never on a claim."
            else:
                rule = f"there is no figure {name}."
            close = difflib.get_close_matches(name, known, n=1)
            remedy = f"Is it {close[0]}, mistyped?" if close else "Add it to stated_figures.csv, or blank the formula."
            yield Fault("data/claims.csv", place, formula[:80], rule, remedy)


def _editions(project: Path) -> list[Edition]:
    return [load_edition(path, project) for path in edition_files(project)]
