"""Check all that an analyst can mistype: every table and every edition."""

from __future__ import annotations

from pathlib import Path

from jhws.data.check import check_tables
from jhws.edition import check_editions
from jhws.faults import FaultsError


def check_everything(project: Path) -> None:
    """Validate all tables and all editions of a project.

    Raises
    ------
    FaultsError
        All faults at once.
    """
    faults = [*check_tables(project), *check_editions(project)]
    if faults:
        raise FaultsError(faults)
