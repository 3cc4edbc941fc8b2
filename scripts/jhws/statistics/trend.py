"""Whether an indicator has been rising or falling: OHID's recent trend marker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import logit

from jhws.statistics._frames import (
    POLARITIES,
    Codes,
    Numbers,
    as_list,
    check,
    check_limits,
    groups,
    no_rows,
    numbers,
    require,
    words,
)

_POINTS = 5
_CRITICAL = 9.54953570608324  # 99.8% point of the chi-squared distribution with 1 degree of freedom
_ROLLING = re.compile(r"(\d{4})(?:/\d{2})?\s*(?:-|–|to)\s*(?:\d{2})?(\d{2})(?:/(\d{2}))?")

_NOT_KNOWN = "cannot be calculated"
_DIRECTIONS = {
    ("increasing", "high is good"): "getting better",
    ("increasing", "low is good"): "getting worse",
    ("increasing", "no judgement"): "increasing",
    ("decreasing", "high is good"): "getting worse",
    ("decreasing", "low is good"): "getting better",
    ("decreasing", "no judgement"): "decreasing",
}


class _Marker(NamedTuple):
    trend: str
    slope: float
    chi_square: float
    points: int
    reason: str
    method: str


def recent_trend(
    frame: pd.DataFrame,
    *,
    period: str,
    value: str,
    lower_95: str,
    upper_95: str,
    by: str | Sequence[str] | None = None,
    polarity: str | None = None,
    value_type: str | None = None,
    count: str | None = None,
    denominator: str | None = None,
) -> pd.DataFrame:
    """Answer whether the last five points of a yearly series rise or fall by more than chance.

    Parameters
    ----------
    frame
        One row per group and period.
    period
        Column with the period. It is put in order by its own values, so text must sort as time does.
    value, lower_95, upper_95
        Columns with the indicator and its 95% confidence limits; values may be missing.
    by
        Columns that name the series (indicator, area, sex, ...). Without it the frame is one series.
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or a column with one of these for each
        series. With it the result has the column ``direction``.
    value_type
        A word or a column; ``"proportion"`` with `count` and `denominator` takes OHID's test for
        proportions, anything else the test for all other types.
    count, denominator
        Columns with a proportion's numerator and denominator.

    Returns
    -------
    pandas.DataFrame
        A row per series: the group columns, ``trend`` (increasing, decreasing, no significant change, cannot
        be calculated), ``direction`` (getting better, getting worse, no clear change, cannot be calculated;
        increasing or decreasing where there is no judgement), ``slope`` (units of value per period),
        ``chi_square``, ``points`` (values with all that the test needs), ``reason`` (why it cannot be
        calculated, else empty), ``method``, ``confidence`` (0.998).

    Raises
    ------
    ValueError
        Naming the column and the rule: a period given twice in a series, limits that do not hold the value,
        a polarity that is not one of the three or that changes within a series.

    Notes
    -----
    The marker of OHID's Fingertips (Public health technical guidance, 'Fingertips trend markers'). Periods
    are numbered 1 to 5. In general the slope is weighted by 1/variance, the variance from the interval's
    width / 3.92, and chi-squared is the slope squared over its variance. For proportions chi-squared is that
    of the Cochran-Armitage test for trend. There is a trend when chi-squared is above 9.5495 (99.8%
    confidence) and the slopes without each point in turn, of the values or for proportions of the logits,
    all have the sign of the slope of all five, so that no single point makes the trend. Where a proportion
    comes without its counts, the general test is used, and ``method`` says so.

    No marker is given for fewer than five points, a gap among the last five, uneven steps between their
    years, an interval without width, or periods that overlap, such as rolling averages ('2011-13',
    '2012-14'), whose points are not independent.
    """
    judged = ["direction"] if polarity is not None else []
    none = no_rows(frame, by, "trend", *judged, *_Marker._fields[1:], "confidence")
    if none is not None:
        return none
    require(frame, period, value, lower_95, upper_95, *as_list(by))
    check(frame, period, frame[period].notna(), "must have no missing value")
    check_limits(frame, value, lower_95, upper_95)
    codes, labels = groups(frame, by)
    again = pd.DataFrame({"group": codes, "period": frame[period].to_numpy()}).duplicated()
    check(frame, period, ~again, "must appear once in every series")

    columns = {
        "value": value,
        "lower": lower_95,
        "upper": upper_95,
        "count": count,
        "denominator": denominator,
    }
    table = pd.DataFrame(
        {name: numbers(frame, given, complete=False) for name, given in columns.items() if given is not None}
    ).assign(period=frame[period].to_numpy())
    if value_type is not None:
        table["type"] = frame[value_type].to_numpy() if value_type in frame.columns else value_type

    series = [table[codes == code].sort_values("period") for code in range(len(labels))]
    result = labels.join(pd.DataFrame([_marker(points) for points in series], columns=list(_Marker._fields)))
    if polarity is not None:
        result.insert(len(labels.columns) + 1, "direction", _directions(frame, polarity, codes, result["trend"]))
    return result.assign(confidence=0.998)


def _directions(frame: pd.DataFrame, polarity: str, codes: Codes, trends: pd.Series) -> list[str]:
    given = words(frame, polarity, POLARITIES, "polarity").groupby(codes)
    if (given.nunique() > 1).any():
        raise ValueError(f"column {polarity!r}: must be the same in every row of a series")
    otherwise = {"no significant change": "no clear change", _NOT_KNOWN: _NOT_KNOWN}
    return [
        _DIRECTIONS.get((trend, word), otherwise.get(trend, trend))
        for trend, word in zip(trends, given.first(), strict=True)
    ]


def _marker(points: pd.DataFrame) -> _Marker:
    """Test one series, in order of period."""
    last = points.tail(_POINTS)
    proportion = (
        {"count", "denominator", "type"} <= set(points.columns)
        and last["type"].eq("proportion").all()
        and last[["count", "denominator"]].notna().all(axis=None)
    )
    needed = ["value", "count", "denominator"] if proportion else ["value", "lower", "upper"]
    method = (
        "chi-squared test for trend in proportions"
        if proportion
        else "slope weighted by 1/variance from the 95% interval"
    )
    valid = int(points[needed].notna().all(axis=1).sum())
    reason = _obstacle(last, needed, valid)
    if reason:
        return _Marker(_NOT_KNOWN, np.nan, np.nan, valid, reason, method)

    values = last["value"].to_numpy()
    if proportion:
        count, people = last["count"].to_numpy(), last["denominator"].to_numpy()
        slope, chi_square = _slopes(values, people)[0], _chi_square_of_proportions(count, people)
        signs = np.sign(_slopes(logit(count / people), np.ones(_POINTS)))
    else:
        weights = (3.92 / (last["upper"] - last["lower"]).to_numpy()) ** 2
        slopes = _slopes(values, weights)
        slope, chi_square, signs = slopes[0], _chi_square_of_slope(slopes[0], weights), np.sign(slopes)

    significant = chi_square > _CRITICAL and ((signs >= 0).all() or (signs <= 0).all())
    trend = ("increasing" if slope > 0 else "decreasing") if significant else "no significant change"
    return _Marker(trend, float(slope), float(chi_square), _POINTS, "", method)


def _obstacle(last: pd.DataFrame, needed: list[str], valid: int) -> str:
    """Say in plain words what keeps the last five points from being tested; empty when nothing does."""
    if valid < _POINTS:
        return f"The series has {valid} usable point{'' if valid == 1 else 's'}, and the test needs {_POINTS}."
    gaps = last[last[needed].isna().any(axis=1)]
    if len(gaps):
        missing = "value" if pd.isna(gaps["value"].iloc[0]) else "confidence interval"
        period = gaps["period"].iloc[0]
        return f"The {missing} for {period} is missing; the test needs the last {_POINTS} in full."
    if _overlapping(list(last["period"])):
        return "The periods overlap, so that their values are not independent of one another."
    if _starts(last["period"]).diff().dropna().nunique() > 1:
        return "The periods are not evenly spaced."
    if "count" in needed:
        if not last["count"].between(0, last["denominator"], inclusive="neither").all():
            return "A count is zero, or as large as its denominator."
    elif (last["upper"] <= last["lower"]).any():
        return "A confidence interval has no width."
    return ""


def _starts(periods: pd.Series) -> pd.Series:
    """Give the periods as numbers, text by the year that it begins with; missing where there is none."""
    if pd.api.types.is_numeric_dtype(periods):
        return periods
    return periods.astype(str).str.extract(r"^(\d{4})(?!\d)", expand=False).astype(float)


def _overlapping(periods: list[object]) -> bool:
    """Tell whether text periods of three years or more, such as '2011-13', run into one another."""
    found = [_ROLLING.fullmatch(period.strip()) for period in periods if isinstance(period, str)]
    spans = []
    for match in found:
        if match:
            first = int(match[1])
            spans.append((first, first + (int(match[3] or match[2]) - first) % 100))
    return any(last - first >= 2 and following <= last for (first, last), (following, _) in pairwise(spans))


def _slopes(values: Numbers, weights: Numbers) -> Numbers:
    """Fit the weighted slope of all points on 1, 2, ..., then without each of them in turn."""
    size = len(values)
    use = weights * np.vstack([np.ones(size), 1 - np.eye(size)])
    time = np.arange(1, size + 1) - (use[0] @ np.arange(1, size + 1)) / use[0].sum()
    total, first, second = use.sum(axis=1), use @ time, use @ time**2
    return (total * (use @ (time * values)) - first * (use @ values)) / (total * second - first**2)


def _chi_square_of_slope(slope: float, weights: Numbers) -> float:
    time = np.arange(1, len(weights) + 1)
    mean = (weights @ time) / weights.sum()
    return float(slope**2 * (weights @ (time - mean) ** 2))


def _chi_square_of_proportions(count: Numbers, people: Numbers) -> float:
    """Cochran-Armitage: the slope squared over its variance when all proportions are the same."""
    time = np.arange(1, len(count) + 1)
    share = count.sum() / people.sum()
    away = time - (people @ time) / people.sum()
    return float((count @ away) ** 2 / (share * (1 - share) * (people @ away**2)))
