"""How many times as many events a month had as the year before.

Counts are those of Wiltshire's Better Care Fund plan 2023-25, table below Table 10. Limits were computed apart with
statsmodels: Wilson limits of the later count's share of both, turned into odds.
"""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from jhws.statistics import year_before_ratio

PLAN = pd.DataFrame(
    [
        ["Reablement", "January 2022", 31],
        ["Reablement", "January 2023", 36],
        ["Reablement", "February 2022", 8],
        ["Reablement", "February 2023", 32],
        ["Total", "February 2022", 28],
        ["Total", "February 2023", 106],
    ],
    columns=["team", "month", "applications"],
)


def ratios(rows=PLAN, **more):
    return year_before_ratio(rows, by="team", period="month", count="applications", **more)


def test_each_month_is_held_against_the_same_month_of_the_year_before():
    found = ratios()[["team", "period", "period_before", "before", "after"]]
    assert found.to_numpy().tolist() == [
        ["Reablement", "January 2023", "January 2022", 31, 36],
        ["Reablement", "February 2023", "February 2022", 8, 32],
        ["Total", "February 2023", "February 2022", 28, 106],
    ]
    # 36 / 31, 32 / 8 and 106 / 28, divided on paper.
    assert ratios()["ratio"].round(3).tolist() == [1.161, 4.0, 3.786]


def test_the_limits_are_those_of_an_independent_calculation():
    found = ratios()
    for _, row in found.iterrows():
        low, high = proportion_confint(row["after"], row["before"] + row["after"], method="wilson")
        assert row["lower"] == pytest.approx(low / (1 - low), abs=1e-6)
        assert row["upper"] == pytest.approx(high / (1 - high), abs=1e-6)


def test_the_limits_of_equal_counts_lie_as_far_on_either_side_of_one():
    rows = pd.DataFrame({"team": "a", "month": ["May 2022", "May 2023"], "applications": [12, 12]})
    row = ratios(rows).iloc[0]
    assert row["lower"] * row["upper"] == pytest.approx(1)


def test_where_there_was_none_before_no_ratio_is_given():
    rows = pd.DataFrame({"team": "a", "month": ["May 2022", "May 2023"], "applications": [0, 3]})
    row = ratios(rows).iloc[0]
    assert pd.isna(row["ratio"])
    assert pd.isna(row["upper"])
    assert row["lower"] > 0


def test_a_month_without_its_year_before_has_no_row_and_nothing_at_all_no_rows():
    assert ratios(PLAN.iloc[[1, 3]]).empty
    assert ratios(PLAN.head(0)).empty


def test_a_month_that_is_written_otherwise_is_refused():
    with pytest.raises(ValueError, match="'month': must be written as 'January 2023'"):
        ratios(PLAN.assign(month="2023-01"))
