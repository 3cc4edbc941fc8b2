"""How far a figure can be relied on: limits from its standard error, and a mark where it is unstable."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from scipy.stats import norm


def limits_from_standard_error(
    frame: pd.DataFrame, *, value: str, standard_error: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Give the limits of values whose source states a standard error instead.

    Parameters
    ----------
    frame
        Rows with the columns `value` and `standard_error`.
    confidence
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        The frame with `lower_95` and `upper_95` (named for `confidence`): the normal interval round the
        value.
    """
    reach = norm.ppf(0.5 + confidence / 2) * frame[standard_error]
    level = f"{100 * confidence:g}".replace(".", "_")
    return frame.assign(**{f"lower_{level}": frame[value] - reach, f"upper_{level}": frame[value] + reach})


def mark_unstable(
    results: pd.DataFrame, parts: pd.DataFrame, *, by: Sequence[str], standard_error: str, largest: float
) -> pd.DataFrame:
    """Mark results that rest on a part whose figure is too uncertain.

    Parameters
    ----------
    results
        A row per group, with the columns of `by`.
    parts
        The rows that the results were computed from, with the same columns and `standard_error`.
    largest
        The largest standard error, in the value's unit, that a part may have.

    Returns
    -------
    DataFrame
        The results with `unstable`: true where one of the group's parts is above `largest`.
    """
    worst = parts.groupby(list(by), as_index=False)[standard_error].max()
    worst = worst.assign(unstable=worst.pop(standard_error) > largest)
    return results.merge(worst, on=list(by), how="left", validate="many_to_one")
