"""The recent trend marker."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jhws.statistics import recent_trend

COLUMNS = {"period": "year", "value": "value", "lower_95": "lower", "upper_95": "upper"}


def series(rows: list[tuple[float, float, float]], first_year: int = 2014, **more) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["value", "lower", "upper"], dtype=float)
    return frame.assign(year=range(first_year, first_year + len(rows)), **more)


# The two series of Fingertips' own unit tests of its trend markers, and their counts.
RISING = series(
    [
        (24.67, 23.16, 26.25),
        (24.6, 23.15, 26.19),
        (28, 26.44, 29.64),
        (30.2, 28.63, 31.9),
        (30.6, 28.98, 32.25),
    ],
    count=[994, 1023, 1199, 1332, 1367],
    people=[40299, 41527, 42811, 44064, 44701],
)
LEVEL = series(
    [
        (20.5506, 18.1803, 23.1427),
        (19.5952, 17.3444, 22.0602),
        (19.0349, 16.8421, 21.4394),
        (21.3966, 19.0918, 23.8975),
        (18.4372, 16.2925, 20.7941),
    ]
)


def marker(frame: pd.DataFrame, **options) -> pd.Series:
    return recent_trend(frame, **COLUMNS, **options).loc[0]


def test_a_rising_series_has_the_chi_squared_that_fingertips_tests_for():
    # Published: Fingertips' unit test of this series expects 46.77 and a significant trend.
    found = marker(RISING)
    assert found["trend"] == "increasing"
    assert round(found["chi_square"], 2) == 46.77
    assert found["points"] == 5
    assert found["reason"] == ""
    assert found["confidence"] == 0.998


def test_a_rising_proportion_has_the_chi_squared_that_fingertips_tests_for():
    # Published: Fingertips' unit test of this series by its counts expects 47.9.
    found = marker(RISING, value_type="proportion", count="count", denominator="people")
    assert found["trend"] == "increasing"
    assert round(found["chi_square"], 2) == 47.9
    assert "proportions" in found["method"]


def test_a_level_series_has_no_significant_change():
    # Published: Fingertips' unit test of this series expects no significant trend.
    assert marker(LEVEL)["trend"] == "no significant change"


PUBLISHED = {
    "diabetes, England": """
        value  lower  upper
        7.0826 7.0754 7.0940
        7.1085 7.1013 7.1199
        7.2571 7.2499 7.2684
        7.4528 7.4456 7.4643
        7.6554 7.6481 7.6669
    """,
    "MMR at 2 years, Yorkshire and the Humber": """
        value   lower   upper
        92.6254 92.4168 92.8288
        92.3221 92.1072 92.5315
        90.8708 90.6358 91.1004
        90.0170 89.7694 90.2594
        90.1013 89.8578 90.3396
    """,
    "sight loss from diabetes, England": """
        value  lower  upper
        2.9350 2.7841 3.0919
        1.9303 1.8085 2.0580
        2.7567 2.6113 2.9082
        2.8701 2.7225 3.0237
        3.0121 2.8616 3.1683
    """,
}


MARKERS = ["increasing", "decreasing", "increasing"]


@pytest.mark.parametrize(("indicator", "expected"), list(zip(PUBLISHED, MARKERS, strict=True)))
def test_published_markers_are_found_again(indicator, expected):
    # Published: markers on Fingertips for 2020 to 2024, as its successor's unit tests hold them.
    frame = pd.read_csv(StringIO(PUBLISHED[indicator]), sep=r"\s+").assign(year=range(2020, 2025))
    assert marker(frame)["trend"] == expected


def test_chi_squared_is_that_of_weighted_least_squares():
    # Independent calculation: numpy's polyfit with unscaled covariance.
    errors = (RISING["upper"] - RISING["lower"]) / 3.92
    (slope, _), covariance = np.polyfit([1, 2, 3, 4, 5], RISING["value"], 1, w=1 / errors, cov="unscaled")
    found = marker(RISING)
    assert found["slope"] == pytest.approx(slope)
    assert found["chi_square"] == pytest.approx(slope**2 / covariance[0, 0])


@pytest.mark.parametrize(
    ("polarity", "rising", "falling"),
    [
        ("high is good", "getting better", "getting worse"),
        ("low is good", "getting worse", "getting better"),
        ("no judgement", "increasing", "decreasing"),
    ],
)
def test_polarity_turns_a_trend_into_better_or_worse(polarity, rising, falling):
    fallen = RISING.assign(year=-RISING["year"])
    assert marker(RISING, polarity=polarity)["direction"] == rising
    assert marker(fallen, polarity=polarity)["direction"] == falling
    assert marker(LEVEL, polarity=polarity)["direction"] == "no clear change"
    assert marker(LEVEL.head(3), polarity=polarity)["direction"] == "cannot be calculated"


def test_each_series_takes_its_own_polarity():
    frame = pd.concat(
        [RISING.assign(name="a", polarity="high is good"), RISING.assign(name="b", polarity="low is good")]
    )
    found = recent_trend(frame, **COLUMNS, by="name", polarity="polarity")
    assert found["direction"].tolist() == ["getting better", "getting worse"]


def test_one_outlying_point_does_not_make_a_trend():
    flat = series([(10.02, 9.9, 10.14), (10.01, 9.9, 10.12), (10, 9.9, 10.1), (9.99, 9.9, 10.1), (12, 11.9, 12.1)])
    found = marker(flat)
    assert found["chi_square"] > 9.55
    assert found["trend"] == "no significant change"


def test_only_the_last_five_points_count():
    before = series([(90, 89, 91), (10, 9, 11)], first_year=2012)
    assert marker(pd.concat([before, RISING]))["chi_square"] == marker(RISING)["chi_square"]


@given(st.permutations(range(5)))
def test_order_of_rows_does_not_matter(order):
    pd.testing.assert_series_equal(marker(RISING), marker(RISING.iloc[order]))


@given(st.floats(0.001, 1000))
def test_the_unit_of_the_value_does_not_matter(factor):
    scaled = RISING.assign(**{name: RISING[name] * factor for name in ("value", "lower", "upper")})
    assert marker(scaled)["chi_square"] == pytest.approx(marker(RISING)["chi_square"])


def test_two_series_in_a_thousand_without_a_trend_are_marked_at_most():
    # Recovery of a known truth: level series at 99.8% confidence; no one point may make a trend.
    rng = np.random.default_rng(23)
    names = np.repeat(np.arange(2_000), 5)
    value = rng.normal(50, 1, names.size)
    frame = pd.DataFrame(
        {
            "name": names,
            "year": np.tile(np.arange(5), 2_000),
            "value": value,
            "lower": value - 1.96,
            "upper": value + 1.96,
        }
    )
    found = recent_trend(frame, **COLUMNS, by="name")
    assert (found["trend"] != "no significant change").mean() <= 0.005


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (RISING.head(4), "The series has 4 usable points, and the test needs 5."),
        (
            pd.concat(
                [
                    LEVEL.head(1).assign(year=2013),
                    RISING.assign(value=RISING["value"].where(RISING.year != 2016)),
                ]
            ),
            "The value for 2016 is missing; the test needs the last 5 in full.",
        ),
        (
            pd.concat(
                [
                    LEVEL.head(1).assign(year=2013),
                    RISING.assign(lower=RISING["lower"].where(RISING.year != 2018)),
                ]
            ),
            "The confidence interval for 2018 is missing; the test needs the last 5 in full.",
        ),
        (RISING.assign(lower=RISING["value"], upper=RISING["value"]), "A confidence interval has no width."),
        (RISING.assign(year=[2010, 2011, 2012, 2013, 2018]), "The periods are not evenly spaced."),
        (
            RISING.assign(year=["2016/17", "2017/18", "2018/19", "2019/20", "2021/22"]),
            "The periods are not evenly spaced.",
        ),
        (
            RISING.assign(year=["2011 - 13", "2012 - 14", "2013 - 15", "2014 - 16", "2015 - 17"]),
            "The periods overlap, so that their values are not independent of one another.",
        ),
        (
            RISING.assign(
                year=[
                    "2009/10 to 2011/12",
                    "2010/11 to 2012/13",
                    "2011/12 to 2013/14",
                    "2012/13 to 2014/15",
                    "2013/14 to 2015/16",
                ]
            ),
            "The periods overlap, so that their values are not independent of one another.",
        ),
    ],
)
def test_a_series_that_cannot_be_tested_says_why(frame, reason):
    found = marker(frame)
    assert found["trend"] == "cannot be calculated"
    assert found["reason"] == reason
    assert np.isnan(found["slope"])
    assert np.isnan(found["chi_square"])


@pytest.mark.parametrize("style", ["{0}", "{0}/{1:02}", "{0}-{1:02}"])
def test_financial_and_academic_years_do_not_overlap(style):
    years = [style.format(year, (year + 1) % 100) for year in range(2014, 2019)]
    assert marker(RISING.assign(year=years))["trend"] == "increasing"


def test_a_proportion_without_counts_is_tested_by_its_intervals():
    found = marker(RISING, value_type="proportion")
    assert round(found["chi_square"], 2) == 46.77
    assert "interval" in found["method"]


def test_a_proportion_with_a_count_of_zero_cannot_be_tested():
    found = marker(RISING.assign(count=0), value_type="proportion", count="count", denominator="people")
    assert found["reason"] == "A count is zero, or as large as its denominator."


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"year": 2014}, {}, r"'year': must appear once in every series; row 1 has 2014"),
        ({"lower": 99.0}, {}, r"'lower': must not be above the value"),
        ({"value": "n/a"}, {}, r"'value': must be numeric"),
        ({}, {"polarity": "up"}, r"polarity: must be a column or one of high is good"),
        ({}, {"by": "area"}, r"'area': must be in the frame"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(change, options, message):
    with pytest.raises(ValueError, match=message):
        marker(RISING.assign(**change), **options)


def test_a_polarity_that_changes_within_a_series_is_refused():
    frame = RISING.assign(polarity=["high is good"] * 4 + ["low is good"])
    with pytest.raises(ValueError, match="'polarity': must be the same in every row of a series"):
        marker(frame, polarity="polarity")


@pytest.mark.parametrize("polarity", [None, "low is good"])
def test_a_frame_without_rows_has_no_series_and_so_no_markers(polarity):
    rows = RISING.assign(area="A")
    none = recent_trend(rows.iloc[:0], **COLUMNS, by="area", polarity=polarity)
    assert none.empty
    assert list(none) == list(recent_trend(rows, **COLUMNS, by="area", polarity=polarity))
    with pytest.raises(ValueError, match="at least one row"):
        recent_trend(rows.iloc[:0], **COLUMNS)
