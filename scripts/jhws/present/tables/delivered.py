"""What has the strategy delivered? Activities, measures, services, targets."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import (
    BLANK,
    MINUS,
    counted,
    in_words,
    listed,
    one_of,
    pounds,
    sentence,
    with_unit,
)
from jhws.present.stated import change_in_words, figure_in_words, level, of_whom, signed_amount
from jhws.present.status import status_html

# What a paper may give of a measure, most first.
_EVIDENCE = {
    "before and after": "a value before and after",
    "change only": "only a change",
    "level only": "only a level",
    "words only": "only words",
}
# How a figure that is no number is told.
_IN_WORDS = {
    "not applicable": "N/A",
    "core funding": "core funding",
    "other funding": "other funding",
    "everyone": "all",
    "blank in the source": "not stated",
    "suppressed": "too few to show",
}


def activities(
    priority: pd.Series, activities: pd.DataFrame, figures: pd.DataFrame, costs: pd.DataFrame
) -> Table | Sentences:
    """Show the activities of one priority: whom they helped, what went in, what each cost.

    Parameters
    ----------
    priority
        Row of the priority: `priority_id`, `priority`.
    activities
        `activity_id`, `activity`, `detail`, `commitment`, `priority_id`, source and locator.
    figures
        Figures of the activities.
    costs
        Rows of `statistics.unit_costs`.
    """
    rows = activities[activities["priority_id"] == priority["priority_id"]]
    if rows.empty:
        return nothing_to_show(f"activities-{priority['priority_id']}", priority["priority"])
    own = figures[figures["activity_id"].isin(rows["activity_id"])]
    money = own[own["kind"] == "investment"]
    years = listed(sorted(money["financial_year"].dropna().unique()))
    return Table(
        id=f"activities-{priority['priority_id']}",
        title=f"{priority['priority']}: activities and Better Care Fund investment {years}".strip(),
        caption=_count_sums(len(rows), money.loc[money["value"].notna(), "activity_id"].nunique()),
        source=describe_sources(rows),
        data=own.merge(rows[["activity_id", "activity", "detail", "commitment"]], on="activity_id"),
        columns=[
            Column(
                "Activity",
                [_with_detail(*row) for row in rows[["activity", "detail"]].itertuples(index=False)],
            ),
            Column("Helped", [_helped(own, activity) for activity in rows["activity_id"]], numeric=True),
            Column("Investment", [_invested(own, activity) for activity in rows["activity_id"]], numeric=True),
            Column("Cost for each", [_costs(own, costs, activity) for activity in rows["activity_id"]], numeric=True),
            Column("Commitment that it serves", rows["commitment"].fillna("not stated").tolist()),
        ],
    )


def measures(rows: pd.DataFrame) -> Table | Sentences:
    """Show what the paper reports as improved: before, after, change and how it is known.

    Parameters
    ----------
    rows
        Rows of `statistics.measure_progress`.
    """
    if rows.empty:
        return nothing_to_show("measures", "What the paper reports as improved")
    rows = rows.sort_values("evidence", key=lambda column: column.map(list(_EVIDENCE).index), kind="stable")
    return Table(
        id="measures",
        title="What the paper reports as improved",
        caption=_by_evidence(rows["evidence"]),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Measure", [_measure(row) for _, row in rows.iterrows()]),
            Column("Before", [_value(row, "baseline") for _, row in rows.iterrows()], numeric=True),
            Column("After", [_value(row, "latest") for _, row in rows.iterrows()], numeric=True),
            Column("Change", [_change(row) for _, row in rows.iterrows()], numeric=True),
            Column("As reported", [_as_reported(word) for word in rows["over_time"]]),
            Column("In the paper’s words", [f"‘{words}’" for words in rows["stated"]]),
        ],
    )


def targets(rows: pd.DataFrame, observations: pd.DataFrame) -> Table | Sentences:
    """Show targets with their status.

    Parameters
    ----------
    rows
        Rows of `statistics.target_status` with the indicator's `indicator`, `unit` and `decimals`.
    observations
        The values that they were judged by.
    """
    title = "Targets that were set, and what came of them"
    if rows.empty:
        return nothing_to_show("targets", title)
    return Table(
        id="targets",
        title=title,
        caption=(
            "A target is met when a value published for a period up to its date reached it; before that date, a "
            "forecast says whether it is on course, where there are values enough for one."
        ),
        source=describe_sources(
            pd.concat([rows, observations[observations["indicator_id"].isin(rows["indicator_id"])]])
        ),
        data=rows,
        columns=[
            Column("Indicator", rows["indicator"].tolist()),
            Column("When it was set", [_at(row, "baseline") for _, row in rows.iterrows()], numeric=True),
            Column("Target", rows["target_stated"].tolist(), numeric=True),
            Column("Best in time", [_at(row, "best", "best_value") for _, row in rows.iterrows()], numeric=True),
            Column("Latest", [_at(row, "latest", "latest_value") for _, row in rows.iterrows()], numeric=True),
            Column("Status", [status_html(word) for word in rows["status"]]),
        ],
    )


def services(levels: pd.DataFrame, paper: pd.Series, *, area: str) -> Table | Sentences:
    """Show what a paper counts of each service.

    Parameters
    ----------
    levels
        Rows of `statistics.stated_levels`.
    paper
        Row of the paper in the table of sources.
    area
        The name of the edition's own area; another area is named beside its figure.
    """
    id = f"services-{paper['document_type'].replace(' ', '-')}"
    title = f"What services do, in figures of the {paper['document_type']}"
    rows = levels[levels["source_id"] == paper["source_id"]]
    if rows.empty:
        return nothing_to_show(id, title)
    # Counts before shares of them.
    rows = rows.sort_values("unit", key=lambda units: units == "%", kind="stable")
    groups = [(subject, rows[rows["subject"] == subject]) for subject in levels["subject"].unique()]
    groups = [(subject, group) for subject, group in groups if not group.empty]
    return Table(
        id=id,
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'figure', 'figures'))} of {counted(len(groups), 'service', 'services')}. "
            "Where no time stands beside a figure, the paper states none."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Service", [sentence(subject) for subject, _ in groups]),
            Column(
                "What the paper states",
                [_lines([figure_in_words(row, area=area) for _, row in group.iterrows()]) for _, group in groups],
            ),
        ],
    )


def aims(rows: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show the levels that papers set out to reach; what came of them is not theirs to say.

    Parameters
    ----------
    rows
        Stated figures of the topic 'target'.
    area
        The name of the edition's own area; another area is named beside its figure.
    """
    title = "Levels that are to be reached"
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return nothing_to_show("aims", title)
    return Table(
        id="aims",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'level', 'levels'))}. The paper says what is to be reached, not what came "
            "of it, so this book judges none of them."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Service", [sentence(subject) for subject in rows["subject"]]),
            Column("What", [row["measure"] + of_whom(row, area=area) for _, row in rows.iterrows()]),
            Column("Level", [level(row) for _, row in rows.iterrows()], numeric=True),
            Column("When", rows["period"].fillna("not stated").tolist()),
        ],
    )


