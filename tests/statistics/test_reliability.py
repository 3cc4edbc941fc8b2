"""Limits from a standard error, and the mark on what cannot be relied on."""

import pandas as pd
import pytest

from jhws.statistics import limits_from_standard_error, mark_unstable

PARTS = pd.DataFrame(
    {
        "area": ["Rutland", "Rutland", "Melton", "Melton", "Blaby"],
        "sex": ["Male", "Female", "Male", "Male", "Male"],
        "value": [80.0, 108.0, 77.0, 85.1, 79.0],
        "standard_error": [3.0, 15.8, 0.5, 3.9, 1.0],
    }
)


def test_95_per_cent_limits_lie_1_96_standard_errors_away():
    found = limits_from_standard_error(PARTS, value="value", standard_error="standard_error").iloc[4]
    # 79 -/+ 1.959964
    assert (found["lower_95"], found["upper_95"]) == (pytest.approx(77.040036), pytest.approx(80.959964))


def test_limits_are_named_for_their_confidence():
    found = limits_from_standard_error(PARTS, value="value", standard_error="standard_error", confidence=0.998).iloc[4]
    # 79 -/+ 3.090232
    assert (found["lower_99_8"], found["upper_99_8"]) == (pytest.approx(75.909768), pytest.approx(82.090232))


def test_a_value_without_standard_error_has_no_limits():
    parts = PARTS.assign(standard_error=float("nan"))
    found = limits_from_standard_error(parts, value="value", standard_error="standard_error")
    assert found[["lower_95", "upper_95"]].isna().all(axis=None)


def test_one_uncertain_part_makes_its_result_unstable_and_no_other():
    results = PARTS[["area", "sex"]].drop_duplicates()
    found = mark_unstable(results, PARTS, by=["area", "sex"], standard_error="standard_error", largest=3.0)
    marks = found.set_index(["area", "sex"])["unstable"].to_dict()
    assert marks == {
        ("Rutland", "Male"): False,  # 3.0 is the largest that is allowed
        ("Rutland", "Female"): True,
        ("Melton", "Male"): True,
        ("Blaby", "Male"): False,
    }


def test_results_keep_their_order_and_columns():
    results = PARTS[["area", "sex"]].drop_duplicates().assign(sii=[1.0, 2.0, 3.0, 4.0])
    found = mark_unstable(results, PARTS, by=["area", "sex"], standard_error="standard_error", largest=3.0)
    assert found["sii"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert list(found.columns) == ["area", "sex", "sii", "unstable"]
