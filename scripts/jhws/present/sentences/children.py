"""Does the gap in child obesity widen? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.figures.children import SCHOOL_YEARS
from jhws.present.numbers import interval, number

_TRENDS = {
    "increasing": "has grown",
    "decreasing": "has narrowed",
    "no significant change": "shows no clear change",
}


def gap(slopes: pd.DataFrame, trends: pd.DataFrame) -> Sentences:
    """Say how large the gap was in the first and the last year, and what the recent trend is.

    Parameters
    ----------
    slopes
        Rows of `statistics.slope_index_of_inequality` by `age` and `period`, in percentage points.
    trends
        Rows of `statistics.recent_trend` of these slopes by `age`.
    """
    if slopes.empty:
        return nothing_to_show("child-obesity-gap-told", "The gap in child obesity")
    found = {row["age"]: row for _, row in trends.iterrows()}
    parts = []
    for age, name in SCHOOL_YEARS.items():
        rows = slopes[slopes["age"] == age].sort_values("period")
        if rows.empty:
            continue
        ends = dict.fromkeys(f"{_points(row)} in {row['period']}" for _, row in rows.iloc[[0, -1]].iterrows())
        parts.append(f"{name}: the gap was {' and '.join(ends)}. {_trend(found[age])}")
    opening = (
        "For England as a whole, the slope index of inequality says by how many percentage points obesity is more "
        "common at the most deprived end than at the least deprived end."
    )
    return Sentences("child-obesity-gap-told", [opening, *parts])


def _points(row: pd.Series) -> str:
    return f"{number(row['sii'], 1)} points (95% interval {interval(row['sii_lower'], row['sii_upper'], 1)})"


def _trend(found: pd.Series) -> str:
    if found["trend"] in _TRENDS:
        return f"Over the last five years it {_TRENDS[found['trend']]}."
    return f"No trend can be told: {found['reason'][:1].lower()}{found['reason'][1:]}"
