"""The slope index, its limits, and the gap between the ends."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from statsmodels.stats.proportion import proportion_confint

from jhws.data import read_deciles
from jhws.statistics import (
    inequality_gap,
    most_deprived_against_rest,
    recent_trend,
    slope_index_of_inequality,
    slope_line,
)

LIMITS = ["sii_lower", "sii_upper", "rii_lower", "rii_upper"]


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(StringIO(text), sep=r"\s+")


@pytest.fixture
def leicestershire() -> pd.DataFrame:
    """Life expectancy at birth by within-area decile, 2014-16 (Public Health England; OGL v3.0)."""
    return table("""
        sex    decile people     years    error
        Male        1 100515 76.686357 0.445019
        Male        2  96715 78.748871 0.414757
        Male        3 101430 79.273456 0.428362
        Male        4 105122 80.280684 0.400747
        Male        5  94678 80.621645 0.416718
        Male        6 104117 82.195156 0.414975
        Male        7 102949 81.631765 0.379329
        Male        8  97232 82.039337 0.417062
        Male        9  98681 83.291538 0.391645
        Male       10 101660 82.466377 0.401796
        Female      1 100943 80.082175 0.427802
        Female      2  98102 82.511727 0.417519
        Female      3 101685 83.056607 0.387821
        Female      4 104642 83.577031 0.353927
        Female      5  97598 84.325148 0.384994
        Female      6 108793 85.026168 0.430339
        Female      7 105742 84.667775 0.398285
        Female      8 100967 85.357994 0.387841
        Female      9 102031 85.414803 0.431284
        Female     10 102569 85.831489 0.420251
    """)


@pytest.fixture
def documented() -> pd.DataFrame:
    """Two made-up areas, from the example in the documentation of phe_sii (R package PHEindicatormethods)."""
    return table("""
        area  decile people value lower upper
        Area1      1   7291  75.9  72.7  79.1
        Area1      2   7997  78.3  75.3  81.4
        Area1      3   6105  83.8  80.9  86.8
        Area1      4   7666  83.6  80.2  87.1
        Area1      5   5790  80.5  77.1  83.8
        Area1      6   6934  81.1  78.0  84.2
        Area1      7   5918  81.7  79.0  84.4
        Area1      8   5974  84.2  81.4  86.9
        Area1      9   7147  80.6  75.8  85.4
        Area1     10   7534  86.3  83.2  89.4
        Area2      1  21675  70.5  70.1  71.0
        Area2      2  20065  71.6  71.1  72.1
        Area2      3  19750  72.5  72.0  73.2
        Area2      4  24713  73.5  73.1  73.7
        Area2      5  20112  73.1  72.7  75.8
        Area2      6  19618  76.2  75.7  78.8
        Area2      7  22408  78.7  78.2  79.8
        Area2      8  19752  80.6  80.1  81.2
        Area2      9  18939  80.9  80.4  81.3
        Area2     10  19312  80.0  79.5  80.9
    """)


@pytest.fixture
def obesity() -> pd.DataFrame:
    """Children in Year 6 in England, 2006/07 (National Child Measurement Programme; OGL v3.0)."""
    measured = np.array([34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488])
    obese = np.array([7287, 6881, 5656, 4868, 4176, 3876, 3617, 3546, 3314, 2960])
    lower, upper = proportion_confint(obese, measured, method="wilson")
    return pd.DataFrame(
        {
            "decile": range(1, 11),
            "measured": measured,
            "obese": obese,
            "share": obese / measured,
            "lower": lower,
            "upper": upper,
        }
    )


@pytest.fixture
def mortality() -> pd.DataFrame:
    """Made-up rates per 100,000 with Byar-like limits, steep and skewed, in five unequal quintiles."""
    return pd.DataFrame(
        {
            "quintile": [3, 1, 5, 2, 4],
            "people": [21000, 35000, 18000, 26000, 30000],
            "rate": [81.0, 140.0, 40.0, 102.0, 66.0],
            "lower": [60.0, 115.0, 27.0, 84.0, 51.0],
            "upper": [109.0, 170.0, 59.0, 124.0, 85.0],
        }
    )


def fitted(frame: pd.DataFrame, quantile: str, people: str, values: np.ndarray) -> np.ndarray:
    """Fit the line with statsmodels' weighted least squares: intercept and slope."""
    ordered = frame.assign(fit=values).sort_values(quantile)
    share = ordered[people] / ordered[people].sum()
    return sm.WLS(ordered["fit"], sm.add_constant(share.cumsum() - share / 2), weights=share).fit().params.to_numpy()


