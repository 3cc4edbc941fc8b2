"""Faults: what is wrong, where, and what to do about it, told to an analyst."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what somebody gave us; faults sort by file, then by place as a reader counts.

    Parameters
    ----------
    file
        The file that holds it, as the analyst knows it (relative to the project).
    place
        Where in the file: 'row 12, field value', 'key forecast_horizon', 'cell 4'. May be empty.
    value
        What stands there now, as text. May be empty.
    rule
        What was expected.
    remedy
        What to do.
    """

    file: str
    place: str
    value: str
    rule: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        found = f" found “{self.value}”;" if self.value else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{where}:{found} {self.rule}{remedy}"

    def __lt__(self, other: Fault) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple:
        # 'row 9' stands before 'row 10': every second part is a number.
        parts = enumerate(re.split(r"([0-9]+)", self.place))
        return self.file, [int(part) if number % 2 else part for number, part in parts], self.value, self.rule


_FEW = 3


def fold(faults: Iterable[Fault]) -> Iterator[str]:
    """Tell faults a line each, but many of one kind (the same file, field, rule and remedy) in one line."""
    kinds: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in sorted(faults):
        field = fault.place.removeprefix(f"row {_row(fault)}")
        kinds.setdefault((fault.file, field, fault.rule, fault.remedy), []).append(fault)
    for (file, field, rule, remedy), alike in kinds.items():
        if len(alike) <= _FEW:
            yield from map(str, alike)
            continue
        rows = f"{', '.join(_row(fault) for fault in alike[:_FEW])} and {len(alike) - _FEW} more"
        values = list(dict.fromkeys(fault.value for fault in alike if fault.value))
        shown = ", ".join(f"“{value}”" for value in values[:_FEW]) + (" and others" if len(values) > _FEW else "")
        found = f" found {shown};" if values else ""
        yield f"{file}, rows {rows}{field}:{found} {rule} {remedy}".rstrip()


def _row(fault: Fault) -> str:
    match = re.match(r"row ([0-9]+)", fault.place)
    return match[1] if match else ""


class FaultsError(Exception):
    """Something the analyst can put right; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple:
        return FaultsError, (self.faults,)  # so that it travels from one process to another
