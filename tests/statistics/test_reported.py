"""Shares, pairs and parts of a whole that papers state.

Typed from the agenda pack of 11 November 2019: item 10, appendix A (shares); item 1, minutes 31 and 32 (backlog,
Ombudsman); agenda item 14, paragraph 8 (homes rated Inadequate).
"""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from jhws.statistics import before_and_now, reported_shares, share_of_cases

COLUMNS = ["subject", "measure", "breakdown", "category", "area_code", "area", "period", "value", "unit", "qualifier"]
MEASURES = pd.DataFrame(
    [
        ("People with no further need after reablement", "%", "level only", 84.0, None),
        ("Housing support", "people", "level only", 2160.0, None),
        ("Use of beds", "%", "change only", None, None),
    ],
    columns=["measure", "unit", "evidence", "latest", "latest_period"],
).assign(stated="84% on average", source_id="s", locator="l")


def figures(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).assign(stated="words", source_id="s", locator="l")


EMPLOYED = ("people with a learning disability", "share in paid employment", None, None)
SHARES = figures(
    (*EMPLOYED, "E1", "Leicestershire", None, 11, "%", None),
    (*EMPLOYED, "E92000001", "England", None, 5, "%", None),
    ("reablement", "still at home", None, None, "E1", "Leicestershire", None, 9, "in every ten people", "about"),
    ("falls", "improvement kept", None, None, "E1", "Leicestershire", None, 2, "%", None),
    ("admissions", "share by trust", "acute trust", "RUH", "E1", "Leicestershire", None, 42, "%", None),
    ("services", "share of long stays", None, None, "E1", "Leicestershire", None, None, "%", None),
)


def test_shares_stand_highest_first_with_another_areas_beside_them():
    shares = reported_shares(SHARES, MEASURES, area_code="E1")
    assert shares["value"].tolist() == [90, 84, 11]
    employed = shares.iloc[-1]
    assert employed[["reference", "reference_area"]].tolist() == [5, "England"]
    assert shares["reference"].isna().tolist() == [True, True, False]


def test_nine_in_every_ten_people_are_ninety_per_cent_and_keep_their_about():
    row = reported_shares(SHARES, MEASURES, area_code="E1").iloc[0]
    assert row[["value", "unit", "qualifier"]].tolist() == [90, "in every ten people", "about"]


def test_another_areas_share_never_stands_as_the_editions_own():
    assert reported_shares(SHARES, MEASURES.iloc[:0], area_code="E2").empty


def test_no_papers_report_no_shares():
    assert reported_shares(SHARES.iloc[:0], MEASURES.iloc[:0], area_code="E1").empty


def test_a_measure_before_and_now_makes_a_pair():
    dols = "Deprivation of Liberty Safeguards"
    pairs = before_and_now(
        figures(
            (dols, "backlog, before", None, None, "E1", "Leicestershire", None, 1316, "not stated", None),
            (dols, "backlog, now", None, None, "E1", "Leicestershire", None, 436, "not stated", None),
            (dols, "appeals live now", None, None, "E1", "Leicestershire", None, 36, "appeals", None),
        )
    )
    row = pairs.iloc[0]
    assert len(pairs) == 1
    assert row[["measure", "baseline", "latest", "difference"]].tolist() == [f"{dols}: backlog", 1316, 436, -880]
    assert row["relative_change"] == pytest.approx(-66.87, abs=0.005)


def test_the_same_measure_a_year_before_makes_a_pair():
    homes = ("care homes", "services", "rating", "Inadequate", "E1", "Leicestershire")
    pairs = before_and_now(
        figures(
            (*homes, "same period last year", 5, "services", None),
            (*homes, "November 2019", 0, "services", None),
        )
    )
    assert pairs[["measure", "baseline", "latest"]].to_numpy().tolist() == [
        ["care homes: services rated Inadequate", 5, 0]
    ]


def test_one_end_alone_makes_no_pair():
    assert before_and_now(figures(("x", "y, before", None, None, "E1", "A", None, 3, "z", None))).empty
    assert before_and_now(figures()).empty


CASES = {"part": "cases with fault", "whole": "cases decided"}


def test_five_of_thirteen_cases_have_wide_limits():
    about = ("complaints", None, None, "E1", "Leicestershire", "2018-19")
    rows = figures(
        (about[0], "cases decided", *about[1:], 13, "cases", None),
        (about[0], "cases with fault", *about[1:], 5, "cases", None),
    )
    row = share_of_cases(rows, **CASES).iloc[0]
    lower, upper = proportion_confint(5, 13, method="wilson")
    assert row[["count", "denominator"]].tolist() == [5, 13]
    assert row[["value", "lower", "upper"]].tolist() == pytest.approx([100 * 5 / 13, 100 * lower, 100 * upper])


def test_a_part_without_its_whole_has_no_share():
    assert share_of_cases(figures(), **CASES).empty
