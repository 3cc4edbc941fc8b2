"""Summary measures of inequality over all groups."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.statistics.disparity import inequality_measures

RISK, FRACTION = "population attributable risk", "population attributable fraction"
ABSOLUTE, RELATIVE = "absolute concentration index", "relative concentration index"
VARIANCE, THEIL, DEVIATION = "between-group variance", "Theil index", "mean log deviation"
COLUMNS = {"group": "group", "population": "people", "value": "value", "standard_error": "error"}


def measures(frame: pd.DataFrame, **options) -> pd.DataFrame:
    options = {"ordered": True, "polarity": "high is good"} | COLUMNS | options
    return inequality_measures(frame, **options).set_index("measure")


@pytest.fixture
def births() -> pd.DataFrame:
    """Births attended by skilled staff by wealth fifth: the sample data of WHO's R package healthequal."""
    return pd.DataFrame(
        {
            "group": range(1, 6),
            "value": [75.60530, 91.01997, 96.03959, 97.04223, 99.22405],
            "error": [1.5996131, 1.1351504, 0.6461946, 0.5676206, 0.2237683],
            "people": [2072.436, 2112.204, 1983.059, 2052.124, 1884.510],
        }
    )


@pytest.fixture
def fifths() -> pd.DataFrame:
    """Five made-up groups, from the tests of WHO's R package healthequal (its draws from R's seed 123)."""
    return pd.DataFrame(
        {
            "group": range(1, 6),
            "people": [78, 91, 162, 103, 105],
            "value": [20, 30, 40, 50, 60],
            "error": [5, 7, 10, 12, 14],
        }
    )


@pytest.fixture
def regions() -> pd.DataFrame:
    """Twenty-five made-up regions, from the tests of WHO's R package healthequal (its draws from R's seed 123)."""
    rows = """
        people 832 931 1468 1021 1039 1515 1138 620 794 866 1367 1108 1120 1033 833 1536 1149 410 1210 858 680 935 692 781 812
        value 61 74 58 59 72 75 74 68 75 67 73 63 66 62 60 66 71 73 71 61 74 84 55 69 60
        error 5 3 3 3 4 9 2 2 2 5 5 7 5 6 4 5 6 6 9 4 3 4 1 3 7
    """  # noqa: E501
    table = pd.read_csv(StringIO(rows.strip()), sep=r"\s+", header=None, index_col=0).T
    return table.reset_index(drop=True).assign(group=[f"region {i}" for i in range(25)])


@pytest.mark.parametrize(
    ("measure", "value", "error", "lower", "upper"),
    [
        (RISK, 7.627362, 0.3372516, 6.966361, 8.288363),
        (FRACTION, 8.327116, 0.003681919, 8.319899, 8.334332),
        (ABSOLUTE, 4.30052, 1.284031, 1.783865, 6.817174),
        (RELATIVE, 0.0469506, 0.01401831, 0.01947522, 0.07442599),
    ],
)
def test_ordered_groups_have_the_toolkits_documented_numbers(births, measure, value, error, lower, upper):
    # Published: output shown in the reference pages of healthequal 1.0.1 for these data, printed to 7 digits.
    found = measures(births, interval="toolkit", scale=100).loc[measure]
    expected = [value, error, lower, upper]
    assert found[["value", "standard_error", "lower", "upper"]].tolist() == pytest.approx(expected, rel=2e-6)


@pytest.mark.parametrize(
    ("measure", "value", "error"),
    [
        (RISK, 18.775509, 4.4066348),
        (FRACTION, 45.544548, 0.10689361),
        (ABSOLUTE, 7.3284202, 0.29368517),
        (RELATIVE, 0.17776859, 0.0071240491),
    ],
)
def test_ordered_groups_have_the_numbers_of_the_toolkits_tests(fifths, measure, value, error):
    # Published: tests of healthequal 1.0.1.
    found = measures(fifths, interval="toolkit", scale=100).loc[measure]
    assert found[["value", "standard_error"]].tolist() == pytest.approx([value, error], rel=1e-6)


@pytest.mark.parametrize(
    ("measure", "value", "error", "rel"),
    [
        (VARIANCE, 46.198326, 17.134647, 1e-6),
        (THEIL, 5.0359201, 0.0014201, 1e-4),
        (DEVIATION, 5.0524006, 0.0014242, 1e-3),
        (FRACTION, 24.06426, 0.01771526, 1e-4),
    ],
)
def test_unordered_groups_have_the_numbers_of_the_toolkits_tests(regions, measure, value, error, rel):
    # Published: tests of healthequal 1.0.1, each to the tolerance that it states.
    found = measures(regions, ordered=False, interval="toolkit", scale=100).loc[measure]
    assert found[["value", "standard_error"]].tolist() == pytest.approx([value, error], rel=rel)


