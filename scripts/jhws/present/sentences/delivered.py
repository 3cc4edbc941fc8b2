"""What has the strategy delivered? In sentences."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import counted, in_words, listed, number, pounds, sentence, with_unit
from jhws.present.stated import counted_in_words, figure_in_words, level, when
from jhws.present.status import status_html


def answer(
    activities: pd.DataFrame,
    figures: pd.DataFrame,
    measures: pd.DataFrame,
    targets: pd.DataFrame,
    levels: pd.DataFrame,
    aims: pd.DataFrame,
    papers: pd.DataFrame,
    *,
    area: str,
    period: str,
) -> Sentences:
    """Open the chapter: what was done with how much money, what changed, what services did, what is due.

    Parameters
    ----------
    activities, figures
        The activities of the edition's papers, and their figures.
    measures
        Rows of `statistics.measure_progress`.
    targets
        Rows of `statistics.target_status` with the indicator's `indicator`, `unit` and `decimals`.
    levels
        Rows of `statistics.stated_levels`.
    aims
        Stated figures of the topic 'target'.
    papers
        Rows of the table of sources.
    area, period
        The edition's area and the financial year of its sums.
    """
    kinds = papers.set_index("source_id")["document_type"]
    own_levels, own_aims = (rows[rows["area"] == area] for rows in (levels, aims))
    parts = [
        _money(activities, figures, period),
        *(_due(own_aims[own_aims["source_id"] == source_id], kind) for source_id, kind in kinds.items()),
        _moved(measures),
        *(_counts(own_levels[own_levels["source_id"] == source_id], kind) for source_id, kind in kinds.items()),
        *(target(row) for _, row in targets.iterrows()),
    ]
    unknown = "The papers of this edition report no activities and no measures."
    return Sentences("delivered-answer", [part for part in parts if part] or [unknown], lead=True)


def papers(rows: pd.DataFrame, levels: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say what kind of paper each is and so what its figures can tell; and where two speak of one service.

    Parameters
    ----------
    rows
        Rows of the table of sources.
    levels
        Rows of `statistics.stated_levels`.
    figures
        Figures of activities.
    """
    told = [
        f"The {row['document_type']} by {row['publisher']}, ‘{row['title']}’, {_TELLS[row['document_type']]}."
        for _, row in rows.iterrows()
        if row["document_type"] in _TELLS
    ]
    if not told:
        return nothing_to_show("delivered-papers", "What the papers can tell")
    return Sentences("delivered-papers", [*told, *_in_both(levels, figures, rows)])


# What a figure of each kind of paper can tell.
_TELLS = {
    "agenda pack": "tells a committee how things stood on the day of its meeting",
    "delivery update": "tells what was done under a plan that still runs",
    "draft strategy": "tells what services do now and what they aim at; it does not report on one year",
    "plan": "tells what is to be reached; what came of it, it cannot tell",
    "progress report": "tells what was done in the year",
}


def _in_both(levels: pd.DataFrame, figures: pd.DataFrame, papers: pd.DataFrame) -> list[str]:
    """Hold two papers' numbers for one service side by side; a service is known by its short name in brackets."""
    kinds = papers.set_index("source_id")["document_type"]
    short = levels["subject"].str.extract(r"\((\w+)\)$")[0]
    rows = levels.assign(short=short)[short.notna() & levels["value"].notna() & (levels["unit"] != "%")]
    parts = figures[(figures["kind"] == "beneficiaries") & figures["value"].notna()]
    both = rows.merge(parts, left_on="short", right_on="component", suffixes=("", "_other"))
    return [
        f"Two papers count {row['short']}: the {kinds[row['source_id_other']]} has "
        f"{_unit_or_beneficiaries(row['value_other'], row['unit_other'])}, the {kinds[row['source_id']]} "
        f"{figure_in_words(row, area=row['area'])}. They count in different ways or years and make no series."
        for _, row in both.iterrows()
    ]


def _unit_or_beneficiaries(value: float, unit: str) -> str:
    return f"{number(value)} beneficiaries" if unit == "not stated" else with_unit(value, unit)


def improvements(measures: pd.DataFrame) -> Sentences:
    """Say how the improvements that papers list are known: by figures, a change alone, or words."""
    told = _improved(measures)
    return Sentences("improvements", [told]) if told else nothing_to_show("improvements", "How improvements are known")


def target(row: pd.Series) -> Markup:
    """Say what came of one target."""
    set_at = _known(row, "baseline", ", set when the figure was {} in {}", value="baseline")
    told = [
        _known(row, "best", "Once it was set, the best value up to its date was {} in {}"),
        _known(row, "latest", "The latest value is {} in {}"),
        _known(row, "expected", "The forecast is {} for {}", value="expected"),
        "No value since it was set was published by then" if _too_early(row) else "",
    ]
    opening = Markup("The target of {} for ‘{}’{}: {}.").format(
        row["target_stated"], row["indicator"], set_at, status_html(row["status"])
    )
    return Markup(" ").join([opening, *(f"{clause}." for clause in told if clause)])


