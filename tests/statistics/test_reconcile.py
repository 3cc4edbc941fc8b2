"""Claims are computed again, with the range that rounding allows."""

import pandas as pd
import pytest

from jhws.statistics.reconcile import reconcile


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
