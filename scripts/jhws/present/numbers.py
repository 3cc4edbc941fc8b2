"""Numbers as people read them."""

from __future__ import annotations

import math

MINUS = "−"
BLANK = "–"


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands parted by commas and a true minus; a dash where it is missing.

    Examples
    --------
    >>> number(6486)
    '6,486'
    >>> number(-7.25, 1)
    '−7.2'
    """
    if value is None or math.isnan(value):
        return BLANK
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """Write a change: with a plus or a true minus before it."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 else text


def pounds(value: float) -> str:
    """Write an amount of money to three figures at most: £3.83 million, £985,000, £724,000, £18.

    Examples
    --------
    >>> pounds(3834762)
    '£3.83 million'
    >>> pounds(985000)
    '£985,000'
    >>> pounds(15000000)
    '£15 million'
    """
    if value is None or math.isnan(value):
        return BLANK
    if abs(value) >= 999_500:
        return f"£{f'{value / 1e6:.3g}'} million"
    rounded = round(value, -max(0, math.floor(math.log10(max(abs(value), 1))) - 2))
    return f"£{rounded:,.0f}"


def exact_pounds(value: float) -> str:
    """Write an amount of money to the pound."""
    return BLANK if value is None or math.isnan(value) else f"£{value:,.0f}"


def with_unit(value: float, unit: str, decimals: int = 0) -> str:
    """Write a value with its unit: '61.8%', '62.6 years', '25.8 per 100,000', '7.4 out of 10'.

    Examples
    --------
    >>> with_unit(61.8, "%", 1)
    '61.8%'
    >>> with_unit(7.38, "score out of 10", 2)
    '7.38 out of 10'
    """
    text = number(value, decimals)
    if text == BLANK or not unit or unit == "not stated":
        return text
    if unit == "%":
        return f"{text}%"
    return f"{text} {unit.removeprefix('score ')}"


def interval(lower: float, upper: float, decimals: int = 0) -> str:
    """Write an interval as '5.34 to 7.14'."""
    if math.isnan(lower) or math.isnan(upper):
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