def simulated(frame: pd.DataFrame, quantile: str, people: str, draws: np.ndarray, level: float) -> np.ndarray:
    """Take the limits of slope and ratio from lines through drawn values, as phe_sii does."""
    order = np.argsort(frame[quantile].to_numpy())
    share = (frame[people] / frame[people].sum()).to_numpy()[order]
    design = np.column_stack([np.ones(len(share)), share.cumsum() - share / 2])
    intercept, slope = np.linalg.solve((design.T * share) @ design, design.T * share) @ draws[:, order].T
    ends = [(1 - level) / 2, (1 + level) / 2]
    return np.concatenate([np.quantile(slope, ends), np.quantile(1 + slope / intercept, ends)])


def assert_within_one_per_cent(found: pd.Series, expected: np.ndarray) -> None:
    widths = np.repeat([expected[1] - expected[0], expected[3] - expected[2]], 2)
    assert (np.abs(found[LIMITS].to_numpy(dtype=float) - expected) < 0.01 * widths).all()


def errors_from(lower: pd.Series, upper: pd.Series) -> np.ndarray:
    return ((upper - lower) / (2 * 1.959964)).to_numpy()


def test_leicestershires_slope_in_life_expectancy_is_six_years_for_men_and_five_for_women(leicestershire):
    # Worked out apart from this package: the line by hand, the limits from var(slope) = sum of c^2 se^2.
    found = slope_index_of_inequality(
        leicestershire,
        quantile="decile",
        population="people",
        value="years",
        standard_error="error",
        by="sex",
    ).set_index("sex")
    columns = ["sii", "sii_lower", "sii_upper"]
    assert found.loc["Male", columns].round(2).tolist() == [6.24, 5.34, 7.14]
    assert found.loc["Female", columns].round(2).tolist() == [5.27, 4.37, 6.16]


def test_slope_ratio_and_intercept_are_those_of_weighted_least_squares(documented):
    # Independent calculation: statsmodels' WLS on the documented example of phe_sii.
    found = slope_index_of_inequality(
        documented,
        quantile="decile",
        population="people",
        value="value",
        lower_95="lower",
        upper_95="upper",
        by="area",
    ).set_index("area")
    for area, rows in documented.groupby("area"):
        intercept, slope = fitted(rows, "decile", "people", rows["value"].to_numpy())
        assert found.loc[area, ["sii", "rii", "intercept"]].to_numpy(dtype=float) == pytest.approx(
            [slope, 1 + slope / intercept, intercept], abs=1e-9
        )


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_of_a_mean_agree_with_a_hundred_thousand_simulations(documented, level):
    # Independent calculation: the simulation that phe_sii makes, seeded.
    rows = documented[documented["area"] == "Area2"]
    found = slope_index_of_inequality(
        rows,
        quantile="decile",
        population="people",
        value="value",
        lower_95="lower",
        upper_95="upper",
        confidence=level,
    )
    errors = errors_from(rows["lower"], rows["upper"])
    draws = np.random.default_rng(7).normal(rows["value"], errors, (100_000, 10))
    assert_within_one_per_cent(found.loc[0], simulated(rows, "decile", "people", draws, level))


def test_limits_of_a_proportion_agree_with_a_hundred_thousand_simulations(obesity):
    # Independent calculation: draws that are normal on the logit scale, as phe_sii makes them, seeded.
    found = slope_index_of_inequality(
        obesity,
        quantile="decile",
        population="measured",
        value="share",
        lower_95="lower",
        upper_95="upper",
        value_type="proportion",
    )
    errors = errors_from(logit(obesity["lower"]), logit(obesity["upper"]))
    draws = expit(np.random.default_rng(11).normal(logit(obesity["share"]), errors, (100_000, 10)))
    assert_within_one_per_cent(found.loc[0], simulated(obesity, "decile", "measured", draws, 0.95))


