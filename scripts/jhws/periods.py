"""Periods as publishers write them, and the dates that they mean."""

from __future__ import annotations

import datetime
import re

import pandas as pd

# How a period of each type is written, and the month and day on which it ends.
_FORMS = {
    "calendar year": (r"(?P<first>[0-9]{4})", (12, 31)),
    "financial year": (r"(?P<first>[0-9]{4})-(?P<last>[0-9]{2})", (3, 31)),
    "academic year": (r"(?P<first>[0-9]{4})/(?P<last>[0-9]{2})", (8, 31)),
    "survey year": (r"(?P<first>[0-9]{4})/(?P<last>[0-9]{2})", (11, 15)),
    "three calendar years": (r"(?P<first>[0-9]{4})-(?P<last>[0-9]{2})", (12, 31)),
}
# Each type of period, with an example of how it is written.
PERIOD_TYPES = {
    "calendar year": "2021",
    "financial year": "2022-23",
    "academic year": "2021/22",
    "survey year": "2021/22",
    "three calendar years": "2014-16",
}
_YEARS_AFTER_FIRST = {"calendar year": 0, "three calendar years": 2}


def period_end(period: str, period_type: str) -> datetime.date:
    """Give the last day of a period.

    Parameters
    ----------
    period
        As the tables write it: '2021', '2022-23', '2021/22' or '2014-16'.
    period_type
        One of `PERIOD_TYPES`.

    Raises
    ------
    ValueError
        The period is not written as its type is, or its two years do not fit together.

    Examples
    --------
    >>> period_end("2022-23", "financial year")
    datetime.date(2023, 3, 31)
    >>> period_end("2014-16", "three calendar years")
    datetime.date(2016, 12, 31)
    """
    form, (month, day) = _FORMS[period_type]
    written = f"of the type ‘{period_type}’, which is written as {PERIOD_TYPES[period_type]}"
    match = re.fullmatch(form, period)
    if match is None:
        raise ValueError(f"“{period}” is not {written}")
    last = int(match["first"]) + _YEARS_AFTER_FIRST.get(period_type, 1)
    if "last" in match.groupdict() and int(match["last"]) != last % 100:
        raise ValueError(f"the two years of “{period}” are not {written}")
    return datetime.date(last, month, day)


def following_periods(period: str, period_type: str, steps: int) -> list[str]:
    """Name the `steps` periods of one year's stride that follow a period.

    Examples
    --------
    >>> following_periods("2021-23", "three calendar years", 2)
    ['2022-24', '2023-25']
    """
    period_end(period, period_type)
    first, separator, last = period[:4], period[4:5], period[5:]
    return [
        f"{int(first) + step}" + (f"{separator}{(int(last) + step) % 100:02d}" if separator else "")
        for step in range(1, steps + 1)
    ]


def taken_as_published(period: str, period_type: str, lag_months: int) -> pd.Timestamp:
    """Give the date from which a figure is taken to be published, by rule: the period's end plus a lag."""
    return pd.Timestamp(period_end(period, period_type)) + pd.DateOffset(months=lag_months)
