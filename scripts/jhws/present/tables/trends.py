"""Where are the trends heading? The state of each series in one row."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.figures.trends import series_name
from jhws.present.numbers import BLANK, in_words, interval, sentence, widest_level, with_unit
from jhws.present.status import status_html


def outlook(rows: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show each series: latest value and limits, over time, against England, forecast.

    Parameters
    ----------
    rows
        Rows of `statistics.summarise_series`.
    area
        The area's name.
    """
    title = f"{area}: where each indicator stands and where it is heading"
    if rows.empty:
        return nothing_to_show("outlook", title)
    level = widest_level(rows.columns, prefix="forecast_")
    return Table(
        id="outlook",
        title=title,
        caption=(
            f"{sentence(in_words(len(rows)))} series, each with its latest published value. A forecast is for the "
            f"last of the years ahead, with limits that should hold the value in {level} cases of 100."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Indicator", series_names(rows)),
            Column("Latest, with 95% interval", [_with_limits(row) for _, row in rows.iterrows()], numeric=True),
            Column("Over time", [status_html(word) for word in rows["over_time"]]),
            Column("Against England", [against_reference(row) for _, row in rows.iterrows()]),
            Column("Forecast", [_forecast(row) for _, row in rows.iterrows()], numeric=True),
        ],
    )


def series_names(rows: pd.DataFrame) -> list[str]:
    """Name each series as readers know it."""
    return [series_name(name, sex) for name, sex in zip(rows["indicator"], rows["sex"], strict=True)]


def against_reference(row: pd.Series) -> Markup:
    """Write where a series stands; beside a median the reader is told which side is good."""
    told = status_html(row["against_reference"])
    if row["reference_kind"] != "median" or row["polarity"] == "no judgement":
        return told
    return told + Markup(" ({})").format(row["polarity"])


def value_at(row: pd.Series, value: str, period: str) -> Markup:
    """Write a value of a series with its unit and its period; a dash where it is missing."""
    if pd.isna(row[value]):
        return Markup(BLANK)
    return _over(with_unit(row[value], row["unit"], int(row["decimals"])), row[period])


def _with_limits(row: pd.Series) -> Markup:
    latest = value_at(row, "value", "period")
    if pd.isna(row["lower_95"]):
        return latest
    return latest + Markup("<br>{}").format(interval(row["lower_95"], row["upper_95"], int(row["decimals"])))


def _forecast(row: pd.Series) -> Markup | str:
    if pd.isna(row["forecast"]):
        points = int(row["points"])
        return f"none: {points} value{'' if points == 1 else 's'} known"
    decimals = int(row["decimals"])
    level = widest_level(row.index, prefix="forecast_")
    limits = interval(row[f"forecast_lower_{level}"], row[f"forecast_upper_{level}"], decimals)
    return value_at(row, "forecast", "forecast_period") + Markup("<br>{}").format(limits)


def _over(value: str, period: str) -> Markup:
    """Write a value with its period on one line each where the column is narrow."""
    return Markup('{} <span class="period">({})</span>').format(value, period)
