"""Write understood rows into their table: checked as a whole beside it, then swapped in."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
from pathlib import Path

from jhws.data import describe_tables
from jhws.data.check import check_tables
from jhws.faults import Fault, FaultsError
from jhws.spreadsheets.understand import Shape, Understood


def write_rows(understood: Understood, project: Path, *, file: str) -> Path:
    """Add rows to their table, or put them in the place of those with the same key.

    Parameters
    ----------
    understood
        Rows without open questions.
    project
        The project's folder.
    file
        Name of the spreadsheet, in which faults are told.

    Returns
    -------
    Path
        The table's file. Rows that stood there keep their bytes, unless one of them is replaced.

    Raises
    ------
    FaultsError
        The table would not be sound with these rows; it stays as it was.
    """
    path = project / "data" / describe_tables(project)[understood.table]["path"]
    content, lines = _with_rows(path.read_bytes().decode("utf-8-sig"), understood, project)
    faults = _faults_with(content, path, project)
    if faults:
        raise FaultsError([_in_spreadsheet(fault, path, project, understood, lines, file) for fault in faults])
    _swap_in(path, content)
    return path


def _with_rows(text: str, understood: Understood, project: Path) -> tuple[str, dict[int, int]]:
    """Give the table's text with the rows, and for each of its rows (as a reader counts) which of them it is."""
    header, *records = csv.reader(io.StringIO(text, newline=""))
    key = Shape.of(understood.table, project).key
    names = [header.index(name) for name in key]
    standing = {tuple(record[place] for place in names): number for number, record in enumerate(records)}
    new: list[list[str]] = []
    lines: dict[int, int] = {}
    replaced = False
    for number, row in enumerate(understood.rows):
        record = [row[name] for name in header]
        old = standing.get(tuple(row[name] for name in key)) if key else None
        if old is None:
            lines[len(records) + len(new) + 2] = number
            new.append(record)
        else:
            lines[old + 2], records[old], replaced = number, record, True
    kept = _as_csv([header, *records]) if replaced else text if text.endswith("\n") else f"{text}\n"
    return kept + _as_csv(new), lines


def _as_csv(records: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue()


def _faults_with(content: str, path: Path, project: Path) -> list[Fault]:
    """Validate a copy of the tables in which one has this content."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(project / "data", copy / "data")
        (copy / path.relative_to(project)).write_text(content, encoding="utf-8", newline="")
        return check_tables(copy)


def _in_spreadsheet(
    fault: Fault, path: Path, project: Path, understood: Understood, lines: dict[int, int], file: str
) -> Fault:
    """Tell a fault of a row where it stands in the spreadsheet; others as they are."""
    row = re.match(r"row ([0-9]+)(.*)", fault.place)
    if fault.file != path.relative_to(project).as_posix() or row is None or int(row[1]) not in lines:
        return fault
    place = understood.places[lines[int(row[1])]] + row[2]
    return Fault(file, place, fault.value, fault.rule, fault.remedy)


def _swap_in(path: Path, content: str) -> None:
    """Put a file in the place of another in one step: whoever reads it finds the old one or the new one, whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