def test_error_and_chance_are_those_of_a_simulation_where_errors_are_large(regions):
    share = (regions["people"] / regions["people"].sum()).to_numpy()
    drawn = np.random.default_rng(1).normal(regions["value"], regions["error"], size=(100_000, 25))
    ratio = drawn / (drawn @ share)[:, None]
    simulated = {THEIL: 1000 * (ratio * np.log(ratio)) @ share, DEVIATION: -1000 * np.log(ratio) @ share}
    found = measures(regions, ordered=False)
    for measure, values in simulated.items():
        assert found["standard_error"][measure] == pytest.approx(values.std(), rel=0.02)
        assert found["by_chance"][measure] == pytest.approx(values.mean() - found["value"][measure], rel=0.03)


def test_four_groups_give_the_numbers_worked_by_hand():
    # By hand: values 10, 20, 30, 40, equal groups: mean 25, midpoints 1/8, 3/8, 5/8, 7/8.
    frame = pd.DataFrame({"group": [4, 3, 2, 1], "people": 50, "value": [40, 30, 20, 10], "error": 1})
    found = measures(frame)
    assert found["value"][[RISK, FRACTION, ABSOLUTE, RELATIVE, VARIANCE]].tolist() == pytest.approx(
        [15, 60, 6.25, 0.25, 125]
    )
    # Standard errors: sqrt(3/4) of the last value less the mean; 2 sqrt(sum (p (R - 1/2))^2) for the index.
    assert found["standard_error"][[RISK, ABSOLUTE]].tolist() == pytest.approx([np.sqrt(0.75), np.sqrt(5) / 16 * 2])
    # The squared errors' part of the variance: (1 - 1/4) times the variance of a value.
    assert found["by_chance"][VARIANCE] == pytest.approx(0.75)


def test_limits_and_standard_errors_say_the_same(births):
    wide = births.assign(
        low=births["value"] - 1.959964 * births["error"], high=births["value"] + 1.959964 * births["error"]
    )
    by_limits = measures(wide, standard_error=None, lower_95="low", upper_95="high")
    pd.testing.assert_frame_equal(by_limits, measures(births))


