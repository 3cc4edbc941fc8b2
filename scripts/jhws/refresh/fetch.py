"""Fetch what is newer, series by series, and say what differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jhws.edition import Edition
from jhws.faults import Fault, FaultsError
from jhws.refresh.difference import Difference, compare
from jhws.refresh.series import SERVICES, Plan, Series, read_rows
from jhws.refresh.services import ASK
from jhws.refresh.transport import Transport, UnreachableError
from jhws.terminal import Watcher


def areas_of(edition: Edition, project: Path) -> dict[str, str]:
    """Give the areas that an edition shows, code to name: its own, its reference, those beside it."""
    names = {row["area_code"]: row["name"] for row in read_rows(project, "areas")}
    return {code: names[code] for code in dict.fromkeys([edition.area, edition.reference, *edition.comparators])}


def fetch_differences(
    project: Path, plan: Plan, areas: dict[str, str], transport: Transport, watcher: Watcher | None = None
) -> tuple[list[Difference], list[Fault]]:
    """Ask for every series of a plan, and hold each answer against its table.

    Parameters
    ----------
    project
        The project's top folder.
    plan
        What to ask for.
    areas
        The areas to ask for, code to name.
    transport
        What asks.
    watcher
        Told of each series when it is asked for and when it has answered.

    Returns
    -------
    differences, faults
        What differs, of the series that answered soundly; what is wrong with the others.

    Raises
    ------
    FaultsError
        No service can be reached: one fault, not one for each.
    """
    differences: list[Difference] = []
    faults: list[Fault] = []
    reached = False
    watcher = watcher or Watcher({})
    for series in plan.series:
        watcher.begin(series.indicator_id)
        try:
            fetched = ASK[series.service](series, areas, transport)
            differences.append(compare(read_rows(project, series.table), fetched, series, list(areas)))
            reached = True
        except UnreachableError as error:
            faults.extend(error.faults)
        except FaultsError as error:
            faults.extend(error.faults)
            reached = True
        finally:
            watcher.end(series.indicator_id)
    if not reached:
        asked = ", ".join(dict.fromkeys(SERVICES[series.service] for series in plan.series))
        rule = f"none of the services can be reached ({asked})."
        raise FaultsError([Fault("network", "", "", rule, "Is this machine online?")])
    return differences, list(dict.fromkeys(faults))


def try_services(plan: Plan, areas: dict[str, str], transport: Transport) -> Iterator[tuple[str, str, list[Fault]]]:
    """Ask each service for one series, for real, and say what came.

    Yields
    ------
    service, told, faults
        The service's name, what came in words, and what is wrong with it; nothing is compared or written.
    """
    first: dict[str, Series] = {}
    for series in plan.series:
        first.setdefault(series.service, series)
    for service, series in first.items():
        try:
            rows = ASK[service](series, areas, transport)
        except FaultsError as error:
            yield SERVICES[service], "no sound answer", list(error.faults)
            continue
        newest = max(row["period"] for row in rows)
        yield SERVICES[service], f"{len(rows)} figures of {series.name}, the newest of {newest}", []
