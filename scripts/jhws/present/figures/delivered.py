"""What has the strategy delivered? Money, cost for each person helped, length of stay."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import labelled_rows
from jhws.present.numbers import counted, in_words, listed, number, one_of, pounds


def investment(activities: pd.DataFrame, figures: pd.DataFrame, *, area: str, period: str) -> Figure | Sentences:
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
    title = f"Where the Better Care Fund money of {area} went in {period}"
    if rows.empty:
        return nothing_to_show("investment-by-activity", title)
    labels = name_parts(rows)
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.barh(rows.index, rows["value"] / 1e6, height=0.36, color=style.DARK_BLUE)
        for row, value in rows["value"].items():
            axes.annotate(pounds(value), (value / 1e6, row), xytext=(4, 0), textcoords="offset points", va="center")
        axes.set_xlim(0, rows["value"].max() / 1e6 * 1.22)
        axes.set_xlabel("Better Care Fund investment, £ million")
    sums = [f"{label} {pounds(value)}" for label, value in zip(labels, rows["value"], strict=True)]
    least = f"; the smallest is {sums[-1]}" if len(sums) > 3 else ""
    noun = counted(len(rows), "sum of money", "sums of money")
    return Figure(
        id="investment-by-activity",
        title=title,
        caption=f"Of {counted(len(rows), 'sum', 'sums')} that the paper states, the largest is for {labels[0]}.",
        alt=f"Bar chart of {noun}, largest first: {listed(sums[:3])}{least}.",
        source=describe_sources(rows),
        data=rows[["activity", "component", "value", "stated", "financial_year", "source_id", "locator"]],
        picture=picture,
    )


def cost_for_each(costs: pd.DataFrame, *, source: str) -> Figure | Sentences:
    """Draw what each activity cost for each person (or hour, or member of staff) on a scale of tens.

    Parameters
    ----------
    costs
        Rows of `statistics.unit_costs` with the `activity`'s name.
    source
        Where the figures come from.
    """
    rows = costs.reset_index(drop=True)
    title = "What help cost for each beneficiary"
    if rows.empty:
        return nothing_to_show("cost-for-each", title)
    labels = [_with_unit(label, unit) for label, unit in zip(name_parts(rows), rows["unit"], strict=True)]
    with style.book_style():
        picture, axes = labelled_rows(labels)
        axes.hlines(rows.index, rows["cost_low"], rows["cost_high"], color=style.TURQUOISE, linewidth=7)
        axes.scatter(rows["cost"], rows.index, color=style.DARK_BLUE, s=42, zorder=3)
        axes.set_xscale("log")
        axes.set_xlim(rows["cost_low"].min() / 1.6, rows["cost_high"].max() * 4)
        axes.xaxis.set_major_formatter(lambda value, _: pounds(value))
        axes.xaxis.minorticks_off()
        for row, (cost, high) in rows[["cost", "cost_high"]].iterrows():
            axes.annotate(pounds(cost), (high, row), xytext=(6, 0), textcoords="offset points", va="center")
        axes.set_xlabel("£ for each, on a scale where each step is ten times the last")
    costs_told = [f"{label} {pounds(cost)}" for label, cost in zip(labels, rows["cost"], strict=True)]
    least = f"; the least is {costs_told[-1]}" if len(rows) > 1 else ""
    return Figure(
        id="cost-for-each",
        title=title,
        caption=(
            "Dots are the investment divided by the number helped, for each beneficiary unless it says otherwise; "
            "bars show how far rounding in the printed sums could move them."
        ),
        alt=f"Dot plot of {counted(len(rows), 'cost', 'costs')}, dearest first: {costs_told[0]}{least}.",
        source=source,
        data=rows,
        picture=picture,
    )


def length_of_stay(measures: pd.DataFrame) -> Figure | Sentences:
    """Draw measures in days before and after, a line from the one to the other."""
    rows = measures[(measures["unit"] == "days") & measures[["baseline", "latest"]].notna().all(axis=1)]
    rows = rows.reset_index(drop=True)
    title = "Days of stay after being well enough to leave"
    if rows.empty:
        return nothing_to_show("length-of-stay", title)
    with style.book_style():
        picture, axes = labelled_rows(rows["measure"].tolist())
        axes.hlines(rows.index, rows["baseline"], rows["latest"], color=style.LIGHT_GREY, linewidth=5, zorder=1)
        axes.scatter(rows["baseline"], rows.index, facecolor="white", edgecolor=style.DARK_BLUE, s=60, zorder=3)
        axes.scatter(rows["latest"], rows.index, color=style.DARK_BLUE, s=60, zorder=3)
        for row, (before, after) in enumerate(rows[["baseline", "latest"]].to_numpy()):
            _beside(axes, f"{number(before, 1)} before", before, row, right=before >= after)
            _beside(axes, f"{number(after, 1)} after", after, row, right=before < after)
        longest = max(rows["baseline"].max(), rows["latest"].max())
        axes.set_xlim(-longest * 0.12, longest * 1.25)
        axes.set_xlabel("days")
    changes = [
        f"{measure}: {number(before, 1)} days before, {number(after, 1)} after"
        for measure, before, after in rows[["measure", "baseline", "latest"]].itertuples(index=False)
    ]
    shorter = int((rows["latest"] < rows["baseline"]).sum())
    return Figure(
        id="length-of-stay",
        title=title,
        caption=f"The stay became shorter on {in_words(shorter)} of {counted(len(rows), 'pathway', 'pathways')}.",
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


def _with_unit(label: str, unit: str) -> str:
    return label if unit == "not stated" else f"{label} (for each {one_of(unit)})"