def test_nothing_is_attributable_when_the_reference_is_not_the_better_one(births):
    found = measures(births, polarity="low is good").loc[[RISK, FRACTION]]
    assert found[["value", "lower", "upper"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_an_adverse_indicator_of_unordered_groups_is_held_against_the_lowest(regions):
    found = measures(regions, ordered=False, polarity="low is good")
    assert found["value"][RISK] == pytest.approx(55 - np.average(regions["value"], weights=regions["people"]))


def test_groups_without_order_have_no_concentration_and_without_judgement_nothing_is_attributable(births):
    found = measures(births, ordered=False, polarity="no judgement")
    assert found.index.tolist() == [VARIANCE, THEIL, DEVIATION]


def test_each_population_is_measured_on_its_own(births, fifths):
    both = pd.concat([births.assign(area="a", good="high is good"), fifths.assign(area="b", good="low is good")])
    found = inequality_measures(both, by="area", ordered=True, polarity="good", **COLUMNS)
    assert found["area"].tolist() == ["a"] * 7 + ["b"] * 7
    alone = measures(births)["value"]
    assert found[found["area"] == "a"].set_index("measure")["value"].tolist() == alone.tolist()


def test_a_value_of_zero_leaves_the_logarithmic_measures_without_limits(fifths):
    found = measures(fifths.assign(value=[0, 30, 40, 50, 60]))
    assert found.loc[[THEIL, DEVIATION], "value"].notna().all()
    assert found.loc[[THEIL, DEVIATION], ["lower", "upper"]].isna().all(axis=None)
    assert found.drop([THEIL, DEVIATION])[["lower", "upper"]].notna().all(axis=None)


values = st.lists(st.floats(1, 99), min_size=5, max_size=5)
sizes = st.lists(st.integers(100, 10_000), min_size=5, max_size=5)


@settings(deadline=None, max_examples=40)
@given(values, sizes, st.permutations(range(5)), st.sampled_from([0.01, 7, 1000]))
def test_neither_order_of_rows_nor_size_of_the_population_matters(value, people, order, scale):
    frame = pd.DataFrame({"group": range(5), "value": value, "people": people, "error": 1.0})
    changed = frame.iloc[order].assign(people=lambda table: table["people"] * scale)
    pd.testing.assert_frame_equal(measures(frame), measures(changed), atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.floats(1, 99), sizes)
def test_a_flat_gradient_gives_zero_within_the_limits(level, people):
    frame = pd.DataFrame({"group": range(5), "value": level, "people": people, "error": 0.5})
    found = measures(frame)
    assert found["value"].to_numpy() == pytest.approx(0, abs=1e-8)
    assert (found["lower"] <= 1e-8).all()
    assert (found["upper"].drop([RISK, FRACTION]) > 0).all()


@settings(deadline=None, max_examples=40)
@given(values, sizes, st.floats(0.1, 5))
def test_intervals_hold_the_value_and_nest_by_confidence(value, people, error):
    frame = pd.DataFrame({"group": range(5), "value": value, "people": people, "error": error})
    found = measures(frame, confidence=[0.8, 0.95, 0.998]).groupby(level=0, sort=False)
    for _, rows in found:
        assert rows["confidence"].tolist() == [0.8, 0.95, 0.998]
        assert rows["lower"].is_monotonic_decreasing
        assert rows["upper"].is_monotonic_increasing
        assert (rows["lower"] <= rows["value"]).all()
        assert (rows["value"] <= rows["upper"]).all()


def test_sampling_limits_hold_a_known_truth_as_often_as_they_say():
    draws, truth = 1000, np.linspace(30, 12, 10)
    share = np.linspace(1, 2, 10) / np.linspace(1, 2, 10).sum()
    mean, rank = share @ truth, np.cumsum(share) - share / 2
    expected = {
        RISK: truth[-1] - mean,
        FRACTION: 100 * (truth[-1] / mean - 1),
        ABSOLUTE: 2 * share @ ((rank - 0.5) * truth),
        RELATIVE: 2 * share @ ((rank - 0.5) * truth) / mean,
        VARIANCE: share @ (truth - mean) ** 2,
        THEIL: 1000 * share @ (truth / mean * np.log(truth / mean)),
        DEVIATION: -1000 * share @ np.log(truth / mean),
    }
    drawn = np.random.default_rng(7).normal(truth, 1.0, size=(draws, 10))
    frame = pd.DataFrame(
        {
            "draw": np.repeat(range(draws), 10),
            "group": np.tile(range(10), draws),
            "people": np.tile(share, draws),
            "value": drawn.ravel(),
            "error": 1.0,
        }
    )
    found = inequality_measures(frame, by="draw", ordered=True, polarity="low is good", **COLUMNS)
    aim = found["measure"].map(expected)
    held = ((found["lower"] <= aim) & (aim <= found["upper"])).groupby(found["measure"]).mean()
    assert held.to_numpy() == pytest.approx(0.95, abs=0.02)
    # What chance adds on average is what `by_chance` says.
    variance = found[found["measure"] == VARIANCE]
    assert variance["value"].mean() - expected[VARIANCE] == pytest.approx(variance["by_chance"].mean(), abs=0.5)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"people": [0, 1, 1, 1, 1]}, {}, r"'people': must be above 0 in every group; row 0 has 0"),
        ({"value": [1, 2, -3, 4, 5]}, {}, r"'value': must not be negative; row 2 has -3"),
        ({"value": [1, 2, np.nan, 4, 5]}, {}, r"'value': must have no missing or infinite value; row 2"),
        ({"value": 0}, {}, r"value: must be above 0 in at least one group"),
        ({"error": -1}, {}, r"'error': must not be negative"),
        ({"group": [1, 1, 2, 3, 4]}, {}, r"'group': must appear once in every population; row 1 has 1"),
        ({"group": list("abcde")}, {}, r"'group': must be numeric"),
        ({"group": ["a", None, "c", "d", "e"]}, {"ordered": False}, r"'group': must have no missing value"),
        ({"low": 60, "high": 70}, {"standard_error": None, "lower_95": "low", "upper_95": "high"}, r"'low': must not"),
        ({}, {"standard_error": None}, r"standard_error, or lower_95 and upper_95: must be given"),
        ({}, {"interval": "toolkit"}, r"scale: must be given and above 0"),
        ({}, {"interval": "toolkit", "scale": 50}, r"'value': must not be above the scale of 50; row 4 has 60"),
        ({}, {"interval": "exact"}, r"interval: must be one of sampling, toolkit"),
        ({}, {"polarity": "good"}, r"polarity: must be a column or one of"),
        ({"good": ["high is good"] * 4 + ["low is good"]}, {"polarity": "good"}, r"'good': must be the same"),
        ({"area": [1, 1, 1, 2, 2]}, {"by": "area"}, r"'group': must have at least 3 groups, not 2 in {'area': 2}"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(fifths, change, options, message):
    with pytest.raises(ValueError, match=message):
        measures(fifths.assign(**change), **options)


def test_a_frame_without_rows_has_no_populations_and_so_no_measures(fifths):
    rows = fifths.assign(area="A")
    options = COLUMNS | {"ordered": True, "polarity": "low is good", "by": "area"}
    none = inequality_measures(rows.iloc[:0], **options)
    assert none.empty
    assert list(none) == list(inequality_measures(rows, **options))