def _count_sums(activities: int, with_sum: int) -> str:
    noun = counted(activities, "activity", "activities")
    return f"Of {noun}, {counted(with_sum, 'has', 'have')} a sum of money stated."


def _with_detail(activity: str, detail: str | float) -> Markup:
    if pd.isna(detail):
        return Markup("{}").format(activity)
    return Markup('{}<br><span class="detail">{}</span>').format(activity, detail)


def _lines(parts: list[str]) -> Markup:
    return Markup("<br>").join(parts) if parts else Markup(BLANK)


def _helped(figures: pd.DataFrame, activity: str) -> Markup:
    rows = figures[(figures["activity_id"] == activity) & (figures["kind"] == "beneficiaries")]
    return _lines([_with_part(row, _count(row)) for _, row in rows.iterrows()])


def _invested(figures: pd.DataFrame, activity: str) -> Markup:
    rows = figures[(figures["activity_id"] == activity) & (figures["kind"] == "investment")]
    return _lines([_with_part(row, _money(row)) for _, row in rows.iterrows()])


def _costs(figures: pd.DataFrame, costs: pd.DataFrame, activity: str) -> Markup:
    """Write the costs of an activity in the order of the numbers helped that stand beside them."""
    order = figures.loc[figures["activity_id"] == activity, "component"].fillna("").tolist()
    rows = costs[costs["activity_id"] == activity].sort_values("component", key=lambda parts: parts.map(order.index))
    return _lines([_with_part(row, _cost(row)) for _, row in rows.iterrows()])


