"""The page that says how up to date an edition is, and what is asked of a book like this.

How many criteria each level has was counted by hand in NHS England's ‘Levels of RAP’; dates in the publishers' tables.
"""

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import sentences, tables
from jhws.present.exhibit import Nothing

PROJECT = Path(__file__).resolve().parents[2]
AREA, DAY = "E10000018", "2025-05-29"


@pytest.fixture(scope="module")
def freshness() -> pd.DataFrame:
    rows = data.read_observations(*data.observation_tables(), areas=[AREA], as_of=DAY)
    return statistics.data_freshness(rows, as_of=DAY)


@pytest.fixture(scope="module")
def criteria() -> pd.DataFrame:
    return data.read_table("rap_criteria")


def lead(freshness, criteria, as_of=DAY) -> list[str]:
    return list(sentences.status.answer(freshness, criteria, as_of=as_of).parts)


def test_each_level_has_as_many_criteria_as_the_nhs_lists(criteria):
    assert criteria.groupby("level").size().to_dict() == {"Baseline": 5, "Silver": 9, "Gold": 4}
    assert criteria["level"].drop_duplicates().tolist() == ["Baseline", "Silver", "Gold"]


def test_where_a_criterion_is_met_the_project_has_the_files_that_show_it(criteria):
    assert criteria.loc[criteria["verdict"] == "met", "files"].notna().all()
    for file in criteria["files"].dropna().str.split("; ").explode():
        assert (PROJECT / file).exists(), file


def test_a_level_is_reached_only_with_all_below_it(criteria):
    assert "so it is at none yet." in lead(pd.DataFrame(), criteria)[0]
    baseline = criteria.assign(verdict=criteria["verdict"].where(criteria["level"] != "Baseline", "met"))
    assert "three of five" not in lead(pd.DataFrame(), baseline)[0]
    assert lead(pd.DataFrame(), baseline)[0].endswith("It is at the level Silver.")
    assert lead(pd.DataFrame(), criteria.assign(verdict="met"))[0] == (
        "Of 18 things that the NHS asks of such a book, it meets all five for Baseline, all nine for Silver and "
        "all four for Gold. It is at the level Gold."
    )


def test_figures_that_are_overdue_are_told_in_the_first_sentences(freshness, criteria):
    # Smoking of 2023 was due on 30 September 2024, Year 6 weight of 2022/23 on 30 November 2023: neither is there.
    late = set(freshness.loc[freshness["state"] == "overdue", "indicator_id"])
    assert {"smoking_prevalence", "year6_overweight"} <= late
    assert "adult_obesity_prevalence" not in late
    told = lead(freshness, criteria)[0]
    assert told.startswith("On 29 May 2025, the day of this edition, three of 16 indicators had the newest figure")
    assert "For 12, a newer one was due by the book’s rule, and this book does not have it." in told


def test_a_day_by_rule_is_called_a_rule_in_the_table(freshness):
    table = tables.data_freshness(freshness, as_of=DAY)
    assert "rules of this book, not dates that a publisher has given" in table.caption
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    assert "Next one, by rule" in [cell.get_text() for cell in page.find_all("th", scope="col")]
    row = next(row for row in page.find_all("tr") if "smoke" in row.get_text().lower())
    assert [cell.get_text() for cell in row.find_all("td")][1:4] == [
        "2022", "30 September 2023", "2023, from 30 September 2024",
    ]  # fmt: skip


def test_an_edition_without_official_figures_has_no_such_table(freshness):
    assert isinstance(tables.data_freshness(freshness.iloc[:0], as_of=DAY), Nothing)
