"""Which series of which service holds the newer figures of which indicator."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from jhws.data import describe_tables
from jhws.faults import Fault, FaultsError
from jhws.periods import PERIOD_TYPES

FILE = "data/refresh.toml"
SERVICES = {
    "fingertips": "OHID Fingertips",
    "local-statistics": "ONS Explore local statistics",
    "ons-beta": "ONS beta API",
    "nomis": "Nomis",
}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    indicator_id: str
    table: str
    service: Literal["local-statistics", "ons-beta", "nomis"]
    name: str
    only: dict[str, str] = {}
    sex: str
    age: str
    source_id: str
    locator: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    series: list[_Entry] = []
    sources: list[dict[str, str]] = []
    indicators: list[dict[str, str]] = []


@dataclass(frozen=True)
class Series:
    """One series of a service, and where its figures belong in the book.

    Parameters
    ----------
    indicator_id
        The indicator that it measures.
    title
        The indicator's plain name.
    table
        The table that holds its observations.
    service
        One of `SERVICES`.
    name
        What the service calls it: a number, a slug, a data set.
    only
        What else singles it out in its data set: column or dimension, and value.
    strata
        The pairs of sex and age, in the book's words, that are taken.
    held
        Codes of the areas that the book has figures of.
    source_id, locator
        What each row that is taken from it carries.
    period_type, decimals
        The indicator's kind of period, and how many decimals the book shows.
    """

    indicator_id: str
    title: str
    table: str
    service: str
    name: str
    strata: tuple[tuple[str, str], ...]
    held: frozenset[str]
    source_id: str
    locator: str
    period_type: str
    decimals: int
    only: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        whose = {"Male": ", men", "Female": ", women"}
        sexes = {whose.get(sex, "") for sex, _ in self.strata}
        return f"{self.title}{sexes.pop() if len(sexes) == 1 else ''} ({SERVICES[self.service]}, {self.name})"


@dataclass(frozen=True)
class Plan:
    """What to ask for, and the rows that sources.csv and indicators.csv need once it is there."""

    series: list[Series]
    sources: dict[str, dict[str, str]]
    indicators: dict[str, dict[str, str]]


def read_rows(project: Path, table: str) -> list[dict[str, str]]:
    """Read a table's rows as they are written, every cell a text."""
    path = project / "data" / describe_tables(project)[table]["path"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def observation_tables(project: Path) -> list[str]:
    """Name the tables that hold observations."""
    tables = describe_tables(project).items()
    return [name for name, about in tables if {"indicator_id", "period", "value", "lower_95"} <= set(about["fields"])]


def plan_refresh(project: Path, only: str | None = None) -> Plan:
    """Say which series the book's indicators have.

    Parameters
    ----------
    project
        The project's top folder; its tables have been checked.
    only
        Id of an indicator: the series of others are left out. All unless told.

    Raises
    ------
    FaultsError
        ``data/refresh.toml`` cannot be read or does not fit the tables; no series has the indicator.
    """
    file = _read_file(project)
    added = {row.get("indicator_id", ""): row for row in file.indicators}
    known = {row["indicator_id"]: row for row in read_rows(project, "indicators")}
    indicators = {**added, **known}
    series = [*_of_fingertips(project, known), *_of_file(project, file, indicators)]
    if only is not None:
        series = [one for one in series if one.indicator_id == only]
    if not series:
        with_series = ", ".join(sorted({entry.indicator_id for entry in file.series}))
        rule = f"no service is known for this indicator; beside those with a fingertips_id there are: {with_series}."
        raise FaultsError([Fault(FILE, "", only or "", rule, "See docs/refresh.md.")])
    return Plan(series, {row.get("source_id", ""): row for row in file.sources}, added)


def _read_file(project: Path) -> _File:
    try:
        with (project / FILE).open("rb") as file:
            return _File.model_validate(tomllib.load(file))
    except OSError:
        raise FaultsError([Fault(FILE, "", "", "there is no such file.", "Put it back.")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultsError([Fault(FILE, "", "", f"the file cannot be read: {error}.", "Put it right there.")]) from None
    except ValidationError as error:
        raise FaultsError(_tell(problem) for problem in error.errors()) from None


def _tell(problem: Any) -> Fault:
    place = ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in problem["loc"])
    value = problem["input"] if isinstance(problem["input"], str) else ""
    return Fault(FILE, place, value[:80], f"{problem['msg']}.", "Compare it with the other entries.")


def _of_fingertips(project: Path, indicators: dict[str, dict[str, str]]) -> Iterator[Series]:
    """Ask Fingertips for each indicator that has a number there, for the sexes and ages that the book shows."""
    for table in observation_tables(project):
        rows = [row for row in read_rows(project, table) if not row["category_type"]]
        for indicator_id in dict.fromkeys(row["indicator_id"] for row in rows):
            about = indicators[indicator_id]
            if number := about["fingertips_id"]:
                own = [row for row in rows if row["indicator_id"] == indicator_id]
                yield Series(
                    indicator_id=indicator_id,
                    title=about["name"],
                    table=table,
                    service="fingertips",
                    name=number,
                    strata=tuple(dict.fromkeys((row["sex"], row["age"]) for row in own)),
                    held=frozenset(row["area_code"] for row in own),
                    source_id="ohid-fingertips",
                    locator=f"Fingertips: indicator {number}",
                    period_type=about["period_type"],
                    decimals=int(about["decimals"]),
                )


def _of_file(project: Path, file: _File, indicators: dict[str, dict[str, str]]) -> Iterator[Series]:
    tables = observation_tables(project)
    for number, entry in enumerate(file.series, start=1):
        about = indicators.get(entry.indicator_id)
        if about is None or about.get("period_type") not in PERIOD_TYPES or not about.get("decimals", "").isdigit():
            rule = "neither indicators.csv nor this file describes such an indicator, with period_type and decimals."
            raise FaultsError([Fault(FILE, f"series, entry {number}, indicator_id", entry.indicator_id, rule)])
        if entry.table not in tables:
            rule = f"there is no such table of observations; there are: {', '.join(tables)}."
            raise FaultsError([Fault(FILE, f"series, entry {number}, table", entry.table, rule)])
        rows = [row for row in read_rows(project, entry.table) if row["indicator_id"] == entry.indicator_id]
        yield Series(
            indicator_id=entry.indicator_id,
            title=about.get("name", entry.indicator_id),
            table=entry.table,
            service=entry.service,
            name=entry.name,
            strata=((entry.sex, entry.age),),
            held=frozenset(row["area_code"] for row in rows if (row["sex"], row["age"]) == (entry.sex, entry.age)),
            source_id=entry.source_id,
            locator=entry.locator,
            period_type=about["period_type"],
            decimals=int(about["decimals"]),
            only=entry.only,
        )
