"""How many times as many events there are as a year before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jhws.statistics._frames import as_list, check, numbers, require
from jhws.statistics.intervals import proportion

_WRITTEN = "%B %Y"


def year_before_ratio(
    frame: pd.DataFrame, *, by: str | Sequence[str], period: str, count: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Answer how many times as many events a month had as the same month of the year before.

    Parameters
    ----------
    frame
        One row per group and month; without rows there is no ratio.
    by
        Columns that name the groups.
    period
        Column with the month, as 'January 2023'.
    count
        Column with the events (applications, admissions, ...), 0 or more.
    confidence
        Between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group and month that has the same month of the year before, in the frame's order: the `by`
        columns, ``period``, ``period_before``, ``before``, ``after``, ``ratio``, ``lower``, ``upper`` (no number
        where there was no event before), ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a month that is not written as 'January 2023', a missing or negative count.

    Notes
    -----
    Two counts are taken as independent Poisson counts over times of equal length: the second is then binomial
    among both together (Przyborowski and Wilenski, Biometrika 1940;31:313-323), and the limits of its share are
    Wilson's (J Am Stat Assoc 1927;22:209-212), turned into those of the ratio. They tell of chance alone, not of
    what brought the change about.

    Examples
    --------
    >>> rows = pd.DataFrame({"team": ["a", "a"], "month": ["May 2022", "May 2023"], "events": [20, 40]})
    >>> found = year_before_ratio(rows, by="team", period="month", count="events")
    >>> found[["ratio", "lower", "upper"]].round(2).to_numpy().tolist()
    [[2.0, 1.18, 3.4]]
    """
    keys = as_list(by)
    columns = [*keys, "period", "period_before", "before", "after", "ratio", "lower", "upper", "method", "confidence"]
    if frame.empty:
        return pd.DataFrame(columns=columns)
    require(frame, *keys, period, count)
    check(frame, count, numbers(frame, count) >= 0, "must not be negative")
    months = pd.to_datetime(frame[period], format=_WRITTEN, errors="coerce")
    check(frame, period, months.notna(), "must be written as 'January 2023'")
    after = frame[[*keys]].assign(month=months, period=frame[period], after=frame[count])
    before = frame[[*keys]].assign(
        month=months + pd.DateOffset(years=1), period_before=frame[period], before=frame[count]
    )
    pairs = after.merge(before, on=[*keys, "month"], validate="one_to_one").drop(columns="month")
    pairs = pairs.assign(_both=pairs["before"] + pairs["after"])
    pairs = pairs[pairs["_both"] > 0]
    if pairs.empty:
        return pairs.reindex(columns=columns)
    found = proportion(pairs, count="after", denominator="_both", multiplier=1, confidence=confidence)
    return found.assign(
        ratio=_odds(found["value"]),
        lower=_odds(found["lower"]),
        upper=_odds(found["upper"]),
        method="Wilson limits of the later count's share of both",
    )[columns]


def _odds(share: pd.Series) -> pd.Series:
    """Turn the later count's share of both counts into its ratio to the earlier one."""
    return share.where(share < 1, np.nan) / (1 - share.where(share < 1, np.nan))
