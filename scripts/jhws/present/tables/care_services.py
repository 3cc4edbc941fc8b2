"""How well do care services perform? Measures, plans, the bed model, ratings, and what papers say in words."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import (
    BLANK,
    counted,
    in_words,
    interval,
    listed,
    number,
    sentence,
    signed,
    with_unit,
)
from jhws.present.stated import change_in_words, level, signed_amount
from jhws.present.status import status_html

_PAIR = r", (?:before|now|after)$"
_BOUND = re.compile(r", (lower|upper) bound$")
_STATED = ["subject", "measure", "category", "area", "period", "value", "unit", "qualifier", "stated"]
_STATED += ["source_id", "locator"]


def against_median(summary: pd.DataFrame, others: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show the latest value of each measure beside the English median and the other areas of the same period.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series`; those held against a median are shown.
    others
        Observations of other areas.
    area
        The area's name.
    """
    title = f"National measures of adult social care: {area} and the English median"
    rows = summary[(summary["reference_kind"] == "median") & summary["reference"].notna()]
    if rows.empty:
        return nothing_to_show("measures-against-median", title)
    return Table(
        id="measures-against-median",
        title=title,
        caption="Neither the figures nor the median have limits: which side a figure is on may be chance.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Measure", rows["indicator"].tolist()),
            Column(area, [_at(row) for _, row in rows.iterrows()], numeric=True),
            Column("English median", [_measured(row["reference"], row) for _, row in rows.iterrows()], numeric=True),
            Column("Where it stands", [_stands(row) for _, row in rows.iterrows()]),
            Column("Others, same period", [_others(row, others) for _, row in rows.iterrows()]),
        ],
    )


def _at(row: pd.Series) -> Markup:
    return Markup('{} <span class="period">({})</span>').format(_measured(row["value"], row), row["period"])


def _measured(value: float, row: pd.Series) -> str:
    return with_unit(value, row["unit"], int(row["decimals"]))


def _stands(row: pd.Series) -> Markup:
    told = status_html(row["against_reference"])
    return told if row["polarity"] == "no judgement" else told + Markup(" ({})").format(row["polarity"])


def _others(row: pd.Series, others: pd.DataFrame) -> Markup:
    same = others[(others["indicator_id"] == row["indicator_id"]) & (others["period"] == row["period"])]
    same = same[same["value"].notna()]
    percent = "%" if row["unit"] == "%" else ""
    told = [
        f"{area} {number(value, int(row['decimals']))}{percent}"
        for area, value in zip(same["area_name"], same["value"], strict=True)
    ]
    return Markup("<br>").join(told) if told else Markup(BLANK)


def before_and_now(pairs: pd.DataFrame, measures: pd.DataFrame) -> Table | Sentences:
    """Show what papers report of two times, and the changes that they give without their levels.

    Parameters
    ----------
    pairs
        Rows of `statistics.before_and_now`.
    measures
        Rows of `statistics.measure_progress`; levels alone and words alone are left out.
    """
    title = "Before and now, as the papers report it"
    reported = measures[measures["evidence"].isin(["before and after", "change only"])]
    rows = pd.concat([part for part in (reported, pairs) if not part.empty] or [pairs], ignore_index=True)
    if rows.empty:
        return nothing_to_show("before-and-now", title)
    rows = rows.sort_values("latest", key=pd.isna, kind="stable", ignore_index=True)
    both = int(rows[["baseline", "latest"]].notna().all(axis=1).sum())
    alone = f" {sentence(counted(len(rows) - both, 'is', 'are'))} given only as a change." if both < len(rows) else ""
    return Table(
        id="before-and-now",
        title=title,
        caption=f"{sentence(counted(both, 'has', 'have'))} a figure for both times.{alone}",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("What", [sentence(name) for name in rows["measure"]]),
            Column("Before", [_level(row, "baseline") for _, row in rows.iterrows()], numeric=True),
            Column("Now", [_level(row, "latest") for _, row in rows.iterrows()], numeric=True),
            Column("Change", [_change(row) for _, row in rows.iterrows()], numeric=True),
        ],
    )


def _level(row: pd.Series, end: str) -> str:
    return BLANK if pd.isna(row[end]) else with_unit(row[end], row["unit"], _decimals(row[end]))


def _change(row: pd.Series) -> str:
    """Write a change in its unit, and in per cent where both levels are known."""
    if pd.notna(row["difference"]):
        change = signed_amount(row["difference"], row["unit"])
        relative = f" ({signed(row['relative_change'])}%)" if pd.notna(row["relative_change"]) else ""
        return f"{change}{relative}"
    if pd.isna(row["change"]):
        return BLANK
    return change_in_words(row)


