"""What has the strategy delivered? Activities, measures, targets, promises of Dying Well, what comes next."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Table
from jhws.present.numbers import BLANK, exact_pounds, listed, number, pounds, signed, with_unit
from jhws.present.status import status_html

# How a figure that is no number is told.
_IN_WORDS = {
    "not applicable": "N/A",
    "core funding": "core funding",
    "other funding": "other funding",
    "everyone": "all",
    "blank in the source": "not stated",
    "suppressed": "too few to show",
}


def activities(priority: pd.Series, activities: pd.DataFrame, figures: pd.DataFrame, costs: pd.DataFrame) -> Table:
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
    own = figures[figures["activity_id"].isin(rows["activity_id"])]
    money = own[own["kind"] == "investment"]
    years = listed(sorted(money["financial_year"].dropna().unique()))
    return Table(
        id=f"activities-{priority['priority_id']}",
        title=f"{priority['priority']}: activities and Better Care Fund investment {years}",
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
            Column("Cost for each", [_costs(costs, activity) for activity in rows["activity_id"]], numeric=True),
            Column("Commitment that it serves", rows["commitment"].tolist()),
        ],
    )


def measures(rows: pd.DataFrame) -> Table:
    """Show what the paper reports as improved: before, after, change and how it is known.

    Parameters
    ----------
    rows
        Rows of `statistics.measure_progress`.
    """
    order = ["before and after", "change only", "level only", "words only"]
    rows = rows.sort_values("evidence", key=lambda column: column.map(order.index), kind="stable")
    told = rows["evidence"].value_counts()
    return Table(
        id="measures",
        title="What the paper reports as improved",
        caption=(
            f"Of {len(rows)} measures, {told.get('before and after', 0)} have a value before and after, "
            f"{told.get('change only', 0)} only a change, {told.get('level only', 0)} only a level and "
            f"{told.get('words only', 0)} only words."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Measure", rows["measure"].tolist()),
            Column("Before", [_value(row, "baseline") for _, row in rows.iterrows()], numeric=True),
            Column("After", [_value(row, "latest") for _, row in rows.iterrows()], numeric=True),
            Column("Change", [_change(row) for _, row in rows.iterrows()], numeric=True),
            Column("Over time", [status_html(word) for word in rows["over_time"]]),
            Column("The paper gives", rows["evidence"].tolist()),
        ],
    )


def targets(rows: pd.DataFrame) -> Table:
    """Show targets with their status.

    Parameters
    ----------
    rows
        Rows of `statistics.target_status` with the indicator's `indicator`, `unit` and `decimals`.
    """
    return Table(
        id="targets",
        title="Targets that were set, and what came of them",
        caption="A target is met when a value published for a period up to its date reached it.",
        source=describe_sources(rows),
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


def interventions(rows: pd.DataFrame) -> Table:
    """Show what was done for each priority of Dying Well.

    Parameters
    ----------
    rows
        `priority`, `intervention`, `commitment`, `workstream`, `alignment`.
    """
    lost = int((rows["alignment"] == "lost in the text").sum())
    return Table(
        id="dying-well",
        title="Dying Well: what was done for each priority",
        caption=(
            f"In the text of the paper the lines between {lost} of {len(rows)} actions and their commitments or "
            "workstreams are lost; they are shown as not stated."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Action", rows["intervention"].tolist()),
            Column("Priority", rows["priority"].tolist()),
            Column("Commitment", rows["commitment"].fillna("not stated").tolist()),
            Column("Workstream", rows["workstream"].fillna("not stated").tolist()),
        ],
    )


def statements(rows: pd.DataFrame, kind: str, *, title: str) -> Table:
    """Show the paper's challenges or next steps.

    Parameters
    ----------
    rows
        `kind`, `statement`, source and locator.
    kind
        'challenge' or 'next step'.
    title
        Of the table.
    """
    rows = rows[rows["kind"] == kind]
    return Table(
        id=f"{kind.replace(' ', '-')}s",
        title=title,
        caption=f"The paper names {number(len(rows))}.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(kind.capitalize(), rows["statement"].tolist()),
            Column("Where the paper says so", rows["locator"].tolist()),
        ],
    )


def _count_sums(activities: int, with_sum: int) -> str:
    noun = "activity" if activities == 1 else "activities"
    verb = "has" if with_sum == 1 else "have"
    return f"Of {activities} {noun}, {with_sum} {verb} a sum of money stated."


def _with_detail(activity: str, detail: str) -> Markup:
    return Markup('{}<br><span class="detail">{}</span>').format(activity, detail)


def _lines(parts: list[str]) -> Markup:
    return Markup("<br>").join(parts) if parts else Markup(BLANK)


def _helped(figures: pd.DataFrame, activity: str) -> Markup:
    rows = figures[(figures["activity_id"] == activity) & (figures["kind"] == "beneficiaries")]
    return _lines([_with_part(row, _count(row)) for _, row in rows.iterrows()])


def _invested(figures: pd.DataFrame, activity: str) -> Markup:
    rows = figures[(figures["activity_id"] == activity) & (figures["kind"] == "investment")]
    return _lines([_with_part(row, _money(row)) for _, row in rows.iterrows()])


def _costs(costs: pd.DataFrame, activity: str) -> Markup:
    rows = costs[costs["activity_id"] == activity]
    return _lines([_with_part(row, pounds(row["cost"])) for _, row in rows.iterrows()])


def _with_part(row: pd.Series, text: str) -> str:
    part = row["component"]
    return f"{part}: {text}" if isinstance(part, str) and part not in {"", row.get("unit")} else text


def _count(row: pd.Series) -> str:
    if row["status"] != "figure":
        return _IN_WORDS[row["status"]]
    about = "about " if row["qualifier"] == "approx" else ""
    unit = "" if row["unit"] == "not stated" else f" {row['unit']}"
    return f"{about}{number(row['value'])}{unit}"


def _money(row: pd.Series) -> str:
    if row["status"] == "other funding":
        return f"{row['stated']} (other funding)"
    return exact_pounds(row["value"]) if row["status"] == "figure" else _IN_WORDS[row["status"]]


def _value(row: pd.Series, field: str) -> str:
    decimals = 0 if float(row[field] or 0).is_integer() else 1
    text = with_unit(row[field], row["unit"], decimals)
    period = row[f"{field}_period"]
    if not isinstance(period, str):
        return text
    return Markup('{} <span class="period">({})</span>').format(text, period)


def _change(row: pd.Series) -> str:
    if row["evidence"] == "before and after":
        unit = "" if row["unit"] == "people" else f" {row['unit']}"
        return f"{signed(row['difference'], 0 if float(row['difference']).is_integer() else 1)}{unit}"
    if pd.isna(row["change"]):
        return BLANK
    qualifier = "about " if row["change_qualifier"] == "approx" else ""
    space = "" if row["change_unit"] == "%" else " "
    digits = 0 if float(row["change"]).is_integer() else 1
    return f"{qualifier}{signed(row['change'], digits)}{space}{row['change_unit']}"


def _at(row: pd.Series, name: str, field: str | None = None) -> str:
    value = row[field or name]
    if pd.isna(value):
        return BLANK
    text = with_unit(value, row["unit"], int(row["decimals"]))
    return Markup('{} <span class="period">({})</span>').format(text, row[f"{name}_period"])
