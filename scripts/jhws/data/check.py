"""Validate the data package: every fault of every table, named so that an analyst can mend it."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, Checklist, Detector, Package, errors

from jhws.faults import Fault
from jhws.periods import period_end

# What to do about each kind of fault that frictionless tells of.
_REMEDIES = {
    "type-error": "Give a plain number, date or word of that type: no £, %, comma or letter in a number.",
    "constraint-error": "Use a value that the rule allows.",
    "primary-key": "Keep one of the rows, or correct the one that was mistyped.",
    "foreign-key": "Correct the code, or add it to the table that it is looked up in.",
    "missing-cell": "The row is too short: put in the missing commas, even where the cell is blank.",
    "extra-cell": "The row is too long: remove the cell, or put a text with a comma in double quotes.",
    "blank-row": "Delete the empty line.",
    "source-error": "Put the table back, with its header line.",
    "scheme-error": "Put the file back, or take it out of data/datapackage.json.",
    "sense": "Check the row against its source.",
}
# The header is checked here, in words of its own.
_TOLD_BY_HEADER = {"missing-label", "incorrect-label", "extra-label", "blank-label", "duplicate-label"}


class SenseError(errors.RowError):
    """A row whose cells are each allowed but do not make sense together."""

    type = "sense"
    title = "Sense"
    description = "The cells of the row do not make sense together."
    template = "Row {rowNumber}: {note}"


@attrs.define(kw_only=True, repr=False)
class ObservationsMakeSense(Check):
    """Limits in order, proportions between 0 and 100, counts within denominators, periods of their type."""

    type = "observations-make-sense"
    Errors: ClassVar = [SenseError]
    indicators: dict[str, dict[str, str]] = attrs.field(factory=dict)

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Give an error for each rule that a row of observations breaks; other tables pass."""
        if "indicator_id" not in row or "lower_95" not in row:
            return
        for note in _nonsense(row, self.indicators.get(row["indicator_id"], {})):
            yield SenseError.from_row(row, note=note)


def _nonsense(row: Any, indicator: dict[str, str]) -> Iterator[str]:
    value, lower, upper = row["value"], row["lower_95"], row["upper_95"]
    if (lower is None) != (upper is None):
        yield "one 95% limit is given without the other"
    if None not in (value, lower, upper) and not lower <= value <= upper:
        yield f"the value {value} does not lie between its limits {lower} and {upper}"
    if value is not None and indicator.get("value_type") == "proportion" and not 0 <= value <= 100:
        yield f"the value {value} is a proportion in %, so between 0 and 100"
    if None not in (row["count"], row["denominator"]) and row["count"] > row["denominator"]:
        yield f"the count {row['count']} is above its denominator {row['denominator']}"
    if row["period"] and indicator.get("period_type"):
        try:
            period_end(row["period"], indicator["period_type"])
        except (KeyError, ValueError) as error:
            yield f"{error}"


def check_tables(project: Path) -> list[Fault]:
    """Validate every table of the data package; an empty list means that all are sound.

    Parameters
    ----------
    project
        The project's top folder, which holds ``data/datapackage.json``.

    Returns
    -------
    list of Fault
        All faults of all tables, ordered by file and row. A code that is looked up in a table which
        cannot itself be read is not reported: mend that table first.
    """
    folder = project / "data"
    package = Package(str(folder / "datapackage.json"))
    for resource in package.resources:
        # Columns are found by name, so that their order may differ.
        resource.detector = Detector(schema_sync=True)
    faults = [fault for resource in package.resources for fault in _header_faults(folder, resource)]
    report = package.validate(Checklist(checks=[ObservationsMakeSense(indicators=_indicators(folder))]))
    unreadable = {task.name for task in report.tasks if _cannot_be_read(task)}
    for task in report.tasks:
        for error in task.errors:
            if error.type in _TOLD_BY_HEADER or _looks_up(error, unreadable):
                continue
            faults.append(_tell(error, f"data/{task.place}", folder / task.place))
    return sorted(set(faults), key=_by_place)


def _by_place(fault: Fault) -> tuple[str, int, str]:
    digits = "".join(c for c in fault.place.partition(",")[0] if c.isdigit())
    return fault.file, int(digits or 0), fault.place


def _cannot_be_read(task: Any) -> bool:
    return any(error.type in {"encoding-error", "source-error", "scheme-error"} for error in task.errors)


def _looks_up(error: Any, tables: set[str]) -> bool:
    return error.type == "foreign-key" and any(f'lookup table "{table}"' in error.note for table in tables)


def _indicators(folder: Path) -> dict[str, dict[str, str]]:
    """Read the indicators as far as they can be read; their own faults are told elsewhere."""
    try:
        with (folder / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row.get("indicator_id", ""): row for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def _header_faults(folder: Path, resource: Any) -> Iterator[Fault]:
    try:
        with (folder / resource.path).open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), None)
    except (OSError, UnicodeDecodeError):
        return
    if header is None:
        return
    expected = [field.name for field in resource.schema.fields]
    missing = [name for name in expected if name not in header]
    unknown = [name for name in header if name not in expected]
    twice = sorted({name for name in header if header.count(name) > 1})
    file_name = f"data/{resource.path}"
    for name in missing:
        yield Fault(file_name, "header", "", f"the column {name} is missing.", _nearest(name, unknown))
    for name in unknown:
        yield Fault(file_name, "header", name, "the table has no such column.", _nearest(name, missing))
    for name in twice:
        yield Fault(file_name, "header", name, "the column is there twice.", "Remove one of the two.")


def _nearest(name: str, candidates: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(candidates), n=1)
    return f"Is it the column {close[0]}, mistyped?" if close else "Compare the header with the table's schema."


def _tell(error: Any, file: str, path: Path) -> Fault:
    if error.type == "encoding-error":
        return _tell_encoding(file, path)
    row = getattr(error, "row_number", None)
    field = getattr(error, "field_name", None)
    cell = getattr(error, "cell", None)
    parts = [f"row {row}" if row else "", f"field {field}" if field else ""]
    if error.type in {"primary-key", "foreign-key"} and not field:
        cell = cell or _quoted(error.note)
    return Fault(
        file=file,
        place=", ".join(part for part in parts if part),
        value="" if cell is None else str(cell)[:80],
        rule=(error.note or error.title) + ".",
        remedy=_REMEDIES.get(error.type, ""),
    )


def _quoted(note: str) -> str:
    """Pick the offending values out of a foreign key's note: for "a": values "b" not found ..."""
    _, found, rest = note.partition('values "')
    return rest.partition('"')[0] if found else ""


def _tell_encoding(file: str, path: Path) -> Fault:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            shown = line.decode("cp1252", errors="replace").strip()[:80]
            place = f"row {number}, byte {error.start + 1}"
            break
    else:
        place, shown = "", ""
    return Fault(file, place, shown, "the file is not UTF-8.", "Save it again as ‘CSV UTF-8’.")