def plan_metrics(plans: pd.DataFrame, words: pd.DataFrame, directions: pd.DataFrame) -> Table | Sentences:
    """Show each metric of a plan: what was planned, what came, and what the plan says of it.

    Parameters
    ----------
    plans
        Rows of `statistics.plan_against_actual`.
    words
        `row` (the metric), `mark` (what the paper says of it), source and locator.
    directions
        `row` (the metric) and `mark` (which way is good); only metrics in it are shown.
    """
    title = "Metrics of the plan: planned, actual, and in its own words"
    if directions.empty:
        return nothing_to_show("plan-metrics", title)
    names = directions["row"].tolist()
    told = words[words["row"].isin(names)].set_index("row")
    found = plans.set_index("metric").reindex(names)
    found["status"] = found["status"].fillna("not known")
    figures = int(found["actual"].notna().sum())
    return Table(
        id="plan-metrics",
        title=title,
        caption=(
            f"Of {counted(len(names), 'metric', 'metrics')}, {counted(figures, 'has', 'have')} a plan and an actual "
            "figure in the paper; the others come in words only."
        ),
        source=describe_sources(directions),
        data=found.rename_axis("metric")
        .reset_index()
        .drop(columns=["source_id", "locator"])
        .assign(polarity=directions["mark"].tolist(), stated=told["mark"].reindex(names).tolist()),
        columns=[
            Column("Metric", [sentence(name) for name in names]),
            Column("Plan", [number(value) for value in found["plan"]], numeric=True),
            Column("Actual", [number(value) for value in found["actual"]], numeric=True),
            Column("Against plan", [_more_or_fewer(row) for row in found["percent_of_plan"]], numeric=True),
            Column("Which way is good", directions["mark"].tolist()),
            Column("Status", [status_html(word) for word in found["status"]]),
            Column("In the paper’s words", told["mark"].reindex(names).fillna("not stated").tolist()),
        ],
    )


def _more_or_fewer(percent: float) -> str:
    return BLANK if pd.isna(percent) else f"{signed(percent - 100)}%"


def bed_model(rows: pd.DataFrame, cells: pd.DataFrame) -> Table | Sentences:
    """Show a model of beds with what it comes to when computed again.

    Parameters
    ----------
    rows
        Rows of `statistics.beds_needed`.
    cells
        `row` (the part), `column` and `mark`: the paper's words on each part.
    """
    title = "The bed model, computed again"
    if rows.empty:
        return nothing_to_show("bed-model", title)
    meaning = cells[cells["column"] == "Definition"].set_index("row")["mark"]
    extra = number(rows["extra"].iloc[0])
    fits = int((rows["verdict"] == "confirmed").sum())
    unchecked = int((rows["verdict"] == "cannot be checked").sum())
    rest = f" {sentence(counted(unchecked, 'row has', 'rows have'))} nothing to check." if unchecked else ""
    return Table(
        id="bed-model",
        title=title,
        caption=(
            f"A part is its beds and {extra}% more; a total is the sum of its stated parts. "
            f"{sentence(in_words(fits))} of {in_words(len(rows))} rows are confirmed.{rest}"
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Part", [_with_meaning(part, meaning.get(part)) for part in rows["part"]]),
            Column("Share of demand", [_percent(value) for value in rows["demand"]], numeric=True),
            Column("Beds", [number(value) for value in rows["beds"]], numeric=True),
            Column(f"With {extra}% more, stated", [number(value) for value in rows["beds_with_extra"]], numeric=True),
            Column("Computed", [_exact(value) for value in rows["computed"]], numeric=True),
            Column("Verdict", [status_html(word) for word in rows["verdict"]]),
        ],
    )


def _exact(value: float) -> str:
    """Write a computed number with the decimals that it has, two at most."""
    return number(value, next(digits for digits in (0, 1, 2) if digits == 2 or round(value, digits) == round(value, 6)))


def _with_meaning(name: str, meaning: str | None) -> Markup:
    if meaning is None:
        return Markup("{}").format(name)
    return Markup('{}<br><span class="detail">{}</span>').format(name, meaning)


def _percent(value: float) -> str:
    return BLANK if pd.isna(value) else f"{number(value, _decimals(value))}%"


