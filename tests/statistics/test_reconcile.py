"""Claims are computed again by a small grammar, with the range that rounding allows."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jhws.statistics.reconcile import Bounds, compute, reconcile


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


def claim(**changes) -> pd.DataFrame:
    facts = {
        "claim_id": "c",
        "stated_value": 36.0,
        "comparison": "equal",
        "tolerance": 0.5,
        "formula": "100 * ([after] - [before]) / [before]",
        "reason": None,
    }
    return pd.DataFrame([facts | changes])


def figures(rounded_to: float = 1.0, unit: str = "people") -> pd.DataFrame:
    return pd.DataFrame(
        {"figure_id": ["before", "after"], "value": [1583.0, 2160.0], "unit": unit, "rounded_to": rounded_to}
    )


def verdict(claims: pd.DataFrame, known: pd.DataFrame | None = None) -> str:
    return reconcile(claims, figures() if known is None else known)["verdict"].iloc[0]


@pytest.mark.parametrize(
    ("comparison", "stated", "expected"),
    [
        ("equal", 36.0, "confirmed"),  # 36.45 rounds to 36
        ("equal", 37.0, "differs"),
        ("more than", 35.0, "confirmed"),
        ("more than", 40.0, "differs"),
        ("less than", 40.0, "confirmed"),
        ("at least", 36.4, "confirmed"),
        ("at most", 36.0, "differs"),
    ],
)
def test_a_claim_is_held_against_what_is_computed(comparison, stated, expected):
    assert verdict(claim(comparison=comparison, stated_value=stated)) == expected


def test_a_rounding_of_the_figures_is_not_taken_for_a_difference():
    assert verdict(claim(stated_value=38.0)) == "differs"
    assert verdict(claim(stated_value=38.0), figures(rounded_to=100.0)) == "confirmed"


def test_a_count_printed_in_full_is_exact_but_a_share_never_is():
    total = claim(formula="[before] + [after]", stated_value=3743.6, tolerance=0.0)
    assert verdict(total) == "differs"
    assert verdict(total, figures(unit="%")) == "confirmed"


def test_a_claim_whose_figures_are_not_published_cannot_be_checked_and_says_why():
    told = reconcile(claim(formula=None, reason="the base is not printed"), figures()).iloc[0]
    assert (told["verdict"], told["reason"]) == ("cannot be checked", "the base is not printed")
    assert "gone" in reconcile(claim(formula="[gone] + 1"), figures())["reason"].iloc[0]
