"""Read the tables of the data package as typed frames."""

from __future__ import annotations

import datetime
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from jhws.periods import period_end, taken_as_published
from jhws.project import find_project

NOT_COMPARABLE = "not comparable"
_DTYPES = {"string": "str", "number": "float64", "integer": "Int64", "boolean": "boolean"}


@lru_cache(maxsize=4)  # a list may have hundreds of areas, each with a project of its own
def describe_tables(project: Path) -> dict[str, dict[str, Any]]:
    """Give each table's path (relative to ``data/``) and its fields, by name, as the data package has them."""
    folder = project / "data"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for resource in package["resources"]:
        schema = resource["schema"]
        if isinstance(schema, str):
            schema = json.loads((folder / schema).read_text(encoding="utf-8"))
        fields = {field["name"]: field for field in schema["fields"]}
        tables[resource["name"]] = {"path": resource["path"], "title": resource["title"], "fields": fields}
    return tables


def read_table(name: str, *, sources: list[str] | None = None, project: Path | None = None) -> pd.DataFrame:
    """Read one table of the data package.

    Parameters
    ----------
    name
        The table's name in ``data/datapackage.json``.
    sources
        Ids of sources: rows of other sources are left out. All rows unless told.
    project
        The project's folder; found from the working folder unless told.

    Returns
    -------
    DataFrame
        The table's rows in file order, each column of the type that its schema says; a blank is missing.

    Raises
    ------
    KeyError
        No table has that name.
    """
    project = project or find_project()
    tables = describe_tables(project)
    if name not in tables:
        raise KeyError(f"no table “{name}”; there are {', '.join(sorted(tables))}")
    fields = tables[name]["fields"]
    dates = [field for field, about in fields.items() if about["type"] == "date"]
    dtypes = {field: _DTYPES[about["type"]] for field, about in fields.items() if field not in dates}
    rows = pd.read_csv(
        project / "data" / tables[name]["path"],
        dtype=dtypes,
        parse_dates=dates,
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8-sig",
    )
    return rows if sources is None else rows[rows["source_id"].isin(sources)].reset_index(drop=True)


def read_observations(
    *tables: str, areas: list[str] | None = None, as_of: str | None = None, project: Path | None = None
) -> pd.DataFrame:
    """Read observations with what their indicator says, as far as they were published by a date.

    Parameters
    ----------
    *tables
        Names of observation tables.
    areas
        Area codes to keep; all unless told.
    as_of
        ISO date. Keeps rows whose publication, by the book's rule (end of the period plus the
        indicator's `publication_lag_months`), is not after it. A blank date keeps none.

    Returns
    -------
    DataFrame
        A row per observation, ordered by indicator, area, sex, category and period; beside the columns of
        the table: `area_name`, `period_end`, `available_from`, `comparable` (false where the note says that
        the value is not comparable with the later ones of its series) and the indicator's `indicator`, `unit`,
        `value_type`, `polarity`, `period_type`, `decimals`, `priority_id`.
    """
    frames = [read_table(table, project=project) for table in tables]
    indicators = read_table("indicators", project=project).rename(columns={"name": "indicator"})
    about = ["indicator_id", "indicator", "unit", "value_type", "polarity", "period_type", "decimals"]
    about += ["priority_id", "publication_lag_months"]
    names = read_table("areas", project=project)[["area_code", "name"]].rename(columns={"name": "area_name"})
    rows = pd.concat(frames, ignore_index=True)
    rows = rows.merge(indicators[about], on="indicator_id", validate="many_to_one")
    rows = rows.merge(names, on="area_code", validate="many_to_one")
    periods = list(zip(rows["period"], rows["period_type"], rows["publication_lag_months"], strict=True))
    rows["period_end"] = pd.to_datetime([period_end(period, kind) for period, kind, _ in periods])
    rows["available_from"] = pd.to_datetime(
        [taken_as_published(period, kind, int(lag)) for period, kind, lag in periods]
    )
    rows["comparable"] = ~rows["note"].str.startswith(NOT_COMPARABLE, na=False)
    if areas is not None:
        rows = rows[rows["area_code"].isin(areas)]
    if as_of is not None:
        rows = rows[rows["available_from"] <= pd.Timestamp(as_of)]
    order = ["indicator_id", "area_code", "sex", "category_type", "category", "period_end"]
    return rows.sort_values(order, kind="stable").reset_index(drop=True)


def read_deciles(
    table: str, *, areas: list[str] | None = None, as_of: str | None = None, project: Path | None = None
) -> pd.DataFrame:
    """Read observations by deprivation decile; `decile` is the category as a number, 1 the most deprived."""
    rows = read_observations(table, areas=areas, as_of=as_of, project=project)
    rows = rows.assign(decile=rows["category"].astype(int))
    return rows.sort_values(["area_code", "sex", "period_end", "decile"], kind="stable").reset_index(drop=True)


