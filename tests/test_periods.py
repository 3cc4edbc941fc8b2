"""Periods are read as publishers write them."""

import datetime
import doctest

import pandas as pd
import pytest

import jhws.periods
from jhws.periods import PERIOD_TYPES, following_periods, period_end, taken_as_published


@pytest.mark.parametrize(
    ("period", "period_type", "end"),
    [
        ("2021", "calendar year", datetime.date(2021, 12, 31)),
        ("2022-23", "financial year", datetime.date(2023, 3, 31)),
        ("1999-00", "financial year", datetime.date(2000, 3, 31)),
        ("2021/22", "academic year", datetime.date(2022, 8, 31)),
        ("2021/22", "survey year", datetime.date(2022, 11, 15)),
        ("2014-16", "three calendar years", datetime.date(2016, 12, 31)),
        ("1998-00", "three calendar years", datetime.date(2000, 12, 31)),
    ],
)
def test_a_period_ends_on_the_last_day_of_its_type(period, period_type, end):
    assert period_end(period, period_type) == end


@pytest.mark.parametrize(
    ("period", "period_type"),
    [
        ("21", "calendar year"),
        ("2021-22", "calendar year"),
        ("2021 ", "calendar year"),
        ("２０２１", "calendar year"),
        ("2022/23", "financial year"),
        ("2022-2023", "financial year"),
        ("2022-24", "financial year"),
        ("2022-22", "financial year"),
        ("2021-22", "academic year"),
        ("2021/23", "survey year"),
        ("2014-15", "three calendar years"),
        ("2014/16", "three calendar years"),
        ("", "calendar year"),
        ("0000", "calendar year"),
    ],
)
def test_a_period_written_otherwise_is_refused(period, period_type):
    with pytest.raises(ValueError, match=r"is not of the type|are not of the type|out of range"):
        period_end(period, period_type)


def test_a_refusal_names_the_period_its_type_and_how_it_is_written():
    with pytest.raises(ValueError, match="“2022-24” are not of the type ‘financial year’, which is written as 2022-23"):
        period_end("2022-24", "financial year")


@pytest.mark.parametrize("period_type", PERIOD_TYPES)
def test_the_example_of_each_type_is_of_that_type(period_type):
    assert period_end(PERIOD_TYPES[period_type], period_type).year > 2000


@pytest.mark.parametrize(
    ("period", "period_type", "following"),
    [
        ("2021", "calendar year", ["2022", "2023", "2024"]),
        ("1998", "calendar year", ["1999", "2000", "2001"]),
        ("1997-98", "financial year", ["1998-99", "1999-00", "2000-01"]),
        ("2098/99", "academic year", ["2099/00", "2100/01", "2101/02"]),
        ("1996-98", "three calendar years", ["1997-99", "1998-00", "1999-01"]),
    ],
)
def test_following_periods_go_on_year_by_year_over_the_end_of_a_century(period, period_type, following):
    assert following_periods(period, period_type, 3) == following


def test_no_steps_name_no_period():
    assert following_periods("2022-23", "financial year", 0) == []


def test_a_wrong_period_has_no_following_ones():
    with pytest.raises(ValueError, match="2022-24"):
        following_periods("2022-24", "financial year", 1)


@pytest.mark.parametrize(
    ("period", "period_type", "months", "published"),
    [
        ("2022", "calendar year", 9, "2023-09-30"),
        ("2022-23", "financial year", 9, "2023-12-31"),
        ("2020-22", "three calendar years", 14, "2024-02-29"),
        ("2019-21", "three calendar years", 14, "2023-02-28"),
        ("2022/23", "survey year", 6, "2024-05-15"),
        ("2022", "calendar year", 0, "2022-12-31"),
    ],
)
def test_publication_is_taken_to_be_the_end_plus_a_lag_in_whole_months(period, period_type, months, published):
    assert taken_as_published(period, period_type, months) == pd.Timestamp(published)


def test_the_examples_in_the_documentation_hold():
    results = doctest.testmod(jhws.periods)
    assert (results.attempted, results.failed) == (3, 0)
