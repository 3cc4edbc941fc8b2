"""What has the strategy delivered? In sentences."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences
from jhws.present.numbers import in_words, listed, number, pounds, with_unit
from jhws.present.status import status_html


def answer(
    activities: pd.DataFrame,
    figures: pd.DataFrame,
    measures: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    period: str,
) -> Sentences:
    """Open the chapter: what was done with how much money, what became better, what of the targets."""
    parts = [f"{_money(activities, figures, period)} {_improved(measures)}"]
    parts += [target(row) for _, row in targets.iterrows()]
    return Sentences("delivered-answer", parts, lead=True)


def target(row: pd.Series) -> Markup:
    """Say what came of one target."""
    decimals = int(row["decimals"])
    best = ""
    if pd.notna(row.get("best_value")):
        value = with_unit(row["best_value"], row["unit"], decimals)
        best = f" The best value by then was {value} in {row['best_period']};"
    latest = with_unit(row["latest_value"], row["unit"], decimals)
    set_at = with_unit(row["baseline"], row["unit"], decimals)
    return Markup("The target of {} for ‘{}’, set when the figure was {} in {}: {}.{} the latest is {} in {}.").format(
        row["target_stated"],
        row["indicator"],
        set_at,
        row["baseline_period"],
        status_html(row["status"]),
        best,
        latest,
        row["latest_period"],
    )


def money(figures: pd.DataFrame, activities: pd.DataFrame, priorities: pd.DataFrame, *, period: str) -> Sentences:
    """Say how the year's money is shared out, how exact the sums are, and what stands under another year."""
    rows = _sums(figures, period)
    total = rows["value"].sum()
    doubt = rows["rounded_to"].fillna(0).sum() / 2
    by_priority = rows.merge(activities[["activity_id", "priority_id"]], on="activity_id")
    by_priority = by_priority.merge(priorities[["priority_id", "priority"]], on="priority_id")
    sums = by_priority.groupby("priority")["value"].sum().sort_values(ascending=False)
    shares = listed([f"{priority} {pounds(value)}" for priority, value in sums.items()])
    unfunded = figures[(figures["kind"] == "investment") & figures["value"].isna()]
    kinds = unfunded["status"].value_counts()
    without = listed([_WITHOUT[str(status)].format(in_words(int(count))) for status, count in kinds.items()])
    parts = [
        f"The sums that the paper prints for {period} add up to {pounds(total)}. As many are printed rounded, the "
        f"true total lies between {pounds(total - doubt)} and {pounds(total + doubt)}. By priority: {shares}.",
        f"Of the activities without a sum, {without}.",
    ]
    others = figures[(figures["kind"] == "investment") & figures["value"].notna()]
    others = others[others["financial_year"] != period]
    parts += [
        f"One table of the paper heads its money column with {year}; its {pounds(group['value'].sum())} is not "
        "part of these sums."
        for year, group in others.groupby("financial_year")
    ]
    notes = rows.loc[rows["note"].notna(), ["activity_id", "note"]].merge(activities, on="activity_id")
    parts += [f"{row['activity']}: {row['note_x']}." for _, row in notes.iterrows()]
    return Sentences("money", parts)


def cost(costs: pd.DataFrame) -> Sentences:
    """Say what lies between the dearest and the cheapest help, and what the figures cannot say."""
    unstated = int((costs["unit"] == "not stated").sum())
    dearest, cheapest = costs.iloc[0], costs.iloc[-1]
    return Sentences(
        "cost",
        [
            f"What help cost for each ranges from {pounds(cheapest['cost'])} ({cheapest['activity']}) to "
            f"{pounds(dearest['cost'])} ({dearest['activity']}). These are different kinds of help: a grant for "
            "a home, a year of care, a visit to a website. The figures show scale, not value for money.",
            f"For {in_words(unstated)} of {number(len(costs))} the paper does not say whether it counts people, "
            "visits or cases; those are called beneficiaries here, as in the paper.",
        ],
    )


_WITHOUT = {
    "core funding": "{} has core funding",
    "other funding": "{} is paid from another fund",
    "blank in the source": "{} have an empty cell in the paper",
    "not applicable": "{} have N/A",
}


def _sums(figures: pd.DataFrame, period: str) -> pd.DataFrame:
    money = figures[(figures["kind"] == "investment") & figures["value"].notna()]
    return money[money["financial_year"] == period]


def _money(activities: pd.DataFrame, figures: pd.DataFrame, period: str) -> str:
    rows = _sums(figures, period)
    return (
        f"The Board’s paper reports {len(activities)} activities and states {pounds(rows['value'].sum())} of "
        f"Better Care Fund investment in {period} for {rows['activity_id'].nunique()} of them."
    )


def _improved(measures: pd.DataFrame) -> str:
    better = measures["over_time"] == "getting better"
    proven = int((better & (measures["evidence"] == "before and after")).sum())
    changed = int((better & (measures["evidence"] == "change only")).sum())
    words = int((measures["evidence"] == "words only").sum())
    return (
        f"Of {len(measures)} improvements that it lists, {in_words(proven)} come with a figure before and after, "
        f"{in_words(changed)} with the change alone, and {in_words(words)} only in words."
    )