@pytest.mark.parametrize("scale", [1, 2.5], ids=["some dozens of events", "a handful of events"])
def test_limits_of_a_skewed_rate_agree_with_simulations(mortality, scale):
    # Independent calculation: draws that are normal on the log scale, as phe_sii makes them, seeded; a
    # million of them, as the tails of so skewed a ratio are drawn too coarsely by fewer.
    errors = scale * errors_from(np.log(mortality["lower"]), np.log(mortality["upper"]))
    found = slope_index_of_inequality(
        mortality.assign(error=errors),
        quantile="quintile",
        population="people",
        value="rate",
        standard_error="error",
        value_type="rate",
    )
    draws = np.exp(np.random.default_rng(13).normal(np.log(mortality["rate"]), errors, (1_000_000, 5)))
    assert_within_one_per_cent(found.loc[0], simulated(mortality, "quintile", "people", draws, 0.95))


def test_a_transformed_rate_is_fitted_on_the_log_scale_and_tilted_about_its_middle(mortality):
    # Independent calculation: statsmodels' WLS of the logarithms; limits by phe_sii's rule, from the slope's
    # simulated quantiles about the fitted middle.
    found = slope_index_of_inequality(
        mortality,
        quantile="quintile",
        population="people",
        value="rate",
        lower_95="lower",
        upper_95="upper",
        value_type="rate",
        transform=True,
    ).loc[0]
    logs = np.log(mortality["rate"])
    intercept, slope = fitted(mortality, "quintile", "people", logs.to_numpy())
    ends = np.exp([intercept, intercept + slope])
    assert [found["intercept"], found["sii"], found["rii"]] == pytest.approx(
        [ends[0], ends[1] - ends[0], ends[1] / ends[0]]
    )
    errors = errors_from(np.log(mortality["lower"]), np.log(mortality["upper"]))
    draws = np.random.default_rng(17).normal(logs, errors, (100_000, 5))
    slopes = simulated(mortality, "quintile", "people", draws, 0.95)[:2]
    middle = intercept + slope / 2
    low, high = np.exp(middle - slopes / 2), np.exp(middle + slopes / 2)
    assert_within_one_per_cent(found, np.concatenate([high - low, high / low]))


def test_a_transformed_proportion_is_fitted_on_the_logit_scale(obesity):
    # Independent calculation: statsmodels' WLS of the logits.
    found = slope_index_of_inequality(
        obesity,
        quantile="decile",
        population="measured",
        value="share",
        lower_95="lower",
        upper_95="upper",
        value_type="proportion",
        transform=True,
        multiplier=100,
    ).loc[0]
    intercept, slope = fitted(obesity, "decile", "measured", logit(obesity["share"]).to_numpy())
    start, end = expit([intercept, intercept + slope])
    assert [found["intercept"], found["sii"], found["rii"]] == pytest.approx(
        [100 * start, 100 * (end - start), end / start]
    )
    assert found["sii_lower"] < found["sii"] < found["sii_upper"] < 0


def test_counts_of_a_proportion_stand_for_its_value_and_wilson_limits(obesity):
    options = {"quantile": "decile", "population": "measured", "value_type": "proportion"}
    counted = slope_index_of_inequality(obesity, count="obese", **options)
    given_limits = slope_index_of_inequality(obesity, value="share", lower_95="lower", upper_95="upper", **options)
    pd.testing.assert_frame_equal(counted, given_limits)


def test_a_standard_error_is_worth_the_limits_it_came_from(documented):
    options = {"quantile": "decile", "population": "people", "value": "value", "by": "area"}
    errors = (documented["upper"] - documented["lower"]) / (2 * 1.959963984540054)
    by_error = slope_index_of_inequality(documented.assign(error=errors), standard_error="error", **options)
    by_limits = slope_index_of_inequality(documented, lower_95="lower", upper_95="upper", **options)
    pd.testing.assert_frame_equal(by_error, by_limits)


