"""Where are the trends heading? In sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences
from jhws.present.figures.trends import series_name
from jhws.present.numbers import in_words, interval, listed, number, on_day, sentence, widest_level, with_unit
from jhws.present.sentences._standing import against, over_time
from jhws.present.status import status_html


def answer(rows: pd.DataFrame, *, area: str) -> Sentences:
    """Open the chapter: how many series get better or worse, and how they stand against England.

    Parameters
    ----------
    rows
        Rows of `statistics.summarise_series`.
    """
    if rows.empty:
        return Sentences("trends-answer", [f"This edition has no series of indicators for {area}."], lead=True)
    first = f"Of {in_words(len(rows))} series of indicators for {area}, {over_time(rows)}."
    moved = [
        f"{sentence(word)}: {listed(names)}."
        for word in ("getting better", "getting worse", "increasing", "decreasing")
        if (names := _names(rows[rows["over_time"] == word]))
    ]
    second = " ".join(f"{sentence(told)}." for told in against(rows))
    return Sentences("trends-answer", [" ".join([first, *moved]), second], lead=True)


def chances(rows: pd.DataFrame) -> Sentences:
    """Say how likely each target is to be reached, by its date and in the years ahead.

    Parameters
    ----------
    rows
        Rows of `statistics.target_chances`.
    """
    if rows.empty:
        return Sentences("target-chances", ["No target of this edition has a series long enough to forecast."])
    return Sentences("target-chances", [_chance(group) for _, group in rows.groupby("target_id", sort=False)])


def _chance(group: pd.DataFrame) -> str:
    target = group.iloc[0]
    in_time = group[group["in_time"]]
    if in_time.empty:
        ahead = listed([f"{_in_100(row['chance'])} for {row['period']}" for _, row in group.iterrows()])
        return (
            f"The next value for ‘{target['indicator']}’ is for a time after the date of its target, "
            f"{target['target_stated']}. If things go on as before, the chance of reaching it is {ahead}."
        )
    last = in_time.iloc[-1]
    return (
        f"The target for ‘{target['indicator']}’ is {target['target_stated']}. If things go on as before, the chance "
        f"that the value for {last['period']} reaches it is {_in_100(last['chance'])}."
    )


def _in_100(chance: float) -> str:
    if chance < 0.01:
        return "less than 1 in 100"
    return "more than 99 in 100" if chance > 0.99 else f"{number(100 * chance)} in 100"


def seen_until(as_of: str, history: pd.DataFrame, everything: pd.DataFrame) -> Sentences:
    """Say which day's knowledge the chapter shows, and how much has come since."""
    later = int(everything["value"].notna().sum() - history["value"].notna().sum())
    parts = [
        f"This edition shows figures likely to have been published by {on_day(pd.Timestamp(as_of))}, as far as the "
        "tables of this book hold them: where a series ends earlier, newer figures may exist."
    ]
    if later:
        told = "later value in the tables is" if later == 1 else "later values in the tables are"
        them = "it" if later == 1 else "them"
        parts.append(f"{sentence(in_words(later))} {told} left out, so that the forecasts can be held against {them}.")
    return Sentences("seen-until", [" ".join(parts)])


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
    name = series_name(row["indicator"], row["sex"])
    opening = Markup("<strong>{}</strong>: {} in {}{}.").format(name, now, row["period"], limits)
    told = [opening, _before(row), _over_time(row), _against(row), _ahead(row)]
    return Markup(" ").join(part for part in told if part)


def _before(row: pd.Series) -> str:
    if row["over_time"] != "cannot be calculated" or pd.isna(row["previous_value"]):
        return ""
    before = with_unit(row["previous_value"], row["unit"], int(row["decimals"]))
    return f"It was {before} in {row['previous_period']}."


def _over_time(row: pd.Series) -> Markup | str:
    if row["over_time"] != "cannot be calculated":
        return Markup("Over the last five values: {}.").format(status_html(row["over_time"]))
    if pd.isna(row["lower_95"]):
        return "Trend not tested: it is published without a margin of error."
    return f"Trend not tested: {_inside(row['over_time_reason'])}."


def _against(row: pd.Series) -> Markup | str:
    if row["against_reference"] == "not compared":
        return ""
    reference = with_unit(row["reference"], row["unit"], int(row["decimals"]))
    if row["reference_kind"] == "median":
        good = "" if row["polarity"] == "no judgement" else f"; {row['polarity']}"
        return Markup("It is {} ({}{}).").format(status_html(row["against_reference"]), reference, good)
    return Markup("Against England’s {}: {}.").format(reference, status_html(row["against_reference"]))


def _ahead(row: pd.Series) -> str:
    if pd.isna(row["forecast"]):
        return f"No forecast: {_inside(row['forecast_reason'])}."
    decimals = int(row["decimals"])
    level = widest_level(row.index, prefix="forecast_")
    limits = [number(row[f"forecast_{end}_{level}"], decimals) for end in ("lower", "upper")]
    lower, upper = row[f"forecast_lower_{level}"], row[f"forecast_upper_{level}"]
    unsure = ", so it does not tell a rise from a fall" if lower <= row["value"] <= upper else ""
    return (
        f"The forecast for {row['forecast_period']} is {with_unit(row['forecast'], row['unit'], decimals)}; in {level} "
        f"cases of 100 the value should lie between {listed(limits)}{unsure}."
    )


def _inside(text: str) -> str:
    """Write a sentence so that it can stand after a colon."""
    return text[:1].lower() + text[1:].rstrip(".")


def _names(rows: pd.DataFrame) -> list[str]:
    names = [series_name(name, sex) for name, sex in zip(rows["indicator"], rows["sex"], strict=True)]
    return [name if name[:2].isupper() else _inside(name) for name in names]
