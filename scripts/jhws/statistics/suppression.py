"""Small numbers are hidden in one place, before anything is drawn, written or downloaded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jhws.statistics._frames import Flags, Numbers, as_list, check, groups, numbers, require

_PRIMARY, _SECONDARY = "small number", "protects another figure"


def suppress_small_numbers(
    frame: pd.DataFrame,
    *,
    count: str,
    threshold: int,
    by: str | Sequence[str] | None = None,
    also: Sequence[str] = (),
) -> pd.DataFrame:
    """Hide counts that are small enough to point at a person, and those from which they could be worked out.

    Parameters
    ----------
    frame
        One row per count.
    count
        Column with counts of people, 0 or more.
    threshold
        The smallest count that may be shown: 1 to ``threshold - 1`` are hidden, 0 is not.
    by
        Columns that name the groups whose total is published. Without it no total is, and each count stands
        alone.
    also
        Columns worked out from the count (rate, limits, ...), hidden with it.

    Returns
    -------
    pandas.DataFrame
        The frame with hidden counts and `also` values missing, and the column ``suppressed``: 'small number'
        (primary), 'protects another figure' (secondary) or empty. Whole-number columns become ``Int64``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a threshold below 1, or a group whose
        total gives its small numbers away however many others are hidden.

    Notes
    -----
    A reader who knows the total, the threshold and why each figure is hidden knows that every small number
    lies between 1 and ``threshold - 1`` and every other hidden one at or above the threshold. While those
    bounds fix any hidden count exactly, the smallest count still shown that is not 0 is hidden too (the
    first of equals in row order). Nothing is random.
    """
    require(frame, count, *also, *as_list(by))
    counts = numbers(frame, count)
    check(frame, count, counts >= 0, "must not be negative")
    if threshold < 1:
        raise ValueError(f"threshold: must be 1 or more, not {threshold}")
    small = (counts > 0) & (counts < threshold)
    protecting = np.zeros(len(frame), dtype=bool)
    if by is not None:
        codes, labels = groups(frame, by)
        for code in np.unique(codes[small]):
            rows = np.flatnonzero(codes == code)
            chosen = _protecting(counts[rows], threshold)
            if chosen is None:
                group = ", ".join(map(str, labels.iloc[code]))
                raise ValueError(
                    f"column {count!r}: must not have its total published for {group}, "
                    "as the total gives the small numbers away; leave the total out or join groups"
                )
            protecting[rows] = chosen
    hidden = pd.Series(small | protecting, index=frame.index)
    return frame.assign(
        **{column: _blank(frame[column], hidden) for column in (count, *also)},
        suppressed=np.select([small, protecting], [_PRIMARY, _SECONDARY], default=""),
    )


def _blank(column: pd.Series, hidden: pd.Series) -> pd.Series:
    whole = pd.api.types.is_integer_dtype(column) or pd.api.types.is_bool_dtype(column)
    return (column.astype("Int64") if whole else column).mask(hidden)


def _protecting(counts: Numbers, threshold: int) -> Flags | None:
    """Choose the counts of one group that must go to protect its small ones; None if no choice does."""
    small = (counts > 0) & (counts < threshold)
    chosen = np.zeros(len(counts), dtype=bool)
    candidates = [row for row in np.argsort(counts, kind="stable") if counts[row] >= threshold]
    while _known_exactly(counts[small].sum() + counts[chosen].sum(), small.sum(), chosen.sum(), threshold):
        if not candidates:
            return None
        chosen[candidates.pop(0)] = True
    return chosen


def _known_exactly(total: float, small: int, large: int, threshold: int) -> bool:
    """Tell whether the total of the hidden counts fixes any one of them.

    Each of the `small` counts is between 1 and threshold - 1, each of the `large` at least the threshold.
    """
    most = threshold - 1
    others_least = (small - 1) + large * threshold
    others_most = np.inf if large else (small - 1) * most
    small_known = max(1, total - others_most) >= min(most, total - others_least)
    rest_least = small + (large - 1) * threshold
    rest_most = np.inf if large > 1 else small * most
    large_known = large > 0 and max(threshold, total - rest_most) >= total - rest_least
    return bool(small_known or large_known)