def test_a_negative_multiplier_turns_gap_and_ratio_round(obesity):
    options = {
        "quantile": "decile",
        "population": "measured",
        "count": "obese",
        "value_type": "proportion",
    }
    plain = slope_index_of_inequality(obesity, **options).loc[0]
    turned = slope_index_of_inequality(obesity, multiplier=-100, **options).loc[0]
    assert turned[["sii", "sii_lower", "sii_upper"]].tolist() == pytest.approx(
        (-100 * plain[["sii", "sii_upper", "sii_lower"]]).tolist()
    )
    assert turned[["rii", "rii_lower", "rii_upper"]].tolist() == pytest.approx(
        (1 / plain[["rii", "rii_upper", "rii_lower"]]).tolist()
    )


def test_limits_hold_the_true_slope_as_often_as_they_say():
    # Recovery of a known truth: 4,000 areas whose line runs from 76 to 84 years, with errors drawn anew.
    rng = np.random.default_rng(19)
    areas, deciles = 4_000, 10
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), deciles),
            "decile": np.tile(np.arange(1, deciles + 1), areas),
            "people": 1_000,
            "error": rng.uniform(0.3, 1.5, areas * deciles),
        }
    )
    truth = 76 + 8 * (frame["decile"] - 0.5) / deciles
    found = slope_index_of_inequality(
        frame.assign(value=rng.normal(truth, frame["error"])),
        quantile="decile",
        population="people",
        value="value",
        standard_error="error",
        by="area",
    )
    assert found["sii_lower"].le(8).mul(found["sii_upper"].ge(8)).mean() == pytest.approx(0.95, abs=0.012)
    assert found["rii_lower"].le(84 / 76).mul(found["rii_upper"].ge(84 / 76)).mean() == pytest.approx(0.95, abs=0.012)


@st.composite
def quantile_tables(draw: st.DrawFn) -> pd.DataFrame:
    size = draw(st.integers(5, 12))

    def column(low: float, high: float) -> list[float]:
        return draw(st.lists(st.floats(low, high), min_size=size, max_size=size))

    return pd.DataFrame(
        {
            "quantile": range(1, size + 1),
            "people": column(10, 1e5),
            "value": column(40, 90),
            "error": column(0, 3),
        }
    )


def measure(frame: pd.DataFrame, **options) -> pd.DataFrame:
    return slope_index_of_inequality(
        frame,
        **{
            "quantile": "quantile",
            "population": "people",
            "value": "value",
            "standard_error": "error",
            **options,
        },
    )


