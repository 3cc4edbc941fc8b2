"""Numbers read as people write them. Every expected text was typed by hand."""

import doctest

import numpy as np
import pandas as pd
import pytest

from jhws.present import numbers
from jhws.present.numbers import (
    counted,
    in_words,
    interval,
    listed,
    number,
    on_day,
    pounds,
    sentence,
    signed,
    some_of,
    widest_level,
    with_unit,
)


def test_the_examples_in_the_documentation_hold():
    found = doctest.testmod(numbers)
    assert found.attempted > 10
    assert found.failed == 0


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (623483, 0, "623,483"),
        (1234567.891, 2, "1,234,567.89"),
        (-7, 0, "−7"),
        (-1234.5, 1, "−1,234.5"),
    ],
)
def test_thousands_are_parted_by_commas_and_a_minus_is_a_true_minus(value, decimals, text):
    assert number(value, decimals) == text


def test_what_rounds_to_nothing_has_no_sign():
    assert [number(-0.04, 1), signed(-0.04, 1), signed(0.04, 1)] == ["0.0", "0.0", "0.0"]


def test_a_change_carries_its_sign():
    assert [signed(577), signed(-0.5, 1), signed(0)] == ["+577", "−0.5", "0"]


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_a_missing_number_is_a_dash_whichever_way_it_is_missing(missing):
    written = [number(missing), signed(missing), pounds(missing), with_unit(missing, "%")]
    assert written == ["–"] * 4
    assert interval(missing, 3) == interval(3, missing) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "£0"),
        (0.35, "£0.35"),
        (3.5, "£3.50"),
        (7, "£7"),
        (18.4, "£18"),
        (111.65, "£112"),
        (724160, "£724,000"),
        (999_499, "£999,000"),
        (999_500, "£1 million"),
        (5_400_000, "£5.4 million"),
        (43_046_649, "£43 million"),
        (999_499_999, "£999 million"),
        (2_300_000_000, "£2.3 billion"),
        (-5000, "−£5,000"),
        (-3_834_762, "−£3.83 million"),
    ],
)
def test_money_has_three_figures_at_most(value, text):
    assert pounds(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (61.8, "%", 1, "61.8%"),
        (62.6, "years", 1, "62.6 years"),
        (26.3, "per 100,000", 1, "26.3 per 100,000"),
        (7.38, "score out of 10", 2, "7.38 out of 10"),
        (0.413, "score from 0 to 1", 3, "0.413 out of 1"),
        (929, "not stated", 0, "929"),
        (929, "", 0, "929"),
        (1, "days", 0, "1 day"),
        (-1, "days", 0, "−1 day"),
        (2, "days", 0, "2 days"),
        (1.0, "years", 1, "1.0 years"),
        (1, "people", 0, "1 person"),
        (1, "staff", 0, "1 member of staff"),
        (1, "per 100,000", 0, "1 per 100,000"),
    ],
)
def test_a_value_carries_its_unit_and_one_of_it_is_singular(value, unit, decimals, text):
    assert with_unit(value, unit, decimals) == text


def test_an_interval_reads_from_the_lower_to_the_upper_limit():
    assert interval(5.343, 7.138, 2) == "5.34 to 7.14"
    assert interval(-2.91, 1.89, 1) == "−2.9 to 1.9"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_joined_as_in_a_sentence(parts, text):
    assert listed(parts) == text


def test_counts_are_words_up_to_ten_and_digits_beyond():
    assert [in_words(count) for count in (0, 1, 10, 11, 1200)] == ["none", "one", "ten", "11", "1,200"]


def test_verbs_agree_with_their_count():
    assert [counted(count, "has", "have") for count in (0, 1, 2, 12)] == ["none has", "one has", "two have", "12 have"]


def test_a_sentence_begins_with_a_capital_and_keeps_its_other_capitals():
    assert [sentence("none in Year 6"), sentence("12 of them"), sentence("")] == ["None in Year 6", "12 of them", ""]


def test_a_day_has_no_leading_zero():
    assert on_day(pd.Timestamp("2025-05-09")) == "9 May 2025"


def test_the_widest_level_is_the_largest_not_the_last():
    assert widest_level(["upper_95", "lower_95", "lower_80", "value"]) == 95
    assert widest_level(["forecast_lower_50", "lower_95"], prefix="forecast_") == 50


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (0, 1, "no value"),
        (0, 14, "no value"),
        (1, 1, "that value"),
        (1, 2, "one of two values"),
        (2, 2, "both values"),
        (3, 3, "all three values"),
        (13, 14, "13 of 14 values"),
    ],
)
def test_a_part_of_a_total_is_written_as_people_say_it(count, total, words):
    assert some_of(count, total, "value", "values") == words
