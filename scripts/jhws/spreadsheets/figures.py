"""A figure as somebody typed it, taken apart: '£3.8m', '1,381 approx', '89%', 'N/A'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<pound>£?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
    r"\s*(?P<scale>k|thousand|m|million|bn|billion)?\s*(?P<percent>%?)",
    re.IGNORECASE,
)
# Words that soften a figure, before or after it, as the tables write them.
_QUALIFIERS = {
    "approx": ("approx", "approx.", "approximately", "(approx)", "(approx.)", "~"),
    "circa": ("circa", "c.", "ca."),
    "about": ("about", "around"),
    "more than": ("more than", "over", ">"),
    "less than": ("less than", "under", "<"),
    "at least": ("at least", "≥"),
    "up to": ("up to", "≤"),
}
_WORDS = {form: word for word, forms in _QUALIFIERS.items() for form in forms}
_NOT_APPLICABLE = {"n/a", "na", "n.a.", "not applicable"}


@dataclass(frozen=True)
class Typed:
    """A figure: its value, the word that softens it, its unit where the sign tells it, the last digit's place value."""

    value: Decimal
    qualifier: str = ""
    unit: str = ""
    rounded_to: Decimal | None = None


def read_figure(text: str) -> Typed | None:
    """Take a figure apart; None where it cannot be told what was meant.

    A comma parts thousands, and only where three digits follow each. The place value is left out for a figure that
    is softened, because its rounding is not stated.

    Examples
    --------
    >>> read_figure("£3.8m").value
    Decimal('3800000')
    >>> read_figure("1,381 approx").qualifier
    'approx'
    >>> read_figure("1,38") is None
    True
    """
    text = " ".join(text.split())
    qualifier = ""
    for form in sorted(_WORDS, key=len, reverse=True):
        # A word ends where letters end; a sign needs no space.
        pattern = rf"(?:{re.escape(form)}(?![a-z])\s*(.+)|(.+?)(?<![a-z])\s*{re.escape(form)})"
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            text, qualifier = match[1] or match[2], _WORDS[form]
            break
    match = _NUMBER.fullmatch(text)
    scale = (match["scale"] or "").lower() if match else ""
    # A letter means thousands or millions of money; elsewhere ‘3m’ may be months or metres.
    if match is None or (match["pound"] and match["percent"]) or (scale in {"k", "m", "bn"} and not match["pound"]):
        return None
    power = Decimal(10) ** _SCALES.get(scale, 0)
    digits = match["whole"].replace(",", "") + (f".{match['part']}" if match["part"] else "")
    value = Decimal(digits) * power * (-1 if match["sign"] else 1)
    last = power * Decimal(10) ** -len(match["part"] or "")
    unit = "pounds" if match["pound"] else "%" if match["percent"] else ""
    if power != 1:
        value, last = plain(value), plain(last)
    return Typed(value, qualifier, unit, None if qualifier else last)


def is_not_applicable(text: str) -> bool:
    """Tell whether a cell says that there can be no figure."""
    return " ".join(text.split()).casefold() in _NOT_APPLICABLE


def plain(value: Decimal) -> Decimal:
    """Give a number without noughts after the point; one that nobody multiplied keeps its digits as typed."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()