@given(quantile_tables(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(measure(table), measure(table.iloc[order]))


@given(quantile_tables(), st.floats(0.01, 100))
def test_scaling_the_population_does_not_matter(table, factor):
    scaled = table.assign(people=table["people"] * factor)
    pd.testing.assert_frame_equal(measure(table), measure(scaled), rtol=1e-6, atol=1e-9)


@given(quantile_tables(), st.floats(0.1, 0.9))
def test_a_flat_gradient_has_a_slope_index_of_zero(table, level):
    flat = table.assign(value=level)
    for options in ({}, {"value_type": "rate"}, {"value_type": "rate", "transform": True}):
        found = measure(flat, **options).loc[0]
        assert found["sii"] == pytest.approx(0, abs=1e-9)
        assert found["rii"] == pytest.approx(1, abs=1e-9)


@settings(deadline=None)
@given(quantile_tables(), st.sampled_from(["other", "rate"]), st.booleans())
def test_intervals_nest_by_confidence(table, value_type, transform):
    assume(table["error"].max() > 0.01)
    small = table.assign(error=table["error"] / 10)
    found = measure(
        small,
        value_type=value_type,
        transform=transform and value_type == "rate",
        confidence=[0.8, 0.95, 0.998],
    )
    assert found["confidence"].tolist() == [0.8, 0.95, 0.998]
    for name in ("sii", "rii"):
        assert found[f"{name}_lower"].dropna().is_monotonic_decreasing
        assert found[f"{name}_upper"].dropna().is_monotonic_increasing


@given(quantile_tables())
def test_a_multiplier_of_minus_one_twice_is_no_multiplier(table):
    plain, turned = measure(table).loc[0], measure(table, multiplier=-1).loc[0]
    assert -turned["sii"] == plain["sii"]
    assert 1 / turned["rii"] == pytest.approx(plain["rii"])


def test_the_ratio_has_no_limits_where_the_line_may_start_at_zero():
    table = pd.DataFrame({"quantile": range(1, 6), "people": 100, "value": [0.0, 1, 2, 3, 4], "error": 2.0})
    found = measure(table).loc[0]
    assert np.isnan(found["rii_lower"])
    assert np.isnan(found["rii_upper"])
    assert found["sii_lower"] < found["sii"] < found["sii_upper"]


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"quantile": [1, 2, 3, 4, 4, 3]}, {}, r"'quantile': must have 5 to 100 quantiles, not 4"),
        ({"quantile": [1, 2, 3, 4, 5, 5]}, {}, r"'quantile': must have each of the 5 quantiles once"),
        ({"quantile": list("abcdef")}, {}, r"'quantile': must be numeric"),
        ({"people": [0, 9, 9, 9, 9, 9]}, {}, r"'people': must be above 0 in every quantile; row 0 has 0"),
        ({"value": [1, np.nan, 3, 4, 5, 6]}, {}, r"'value': must have no missing .* row 1 has nan"),
        ({"lower": 99.0}, {}, r"'lower': must not be above the value"),
        ({"upper": 0.0}, {}, r"'upper': must not be below the value"),
        ({}, {"population": "persons"}, r"'persons': must be in the frame"),
        ({}, {"value_type": "proportion"}, r"'value': must be above 0 and below 1 for a proportion"),
        ({"lower": 0.0}, {"value_type": "rate"}, r"'lower': must be above 0 for a rate"),
        ({}, {"value_type": "percentage"}, r"value_type: must be one of other, rate, proportion"),
        ({}, {"transform": True}, r"transform: needs value_type"),
        ({}, {"multiplier": 0}, r"multiplier: must not be 0"),
        ({}, {"confidence": 95}, r"confidence: must be between 0 and 1"),
        ({}, {"upper_95": None}, r"lower_95 and upper_95: must both be given"),
        ({}, {"value": None}, r"value: must be given"),
        ({}, {"count": "people"}, r"count: is only for value_type 'proportion'"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(change, options, message):
    table = pd.DataFrame(
        {"quantile": range(1, 7), "people": 100, "value": [1.0, 2, 3, 4, 5, 6], "lower": 0.5, "upper": 7.0}
    ).assign(**change)
    arguments = {"quantile": "quantile", "population": "people", "value": "value"}
    with pytest.raises(ValueError, match=message):
        slope_index_of_inequality(table, **{**arguments, "lower_95": "lower", "upper_95": "upper", **options})


def test_a_group_that_lacks_a_quantile_is_named(documented):
    with pytest.raises(ValueError, match="once in every group; Area2 has 2, 3"):
        slope_index_of_inequality(
            documented.drop(index=10),
            quantile="decile",
            population="people",
            value="value",
            lower_95="lower",
            upper_95="upper",
            by="area",
        )


@pytest.mark.parametrize(
    ("most", "least", "expected"),
    [((48, 80), (56, 70), (0.2000, 0.0524, 0.3339)), ((3, 10), (9, 10), (0.6000, 0.1705, 0.8090))],
)
def test_a_gap_between_two_proportions_has_newcombes_limits(most, least, expected):
    # Published: Newcombe RG, Statistics in Medicine 1998;17:873-890, table II, method 10, contrasts (a), (b).
    lower, upper = proportion_confint([most[0], least[0]], [most[1], least[1]], method="wilson")
    table = pd.DataFrame(
        {"fifth": [1, 5], "share": [most[0] / most[1], least[0] / least[1]], "lower": lower, "upper": upper}
    )
    found = inequality_gap(table, quantile="fifth", value="share", lower_95="lower", upper_95="upper").loc[0]
    assert found[["gap", "gap_lower", "gap_upper"]].tolist() == pytest.approx(expected, abs=6e-5)
    assert found["ratio"] == pytest.approx(found["least_deprived"] / found["most_deprived"])
    assert found["ratio_lower"] < found["ratio"] < found["ratio_upper"]


def test_a_ratio_of_rates_has_the_limits_of_its_logarithm():
    # Independent calculation: two rates with limits e^(log rate -+ 1.96 se), so var(log ratio) = 2 se^2.
    errors = 1.959964 * 0.1
    rates = np.array([120.0, 60.0])
    table = pd.DataFrame(
        {"fifth": [1, 5], "rate": rates, "lower": rates * np.exp(-errors), "upper": rates * np.exp(errors)}
    )
    found = inequality_gap(table, quantile="fifth", value="rate", lower_95="lower", upper_95="upper").loc[0]
    margin = np.exp(1.959964 * np.sqrt(0.02))
    assert found[["ratio", "ratio_lower", "ratio_upper"]].tolist() == pytest.approx([0.5, 0.5 / margin, 0.5 * margin])


def test_the_gap_leaves_out_the_quantiles_between():
    table = pd.DataFrame(
        {"fifth": [2, 5, 1, 4, 3], "value": [9.0, 7, 3, 9, 9], "lower": [8.0, 6, 2, 8, 8], "upper": 10.0}
    )
    found = inequality_gap(table, quantile="fifth", value="value", lower_95="lower", upper_95="upper").loc[0]
    assert found[["most_deprived", "least_deprived", "gap"]].tolist() == [3, 7, 4]


def test_a_value_of_zero_has_a_gap_but_no_ratio():
    table = pd.DataFrame({"fifth": [1, 5], "value": [0.0, 7], "lower": [0.0, 6], "upper": [1.0, 8]})
    found = inequality_gap(table, quantile="fifth", value="value", lower_95="lower", upper_95="upper").loc[0]
    assert found["gap"] == 7
    assert np.isnan(found["ratio"])


# --- the line of the slope -----------------------------------------------------------------------------------

BY_DECILE = {"quantile": "decile", "population": "people", "value": "years", "standard_error": "error"}


def test_the_ends_of_the_line_differ_by_the_slope_index(leicestershire):
    line = slope_line(leicestershire, **BY_DECILE, by="sex")
    ends = line[line["rank"].isin([0, 1])].pivot(index="sex", columns="rank", values="value")
    found = slope_index_of_inequality(leicestershire, **BY_DECILE, by="sex").set_index("sex")
    assert (ends[1] - ends[0]).to_dict() == pytest.approx(found["sii"].to_dict())
    assert (ends[1] / ends[0]).to_dict() == pytest.approx(found["rii"].to_dict())
    # Typed: the published figures of the county, to two digits.
    assert (ends[1] - ends[0]).round(2).to_dict() == {"Male": 6.24, "Female": 5.27}


def test_the_middle_of_the_line_is_the_weighted_mean_with_its_limits(leicestershire):
    line = slope_line(leicestershire, **BY_DECILE, by="sex", confidence=0.9).set_index("sex")
    for sex, rows in leicestershire.groupby("sex"):
        middle = line[line["rank"] == 0.5].loc[sex]
        # By the formula: mean = sum of share x value; its variance = sum of share^2 x error^2; 1.644854 for 90%.
        share = rows["people"] / rows["people"].sum()
        mean, reach = (share * rows["years"]).sum(), 1.644854 * np.sqrt((share**2 * rows["error"] ** 2).sum())
        found = middle[["value", "lower", "upper"]].tolist()
        assert found == pytest.approx([mean, mean - reach, mean + reach], abs=1e-6)
        assert middle["confidence"] == 0.9


def test_the_line_is_that_of_a_weighted_regression_and_its_limits_widen_to_the_ends(leicestershire):
    men = leicestershire[leicestershire["sex"] == "Male"]
    line = slope_line(men, **BY_DECILE, points=5)
    # Independently: weighted least squares on the middle of each tenth's share.
    share = men["people"] / men["people"].sum()
    fit = sm.WLS(men["years"].to_numpy(), sm.add_constant((share.cumsum() - share / 2).to_numpy()), share).fit()
    assert line["rank"].tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert line["value"].tolist() == pytest.approx((fit.params[0] + fit.params[1] * line["rank"]).tolist())
    width = (line["upper"] - line["lower"]).tolist()
    assert width[0] > width[1] > width[2] < width[3] < width[4]


def test_the_order_of_the_rows_does_not_move_the_line(leicestershire):
    shuffled = leicestershire.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(
        slope_line(leicestershire, **BY_DECILE, by="sex"), slope_line(shuffled, **BY_DECILE, by="sex")
    )


# --- the most deprived part against the rest -----------------------------------------------------------------


def test_the_most_deprived_fifth_of_the_county_stands_apart_as_published(leicestershire):
    # Typed: men 77.7 years against 81.5, women 81.3 against 84.7.
    found = most_deprived_against_rest(leicestershire, **BY_DECILE, by="sex").set_index("sex").round(1)
    assert found.loc["Male", ["most_deprived", "rest", "difference"]].tolist() == [77.7, 81.5, 3.8]
    assert found.loc["Female", ["most_deprived", "rest", "difference"]].tolist() == [81.3, 84.7, 3.4]


def fifths() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "decile": [1, 2, 3, 4, 5],
            "people": [100, 200, 100, 100, 100],
            "years": [70.0, 75, 80, 85, 90],
            "error": [1.0, 0.5, 1, 1, 1],
        }
    )


