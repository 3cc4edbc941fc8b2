"""Formulas of claims: a small grammar of sums and products, computed with the range that rounding allows."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

# The whole grammar of a formula: sums and products of numbers and of [figures] in square brackets.
_TOKEN = re.compile(r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,15})?)|\[(?P<figure>[a-z0-9-]+)\]|(?P<sign>[-+*/()]))")

_LONGEST = 5_000  # letters of a formula; the longest of the book has a tenth of that
_MOST_SIGNS = 100  # brackets and signs, each of which may stand inside the one before


@dataclass(frozen=True)
class Bounds:
    """A figure with the least and the most that its rounding allows."""

    low: float
    value: float
    high: float

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.value + other.value, self.high + other.high)

    def __neg__(self) -> Bounds:
        return Bounds(-self.high, -self.value, -self.low)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounds(min(ends), self.value * other.value, max(ends))

    def __truediv__(self, other: Bounds) -> Bounds:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("a divisor may be nought")
        return self * Bounds(1 / other.high, 1 / other.value, 1 / other.low)


def compute(formula: str, figures: Mapping[str, Bounds]) -> Bounds:
    """Compute a formula, with the range that the rounding of its figures allows.

    Parameters
    ----------
    formula
        Numbers, figures in square brackets, ``+ - * /`` and round brackets; nothing else is understood.
    figures
        The figures by id.

    Raises
    ------
    ValueError
        The formula cannot be read; the message says where.
    KeyError
        A figure is not known.
    ZeroDivisionError
        A divisor is nought, or may be within its rounding.

    Examples
    --------
    >>> people = {"before": Bounds(1583, 1583, 1583), "after": Bounds(2160, 2160, 2160)}
    >>> round(compute("100 * ([after] - [before]) / [before]", people).value, 2)
    36.45
    """
    tokens = _tokens(formula)
    result, rest = _sum(tokens, figures)
    if rest:
        raise ValueError(f"“{formula[:60]}”: “{rest[0]}” is not expected there")
    return result


def figures_of_formula(formula: str) -> set[str]:
    """Name the figures that a formula rests on.

    Raises
    ------
    ValueError
        The formula cannot be read; the message says where.

    Examples
    --------
    >>> sorted(figures_of_formula("100 * ([after] - [before]) / [before]"))
    ['after', 'before']
    """
    names = {token.strip("[]") for token in _tokens(formula) if token.startswith("[")}
    # Read whole, with any numbers; whether a divisor is nought depends on the figures.
    with contextlib.suppress(ZeroDivisionError):
        compute(formula, dict.fromkeys(names, Bounds(1, 1, 1)))
    return names


def _tokens(formula: str) -> list[str]:
    if len(formula) > _LONGEST:
        raise ValueError(f"“{formula[:20]}…”: longer than {_LONGEST:,} letters")
    tokens, place = [], 0
    while place < len(formula.rstrip()):
        match = _TOKEN.match(formula, place)
        if match is None:
            raise ValueError(f"“{formula[:60]}”: “{formula[place:].strip()[:20]}” cannot be read")
        tokens.append(match.group().strip())
        place = match.end()
    if sum(token in "(-" for token in tokens) > _MOST_SIGNS:
        raise ValueError(f"“{formula[:20]}…”: more than {_MOST_SIGNS} brackets and minus signs")
    return tokens


def _sum(tokens: list[str], figures: Mapping[str, Bounds]) -> tuple[Bounds, list[str]]:
    total, rest = _product(tokens, figures)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:], figures)
        total, rest = (total + term if rest[0] == "+" else total - term), after
    return total, rest


def _product(tokens: list[str], figures: Mapping[str, Bounds]) -> tuple[Bounds, list[str]]:
    total, rest = _factor(tokens, figures)
    while rest and rest[0] in "*/":
        factor, after = _factor(rest[1:], figures)
        total, rest = (total * factor if rest[0] == "*" else total / factor), after
    return total, rest


def _factor(tokens: list[str], figures: Mapping[str, Bounds]) -> tuple[Bounds, list[str]]:
    if not tokens:
        raise ValueError("the formula ends where a figure is expected")
    first, *rest = tokens
    if first == "-":
        factor, rest = _factor(rest, figures)
        return -factor, rest
    if first == "(":
        inside, rest = _sum(rest, figures)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return inside, rest[1:]
    if first.startswith("["):
        return figures[first.strip("[]")], rest
    if first in "+*/)":
        raise ValueError(f"“{first}” stands where a figure is expected")
    return Bounds(float(first), float(first), float(first)), rest
