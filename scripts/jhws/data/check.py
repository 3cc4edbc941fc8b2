"""Validate the data package: every fault of every table, named so that an analyst can mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from frictionless import Checklist, FrictionlessException, Package

from jhws.data.sense import checks_of_sense
from jhws.data.text import cell_faults, header_faults, read_header
from jhws.faults import Fault, FaultsError
from jhws.periods import PERIOD_TYPES

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
# How frictionless says that a description cannot be read, and how Python says where its JSON breaks off.
_UNREADABLE = re.compile(r'cannot retrieve metadata "(?P<file>.*?)" because "(?P<reason>.*)"', re.DOTALL)
_AT = re.compile(r"(?P<reason>.*?):? ?(?:at: )?line (?P<line>\d+) column (?P<column>\d+) \(char \d+\)")
_OF_ONE_CELL = {"type-error", "constraint-error"}


def check_tables(project: Path, sound: Collection[str] = ()) -> list[Fault]:
    """Validate every table of the data package; an empty list means that all are sound.

    Parameters
    ----------
    project
        The project's top folder, which holds ``data/datapackage.json``.
    sound
        Names of tables that were found sound as they are now, beside all that they are held against: they are not
        looked at again.

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
        return [_tell_description((error.reasons or [error.error])[0].note, project)]
    faults = list(_not_described(folder, [str(resource.path) for resource, _ in resources]))
    wrong = set()
    resources = [(resource, columns) for resource, columns in resources if resource.name not in sound]
    for resource, columns in resources:
        file = f"data/{resource.path}"
        try:
            told = list(header_faults(file, read_header(project / file, file), columns))
            faults.extend(cell_faults(project / file, file))
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
    # A cell that no table may hold is told once, and what it holds is not told again.
    told_already = {(fault.file, fault.place) for fault in faults}
    checklist = Checklist(checks=checks_of_sense(folder))
    for resource in package.resources:
        if resource.name not in sound:
            (task,) = resource.validate(checklist).tasks
            worth_telling = _worth_telling(task.errors, header_is_wrong=resource.name in wrong)
            found = [_tell(error, f"data/{resource.path}", resource.schema) for error in worth_telling]
            faults.extend(fault for fault in found if (fault.file, fault.place) not in told_already)
    return sorted(set(faults))


def _tell_description(note: str, project: Path) -> Fault:
    """Say which description of the tables cannot be read and where, or what is wrong in what it says."""
    remedy = "Put the file back as it was."
    unreadable = _UNREADABLE.fullmatch(note)
    if not unreadable:
        return Fault("data/datapackage.json", "", "", f"it does not describe the tables: {note[:200]}.", remedy)
    path = Path(unreadable["file"])
    file = path.relative_to(project).as_posix()
    if not path.exists():
        return Fault(file, "", "", "there is no such file; it describes a table.", remedy)
    found = _AT.fullmatch(unreadable["reason"])
    place = f"line {found['line']}, column {found['column']}" if found else ""
    reason = found["reason"] if found else unreadable["reason"]
    rule = f"it cannot be read as a description of tables in JSON{reason and f': {reason}'}."
    return Fault(file, place, "", rule, remedy)


def _not_described(folder: Path, described: list[str]) -> Iterator[Fault]:
    # Lists beside an edition are its own, and no tables of the package.
    for table in sorted(path for path in folder.rglob("*.csv") if path.parent.name != "editions"):
        if (name := table.relative_to(folder).as_posix()) not in described:
            remedy = "Describe it there, or take it away."
            yield Fault(f"data/{name}", "", "", "data/datapackage.json does not name this table.", remedy)


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
            return "it cannot be negative.", "Check it against its source."
        return f"it must be a number from {least} to {most}.", ""
    if "\n" in cell or "\r" in cell:
        return "there is a line break in the cell.", "Take it out; perhaps a double quote was not closed."
    if cell != cell.strip():
        return "there is a space before or after the text.", "Take it out."
    if field.name == "period":
        rule = f"it must be written as {', '.join(sorted(set(PERIOD_TYPES.values())))}, as its indicator needs."
        return rule, "A spreadsheet may have turned it into a date: format the column as text and type it again."
    return f"it must be written as {_WRITTEN.get(limits.get(broken), field.description)}.", ""
