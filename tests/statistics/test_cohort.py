"""How many young people reach adulthood in each coming school year.

The counts are those of the scrutiny pack of 11 November 2019, item 12, paragraph 14: 146 pupils in Year 12 now, 208
projected for those who are in Year 9 now. The years were counted on paper.
"""

import pandas as pd
import pytest

from jhws.statistics import cohort_forecast

PAPER = pd.DataFrame({"group": ["Year 12", "Year 9"], "pupils": [146.0, 208.0]})


def forecast(counts=PAPER, as_of="2019-11-11", **more):
    return cohort_forecast(counts, year_group="group", count="pupils", as_of=as_of, **more)


def test_a_year_group_that_is_counted_reaches_18_as_it_is_and_one_between_lies_between_its_neighbours():
    found = forecast()[["year_group", "school_year", "lower", "upper", "basis"]]
    assert found.to_numpy().tolist() == [
        ["Year 12", "2020/21", 146, 146, "stated"],
        ["Year 11", "2021/22", 146, 208, "between stated year groups"],
        ["Year 10", "2022/23", 146, 208, "between stated year groups"],
        ["Year 9", "2023/24", 208, 208, "stated"],
    ]


def test_no_year_group_beyond_those_that_are_counted_is_invented():
    assert set(forecast()["year_group"]) == {"Year 12", "Year 11", "Year 10", "Year 9"}
    assert forecast(PAPER.head(1))["year_group"].tolist() == ["Year 12"]


def test_a_range_is_between_the_nearest_groups_and_may_fall_towards_the_younger():
    counts = pd.DataFrame({"group": ["Year 9", "Year 13", "Year 11"], "pupils": [40, 10, 60]})
    found = forecast(counts).set_index("year_group")
    assert found.loc["Year 12", ["lower", "upper"]].tolist() == [10, 60]
    assert found.loc["Year 10", ["lower", "upper"]].tolist() == [40, 60]


def test_the_school_year_begins_in_september():
    assert forecast(as_of="2020-08-31")["school_year"].iloc[0] == "2020/21"
    assert forecast(as_of="2020-09-01")["school_year"].iloc[0] == "2021/22"


def test_the_turn_of_the_century_is_written_with_two_digits():
    assert forecast(PAPER.head(1), as_of="2098-10-01")["school_year"].tolist() == ["2099/00"]


def test_a_group_that_has_reached_the_age_is_left_out():
    counts = pd.DataFrame({"group": ["Year 14", "Year 13"], "pupils": [5, 7]})
    found = forecast(counts)
    assert found[["year_group", "years_ahead", "school_year"]].to_numpy().tolist() == [["Year 13", 0, "2019/20"]]
    assert forecast(counts, age=19)["year_group"].tolist() == ["Year 14", "Year 13"]


def test_without_counts_there_is_no_forecast():
    found = forecast(PAPER.head(0))
    assert found.empty
    assert "upper" in found


@pytest.mark.parametrize(
    ("group", "pupils", "rule"),
    [
        (["12"], [3], "'group': must be written as 'Year 12'"),
        (["Year 12", "Year 12"], [3, 4], "'group': must appear once"),
        (["Year 12"], [-1], "'pupils': must not be negative"),
        (["Year 12"], [None], "'pupils'"),
    ],
)
def test_a_count_that_cannot_be_is_refused_with_its_column(group, pupils, rule):
    with pytest.raises(ValueError, match=rule):
        forecast(pd.DataFrame({"group": group, "pupils": pupils}))
