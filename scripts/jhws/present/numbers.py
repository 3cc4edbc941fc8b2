"""Numbers as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable

import pandas as pd

MINUS = "−"
BLANK = "–"

# What one of each is called, where it is not the word without its s.
_ONE = {"people": "person", "staff": "member of staff"}


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with thousands parted by commas and a true minus; a dash where it is missing.

    Examples
    --------
    >>> number(6486)
    '6,486'
    >>> number(-7.25, 1)
    '−7.2'
    >>> number(-0.04, 1)
    '0.0'
    """
    if value is None or pd.isna(value):
        return BLANK
    return f"{value:z,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """Write a change: with a plus or a true minus before it, and neither where it rounds to nothing."""
    text = number(value, decimals)
    return f"+{text}" if pd.notna(value) and round(value, decimals) > 0 else text


def pounds(value: float | None, *, figures: int = 3) -> str:
    """Write an amount of money to three figures at most (or as many as told), with pence only below £10.

    Examples
    --------
    >>> pounds(3834762)
    '£3.83 million'
    >>> pounds(985000)
    '£985,000'
    >>> pounds(15000000)
    '£15 million'
    >>> pounds(0.35)
    '£0.35'
    >>> pounds(10450000, figures=4)
    '£10.45 million'
    """
    if value is None or pd.isna(value):
        return BLANK
    size = abs(value)
    for name, one in (("billion", 1e9), ("million", 1e6)):
        if size >= (1 - 0.5 / 10**figures) * one:
            return f"{_sign(value)}£{size / one:.{figures}g} {name}"
    rounded = round(size, -max(0, math.floor(math.log10(max(size, 1))) + 1 - figures))
    pence = 2 if size < 10 and round(size, 2) != round(size) else 0
    return f"{_sign(value)}£{size if pence else rounded:,.{pence}f}"


def pounds_range(lower: float, upper: float) -> str:
    """Write two bounds of money finely enough that a reader can add them up.

    Examples
    --------
    >>> pounds_range(10450000, 13850000)
    '£10.45 million to £13.85 million'
    >>> pounds_range(1250000, 1250000)
    '£1.25 million'
    """
    words = [pounds(value, figures=4) for value in (lower, upper)]
    return words[0] if words[0] == words[1] else " to ".join(words)


def _sign(value: float) -> str:
    return MINUS if value < 0 else ""


def with_unit(value: float | None, unit: str, decimals: int = 0) -> str:
    """Write a value with its unit: '61.8%', '62.6 years', '25.8 per 100,000', '7.4 out of 10', '1 day'.

    Examples
    --------
    >>> with_unit(61.8, "%", 1)
    '61.8%'
    >>> with_unit(7.38, "score out of 10", 2)
    '7.38 out of 10'
    >>> with_unit(0.413, "score from 0 to 1", 3)
    '0.413 out of 1'
    """
    text = number(value, decimals)
    if text == BLANK or not unit or unit == "not stated":
        return text
    if unit == "%":
        return f"{text}%"
    unit = re.sub(r"^score (from 0 to|out of)", "out of", unit)
    return f"{text} {one_of(unit) if text in {'1', f'{MINUS}1'} else unit}"


def one_of(unit: str) -> str:
    """Name one of what a unit counts: 'person' for 'people'; a unit that counts nothing stays as it is."""
    return _ONE.get(unit) or (unit.removesuffix("s") if unit.isalpha() else unit)


def interval(lower: float, upper: float, decimals: int = 0) -> str:
    """Write an interval as '5.34 to 7.14'."""
    if pd.isna(lower) or pd.isna(upper):
        return BLANK
    return f"{number(lower, decimals)} to {number(upper, decimals)}"


def listed(parts: list[str]) -> str:
    """Join words as a sentence does: 'a', 'a and b', 'a, b and c'.

    Examples
    --------
    >>> listed(["men", "women", "all"])
    'men, women and all'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(count: int) -> str:
    """Write a small count in words, a larger one in digits."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else number(count)


def counted(count: int, one: str, many: str) -> str:
    """Write a count with the words that agree with it: 'none is', 'one is', 'two are'.

    Examples
    --------
    >>> [counted(count, "is", "are") for count in (0, 1, 2)]
    ['none is', 'one is', 'two are']
    """
    return f"{in_words(count)} {one if count < 2 else many}"


def some_of(count: int, total: int, one: str, many: str) -> str:
    """Write how many of a total: 'no value', 'that value', 'both values', 'three of 14 values', 'all 14 values'.

    Examples
    --------
    >>> [some_of(count, 3, "value", "values") for count in (0, 1, 3)]
    ['no value', 'one of three values', 'all three values']
    """
    if count == 0:
        return f"no {one}"
    if count < total:
        return f"{in_words(count)} of {in_words(total)} {many}"
    return {1: f"that {one}", 2: f"both {many}"}.get(total, f"all {in_words(total)} {many}")


def widest_level(names: Iterable[Hashable], *, prefix: str = "") -> int:
    """Give the widest confidence level (per cent) whose limits are among some columns' names.

    Examples
    --------
    >>> widest_level(["lower_80", "upper_80", "lower_95", "upper_95"])
    95
    """
    start = f"{prefix}lower_"
    return max(int(str(name).removeprefix(start)) for name in names if str(name).startswith(start))


def ages(band: str) -> str:
    """Write an age band as it is said.

    Examples
    --------
    >>> [ages(band) for band in ("65+", "25-64", "over 65")]
    ['65 and over', '25 to 64', 'over 65']
    """
    return re.sub(r"^(\d+)-(\d+)$", r"\1 to \2", re.sub(r"^(\d+)\+$", r"\1 and over", band))


def decimals_of(place: float) -> int:
    """Give the decimals of a figure whose last printed digit has this place value.

    Examples
    --------
    >>> [decimals_of(place) for place in (100, 1, 0.1)]
    [0, 0, 1]
    """
    return max(0, round(-math.log10(place))) if place > 0 else 0


def sentence(text: str) -> str:
    """Begin a text with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def on_day(day: pd.Timestamp) -> str:
    """Write a day as '29 May 2025'."""
    return f"{day.day} {day:%B %Y}"