def _cost(row: pd.Series) -> str:
    text = pounds(row["cost"])
    return text if row["unit"] == "not stated" else f"{text} for each {one_of(row['unit'])}"


def _with_part(row: pd.Series, text: str) -> str:
    part = row["component"]
    return f"{part}: {text}" if isinstance(part, str) and part not in {"", row.get("unit")} else text


def _count(row: pd.Series) -> str:
    if row["status"] != "figure":
        return _IN_WORDS[row["status"]]
    about = "about " if row["qualifier"] == "approx" else ""
    return f"{about}{with_unit(row['value'], row['unit'])}"


def _money(row: pd.Series) -> str:
    if row["status"] == "other funding":
        return f"{row['stated']} (other funding)"
    if row["status"] != "figure":
        return _IN_WORDS[row["status"]]
    # A cell that holds the sums of several parts is printed part by part.
    return pounds(row["value"]) if isinstance(row["component"], str) else row["stated"]


def _as_reported(word: str) -> str:
    """Write the direction that a paper reports; a level or mere words have none that could be computed."""
    return BLANK if word == "cannot be calculated" else status_html(word)


def _by_evidence(evidence: pd.Series) -> str:
    """Count the measures by what the paper gives of them, without the kinds that it has none of."""
    if len(evidence) == 1:
        return f"One measure, with {_EVIDENCE[evidence.iloc[0]]}."
    found = evidence.value_counts()
    (first, words), *others = [(int(found[kind]), words) for kind, words in _EVIDENCE.items() if kind in found]
    clauses = [f"{counted(first, 'has', 'have')} {words}", *(f"{in_words(count)} {words}" for count, words in others)]
    return f"Of {in_words(len(evidence))} measures, {listed(clauses)}."


def _measure(row: pd.Series) -> Markup:
    """Name a measure, with the subject that it belongs to below it."""
    subject = row.get("subject")
    if not isinstance(subject, str):
        return Markup.escape(row["measure"])
    return _with_detail(sentence(row["measure"].removeprefix(f"{subject}: ")), sentence(subject))


def _value(row: pd.Series, field: str) -> str:
    decimals = 0 if float(row[field] or 0).is_integer() else 1
    text = with_unit(row[field], row["unit"], decimals)
    period = row[f"{field}_period"]
    if not isinstance(period, str):
        return text
    # A year stays on its line; the words before it may break, or their column would push out the others.
    words, space, year = period.rpartition(" ")
    return Markup('{} ({}{}<span class="period">{})</span>').format(text, words, space, year)


def _change(row: pd.Series) -> str:
    if row["evidence"] == "before and after":
        unit = "percentage points" if row["unit"] == "%" else row["unit"]
        return signed_amount(row["difference"], "not stated" if unit == "people" else unit)
    # No line ends in a lone minus sign.
    return BLANK if pd.isna(row["change"]) else change_in_words(row).replace(f"{MINUS}£", f"{MINUS}\N{WORD JOINER}£")


def _at(row: pd.Series, name: str, field: str | None = None) -> str:
    value, period = row[field or name], row[f"{name}_period"]
    if pd.isna(value):
        return BLANK
    text = with_unit(value, row["unit"], int(row["decimals"]))
    return text if pd.isna(period) else Markup('{} <span class="period">({})</span>').format(text, period)
