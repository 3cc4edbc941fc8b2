"""Whether a series varies as it always has, or something has changed: NHS England's Making Data Count."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from jhws.statistics._frames import (
    POLARITIES,
    Codes,
    Flags,
    Numbers,
    as_list,
    check,
    groups,
    no_rows,
    numbers,
    require,
    words,
)

_FROM_RANGE_TO_LIMIT = 2.66  # 3 / 1.128: three standard deviations, one being the average moving range / 1.128
_NEAR = 2 / 3  # of the way from the mean to a limit
_RUN = 7
_SETTLED = 12  # points from which limits are more than a trial
_COLUMNS = (
    "mean",
    "lower_limit",
    "upper_limit",
    "rules",
    "direction",
    "variation",
    "assurance",
    "points",
    "trial_limits",
    "reason",
    "method",
)
_GOOD = {"high is good": 1, "low is good": -1, "no judgement": 0}
_NOT_KNOWN = "cannot be calculated"


def control_chart(
    frame: pd.DataFrame,
    *,
    period: str,
    value: str,
    polarity: str | None = None,
    rebase: object = None,
    by: str | Sequence[str] | None = None,
    target: str | float | None = None,
) -> pd.DataFrame:
    """Answer which points of a series are more than its usual variation, and whether it can be relied on.

    Parameters
    ----------
    frame
        One row per series and period. A period without a value is left out, and the steps on either side of
        it are taken as one.
    period
        Column with the period. It is put in order by its own values, so text must sort as time does.
    value
        Column with the indicator.
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or a column with one of these for each
        series. Without it nothing is judged.
    rebase
        Period or periods, as they stand in the column, from which mean and limits are computed anew because
        it is known that the process was changed then. They apply to every series that has them.
    by
        Columns that name the series (indicator, area, sex, ...). Without it the frame is one series.
    target
        A number, or a column with each row's target, in units of value; may be missing.

    Returns
    -------
    pandas.DataFrame
        A row per point, in order of series and period: the group columns, the period, the value, ``mean``,
        ``lower_limit``, ``upper_limit`` (units of value), ``rules`` (those that the point is part of, out of
        'outside limits', 'trend', 'two of three', 'shift', joined by '; '), ``direction`` (high or low, when
        a rule is met), ``variation`` (common cause; special cause improvement, concern, or neither
        improvement nor concern; cannot be calculated), ``assurance`` (consistently hits, consistently misses,
        hit and miss, no target, no judgement, cannot be calculated), ``points`` (between two rebases, of
        which the limits are made), ``trial_limits`` (whether these are fewer than 12), ``reason`` (why there
        are no limits, else empty), ``method``.

        There is no confidence level: the limits are not those of the value but hold nearly all points of a
        process that does not change.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing value, a period given twice in a series, a rebase at a
        period that is not there, a polarity that changes within a series.

    Notes
    -----
    The XmR chart with the four rules of NHS England's Making Data Count: limits at the mean and 2.66 average
    moving ranges either way (Wheeler DJ. Understanding variation. SPC Press, 2000), the moving range being
    the size of the step from each point to the next. Each stretch between two rebases stands alone. A point
    is special cause when it is

    - outside the limits;
    - one of 7 or more points in a row that all rise or all fall (trend; two equal points end it);
    - one of two, in three points in a row on one side of the mean, that are more than two thirds of the way
      to the limit on that side, yet not outside it (two of three);
    - one of 7 or more points in a row on one side of the mean (shift; a point on the mean ends it).

    The first of these that is met gives the direction, as in the R package NHSRplotthedots, of which the
    exact reading of the rules is taken. That package leaves steps of more than 3.267 average moving ranges
    out of the average; here, as in Making Data Count's own workbook, all of them count.

    A target is hit or missed consistently when the limits lie wholly on one side of it; a limit on the target
    hits it. Limits are of the same stretch as the point; the last point's word is the series' own.

    Limits say nothing of chance alone when neighbouring points are alike, as those of rolling averages are:
    they come out too narrow.

    Examples
    --------
    >>> series = pd.DataFrame({"year": range(2010, 2018), "rate": [10, 12, 11, 10, 12, 11, 10, 24]})
    >>> chart = control_chart(series, period="year", value="rate", polarity="low is good", target=25)
    >>> chart[["rules", "variation", "assurance"]].iloc[-1].tolist()
    ['outside limits', 'special cause concern', 'consistently hits']
    """
    keys = as_list(by)
    none = no_rows(frame, by, period, value, *_COLUMNS)
    if none is not None:
        return none
    require(frame, period, value, *keys)
    taken = {period, value, *keys} & set(_COLUMNS)
    if taken:
        raise ValueError(f"column {min(taken)!r}: must not have the name of a column of the result")
    check(frame, period, frame[period].notna(), "must have no missing value")
    codes, _ = groups(frame, by)
    points = pd.DataFrame(
        {
            "series": codes,
            "period": frame[period].to_numpy(),
            "value": numbers(frame, value),
            "good": _polarities(frame, polarity, codes),
            "target": _targets(frame, target),
        }
    )
    check(frame, period, ~points.duplicated(["series", "period"]), "must appear once in every series")
    points = points.sort_values(["series", "period"])
    stretch = _rebased(points, period, rebase).groupby(points["series"]).cumsum()
    found = pd.concat([_stretch(values) for _, values in points.groupby(["series", stretch])["value"]])
    found = found.loc[points.index]  # a frame's own index may repeat; here rows are numbered

    chart = frame[[*keys, period, value]].iloc[points.index].reset_index(drop=True)
    sign = found.pop("sign")
    found = found.assign(
        direction=sign.map({1: "high", 0: "", -1: "low"}),
        variation=_variation(sign, points["good"], found["lower_limit"]),
        assurance=_assurance(found["lower_limit"], found["upper_limit"], points["target"], points["good"]),
        method="XmR chart, rules of Making Data Count",
    )
    return chart.join(found[list(_COLUMNS)].reset_index(drop=True))


def _polarities(frame: pd.DataFrame, polarity: str | None, codes: Codes) -> Codes:
    """Give 1 where high is good, -1 where low is, 0 where nothing is judged."""
    given = words(frame, polarity or "no judgement", POLARITIES, "polarity")
    if (given.groupby(codes).nunique() > 1).any():
        raise ValueError(f"column {polarity!r}: must be the same in every row of a series")
    return np.asarray(given.map(_GOOD), dtype=np.int64)


def _targets(frame: pd.DataFrame, target: str | float | None) -> Numbers:
    if isinstance(target, str):
        return numbers(frame, target, complete=False)
    return np.full(len(frame), np.nan if target is None else float(target))


def _rebased(points: pd.DataFrame, column: str, rebase: Any) -> pd.Series:
    """Tell which points begin a new stretch."""
    if rebase is None:
        rebase = []
    starts = list(rebase) if isinstance(rebase, Iterable) and not isinstance(rebase, str) else [rebase]
    known = set(points["period"])
    for start in starts:
        if start not in known:
            raise ValueError(f"rebase: must be a period of the column {column!r}, which has no {start!r}")
    return points["period"].isin(starts)


def _stretch(series: pd.Series) -> pd.DataFrame:
    """Find limits, rules and direction of the points of one stretch, in order of period."""
    digits = _digits(series.to_numpy())
    values = np.round(series.to_numpy(), digits)
    ranges = np.abs(np.diff(values))
    centre = values.mean()
    reach = _FROM_RANGE_TO_LIMIT * ranges.mean() if ranges.size else np.nan
    heights = [centre, centre - reach, centre + reach, centre - _NEAR * reach, centre + _NEAR * reach]
    mean, lower, upper, near_lower, near_upper = np.round(heights, digits)

    side = np.sign(values - mean)
    outside = (values > upper) | (values < lower)
    near = ((values > near_upper) | (values < near_lower)) & ~outside
    rules = {
        "outside limits": side * outside,
        "trend": _trend(values),
        "two of three": side * _two_of_three(near, side),
        "shift": _runs(side, _RUN),
    }
    signs = np.array(list(rules.values()))
    first = (signs != 0).argmax(axis=0)  # of the rules met; the order above is that of precedence
    return pd.DataFrame(
        {
            "mean": mean,
            "lower_limit": lower,
            "upper_limit": upper,
            "rules": ["; ".join(rule for rule, sign in zip(rules, point, strict=True) if sign) for point in signs.T],
            "sign": signs[first, np.arange(len(values))].astype(int),
            "points": len(values),
            "trial_limits": len(values) < _SETTLED,
            "reason": "" if ranges.size else "Limits need at least two points.",
        },
        index=series.index,
    )


def _digits(values: Numbers) -> int:
    """Give the decimal places that make 12 digits of the largest value, so that equal decimals compare as equal."""
    largest = np.abs(values).max()
    return 12 - math.ceil(math.log10(largest)) if largest else 0


def _runs(signs: Numbers, length: int) -> Numbers:
    """Keep the signs that stand in a run of at least so many equal ones; the others become 0."""
    run = np.cumsum(np.diff(signs, prepend=signs[:1]) != 0)
    return np.where(np.bincount(run)[run] >= length, signs, 0)


def _trend(values: Numbers) -> Numbers:
    """Give each point the sign of the trend it is part of; at a turn that of the trend which begins there."""
    if len(values) < _RUN:
        return np.zeros(len(values))
    steps = _runs(np.sign(np.diff(values)), _RUN - 1)
    arriving, leaving = np.append(0, steps), np.append(steps, 0)
    return np.where(leaving != 0, leaving, arriving)


def _two_of_three(near: Flags, side: Numbers) -> Flags:
    if len(near) < 3:
        return np.zeros(len(near), dtype=bool)
    threes = np.ones(3)
    holds = (np.convolve(near, threes, "valid") >= 2) & (np.abs(np.convolve(side, threes, "valid")) == 3)
    return near & (np.convolve(holds, threes) > 0)


def _variation(sign: pd.Series, good: pd.Series, limit: pd.Series) -> np.ndarray:
    judged = sign * good
    return np.select(
        [limit.isna(), sign == 0, judged > 0, judged < 0],
        [_NOT_KNOWN, "common cause", "special cause improvement", "special cause concern"],
        default="special cause neither improvement nor concern",
    )


def _assurance(lower: pd.Series, upper: pd.Series, target: pd.Series, good: pd.Series) -> np.ndarray:
    worst = lower.where(good > 0, -upper)
    best = upper.where(good > 0, -lower)
    aim = target * good
    return np.select(
        [target.isna(), good == 0, lower.isna(), worst >= aim, best < aim],
        ["no target", "no judgement", _NOT_KNOWN, "consistently hits", "consistently misses"],
        default="hit and miss",
    )
