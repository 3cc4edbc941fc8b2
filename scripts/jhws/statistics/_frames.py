"""Input checks and grouping that every function of this package shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

POLARITIES = ("high is good", "low is good", "no judgement")


def as_list(by: str | Sequence[str] | None) -> list[str]:
    """Give the grouping columns as a list, whichever way they were written."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def require(frame: pd.DataFrame, *columns: str) -> None:
    """Check that the frame has rows and these columns."""
    if frame.empty:
        raise ValueError("the frame must have at least one row")
    for column in columns:
        if column not in frame.columns:
            raise ValueError(f"column {column!r}: must be in the frame, which has {list(frame.columns)}")


def no_rows(frame: pd.DataFrame, by: str | Sequence[str] | None, *columns: str) -> pd.DataFrame | None:
    """Give the result without rows for a frame without rows whose groups are named: it has no groups.

    None for any other frame; without `by` a frame is one group, which has to have rows.
    """
    if len(frame) or by is None:
        return None
    return frame.reindex(columns=[*as_list(by), *columns])


def check(frame: pd.DataFrame, column: str, holds: npt.ArrayLike, rule: str) -> None:
    """Raise a ``ValueError`` with the column, the rule and the first row that breaks it."""
    broken = np.flatnonzero(~np.asarray(holds, dtype=bool))
    if broken.size:
        first = broken[0]
        raise ValueError(f"column {column!r}: {rule}; row {frame.index[first]} has {frame[column].iloc[first]}")


def numbers(frame: pd.DataFrame, column: str, *, complete: bool = True) -> Numbers:
    """Read a column as floats; missing values are refused unless `complete` is False."""
    require(frame, column)
    if not pd.api.types.is_numeric_dtype(frame[column]):
        raise ValueError(f"column {column!r}: must be numeric, not {frame[column].dtype}")
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    if complete:
        check(frame, column, np.isfinite(values), "must have no missing or infinite value")
    return values


def check_limits(frame: pd.DataFrame, value: str, lower: str, upper: str) -> None:
    """Check that every interval that is given holds its value."""
    centre, low, high = (numbers(frame, column, complete=False) for column in (value, lower, upper))
    check(frame, lower, ~(low > centre), f"must not be above the value in {value!r}")
    check(frame, upper, ~(high < centre), f"must not be below the value in {value!r}")


def groups(frame: pd.DataFrame, by: str | Sequence[str] | None) -> tuple[Codes, pd.DataFrame]:
    """Give each row the number of its group, and the groups' labels in that order, which is sorted."""
    keys = as_list(by)
    require(frame, *keys)
    if not keys:
        return np.zeros(len(frame), dtype=np.int64), pd.DataFrame(index=range(1))
    for key in keys:
        check(frame, key, frame[key].notna(), "must have no missing value, as it names the group")
    codes = np.asarray(frame.groupby(keys, sort=True, observed=True).ngroup(), dtype=np.int64)
    _, first = np.unique(codes, return_index=True)
    return codes, frame[keys].iloc[first].reset_index(drop=True)


def words(frame: pd.DataFrame, given: str, allowed: Collection[str], argument: str) -> pd.Series:
    """Read a word that is either the same for every row or stands in a column, and check it."""
    if given in frame.columns:
        found = frame[given]
        check(frame, given, found.isin(list(allowed)), f"must be one of {', '.join(allowed)}")
        return found
    if given not in allowed:
        raise ValueError(f"{argument}: must be a column or one of {', '.join(allowed)}, not {given!r}")
    return pd.Series(given, index=frame.index)


def confidence_levels(confidence: float | Sequence[float], *, lowest: float = 0.0) -> list[float]:
    """Give one or several confidence levels as a list of shares between `lowest` and 1."""
    levels = [float(level) for level in np.atleast_1d(confidence)]
    if not levels or not all(lowest <= level < 1 and level > 0 for level in levels):
        raise ValueError(f"confidence: must be between {lowest:g} and 1, such as 0.95, not {confidence}")
    return levels
