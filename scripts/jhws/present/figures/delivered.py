"""What has the strategy delivered? Money, cost for each person helped, length of stay."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure
from jhws.present.figures._draw import labelled_rows
from jhws.present.numbers import exact_pounds, listed, number, pounds


def investment(activities: pd.DataFrame, figures: pd.DataFrame, *, area: str, period: str) -> Figure:
    """Draw the money that went into each activity, largest first.

    Parameters
    ----------
    activities
        `activity_id`, `activity`.
    figures
        Figures of these activities; those of kind 'investment' with a value are drawn.
    area, period
        The area's name and the financial year whose sums are drawn.
    """
    rows = figures[(figures["kind"] == "investment") & figures["value"].notna()]
    rows = rows[rows["financial_year"] == period]
    rows = rows.merge(activities[["activity_id", "activity"]], on="activity_id")
    rows = rows.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    labels = name_parts(rows)
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.barh(rows.index, rows["value"] / 1e6, height=0.36, color=style.DARK_BLUE)
        for row, value in rows["value"].items():
            axes.annotate(pounds(value), (value / 1e6, row), xytext=(4, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, rows["value"].max() / 1e6 * 1.22)
        axes.set_xlabel("Better Care Fund investment, £ million")
    first = listed([f"{label} {pounds(value)}" for label, value in zip(labels[:3], rows["value"], strict=False)])
    last = f"{labels[-1]} {pounds(rows['value'].iloc[-1])}"
    return Figure(
        id="investment-by-activity",
        title=f"Where the Better Care Fund money of {area} went in {period}",
        caption=f"Of {len(rows)} sums that the paper states, the largest is for {labels[0]}.",
        alt=f"Bar chart of {len(rows)} sums of money, largest first: {first}; the smallest is {last}.",
        source=describe_sources(rows),
        data=rows[["activity", "component", "value", "stated", "financial_year", "source_id", "locator"]],
        picture=picture,
    )


def cost_for_each(costs: pd.DataFrame, *, source: str) -> Figure:
    """Draw what each activity cost for each person (or hour, or member of staff) on a scale of tens.

    Parameters
    ----------
    costs
        Rows of `statistics.unit_costs` with the `activity`'s name.
    source
        Where the figures come from.
    """
    rows = costs.reset_index(drop=True)
    labels = [f"{label} (for each {_one_of(unit)})" for label, unit in zip(name_parts(rows), rows["unit"], strict=True)]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.hlines(rows.index, rows["cost_low"], rows["cost_high"], color=style.TURQUOISE, linewidth=7)
        axes.scatter(rows["cost"], rows.index, color=style.DARK_BLUE, s=42, zorder=3)
        axes.set_xscale("log")
        axes.set_xlim(rows["cost_low"].min() / 1.6, rows["cost_high"].max() * 4)
        axes.xaxis.set_major_formatter(lambda value, _: exact_pounds(value))
        axes.xaxis.minorticks_off()
        for row, (cost, high) in rows[["cost", "cost_high"]].iterrows():
            axes.annotate(pounds(cost), (high, row), xytext=(6, 0), textcoords="offset points", va="center")
        axes.set_xlabel("£ for each, on a scale where each step is ten times the last")
    dearest, cheapest = rows.iloc[0], rows.iloc[-1]
    return Figure(
        id="cost-for-each",
        title="What each person’s help cost",
        caption=(
            "Dots are the investment divided by the number helped; bars show how far rounding in the printed "
            "sums could move them."
        ),
        alt=(
            f"Dot plot of {len(rows)} costs, dearest first: {labels[0]} {pounds(dearest['cost'])}; the least is "
            f"{labels[-1]} {pounds(cheapest['cost'])}."
        ),
        source=source,
        data=rows,
        picture=picture,
    )


def length_of_stay(measures: pd.DataFrame) -> Figure:
    """Draw measures in days before and after, a line from the one to the other."""
    rows = measures[(measures["unit"] == "days") & measures["baseline"].notna()].reset_index(drop=True)
    with style.book_style():
        picture, axes = labelled_rows(rows["measure"].tolist())
        axes.hlines(rows.index, rows["baseline"], rows["latest"], color=style.LIGHT_GREY, linewidth=5, zorder=1)
        axes.scatter(rows["baseline"], rows.index, facecolor="white", edgecolor=style.DARK_BLUE, s=60, zorder=3)
        axes.scatter(rows["latest"], rows.index, color=style.DARK_BLUE, s=60, zorder=3)
        for row, (before, after) in enumerate(rows[["baseline", "latest"]].to_numpy()):
            _beside(axes, f"{number(before, 1)} before", before, row, right=True)
            _beside(axes, f"{number(after, 1)} after", after, row, right=False)
        axes.set_xlim(-rows["baseline"].max() * 0.12, rows["baseline"].max() * 1.25)
        axes.set_xlabel("days")
    changes = [
        f"{measure}: {number(before, 1)} days before, {number(after, 1)} after"
        for measure, before, after in rows[["measure", "baseline", "latest"]].itertuples(index=False)
    ]
    shorter = int((rows["latest"] < rows["baseline"]).sum())
    return Figure(
        id="length-of-stay",
        title="Days of stay after being well enough to leave",
        caption=f"The wait became shorter on {shorter} of {len(rows)} pathways out of hospital.",
        alt=f"Before and after. {'; '.join(changes)}.",
        source=describe_sources(rows),
        data=rows[["measure", "baseline", "latest", "unit", "stated", "source_id", "locator"]],
        picture=picture,
    )


def name_parts(rows: pd.DataFrame) -> list[str]:
    """Name each row's activity, with its part where the figure is only of a part."""
    return [
        f"{activity}: {part}" if isinstance(part, str) and part else activity
        for activity, part in zip(rows["activity"], rows["component"], strict=True)
    ]


def _beside(axes: Axes, text: str, x: float, row: int, *, right: bool) -> None:
    axes.annotate(
        text,
        (x, row),
        xytext=(8 if right else -8, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=9.5,
    )


def _one_of(unit: str) -> str:
    names = {"people": "person", "hours": "hour", "staff": "member of staff", "referrals": "referral"}
    return names.get(unit, "beneficiary")
