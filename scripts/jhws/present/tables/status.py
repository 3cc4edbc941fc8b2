"""How new the figures are, and what is asked of a book like this."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Nothing, Table, nothing_to_show
from jhws.present.numbers import counted, on_day
from jhws.present.status import status_html


def data_freshness(rows: pd.DataFrame, *, as_of: str) -> Table | Nothing:
    """Show the newest period of each indicator and when the next one is due by rule, what is overdue first.

    Parameters
    ----------
    rows
        Rows of `statistics.data_freshness`.
    as_of
        The edition's day, ISO.
    """
    title = "How new each figure is"
    if rows.empty:
        return nothing_to_show("data-freshness", title)
    next_ones = [
        f"{period}, from {on_day(due)}" if pd.notna(due) else "not known: there is one period alone"
        for period, due in zip(rows["next_period"], rows["next_due"], strict=True)
    ]
    return Table(
        id="data-freshness",
        title=title,
        caption=(
            f"{counted(len(rows), 'indicator', 'indicators').capitalize()} on {on_day(pd.Timestamp(as_of))}. The days "
            "are rules of this book, not dates that a publisher has given: a period’s end and the publisher’s usual "
            "delay. ‘Overdue’ says that by this rule a newer figure was due; it may not have been published."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Indicator", rows["indicator"].tolist()),
            Column("How it stands", [status_html(state) for state in rows["state"]]),
            Column("Newest period", rows["period"].tolist()),
            Column("Taken as published", [on_day(day) for day in rows["available_from"]]),
            Column("Next one, by rule", next_ones),
        ],
    )


def rap_levels(criteria: pd.DataFrame) -> Table:
    """Show what each level of a reproducible analytical pipeline asks for, and where the project meets it.

    Parameters
    ----------
    criteria
        Rows of the table `rap_criteria`, in its order.
    """
    return Table(
        id="rap-levels",
        title="What the NHS asks of a reproducible analytical pipeline",
        caption=(
            "Each level asks for all that the lower ones ask for. The criteria are told in this book’s own words; "
            "whether they are met is the project’s own judgement."
        ),
        source=describe_sources(criteria),
        data=criteria,
        columns=[
            Column("What is asked", criteria["criterion"].tolist()),
            Column("Level", criteria["level"].tolist()),
            Column("How it stands", [status_html(verdict) for verdict in criteria["verdict"]]),
            Column("How, or why not", [_with_files(*row) for row in criteria[["reason", "files"]].to_numpy()]),
        ],
    )


def _with_files(reason: str, files: str | float) -> str:
    if not isinstance(files, str):
        return reason
    named = Markup(", ").join(Markup("<code>{}</code>").format(file) for file in files.split("; "))
    return Markup("{}<br>{}").format(reason, named)
