"""Everything at a glance: each series, each reported measure, and what changed since the edition before."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Nothing, Table, nothing_to_show
from jhws.present.numbers import counted, in_words, on_day, sentence, signed
from jhws.present.status import STATUSES, status_html
from jhws.present.tables.trends import against_reference, series_names, value_at


def at_a_glance(rows: pd.DataFrame, *, area: str) -> Table | Nothing:
    """Show the state of each series in words.

    Parameters
    ----------
    rows
        Rows of `statistics.summarise_series`, with `target_status`.
    area
        The area's name.
    """
    title = f"{area}: every indicator at a glance"
    if rows.empty:
        return nothing_to_show("at-a-glance", title)
    return Table(
        id="at-a-glance",
        title=title,
        caption=f"{sentence(in_words(len(rows)))} series of indicators, each with its latest published value.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Indicator", series_names(rows)),
            Column("Latest", [value_at(row, "value", "period") for _, row in rows.iterrows()], numeric=True),
            Column("Before", [value_at(row, "previous_value", "previous_period") for _, row in rows.iterrows()], True),
            Column("Over time", [status_html(word) for word in rows["over_time"]]),
            Column("Against England", [against_reference(row) for _, row in rows.iterrows()]),
            Column("Against its target", [status_html(word) for word in rows["target_status"]]),
        ],
    )


def measures_at_a_glance(rows: pd.DataFrame) -> Table | Nothing:
    """Show each measure that the edition's papers report, with its direction and how that is known.

    Parameters
    ----------
    rows
        Rows of `statistics.measure_progress`.
    """
    title = "Every measure that the papers report"
    if rows.empty:
        return nothing_to_show("measures-at-a-glance", title)
    rows = rows.sort_values("over_time", key=lambda words: words.map(list(STATUSES).index), kind="stable")
    judged = int(rows["over_time"].isin(["getting better", "getting worse"]).sum())
    return Table(
        id="measures-at-a-glance",
        title=title,
        caption=(
            f"Of {counted(len(rows), 'measure', 'measures')}, {counted(judged, 'has', 'have')} a direction that can "
            "be told from the figures in the papers; the others have a level or words alone. No limits are published, "
            "so none is a test."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Measure", rows["measure"].tolist()),
            Column("Over time", [status_html(word) for word in rows["over_time"]]),
            Column("What the papers give", rows["evidence"].tolist()),
        ],
    )


def since_edition_before(rows: pd.DataFrame, *, area: str, as_of_before: str) -> Table | Nothing:
    """Show what the edition before knew of each series beside what is known now.

    Parameters
    ----------
    rows
        Rows of `statistics.changed_since`.
    area
        The area's name.
    as_of_before
        Day of the edition before, ISO; blank where there is none.
    """
    title = f"{area}: what changed since the edition before"
    if rows.empty:
        return nothing_to_show("since-edition-before", title)
    day = on_day(pd.Timestamp(as_of_before))
    return Table(
        id="since-edition-before",
        title=title,
        caption=(
            f"What the edition of {day} knew, and what is known now: "
            f"{counted(int(rows['newer'].sum()), 'series has', 'series have')} a newer value. A difference between "
            "two values shows a direction; the trend over all years tests it."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Indicator", series_names(rows)),
            Column("Then", [value_at(row, "value_then", "period_then") for _, row in rows.iterrows()], numeric=True),
            Column("Now", [value_at(row, "value", "period") for _, row in rows.iterrows()], numeric=True),
            Column("Difference", [_difference(row) for _, row in rows.iterrows()], numeric=True),
            Column("Over time", [_then_now(row, "over_time") for _, row in rows.iterrows()]),
            Column("Against England", [_then_now(row, "against_reference") for _, row in rows.iterrows()]),
        ],
    )


def _difference(row: pd.Series) -> str:
    return signed(row["difference"], int(row["decimals"])) if row["newer"] else "no newer value"


def _then_now(row: pd.Series, field: str) -> Markup:
    then, now = row[f"{field}_then"], row[field]
    if then == now:
        return status_html(now)
    return status_html(then) + Markup("<br>now ") + status_html(now)
