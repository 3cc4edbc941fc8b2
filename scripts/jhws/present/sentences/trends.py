"""Where are the trends heading? In sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences
from jhws.present.figures.trends import series_name
from jhws.present.numbers import in_words, interval, listed, with_unit
from jhws.present.status import status_html


def answer(rows: pd.DataFrame, *, area: str) -> Sentences:
    """Open the chapter: how many series get better or worse, and how they stand against England.

    Parameters
    ----------
    rows
        Rows of `statistics.summarise_series`.
    """
    over_time = rows["over_time"].value_counts()
    better = _names(rows[rows["over_time"] == "getting better"])
    worse = _names(rows[rows["over_time"] == "getting worse"])
    told = int(len(rows) - over_time.get("cannot be calculated", 0))
    first = (
        f"Of {len(rows)} series of indicators for {area}, {told} have the published limits that a trend test "
        f"needs: {_some(better, 'getting better')}, {_some(worse, 'getting worse')}, and "
        f"{in_words(int(over_time.get('no clear change', 0)))} show no clear change."
    )
    against = rows["against_reference"].value_counts()
    second = (
        f"Against England, {in_words(int(against.get('better', 0)))} are better, "
        f"{in_words(int(against.get('similar', 0)))} similar and {in_words(int(against.get('worse', 0)))} worse; "
        f"{in_words(int(against.get('above the English median', 0)))} stand above and "
        f"{in_words(int(against.get('below the English median', 0)))} below the median of English authorities."
    )
    return Sentences("trends-answer", [first, second], lead=True)


def seen_until(as_of: str, history: pd.DataFrame, everything: pd.DataFrame) -> Sentences:
    """Say which day's knowledge the chapter shows, and how much has come since."""
    later = len(everything) - len(history)
    day = pd.Timestamp(as_of)
    return Sentences(
        "seen-until",
        [
            f"This edition shows what is taken to have been published by {day.day} {day:%B %Y}. "
            f"{in_words(later).capitalize()} later values in the tables are left out, so that its forecasts can "
            "be held against them."
        ],
    )


def each(rows: pd.DataFrame, indicators: Sequence[str], *, id: str) -> Sentences:
    """Say in a sentence or two how each series of some indicators stands and where it heads."""
    order = {indicator: place for place, indicator in enumerate(indicators)}
    chosen = rows[rows["indicator_id"].isin(indicators)]
    chosen = chosen.sort_values("indicator_id", key=lambda ids: ids.map(order), kind="stable")
    return Sentences(id, [_tell(row) for _, row in chosen.iterrows()])


def _tell(row: pd.Series) -> Markup:
    decimals = int(row["decimals"])
    now = with_unit(row["value"], row["unit"], decimals)
    limits = ""
    if pd.notna(row["lower_95"]):
        limits = f" (95% interval {interval(row['lower_95'], row['upper_95'], decimals)})"
    return Markup("<strong>{}</strong>: {} in {}{}. {} {} {}").format(
        series_name(row["indicator"], row["sex"]),
        now,
        row["period"],
        limits,
        _over_time(row),
        _against(row),
        _ahead(row),
    )


def _over_time(row: pd.Series) -> Markup | str:
    if row["over_time"] != "cannot be calculated":
        return Markup("Over the last five values: {}.").format(status_html(row["over_time"]))
    decimals = int(row["decimals"])
    if pd.isna(row["previous_value"]):
        return ""
    before = with_unit(row["previous_value"], row["unit"], decimals)
    return f"It was {before} in {row['previous_period']}. Trend not tested: {_inside(row['over_time_reason'])}."


def _against(row: pd.Series) -> Markup | str:
    if row["against_reference"] == "not compared":
        return ""
    reference = with_unit(row["reference"], row["unit"], int(row["decimals"]))
    if row["reference_kind"] == "median":
        return Markup("It is {}, {}.").format(status_html(row["against_reference"]), reference)
    return Markup("Against England’s {}: {}.").format(reference, status_html(row["against_reference"]))


def _ahead(row: pd.Series) -> str:
    if pd.isna(row["forecast"]):
        return f"No forecast: {_inside(row['forecast_reason'])}."
    decimals = int(row["decimals"])
    limits = interval(row["forecast_lower_95"], row["forecast_upper_95"], decimals)
    return (
        f"If it goes on as before, expect {with_unit(row['forecast'], row['unit'], decimals)} in "
        f"{row['forecast_period']}, and in 95 cases of 100 a value between {limits.replace(' to ', ' and ')}."
    )


def _inside(sentence: str) -> str:
    """Write a sentence so that it can stand after a colon."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _names(rows: pd.DataFrame) -> list[str]:
    return [
        series_name(name, sex).lower() if not name.isupper() else name
        for name, sex in zip(rows["indicator"], rows["sex"], strict=True)
    ]


def _some(names: list[str], words: str) -> str:
    if not names:
        return f"none is {words}"
    verb = "is" if len(names) == 1 else "are"
    return f"{in_words(len(names))} {verb} {words} ({listed(names)})"