def describe_period(rows: pd.DataFrame) -> str:
    """Name the periods of some observations, and say so where a note tells that the period is inferred."""
    periods = ", ".join(rows["period"].unique())
    inferred = rows["note"].str.contains("period inferred", na=False).any()
    return f"{periods} (period inferred)" if inferred else periods


def read_targets(area: str, *, as_of: str, project: Path | None = None) -> pd.DataFrame:
    """Read the targets that were set for an area by a date, each with what its indicator says."""
    rows = read_table("targets", project=project)
    sources = read_table("sources", project=project)[["source_id", "published"]]
    rows = rows[rows["area_code"] == area].merge(sources, on="source_id", validate="many_to_one")
    rows = rows[rows["published"] <= pd.Timestamp(as_of)]
    indicators = read_table("indicators", project=project).rename(columns={"name": "indicator"})
    about = indicators[["indicator_id", "indicator", "unit", "polarity", "decimals"]]
    return rows.merge(about, on="indicator_id", validate="many_to_one")


def read_activities(sources: list[str], *, project: Path | None = None) -> pd.DataFrame:
    """Read the activities that some documents report, each with the words of its commitment and priority."""
    rows = read_table("activities", sources=sources, project=project)
    commitments = read_table("commitments", project=project)[["commitment_id", "commitment"]]
    priorities = read_table("priorities", project=project)[["priority_id", "priority", "position"]]
    rows = rows.merge(commitments, on="commitment_id", how="left", validate="many_to_one")
    return rows.merge(priorities, on="priority_id", validate="many_to_one").sort_values(
        ["position", "activity"], kind="stable"
    )


def read_interventions(sources: list[str], *, project: Path | None = None) -> pd.DataFrame:
    """Read what was done for each priority, with the words of its commitment, workstream and priority."""
    rows = read_table("interventions", sources=sources, project=project)
    commitments = read_table("commitments", project=project)[["commitment_id", "commitment"]]
    workstreams = read_table("workstreams", project=project)[["workstream_id", "workstream"]]
    priorities = read_table("priorities", project=project)[["priority_id", "priority", "position"]]
    rows = rows.merge(commitments, on="commitment_id", how="left", validate="many_to_one")
    rows = rows.merge(workstreams, on="workstream_id", how="left", validate="many_to_one")
    rows = rows.merge(priorities, on="priority_id", validate="many_to_one")
    return rows.sort_values(["position", "intervention_id"], kind="stable").reset_index(drop=True)


def read_stated_figures(
    sources: list[str],
    *topics: str,
    area: str | None = None,
    subject: str | list[str] | None = None,
    project: Path | None = None,
) -> pd.DataFrame:
    """Read the figures that some documents state in their text and tables.

    Parameters
    ----------
    sources
        Ids of the documents.
    *topics
        Topics to keep ('population', 'money' …); all unless told.
    area
        Code of the edition's area: figures of districts that are not inside it are left out.
    subject
        The subject or subjects to keep; all unless told.

    Returns
    -------
    DataFrame
        A row per figure in the table's order: its columns, and `area`, the area's name. Documents state figures
        of other areas beside their own; show `area` wherever it is not the edition's.
    """
    rows = read_table("stated_figures", sources=sources, project=project)
    areas = read_table("areas", project=project).set_index("area_code")
    rows = rows.assign(area=rows["area_code"].map(areas["name"]).fillna(rows["area_stated"]))
    if area is not None:
        districts = areas[areas["area_type"] == "district"]
        rows = rows[~rows["area_code"].isin(districts.index[districts["parent_code"] != area])]
    if topics:
        rows = rows[rows["topic"].isin(topics)]
    if subject is not None:
        rows = rows[rows["subject"].isin([subject] if isinstance(subject, str) else subject)]
    return rows.reset_index(drop=True)


