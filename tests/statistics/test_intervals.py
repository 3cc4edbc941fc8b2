"""Proportions and rates with their limits."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jhws.statistics import proportion, rate
from scipy.stats import chi2


@pytest.mark.parametrize(
    ("count", "people", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_proportion_has_wilsons_limits(count, people, lower, upper):
    # Published: Newcombe RG, Statistics in Medicine 1998;17:857-872, table I, method 3.
    frame = pd.DataFrame({"count": [count], "people": [people]})
    found = proportion(frame, count="count", denominator="people", multiplier=1).loc[0]
    assert found[["lower", "upper"]].tolist() == pytest.approx([lower, upper], abs=6e-5)
    assert found["method"] == "Wilson"


@pytest.mark.parametrize(("count", "lower", "upper"), [(0, 0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668)])
def test_a_rate_of_few_events_has_exact_limits(count, lower, upper):
    # Published: exact 95% limits of a Poisson count (Altman DG et al., Statistics with confidence).
    frame = pd.DataFrame({"deaths": [count], "people": [1]})
    found = rate(frame, count="deaths", population="people", multiplier=1).loc[0]
    assert found[["lower", "upper"]].tolist() == pytest.approx([lower, upper], abs=6e-4)
    assert found["method"] == "exact Poisson"


@pytest.mark.parametrize("count", [10, 25, 400])
def test_byars_limits_are_within_a_fifth_of_a_per_cent_of_the_exact_ones(count):
    # Published: the bound is in Public Health England's technical guide 'Confidence intervals'.
    frame = pd.DataFrame({"deaths": [count], "people": [2_000]})
    found = rate(frame, count="deaths", population="people").loc[0]
    exact = np.array([chi2.ppf(0.025, 2 * count), chi2.ppf(0.975, 2 * count + 2)]) / 2 * 50
    assert found[["lower", "upper"]].tolist() == pytest.approx(exact.tolist(), rel=0.002)
    assert found["method"] == "Byar"


@pytest.mark.parametrize("measure", ["proportion", "rate"])
def test_groups_are_added_up_and_rows_without_groups_keep_their_columns(measure):
    frame = pd.DataFrame({"area": ["y", "x", "y"], "n": [3, 20, 9], "d": [40, 100, 60]}, index=[7, 8, 9])
    call = {
        "proportion": lambda **options: proportion(frame, count="n", denominator="d", multiplier=1, **options),
        "rate": lambda **options: rate(frame, count="n", population="d", multiplier=1, **options),
    }[measure]
    grouped, alone = call(by="area"), call()
    assert grouped[["area", "n", "d"]].to_numpy().tolist() == [["x", 20, 100], ["y", 12, 100]]
    assert grouped["value"].tolist() == pytest.approx([0.2, 0.12])
    assert alone["area"].tolist() == ["y", "x", "y"]
    assert alone["value"].tolist() == pytest.approx([0.075, 0.2, 0.15])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 500), st.integers(1, 500))
def test_intervals_hold_the_value_and_nest_by_confidence(count, more):
    frame = pd.DataFrame({"n": [count], "d": [count + more]})
    levels = [0.9, 0.95, 0.998]
    for found in (
        proportion(frame, count="n", denominator="d", confidence=levels),
        rate(frame, count="n", population="d", confidence=levels),
    ):
        assert found["confidence"].tolist() == levels
        assert found["lower"].is_monotonic_decreasing
        assert found["upper"].is_monotonic_increasing
        assert (found["lower"] <= found["value"] + 1e-9).all()
        assert (found["value"] <= found["upper"]).all()


@given(st.permutations(range(4)))
@settings(deadline=None)
def test_order_of_rows_does_not_matter(order):
    frame = pd.DataFrame({"area": list("abab"), "n": [3, 20, 9, 0], "d": [40, 100, 60, 10]})
    options = {"count": "n", "population": "d", "by": "area"}
    pd.testing.assert_frame_equal(rate(frame, **options), rate(frame.iloc[order], **options))


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"n": [1, 101]}, {}, r"'n': must be between 0 and 'd'; row 1 has 101"),
        ({"n": [-1, 3]}, {}, r"'n': must be between 0 and 'd'; row 0 has -1"),
        ({"d": [100, 0]}, {}, r"'d': must be above 0; row 1 has 0"),
        ({"n": [1, np.nan]}, {}, r"'n': must have no missing or infinite value"),
        ({}, {"multiplier": 0}, r"multiplier: must be a whole number above 0"),
        ({}, {"confidence": 0.5}, r"confidence: must be between 0.9 and 1"),
        ({"area": ["x", None]}, {"by": "area"}, r"'area': must have no missing value"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(change, options, message):
    frame = pd.DataFrame({"area": ["x", "y"], "n": [1, 2], "d": [100, 100]}).assign(**change)
    with pytest.raises(ValueError, match=message):
        proportion(frame, count="n", denominator="d", **options)
