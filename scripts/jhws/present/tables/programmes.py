"""Are the change programmes paying off? All programmes at once, each one's measures, its steps, the new service."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup, escape

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import BLANK, counted, number, pounds, sentence, some_of, with_unit
from jhws.present.status import status_html

# What a paper lets one conclude, by `statistics.programme_verdicts`.
VERDICTS = {
    "against its promise": "Measured, and held against what was promised",
    "before and after": "Measured before and after",
    "change only": "A change in figures, without the figures before and after",
    "level only": "One figure, with nothing to compare it with",
    "words only": "In words; no figure of its effect is stated",
    "activity only": "What was done is counted; no effect is stated",
    "nothing stated": "No measure of effect is stated",
}
_PARTS = ("before", "promised", "reached", "change")
_ABOUT = {
    "approx": "about ",
    "circa": "about ",
    "about": "about ",
    "at least": "at least ",
    "less than": "less than ",
    "more than": "more than ",
    "up to": "up to ",
}


# What the effects of a programme come to, for one of them and for several.
_FOUND = (
    ("met", "promise met", "promises met"),
    ("missed", "promise missed", "promises missed"),
    ("better", "measure better", "measures better"),
    ("worse", "measure worse", "measures worse"),
    ("awaited", "promise without a result yet", "promises without a result yet"),
)


def programmes(verdicts: pd.DataFrame) -> Table | Sentences:
    """Show each programme: what it should bring, what its paper shows of its effect, what is still to come.

    Parameters
    ----------
    verdicts
        Rows of `statistics.programme_verdicts`.
    """
    title = "What each programme should bring, and what its paper shows"
    if verdicts.empty:
        return nothing_to_show("programmes", title)
    rows = verdicts.sort_values("position", kind="stable")
    with_promise = int((rows["verdict"] == "against its promise").sum())
    return Table(
        id="programmes",
        title=title,
        caption=(
            f"Of {counted(len(rows), 'programme', 'programmes')}, {counted(with_promise, 'has', 'have')} figures that "
            "can be held against what was promised."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Programme", rows["programme"].tolist()),
            Column("What it should bring", rows["aim"].tolist()),
            Column("Effect that the paper shows", [_verdict(row) for _, row in rows.iterrows()]),
            Column("Still to come", rows["to_come"].tolist()),
        ],
    )


def programme(verdicts: pd.DataFrame, results: pd.DataFrame, name: str, *, area: str) -> Table | Sentences:
    """Show the measures of one programme: before, promised, reached, and what that comes to.

    Parameters
    ----------
    verdicts
        Rows of `statistics.programme_verdicts`.
    results
        Rows of `statistics.programme_results`.
    name
        The programme's name.
    area
        Code of the edition's area; a figure of another names its own.
    """
    id, title = f"programme-{_slug(name)}", f"{name}: promised, reached and counted"
    ids = verdicts.loc[verdicts["programme"] == name, "programme_id"]
    rows = results[results["programme_id"].isin(ids)].sort_values("position", kind="stable")
    if rows.empty:
        return nothing_to_show(id, title)
    columns = [
        Column("Measure", rows["measure"].tolist()),
        Column("What the paper states", [_stated(row, area) for _, row in rows.iterrows()]),
        Column("What it comes to", [_status(row) for _, row in rows.iterrows()]),
    ]
    data = rows[
        ["measure", "kind", "polarity"]
        + [f"{part}_{name}" for part in _PARTS for name in ("value", "unit", "qualifier", "stated", "period", "area")]
        + ["words", "evidence", "against_promise", "over_time", "source_id", "locator", "note"]
    ]
    return Table(
        id=id,
        title=title,
        caption=_kinds(int((rows["kind"] == "effect").sum()), len(rows)),
        source=describe_sources(rows),
        data=data.dropna(axis="columns", how="all"),
        columns=columns,
    )


def service_model(matrices: pd.DataFrame, *, matrix: str) -> Table | Sentences:
    """Show the parts of a new service's model.

    Parameters
    ----------
    matrices
        `matrix`, `row`, `column`, source and locator.
    matrix
        The matrix that holds the model.
    """
    rows = matrices[matrices["matrix"] == matrix]
    if rows.empty:
        return nothing_to_show("service-model", matrix)
    parts = rows.groupby("column", sort=True)["row"].agg(list)
    return Table(
        id="service-model",
        title=matrix,
        caption=(
            f"{sentence(counted(len(rows), 'part is', 'parts are'))} named in the paper’s picture of the model. Of the "
            "picture only its words are left: which part is core and which is added on cannot be read, and where the "
            "words of the core principles part is a reading."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Place in the model", [sentence(str(place)) for place in parts.index]),
            Column("What is named", [Markup("<br>").join(map(escape, named)) for named in parts]),
        ],
    )


def cohort(forecast: pd.DataFrame, *, source: str) -> Table | Sentences:
    """Show how many young people reach adulthood in each coming school year, and on what it rests.

    Parameters
    ----------
    forecast
        Rows of `statistics.cohort_forecast`.
    source
        Where the counts come from.
    """
    if forecast.empty:
        return nothing_to_show("cohort-table", "Who becomes adult when")
    age = forecast["age"].iloc[0]
    lower, upper = forecast["lower"].sum(), forecast["upper"].sum()
    return Table(
        id="cohort-table",
        title=f"Who turns {age} when, if nothing else changes",
        caption=(
            f"Over these {counted(len(forecast), 'school year', 'school years')}, between {number(lower)} and "
            f"{number(upper)} young people with medium or high needs turn {age}."
        ),
        source=source,
        data=forecast,
        columns=[
            Column("School year", forecast["school_year"].tolist()),
            Column("Now in", forecast["year_group"].tolist()),
            Column("From", [number(value) for value in forecast["lower"]], numeric=True),
            Column("To", [number(value) for value in forecast["upper"]], numeric=True),
            Column("What it rests on", forecast["basis"].tolist()),
        ],
    )


def applications(ratios: pd.DataFrame, *, source: str) -> Table | Sentences:
    """Show the applications of each team and month, their ratio and its limits.

    Parameters
    ----------
    ratios
        Rows of `statistics.year_before_ratio`: `category` is the team.
    source
        Where the counts come from.
    """
    title = "Applications for jobs by team and month"
    if ratios.empty:
        return nothing_to_show("applications-table", title)
    return Table(
        id="applications-table",
        title=title,
        caption=(
            "Limits show how far chance alone could move the ratio (95% confidence): where they include a ratio of "
            "one, the change could be chance."
        ),
        source=source,
        data=ratios,
        columns=[
            Column("Team", ratios["category"].tolist()),
            Column("Month", ratios["period"].tolist()),
            Column("Year before", [number(value) for value in ratios["before"]], numeric=True),
            Column("Applications", [number(value) for value in ratios["after"]], numeric=True),
            Column("Times as many", [number(value, 1) for value in ratios["ratio"]], numeric=True),
            Column("Limits", [_limits(row) for _, row in ratios.iterrows()], numeric=True),
        ],
    )


def figure(row: pd.Series, part: str) -> str:
    """Write one figure of a measure as its paper means it: 'about 25%', '42 days', a range in its own words."""
    value, unit, qualifier = (row[f"{part}_{name}"] for name in ("value", "unit", "qualifier"))
    if pd.isna(value):
        return BLANK
    if qualifier == "between":
        return f"‘{row[f'{part}_stated']}’"
    if unit.startswith("pounds"):
        return f"{_ABOUT.get(qualifier, '')}{pounds(value)}{unit.removeprefix('pounds')}"
    return f"{_ABOUT.get(qualifier, '')}{with_unit(value, unit)}"


def _kinds(effects: int, measures: int) -> str:
    told = sentence(some_of(effects, measures, "measure", "measures"))
    verb = "tells" if min(effects, measures) < 2 else "tell"
    what = "the rest count" if effects else "it counts" if measures == 1 else "they count"
    rest = f"; {what} what was done, set up or planned" if effects < measures else ""
    return f"{told} {verb} of an effect{rest}."


def _stated(row: pd.Series, area: str) -> Markup:
    """Write a line for each figure that the paper states of a measure, and its words where it states none."""
    lines = [_line(row, part, area) for part in _PARTS if pd.notna(row[f"{part}_value"])]
    if isinstance(row["words"], str):
        lines.append(Markup("‘{}’").format(row["words"]))
    return Markup("<br>").join(lines) if lines else Markup(BLANK)


def _line(row: pd.Series, part: str, area: str) -> Markup:
    details = [detail for detail in (row[f"{part}_period"], _elsewhere(row, part, area)) if isinstance(detail, str)]
    word = "planned" if part == "promised" and row["kind"] == "activity" else part
    word = "" if part == "change" else f"{word}: "
    told = Markup("{}{}").format(word, figure(row, part))
    return told + Markup(' <span class="detail">({})</span>').format("; ".join(details)) if details else told


def _elsewhere(row: pd.Series, part: str, area: str) -> str | None:
    """Name the area of a figure that is not the edition's."""
    if row[f"{part}_area_code"] == area:
        return None
    found = row[f"{part}_area"]
    return "area not stated" if found == "not stated" else found


def _status(row: pd.Series) -> Markup | str:
    if row["kind"] == "activity":
        return "activity"
    if row["against_promise"] in {"met", "missed"}:
        return Markup("Promise: {}").format(status_html(row["against_promise"]))
    if row["over_time"] != "cannot be calculated":
        return status_html(row["over_time"])
    return {"promise only": "not reported yet", "words only": "in words only"}.get(
        row["evidence"], "nothing to compare"
    )


def _verdict(row: pd.Series) -> Markup:
    told = [counted(int(row[name]), one, many) for name, one, many in _FOUND if row[name]]
    detail = Markup('<br><span class="detail">{}</span>').format(sentence(", ".join(told))) if told else ""
    return Markup("{}{}").format(VERDICTS[row["verdict"]], detail)


def _limits(row: pd.Series) -> str:
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return BLANK
    return f"{number(row['lower'], 1)} to {number(row['upper'], 1)}"


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
