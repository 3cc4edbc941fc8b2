"""What has the strategy delivered? In sentences."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, in_words, listed, pounds, with_unit
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
    opening = " ".join(told for told in (_money(activities, figures, period), _improved(measures)) if told)
    parts = [opening or "The papers of this edition report no activities and no measures."]
    parts += [target(row) for _, row in targets.iterrows()]
    return Sentences("delivered-answer", parts, lead=True)


def target(row: pd.Series) -> Markup:
    """Say what came of one target."""
    set_at = _known(row, "baseline", ", set when the figure was {} in {}", value="baseline")
    told = [
        _known(row, "best", "Once it was set, the best value up to its date was {} in {}"),
        _known(row, "latest", "The latest value is {} in {}"),
        _known(row, "expected", "The forecast is {} for {}", value="expected"),
    ]
    opening = Markup("The target of {} for ‘{}’{}: {}.").format(
        row["target_stated"], row["indicator"], set_at, status_html(row["status"])
    )
    return Markup(" ").join([opening, *(f"{clause}." for clause in told if clause)])


def _known(row: pd.Series, name: str, clause: str, *, value: str = "") -> str:
    """Fill a clause with a value and its period; nothing where either is not known."""
    found, period = row.get(value or f"{name}_value"), row.get(f"{name}_period")
    if pd.isna(found) or pd.isna(period):
        return ""
    return clause.format(with_unit(found, row["unit"], int(row["decimals"])), period)


def money(figures: pd.DataFrame, activities: pd.DataFrame, priorities: pd.DataFrame, *, period: str) -> Sentences:
    """Say how the year's money is shared out, how exact the sums are, and what stands under another year."""
    rows = _sums(figures, period)
    if rows.empty:
        return Sentences("money", [f"The papers of this edition state no sums of money for {period}."])
    total = rows["value"].sum()
    doubt = rows["rounded_to"].fillna(0).sum() / 2
    by_priority = rows.merge(activities[["activity_id", "priority_id"]], on="activity_id")
    by_priority = by_priority.merge(priorities[["priority_id", "priority"]], on="priority_id")
    sums = by_priority.groupby("priority")["value"].sum().sort_values(ascending=False)
    shares = listed([f"{priority} {pounds(value)}" for priority, value in sums.items()])
    unfunded = figures[(figures["kind"] == "investment") & figures["value"].isna()]
    kinds = unfunded["status"].value_counts()
    without = listed([counted(int(count), *_WITHOUT[str(status)]) for status, count in kinds.items()])
    rounded = (
        f"Some of them are rounded: the true total could lie between {pounds(total - doubt)} and "
        f"{pounds(total + doubt)}. "
    )
    parts = [
        f"The sums that the paper prints for {period} add up to {pounds(total)}. {rounded if doubt else ''}"
        f"By priority: {shares}.",
    ]
    if without:
        parts.append(f"Of the activities without a sum, {without}.")
    others = figures[(figures["kind"] == "investment") & figures["value"].notna()]
    others = others[others["financial_year"] != period]
    parts += [
        f"One table of the paper heads its money column with {year}; its {pounds(group['value'].sum())} is not "
        "part of these sums."
        for year, group in others.groupby("financial_year")
    ]
    notes = rows.loc[rows["note"].fillna("") != "", ["activity_id", "note"]]
    notes = notes.merge(activities[["activity_id", "activity"]], on="activity_id")
    parts += [f"The paper notes on {row['activity']}: {row['note'].rstrip('.')}." for _, row in notes.iterrows()]
    return Sentences("money", parts)


def cost(costs: pd.DataFrame) -> Sentences:
    """Say what lies between the dearest and the cheapest help, and what the figures cannot say."""
    if costs.empty:
        told = "No activity of this edition has both a sum of money and a number helped, so no cost can be given."
        return Sentences("cost", [told])
    unstated = int((costs["unit"] == "not stated").sum())
    dearest, cheapest = (f"{pounds(row['cost'])} ({row['activity']})" for _, row in costs.iloc[[0, -1]].iterrows())
    spread = f"ranges from {cheapest} to {dearest}" if len(costs) > 1 else f"is {dearest}"
    parts = [
        f"The money divided by the number helped {spread}. These are different kinds of help, such as a grant for a "
        "home, a year of care or a visit to a website: the figures show scale, not value for money."
    ]
    if unstated:
        parts.append(
            f"For {in_words(unstated)} of {in_words(len(costs))} numbers helped the paper does not say whether it "
            "counts people, visits or cases; this book calls them beneficiaries, as the paper does."
        )
    return Sentences("cost", parts)


# For an activity without a sum: what one of them does, what several do.
_WITHOUT = {
    "core funding": ("has core funding", "have core funding"),
    "other funding": ("is paid from another fund", "are paid from another fund"),
    "blank in the source": ("has an empty cell in the paper", "have an empty cell in the paper"),
    "not applicable": ("is marked N/A", "are marked N/A"),
    "everyone": ("is marked as for all", "are marked as for all"),
}


def _sums(figures: pd.DataFrame, period: str) -> pd.DataFrame:
    money = figures[(figures["kind"] == "investment") & figures["value"].notna()]
    return money[money["financial_year"] == period]


def _money(activities: pd.DataFrame, figures: pd.DataFrame, period: str) -> str:
    if activities.empty:
        return ""
    rows = _sums(figures, period)
    told = f"The Board’s paper reports {counted(len(activities), 'activity', 'activities')}"
    if rows.empty:
        return f"{told}, without a sum of money for {period}."
    funded = rows["activity_id"].nunique()
    return (
        f"{told} and states {pounds(rows['value'].sum())} of Better Care Fund investment in {period} for "
        f"{in_words(funded)} of them."
    )


def _improved(measures: pd.DataFrame) -> str:
    if measures.empty:
        return ""
    found = measures["evidence"].value_counts()
    known = [(int(found[evidence]), words) for evidence, words in _COMES.items() if evidence in found]
    first = counted(known[0][0], "comes", "come")
    told = listed([f"{first} {known[0][1]}", *(f"{in_words(count)} {words}" for count, words in known[1:])])
    worse = int((measures["over_time"] == "getting worse").sum())
    fell = f" By its figures, {in_words(worse)} became worse." if worse else ""
    return f"Of {counted(len(measures), 'improvement', 'improvements')} that it lists, {told}.{fell}"


# How an improvement comes, by its evidence, the strongest first.
_COMES = {
    "before and after": "with figures before and after",
    "change only": "with the change alone",
    "level only": "with one figure alone",
    "words only": "in words only",
}
