"""Better, similar or worse than a reference."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jhws.statistics import above_or_below, compare, quintile_comparison

LIMITS = {"value": "value", "lower": "lower", "upper": "upper"}


@pytest.fixture
def areas() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": ["below", "touching", "around", "above"],
            "value": [8.0, 9.0, 10.0, 12.0],
            "lower": [7.0, 8.0, 9.0, 11.0],
            "upper": [9.0, 10.0, 11.0, 13.0],
        }
    )


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("high is good", ["worse", "similar", "similar", "better"]),
        ("low is good", ["better", "similar", "similar", "worse"]),
        ("no judgement", ["lower", "similar", "similar", "higher"]),
    ],
)
def test_a_value_stands_apart_only_when_its_interval_does_not_hold_the_reference(areas, polarity, expected):
    # Rule of OHID's technical guidance: the interval's own ends count as similar.
    found = compare(areas, **LIMITS, reference=10, polarity=polarity)
    assert found["comparison"].tolist() == expected
    assert found["reason"].eq("").all()
    assert found["area"].tolist() == areas["area"].tolist()


def test_wider_limits_find_fewer_differences(areas):
    wide = areas.assign(wide_lower=areas["lower"] - 1.5, wide_upper=areas["upper"] + 1.5)
    found = compare(
        wide,
        **LIMITS,
        reference=10,
        polarity="high is good",
        lower_99_8="wide_lower",
        upper_99_8="wide_upper",
    )
    assert found["comparison_99_8"].tolist() == ["similar"] * 4


def test_reference_and_polarity_may_differ_by_row(areas):
    found = compare(
        areas.assign(england=[10, 7, 10, 10], polarity=["high is good"] * 2 + ["low is good"] * 2),
        **LIMITS,
        reference="england",
        polarity="polarity",
    )
    assert found["comparison"].tolist() == ["worse", "better", "similar", "worse"]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("value", "The value is missing."),
        ("england", "There is no reference to compare with."),
        ("upper", "The value has no confidence limits."),
    ],
)
def test_what_is_not_compared_says_why(areas, column, reason):
    gap = areas.assign(england=10.0)
    gap.loc[0, column] = np.nan
    found = compare(gap, **LIMITS, reference="england", polarity="high is good")
    assert found.loc[0, "comparison"] == "not compared"
    assert found["reason"].tolist() == [reason, "", "", ""]


@given(st.floats(-50, 50), st.floats(0, 20), st.floats(-50, 50))
def test_turning_the_polarity_round_swaps_better_and_worse(value, margin, reference):
    row = pd.DataFrame({"value": [value], "lower": [value - margin], "upper": [value + margin]})
    swap = {"better": "worse", "worse": "better", "similar": "similar"}
    good, bad = (
        compare(row, **LIMITS, reference=reference, polarity=polarity)["comparison"].item()
        for polarity in ("high is good", "low is good")
    )
    assert swap[good] == bad


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"lower": 99.0}, {}, r"'lower': must not be above the value in 'value'"),
        ({"upper": 0.0}, {}, r"'upper': must not be below the value in 'value'"),
        ({}, {"polarity": "up"}, r"polarity: must be a column or one of"),
        ({}, {"reference": "england"}, r"'england': must be in the frame"),
        ({}, {"lower_99_8": "lower"}, r"lower_99_8 and upper_99_8: must be given together"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(areas, change, options, message):
    arguments = {**LIMITS, "reference": 10, "polarity": "high is good", **options}
    with pytest.raises(ValueError, match=message):
        compare(areas.assign(**change), **arguments)


def test_ten_areas_fall_into_fifths_of_two():
    table = pd.DataFrame({"area": list("abcdefghij"), "value": [5, 1, 9, 3, 7, 2, 10, 4, 8, 6]})
    found = quintile_comparison(table, value="value", polarity="low is good").sort_values("value")
    assert found["quintile"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found["comparison"].tolist()[::2] == [
        "best fifth",
        "second best fifth",
        "middle fifth",
        "second worst fifth",
        "worst fifth",
    ]


def test_fifths_are_taken_within_each_group_and_leave_out_missing_values():
    table = pd.DataFrame({"year": [1] * 6 + [2] * 3, "value": [1.0, 2, 3, 4, 5, np.nan, 1, 2, 3]})
    found = quintile_comparison(table, value="value", polarity="no judgement", by="year")
    assert found["comparison"].tolist()[:5] == [
        "lowest fifth",
        "second lowest fifth",
        "middle fifth",
        "second highest fifth",
        "highest fifth",
    ]
    assert found["comparison"].tolist()[5:] == ["not compared"] * 4
    assert found["reason"].tolist()[5:] == ["The value is missing."] + ["Fewer than five areas have a value."] * 3


@pytest.mark.parametrize(
    ("value", "reference", "expected"),
    [
        (3, 2, "above"),
        (2, 3, "below"),
        (2.0, 2, "equal to"),
        (None, 2, "not compared"),
        (2, np.nan, "not compared"),
    ],
)
def test_two_figures_without_limits_are_only_above_or_below_one_another(value, reference, expected):
    assert above_or_below(value, reference) == expected
