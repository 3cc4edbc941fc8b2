"""Rows whose cells are allowed one by one, but do not make sense together: the checks that frictionless runs."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, errors

from jhws.periods import PERIOD_TYPES, period_end

_OF_OBSERVATIONS = {"indicator_id", "period", "value", "lower_95", "upper_95", "count", "denominator", "note"}
_SERVICE = ("service", "area_code", "deprivation", "period")
_OF_FIFTHS = {*_SERVICE, "quintile", "users", "population"}
# The tables that may hold an analyst's own records: those whose small numbers the book hides, and words about them.
_MAY_BE_LOCAL = {"access_by_quintile", "activities", "activity_figures", "measures"}
# How a number is written. Python, and with it frictionless, also takes 1_000, 1e5 and digits of other scripts for one.
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# What a measure must give, by how it is known.
_EVIDENCE = {
    "before and after": ("baseline", "latest"),
    "change only": ("change",),
    "level only": ("latest",),
    "words only": (),
}


def checks_of_sense(folder: Path) -> list[Check]:
    """List the checks to run over the tables in a folder."""
    local = [row["source_id"] for row in _rows(folder / "sources.csv") if row.get("document_type") == "local records"]
    return [
        NumbersAreWrittenPlainly(),
        ObservationsMakeSense(
            indicators={row.get("indicator_id", ""): row for row in _rows(folder / "indicators.csv")}
        ),
        StatedFiguresNameTheirArea(),
        ServicesHaveTheirFifths(),
        AreasHaveNoCircle(),
        RowsMakeSense(),
        LocalRecordsAreHidden(local=local),
    ]


def _rows(table: Path) -> list[dict[str, str]]:
    """Read a table that others are held against, as far as it can be read; its own faults are told elsewhere."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


class SenseError(errors.CellError):
    """A cell that is allowed by itself but does not make sense beside the others of its row."""

    type = "sense"
    title = "Sense"
    description = "The cells of the row do not make sense together."
    template = "Row {rowNumber}: {note}"


