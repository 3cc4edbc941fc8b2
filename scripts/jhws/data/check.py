"""Validate the data package: every fault of every table, named so that an analyst can mend it."""

from __future__ import annotations

import csv
import datetime
import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, Checklist, FrictionlessException, Package, errors

from jhws.faults import Fault, FaultsError
from jhws.periods import PERIOD_TYPES, period_end

# What a cell of each type holds, and how it is written.
_TYPES = {
    "number": ("not a number.", "Write digits and a point alone: no £, %, comma, space or letter."),
    "integer": ("not a whole number.", "Write digits alone: no point, comma, space or letter."),
    "date": ("not a date.", "Write year, month and day, as 2025-05-29."),
}
# How a cell is written whose pattern has no plain words of its own in the schema.
_WRITTEN = {
    r"^[A-Z][0-9]{8}$": "a capital letter and eight digits, as E10000018",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens, as best-start-for-life",
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "small letters, digits and underscores, as adult_obesity",
}
# The header is checked here, in words of its own.
_TOLD_BY_HEADER = {"missing-label", "incorrect-label", "extra-label", "blank-label", "duplicate-label"}
# A row of another length than the header: its cells cannot be told apart, so that nothing else is said of it.
_SHAPE = {
    "missing-cell": ("the row is too short: it ends before this field.", "Put in the missing cells, blank ones too."),
    "extra-cell": (
        "the row is too long: there is no column for this cell.",
        "Take the cell out, or put a text that holds a comma in double quotes.",
    ),
    "blank-row": ("the row is blank.", "Delete it."),
}
_OF_ONE_CELL = {"type-error", "constraint-error"}
_OF_OBSERVATIONS = {"indicator_id", "period", "value", "lower_95", "upper_95", "count", "denominator", "note"}
_SERVICE = ("service", "area_code", "deprivation", "period")
_OF_FIFTHS = {*_SERVICE, "quintile", "users", "population"}


class SenseError(errors.CellError):
    """A cell that is allowed by itself but does not make sense beside the others of its row."""

    type = "sense"
    title = "Sense"
    description = "The cells of the row do not make sense together."
    template = "Row {rowNumber}: {note}"


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
                yield "period", "the period has not ended yet"
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


def check_tables(project: Path) -> list[Fault]:
    """Validate every table of the data package; an empty list means that all are sound.

    Parameters
    ----------
    project
        The project's top folder, which holds ``data/datapackage.json``.

    Returns
    -------
    list of Fault
        All faults of all tables, ordered by file and row. What only follows from a fault is left out: codes
        that are looked up in a table which cannot be read or has a wrong header, other cells of a row that is
        too short or too long, a row's sense where one of its cells is mistyped.
    """
    folder = project / "data"
    try:
        package = Package(str(folder / "datapackage.json"))
        resources = [(resource, [field.name for field in resource.schema.fields]) for resource in package.resources]
    except FrictionlessException as error:
        note = error.error.note.replace(f"{folder}/", "data/")
        return [Fault("data/datapackage.json", "", "", f"{note}.", "Put the file that is named back as it was.")]
    faults: list[Fault] = []
    wrong = set()
    for resource, columns in resources:
        file = f"data/{resource.path}"
        try:
            told = list(_header_faults(file, _read_header(project / file, file), columns))
        except FaultsError as unreadable:
            told = list(unreadable.faults)
            package.remove_resource(resource.name)
        if told:
            wrong.add(resource.name)
        faults.extend(told)
    for resource in package.resources:
        # Columns are found by name, so that their order may differ.
        resource.schema.fields_match = "partial"
        keys = resource.schema.foreign_keys
        resource.schema.foreign_keys = [key for key in keys if key["reference"]["resource"] not in wrong]
    checks = [
        ObservationsMakeSense(indicators=_indicators(folder)),
        StatedFiguresNameTheirArea(),
        ServicesHaveTheirFifths(),
    ]
    report = package.validate(Checklist(checks=checks))
    for task in report.tasks:
        schema = package.get_resource(task.name).schema
        worth_telling = _worth_telling(task.errors, header_is_wrong=task.name in wrong)
        faults.extend(_tell(fault, f"data/{task.place}", schema) for fault in worth_telling)
    return sorted(set(faults))


def _worth_telling(found: list[Any], *, header_is_wrong: bool) -> Iterator[Any]:
    """Leave out what only follows from a fault that is told anyway."""
    misshapen = {error.row_number for error in found if error.type in _SHAPE}
    codes = [error for error in found if error.type == "foreign-key"]
    unknown = {(error.row_number, name) for error in codes for name in error.field_names}
    mistyped = {(error.row_number, error.field_name) for error in found if error.type in _OF_ONE_CELL}
    told = set()
    for error in found:
        row = getattr(error, "row_number", None)
        cell = (row, getattr(error, "field_name", None))
        if error.type in _TOLD_BY_HEADER or (header_is_wrong and (error.type not in _OF_ONE_CELL or row in misshapen)):
            continue
        if row in misshapen and (error.type not in _SHAPE or row in told):
            continue
        if (error.type == "constraint-error" and cell in unknown) or (error.type == "sense" and cell in mistyped):
            continue
        if row in misshapen:
            told.add(row)
        yield error


