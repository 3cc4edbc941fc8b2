"""Proportions and rates with their confidence intervals, in this package's names and units."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from PHStatsMethods import ph_proportion, ph_rate

from jhws.statistics._frames import check, confidence_levels, groups, numbers

_LOWEST_CONFIDENCE = 0.9  # as OHID's packages have it


def proportion(
    frame: pd.DataFrame,
    *,
    count: str,
    denominator: str,
    by: str | Sequence[str] | None = None,
    multiplier: int = 100,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer what share of a population has an attribute.

    Parameters
    ----------
    frame
        One row per count.
    count, denominator
        Columns with the people who have the attribute, and all people.
    by
        Columns that name the groups to add up. Without it each row stands alone.
    multiplier
        100 for percentages, 1 for shares; a whole number above 0.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group (or row of the frame) and confidence level: the group columns (or the frame's other
        columns), the two input columns added up, ``value``, ``lower``, ``upper`` (times multiplier),
        ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a denominator of zero or below the
        count.

    Notes
    -----
    Wilson's score interval (J Am Stat Assoc 1927;22:209-212), OHID's approved method, from PHStatsMethods.
    """
    people, counts = numbers(frame, denominator), numbers(frame, count)
    check(frame, denominator, people > 0, "must be above 0")
    check(frame, count, (counts >= 0) & (counts <= people), f"must be between 0 and {denominator!r}")
    return _calculate(_wilson, frame, count, denominator, by, multiplier, confidence)


def rate(
    frame: pd.DataFrame,
    *,
    count: str,
    population: str,
    by: str | Sequence[str] | None = None,
    multiplier: int = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer how many events there are for each so many people (or person-years).

    Parameters
    ----------
    frame
        One row per count.
    count, population
        Columns with the events, and the people or person-years among whom they happened.
    by
        Columns that name the groups to add up. Without it each row stands alone.
    multiplier
        100,000 for events per 100,000; a whole number above 0.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group (or row of the frame) and confidence level: the group columns (or the frame's other
        columns), the two input columns added up, ``value``, ``lower``, ``upper`` (times multiplier),
        ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a population of zero.

    Notes
    -----
    Byar's approximation (Breslow NE and Day NE, Statistical methods in cancer research II, 1987) for 10 or
    more events, exact Poisson limits below, OHID's approved method, from PHStatsMethods.
    """
    people, counts = numbers(frame, population), numbers(frame, count)
    check(frame, population, people > 0, "must be above 0")
    check(frame, count, counts >= 0, "must not be negative")
    return _calculate(_byar, frame, count, population, by, multiplier, confidence)


def _calculate(
    limits: Callable[[pd.DataFrame, int, float], pd.DataFrame],
    frame: pd.DataFrame,
    count: str,
    denominator: str,
    by: str | Sequence[str] | None,
    multiplier: int,
    confidence: float | Sequence[float],
) -> pd.DataFrame:
    """Add up the groups and find the limits at each confidence level."""
    if not isinstance(multiplier, int) or multiplier <= 0:
        raise ValueError(f"multiplier: must be a whole number above 0, not {multiplier!r}")
    levels = confidence_levels(confidence, lowest=_LOWEST_CONFIDENCE)
    if by is None:
        sums = frame.reset_index(drop=True)
    else:
        codes, labels = groups(frame, by)
        sums = labels.join(frame[[count, denominator]].groupby(codes).sum())
    parts = pd.DataFrame({"count": sums[count].astype(float), "denominator": sums[denominator].astype(float)})
    found = [sums.assign(**limits(parts, multiplier, level), confidence=level) for level in levels]
    return pd.concat(found).sort_index(kind="stable").reset_index(drop=True)


def _wilson(parts: pd.DataFrame, multiplier: int, level: float) -> pd.DataFrame:
    found = ph_proportion(parts, "count", "denominator", confidence=level, multiplier=multiplier)
    return _renamed(found).assign(method="Wilson")


def _byar(parts: pd.DataFrame, multiplier: int, level: float) -> pd.DataFrame:
    # PHStatsMethods 0.1.16 refuses a count of zero, whose exact limits are 0 and -log(alpha / 2).
    none = parts["count"] == 0
    found = _renamed(
        ph_rate(parts.replace({"count": {0: 1}}), "count", "denominator", confidence=level, multiplier=multiplier)
    )
    found.loc[none, ["value", "lower"]] = 0.0
    found.loc[none, "upper"] = -np.log((1 - level) / 2) / parts.loc[none, "denominator"] * multiplier
    return found.assign(method=np.where(parts["count"] < 10, "exact Poisson", "Byar"))


def _renamed(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": found["Value"],
            "lower": found.filter(regex=r"^lower_\d").squeeze(axis=1),
            "upper": found.filter(regex=r"^upper_\d").squeeze(axis=1),
        }
    )