def ratings(rows: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show the share of services with each rating, with limits, against other areas.

    Parameters
    ----------
    rows
        Rows of `statistics.ratings_against`.
    area
        The area's name.
    """
    title = f"Ratings of services in {area}, with their limits, against other areas"
    if rows.empty:
        return nothing_to_show("ratings-with-limits", title)
    own = rows.drop_duplicates(["subject", "rating"])
    others = list(dict.fromkeys(rows["other"]))
    return Table(
        id="ratings-with-limits",
        title=title,
        caption=(
            f"Wilson’s 95% limits of the shares of {area}. The shares of {listed(others)} come without numbers of "
            "services, so they have no limits; they stand as printed, and where their rounding could decide, the "
            "word is ‘similar’."
        ),
        source=describe_sources(own),
        data=rows,
        columns=[
            Column("Rating", [f"{sentence(row['subject'])}: {row['rating']}" for _, row in own.iterrows()]),
            Column(
                "Services", [f"{number(row['count'])} of {number(row['denominator'])}" for _, row in own.iterrows()]
            ),
            Column("Share and 95% interval", [_with_limits(row) for _, row in own.iterrows()], numeric=True),
            *[Column(sentence(other), _compared(own, rows[rows["other"] == other])) for other in others],
        ],
    )


def _with_limits(row: pd.Series) -> Markup:
    limits = interval(row["lower"], row["upper"], 1)
    return Markup("{}%<br>{}").format(number(row["value"], 1), limits)


def _compared(own: pd.DataFrame, other: pd.DataFrame) -> list[Markup]:
    """Write the other area's share and how the own one stands to it, in the order of the own rows."""
    by = other.set_index(["subject", "rating"])
    told = []
    for subject, rating in own[["subject", "rating"]].itertuples(index=False, name=None):
        row = by.loc[(subject, rating)] if (subject, rating) in by.index else None
        found = (
            BLANK
            if row is None
            else Markup("{}%<br>{}").format(number(row["reference"]), status_html(row["comparison"]))
        )
        told.append(Markup("{}").format(found))
    return told


def stated_figures(
    rows: pd.DataFrame, *, id: str, title: str, area_code: str, folded: bool = False
) -> Table | Sentences:
    """Show figures that papers state, with the area beside each that is not the edition's own.

    Parameters
    ----------
    rows
        Stated figures. The two ends of a range make one row; pairs of before and now are left to `before_and_now`.
    id, title
        Of the table.
    area_code
        The edition's own area.
    folded
        Whether the table is shown only when a reader opens it.
    """
    rows = rows[rows["value"].notna() & ~rows["measure"].str.contains(_PAIR)]
    if rows.empty:
        return nothing_to_show(id, title)
    shown = _join_bounds(rows)
    shown["own"] = shown["area_code"].eq(area_code) | shown["area"].fillna("not stated").eq("not stated")
    # What is said of one subject stands together, the edition's own area first.
    subjects = {subject: place for place, subject in enumerate(shown["subject"].unique())}
    shown["place"] = shown["subject"].map(subjects)
    shown = shown.sort_values(["place", "own"], ascending=[True, False], kind="stable")
    return Table(
        id=id,
        title=title,
        caption=f"{sentence(counted(len(shown), 'figure', 'figures'))}, as the papers state them.",
        folded=folded,
        source=describe_sources(rows),
        data=rows[_STATED],
        columns=[
            Column("What", [_named(row) for _, row in shown.iterrows()]),
            Column("Figure", shown["told"].tolist(), numeric=True),
            Column("Of when", shown["period"].fillna("not stated").tolist()),
            Column("In the paper’s words", [f"‘{words}’" for words in shown["stated"]]),
        ],
    )


def _join_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    """Make one row of the two ends of a range, and write each figure as it is read."""
    ends = rows["measure"].str.extract(_BOUND)[0]
    rows = rows.assign(measure=rows["measure"].str.replace(_BOUND, "", regex=True), end=ends)
    rows["told"] = [level(row) for _, row in rows.iterrows()]
    keys = ["subject", "measure", "category", "period"]
    upper = rows[rows["end"] == "upper"].set_index(keys)["told"]
    lower = rows["end"] == "lower"
    for place, row in rows[lower].iterrows():
        found = upper.get(tuple(row[keys]))
        rows.at[place, "told"] = row["told"] if found is None else f"{number(row['value'])} to {found}"
    return rows[rows["end"] != "upper"]


def _named(row: pd.Series) -> Markup:
    """Name a figure, with the area where it is another; the type of service is in the subject already."""
    name = f"{row['subject']}: {row['measure']}"
    if isinstance(row["category"], str) and row["breakdown"] not in {"type of service", "comparator"}:
        name += f", {row['category']}"
    elsewhere = Markup("") if row["own"] else Markup(" (<strong>{}</strong>)").format(row["area"])
    return Markup("{}").format(sentence(name)) + elsewhere


def in_the_papers_words(cells: pd.DataFrame, figures: pd.DataFrame) -> Table | Sentences:
    """Show what papers say of performance in words, without a figure.

    Parameters
    ----------
    cells
        Rows of matrices: `row` (what), `column` (over time, against whom), `mark` (the words).
    figures
        Stated figures; those without a value are shown by their words.
    """
    title = "What the papers say in words only"
    wordless = figures[figures["value"].isna() & figures["stated"].notna()]
    rows = pd.concat(
        [
            cells[["row", "column", "mark", "source_id", "locator"]],
            pd.DataFrame(
                {
                    "row": wordless["subject"] + ": " + wordless["measure"],
                    "column": wordless["period"].fillna("not stated"),
                    "mark": wordless["stated"],
                    "source_id": wordless["source_id"],
                    "locator": wordless["locator"],
                }
            ),
        ],
        ignore_index=True,
    )
    if rows.empty:
        return nothing_to_show("performance-in-words", title)
    return Table(
        id="performance-in-words",
        title=title,
        folded=True,
        caption=(f"{sentence(counted(len(rows), 'statement', 'statements'))} without a figure that could be checked."),
        source=describe_sources(rows),
        data=rows.rename(columns={"row": "what", "column": "held_against", "mark": "stated"}),
        columns=[
            Column("What", [sentence(name) for name in rows["row"]]),
            Column("Held against, or when", rows["column"].tolist()),
            Column("What is said", rows["mark"].tolist()),
            Column("Where the paper says so", rows["locator"].tolist()),
        ],
    )


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1
