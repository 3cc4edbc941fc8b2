"""Check refreshed tables as any table is checked, and put them in place, each in one step."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from jhws.data import describe_tables
from jhws.data.check import check_tables
from jhws.faults import Fault, FaultsError
from jhws.refresh.difference import KEY, Difference
from jhws.refresh.series import Plan, read_rows
from jhws.refresh.services import BASES

Row = dict[str, str]


def check_refreshed(project: Path, plan: Plan, differences: Iterable[Difference]) -> dict[str, str]:
    """Give the tables as they would be, once they have passed every check that a table passes.

    Parameters
    ----------
    project
        The project's top folder.
    plan
        What was asked for, with the rows that sources.csv and indicators.csv may need.
    differences
        What is new and revised.

    Returns
    -------
    dict of str to str
        The text of each table that changes, by its path below ``data/``; sources and indicators first, so that no
        observation ever stands without them.

    Raises
    ------
    FaultsError
        A figure breaks a rule: it is told with its service, area and period.
    """
    tables = _merge(project, plan, [difference for difference in differences if difference.new or difference.revised])
    texts = {_path(project, name): _as_csv(project, name, rows) for name, rows in tables.items()}
    if not texts:
        return {}
    with tempfile.TemporaryDirectory(prefix="jhws-refresh-") as folder:
        trial = Path(folder)
        shutil.copytree(project / "data", trial / "data")
        for path, text in texts.items():
            (trial / "data" / path).write_text(text, encoding="utf-8", newline="")
        faults = check_tables(trial)
    if faults:
        raise FaultsError(_at_its_service(fault, project, tables, plan) for fault in faults)
    return texts


def write_refreshed(project: Path, texts: dict[str, str]) -> None:
    """Put checked tables in place: each is written beside the old one, then takes its name in one step.

    Raises
    ------
    FaultsError
        The folder cannot be written, or the disk is full. A table is the old one or the new one, never between.
    """
    for name, text in texts.items():
        path = project / "data" / name
        beside = path.with_name(f".{path.name}.new")
        try:
            with beside.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            shutil.copymode(path, beside)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            rule = f"the table cannot be written: {error.strerror}."
            raise FaultsError([Fault(f"data/{name}", "", "", rule, "The table is as it was.")]) from None


def _merge(project: Path, plan: Plan, differences: list[Difference]) -> dict[str, list[Row]]:
    rows = {name: read_rows(project, name) for name in dict.fromkeys(one.series.table for one in differences)}
    for difference in differences:
        table = difference.series.table
        replaced = {_order(old): new for old, new in difference.revised}
        rows[table] = [replaced.get(_order(row), row) for row in rows[table]] + difference.new
    observed = {name: sorted(own, key=_order) for name, own in rows.items()}
    used = [row for own in observed.values() for row in own]
    return {
        **_with_used(project, "sources", "source_id", plan.sources, used),
        **_with_used(project, "indicators", "indicator_id", plan.indicators, used),
        **observed,
    }


def _with_used(project: Path, table: str, key: str, known: dict[str, Row], used: list[Row]) -> dict[str, list[Row]]:
    """Add to a table those of the known rows that are used now and are not there yet."""
    there = read_rows(project, table)
    named = {row[key] for row in used} - {row[key] for row in there}
    added = [row for name, row in known.items() if name in named]
    return {table: sorted(there + added, key=lambda row: row[key])} if added else {}


def _order(row: Row) -> tuple:
    """Order rows as the tables are: by indicator, area, sex, age, group and period; 'decile 9' before 'decile 10'."""
    parts = [re.split(r"([0-9]+)", row[name]) for name in KEY]
    return tuple(tuple(int(part) if place % 2 else part for place, part in enumerate(own)) for own in parts)


def _path(project: Path, table: str) -> str:
    return str(describe_tables(project)[table]["path"])


def _as_csv(project: Path, table: str, rows: list[Row]) -> str:
    text = io.StringIO(newline="")
    columns = list(describe_tables(project)[table]["fields"])
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _at_its_service(fault: Fault, project: Path, tables: dict[str, list[Row]], plan: Plan) -> Fault:
    """Name the service, area and period of a figure, whose row stands in no file that the analyst has."""
    place = re.match(r"row (\d+)", fault.place)
    table = next((name for name in tables if fault.file == f"data/{_path(project, name)}"), None)
    if table is None or place is None or "period" not in (row := tables[table][int(place[1]) - 2]):
        return fault
    series = {one.locator: one for one in plan.series}.get(row["locator"])
    if series is None:
        return fault
    where = f"{row['area_code']}, {row['sex']}, {row['period']}{fault.place[place.end() :]}"
    remedy = "Nothing was written. See docs/refresh.md, ‘When a service changes’."
    return replace(fault, file=f"{BASES[series.service]}, {series.name}", place=where, remedy=remedy)
