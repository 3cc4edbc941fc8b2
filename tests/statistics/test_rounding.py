"""What printed figures imply, within their rounding.

Bases and totals were worked out apart from the program, from the strategy 2025-29 and the agenda pack of 2019.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.statistics import agreed_range, implied_base, implied_total
from jhws.statistics.rounding import place_of_noughts

GROWTH = {"growth": "growth", "growth_rounded_to": "to", "number": "people", "rounded_to": "place"}


def printed(growth, to, people, place) -> pd.DataFrame:
    return pd.DataFrame({"growth": [growth], "to": [to], "people": [people], "place": [place]}).astype(float)


@pytest.mark.parametrize(
    ("growth", "to", "people", "place", "number_is", "base", "lowest", "highest"),
    [
        (5.5, 0.1, 621352, 1, "later", 588959, 588680, 589239),
        (13, 1, 20130, 10, "change", 154846, 149074, 161080),
        (44.7, 0.1, 8900, 100, "change", 19911, 19777, 20045),
    ],
)
def test_the_bases_of_the_strategy_are_those_worked_out_by_hand(
    growth, to, people, place, number_is, base, lowest, highest
):
    found = implied_base(printed(growth, to, people, place), number_is=number_is, **GROWTH).iloc[0]
    assert found[["base", "base_lowest", "base_highest"]].round().tolist() == [base, lowest, highest]


def test_change_and_later_number_follow_from_the_base_worked_by_hand():
    # By hand: 110 people after +10% are 10 more than 100; 10 more at +10% are 110 in the end.
    for number, kind in ((110, "later"), (10, "change")):
        found = implied_base(printed(10, 0, number, 0), number_is=kind, **GROWTH).iloc[0]
        assert found[["base", "change", "later"]].tolist() == pytest.approx([100, 10, 110])


def test_a_fall_has_a_base_above_its_later_number():
    found = implied_base(printed(-20, 0, 80, 0), number_is="later", **GROWTH).iloc[0]
    assert found[["base", "change", "later"]].tolist() == pytest.approx([100, -20, 80])


@settings(deadline=None, max_examples=60)
@given(st.integers(1_000, 10_000_000), st.floats(0.02, 0.9), st.sampled_from(["later", "change"]))
def test_a_known_base_lies_within_the_range_of_what_is_printed_of_it(base, growth, kind):
    later = round(base * (1 + growth))
    number = later if kind == "later" else later - base
    told = printed(round(100 * (later / base - 1), 1), 0.1, number, 1)
    found = implied_base(told, number_is=kind, **GROWTH).iloc[0]
    assert found["base_lowest"] - 1e-6 <= base <= found["base_highest"] + 1e-6
    assert found["later_lowest"] - 1e-6 <= later <= found["later_highest"] + 1e-6
    assert found["change_lowest"] - 1e-6 <= later - base <= found["change_highest"] + 1e-6


@pytest.mark.parametrize(
    ("frame", "kind", "rule"),
    [
        (printed(0.04, 0.1, 100, 1), "change", "must differ from 0 beside a change"),
        (printed(-100, 1, 100, 1), "later", "must be above -100%"),
        (printed(5, 1, -100, 1), "change", "must have the sign of its growth"),
        (printed(5, 1, np.nan, 1), "later", "missing or infinite"),
        (printed(5, 1, 100, 1), "before", "must be later or change"),
    ],
)
def test_what_implies_no_base_is_refused_by_name(frame, kind, rule):
    with pytest.raises(ValueError, match=rule):
        implied_base(frame, number_is=kind, **GROWTH)


def test_the_totals_of_service_users_and_what_they_agree_on_are_those_worked_out_by_hand():
    # Agenda pack 2019, item 10, appendix C: White, women, physical support, aged 80-89.
    frame = pd.DataFrame({"count": [8332, 5605, 4554, 2093], "share": [89, 60, 49, 22], "to": [1.0, 1.0, 1.0, 1.0]})
    found = implied_total(frame, count="count", share="share", rounded_to="to")
    assert found["lowest"].round(1).tolist() == [9309.5, 9264.5, 9200.0, 9302.2]
    assert found["highest"].round(1).tolist() == [9414.7, 9420.2, 9389.7, 9734.9]
    assert agreed_range(found) == (9310, 9389)


def test_a_share_cannot_be_rounded_down_from_above_all():
    found = implied_total(pd.DataFrame({"n": [50], "s": [100.0], "to": [1.0]}), count="n", share="s", rounded_to="to")
    assert found["lowest"].tolist() == [50]


def test_ranges_that_do_not_meet_agree_on_nothing():
    assert agreed_range(pd.DataFrame({"lowest": [1.0, 8.0], "highest": [5.0, 9.0]})) is None
    assert agreed_range(pd.DataFrame({"lowest": [1.2], "highest": [1.8]})) is None
    assert agreed_range(pd.DataFrame({"lowest": [], "highest": []})) is None


@pytest.mark.parametrize(("share", "count", "rule"), [(0.4, 5, "must be above 0, its"), (5, 0, "must be above 0")])
def test_no_total_comes_from_nothing(share, count, rule):
    frame = pd.DataFrame({"n": [count], "s": [share], "to": [1.0]})
    with pytest.raises(ValueError, match=rule):
        implied_total(frame, count="n", share="s", rounded_to="to")


@pytest.mark.parametrize(("value", "place"), [(621352, 1), (20130, 10), (8900, 100), (-6000, 1000), (0, 1)])
def test_noughts_at_the_end_may_be_rounding(value, place):
    assert place_of_noughts(value) == place
