"""Changes that documents state are put together from their figures; what is no change stays a level.

Figures from the agenda pack of 11 November 2019: item 8, paragraph 16, point i (Target Operating Model) and item 9,
paragraphs 8 to 11 (Lightbulb), typed by hand.
"""

import pandas as pd
import pytest

from jhws.statistics import measure_progress, stated_changes, stated_levels

COLUMNS = ["figure_id", "subject", "measure", "category", "value", "unit", "qualifier", "period", "stated", "note"]
ROWS = [
    ("calls-after", "Model", "calls answered, after", None, 84, "%", None, None, "from 73% to 84%", "Eight teams."),
    ("calls-before", "Model", "calls answered, before", None, 73, "%", None, None, "from 73% to 84%", "Eight teams."),
    ("days-now", "Lightbulb", "time to deliver a case, after", None, 28, "days", None, None, "28 days", None),
    ("days-planned", "Lightbulb", "time to deliver a case, planned", None, 36, "days", None, "2018", "36 days", None),
    ("days-before", "Lightbulb", "time to deliver a case, before", None, 42, "days", None, "to 2017", "42 days", None),
    ("beds", "Model", "reduction in placements", "eight teams", 25, "%", "approx", None, "approximate 25%", None),
    ("upper", "Model", "improvement in progression, upper bound", None, 30, "%", "between", None, "10% to 30%", None),
    ("lower", "Model", "improvement in progression, lower bound", None, 10, "%", "between", None, "10% to 30%", None),
    ("visitors", "heritage sites", "increase in visitors", None, 3, "%", None, "2018-19", "3% increase", None),
    ("moved", "Model", "people moved to supported living", None, 23, "people", None, None, "23", None),
    ("alone", "Model", "backlog, before", None, 9, "cases", None, None, "9", None),
    ("words", "Model", "increase in providers", None, None, "not stated", None, None, "more providers", None),
]  # fmt: skip


@pytest.fixture
def figures() -> pd.DataFrame:
    rows = pd.DataFrame(ROWS, columns=COLUMNS).astype({"value": float})
    return rows.assign(breakdown=None, source_id="pack", locator="item 8")


@pytest.fixture
def changes(figures) -> pd.DataFrame:
    return stated_changes(figures).set_index("measure")


def test_a_value_before_and_one_after_make_a_pair(changes):
    row = changes.loc["Model: calls answered"]
    assert (row["evidence"], row["baseline"], row["latest"], row["unit"]) == ("before and after", 73, 84, "%")
    assert (row["stated"], row["note"]) == ("from 73% to 84%", "Eight teams.")


def test_what_was_planned_stands_between_them_and_each_keeps_its_time_and_its_words(changes):
    row = changes.loc["Lightbulb: time to deliver a case"]
    assert (row["baseline"], row["planned"], row["latest"]) == (42, 36, 28)
    assert (row["baseline_period"], row["planned_period"]) == ("to 2017", "2018")
    assert row["stated"] == "42 days … 36 days … 28 days"


def test_a_reduction_is_a_change_downwards_with_its_qualifier_and_its_part(changes):
    row = changes.loc["Model (eight teams): placements"]
    assert (row["evidence"], row["change"], row["change_unit"]) == ("change only", -25, "%")
    assert (row["change_qualifier"], row["subject"]) == ("approx", "Model (eight teams)")


def test_a_range_keeps_both_its_ends(changes):
    row = changes.loc["Model: improvement in progression"]
    assert (row["change"], row["change_upper"]) == (10, 30)


def test_only_what_a_document_calls_an_improvement_is_judged(figures):
    told = measure_progress(stated_changes(figures)).set_index("measure")["over_time"]
    assert told["Model: improvement in progression"] == "getting better"
    assert told["heritage sites: visitors"] == "increasing"
    assert told["Model (eight teams): placements"] == "decreasing"
    assert told["Lightbulb: time to deliver a case"] == "decreasing"


def test_what_is_no_change_stays_a_level_and_no_figure_is_in_both(figures):
    # A value before without one after, and a change in words without a number, are no changes either.
    assert stated_levels(figures)["figure_id"].tolist() == ["moved", "alone", "words"]


def test_parts_of_different_documents_make_no_pair(figures):
    apart = figures[figures["figure_id"].str.startswith("calls")].assign(source_id=["one", "other"])
    assert stated_changes(apart).empty
    assert len(stated_levels(apart)) == 2


def test_without_figures_there_is_nothing(figures):
    none = stated_changes(figures.iloc[:0])
    assert none.empty
    assert measure_progress(none).empty
    assert stated_levels(figures.iloc[:0]).empty
