"""Control charts by the rules of Making Data Count."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.statistics.control_chart import control_chart

LIMITS = ["mean", "lower_limit", "upper_limit"]
INTEGERS = st.lists(st.integers(-8, 8), min_size=2, max_size=30)


def series(values: list[float], **more) -> pd.DataFrame:
    return pd.DataFrame({"year": range(2000, 2000 + len(values)), "rate": np.array(values, dtype=float), **more})


def chart(values: list[float], **options) -> pd.DataFrame:
    return control_chart(series(values), period="year", value="rate", **options)


def points(found: pd.DataFrame, rule: str) -> list[int]:
    return [row for row, rules in enumerate(found["rules"]) if rule in rules.split("; ")]


# Twenty normal values and what the R package NHSRplotthedots finds for them, as its own tests hold it.
NORMAL = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
]


def test_limits_are_those_that_nhsrplotthedots_tests_for():
    # Published: mean 0.1416238, limits -3.01138 and 3.294627, all 20 points common cause.
    found = chart(NORMAL, polarity="high is good", target=0.5)
    assert found.loc[0, LIMITS].tolist() == pytest.approx([0.1416238, -3.01138, 3.294627], abs=1e-6)
    assert set(found["variation"]) == {"common cause"}
    assert set(found["assurance"]) == {"hit and miss"}
    assert not found["trial_limits"].any()


def test_an_outlier_widens_the_limits_as_nhsrplotthedots_has_it_without_screening():
    # Published: the same with the 15th value set to 10 and all moving ranges kept, as in Making Data Count.
    found = chart([*NORMAL[:14], 10, *NORMAL[15:]])
    assert found.loc[0, LIMITS].tolist() == pytest.approx([0.6694159, -4.596625, 5.935457], abs=1e-6)
    assert points(found, "outside limits") == [14]


def test_limits_are_those_of_the_nist_handbook():
    # Published: NIST/SEMATECH e-Handbook 6.3.2.2, with 3 / 1.128 for 2.66.
    found = chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert found.loc[0, LIMITS].tolist() == pytest.approx([50.81, 45.8159, 55.8041], abs=1e-3)
    assert found["trial_limits"].all()
    assert set(found["points"]) == {10}


def test_a_point_outside_the_limits_is_marked():
    # The series of NHSRplotthedots' note on its differences from the workbook. By hand: 35 / 18, and 32 / 17.
    found = chart([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], polarity="low is good")
    expected = [35 / 18, 35 / 18 - 2.66 * 32 / 17, 35 / 18 + 2.66 * 32 / 17]
    assert found.loc[0, LIMITS].tolist() == pytest.approx(expected)
    assert points(found, "outside limits") == [4]
    assert found.loc[4, ["direction", "variation"]].tolist() == ["high", "special cause concern"]


def test_seven_points_on_one_side_of_the_mean_are_a_shift():
    # By hand: the mean is 10.5 and no point is near a limit.
    found = chart([9, 10, 9, 10, 9, 10, 9, 12, 11, 12, 11, 12, 11, 12], polarity="high is good")
    assert found["rules"].tolist() == ["shift"] * 14
    assert found["direction"].tolist() == ["low"] * 7 + ["high"] * 7
    assert found["variation"].tolist() == ["special cause concern"] * 7 + ["special cause improvement"] * 7


def test_six_points_on_one_side_are_no_shift():
    assert set(chart([9, 10, 9, 10, 9, 10, 12, 11, 12, 11, 12, 11])["rules"]) == {""}


def test_a_point_on_the_mean_ends_a_shift():
    half = [9, 10, 9, 10.5, 10, 9, 10, 9]
    assert set(chart(half + [21 - value for value in half])["rules"]) == {""}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # The cases of NHSRplotthedots' own tests.
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], list(range(1, 8))),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], list(range(1, 8))),
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6], []),
    ],
)
def test_seven_points_that_rise_or_fall_are_a_trend(values, expected):
    assert points(chart(values), "trend") == expected


def test_a_trend_is_judged_by_the_way_it_goes_and_at_its_turn_by_the_way_it_takes():
    found = chart([-20, 20, -20, 20, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], polarity="high is good")
    assert points(found, "trend") == list(range(4, 17))
    judged = found.loc[4:, "variation"].tolist()
    assert judged == ["special cause improvement"] * 6 + ["special cause concern"] * 7


@pytest.mark.parametrize(("between", "expected"), [(1, [14, 16]), (0.5, [])])
def test_two_of_three_near_a_limit_are_marked_when_the_third_is_on_their_side(between, expected):
    # By hand: the mean is 0.7, two thirds of the way to the limit about 5.4, the limit about 7.7.
    found = chart([1, -1] * 7 + [5.6, between, 5.6])
    assert points(found, "two of three") == expected
    assert set(found["rules"]) <= {"", "two of three"}


def test_two_points_near_opposite_limits_are_common_cause():
    # The case of NHSRplotthedots' own tests.
    found = chart([1, -1] * 7 + [5.5, -5.5])
    assert found["variation"].tolist()[-2:] == ["common cause", "common cause"]


def by_definition(values: list[int]) -> list[str]:
    """Read the four rules literally, window by window, in exact fractions."""
    steps = [abs(after - before) for before, after in pairwise(values)]
    mean, reach = Fraction(sum(values), len(values)), Fraction(266, 100) * Fraction(sum(steps), len(steps))
    outside = [abs(value - mean) > reach for value in values]
    near = [reach >= abs(value - mean) > reach * Fraction(2, 3) for value in values]

    def windows(point: int, size: int) -> list[range]:
        starts = range(max(0, point - size + 1), min(point, len(values) - size) + 1)
        return [range(start, start + size) for start in starts]

    def one_side(window: range) -> bool:
        return all(values[i] > mean for i in window) or all(values[i] < mean for i in window)

    def one_way(window: range) -> bool:
        rises = [values[i] < values[i + 1] for i in window[:-1]]
        falls = [values[i] > values[i + 1] for i in window[:-1]]
        return all(rises) or all(falls)

    def rules(point: int) -> list[str]:
        holds = {
            "outside limits": outside[point],
            "trend": any(one_way(window) for window in windows(point, 7)),
            "two of three": near[point]
            and any(one_side(window) and sum(near[i] for i in window) >= 2 for window in windows(point, 3)),
            "shift": any(one_side(window) for window in windows(point, 7)),
        }
        return [rule for rule, met in holds.items() if met]

    return ["; ".join(rules(point)) for point in range(len(values))]


@settings(deadline=None, max_examples=100)
@given(INTEGERS)
def test_every_point_has_the_rules_that_their_definitions_give(values):
    assert chart(values)["rules"].tolist() == by_definition(values)


@pytest.mark.parametrize("seed", range(3))
def test_long_swinging_series_have_the_rules_that_their_definitions_give(seed):
    rng = np.random.default_rng(seed)
    values = (5 * np.sin(np.arange(400) / 4) + rng.integers(-2, 3, 400)).round().astype(int).tolist()
    found = chart(values)["rules"]
    assert found.tolist() == by_definition(values)
    assert {"outside limits", "trend", "two of three", "shift"} <= set("; ".join(found).split("; "))


@settings(deadline=None, max_examples=40)
@given(INTEGERS, st.sampled_from([0.1, 0.001, 7, 1e6]), st.sampled_from([0, 0.3, -1000]))
def test_the_unit_of_the_value_does_not_matter(values, factor, offset):
    moved = chart([value * factor + offset for value in values])
    assert moved["rules"].tolist() == chart(values)["rules"].tolist()


@settings(deadline=None, max_examples=40)
@given(INTEGERS)
def test_high_is_good_of_a_value_is_low_is_good_of_its_opposite(values):
    opposite = chart([-value for value in values], polarity="low is good", target=-1)
    found = chart(values, polarity="high is good", target=1)
    assert found["variation"].tolist() == opposite["variation"].tolist()
    assert found["assurance"].tolist() == opposite["assurance"].tolist()


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(20)), st.permutations(range(20)))
def test_order_of_rows_does_not_matter(first, second):
    frame = pd.concat([series(NORMAL, name="b"), series(NORMAL[::-1], name="a")])
    order = [*first, *(20 + row for row in second)]
    options = {"period": "year", "value": "rate", "by": "name", "rebase": 2008}
    pd.testing.assert_frame_equal(control_chart(frame.iloc[order], **options), control_chart(frame, **options))


def test_a_rebased_series_is_as_two_series():
    values = [*NORMAL[:8], *(value + 30 for value in NORMAL[8:])]
    found = chart(values, rebase=2008)
    columns = [*LIMITS, "rules", "points", "trial_limits"]
    apart = pd.concat([chart(values[:8]), chart(values[8:])], ignore_index=True)
    pd.testing.assert_frame_equal(found[columns], apart[columns])
    assert found["points"].tolist() == [8] * 8 + [12] * 12
    assert set(found["rules"]) == {""}
    assert len(points(chart(values), "outside limits")) == 20


def test_a_series_may_be_rebased_more_than_once_at_periods_of_any_kind():
    frame = series([1, 2, 1, 5, 6, 5, 9, 9, 8]).assign(year=[f"{year}/{year - 1999}" for year in range(2010, 2019)])
    found = control_chart(frame, period="year", value="rate", rebase=["2013/14", "2016/17"])
    assert found["mean"].round(3).tolist() == [1.333] * 3 + [5.333] * 3 + [8.667] * 3
    dated = frame.assign(year=pd.date_range("2010-01-01", periods=9, freq="YS"))
    found = control_chart(dated, period="year", value="rate", rebase=pd.Timestamp("2016-01-01"))
    assert found["points"].tolist() == [6] * 6 + [3] * 3


# By hand: the mean is 10, the average moving range 1, the limits 7.34 and 12.66.
STEADY = [9.5, 10.5] * 4


@pytest.mark.parametrize(
    ("polarity", "target", "word"),
    [
        ("high is good", 7.3, "consistently hits"),
        ("high is good", 12.7, "consistently misses"),
        ("high is good", 10, "hit and miss"),
        ("low is good", 7.3, "consistently misses"),
        ("low is good", 12.7, "consistently hits"),
        ("low is good", 10, "hit and miss"),
        ("high is good", 7.34, "consistently hits"),
        ("low is good", 12.66, "consistently hits"),
        ("high is good", 12.66, "hit and miss"),
        ("no judgement", 7.3, "no judgement"),
        ("high is good", None, "no target"),
        (None, 7.3, "no judgement"),
    ],
)
def test_a_target_is_hit_or_missed_for_sure_only_outside_the_limits(polarity, target, word):
    found = chart(STEADY, polarity=polarity, target=target)
    assert found.loc[0, ["lower_limit", "upper_limit"]].tolist() == [7.34, 12.66]
    assert set(found["assurance"]) == {word}


def test_each_row_may_have_its_own_target():
    frame = series(STEADY, aim=[7.0, 7, 10, 10, 13, 13, np.nan, np.nan])
    found = control_chart(frame, period="year", value="rate", polarity="high is good", target="aim")
    words = ["consistently hits", "hit and miss", "consistently misses", "no target"]
    assert found["assurance"].tolist() == [word for word in words for _ in range(2)]


def test_each_series_takes_its_own_polarity():
    rising = [0, *range(7, 14)]
    frame = pd.concat(
        series(rising, name=polarity, good=polarity) for polarity in ("high is good", "low is good", "no judgement")
    )
    found = control_chart(frame, period="year", value="rate", by="name", polarity="good")
    assert found.groupby("name")["variation"].last().tolist() == [
        "special cause improvement",
        "special cause concern",
        "special cause neither improvement nor concern",
    ]
    assert found.columns[:3].tolist() == ["name", "year", "rate"]


def test_a_series_that_never_changes_has_no_signal():
    found = chart([0.1] * 30, polarity="high is good", target=0.1)
    assert set(found["rules"]) == {""}
    assert set(found["assurance"]) == {"consistently hits"}


def test_a_stretch_of_one_point_has_no_limits_and_says_why():
    found = chart([*STEADY, 12], polarity="high is good", target=7, rebase=2008).iloc[-1]
    assert found["mean"] == 12
    assert np.isnan(found["upper_limit"])
    assert found["variation"] == found["assurance"] == "cannot be calculated"
    assert found["reason"] == "Limits need at least two points."


def test_limits_lie_three_standard_deviations_from_the_mean_and_raise_few_false_alarms():
    # Recovery of a known truth: 400 series of 50 normal points with mean 100 and standard deviation 5.
    values = np.random.default_rng(5).normal(100, 5, (400, 50))
    frame = pd.concat(series(list(row), name=number) for number, row in enumerate(values))
    found = control_chart(frame, period="year", value="rate", by="name")
    once = found.groupby("name").first()
    assert once["mean"].mean() == pytest.approx(100, abs=0.15)
    assert (once["upper_limit"] - once["mean"]).mean() == pytest.approx(15, abs=0.15)
    assert found["rules"].str.contains("outside").mean() < 0.006


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"rate": np.nan}, {}, "'rate': must have no missing or infinite value; row 0 has nan"),
        ({"rate": "n/a"}, {}, "'rate': must be numeric"),
        ({"year": 2001}, {}, "'year': must appear once in every series; row 1 has 2001"),
        ({"year": None}, {}, "'year': must have no missing value"),
        ({}, {"by": "area"}, "'area': must be in the frame"),
        ({}, {"polarity": "up"}, "polarity: must be a column or one of high is good"),
        ({}, {"rebase": 1999}, "rebase: must be a period of the column 'year', which has no 1999"),
        ({}, {"rebase": [2003, "2004"]}, "which has no '2004'"),
        ({}, {"target": "goal"}, "'goal': must be in the frame"),
        ({"mean": 1.0}, {"value": "mean"}, "'mean': must not have the name of a column of the result"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(change, options, message):
    with pytest.raises(ValueError, match=message):
        control_chart(series(STEADY).assign(**change), **{"period": "year", "value": "rate"} | options)


def test_a_polarity_that_changes_within_a_series_is_refused():
    frame = series(STEADY, good=["high is good"] * 7 + ["low is good"])
    with pytest.raises(ValueError, match="'good': must be the same in every row of a series"):
        control_chart(frame, period="year", value="rate", polarity="good")


def test_a_frame_without_rows_has_no_series_and_so_no_points():
    rows = series([1.0, 2, 3], area="A")
    options = {"period": "year", "value": "rate"}
    none = control_chart(rows.iloc[:0], **options, by="area")
    assert none.empty
    assert list(none) == list(control_chart(rows, **options, by="area"))
    with pytest.raises(ValueError, match="at least one row"):
        control_chart(rows.iloc[:0], **options)