def _indicators(folder: Path) -> dict[str, dict[str, str]]:
    """Read the indicators as far as they can be read; their own faults are told elsewhere."""
    try:
        with (folder / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row.get("indicator_id", ""): row for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def _read_header(path: Path, file: str) -> list[str]:
    """Read the names of a table's columns, or tell why nothing of the table can be read."""
    try:
        content = path.read_bytes()
    except OSError:
        remedy = "Put it back, or take it out of data/datapackage.json."
        raise FaultsError([Fault(file, "", "", "there is no such file.", remedy)]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultsError([_tell_encoding(file, content)]) from None
    if not text.strip():
        raise FaultsError([Fault(file, "", "", "the file is empty.", "Put the table back, with its header.")])
    first = text.splitlines()[0]
    header = next(csv.reader([first]))
    if not first.strip():
        raise FaultsError([Fault(file, "row 1", "", "the row is blank; the header belongs there.", "Delete the row.")])
    for separator, name in {";": "semicolons", "\t": "tabs"}.items():
        if len(header) == 1 and separator in first:
            rule = f"the cells are separated by {name}, not by commas."
            remedy = "Save it again as ‘CSV UTF-8 (comma delimited)’."
            raise FaultsError([Fault(file, "header", first[:80], rule, remedy)])
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise FaultsError(Fault(file, "header", name, "the column is there twice.", "Remove one.") for name in twice)
    return header


def _header_faults(file: str, header: list[str], columns: list[str]) -> Iterator[Fault]:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    for name in missing:
        yield Fault(file, "header", "", f"the column {name} is missing.", _nearest(name, unknown))
    for number, name in enumerate(header, start=1):
        if not name:
            yield Fault(file, f"header, column {number}", "", "the column has no name.", "Remove it, or name it.")
        elif name in unknown:
            yield Fault(file, "header", name, "the table has no such column.", _nearest(name, missing))


def _nearest(name: str, candidates: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(candidates), n=1)
    return f"Is it the column {close[0]}, mistyped?" if close else "Compare the header with the table's schema."


def _tell(error: Any, file: str, schema: Any) -> Fault:
    """Say in an analyst's words what frictionless found."""
    row = getattr(error, "row_number", None)
    name = getattr(error, "field_name", None)
    value = getattr(error, "cell", None)
    rule, remedy = f"{error.note or error.title}.", ""
    if error.type in _SHAPE:
        rule, remedy = _SHAPE[error.type]
    elif error.type == "type-error":
        rule, remedy = _TYPES.get(schema.get_field(name).type, (rule, remedy))
    elif error.type == "constraint-error":
        rule, remedy = _tell_constraint(error.note, str(value), schema.get_field(name))
    elif error.type == "primary-key":
        name, value = ", ".join(schema.primary_key), ""
        rule = f"these are the same as in row {error.note.rpartition(' ')[2]}, but a row has its own."
        remedy = "Delete one of the two rows, or correct the one that was mistyped."
    elif error.type == "foreign-key":
        name, value = ", ".join(error.field_names), ", ".join(error.field_cells)
        table = f"the table {error.reference_name}" if error.reference_name else "this table"
        rule = f"{table} has no such {', '.join(error.reference_field_names)}."
        remedy = "Correct it, or add it there."
    elif error.type == "sense":
        value, remedy = "" if value == "None" else value, "Check the row against its source."
    place = ", ".join(part for part in (f"row {row}" if row else "", f"field {name}" if name else "") if part)
    return Fault(file, place, "" if value is None else str(value)[:80], rule, remedy)


def _tell_constraint(note: str, cell: str, field: Any) -> tuple[str, str]:
    """Put into words which of a field's constraints a cell breaks; the note says: constraint "enum" is ..."""
    broken = note.split('"')[1]
    limits = field.constraints
    if broken == "required":
        return "the cell is blank, but must be filled in.", ""
    if broken == "enum":
        return f"it must be one of: {', '.join(map(str, limits['enum']))}.", ""
    if broken in {"minimum", "maximum"}:
        least, most = limits.get("minimum", "any"), limits.get("maximum", "any")
        if least == 0 and float(cell) < 0:
            return "it cannot be negative.", ""
        return f"it must be a number from {least} to {most}.", ""
    if "\n" in cell or "\r" in cell:
        return "there is a line break in the cell.", "Take it out; perhaps a double quote was not closed."
    if cell != cell.strip():
        return "there is a space before or after the text.", "Take it out."
    if field.name == "period":
        rule = f"it must be written as {', '.join(sorted(set(PERIOD_TYPES.values())))}, as its indicator needs."
        return rule, "A spreadsheet may have turned it into a date: format the column as text and type it again."
    return f"it must be written as {_WRITTEN.get(limits.get(broken), field.description)}.", ""


def _tell_encoding(file: str, content: bytes) -> Fault:
    """Find the first cell that is not UTF-8; every byte is read as one letter, so that the cells can be told apart."""
    rule, remedy = "the file is not UTF-8.", "Save it again as ‘CSV UTF-8’."
    header: list[str] = []
    for number, cells in enumerate(csv.reader(content.decode("latin-1").splitlines(keepends=True)), start=1):
        header = header or cells
        for name, cell in zip(header, cells, strict=False):
            raw = cell.encode("latin-1")
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                shown = raw.decode("cp1252", errors="replace").replace("\0", "")[:80]
                place = f"row {number}, field {name}" if number > 1 else "header"
                return Fault(file, place, shown, rule, remedy)
    return Fault(file, "", "", rule, remedy)
