"""Forecasts: known answers, what must hold for every series, and whether a known truth is found again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.tsa.statespace.structural import UnobservedComponents

from jhws.statistics import chance_of_meeting, forecast, rolling_origin_errors
from jhws.statistics.forecast import _NOISES, _STEPS, _average, _typical_change

MODULE = sys.modules[forecast.__module__]  # by its name one gets the function

# Adults who smoke, England 2012 to 2022, per cent (ONS, Smoking habits in the UK; OGL v3.0).
SMOKING = [19.3, 18.4, 17.8, 16.9, 15.5, 14.9, 14.4, 13.9, 13.8, 13.0, 12.7]
NUMBERS = ["forecast", "lower_80", "upper_80", "lower_95", "upper_95"]


def series(low: float, high: float) -> st.SearchStrategy[list[float]]:
    """Series of 5 to 15 years that move by more than rounding."""
    values = st.integers(0, 1000).map(lambda share: low + (high - low) * share / 1000)
    return st.lists(values, min_size=5, max_size=15).filter(lambda x: max(x) - min(x) > (high - low) / 1000)


# Known answers


def test_without_noise_and_with_a_free_drift_it_is_the_random_walk_with_drift(monkeypatch):
    # Known answer: last value plus step times the mean change, (18 - 10) / 4 = 2.
    monkeypatch.setattr(MODULE, "_NOISES", np.array([0.0]))
    centre, _ = _average(np.array([10.0, 13, 12, 17, 18]), np.zeros(5), 3, drift_ratio=1e6)
    assert_allclose(centre, [20, 22, 24], rtol=1e-4)


def test_with_a_known_noise_and_a_free_drift_it_is_the_theta_method(monkeypatch):
    # Hyndman and Billah (2003): theta is exponential smoothing with drift. When the noise has twice the
    # variance of the random step, the Kalman gain a settles where a² / (1 - a) = 1/2, at 1/2; by hand below.
    monkeypatch.setattr(MODULE, "_NOISES", np.array([2.0]))
    values = np.cumsum(np.tile([3.0, -1, 4, 0], 50))
    drift = (values[-1] - values[0]) / 199
    level = values[0]
    for value in values[1:]:
        level = (level + drift + value) / 2
    centre, _ = _average(values, np.zeros(200), 2, drift_ratio=1e6)
    assert_allclose(centre, level + drift * np.array([1, 2]), rtol=1e-3)


def test_average_equals_that_of_statsmodels_filters():
    # Independent implementation: statsmodels, a filter for each model of the grid; a gap and known errors.
    values = np.array([65.4, 65.7, 65.7, np.nan, 66.3, 65.0, 64.8, 64.9])
    variances = np.where(np.isnan(values), np.nan, np.linspace(0.2, 0.5, 8))
    change = _typical_change(values, np.flatnonzero(~np.isnan(values)))
    drift_variance = 0.3 * change**4 / (change**2 + 2 * np.nanmedian(variances))
    ahead = np.array([[1, 0], [1, 1], [1, 2]])
    means, spreads, weights = [], [], []
    # What sampling error leaves of the typical change, at least a fifth of it.
    own_change = max(change**2 - 2 * np.nanmedian(variances), 0.04 * change**2) ** 0.5
    for size in _STEPS * own_change:
        for noise in _NOISES * size**2:
            model = UnobservedComponents(values, level=True, trend=True, stochastic_level=True, irregular=True)
            model.ssm.initialize_known(np.array([values[0], 0]), np.diag([1e7, drift_variance]))
            model.ssm.loglikelihood_burn = 1
            model.update([1, size**2])
            model.ssm["obs_cov"] = (np.nan_to_num(variances) + noise)[None, None, :]
            result = model.ssm.filter()
            covariance = result.predicted_state_cov[:, :, -1]
            means.append(ahead @ result.predicted_state[:, -1])
            spreads.append(np.diag(ahead @ covariance @ ahead.T) + np.arange(3) * size**2 + noise)
            weights.append(np.log(size) + result.llf)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    centre = weight @ np.array(means)
    spread = np.sqrt(weight @ (np.array(spreads) + (np.array(means) - centre) ** 2))
    ours = _average(values, variances, 3, drift_ratio=0.3)
    assert_allclose(ours, [centre, spread], rtol=1e-5)


def test_limits_without_sampling_error_are_those_of_students_t():
    # Tables of Student's t with 4 degrees of freedom: 2.776 for 95%, 1.533 for 80%.
    steps = forecast(SMOKING, 3)
    ratio = (steps["upper_95"] - steps["forecast"]) / (steps["upper_80"] - steps["forecast"])
    assert_allclose(ratio, 2.776 / 1.533, rtol=1e-3)


def test_limits_of_a_level_that_stands_still_are_those_of_its_sampling_error():
    values = np.full(25, 50.0)
    steps = forecast(values, 1, lower_95=values - 2, upper_95=values + 2)
    # A little wider than 48 to 52, as the level itself is known from 25 values only.
    assert_allclose(steps[["forecast", "lower_95", "upper_95"]], [[50, 48, 52]], atol=0.2)


def test_a_rate_that_halves_each_year_goes_on_falling_but_not_below_0():
    steps = forecast([64, 32, 16, 8, 4, 2], 5, scale="rate")
    assert steps["forecast"].between(0, 2, inclusive="neither").all()
    assert (steps["lower_95"] > 0).all()
    assert steps["forecast"].is_monotonic_decreasing


# What the frame looks like


def test_there_is_a_row_for_each_step_with_its_method():
    steps = forecast(SMOKING, 4, scale="proportion")
    assert list(steps.columns) == ["step", *NUMBERS, "method"]
    assert steps["step"].tolist() == [1, 2, 3, 4]
    assert steps["method"].nunique() == 1


def test_columns_follow_the_levels():
    steps = forecast(SMOKING, 1, levels=(50, 99.8))
    assert [name for name in steps if name.startswith("upper")] == ["upper_50", "upper_99.8"]


# What holds for every series


@given(series(-100, 100), st.floats(-1000, 1000))
def test_a_shift_of_the_values_shifts_the_forecast(values, shift):
    moved = forecast(np.array(values) + shift, 3)
    assert_allclose(moved[NUMBERS], forecast(values, 3)[NUMBERS] + shift, atol=1e-5)


@pytest.mark.parametrize("scale", ["identity", "rate"])
@given(values=series(1, 100), unit=st.floats(0.01, 100))
def test_another_unit_gives_the_same_forecast_in_that_unit(scale, values, unit):
    scaled = forecast(np.array(values) * unit, 3, scale=scale)
    assert_allclose(scaled[NUMBERS], forecast(values, 3, scale=scale)[NUMBERS] * unit, rtol=1e-5, atol=1e-5)


@given(series(1, 99))
def test_the_share_that_has_and_the_share_that_has_not_are_forecast_alike(values):
    has = forecast(values, 3, scale="proportion")
    has_not = forecast(100 - np.array(values), 3, scale="proportion")
    assert_allclose(has["forecast"], 100 - has_not["forecast"], atol=1e-5)
    assert_allclose(has["lower_95"], 100 - has_not["upper_95"], atol=1e-5)


@pytest.mark.parametrize(("scale", "low", "high"), [("rate", 0, np.inf), ("proportion", 0, 100)])
@given(values=series(0.1, 99.9))
def test_forecast_and_limits_stay_on_the_scale(scale, low, high, values):
    steps = forecast(values, 10, scale=scale)[NUMBERS]
    assert ((steps >= low) & (steps <= high)).all(axis=None)


@given(series(1, 99), st.floats(0, 5), st.sampled_from(["identity", "rate", "proportion"]))
def test_intervals_nest_and_hold_the_forecast(values, half, scale):
    limits = {"lower_95": np.array(values) - half, "upper_95": np.array(values) + half}
    steps = forecast(values, 4, scale=scale, **limits)
    ordered = steps[["lower_95", "lower_80", "forecast", "upper_80", "upper_95"]]
    assert (ordered.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


@given(series(-100, 100), st.floats(0, 50))
def test_intervals_widen_with_each_step(values, half):
    steps = forecast(values, 8, lower_95=np.array(values) - half, upper_95=np.array(values) + half)
    assert (steps["upper_95"] - steps["lower_95"]).is_monotonic_increasing


@given(series(-100, 100), st.integers(1, 3))
def test_years_without_a_value_at_the_end_are_stepped_over(values, missing):
    waiting = forecast([*values, *[np.nan] * missing], 2)
    assert_allclose(waiting["forecast"], forecast(values, 2 + missing)["forecast"][missing:], atol=1e-6)


@given(series(1, 99), st.floats(0.5, 99.5))
def test_the_chances_of_a_target_from_either_side_make_one(values, target):
    high, low = (
        chance_of_meeting(values, target, 2, polarity=polarity, scale="proportion")
        for polarity in ("high is good", "low is good")
    )
    assert 0 <= high <= 1
    assert high + low == pytest.approx(1)


def test_two_runs_give_the_same_numbers():
    pd.testing.assert_frame_equal(forecast(SMOKING, 5), forecast(SMOKING, 5))


def test_years_without_a_value_at_the_start_change_nothing():
    pd.testing.assert_frame_equal(forecast([np.nan, np.nan, *SMOKING], 3), forecast(SMOKING, 3))


def test_a_gap_inside_leaves_a_steady_series_on_its_way_and_its_interval_wider():
    whole, gap = forecast(SMOKING, 2), forecast([*SMOKING[:-2], np.nan, SMOKING[-1]], 2)
    assert_allclose(gap["forecast"], whole["forecast"], rtol=0.05)
    assert (gap["upper_95"] > whole["upper_95"]).all()


def test_a_value_without_limits_has_the_median_sampling_error_of_the_others():
    lower, upper = np.array(SMOKING) - 1, np.array(SMOKING) + 1
    known = forecast(SMOKING, 2, lower_95=lower, upper_95=upper)
    lower[3] = upper[-1] = np.nan
    pd.testing.assert_frame_equal(forecast(SMOKING, 2, lower_95=lower, upper_95=upper), known)


def test_wider_published_limits_give_a_wider_interval():
    values = np.array(SMOKING)
    narrow, wide = (
        forecast(values, 3, lower_95=values - half, upper_95=values + half, scale="proportion") for half in (0.1, 5)
    )
    assert (wide["upper_95"] - wide["lower_95"] > narrow["upper_95"] - narrow["lower_95"]).all()


# The chance of meeting a target


@pytest.mark.parametrize("scale", ["identity", "rate", "proportion"])
@pytest.mark.parametrize("half", [0, 1.5])
def test_chance_agrees_with_the_limits(scale, half):
    limits = {"lower_95": np.array(SMOKING) - half, "upper_95": np.array(SMOKING) + half, "scale": scale}
    step = forecast(SMOKING, 3, **limits).iloc[2]
    for column, below in {"lower_95": 0.025, "lower_80": 0.1, "forecast": 0.5, "upper_95": 0.975}.items():
        chance = chance_of_meeting(SMOKING, step[column], 3, polarity="low is good", **limits)
        assert chance == pytest.approx(below, abs=1e-6)


def test_a_target_that_the_scale_cannot_reach_has_no_chance():
    assert chance_of_meeting(SMOKING, 0, 3, polarity="low is good", scale="rate") == 0
    assert chance_of_meeting(SMOKING, 105, 3, polarity="high is good", scale="proportion") == 0
    assert chance_of_meeting(SMOKING, -5, 3, polarity="high is good", scale="rate") == 1


# How far off forecasts of earlier years would have been


def test_each_origin_forecasts_from_its_own_past_only():
    years = pd.Series(SMOKING, index=range(2012, 2023))
    errors = rolling_origin_errors(years, 3, scale="proportion")
    assert list(errors) == ["origin", "step", "forecast", "actual", "lower_95", "upper_95", "held"]
    assert len(errors) == 3 * 4 + 2 + 1
    of_2018 = errors[errors["origin"] == 2018]
    expected = forecast(years.loc[:2018], 3, scale="proportion")
    assert_allclose(of_2018[["forecast", "upper_95"]], expected[["forecast", "upper_95"]])
    assert of_2018["actual"].tolist() == [13.9, 13.8, 13.0]


def test_held_says_whether_the_interval_held_what_came():
    values = np.array([10, 11, 10, 11, 10, 11, 60.0])
    errors = rolling_origin_errors(values, 1, lower_95=values - 1, upper_95=values + 1)
    assert errors["held"].tolist() == [True, False]


def test_a_year_without_a_value_is_neither_origin_nor_judged():
    errors = rolling_origin_errors([*SMOKING[:6], np.nan, *SMOKING[6:8]], 2)
    assert errors[["origin", "step"]].to_numpy().tolist() == [[4, 1], [5, 2], [7, 1]]


def test_a_series_of_five_values_has_no_earlier_forecast_to_judge():
    errors = rolling_origin_errors(SMOKING[:5], 3)
    assert errors.empty
    assert "held" in errors


# Recovery of a known truth


def simulated_rates(restless: float, sampling: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """200 rates that fall by 3% a year: published values of 12 years, and of the 3 after them."""
    generator = np.random.default_rng(2026)
    for _ in range(200):
        truth = 100 * np.exp(np.cumsum(generator.normal(-0.03, restless, 15)))
        published = truth * np.exp(generator.normal(0, sampling, 15))
        yield published[:12], published[12:]


def with_limits(past: np.ndarray, sampling: float) -> pd.DataFrame:
    half = 1.96 * sampling * past
    return forecast(past, 3, lower_95=past - half, upper_95=past + half, scale="rate")


def test_intervals_hold_as_much_as_they_say():
    held = {80: [], 95: []}
    for past, future in simulated_rates(restless=0.06, sampling=0.03):
        steps = with_limits(past, 0.03)
        for level, found in held.items():
            found += ((future >= steps[f"lower_{level}"]) & (future <= steps[f"upper_{level}"])).tolist()
    assert np.mean(held[95]) == pytest.approx(0.95, abs=0.03)
    assert np.mean(held[80]) == pytest.approx(0.80, abs=0.05)


def test_known_sampling_error_brings_the_forecast_nearer_than_the_last_value():
    error, error_of_last = [], []
    for past, future in simulated_rates(restless=0.02, sampling=0.06):
        error += abs(future - with_limits(past, 0.06)["forecast"]).tolist()
        error_of_last += abs(future - past[-1]).tolist()
    assert np.mean(error) < 0.8 * np.mean(error_of_last)


def test_a_steady_fall_is_found_through_the_noise():
    years = np.arange(15)
    values = 80 - 2.0 * years + np.random.default_rng(7).normal(0, 1, 15)
    steps = forecast(values, 2, lower_95=values - 1.96, upper_95=values + 1.96)
    assert_allclose(steps["forecast"], [50, 48], atol=2.5)


# Bad input


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ({"values": [1, 2, np.nan, 4, 5]}, "values: 4 known, a forecast needs at least 5"),
        ({"values": ["about 5", 2, 3, 4, 5]}, "values: could not convert string to float: 'about 5'; expected"),
        ({"values": [1, 2, 3, 4, np.inf]}, "values: an infinite number"),
        ({"values": [[1, 2, 3], [4, 5, 6]]}, "values: expected one column"),
        ({"values": [3, 2, 1, 0, 1], "scale": "rate"}, "values: 0 on this scale; expected above 0"),
        (
            {"values": [98, 99, 99, 99, 100], "scale": "proportion"},
            "values: 100 on this scale; expected per cent",
        ),
        ({"scale": "percent"}, "scale: “percent” is not one of identity, rate, proportion"),
        ({"horizon": 0}, "horizon: 0; expected a whole number of years"),
        ({"horizon": 1.5}, "horizon: 1.5; expected a whole number of years"),
        ({"levels": (95, 100)}, "levels: 100 is not between 0 and 100"),
        ({"lower_95": SMOKING}, "lower_95, upper_95: one without the other"),
        ({"lower_95": [1.0], "upper_95": [2.0]}, "lower_95, upper_95: expected as many rows as values"),
        (
            {"lower_95": np.array(SMOKING) + 1, "upper_95": np.array(SMOKING) + 2},
            "lower_95, upper_95: 20.3 to 21.3 does not hold its value 19.3 (row 0)",
        ),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_rule(arguments, rule):
    with pytest.raises(ValueError, match=re.escape(rule)):
        forecast(**{"values": SMOKING, "horizon": 3, **arguments})


def test_a_missing_target_and_one_without_a_good_direction_are_refused():
    with pytest.raises(ValueError, match="target: missing"):
        chance_of_meeting(SMOKING, np.nan, 1, polarity="low is good")
    with pytest.raises(ValueError, match="polarity: “no judgement”; expected"):
        chance_of_meeting(SMOKING, 10, 1, polarity="no judgement")
