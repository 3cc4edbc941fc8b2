"""Ask each service in its own way, and read its answer as rows of observations.

Each function takes a `Series`, the areas (code to name) and a `Transport`, and gives rows with the columns of an
observation that the service knows, every cell a text as the service wrote it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from jhws.faults import Fault, FaultsError
from jhws.periods import PERIOD_TYPES, period_end
from jhws.refresh.series import Series
from jhws.refresh.transport import Answer, Transport

BASES = {
    "fingertips": "https://fingertips.phe.org.uk/api",
    "local-statistics": "https://www.ons.gov.uk/explore-local-statistics/api/v1",
    "ons-beta": "https://api.beta.ons.gov.uk/v1",
    "nomis": "https://www.nomisweb.co.uk/api/v01",
}
# Fingertips numbers its kinds of area anew when councils are reorganised: 502 are the counties and unitary
# authorities from April 2023 on, 15 is England.
_COUNTIES_AND_UNITARY_AUTHORITIES = "502"
_ENGLAND = "15"
_CHANGED = "See docs/refresh.md, ‘When a service changes’."

# How a period of each type begins, where a service writes a day and a length: '2022-04-01/P1Y'.
_SPANS = {
    "calendar year": r"(\d{4})-01-01/P1Y",
    "financial year": r"(\d{4})-04-01/P1Y",
    "academic year": r"(\d{4})-0[89]-01/P1Y",
    "survey year": r"(\d{4})-11-1[56]/P1Y",
    "three calendar years": r"(\d{4})-01-01/P3Y",
}
_LETTERS_OF_A_MARK = 2  # a longer note is in words
Row = dict[str, str]
Ask = Callable[[Series, dict[str, str], Transport], list[Row]]


def ask_fingertips(series: Series, areas: dict[str, str], transport: Transport) -> list[Row]:
    """Ask OHID Fingertips for one indicator: ``all_data/csv/by_indicator_id``.

    Each area comes twice, once by itself and once under its parent; groups by deprivation and the like are left out.
    """
    answer = transport.get(
        f"{BASES['fingertips']}/all_data/csv/by_indicator_id",
        {
            "indicator_ids": series.name,
            "child_area_type_id": _COUNTIES_AND_UNITARY_AUTHORITIES,
            "parent_area_type_id": _ENGLAND,
        },
    )
    columns = {
        "indicator": "Indicator ID",
        "area_code": "Area Code",
        "area_name": "Area Name",
        "sex": "Sex",
        "age": "Age",
        "category_type": "Category Type",
        "category": "Category",
        "period": "Time period",
        "value": "Value",
        "lower_95": "Lower CI 95.0 limit",
        "upper_95": "Upper CI 95.0 limit",
        "count": "Count",
        "denominator": "Denominator",
        "note": "Value note",
    }
    rows = [row for row in _read_table(answer, columns) if not row["category_type"]]
    if others := sorted({row["indicator"] for row in rows} - {series.name}):
        raise _fault(answer, "field Indicator ID", others[0], f"indicator {series.name} was asked for.")
    rows = [row | {"period": row["period"].replace(" ", "")} for row in rows]
    if series.period_type == "financial year":
        rows = [row | {"period": row["period"].replace("/", "-")} for row in rows]
    return _choose(rows, series, areas, answer)


def ask_local_statistics(series: Series, areas: dict[str, str], transport: Transport) -> list[Row]:
    """Ask ONS Explore local statistics for one indicator, by its slug: ``data/{slug}.csv``."""
    answer = transport.get(
        f"{BASES['local-statistics']}/data/{series.name}.csv",
        {"geo": ",".join(areas), "time": "all", "includeStatus": "true"},
    )
    columns = {"area_code": "areacd", "area_name": "areanm", "period": "period", "value": "value"}
    may_be = {"lower_95": "lci_95", "upper_95": "uci_95", "note": "status"}
    rows = _read_table(answer, columns, may_be)
    return _choose([_spanned(row, series, answer) for row in _of_stratum(rows, series)], series, areas, answer)


def ask_ons_beta(series: Series, areas: dict[str, str], transport: Transport) -> list[Row]:
    """Ask the ONS beta API for the newest version of a data set and take its CSV file."""
    about = transport.get(f"{BASES['ons-beta']}/datasets/{series.name}")
    version = transport.get(_link(about, "links", "latest_version", "href"))
    answer = transport.get(_link(version, "downloads", "csv", "href"))
    columns = {"area_code": "administrative-geography", "area_name": "Geography", "period": "Time"}
    columns |= {"lower_95": "Lower limit", "upper_95": "Upper limit"} | {name: name for name in series.only}
    rows = _of_stratum(_read_table(answer, columns, {"note": "Data Marking"}, is_v4=True), series)
    rows = [row for row in rows if all(row[name] == chosen for name, chosen in series.only.items())]
    return _choose(rows, series, areas, answer)


def ask_nomis(series: Series, areas: dict[str, str], transport: Transport) -> list[Row]:
    """Ask Nomis for one data set, all its years: ``dataset/{id}.data.csv``."""
    select = "date_name,geography_code,geography_name,obs_value,obs_status_name"
    answer = transport.get(
        f"{BASES['nomis']}/dataset/{series.name}.data.csv",
        {"geography": ",".join(areas), **series.only, "select": select},
    )
    columns = {
        "area_code": "GEOGRAPHY_CODE",
        "area_name": "GEOGRAPHY_NAME",
        "period": "DATE_NAME",
        "value": "OBS_VALUE",
        "note": "OBS_STATUS_NAME",
    }
    rows = _of_stratum(_read_table(answer, columns), series)
    rows = [row | {"note": "" if row["value"] else row["note"]} for row in rows]
    return _choose(rows, series, areas, answer)


ASK: dict[str, Ask] = {
    "fingertips": ask_fingertips,
    "local-statistics": ask_local_statistics,
    "ons-beta": ask_ons_beta,
    "nomis": ask_nomis,
}


def _read_table(
    answer: Answer, columns: dict[str, str], may_be: dict[str, str] | None = None, *, is_v4: bool = False
) -> list[Row]:
    """Read a CSV answer: the columns that are needed and those that may be there; in ‘V4’ the value's name varies."""
    try:
        lines = list(csv.reader(io.StringIO(answer.text(), newline=""), strict=True))
    except csv.Error as error:
        raise _fault(answer, "", "", f"the answer is not a whole CSV table: {error}.") from None
    if len(lines) < 2:
        raise _fault(answer, "", "", "the answer is empty: it has no figure at all.")
    header, rows = lines[0], lines[1:]
    if is_v4:
        found = [name for name in header if re.fullmatch(r"v4_\d+", name, re.IGNORECASE)]
        columns = columns | {"value": found[0] if found else "v4_ and a number"}
    if missing := [name for name in columns.values() if name not in header]:
        shown = ", ".join(header)[:80]
        raise FaultsError(
            Fault(answer.address, "header", shown, f"the column {name} is missing.", _CHANGED) for name in missing
        )
    taken = columns | {ours: name for ours, name in (may_be or {}).items() if name in header}
    places = {ours: header.index(name) for ours, name in taken.items()}
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            rule = f"the row has {len(cells)} cells, the header {len(header)}: the answer may have been cut off."
            raise _fault(answer, f"row {number}", "", rule)
    return [
        {ours: cells[place].strip() for ours, place in places.items()} | {"row": str(number)}
        for number, cells in enumerate(rows, start=2)
    ]