def test_the_difference_is_that_of_two_weighted_means_with_normal_limits():
    found = most_deprived_against_rest(fifths().sample(frac=1, random_state=4), **BY_DECILE).iloc[0]
    # By hand: rest (200 x 75 + 100 x 80 + 100 x 85 + 100 x 90) / 500 = 81; variance of the difference
    # 1 + 0.4^2 x 0.5^2 + 3 x 0.2^2 = 1.16; 1.959964 x 1.077033 = 2.110946.
    assert found[["most_deprived", "rest", "difference"]].tolist() == pytest.approx([70, 81, 11])
    limits = found[["difference_lower", "difference_upper"]].tolist()
    assert limits == pytest.approx([11 - 2.110946, 11 + 2.110946], abs=1e-5)


@pytest.mark.parametrize(("share", "part"), [(0.4, (70 * 100 + 75 * 200) / 300), (0.6, (7000 + 15000 + 8000) / 400)])
def test_the_part_that_counts_as_most_deprived_can_be_chosen(share, part):
    assert most_deprived_against_rest(fifths(), **BY_DECILE, share=share)["most_deprived"].tolist() == [
        pytest.approx(part)
    ]


def test_a_part_that_fares_better_has_a_difference_below_zero():
    turned = fifths().assign(years=[90.0, 75, 80, 85, 70])
    assert most_deprived_against_rest(turned, **BY_DECILE)["difference"].iloc[0] < 0


