"""How good have the forecasts been? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.figures.trends import series_name
from jhws.present.numbers import counted, in_words, interval, number, sentence, some_of, with_unit

_FEW = 40  # forecasts, of which 95% limits miss two


def record(past: pd.DataFrame, record: pd.DataFrame, *, id: str = "forecast-record", lead: bool = False) -> Sentences:
    """Say how often the limits of past forecasts held, and how far off their centre was.

    Parameters
    ----------
    past
        Rows of `statistics.past_forecasts`.
    record
        Rows of `statistics.forecast_record` for each series.
    """
    if past.empty:
        told = "No series is long enough to hold earlier forecasts against what came."
        return Sentences(id, [told], lead)
    held, made = int(past["held"].sum()), len(past)
    better = int((record["error"] < record["unchanged_error"]).sum())
    parts = [
        f"Made in each earlier year, this book would have given {counted(made, 'forecast', 'forecasts')} whose outcome "
        f"is known by now. The 95% limits held {in_words(held)}, {number(100 * held / made, 1)}%: "
        f"{_verdict(held, made)}",
        "On average the forecast itself was nearer to what came than ‘no change’ would have been for "
        f"{some_of(better, len(record), 'series', 'series')}. Where it was not, its worth lies in the limits, which "
        "say how much can happen in a few years.",
    ]
    return Sentences(id, parts, lead)


def _verdict(held: int, made: int) -> str:
    if made < _FEW:
        return "these are too few to judge the limits by."
    share = held / made
    if share > 0.97:
        return "more than they promise, so they have been wider than they needed to be."
    return "about what they promise." if share >= 0.93 else "less than they promise."


def since(rows: pd.DataFrame) -> Sentences:
    """Say what was published after the edition's day, beside what the edition had forecast.

    Parameters
    ----------
    rows
        Rows of `statistics.held_against`.
    """
    if rows.empty:
        return Sentences("since-this-edition", ["Nothing that this edition forecasts has been published since."])
    held = some_of(int(rows["held"].sum()), len(rows), "value", "values")
    opening = (
        f"{sentence(counted(len(rows), 'value', 'values'))} that this edition forecasts "
        f"{'has' if len(rows) == 1 else 'have'} been published since. The {rows['level'].iloc[0]}% limits held {held}."
    )
    return Sentences("since-this-edition", [opening, *(_came(row) for _, row in rows.iterrows())])


def _came(row: pd.Series) -> str:
    decimals = int(row["decimals"])
    return (
        f"{series_name(row['indicator'], row['sex'])}, {row['period']}: "
        f"{with_unit(row['actual'], row['unit'], decimals)}; the forecast was {number(row['forecast'], decimals)} "
        f"({interval(row['lower'], row['upper'], decimals)})."
    )
