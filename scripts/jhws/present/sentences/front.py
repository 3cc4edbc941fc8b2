"""The front page, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import in_words, number, pounds, with_unit


def answer(
    summary: pd.DataFrame,
    slopes: pd.DataFrame,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    area: str,
    period: str,
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
    """
    money = figures[(figures["kind"] == "investment") & (figures["financial_year"] == period)].dropna(subset="value")
    gaps = slopes.set_index("sex")["sii"]
    parts = [
        f"In {period}, {pounds(money['value'].sum())} of Better Care Fund money went into "
        f"{number(money['activity_id'].nunique())} activities of the strategy in {area}.",
        _trends(summary),
        f"Between the most and the least deprived end of {area} lie {number(gaps['Male'], 1)} years of life for "
        f"men and {number(gaps['Female'], 1)} for women.",
    ]
    parts += [_target(row) for _, row in targets.iterrows()]
    return Sentences("front-answer", parts, lead=True)


def _trends(summary: pd.DataFrame) -> str:
    over_time = summary["over_time"].value_counts()
    against = summary["against_reference"].value_counts()
    tested = len(summary) - int(over_time.get("cannot be calculated", 0))
    return (
        f"Of {len(summary)} series of health and care figures, {in_words(int(against.get('better', 0)))} are better "
        f"than England, {in_words(int(against.get('similar', 0)))} similar and "
        f"{in_words(int(against.get('worse', 0)))} worse; the others have no limits to compare by. "
        f"{in_words(tested).capitalize()} could be tested for a recent trend: "
        f"{in_words(int(over_time.get('getting better', 0)))} getting better, "
        f"{in_words(int(over_time.get('getting worse', 0)))} getting worse, "
        f"{in_words(int(over_time.get('no clear change', 0)))} without clear change."
    )


def _target(row: pd.Series) -> str:
    latest = with_unit(row["latest_value"], row["unit"], int(row["decimals"]))
    return (
        f"The target of {row['target_stated']} for ‘{row['indicator']}’ was {row['status']}: the latest figure "
        f"is {latest} ({row['latest_period']})."
    )


def about(edition: str, period: str, as_of: str, sources: pd.DataFrame, *, area: str) -> Sentences:
    """Say which edition this is, of which day, and from which papers."""
    day = pd.Timestamp(as_of)
    titles = "; ".join(f"{row['publisher']}, {row['title']}" for _, row in sources.iterrows())
    return Sentences(
        "about-edition",
        [
            f"Edition {edition}: {area} in {period}, with what is taken to have been published by "
            f"{day.day} {day:%B %Y}. It reports: {titles}."
        ],
    )
