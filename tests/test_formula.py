"""A formula of a claim is computed by a small grammar, with the range that rounding allows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jhws.formula import Bounds, compute


def exact(value: float) -> Bounds:
    return Bounds(value, value, value)


FIGURES = {"before": exact(1583), "after": exact(2160), "rounded": Bounds(42.5, 43, 43.5), "nought": Bounds(-1, 0, 1)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("20 - 6 - 4", 10),
        ("48 / 4 / 2", 6),
        ("-[before] + 1600", 17),
        ("[after]-[before]", 577),
        # Board paper of 29 May 2025, paragraph 12: 1583 to 2160, divided on paper.
        ("100 * ([after] - [before]) / [before]", 36.4498),
    ],
)
def test_a_formula_is_computed_as_arithmetic_has_it(formula, value):
    assert compute(formula, FIGURES).value == pytest.approx(value, abs=5e-5)


def test_the_rounding_of_a_figure_is_carried_through():
    found = compute("200 / [rounded]", FIGURES)
    assert (found.low, found.high) == pytest.approx((200 / 43.5, 200 / 42.5))
    difference = compute("[rounded] - [rounded]", FIGURES)
    assert (difference.low, difference.high) == (-1, 1)


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "2 +",
        "(2",
        "2)",
        "2 3",
        "import os",
        "[before",
        "__import__('os')",
        "2 ** 3",
        "before",
        "[a][b]",
        "a.b",
        "2e9",
    ],
)
def test_what_is_no_formula_is_refused(formula):
    with pytest.raises((ValueError, KeyError)):
        compute(formula, FIGURES)


def test_a_divisor_that_may_be_nought_is_refused():
    with pytest.raises(ZeroDivisionError):
        compute("1 / [nought]", FIGURES)


@given(st.text(alphabet="0123456789.+-*/()[] abz", max_size=30))
def test_no_text_does_more_than_be_computed_or_refused(formula):
    try:
        found = compute(formula, {"a": exact(2), "b": exact(3)})
    except (ValueError, KeyError, ZeroDivisionError, OverflowError):
        return
    assert found.low <= found.high or math.isnan(found.value)