# --- children ------------------------------------------------------------------------------------------------


def test_the_gap_in_child_obesity_is_that_of_a_weighted_regression_and_it_grows(project):
    children = read_deciles("child_obesity_by_decile", project=project)
    found = slope_index_of_inequality(
        children,
        quantile="decile",
        population="denominator",
        count="count",
        value_type="proportion",
        multiplier=-100,
        by=["age", "period"],
    )
    latest = found[(found["age"] == "10-11 yrs") & (found["period"] == "2017/18")].iloc[0]
    assert round(latest["sii"], 1) == 17.2  # typed
    # Independently: weighted least squares of the share on the middle of each tenth's rank.
    rows = children[(children["age"] == "10-11 yrs") & (children["period"] == "2017/18")].sort_values("decile")
    share = (rows["denominator"] / rows["denominator"].sum()).to_numpy(dtype=float)
    obese = (rows["count"] / rows["denominator"]).to_numpy(dtype=float)
    fit = sm.WLS(obese, sm.add_constant(share.cumsum() - share / 2), share).fit()
    assert latest["sii"] == pytest.approx(-100 * fit.params[1])
    trends = recent_trend(found, period="period", value="sii", lower_95="sii_lower", upper_95="sii_upper", by="age")
    assert trends.set_index("age")["trend"].to_dict() == {"4-5 yrs": "increasing", "10-11 yrs": "increasing"}


# --- no rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [slope_index_of_inequality, slope_line, most_deprived_against_rest])
def test_a_frame_without_rows_has_no_groups_and_so_no_results(leicestershire, function):
    none = function(leicestershire.iloc[:0], **BY_DECILE, by="sex")
    assert none.empty
    assert list(none) == list(function(leicestershire, **BY_DECILE, by="sex"))
    with pytest.raises(ValueError, match="at least one row"):
        function(leicestershire.iloc[:0], **BY_DECILE)