def _of_stratum(rows: list[Row], series: Series) -> list[Row]:
    """Say of rows whose service writes it nowhere that they are of the series' one sex and age."""
    ((sex, age),) = series.strata
    return [row | {"sex": sex, "age": age} for row in rows]


def _spanned(row: Row, series: Series, answer: Answer) -> Row:
    """Write a period that is given as a day and a length as the book's tables write it."""
    match = re.fullmatch(_SPANS[series.period_type], row["period"])
    if match is None:
        raise _not_of_its_type(row, series, answer)
    example = PERIOD_TYPES[series.period_type]
    last = int(match[1]) + (2 if series.period_type == "three calendar years" else 1)
    period = match[1] + (f"{example[4]}{last % 100:02d}" if len(example) > 4 else "")
    return row | {"period": period}


def _choose(rows: list[Row], series: Series, areas: dict[str, str], answer: Answer) -> list[Row]:
    """Keep the rows of the areas and strata, each once, with what every row of the book's tables carries."""
    here = [row for row in rows if row["area_code"] in areas]
    chosen = [row for row in here if (row["sex"], row["age"]) in series.strata]
    if here and not chosen:
        found = sorted({f"{row['sex']}, {row['age']}" for row in here})
        wanted = "; ".join(f"{sex}, {age}" for sex, age in series.strata)
        raise _fault(answer, "fields Sex and Age", "; ".join(found)[:80], f"the book shows {wanted}; there is none.")
    kept: dict[tuple[str, ...], Row] = {}
    for row in chosen:
        observed = _observation(row, series, answer)
        key = tuple(observed[name] for name in ("area_code", "sex", "age", "period"))
        if kept.setdefault(key, observed) != observed:
            rule = f"the figure of {row['area_name']}, {observed['period']} is there twice, with different values."
            raise _fault(answer, f"row {row['row']}", observed["value"], rule)
    if faults := list(_missing_areas(kept.values(), rows, series, areas, answer)):
        raise FaultsError(faults)
    return list(kept.values())


