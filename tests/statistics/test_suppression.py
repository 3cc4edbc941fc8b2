"""Small numbers stay hidden, directly and by subtraction."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.statistics import suppress_small_numbers


def hide(counts: list[int], threshold: int = 5, **options) -> pd.DataFrame:
    frame = pd.DataFrame({"area": "x", "count": counts, "rate": [count / 7 for count in counts]})
    return suppress_small_numbers(frame, count="count", threshold=threshold, also=["rate"], **options)


def test_counts_below_the_threshold_are_hidden_and_zero_is_not():
    found = hide([0, 1, 4, 5, 60])
    assert found["count"].tolist() == [0, pd.NA, pd.NA, 5, 60]
    assert found["suppressed"].tolist() == ["", "small number", "small number", "", ""]


def test_figures_worked_out_from_a_hidden_count_are_hidden_with_it():
    assert hide([0, 1, 4, 5, 60])["rate"].isna().tolist() == [False, True, True, False, False]


def test_a_lone_hidden_count_takes_the_next_smallest_with_it_when_the_total_is_published():
    found = hide([3, 40, 0, 9, 25], by="area")
    assert found["suppressed"].tolist() == ["small number", "", "", "protects another figure", ""]


def test_hidden_counts_that_their_sum_gives_away_take_another_with_them():
    # 1 + 1 is the only way to a sum of 2, and 4 + 4 the only way to 8 below a threshold of 5.
    assert hide([1, 1, 30, 20], by="area")["suppressed"].tolist()[3] == "protects another figure"
    assert hide([4, 4, 30, 20], by="area")["suppressed"].tolist()[3] == "protects another figure"
    assert hide([2, 3, 30, 20], by="area")["suppressed"].tolist()[3] == ""


def test_one_hidden_count_more_is_not_enough_where_both_are_at_their_bounds():
    # 1 and 5 sum to 6, which a small number and a figure at the threshold of 5 reach in no other way.
    found = hide([1, 5, 30, 20], by="area")
    assert found["suppressed"].tolist() == [
        "small number",
        *["protects another figure"] * 1,
        "",
        "protects another figure",
    ]


def test_without_a_published_total_nothing_else_is_hidden():
    assert hide([3, 40, 0, 9])["suppressed"].tolist() == ["small number", "", "", ""]


def test_groups_protect_their_own_figures():
    frame = pd.DataFrame({"area": ["x", "x", "y", "y"], "count": [2, 9, 8, 7]})
    found = suppress_small_numbers(frame, count="count", threshold=5, by="area")
    assert found["suppressed"].tolist() == ["small number", "protects another figure", "", ""]


def test_a_total_that_gives_its_small_numbers_away_is_refused():
    with pytest.raises(ValueError, match="'count': must not have its total published for x"):
        hide([3, 0, 0], by="area")


@pytest.mark.parametrize(
    ("counts", "threshold", "message"),
    [
        ([1.0, np.nan], 5, r"'count': must have no missing or infinite value; row 1"),
        ([-1, 3], 5, r"'count': must not be negative; row 0 has -1"),
        ([1, 3], 0, r"threshold: must be 1 or more"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(counts, threshold, message):
    with pytest.raises(ValueError, match=message):
        hide(counts, threshold)


def possible_tables(shown: pd.DataFrame, total: int, threshold: int) -> list[tuple[int, ...]]:
    """List every table that a reader of the published figures must think possible."""
    hidden = shown[shown["suppressed"] != ""]
    rest = total - int(shown["count"].dropna().sum())
    choices = [
        range(1, threshold) if why == "small number" else range(threshold, rest + 1) for why in hidden["suppressed"]
    ]
    return [table for table in product(*choices) if sum(table) == rest]


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.integers(2, 5))
def test_no_hidden_figure_can_be_worked_out_from_the_total(counts, threshold):
    # Independent check: go through every table that agrees with what is published.
    try:
        found = hide(counts, threshold, by="area")
    except ValueError as refusal:
        assert "gives the small numbers away" in str(refusal)  # noqa: PT017
        return
    tables = possible_tables(found, sum(counts), threshold)
    for values in zip(*tables, strict=True):
        assert len(set(values)) > 1


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(1, 6))
def test_what_is_shown_is_never_changed(counts, threshold):
    found = hide(counts, threshold)
    shown = found["suppressed"] == ""
    assert found.loc[shown, "count"].tolist() == [count for count, keep in zip(counts, shown, strict=True) if keep]
    assert not found.loc[shown, "count"].between(1, threshold - 1).any()
