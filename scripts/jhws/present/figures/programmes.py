"""Are the change programmes paying off? Promise and result, the coming cohorts, turnover, applications."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM, labelled_rows
from jhws.present.numbers import interval, listed, number, some_of, with_unit

# Before, promised, reached: each with its own shape.
_LOOKS: tuple[dict[str, Any], ...] = (
    {"facecolor": "white", "edgecolor": style.DARK_BLUE, "s": 70},
    {"facecolor": "white", "edgecolor": style.DARK_PINK, "s": 55, "marker": "D"},
    {"color": style.DARK_BLUE, "s": 80},
)


def promise_and_result(results: pd.DataFrame, *, unit: str, id: str, title: str) -> Figure | Sentences:
    """Draw what was found before, what was promised and what was reached, on one scale.

    Parameters
    ----------
    results
        Rows of `statistics.programme_results`; those in the unit whose three figures are stated are drawn.
    unit
        Of the scale, as 'days'.
    id, title
        Of the exhibit.
    """
    parts = ["before", "promised", "reached"]
    rows = results[results["reached_unit"] == unit]
    rows = rows.dropna(subset=[f"{part}_value" for part in parts]).reset_index(drop=True)
    if rows.empty:
        return nothing_to_show(id, title)
    values = rows[[f"{part}_value" for part in parts]]
    with style.book_style():
        picture, axes = labelled_rows(rows["measure"].tolist(), extra_height=0.9)
        axes.hlines(rows.index, values.min(axis=1), values.max(axis=1), color=style.LIGHT_GREY, linewidth=5, zorder=1)
        for part, look in zip(parts, _LOOKS, strict=True):
            axes.scatter(rows[f"{part}_value"], rows.index, zorder=3, **look)
            for place, value in enumerate(rows[f"{part}_value"]):
                # The promise is told a line further down, so that near values do not cover each other's words.
                _under(axes, value, place, f"{number(value)} {part}", further=part == "promised")
        axes.set_ylim(len(rows), -1)
        margin = 0.35 * (values.to_numpy().max() - values.to_numpy().min() or 1)
        axes.set_xlim(values.to_numpy().min() - margin, values.to_numpy().max() + margin)
        axes.set_xlabel(unit)
    sums = [
        f"{row['measure']}: {number(row['before_value'])} {unit} before, {number(row['promised_value'])} promised, "
        f"{number(row['reached_value'])} reached"
        for _, row in rows.iterrows()
    ]
    met = int((rows["against_promise"] == "met").sum())
    return Figure(
        id=id,
        title=title,
        caption=f"{'; '.join(sums)}. The promise is {'met' if met == len(rows) else 'not met in all'}.",
        alt=f"Dots on a line of {unit}. {'; '.join(sums)}.",
        source=describe_sources(rows),
        data=rows[["measure", *(f"{part}_value" for part in parts), "against_promise", "source_id", "locator"]],
        picture=picture,
    )


def cohort(forecast: pd.DataFrame, *, source: str) -> Figure | Sentences:
    """Draw how many young people reach adulthood in each coming school year.

    Parameters
    ----------
    forecast
        Rows of `statistics.cohort_forecast`.
    source
        Where the counts come from.
    """
    if forecast.empty:
        return nothing_to_show("cohort", "Young people who will become adults")
    rows = forecast.reset_index(drop=True)
    stated = rows["basis"] == "stated"
    with style.book_style():
        picture, axes = labelled_rows(
            [f"School year {year}: now {group}" for year, group in rows[["school_year", "year_group"]].to_numpy()]
        )
        axes.hlines(rows.index, rows["lower"], rows["upper"], color=style.TURQUOISE, linewidth=9)
        axes.scatter(rows.loc[stated, "lower"], rows.index[stated], color=style.DARK_BLUE, s=70, zorder=3)
        for place, row in rows.iterrows():
            text = number(row["upper"]) if row["basis"] == "stated" else interval(row["lower"], row["upper"])
            axes.annotate(text, (row["upper"], place), xytext=(9, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, rows["upper"].max() * 1.35)
        axes.set_xlabel("young people")
    told = [f"{row['school_year']} {_range(row)}" for _, row in rows.iterrows()]
    return Figure(
        id="cohort",
        title=f"Young people with medium or high needs who will turn {rows['age'].iloc[0]}",
        caption=(
            "Dots are numbers that the paper states; bars are year groups between them, for which it states none: "
            "their number is taken to lie between the two."
        ),
        alt=f"Dots and bars by school year: {listed(told)}.",
        source=source,
        data=rows,
        picture=picture,
    )


def turnover(figures: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw the turnover of staff, each bar with the area and the service that it is of.

    Parameters
    ----------
    figures
        Stated figures; those whose measure begins with 'turnover rate' are drawn, highest first.
    area
        Code of the edition's area, whose own bar stands out.
    """
    rows = figures[figures["measure"].str.startswith("turnover rate")]
    rows = rows.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    title = "Turnover of staff"
    if rows.empty:
        return nothing_to_show("turnover", title)
    labels = [_staff(row) for _, row in rows.iterrows()]
    own = rows["area_code"] == area
    with style.book_style():
        picture, axes = labelled_rows(labels)
        colours = [style.DARK_BLUE if mine else style.TURQUOISE for mine in own]
        axes.barh(rows.index, rows["value"], height=0.36, color=colours)
        for place, value in rows["value"].items():
            text = with_unit(value, "%", 1 if value % 1 else 0)
            axes.annotate(text, (value, place), xytext=(4, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, rows["value"].max() * 1.18)
        axes.set_xlabel("turnover rate, %")
    told = [f"{label} {with_unit(value, '%', 1)}" for label, value in zip(labels, rows["value"], strict=True)]
    return Figure(
        id="turnover",
        title=title,
        caption=(
            "Turnover rates as the paper gives them, without their year. Where it does not say which area a rate is "
            "of, this picture does not either."
        ),
        alt=f"Bar chart, highest first: {listed(told)}.",
        source=describe_sources(rows),
        data=rows[["subject", "category", "area", "value", "unit", "stated", "source_id", "locator"]],
        picture=picture,
    )


def applications(ratios: pd.DataFrame, *, source: str) -> Figure | Sentences:
    """Draw the applications of each team and month beside those of the year before.

    Parameters
    ----------
    ratios
        Rows of `statistics.year_before_ratio`: `category` is the team.
    source
        Where the counts come from.
    """
    title = "Applications for jobs, beside the same month of the year before"
    if ratios.empty:
        return nothing_to_show("applications", title)
    rows = ratios.assign(is_total=ratios["category"] == "Total")
    rows = rows.sort_values(["is_total", "category"], kind="stable").reset_index(drop=True)
    labels = [_team(row) for _, row in rows.iterrows()]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.hlines(rows.index, rows["before"], rows["after"], color=style.LIGHT_GREY, linewidth=5, zorder=1)
        axes.scatter(rows["before"], rows.index, facecolor="white", edgecolor=style.DARK_BLUE, s=55, zorder=3)
        axes.scatter(rows["after"], rows.index, color=style.DARK_BLUE, s=55, zorder=3)
        for place, row in rows.iterrows():
            axes.annotate(
                f"{number(row['before'])} → {number(row['after'])}: {_times(row['ratio'])}",
                (max(row["before"], row["after"]), place),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                path_effects=RIM,
            )
        axes.set_xlim(-2, rows[["before", "after"]].max().max() * 1.62)
        axes.set_xlabel("applications in the month")
    told = [
        f"{label}: {number(row['before'])} to {number(row['after'])}, {_times(row['ratio'])}"
        for label, (_, row) in zip(labels, rows.iterrows(), strict=True)
    ]
    rose = int((rows["after"] > rows["before"]).sum())
    return Figure(
        id="applications",
        title=title,
        caption=(
            "Open dots are the year before, filled dots the later year, with how many times as many they are: "
            f"{some_of(rose, len(rows), 'number', 'numbers')} rose."
        ),
        alt=f"Pairs of dots. {'; '.join(told)}.",
        source=source,
        data=rows.drop(columns="is_total"),
        picture=picture,
    )


def _range(row: pd.Series) -> str:
    return (
        number(row["lower"])
        if row["basis"] == "stated"
        else f"between {number(row['lower'])} and {number(row['upper'])}"
    )


def _times(ratio: float) -> str:
    return "no ratio" if pd.isna(ratio) else f"{number(ratio, 1)} times"


def _team(row: pd.Series) -> str:
    team = "All teams" if row["category"] == "Total" else row["category"]
    return f"{team}, {row['period_before']} and {row['period'].split()[-1]}"


def _staff(row: pd.Series) -> str:
    service = f", {row['category']}" if row["breakdown"] == "service" else ""
    area = "area not stated" if row["area"] == "not stated" else row["area"]
    return f"{row['subject'].capitalize()}{service} ({area})"


def _under(axes: Axes, x: float, row: int, text: str, *, further: bool) -> None:
    below = -22 if further else -9
    axes.annotate(text, (x, row), xytext=(0, below), textcoords="offset points", ha="center", va="top", fontsize=9.5)
