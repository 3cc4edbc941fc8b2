"""What an edition knows: every value that it can show, from official tables and from its papers, in one form."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from jhws.data.tables import describe_tables, read_observations, read_table
from jhws.faults import Fault, FaultsError
from jhws.project import find_project

KNOWN_COLUMNS = {
    "table": "str",
    "series": "str",
    "name": "str",
    "period": "str",
    "value": "float64",
    "stated": "str",
    "unit": "str",
    "decimals": "Int64",
    "method": "str",
    "source_id": "str",
    "locator": "str",
}
_NOT_STATED = "not stated"


def read_known(
    sources: list[str],
    *,
    areas: list[str],
    as_of: str,
    edition: str = "",
    project: Path | None = None,
) -> pd.DataFrame:
    """Read every value that an edition knows.

    Parameters
    ----------
    sources
        Documents that the edition reports; of their tables those that hold values are read.
    areas
        Codes of the areas whose official figures are read.
    as_of
        The edition's day, ISO: official figures taken as published by then. A blank date gives no official figures.
    edition
        The edition's name. Where the official figures that it knew were put on record (``jhws new-edition`` does it
        for the edition before), these are read instead of the tables, in which a value may have been revised since.

    Returns
    -------
    DataFrame
        A row per series and period: `table`, `series` (a name for it that holds from edition to edition), `name` (in
        a reader's words), `period` (blank where a paper does not state it), `value`, `stated` (as printed), `unit`,
        `decimals` (to show; blank for papers), `method` (what must stay the same for two values to be compared; blank
        where not stated), `source_id`, `locator`.
    """
    project = project or find_project()
    record = record_path(edition, project)
    if edition and record.exists():
        official = _read_record(record, project)
        official = official[official["series"].str.split("; ").str[1].isin(areas)]
    else:
        official = official_values(areas, as_of=as_of, project=project)
    parts = [
        official,
        _measures(read_table("measures", sources=sources, project=project)),
        _activity_figures(sources, project),
        _stated_figures(read_table("stated_figures", sources=sources, project=project)),
    ]
    rows = pd.concat([part[list(KNOWN_COLUMNS)] for part in parts if not part.empty] or [_nothing()], ignore_index=True)
    rows["stated"] = rows["stated"].fillna("")
    rows["period"] = rows["period"].fillna("")
    return rows.astype(KNOWN_COLUMNS)


def official_values(areas: list[str], *, as_of: str, project: Path) -> pd.DataFrame:
    """Read the official figures of some areas that were published by a day, in the form of `read_known`.

    A series is an indicator of one area, sex, age and group; its method is the unit and whether the value is comparable
    with the later ones.
    """
    parts = []
    for table in observation_tables(project):
        rows = read_observations(table, areas=areas, as_of=as_of, project=project)
        group = _joined(rows[["category_type", "category"]].fillna(""), " ")
        keys = rows[["indicator_id", "area_code", "sex", "age"]].assign(group=group)
        several_ages = rows.groupby("indicator_id")["age"].transform("nunique") > 1
        words = pd.DataFrame({"indicator": rows["indicator"], "sex": rows["sex"].where(rows["sex"] != "Persons", "")})
        words = words.assign(age=rows["age"].where(several_ages, ""), group=group, area=rows["area_name"])
        comparable = rows["comparable"].map({True: "", False: "not comparable with later values"})
        parts.append(
            rows.assign(
                table=table,
                series=_joined(keys),
                name=_joined(words, ", "),
                stated="",
                method=_joined(rows[["unit"]].assign(comparable=comparable), ", "),
            )[list(KNOWN_COLUMNS)]
        )
    return pd.concat(parts, ignore_index=True).astype(KNOWN_COLUMNS)


def observation_tables(project: Path | None = None) -> list[str]:
    """List the tables that hold observations of indicators."""
    tables = describe_tables(project or find_project()).items()
    return [name for name, about in tables if {"indicator_id", "period", "lower_95"} <= set(about["fields"])]


def record_path(edition: str, project: Path) -> Path:
    """Say where the official figures that an edition knew are put on record."""
    return project / "data" / "editions" / f"{edition}.known.csv"


def _read_record(path: Path, project: Path) -> pd.DataFrame:
    file = path.relative_to(project).as_posix()
    try:
        return pd.read_csv(
            path, dtype=KNOWN_COLUMNS, keep_default_na=False, na_values={"value": [""], "decimals": [""]}
        )[list(KNOWN_COLUMNS)]
    except (OSError, ValueError, KeyError) as error:
        rule = f"the record of what the edition knew cannot be read: {str(error).splitlines()[0]}."
        raise FaultsError([Fault(file, "", "", rule, "Put the file back as it was committed.")]) from None


def _measures(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the values of measures: the earlier, the later, the change; or the words where there is none."""
    parts = []
    for value, unit in (("baseline", "unit"), ("latest", "unit"), ("change", "change_unit")):
        known = rows[rows[value].notna()]
        # An earlier value with its year is one of the same series: the paper before may give that year too.
        periods = known[f"{value}_period"].fillna("") if value != "change" else pd.Series("", index=known.index)
        ending = pd.Series({"baseline": ", before", "change": ", change"}.get(value, ""), index=known.index)
        names = known["measure"] + ending.where(periods == "", "")
        parts.append(known.assign(value=known[value], period=periods, name=names, unit=known[unit]))
    words = rows[rows[["baseline", "latest", "change"]].isna().all(axis=1)]
    parts.append(words.assign(value=float("nan"), period="", name=words["measure"], unit=_NOT_STATED))
    return _of_papers(pd.concat(parts, ignore_index=True), "measures", ["name"])


def _activity_figures(sources: list[str], project: Path) -> pd.DataFrame:
    rows = read_table("activity_figures", sources=sources, project=project)
    names = read_table("activities", project=project).set_index("activity_id")["activity"]
    rows = rows.assign(activity=rows["activity_id"].map(names), period=rows["financial_year"])
    words = rows[["activity", "kind", "component"]].fillna("")
    return _of_papers(rows.assign(name=_joined(words, ", ")), "activity_figures", ["name"])


def _stated_figures(rows: pd.DataFrame) -> pd.DataFrame:
    words = rows[["subject", "measure", "breakdown", "category", "area_code", "area_stated"]].fillna("")
    rows = rows.assign(name=_joined(words.drop(columns=["breakdown", "area_code"]), ", "), key=_joined(words))
    return _of_papers(rows, "stated_figures", ["key"])


def _of_papers(rows: pd.DataFrame, table: str, keys: list[str]) -> pd.DataFrame:
    """Put figures of papers into the common form; two of one name and period in one paper stay two series."""
    if rows.empty:
        return _nothing()
    series = _joined(rows[keys]).str.casefold()
    again = rows.assign(series=series, period=rows["period"].fillna(""), value=0)
    number = again.groupby(["source_id", "series", "period"], sort=False).cumcount() + 1
    series = series.where(number == 1, series + "; " + number.astype(str))
    method = rows["unit"].where(rows["unit"] != _NOT_STATED, "")
    return rows.assign(table=table, series=series, method=method, decimals=float("nan"))[list(KNOWN_COLUMNS)]


def _joined(parts: pd.DataFrame, between: str = "; ") -> pd.Series:
    """Join the cells of each row that are not blank."""
    rows = parts.itertuples(index=False)
    return pd.Series([between.join(filter(None, row)) for row in rows], index=parts.index, dtype="str")


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in KNOWN_COLUMNS.items()})
