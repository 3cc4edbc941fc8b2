"""OHID's approved statistics with their limits."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from jhws.statistics.intervals import (
    compare_in_funnel,
    directly_standardised_rate,
    european_standard_population,
    funnel_limits,
    mean,
    proportion,
    quantiles,
    rate,
)


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


STANDARDISED = {"count": "deaths", "population": "people", "standard_population": "standard"}


def test_a_standardised_rate_has_dobsons_limits_worked_by_hand():
    # By hand: (5/100 x 5000 + 9/200 x 5500) / 10500; variance (50^2 x 5 + 27.5^2 x 9) / 10500^2. The 95% limits of a
    # count of 14 are published: 7.654 and 23.489 (Altman DG et al., Statistics with confidence); Byar's are close.
    frame = pd.DataFrame({"deaths": [5, 9], "people": [100, 200], "standard": [5000, 5500]})
    found = directly_standardised_rate(frame, **STANDARDISED, multiplier=1000).loc[0]
    spread = np.sqrt((50**2 * 5 + 27.5**2 * 9) / 10500**2 / 14) * 1000
    value = 497.5 / 10.5
    assert found["value"] == pytest.approx(value)
    assert found["lower"] == pytest.approx(value - spread * (14 - 7.654), rel=0.003)
    assert found["upper"] == pytest.approx(value + spread * (23.489 - 14), rel=0.003)
    assert found[["deaths", "people", "method", "reason"]].tolist() == [14, 300, "Dobson", ""]


def test_a_standardised_rate_is_the_crude_one_where_the_ages_are_the_standards():
    standard = european_standard_population()
    frame = standard.assign(people=standard["standard_population"] * 3, deaths=range(19))
    found = directly_standardised_rate(frame, **STANDARDISED | {"standard_population": "standard_population"})
    crude = rate(frame.assign(all="all"), count="deaths", population="people", by="all")
    assert found["value"].tolist() == pytest.approx(crude["value"].tolist())


def test_a_standardised_rate_of_fewer_than_ten_events_is_not_given():
    frame = pd.DataFrame({"area": list("aabb"), "deaths": [4, 5, 5, 5], "people": 100, "standard": [1, 2, 1, 2]})
    found = directly_standardised_rate(frame, by="area", **STANDARDISED, confidence=[0.95, 0.998])
    assert found["value"].isna().tolist() == [True, True, False, False]
    assert found["reason"].tolist() == ["There are fewer than 10 events."] * 2 + ["", ""]
    assert found["lower"].tolist()[3] < found["lower"].tolist()[2]


def test_standardised_limits_hold_a_known_rate_as_often_as_they_say():
    standard, people = np.array([50_000, 30_000, 20_000]), np.array([8000, 9000, 8000])
    risk = np.array([0.001, 0.002, 0.005])
    drawn = np.random.default_rng(5).poisson(risk * people, size=(1500, 3))
    frame = pd.DataFrame(
        {
            "draw": np.repeat(range(1500), 3),
            "deaths": drawn.ravel(),
            "people": np.tile(people, 1500),
            "standard": np.tile(standard, 1500),
        }
    )
    found = directly_standardised_rate(frame, by="draw", **STANDARDISED)
    held = (found["lower"] <= risk @ standard) & (risk @ standard <= found["upper"])
    assert held.mean() == pytest.approx(0.95, abs=0.02)


def test_the_standard_population_is_europes_of_2013():
    # Published: Eurostat, Revision of the European Standard Population, 2013.
    found = european_standard_population().set_index("age")["standard_population"]
    assert len(found) == 19
    assert found.sum() == 100_000
    assert found[["0-4", "35-39", "85-89", "90+"]].tolist() == [5000, 7000, 1500, 1000]


def test_a_mean_has_students_limits_worked_by_hand():
    # By hand: 1, 2, 4 have mean 7/3 and variance 7/3; t with 2 degrees of freedom is 4.303 in any table.
    found = mean(pd.DataFrame({"score": [1, 2, 4]}), value="score").loc[0]
    away = 4.303 * np.sqrt(7 / 3 / 3)
    assert found[["value", "lower", "upper"]].tolist() == pytest.approx([7 / 3, 7 / 3 - away, 7 / 3 + away], abs=5e-4)
    assert found["measurements"] == 3


def test_negative_measurements_move_the_mean_and_nothing_else():
    scores = pd.DataFrame({"area": list("aabbb"), "score": [1.0, 2.0, 4.0, 8.0, 9.0]})
    limits = ["value", "lower", "upper"]
    positive, negative = (
        mean(scores, value="score", by="area"),
        mean(scores.eval("score = score - 5"), value="score", by="area"),
    )
    assert (positive[limits] - negative[limits]).to_numpy() == pytest.approx(5)


def test_one_measurement_has_a_mean_without_limits():
    found = mean(pd.DataFrame({"score": [3]}), value="score").loc[0]
    assert found["value"] == 3
    assert np.isnan(found["lower"])
    assert found["reason"] == "One measurement alone has no limits."


def test_quantiles_are_of_equal_size_from_either_end_and_leave_out_what_is_missing():
    frame = pd.DataFrame({"score": [*range(20), np.nan]}, index=range(5, 26))
    lowest_first = quantiles(frame, value="score")["quantile"]
    highest_first = quantiles(frame, value="score", highest_first=True)
    assert lowest_first.tolist()[:20] == [1 + i // 2 for i in range(20)]
    assert highest_first["quantile"].tolist()[:20] == [10 - i // 2 for i in range(20)]
    assert highest_first["quantile"].isna().tolist()[20]
    assert highest_first["reason"].tolist()[20] == "The value is missing."


def test_too_few_areas_for_quantiles_get_a_reason():
    frame = pd.DataFrame({"group": list("aaaab"), "score": [1, 2, 3, 4, 5]})
    found = quantiles(frame, value="score", number=4, by="group")
    assert found["quantile"].tolist()[:4] == [1, 2, 3, 4]
    assert found["reason"].tolist() == [""] * 4 + ["Fewer than 4 areas have a value."]


def test_the_funnel_of_proportions_has_the_published_limits():
    # Published: test data of the R package PHEindicatormethods, a baseline of 80.642448% and up to 110,000 people.
    frame = pd.DataFrame({"n": [0.80642448 * 102950, 0.80642448 * 1000], "d": [102950, 1000]})
    found = funnel_limits(frame, count="n", denominator="d", value_type="proportion")
    table = found.pivot_table(index="denominator", columns=["confidence", "limit"], values="value")
    assert found["baseline"].tolist() == pytest.approx([80.642448] * 400)
    for people, expected in {
        10: [56.154344, 100, 42.03259, 100],
        102: [72.974925, 88.309971, 68.553233, 92.731663],
        9998: [79.867989, 81.416907, 79.421375, 81.863521],
        110000: [80.408963, 80.875933, 80.274317, 81.010578],
    }.items():
        assert table.loc[people].tolist() == pytest.approx(expected, abs=2e-6)
    shares = funnel_limits(frame, count="n", denominator="d", value_type="proportion", multiplier=1)
    assert (shares["value"] * 100).tolist() == pytest.approx(found["value"].tolist())


def test_the_funnel_of_rates_has_the_published_limits():
    # Published: test data of the R package PHEindicatormethods, a baseline of 116.1720835 per 100,000 over three years;
    # events, then the lower and upper 95% and 99.8% limits.
    frame = pd.DataFrame({"n": [1300], "rate": [116.1720835]})
    found = funnel_limits(frame, count="n", standardised_rate="rate", value_type="rate")
    found["events"] = (found["value"] * found["denominator"] / 100_000).round(6)
    table = found.pivot_table(index="events", columns=["confidence", "limit"], values="value")
    for events, expected in {
        1: [20.85059119, 4588.535848, 12.58170943, 116108.569],
        5: [49.78092521, 357.7858395, 35.30048174, 785.6132963],
        10: [63.17010446, 242.2579623, 48.13632908, 392.4043292],
    }.items():
        assert table.loc[events].tolist() == pytest.approx(expected, rel=5e-5)
    people = found.query("events == 1 and limit == 'lower' and confidence == 0.95")["denominator"]
    assert people.tolist() == pytest.approx([3 * 1598.675694], rel=1e-6)


def test_areas_stand_in_the_funnel_of_proportions_as_published():
    # Published: test data of the R package PHEindicatormethods; the last row makes up the other areas, so that the
    # baseline is the published one.
    frame = pd.DataFrame(
        [
            ("New Forest", 35078.488, 41980, "better", "better"),
            ("West Norfolk", 26789.238, 33012, "better", "similar"),
            ("South Gloucestershire", 50050.7443, 61921, "similar", "similar"),
            ("North Devon", 30277.5312, 37828, "worse", "similar"),
            ("Norwich", 24803.6256, 31824, "worse", "worse"),
        ],
        columns=["area", "n", "d", "expected", "expected_99_8"],
    )
    rest = pd.DataFrame({"d": [12e6], "n": [0.80642448 * (12e6 + frame["d"].sum()) - frame["n"].sum()]})
    found = compare_in_funnel(
        pd.concat([frame, rest]), count="n", denominator="d", value_type="proportion", polarity="high is good"
    )
    assert found["comparison"].tolist()[:5] == frame["expected"].tolist()
    assert found["comparison_99_8"].tolist()[:5] == frame["expected_99_8"].tolist()
    assert found["baseline"].tolist() == pytest.approx([80.642448] * 6)


def test_areas_stand_in_the_funnel_of_rates_by_the_limits_of_their_counts():
    # Published 95% limits of a Poisson count (Altman DG et al.): 0 to 3.69 for 0, 7.65 to 23.49 for 14. The large area
    # sets the baseline at 10 for each 1,000.
    frame = pd.DataFrame({"n": [0, 0, 14, 14, 14, 100_000], "d": [360, 380, 760, 800, 2400, 10_000_000]})
    found = compare_in_funnel(frame, count="n", denominator="d", value_type="rate", multiplier=1000)
    assert found["comparison"].tolist() == ["similar", "lower", "higher", "similar", "lower", "similar"]
    assert found["value"].tolist()[:3] == pytest.approx([0, 0, 14 / 0.76])
    assert found["comparison_99_8"].tolist() == ["similar"] * 6


def test_a_standardised_rate_of_few_events_is_not_compared_in_the_funnel():
    frame = pd.DataFrame({"n": [0, 9, 40, 400], "rate": [0, 50, 100, 100]})
    found = compare_in_funnel(frame, count="n", standardised_rate="rate", value_type="rate")
    assert found["comparison"].tolist() == ["not compared", "not compared", "similar", "similar"]
    assert found["reason"].tolist() == ["There are fewer than 10 events."] * 2 + ["", ""]
    assert found["baseline"].tolist() == pytest.approx([449 / 458_000 * 100_000] * 4)
    assert found["value"].tolist()[1:] == pytest.approx([50, 100, 100])


@settings(deadline=None, max_examples=10)
@given(st.lists(st.integers(10, 99), min_size=3, max_size=8), st.floats(1.5, 1000))
def test_funnel_limits_nest_about_the_baseline_and_close_in(counts, size):
    frame = pd.DataFrame({"n": counts, "d": np.full(len(counts), 100 * size)})
    for value_type in ("proportion", "rate"):
        found = funnel_limits(frame, count="n", denominator="d", value_type=value_type)
        curves = found.groupby(["confidence", "limit"])
        assert (found[found["limit"] == "lower"].eval("value <= baseline + 1e-9")).all()
        assert (found[found["limit"] == "upper"].eval("value >= baseline - 1e-9")).all()
        for (_, limit), curve in curves:
            assert curve["denominator"].is_monotonic_increasing
            steps = curve["value"].diff().dropna() * (1 if limit == "lower" else -1)
            assert (steps >= -1e-9).all()


FRAME = pd.DataFrame({"area": ["a", "a"], "n": [10, 20], "d": [100, 200], "s": [1, 2], "v": [1.0, np.nan]})


@pytest.mark.parametrize(
    ("call", "options", "message"),
    [
        (directly_standardised_rate, {"standard_population": "t"}, r"'t': must be in the frame"),
        (directly_standardised_rate, {"population": "z"}, r"'z': must be above 0 in every age band; row 1 has 0"),
        (directly_standardised_rate, {"standard_population": "z"}, r"'z': must be above 0 in every age band"),
        (directly_standardised_rate, {"by": "n"}, r"'s': must add up to the same total in every group; row 1 has 2"),
        (mean, {"value": "v"}, r"'v': must have no missing or infinite value"),
        (mean, {"value": "area"}, r"'area': must be numeric"),
        (quantiles, {"value": "n", "number": 1}, r"number: must be a whole number of 2 or more"),
        (funnel_limits, {"value_type": "ratio"}, r"value_type: must be one of proportion, rate"),
        (funnel_limits, {"denominator": None}, r"denominator: must be given"),
        (funnel_limits, {"denominator": "s"}, r"'n': must be between 0 and 's'"),
        (funnel_limits, {"count": "d"}, r"'d': must be below 'd' in an area"),
        (funnel_limits, {"count": "o"}, r"'o': must add up to more than 0"),
        (compare_in_funnel, {"polarity": "good"}, r"polarity: must be a column or one of"),
        (compare_in_funnel, {"multiplier": 0.5}, r"multiplier: must be a whole number above 0"),
    ],
)
def test_what_cannot_be_calculated_is_refused_with_its_column_and_the_rule(call, options, message):
    usual = {
        directly_standardised_rate: {"count": "n", "population": "d", "standard_population": "s"},
        funnel_limits: {"count": "n", "denominator": "d", "value_type": "proportion"},
        compare_in_funnel: {"count": "n", "denominator": "d", "value_type": "proportion"},
    }
    with pytest.raises(ValueError, match=message):
        call(FRAME.assign(z=[5, 0], o=0), **usual.get(call, {}) | options)
