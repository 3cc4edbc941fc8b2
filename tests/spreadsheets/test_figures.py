"""Figures as people type them: what is certain is read, what is not is left to be asked about."""

from decimal import Decimal

import pytest

from jhws.spreadsheets.figures import is_not_applicable, read_figure

# The first column stands so in the Board paper of 29 May 2025 or is the issue's own example; the values are by hand.
READ = {
    "£3.8m": (3_800_000, "", "pounds", 100_000),
    "£61k": (61_000, "", "pounds", 1_000),
    "£1 million": (1_000_000, "", "pounds", 1_000_000),
    "£2.65 million": (2_650_000, "", "pounds", 10_000),
    "£3,834,762": (3_834_762, "", "pounds", 1),
    "144,000": (144_000, "", "", 1),
    "1,381 approx": (1_381, "approx", "", None),
    "approx. 50%": (50, "approx", "%", None),
    "c. 200": (200, "circa", "", None),
    "over 35%": (35, "more than", "%", None),
    "<5": (5, "less than", "", None),
    "89%": (89, "", "%", 1),
    "0.5": (Decimal("0.5"), "", "", Decimal("0.1")),
    "−7": (-7, "", "", 1),
}


@pytest.mark.parametrize("text", READ)
def test_a_figure_is_taken_apart(text):
    figure = read_figure(text)
    assert (figure.value, figure.qualifier, figure.unit, figure.rounded_to) == READ[text]


@pytest.mark.parametrize(
    "text",
    ["", "1,38", "10-15", "3m", "£5%", "19.5 FTE", "tbc", "*", "1.2.3", "1 381", "12,34,567", "=1+1", "1e5", "½"],
)
def test_what_may_mean_several_things_is_not_read(text):
    assert read_figure(text) is None


def test_the_digits_stay_as_they_were_typed():
    assert format(read_figure("9.0%").value, "f") == "9.0"


@pytest.mark.parametrize(("text", "yes"), [("N/A", True), (" n/a ", True), ("NA", True), ("none", False), ("-", False)])
def test_a_word_that_says_there_can_be_no_figure_is_known(text, yes):
    assert is_not_applicable(text) is yes