def _too_early(row: pd.Series) -> bool:
    return row["status"] == "not known" and pd.notna(row.get("latest_value")) and pd.isna(row.get("best_value"))


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
        return nothing_to_show("money", f"Where the money went in {period}")
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
        return nothing_to_show("cost", "What help cost")
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
    most = rows.merge(activities[["activity_id", "activity"]], on="activity_id").nlargest(1, "value").iloc[0]
    largest = f" The largest sum, {pounds(most['value'])}, is for {most['activity']}." if len(rows) > 1 else ""
    return (
        f"{told} and states {pounds(rows['value'].sum())} of Better Care Fund investment in {period} for "
        f"{in_words(funded)} of them.{largest}"
    )


def _moved(measures: pd.DataFrame) -> str:
    """Name what changed most among the measures that have a figure before and one after."""
    rows = measures[measures["evidence"] == "before and after"]
    if rows.empty:
        return ""
    rows = rows.sort_values("relative_change", key=lambda change: -change.abs(), kind="stable")
    return " ".join(_from_to(row) for _, row in rows.head(_MOVED).iterrows())


def _from_to(row: pd.Series) -> str:
    digits = 0 if float(row["baseline"]).is_integer() and float(row["latest"]).is_integer() else 1
    # What the measure's name says already is not said twice.
    unit = "" if row["unit"] in row["measure"].lower() else row["unit"]
    before = with_unit(row["baseline"], unit if unit == "%" else "", digits)
    after = with_unit(row["latest"], unit, digits)
    planned = row.get("planned", float("nan"))
    beside = "" if pd.isna(planned) else f" ({number(planned, digits)} were planned)"
    comma = "," if "," in row["measure"] else ""
    return f"{sentence(row['measure'])}{comma} went from {before} to {after}{beside}."


_MOVED, _TOLD = 4, 3  # changes and counts in the answer; the rest stands below
_COUNTED = ("people", "referrals", "cases")


def _counts(levels: pd.DataFrame, kind: str) -> str:
    """Name the services that reached most people or cases, each with its largest number and its shares."""
    counts = levels[levels["unit"].isin(_COUNTED) & levels["breakdown"].isna() & levels["value"].notna()]
    counts = counts.sort_values("value", ascending=False, kind="stable").drop_duplicates("subject").head(_TOLD)
    if counts.empty:
        return ""
    told = []
    for _, count in counts.iterrows():
        shares = levels[(levels["subject"] == count["subject"]) & (levels["unit"] == "%")]
        beside = [str(count["subject"])]
        if isinstance(count["period"], str) and count["period"].removeprefix("since ") not in count["measure"]:
            beside.append(when(count["period"]))
        # A share of another time is not one of these people.
        same = shares[shares["period"] == count["period"]]
        known = [", ".join(beside), *(f"{share['measure']}: {level(share)}" for _, share in same.iterrows())]
        told.append(f"{counted_in_words(count)} ({'; '.join(known)})")
    return f"The {kind} counts {listed(told)}."


def _as_dates(periods: pd.Series) -> pd.Series:
    return pd.to_datetime(periods.str.removeprefix("by "), format="%B %Y", errors="coerce")


def _due(aims: pd.DataFrame, kind: str) -> str:
    """Name the levels that a paper sets with a date by which to reach them."""
    rows = aims[aims["period"].str.startswith("by ", na=False) & aims["value"].notna()]
    if rows.empty:
        return ""
    rows = rows.sort_values("period", key=_as_dates, kind="stable")
    told = "; ".join(f"{row['subject']}, {level(row)} {row['period']}" for _, row in rows.iterrows())
    return (
        f"The {kind} sets {counted(len(rows), 'level', 'levels')} to reach by a date: {told}. Whether they were "
        "reached it does not say."
    )


def _improved(measures: pd.DataFrame) -> str:
    if measures.empty:
        return ""
    found = measures["evidence"].value_counts()
    known = [(int(found[evidence]), words) for evidence, words in _COMES.items() if evidence in found]
    worse = int((measures["over_time"] == "getting worse").sum())
    fell = f" By its figures, {in_words(worse)} became worse." if worse else ""
    if len(measures) == 1:
        return f"The papers list one improvement, {known[0][1]}.{fell}"
    first = counted(known[0][0], "comes", "come")
    told = listed([f"{first} {known[0][1]}", *(f"{in_words(count)} {words}" for count, words in known[1:])])
    return f"Of {in_words(len(measures))} improvements that the papers list, {told}.{fell}"


# How an improvement comes, by its evidence, the strongest first.
_COMES = {
    "before and after": "with figures before and after",
    "change only": "with the change alone",
    "level only": "with one figure alone",
    "words only": "in words only",
}
