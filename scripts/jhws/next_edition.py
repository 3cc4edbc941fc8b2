"""The edition of the next year: its file, and the list of what it still needs."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from jhws.data import describe_tables, observation_tables, official_values, read_known, read_table, record_path
from jhws.edition import Edition, edition_before, load_edition
from jhws.faults import Fault, FaultsError
from jhws.periods import following_periods, period_end, taken_as_published
from jhws.present.numbers import number
from jhws.statistics import changes_between

NEED_COLUMNS = ["table", "what", "old_value", "old_period", "old_source", "wanted", "settled"]
# Tables in which each value is a line of the list; of the others only the table itself is.
_OF_VALUES = {"measures", "activity_figures", "stated_figures"}


@dataclass(frozen=True)
class NextEdition:
    """What was made: the edition's file, the list of what it needs, and the record of what the one before knew."""

    edition: Path
    needs: Path
    record: Path
    wanted: pd.DataFrame


def begin_next_edition(before_id: str, new_id: str, project: Path) -> NextEdition:
    """Make the next edition of an area as a draft.

    Its file is that of the edition before with period, title and day moved on; beside it stand the list of what it
    needs, ``<new_id>.todo.csv``, and the official figures that the edition before knew, ``<before_id>.known.csv``,
    so that a later revision of one of them is seen.

    Raises
    ------
    FaultsError
        There is no such edition before, or the new one is there already, or its name is no name or an earlier year.
    """
    folder = project / "data" / "editions"
    before = load_edition(folder / f"{before_id}.yml", project)
    path = folder / f"{new_id}.yml"
    if path.exists():
        remedy = "Choose another name, or go on with the one that is there."
        raise FaultsError([Fault(f"data/editions/{new_id}.yml", "", "", "there is such an edition already.", remedy)])
    text = _moved_on((folder / f"{before_id}.yml").read_text(encoding="utf-8"), before, new_id, project)
    record, needs = record_path(before_id, project), needs_path(new_id, project)
    known = official_values([before.area, before.reference], as_of=before.as_of.isoformat(), project=project)
    path.write_text(text, encoding="utf-8", newline="\n")
    try:
        wanted = needs_of(load_edition(path, project), project)
        if not record.exists():
            known.to_csv(record, index=False, lineterminator="\n")
        wanted.drop(columns="found").to_csv(needs, index=False, lineterminator="\n")
    except BaseException:
        path.unlink()
        raise
    return NextEdition(path, needs, record, wanted)


def needs_path(edition: str, project: Path) -> Path:
    """Say where the list of what a draft needs stands."""
    return project / "data" / "editions" / f"{edition}.todo.csv"


def needs_of(edition: Edition, project: Path) -> pd.DataFrame:
    """List what an edition needs anew because the edition before of its area has it.

    Returns
    -------
    DataFrame
        `NEED_COLUMNS` (`settled` is the reason that the analyst gave in the list beside the edition why nothing is
        to come; blank otherwise) and `found`: whether the tables hold it. A line a document, a value that a paper
        gives, an official series of the area for which the publication rule says that a newer value was out by the
        edition's day, and a table without values. No line where there is no edition before.
    """
    before = edition_before(edition, project)
    if before is None:
        return pd.DataFrame(columns=[*NEED_COLUMNS, "found"])
    lines = [*_documents(edition, before, project), *_papers(edition, before, project)]
    lines += [*_tables(edition, before, project), *_official(edition, before, project)]
    wanted = pd.DataFrame(lines, columns=[*NEED_COLUMNS, "found"])
    reasons = _settled(needs_path(edition.id, project), project)
    named = zip(wanted["table"], wanted["what"], wanted["old_period"], strict=True)
    wanted["settled"] = [reasons.get(line, "") for line in named]
    # A document that still holds needs none of its figures anew.
    documents = wanted[wanted["table"] == "sources"].set_index("old_source")["settled"]
    held = (
        wanted["old_source"].str.split(", ").map(lambda names: _first_if_all(documents.get(name, "") for name in names))
    )
    wanted["settled"] = wanted["settled"].where(wanted["settled"] != "", held)
    return wanted


