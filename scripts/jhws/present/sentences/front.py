"""The front page, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, in_words, listed, number, on_day, pounds, sentence, with_unit
from jhws.present.sentences._standing import against, over_time


def answer(
    summary: pd.DataFrame,
    slopes: pd.DataFrame,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    area: str,
    period: str,
    years: str,
) -> Sentences:
    """Sum up the book: delivery, trends, inequality, targets, a sentence each.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series`.
    slopes
        Slope indices of the area by `sex`.
    figures
        Figures of the activities.
    targets
        Rows of `statistics.target_status`.
    area, period
        The area's name and the financial year of the money.
    years
        Of the slope indices.
    """
    parts = [_money(figures, area, period), _trends(summary), _gaps(slopes, area, years)]
    parts += [_target(row) for _, row in targets.iterrows()]
    return Sentences("front-answer", [part for part in parts if part], lead=True)


def _money(figures: pd.DataFrame, area: str, period: str) -> str:
    money = figures[(figures["kind"] == "investment") & (figures["financial_year"] == period)].dropna(subset="value")
    if money.empty:
        return ""
    activities = counted(money["activity_id"].nunique(), "activity", "activities")
    return (
        f"The Board’s paper lists {pounds(money['value'].sum())} of Better Care Fund money for {activities} in {area} "
        f"in {period}."
    )


def _trends(summary: pd.DataFrame) -> str:
    if summary.empty:
        return ""
    told = [f"of {in_words(len(summary))} series of health and care figures, {over_time(summary)}", *against(summary)]
    return " ".join(f"{sentence(part)}." for part in told)


def _gaps(slopes: pd.DataFrame, area: str, years: str) -> str:
    gaps = slopes.set_index("sex")["sii"]
    told = [
        f"{number(abs(gaps[sex]), 1)} years {'shorter' if gaps[sex] >= 0 else 'longer'} for {people}"
        for sex, people in (("Male", "men"), ("Female", "women"))
        if sex in gaps
    ]
    return (
        f"At the most deprived end of {area}, life expectancy in {years} was {listed(told)} than at the least "
        "deprived end."
        if told
        else ""
    )


_CAME_OF_IT = {
    "met": "was met",
    "missed": "was missed",
    "on course": "is on course",
    "off course": "is off course",
    "not known": "cannot be judged yet",
}


def _target(row: pd.Series) -> str:
    told = f"The target of {row['target_stated']} for ‘{row['indicator']}’ {_CAME_OF_IT[row['status']]}"
    if pd.isna(row["latest_value"]):
        return f"{told}."
    latest = with_unit(row["latest_value"], row["unit"], int(row["decimals"]))
    return f"{told}; the latest figure is {latest} ({row['latest_period']})."


def about(edition: str, period: str, as_of: str, sources: pd.DataFrame, *, area: str) -> Sentences:
    """Say which edition this is, of which day, and from which papers."""
    titles = "; ".join(f"{row['publisher']}, {row['title']}" for _, row in sources.iterrows())
    return Sentences(
        "about-edition",
        [
            f"Edition {edition}: {area} in {period}, with figures likely to have been published by "
            f"{on_day(pd.Timestamp(as_of))}.{f' It is based on: {titles}.' if titles else ''}"
        ],
    )
