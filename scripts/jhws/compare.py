"""What changed between two editions of an area, told on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rich.table import Table

from jhws.data import read_known
from jhws.edition import Edition, edition_before, edition_files, load_edition
from jhws.faults import Fault, FaultsError
from jhws.next_edition import needs_of, needs_path, still_missing
from jhws.present.numbers import counted, in_words, listed, number
from jhws.statistics import changes_between
from jhws.terminal import plain_table

_TOLD = ("new", "revised", "method changed", "dropped")


def compare_editions(before: str, after: str, project: Path) -> pd.DataFrame:
    """Give the rows of `statistics.changes_between` for two editions of one area, of the area and its reference.

    Raises
    ------
    FaultsError
        There is no such edition, they are of two areas, or the first is not the earlier one.
    """
    folder = project / "data" / "editions"
    then, now = (load_edition(folder / f"{name}.yml", project) for name in (before, after))
    name = f"data/editions/{after}.yml"
    if then.area != now.area:
        rule = f"{before} is of the area {then.area}; two editions of one area are compared."
        raise FaultsError([Fault(name, "key area", now.area, rule, "Name two of one area.")])
    if then.as_of >= now.as_of:
        rule = f"{before} is of {then.as_of}, which is not earlier."
        raise FaultsError([Fault(name, "key as_of", str(now.as_of), rule, "Name the earlier edition first.")])
    return _changes(then, now, project)


def _changes(then: Edition, now: Edition, project: Path) -> pd.DataFrame:
    areas = [now.area, now.reference]
    day, day_then = now.as_of.isoformat(), then.as_of.isoformat()
    known = read_known(now.sources, areas=areas, as_of=day, project=project)
    earlier = read_known(then.sources, areas=areas, as_of=day_then, edition=then.id, project=project)
    return changes_between(known, earlier)


def changes_table(changes: pd.DataFrame) -> Table:
    """Set out what changed: a line a series, with how many new values it has and its latest; each revised value."""
    rows = []
    for change in _TOLD:
        chosen = changes[changes["change"] == change]
        by = ["table", "series", "period"] if change == "revised" else ["table", "series"]
        for _, group in chosen.groupby(by, sort=False):
            row = group.iloc[-1]
            known = f"{len(group)} values" if len(group) > 1 else ""
            rows.append([change, row["name"], row["period"], _value(row, "_then"), _value(row, ""), known])
    return plain_table("What changed", ["Change", "Series", "Period", "Then", "Now", ""], rows)


def _value(row: pd.Series, ending: str) -> str:
    if stated := row[f"stated{ending}"]:
        return "" if pd.isna(stated) else str(stated)
    value = row[f"value{ending}"]
    return "" if pd.isna(value) else number(value, 0 if pd.isna(row["decimals"]) else int(row["decimals"]))


def tell_changes(changes: pd.DataFrame) -> str:
    """Say in one line how many values are new and revised, and how many series changed method or are gone."""
    values = changes["change"].value_counts()
    series = changes.drop_duplicates(["table", "series", "change"])["change"].value_counts()
    parts = [
        counted(int(values.get("new", 0)), "value is new", "values are new"),
        counted(int(values.get("revised", 0)), "is revised", "are revised"),
        _series(int(series.get("method changed", 0)), "has another method", "have another method"),
        _series(int(series.get("dropped", 0)), "is dropped", "are dropped"),
    ]
    return f"{listed(parts)}."


def _series(count: int, one: str, many: str) -> str:
    return f"{in_words(count) if count else 'no'} series {one if count <= 1 else many}"


def tell_progress(project: Path) -> Iterator[str]:
    """Say of each edition what changed since the one before of its area, and of a draft what is still missing."""
    for path in edition_files(project):
        edition = load_edition(path, project)
        before = edition_before(edition, project)
        if before is not None:
            yield f"{edition.id}, since {before.id}: {tell_changes(_changes(before, edition, project))}"
        if edition.draft:
            yield from _tell_draft(edition, project)


def _tell_draft(edition: Edition, project: Path) -> Iterator[str]:
    wanted = needs_of(edition, project)
    missing = still_missing(wanted)
    if missing.empty:
        yield f"{edition.id} is a draft, and nothing is missing: take ‘draft: true’ out of its file."
        return
    path = needs_path(edition.id, project).relative_to(project).as_posix()
    yield f"{edition.id} is a draft: {len(missing)} of {len(wanted)} lines are still missing."
    for table, count in missing["table"].value_counts(sort=False).items():
        first = missing.loc[missing["table"] == table, "what"].iloc[0]
        yield f"  {table}: {count}, among them “{first}”"
    yield f"Where nothing is to come, write why into the column settled of {path}."


def needs_table(wanted: pd.DataFrame) -> Table:
    """Set out what a draft needs, with the old value beside."""
    missing = still_missing(wanted)
    rows = missing[["table", "what", "old_value", "old_period", "wanted"]].itertuples(index=False)
    return plain_table(f"{len(missing)} lines are needed", ["Table", "What", "Old value", "Period", "Wanted"], rows)