def _first_if_all(reasons: Iterable[str]) -> str:
    first, *others = reasons
    return first if all(others) else ""


def still_missing(wanted: pd.DataFrame) -> pd.DataFrame:
    """Choose the lines that are neither found nor settled."""
    return wanted[~wanted["found"].astype(bool) & (wanted["settled"] == "")]


def _moved_on(text: str, before: Edition, new_id: str, project: Path) -> str:
    """Write the edition's file for its new year, keeping what else stands there with its comments."""
    name = f"data/editions/{new_id}.yml"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", new_id):
        rule = "it must be written in small letters, digits and hyphens."
        raise FaultsError([Fault(name, "id", new_id, rule)])
    period = _period(new_id, before, name)
    years = int(period[:4]) - int(before.period[:4])
    day = (pd.Timestamp(before.as_of) + pd.DateOffset(years=years)).date()
    values = {
        "id": f"id: {new_id}\ndraft: true              # until ‘jhws check’ finds nothing missing",
        "title": f"title: {_title(before.title, before.period, period)}",
        "period": f"period: {period}",
        "as_of": f"as_of: {day}        # {years} {'year' if years == 1 else 'years'} on from the edition before: "
        "put the day of the meeting here",
        "sources": "sources:                 # still those of the edition before: put the new documents here",
    }
    # What a comment at the top says of the old year would be wrong of the new one.
    body = re.sub(r"\A(#.*\n)+", "", text)
    for key, line in values.items():
        # A function, so that a backslash in a title stays what it is.
        body = re.sub(rf"^{key}:.*$", partial(_as_it_is, line), body, count=1, flags=re.MULTILINE)
    return f"# The draft that follows {before.id}. What it needs stands in {new_id}.todo.csv.\n{body}"


def _as_it_is(line: str, _: re.Match[str]) -> str:
    return line


def _period(new_id: str, before: Edition, name: str) -> str:
    """Take the year from the edition's name where it ends in one, else the year after the edition before."""
    ending = re.search(r"[0-9]{4}-[0-9]{2}$", new_id)
    try:
        if ending is None or period_end(ending[0], "financial year") is None:
            raise ValueError
    except ValueError:
        return following_periods(before.period, "financial year", 1)[0]
    if ending[0] <= before.period:
        rule = f"the year is not after {before.period}, that of the edition before."
        raise FaultsError([Fault(name, "id", new_id, rule, "Name a later year.")])
    return ending[0]


def _title(title: str, old: str, new: str) -> str:
    moved = re.sub(r"[0-9]{4}-[0-9]{2}\b", new, title)
    return moved if moved != title else f"{title} {new}".replace(f" {old} ", " ")


def _documents(edition: Edition, before: Edition, project: Path) -> list[dict]:
    titles = read_table("sources", project=project).set_index("source_id")["title"]
    wanted = "the new document in place of this one; settle it if this one still holds"
    return [
        _line("sources", str(titles[source]), "", before.period, source, wanted, source not in edition.sources)
        for source in before.sources
    ]


def _papers(edition: Edition, before: Edition, project: Path) -> list[dict]:
    """List each series of values that the papers before give; found where a new document gives one of it."""
    then = read_known(before.sources, areas=[], as_of=before.as_of.isoformat(), project=project)
    now = read_known(edition.sources, areas=[], as_of=edition.as_of.isoformat(), project=project)
    changes = changes_between(now, then)
    told = changes[changes["change"].isin(["new", "method changed", "revised"])]
    found = set(zip(told["table"], told["series"], strict=True))
    latest = then.sort_values("period", kind="stable").groupby(["table", "series"], sort=False).tail(1)
    lines = []
    # A measure is one line, whether the paper gives its values, its change, or both.
    latest["name"] = latest["name"].str.replace(r", (before|change)$", "", regex=True)
    measured = {(table, re.sub(r", (before|change)\b.*$", "", series)) for table, series in found}
    for _, rows in latest.groupby(["table", "name"], sort=False):
        row = rows.iloc[-1]
        table, name = row["table"], row["name"]
        here = any((table, series) in found for series in rows["series"]) or (table, name.casefold()) in measured
        lines.append(_line(table, name, row["stated"], row["period"], row["source_id"], "its value", here))
    return lines


