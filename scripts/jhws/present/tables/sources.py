"""Where the figures come from, and what each indicator means."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Column, Table
from jhws.present.numbers import BLANK, counted, on_day, sentence

_OURS = "This book’s own tables"


def sources(rows: pd.DataFrame) -> Table:
    """Show each source: title, publisher, date, licence."""
    dates = [on_day(day) if pd.notna(day) else "not stated" for day in rows["published"]]
    return Table(
        id="sources",
        title="Sources",
        caption=(
            f"{sentence(counted(len(rows), 'publication', 'publications'))}; where none is printed, the date is "
            "given as not stated."
        ),
        source=f"{_OURS}, sources.csv",
        data=rows,
        columns=[
            Column("Title", rows["title"].tolist()),
            Column("Publisher", rows["publisher"].tolist()),
            Column("Date", dates),
            Column("Licence", rows["licence"].tolist()),
        ],
    )


def indicators(rows: pd.DataFrame) -> Table:
    """Show each indicator: its meaning, its unit, which way is good, and the rule for when it is published."""
    months = [f"{lag} month{'' if lag == 1 else 's'}" for lag in rows["publication_lag_months"]]
    rule = [f"{lag} after its period ends" for lag in months]
    return Table(
        id="indicators",
        title="Indicators",
        caption=(
            "What each indicator means. ‘Taken as published’ is a rule of this book, not a date that a "
            "publisher has given."
        ),
        source=f"{_OURS}, indicators.csv",
        data=rows,
        columns=[
            Column("Indicator", rows["name"].tolist()),
            Column("Meaning", rows["definition"].tolist()),
            Column("Unit", rows["unit"].tolist()),
            Column("Which way is good", rows["polarity"].tolist()),
            Column("Taken as published", rule),
            Column("To note", rows["note"].fillna(BLANK).tolist()),
        ],
    )