def in_printed_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Put rows into the order in which their document's tables print them, by the number of the row in their locator.

    Rows of several tables come mixed: each table's own are in order. Those without such a number keep their order,
    after the others.
    """
    place = rows["locator"].str.extract(r"\brow (\d+)", expand=False).astype(float)
    return rows.iloc[place.reset_index(drop=True).sort_values(kind="stable").index].reset_index(drop=True)


def read_claim_figures(
    activity_figures: pd.DataFrame | None = None,
    measures: pd.DataFrame | None = None,
    *,
    project: Path | None = None,
) -> pd.DataFrame:
    """Read every figure that a claim may rest on, under one kind of name.

    Parameters
    ----------
    activity_figures, measures
        Rows of these tables, their small numbers hidden; the tables as they are, which no page may show, unless told.

    Returns
    -------
    DataFrame
        `figure_id`, `value`, `unit`, `rounded_to`: the stated figures under their own ids; a milestone's full dates
        as days, ``<milestone>-start`` and ``-end``; figures of activities, ``<activity>-<kind>`` and its component;
        measures, ``<measure>-baseline``, ``-latest`` and ``-change``; official observations of whole areas and both
        sexes, ``<indicator>-<area>-<period>``.
    """
    columns = ["figure_id", "value", "unit", "rounded_to"]
    stated = read_table("stated_figures", project=project)[columns]
    parts = [stated, _dates(read_table("milestones", project=project))]
    activities = read_table("activity_figures", project=project) if activity_figures is None else activity_figures
    parts.append(activities.assign(figure_id=_ids(activities, "activity_id", "kind", "component"))[columns])
    measures = read_table("measures", project=project) if measures is None else measures
    for field in ("baseline", "latest", "change"):
        names = measures["measure_id"] + f"-{field}"
        parts.append(measures.assign(figure_id=names, value=measures[field], rounded_to=1.0)[columns])
    tables = [name for name in describe_tables(project or find_project()) if name in _WHOLE_AREAS]
    observed = read_observations(*tables, project=project)
    observed = observed[observed["category_type"].isna() & (observed["sex"] == "Persons")]
    ids = _ids(observed, "indicator_id", "area_code", "period")
    parts.append(observed.assign(figure_id=ids, rounded_to=float("nan"))[columns])
    return pd.concat(parts, ignore_index=True)


_WHOLE_AREAS = ("local_statistics", "smoking", "child_weight", "adult_social_care")


def _ids(rows: pd.DataFrame, first: str, *others: str) -> pd.Series:
    """Make an id of each row from these columns; of no rows, none."""
    return rows[first].str.cat(rows[list(others)], sep="-", na_rep="").map(_as_id)


def _as_id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _dates(milestones: pd.DataFrame) -> pd.DataFrame:
    """Give the dates of milestones that are known to the day, as numbers of days."""
    parts = []
    for end in ("start", "end"):
        days = milestones[milestones[end].str.fullmatch(r"\d{4}-\d{2}-\d{2}", na=False)]
        numbers = [datetime.date.fromisoformat(day).toordinal() for day in days[end]]
        parts.append(pd.DataFrame({"figure_id": days["milestone_id"] + f"-{end}", "value": numbers}))
    return pd.concat(parts).assign(unit="date", rounded_to=1.0).astype({"value": float})


def count_rows(sources: list[str], *, project: Path | None = None) -> pd.DataFrame:
    """Count the rows of each table of the data package.

    Parameters
    ----------
    sources
        Ids of the documents that an edition reports.

    Returns
    -------
    DataFrame
        A row per table: `table`, `title`, `path` (below ``data/``), `rows`, and `used`: how many of them come from
        these documents; missing where the table holds no rows of documents.
    """
    project = project or find_project()
    papers = read_table("sources", project=project)
    council_papers = papers.loc[~papers["document_type"].str.startswith(("official", "guidance")), "source_id"]
    counts = []
    for name, about in describe_tables(project).items():
        rows = read_table(name, project=project)
        ids = rows["source_id"] if "source_id" in rows else pd.Series(dtype="str")
        of_papers = name != "sources" and bool(ids.isin(council_papers).any())
        used = int(ids.isin(sources).sum()) if of_papers else None
        counts.append({"table": name, "title": about["title"], "path": about["path"], "rows": len(rows), "used": used})
    return pd.DataFrame(counts).astype({"used": "Int64"})


def area_name(code: str, *, project: Path | None = None) -> str:
    """Give an area's name."""
    areas = read_table("areas", project=project).set_index("area_code")
    return str(areas.loc[code, "name"])


def districts_of(area: str, *, project: Path | None = None) -> list[str]:
    """List the codes of the districts that make up an area, in the table's order; none for a unitary area."""
    areas = read_table("areas", project=project)
    inside = (areas["parent_code"] == area) & (areas["area_type"] == "district")
    return areas.loc[inside, "area_code"].tolist()


def describe_sources(rows: pd.DataFrame, *, project: Path | None = None) -> str:
    """Say in one line where rows come from: each source's title and publisher, with its locators.

    Parameters
    ----------
    rows
        Any frame with `source_id` and `locator`. More than three locators of one source are counted.
    """
    sources = read_table("sources", project=project).set_index("source_id")
    parts = []
    for source_id, group in rows.dropna(subset=["source_id"]).groupby("source_id", sort=True):
        source = sources.loc[str(source_id)]
        locators = list(dict.fromkeys(group["locator"].dropna()))
        where = "; ".join(locators) if len(locators) <= 3 else f"{locators[0]} and {len(locators) - 1} more places"
        parts.append(f"{source['publisher']}, {source['title']} ({where})")
    return "; ".join(parts)
