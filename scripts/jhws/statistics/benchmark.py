"""How a value stands against a reference: England, a neighbour, a goal."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
from PHStatsMethods import ph_quantile

from jhws.statistics._frames import (
    POLARITIES,
    Flags,
    Numbers,
    as_list,
    check_limits,
    groups,
    numbers,
    require,
    words,
)

_NOT_COMPARED = "not compared"
_FIFTHS = {
    "high is good": ("worst fifth", "second worst fifth", "middle fifth", "second best fifth", "best fifth"),
    "low is good": ("best fifth", "second best fifth", "middle fifth", "second worst fifth", "worst fifth"),
    "no judgement": (
        "lowest fifth",
        "second lowest fifth",
        "middle fifth",
        "second highest fifth",
        "highest fifth",
    ),
}


def compare(
    frame: pd.DataFrame,
    *,
    value: str,
    lower: str,
    upper: str,
    reference: str | float,
    polarity: str,
    lower_99_8: str | None = None,
    upper_99_8: str | None = None,
) -> pd.DataFrame:
    """Answer whether each value is better than, similar to or worse than its reference.

    Parameters
    ----------
    frame
        One row per value to compare.
    value, lower, upper
        Columns with the value and its 95% confidence limits; may be missing.
    reference
        A number, or the column with each row's reference, in units of value. It is taken as exact.
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or the column with one of these.
    lower_99_8, upper_99_8
        Columns with the 99.8% confidence limits, where the source gives them.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``comparison`` (better, similar, worse; higher, similar, lower
        where there is no judgement; not compared), ``comparison_99_8`` (the same by the 99.8% limits, if
        given), ``reason`` (why it is not compared, else empty), ``method``, ``confidence`` (0.95).

    Raises
    ------
    ValueError
        Naming the column and the rule: limits that do not hold the value, an unknown polarity.

    Notes
    -----
    OHID's overlap method (Public health technical guidance, 'Comparing'): a value is similar to its
    reference when the reference lies within the value's confidence interval, its ends included. It leaves
    aside the reference's own uncertainty, which is small for England. That makes it a good test against a
    large reference, and not a test between two areas of like size.
    """
    if (lower_99_8 is None) != (upper_99_8 is None):
        raise ValueError("lower_99_8 and upper_99_8: must be given together")
    check_limits(frame, value, lower, upper)
    values, low, high = (numbers(frame, column, complete=False) for column in (value, lower, upper))
    against = _reference(frame, reference)
    judged = words(frame, polarity, POLARITIES, "polarity").to_numpy()
    result = frame.assign(comparison=_stand(low, high, against, judged, known=np.isfinite(values)))
    if lower_99_8 is not None and upper_99_8 is not None:
        check_limits(frame, value, lower_99_8, upper_99_8)
        wide_low, wide_high = (numbers(frame, column, complete=False) for column in (lower_99_8, upper_99_8))
        result["comparison_99_8"] = _stand(wide_low, wide_high, against, judged, known=np.isfinite(values))
    reasons = [
        (np.isnan(values), "The value is missing."),
        (np.isnan(against), "There is no reference to compare with."),
        (np.isnan(low) | np.isnan(high), "The value has no confidence limits."),
    ]
    return result.assign(
        reason=np.select([holds for holds, _ in reasons], [reason for _, reason in reasons], default=""),
        method="confidence limits against the reference",
        confidence=0.95,
    )


def _reference(frame: pd.DataFrame, reference: str | float) -> Numbers:
    if isinstance(reference, str):
        return numbers(frame, reference, complete=False)
    return np.full(len(frame), float(reference))


def _stand(low: Numbers, high: Numbers, reference: Numbers, polarity: np.ndarray, *, known: Flags) -> np.ndarray:
    """Name each row's stand against its reference by one pair of limits."""
    known = known & ~(np.isnan(low) | np.isnan(high) | np.isnan(reference))
    above, below, judged = low > reference, high < reference, polarity != "no judgement"
    good = np.where(polarity == "high is good", above, below)
    cases = [~known, ~(above | below), judged & good, judged, above]
    return np.select(cases, [_NOT_COMPARED, "similar", "better", "worse", "higher"], default="lower")


def quintile_comparison(
    frame: pd.DataFrame, *, value: str, polarity: str, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Answer in which fifth of all areas each area's value falls, where there are no confidence limits.

    Parameters
    ----------
    frame
        One row per area (and group).
    value
        Column to rank by; may be missing.
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or the column with one of these.
    by
        Columns that name the groups (indicator, period, ...) within which the areas are ranked.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``quintile`` (1, the lowest values, to 5), ``comparison`` (best
        fifth, ..., worst fifth; lowest fifth, ..., highest fifth where there is no judgement; not compared),
        ``reason`` (why it is not compared, else empty), ``method``.

    Raises
    ------
    ValueError
        Naming the column and the rule.

    Notes
    -----
    OHID's assignment to quantiles, from PHStatsMethods; equal values share a quintile.
    """
    require(frame, value, *as_list(by))
    values = numbers(frame, value, complete=False)
    codes, _ = groups(frame, by)
    judged = words(frame, polarity, POLARITIES, "polarity")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # groups that are too small get a reason of their own below
        fifths = ph_quantile(
            pd.DataFrame({"group": codes, "value": values}),
            "value",
            "group",
            5,
            invert=False,
            type="standard",
        )["quantile"].where(np.isfinite(values))
    comparison = [
        _NOT_COMPARED if np.isnan(fifth) else _FIFTHS[word][int(fifth) - 1]
        for fifth, word in zip(fifths, judged, strict=True)
    ]
    reason = np.where(fifths.notna(), "", "Fewer than five areas have a value.")
    return frame.assign(
        quintile=fifths.astype("Int64").to_numpy(),
        comparison=comparison,
        reason=np.where(np.isnan(values), "The value is missing.", reason),
        method="quintiles of the areas' values",
    )


def above_or_below(value: float, reference: float) -> str:
    """Say where a value stands when neither it nor its reference has limits (an English median, say).

    Parameters
    ----------
    value, reference
        Two numbers in the same units, rounded as they are published.

    Returns
    -------
    str
        'above', 'below' or 'equal to' the reference, or 'not compared' when either is missing. None of these
        says that the difference is more than chance.
    """
    if pd.isna(value) or pd.isna(reference):
        return _NOT_COMPARED
    if value == reference:
        return "equal to"
    return "above" if value > reference else "below"