def _tables(edition: Edition, before: Edition, project: Path) -> list[dict]:
    """List each other table that holds rows of the documents before; found where a new document has rows."""
    new = [source for source in edition.sources if source not in before.sources]
    lines = []
    for table, about in describe_tables(project).items():
        if "source_id" not in about["fields"] or table in {*_OF_VALUES, "sources", *observation_tables(project)}:
            continue
        rows = read_table(table, sources=before.sources, project=project)
        if not rows.empty:
            here = not read_table(table, sources=new, project=project).empty
            where = ", ".join(rows["source_id"].unique())
            lines.append(_line(table, about["title"], f"{len(rows)} rows", before.period, where, "rows", here))
    return lines


def _official(edition: Edition, before: Edition, project: Path) -> list[dict]:
    """List each official series of the area that, by its publication rule, has a newer value by the edition's day."""
    indicators = read_table("indicators", project=project).set_index("indicator_id")
    # What the edition before knew, by its record: a value entered since belongs to this one.
    then = read_known([], areas=[edition.area], as_of=before.as_of.isoformat(), edition=before.id, project=project)
    now = official_values([edition.area], as_of=edition.as_of.isoformat(), project=project)
    newest = now.groupby(["table", "series"])["period"].max()
    last = then.sort_values("period", kind="stable").groupby(["table", "series"], sort=False).tail(1)
    # Of an indicator by deprivation one group stands for all.
    last = last[~last["series"].str.split("; ").str[:4].duplicated()]
    lines = []
    for _, row in last.iterrows():
        indicator = indicators.loc[row["series"].split("; ")[0]]
        due = _due(row["period"], indicator, edition.as_of)
        if due:
            here = newest[(row["table"], row["series"])] > row["period"]
            value = number(row["value"], int(row["decimals"]))
            wanted = f"{due[-1]} (out by the publication rule)"
            lines.append(_line(row["table"], row["name"], value, row["period"], row["source_id"], wanted, here))
    return lines


def _due(period: str, indicator: pd.Series, day: datetime.date) -> list[str]:
    """Name the periods after one that are taken as published by a day."""
    kind, lag = indicator["period_type"], int(indicator["publication_lag_months"])
    later = following_periods(period, kind, 40)
    return [name for name in later if taken_as_published(name, kind, lag) <= pd.Timestamp(day)]


def _line(table: str, what: str, value: str, period: str, source: str, wanted: str, found: bool) -> dict:
    return {
        "table": table,
        "what": what,
        "old_value": value,
        "old_period": period,
        "old_source": source,
        "wanted": wanted,
        "settled": "",
        "found": bool(found),
    }


def _settled(path: Path, project: Path) -> dict[tuple[str, str, str], str]:
    """Read the reasons that the analyst wrote into the list."""
    if not path.exists():
        return {}
    try:
        rows = pd.read_csv(io.StringIO(path.read_bytes().decode("utf-8-sig")), dtype=str, keep_default_na=False)
        keys = zip(rows["table"], rows["what"], rows["old_period"], strict=True)
        return dict(zip(keys, rows["settled"].str.strip(), strict=True))
    except (OSError, ValueError, KeyError):
        file = path.relative_to(project).as_posix()
        rule = f"the list has the columns {', '.join(NEED_COLUMNS)}, in UTF-8."
        remedy = "Put it back as it was, or delete it: then nothing is settled."
        raise FaultsError([Fault(file, "", "", rule, remedy)]) from None
