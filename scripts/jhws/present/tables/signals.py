"""Series without limits, read as control charts."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.figures.trends import series_name
from jhws.present.numbers import interval, number, some_of, with_unit

_VARIATION = {
    "common cause": "nothing unusual",
    "special cause improvement": "a signal of improvement",
    "special cause concern": "a signal of concern",
    "special cause neither improvement nor concern": "a signal",
    "cannot be calculated": "cannot be calculated",
}


def signals(rows: pd.DataFrame, *, source: str) -> Table | Sentences:
    """Show the latest point of each control chart.

    Parameters
    ----------
    rows
        The latest row of each series of `statistics.control_chart`, with `indicator`, `unit` and `decimals`.
    source
        Where the figures come from.
    """
    title = "Measures without published limits: is the latest value out of the ordinary?"
    if rows.empty:
        return nothing_to_show("signals", title)
    few = int(rows["trial_limits"].sum())
    trial = f" For {some_of(few, len(rows), 'series', 'series')} it rests on fewer than twelve values and is a trial."
    return Table(
        id="signals",
        title=title,
        caption=(
            "The usual range is what to expect from a process that does not change, worked out from the series "
            f"itself.{trial if few else ''}"
        ),
        source=source,
        data=rows,
        columns=[
            Column(
                "Measure", [series_name(name, sex) for name, sex in zip(rows["indicator"], rows["sex"], strict=True)]
            ),
            Column("Latest", [_latest(row) for _, row in rows.iterrows()], numeric=True),
            Column("Usual range", [_range(row) for _, row in rows.iterrows()], numeric=True),
            Column("Values", [number(points) for points in rows["points"]], numeric=True),
            Column("What it shows", [_VARIATION[word] for word in rows["variation"]]),
        ],
    )


def _latest(row: pd.Series) -> str:
    return f"{with_unit(row['value'], row['unit'], int(row['decimals']))} ({row['period']})"


def _range(row: pd.Series) -> str:
    return interval(row["lower_limit"], row["upper_limit"], int(row["decimals"]))