@attrs.define(kw_only=True, repr=False)
class NumbersAreWrittenPlainly(Check):
    """A number is digits and a point, as every program and every reader takes it."""

    type = "numbers-are-written-plainly"
    Errors: ClassVar = [errors.TypeError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error for each number that is written in another way, unless its cell is told already."""
        told = {getattr(error, "field_name", "") for error in row.errors}
        for field, cell in zip(row.fields, row.cells, strict=False):
            is_number = field.type in {"number", "integer"} and field.name not in told
            if is_number and cell and not _PLAIN_NUMBER.fullmatch(cell):
                note = "it is not written in digits and a point alone"
                error = errors.TypeError.from_row(row, note=note, field_name=field.name)
                error.cell = cell  # as it is written
                yield error


@attrs.define(kw_only=True, repr=False)
class ObservationsMakeSense(Check):
    """Limits in order, values that can be, counts within denominators, periods of their type that have ended."""

    type = "observations-make-sense"
    Errors: ClassVar = [SenseError]
    indicators: dict[str, dict[str, str]] = attrs.field(factory=dict)

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error for each rule that a row of observations breaks; other tables pass."""
        if _OF_OBSERVATIONS.issubset(row.keys()):
            for field, note in _nonsense(row, self.indicators.get(row["indicator_id"], {})):
                yield SenseError.from_row(row, note=note, field_name=field)


@attrs.define(kw_only=True, repr=False)
class StatedFiguresNameTheirArea(Check):
    """A figure is of one of the book's areas, or of another that is named in words; never of none, never of both."""

    type = "stated-figures-name-their-area"
    Errors: ClassVar = [SenseError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error where an area is missing or named twice; other tables pass."""
        if not {"area_code", "area_stated"}.issubset(row.keys()):
            return
        code, stated = row["area_code"], row["area_stated"]
        if code and stated:
            yield SenseError.from_row(row, note="area_code names the area already", field_name="area_stated")
        if not code and not stated:
            note = "area_code and area_stated are both blank; say ‘not stated’ where the source does not name an area"
            yield SenseError.from_row(row, note=note, field_name="area_stated")


@attrs.define(kw_only=True, repr=False)
class ServicesHaveTheirFifths(Check):
    """Users by deprivation: a service has all five fifths, some user, and in none more users than people."""

    type = "services-have-their-fifths"
    Errors: ClassVar = [SenseError]
    services: dict[tuple[Any, ...], list[Any]] = attrs.field(factory=dict)

    def validate_start(self) -> Iterator[Any]:
        """Forget the table before."""
        self.services.clear()
        yield from ()

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error where more people use a service than it is for; other tables pass."""
        if not _OF_FIFTHS.issubset(row.keys()):
            return
        self.services.setdefault(tuple(row[name] for name in _SERVICE), []).append(row)
        if None not in (row["users"], row["population"]) and row["users"] > row["population"]:
            note = f"there are more users than people whom the service is for, {row['population']}"
            yield SenseError.from_row(row, note=note, field_name="users")

    def validate_end(self) -> Iterator[Any]:
        """Give an error, at its last row, for each service that lacks a fifth or has no user at all."""
        for rows in self.services.values():
            if missing := sorted(set(range(1, 6)) - {row["quintile"] for row in rows}):
                note = f"the service has no row for the fifth {', '.join(map(str, missing))}; put in all five"
                yield SenseError.from_row(rows[-1], note=note, field_name="quintile")
            if all(row["users"] == 0 for row in rows):
                yield SenseError.from_row(rows[-1], note="the service has no user in any fifth", field_name="users")


@attrs.define(kw_only=True, repr=False)
class AreasHaveNoCircle(Check):
    """An area lies in its parent, that one in its own, and none in itself."""

    type = "areas-have-no-circle"
    Errors: ClassVar = [SenseError]
    areas: dict[str, Any] = attrs.field(factory=dict)

    def validate_start(self) -> Iterator[Any]:
        """Forget the table before."""
        self.areas.clear()
        yield from ()

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Note each area; other tables pass."""
        if {"area_code", "parent_code"}.issubset(row.keys()):
            self.areas[row["area_code"]] = row
        yield from ()

    def validate_end(self) -> Iterator[Any]:
        """Give an error for each area that is reached again on the way upwards."""
        for code, row in self.areas.items():
            parent, steps = row["parent_code"], 0
            while parent in self.areas and parent != code and steps < len(self.areas):
                parent, steps = self.areas[parent]["parent_code"], steps + 1
            if code and parent == code:
                yield SenseError.from_row(row, note=f"the area {code} would lie in itself", field_name="parent_code")


@attrs.define(kw_only=True, repr=False)
class LocalRecordsAreHidden(Check):
    """An analyst's own records stand only where the book hides small numbers; other tables hold what is published."""

    type = "local-records-are-hidden"
    Errors: ClassVar = [SenseError]
    local: list[str] = attrs.field(factory=list)

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error for a row of local records in a table whose numbers are shown as they are."""
        about_the_source = self.resource.name == "sources"
        if about_the_source or self.resource.name in _MAY_BE_LOCAL or row.get("source_id") not in self.local:
            return
        note = f"local records may stand only in {', '.join(sorted(_MAY_BE_LOCAL))}, where small numbers are hidden"
        yield SenseError.from_row(row, note=note, field_name="source_id")


@attrs.define(kw_only=True, repr=False)
class RowsMakeSense(Check):
    """What the cells of a row must be beside each other, table by table."""

    type = "rows-make-sense"
    Errors: ClassVar = [SenseError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error for each rule of its table that a row breaks."""
        for field, note in _RULES.get(self.resource.name, _no_rule)(row):
            yield SenseError.from_row(row, note=note, field_name=field)


Broken = Iterator[tuple[str, str]]  # field to look at, and the rule that it breaks


def _no_rule(row: Any) -> Broken:
    yield from ()


def _source(row: Any) -> Broken:
    if row["published"] and row["published"] > datetime.date.today():
        yield "published", "the day has not come yet, by this machine’s clock"


def _indicator(row: Any) -> Broken:
    if None not in (row["lowest"], row["highest"]) and row["lowest"] >= row["highest"]:
        yield "lowest", f"it is not below the highest value, {row['highest']}"


def _measure(row: Any) -> Broken:
    for field in _EVIDENCE.get(row["evidence"], ()):
        if row[field] is None:
            yield field, f"it is blank, but the evidence is ‘{row['evidence']}’"


def _activity_figure(row: Any) -> Broken:
    if (row["status"] == "figure") != (row["value"] is not None):
        rule = (
            "it is blank, but the status is ‘figure’"
            if row["value"] is None
            else f"but the status is ‘{row['status']}’"
        )
        yield "value", rule
    elif row["kind"] == "beneficiaries" and row["value"] is not None and row["value"] % 1:
        yield "value", "people are counted in whole numbers"


def _milestone(row: Any) -> Broken:
    for field in ("start", "end"):
        if row[field] and not _is_day(row[field]):
            yield field, "there is no such day or month"
    # Where one is known to the day and the other to the month, they are held against each other by month.
    known = min(len(row["start"] or ""), len(row["end"] or ""))
    if known and row["start"][:known] > row["end"][:known]:
        yield "end", f"it ends before it starts, {row['start']}"


def _is_day(written: str) -> bool:
    try:
        datetime.date.fromisoformat(f"{written}-01-01"[:10] if len(written) == 4 else f"{written}-01"[:10])
    except ValueError:
        return False
    return True


def _target(row: Any) -> Broken:
    if row["target"] is not None and row["target"] == row["baseline"]:
        yield "target", f"it is the same as the value when it was set, {row['baseline']}"


_RULES: dict[str, Callable[[Any], Broken]] = {
    "activity_figures": _activity_figure,
    "indicators": _indicator,
    "measures": _measure,
    "milestones": _milestone,
    "sources": _source,
    "targets": _target,
}


def _nonsense(row: Any, indicator: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give each rule that is broken, with the field to look at."""
    value, lower, upper = (_known(row[name]) for name in ("value", "lower_95", "upper_95"))
    if (lower is None) != (upper is None):
        blank, other = ("lower_95", "upper_95") if lower is None else ("upper_95", "lower_95")
        yield blank, f"it is blank, but the other 95% limit, {other}, is given"
    if None not in (value, lower, upper) and not lower <= value <= upper:
        yield "value", f"the value does not lie between its limits {lower} and {upper}"
    if value is None and not row["note"]:
        yield "value", "it is blank, and no note says why"
    if value is not None and (bounds := _bounds(indicator)) and not bounds[0] <= value <= bounds[1]:
        told = f"a value of this indicator lies between {bounds[0]:g} and {bounds[1]:g} ({indicator.get('unit')})"
        yield "value", f"{told}; if this one is right, widen the range in indicators.csv"
    if None not in (row["count"], row["denominator"]) and row["count"] > row["denominator"]:
        yield "count", f"the count is above its denominator, {row['denominator']}"
    kind = indicator.get("period_type")
    if row["period"] and kind in PERIOD_TYPES:
        try:
            if period_end(row["period"], kind) > datetime.date.today():
                yield "period", "the period has not ended yet, by this machine’s clock"
        except ValueError:
            yield "period", f"a period of this indicator is of the type ‘{kind}’, written as {PERIOD_TYPES[kind]}"


def _bounds(indicator: dict[str, str]) -> tuple[float, float] | None:
    try:
        return float(indicator["lowest"]), float(indicator["highest"])
    except (KeyError, TypeError, ValueError):
        return None  # the indicator's own fault is told elsewhere


def _known(number: Any) -> Any:
    """Take ‘NaN’, the one number that is not equal to itself, for none: its cell is told as a fault anyway."""
    return number if number == number else None
