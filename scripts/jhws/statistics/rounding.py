"""What printed figures imply, and how far their rounding lets it stray."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd

from jhws.statistics._frames import Flags, Numbers, check, numbers

_METHOD = "range from rounding"


def implied_base(
    frame: pd.DataFrame,
    *,
    growth: str,
    growth_rounded_to: str,
    number: str,
    rounded_to: str,
    number_is: str,
) -> pd.DataFrame:
    """Answer from how many people a source starts that prints only a growth and one number.

    Parameters
    ----------
    frame
        One row per group of people.
    growth
        Column with the growth in per cent, below 0 for a fall, above -100.
    growth_rounded_to
        Column with the place value of its last printed digit, in per cent.
    number
        Column with the people: of the later time, or by how many they change.
    rounded_to
        Column with the place value of the last digit of that number that is not a nought in doubt.
    number_is
        ``"later"`` or ``"change"``, or the column with one of these.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``base``, ``change`` and ``later`` (people), each with its
        ``_lowest`` and ``_highest`` that the rounding allows, and ``method``. They are implied, not published.

    Raises
    ------
    ValueError
        Naming the column and the rule: a growth that may be 0 beside a change, or may be -100% or less; a
        change whose sign is not that of its growth.

    Notes
    -----
    The base is the later number over 1 + growth, or the change over the growth. A printed figure lies within
    half of its place value; each result is monotone in both figures, so that its ends lie at theirs.

    Examples
    --------
    >>> printed = pd.DataFrame({"growth": [44.7], "to": [0.1], "people": [8900], "place": [100]})
    >>> columns = {"growth": "growth", "growth_rounded_to": "to", "number": "people", "rounded_to": "place"}
    >>> found = implied_base(printed, number_is="change", **columns)
    >>> found[["base", "base_lowest", "base_highest"]].round().astype(int).to_numpy().tolist()
    [[19911, 19777, 20045]]
    """
    shares, people = numbers(frame, growth) / 100, numbers(frame, number)
    half_share, half_people = numbers(frame, growth_rounded_to) / 200, numbers(frame, rounded_to) / 2
    kinds = frame[number_is] if number_is in frame else pd.Series(number_is, index=frame.index)
    check(
        frame, number_is if number_is in frame else number, kinds.isin(["later", "change"]), "must be later or change"
    )
    is_change = (kinds == "change").to_numpy()
    check(frame, growth, shares - half_share > -1, "must be above -100%, its rounding included")
    check(
        frame, growth, ~is_change | (abs(shares) > half_share), "must differ from 0 beside a change, rounding included"
    )
    check(frame, number, ~is_change | (people * shares > 0), "must have the sign of its growth where it is a change")
    corners = [
        _from_growth(people + at * half_people, shares + by * half_share, is_change)
        for at, by in [(0, 0), *product((-1, 1), repeat=2)]
    ]
    found: dict[str, Numbers] = {}
    for place, name in enumerate(("base", "change", "later")):
        values = np.array([corner[place] for corner in corners])
        found |= {name: values[0], f"{name}_lowest": values.min(axis=0), f"{name}_highest": values.max(axis=0)}
    return frame.assign(**found, method=_METHOD)


def _from_growth(people: Numbers, share: Numbers, is_change: Flags) -> tuple[Numbers, Numbers, Numbers]:
    """Give the base, the change and the later number."""
    base = np.divide(people, np.where(is_change, share, 1 + share))
    change = np.where(is_change, people, base * share)
    return base, change, base + change


def implied_total(frame: pd.DataFrame, *, count: str, share: str, rounded_to: str) -> pd.DataFrame:
    """Answer of how many people a count is the printed share.

    Parameters
    ----------
    frame
        One row per count.
    count
        Column with an exact count, above 0.
    share
        Column with the percentage of the whole that the source prints beside it.
    rounded_to
        Column with the place value of the last printed digit of the share, in per cent.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``total``, ``lowest``, ``highest`` (people) and ``method``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a count of 0, a share that may be 0 within its rounding.

    Examples
    --------
    >>> printed = pd.DataFrame({"users": [8332], "share": [89], "to": [1]})
    >>> found = implied_total(printed, count="users", share="share", rounded_to="to")
    >>> found[["total", "lowest", "highest"]].round(1).to_numpy().tolist()
    [[9361.8, 9309.5, 9414.7]]
    """
    counts, shares, half = numbers(frame, count), numbers(frame, share), numbers(frame, rounded_to) / 2
    check(frame, count, counts > 0, "must be above 0")
    check(frame, share, shares > half, "must be above 0, its rounding included")
    return frame.assign(
        total=100 * counts / shares,
        lowest=100 * counts / np.minimum(shares + half, 100),
        highest=100 * counts / (shares - half),
        method=_METHOD,
    )


def agreed_range(frame: pd.DataFrame, *, lowest: str = "lowest", highest: str = "highest") -> tuple[int, int] | None:
    """Answer which whole numbers lie in every one of some ranges.

    Parameters
    ----------
    frame
        One row per range of the same number.
    lowest, highest
        Columns with its ends.

    Returns
    -------
    tuple of int, or None
        The least and the greatest whole number that all ranges hold; none where they have none in common, so that
        the figures cannot all be of the same whole.

    Examples
    --------
    >>> agreed_range(pd.DataFrame({"lowest": [9309.5, 9264.5], "highest": [9414.7, 9389.7]}))
    (9310, 9389)
    """
    if frame.empty:
        return None
    least, most = math.ceil(frame[lowest].max()), math.floor(frame[highest].min())
    return (least, most) if least <= most else None


def place_of_noughts(value: float) -> float:
    """Give the place value to which a whole number may have been rounded, by the noughts that it ends in.

    Examples
    --------
    >>> [place_of_noughts(value) for value in (621352, 20130, 8900)]
    [1.0, 10.0, 100.0]
    """
    digits = f"{abs(value):.0f}"
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if value else 1.0
