"""What is new, revised and gone is told figure by figure; digits that the book does not show revise nothing."""

import pytest

from jhws.refresh.difference import Difference, compare, summary
from jhws.refresh.series import Series

SERIES = Series(
    indicator_id="anxiety",
    title="Anxiety",
    table="local_statistics",
    service="ons-beta",
    name="wellbeing-local-authority",
    strata=(("Persons", "16+ yrs"),),
    held=frozenset({"E10000018"}),
    source_id="ons-personal-well-being",
    locator="anxiety, average (mean)",
    period_type="financial year",
    decimals=1,
)


def row(period: str = "2022-23", value: str = "3.4", **others: str) -> dict[str, str]:
    whose = {"indicator_id": "anxiety", "area_code": "E10000018", "sex": "Persons", "age": "16+ yrs"}
    blank = dict.fromkeys(
        ["category_type", "category", "lower_95", "upper_95", "standard_error", "count", "denominator", "note"], ""
    )
    where = {"source_id": "ons-local-statistics", "locator": "anxiety, mean rating"}
    return whose | blank | where | {"period": period, "value": value} | others


def differ(present: list[dict[str, str]], fetched: list[dict[str, str]]) -> Difference:
    return compare(present, fetched, SERIES, ["E10000018"])


def test_a_figure_is_new_revised_gone_or_as_it_was():
    present = [row("2020-21", "3.1"), row("2021-22", "3.2"), row("2022-23", "3.3")]
    fetched = [row("2021-22", "3.2"), row("2022-23", "3.5"), row("2023-24", "3.6")]
    found = differ(present, fetched)
    assert found.new == [fetched[2]]
    assert found.revised == [(present[2], fetched[1])]
    assert found.gone == [present[0]]
    assert found.unchanged == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("48.63309", "48.633087", True),  # rounded to the digits that both have
        ("48.63309", "48.63315", False),
        ("79", "79.0", True),  # a nought that was left out
        ("79", "79.4", False),  # the book shows one decimal
        ("3.4", "3.44", True),
        ("3.4", "3.46", False),
        ("21.25", "21.250000001", True),
        ("", "", True),
        ("", "3.4", False),
        ("3.4", "", False),
    ],
)
def test_two_numbers_are_the_same_to_the_digits_that_both_have_and_the_book_shows(ours, theirs, same):
    assert (differ([row(value=ours)], [row(value=theirs)]).unchanged == 1) is same


def test_another_limit_is_a_revision():
    found = differ([row(lower_95="3.1", upper_95="3.7")], [row(lower_95="3.1", upper_95="3.9")])
    assert len(found.revised) == 1


def test_figures_of_other_areas_groups_ages_and_indicators_are_left_alone():
    others = [
        row(area_code="E06000016"),
        row(category_type="Deprivation decile (England)", category="1"),
        row(age="18+ yrs"),
        row(indicator_id="life_satisfaction"),
    ]
    assert differ(others, [row()]).gone == []


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ("not comparable: another question was asked", "", "not comparable: another question was asked"),
        ("not comparable: another question was asked", "provisional", "not comparable: another question was asked"),
        ("our own remark", "", "our own remark"),
        ("our own remark", "provisional", "provisional"),
    ],
)
def test_what_the_book_says_of_a_figure_outlasts_its_revision(ours, theirs, kept):
    ((_, new),) = differ([row(note=ours)], [row(value="3.9", note=theirs)]).revised
    assert new["note"] == kept


def test_the_reason_for_a_blank_goes_when_a_value_comes():
    ((_, new),) = differ([row(value="", note="not published: unreliable")], [row(value="3.9")]).revised
    assert new["note"] == ""


def test_the_difference_is_told_with_values():
    limits = {"lower_95": "3.2", "upper_95": "3.69"}
    present = [row("2020-21", "3.1"), row("2021-22", "3.2"), row("2022-23", "3.45", **limits)]
    fetched = [
        row("2021-22", "3.2"),
        row("2022-23", "3.6", lower_95="3.4", upper_95="3.8"),
        row("2023-24", "", note="not published: unreliable"),
    ]
    assert list(differ(present, fetched).tell({"E10000018": "Leicestershire"})) == [
        "Anxiety (ONS beta API, wellbeing-local-authority)",
        "  new      Leicestershire, 2023-24: not published: unreliable",
        "  revised  Leicestershire, 2022-23: 3.45 (3.2 to 3.69) is now 3.6 (3.4 to 3.8)",
        "  gone     Leicestershire, 2020-21: 3.1, kept in the book",
    ]


def test_figures_that_are_all_as_they_were_take_one_line():
    assert list(differ([row()], [row()]).tell({}))[1:] == ["  unchanged: 1"]


def test_a_series_that_is_mostly_revised_makes_a_reader_wonder():
    present = [row("2020-21", "3.1"), row("2021-22", "3.2"), row("2022-23", "3.3")]
    fetched = [row("2020-21", "31"), row("2021-22", "32"), row("2022-23", "3.3")]
    told = list(differ(present, fetched).tell({}))
    assert told[-1] == "  Most figures of this series are revised: has its definition changed?"


@pytest.mark.parametrize(
    ("tables", "written", "told"),
    [
        ([], True, "1 new and 0 revised: nothing to write."),
        (["smoking.csv"], False, "1 new and 0 revised. Nothing was written; --write changes data/smoking.csv."),
        (["areas.csv", "smoking.csv"], True, "1 new and 0 revised, written to data/areas.csv, data/smoking.csv."),
    ],
)
def test_the_summary_says_what_was_written(tables, written, told):
    assert summary([differ([], [row()])], tables, written=written) == told
