"""Everything at a glance: the status of every series and measure, and what changed since the edition before.

Values were typed by hand from the publishers' tables (`Smoking habits in the UK`, Office for Local Government) and
from paragraph 12 of the Board paper of 29 May 2025.
"""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Nothing, Table

AREA, ENGLAND = "E10000018", "E92000001"
TOPICS = ["local_statistics", "smoking", "child_weight", "adult_social_care"]
BY = ["indicator_id", "sex"]
NOW, THEN = "2025-05-29", "2019-11-11"


def known(as_of: str) -> pd.DataFrame:
    history = data.read_observations(*TOPICS, areas=[AREA], as_of=as_of)
    country = data.read_observations(*TOPICS, areas=[ENGLAND], as_of=as_of)
    return statistics.summarise_series(history, country, by=BY)


@pytest.fixture(scope="module")
def summary() -> pd.DataFrame:
    return known(NOW)


@pytest.fixture(scope="module")
def changed(summary) -> pd.DataFrame:
    return statistics.changed_since(summary, known(THEN), by=BY)


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    return statistics.measure_progress(data.read_table("measures", sources=["leicestershire-hwb-2025-05-29"]))


def cells(table: Table) -> dict[str, dict[str, str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    return {
        row.find("th").get_text(): {
            cell["data-label"]: " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        }
        for row in page.select("tbody tr")
    }


def test_the_board_counts_each_series_once_for_each_question(summary):
    board = figures.status_board(summary, area="Leicestershire")
    assert board.data.groupby("question")["count"].sum().to_dict() == {"Over time": 16, "Against England": 16}
    assert "16 series" in board.alt
    assert "three better, six similar" in board.alt


def test_a_series_shows_what_the_edition_before_knew_beside_what_is_known_now(changed):
    row = cells(tables.since_edition_before(changed, area="Leicestershire", as_of_before=THEN))["Adults who smoke"]
    assert row["Then"] == "13.2% (2018)"
    assert row["Now"] == "9.4% (2022)"
    assert row["Difference"] == "−3.8"
    assert row["Against England"].split() == ["▣", "similar", "now", "■", "better"]


def test_the_sentence_names_what_stands_elsewhere_against_england(changed):
    told = sentences.glance.since_edition_before(changed, as_of_before=THEN)
    text = " ".join(told.parts)
    assert text.startswith("The edition before is of 11 November 2019.")
    assert "Adults who smoke was similar and is now better" in text


def test_a_series_without_a_newer_value_shows_no_difference(summary):
    same = statistics.changed_since(summary, summary, by=BY)
    rows = cells(tables.since_edition_before(same, area="Leicestershire", as_of_before=NOW))
    assert {row["Difference"] for row in rows.values()} == {"no newer value"}


def test_measures_of_the_paper_are_shown_with_those_that_have_a_direction_first(measures):
    table = tables.measures_at_a_glance(measures)
    words = [row["Over time"] for row in cells(table).values()]
    assert words == ["▲ getting better"] * 9 + ["× cannot be calculated"] * 7
    assert table.caption.startswith("Of 16 measures, nine have a direction")


def test_the_answer_counts_series_measures_and_the_one_target(summary, measures):
    observations = data.read_observations("adult_social_care", areas=[AREA], as_of=NOW)
    targets = statistics.target_status(data.read_targets(AREA, as_of=NOW), observations, as_of=NOW)
    told = sentences.glance.answer(summary, measures, targets, area="Leicestershire")
    assert told.parts[0].startswith("Of 16 series of health and care figures of Leicestershire, five can be tested")
    assert told.parts[1].startswith("The papers report 16 measures of their own; nine are getting better")
    assert told.parts[2] == "One target was set, and it is missed."


def test_an_edition_without_an_edition_before_shows_nothing_of_it(summary, measures):
    nothing_before = statistics.changed_since(summary, known(""), by=BY)
    assert isinstance(tables.since_edition_before(nothing_before, area="X", as_of_before=""), Nothing)
    assert isinstance(sentences.glance.since_edition_before(nothing_before, as_of_before=""), Nothing)
    assert isinstance(figures.status_board(summary.iloc[:0], area="X"), Nothing)
    assert isinstance(tables.measures_at_a_glance(measures.iloc[:0]), Nothing)


def test_a_term_of_the_glossary_has_a_place_that_a_link_can_lead_to():
    terms = data.read_table("glossary", sources=["leicestershire-asc-strategy-2025-29"])
    table = tables.glossary(terms)
    assert '<span id="term-reablement">Reablement</span>' in table.facts()["table"]
    assert table.caption.startswith("69 terms")
    assert "69 terms of one paper" in sentences.glossary.answer(terms).parts[0]
    assert isinstance(tables.glossary(terms.iloc[:0]), Nothing)


def test_the_page_of_how_it_was_made_counts_rows_and_names_the_command():
    counts = data.count_rows(["leicestershire-hwb-2025-05-29"])
    told = sentences.made.answer(counts, edition="leicestershire-2024-25", as_of=NOW)
    assert "as of 29 May 2025" in told.parts[0]
    assert "<code>jhws build leicestershire-2024-25</code>" in told.parts[1]
    rows = cells(tables.tables_used(counts))
    assert rows["Activities"] == {"File": "activities.csv", "Rows": "26", "Of this edition": "26"}
    assert rows["Claims"]["Of this edition"] != rows["Claims"]["Rows"]
    assert {"Python", "pandas", "papermill", "jupyter-book"} <= set(cells(tables.software()))
