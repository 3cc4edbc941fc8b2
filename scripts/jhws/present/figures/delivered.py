"""What has the strategy delivered? Money, cost for each person helped, what changed, what is due."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Nothing, Sentences, nothing_to_show
from jhws.present.figures._draw import labelled_rows
from jhws.present.figures.timeline import timeline
from jhws.present.numbers import counted, listed, number, one_of, pounds, sentence, some_of
from jhws.present.stated import change_in_words


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


def days_before_and_after(measures: pd.DataFrame) -> Figure | Sentences:
    """Draw measures in days before and after, a line from the one to the other, and what was planned between them.

    Parameters
    ----------
    measures
        Rows of `statistics.measure_progress`.
    """
    rows = measures[(measures["unit"] == "days") & measures[["baseline", "latest"]].notna().all(axis=1)]
    rows = rows.reset_index(drop=True)
    title = "How many days it took, before and after"
    if rows.empty:
        return nothing_to_show("days-before-and-after", title)
    digits = 0 if (rows[["baseline", "latest"]] % 1 == 0).all(axis=None) else 1
    planned = rows.get("planned", pd.Series(float("nan"), rows.index))
    with style.book_style():
        picture, axes = labelled_rows(
            [
                name if pd.isna(days) else f"{name} (planned: {number(days, digits)})"
                for name, days in zip(rows["measure"], planned, strict=True)
            ]
        )
        axes.hlines(rows.index, rows["baseline"], rows["latest"], color=style.LIGHT_GREY, linewidth=5, zorder=1)
        axes.scatter(planned, rows.index, color=style.DARK_GREY, marker="|", s=90, linewidth=2, zorder=2)
        axes.scatter(rows["baseline"], rows.index, facecolor="white", edgecolor=style.DARK_BLUE, s=60, zorder=3)
        axes.scatter(rows["latest"], rows.index, color=style.DARK_BLUE, s=60, zorder=3)
        for row, (before, after) in enumerate(rows[["baseline", "latest"]].to_numpy()):
            _beside(axes, f"{number(before, digits)} before", before, row, right=before >= after)
            _beside(axes, f"{number(after, digits)} after", after, row, right=before < after)
        longest = max(rows["baseline"].max(), rows["latest"].max())
        axes.set_xlim(-longest * 0.12, longest * 1.25)
        axes.set_xlabel("days")
    changes = [
        f"{measure}: {number(before, digits)} days before, {number(after, digits)} after"
        for measure, before, after in rows[["measure", "baseline", "latest"]].itertuples(index=False)
    ]
    mark = " The upright mark is what was planned." if planned.notna().any() else ""
    fewer = some_of(int((rows["latest"] < rows["baseline"]).sum()), len(rows), "row", "rows")
    return Figure(
        id="days-before-and-after",
        title=title,
        caption=f"Fewer days after than before in {fewer}.{mark}",
        alt=f"Before and after. {'; '.join(changes)}.",
        source=describe_sources(rows),
        data=rows[["measure", "baseline", "latest", "unit", "stated", "source_id", "locator"]].assign(planned=planned),
        picture=picture,
    )


def changes(measures: pd.DataFrame) -> Figure | Sentences:
    """Draw the changes that papers state in per cent, largest rise first, a range as a lighter end of its bar.

    Parameters
    ----------
    measures
        Rows of `statistics.measure_progress`; those with a stated `change` in per cent are drawn.
    """
    rows = measures[(measures["change_unit"] == "%") & measures["change"].notna()]
    rows = rows.sort_values("change", ascending=False, kind="stable").reset_index(drop=True)
    title = "How much more, how much less"
    if rows.empty:
        return nothing_to_show("changes", title)
    upper = rows.get("change_upper", rows["change"]).fillna(rows["change"])
    labels = [change_in_words(row) for _, row in rows.iterrows()]
    with style.book_style():
        picture, axes = labelled_rows(rows["measure"].map(sentence).tolist())
        axes.barh(rows.index, upper, height=0.36, color=style.TURQUOISE)
        axes.barh(rows.index, rows["change"], height=0.36, color=style.DARK_BLUE)
        for row, (end, label) in enumerate(zip(upper, labels, strict=True)):
            _beside(axes, label, end, row, right=end >= 0)
        axes.vlines([0] * len(rows), rows.index - 0.28, rows.index + 0.28, color=style.MID_GREY, linewidth=1)
        # Room beside the longest bars for their labels.
        least, most = min(upper.min(), 0), max(upper.max(), 0)
        room = 0.45 * (most - least)
        axes.set_xlim(least - room * (least < 0), most + room)
        axes.set_xlabel("change, %")
    told = [f"{name} {label}" for name, label in zip(rows["measure"], labels, strict=True)]
    return Figure(
        id="changes",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'change', 'changes'))} as the papers state them. Mostly they do not say "
            "from what level, so that a large change may be a small number of people."
        ),
        alt=f"Bar chart of {counted(len(rows), 'change', 'changes')}: {'; '.join(told)}.",
        source=describe_sources(rows),
        data=rows[["measure", "change", "change_unit", "change_qualifier", "stated", "source_id", "locator"]].assign(
            change_upper=upper
        ),
        picture=picture,
    )


def due(milestones: pd.DataFrame, aims: pd.DataFrame, *, as_of: str) -> Figure | Nothing:
    """Draw by when the levels are to be reached that papers set, with the other dates of the same programmes.

    Parameters
    ----------
    milestones
        The table `milestones`.
    aims
        Stated figures of the topic 'target': a programme belongs here when one stands where its milestone does.
    as_of
        The edition's day.
    """
    dated = milestones[milestones[["start", "end"]].notna().any(axis=1)]
    programmes = dated.loc[dated["locator"].isin(aims["locator"]), "programme"]
    rows = dated[dated["programme"].isin(programmes)]
    return timeline(rows, id="due", title="What is to be reached, and by when", as_of=as_of)


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