def _missing_areas(
    chosen: Iterable[Row], rows: list[Row], series: Series, areas: dict[str, str], answer: Answer
) -> Iterator[Fault]:
    """Tell of each area that the book has figures of and the answer has none of, or has under another code."""
    there = {row["area_code"] for row in chosen}
    codes = {row["area_name"]: row["area_code"] for row in rows if row["area_code"] not in areas}
    for code, name in areas.items():
        if code in there:
            continue
        rule = "the answer has no figure of this area, of which the book has some: codes change when councils do."
        if name in codes:
            rule = f"the answer has {name} under another code, {codes[name]}: codes change when councils do."
        if name in codes or code in series.held:
            yield Fault(answer.address, "area codes", f"{code} {name}", rule, _CHANGED)
    if not there and not series.held:
        rule = f"the answer has no figure of {', '.join(areas.values())}."
        yield Fault(answer.address, "area codes", "", rule, _CHANGED)


def _observation(row: Row, series: Series, answer: Answer) -> Row:
    try:
        period_end(row["period"], series.period_type)
    except ValueError:
        raise _not_of_its_type(row, series, answer) from None
    note = row.get("note", "")
    note = f"marked “{note}” by the publisher" if 0 < len(note) <= _LETTERS_OF_A_MARK else note
    if not row["value"]:
        note = f"not published: {note[:1].lower()}{note[1:]}" if note else "not published: reason not stated"
    return {
        "indicator_id": series.indicator_id,
        "area_code": row["area_code"],
        "sex": row["sex"],
        "age": row["age"],
        "category_type": "",
        "category": "",
        "period": row["period"],
        "value": row["value"],
        "lower_95": row.get("lower_95", ""),
        "upper_95": row.get("upper_95", ""),
        "standard_error": "",
        "count": re.sub(r"\.0+$", "", row.get("count", "")),
        "denominator": re.sub(r"\.0+$", "", row.get("denominator", "")),
        "note": note,
        "source_id": series.source_id,
        "locator": series.locator,
    }


def _link(answer: Answer, *keys: str) -> str:
    """Follow keys through a JSON answer to a link, on the same host or another of the same publisher."""
    place = ".".join(keys)
    try:
        found: Any = json.loads(answer.text())
        for key in keys:
            found = found[key]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _fault(answer, place, "", "the answer does not hold this link.") from None
    asked, led = urlsplit(answer.address).hostname, urlsplit(str(found)).hostname or ""
    if led != asked and not led.endswith(".ons.gov.uk"):
        raise _fault(answer, place, str(found)[:80], "the link leads away from the Office for National Statistics.")
    return str(found)


def _not_of_its_type(row: Row, series: Series, answer: Answer) -> FaultsError:
    written = f"‘{series.period_type}’, written as {PERIOD_TYPES[series.period_type]}"
    rule = f"the book's periods of {series.title} are of the type {written}."
    return _fault(answer, f"row {row['row']}, period", row["period"], rule)


def _fault(answer: Answer, place: str, value: str, rule: str) -> FaultsError:
    return FaultsError([Fault(answer.address, place, value, rule, _CHANGED)])
