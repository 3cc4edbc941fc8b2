"""Faults: what is wrong, where, and what to do about it, told to an analyst."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


class FaultsError(Exception):
    """Something the analyst can put right; carries every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
