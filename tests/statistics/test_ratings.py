"""Ratings of services: shares with limits where the counts allow them, and how they stand against others.

Counts and shares were typed from the paper 'Quality of Care in Leicestershire' (agenda item 14 of the pack of 11
November 2019, tables of paragraphs 5 to 7). Limits were computed with statsmodels, which has Wilson's formula of its
own.
"""

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from jhws.statistics import rating_shares, ratings_against

RATINGS = ["Outstanding", "Good", "Requires Improvement", "Inadequate", "Unrated"]


def stated(counts=None, shares=None, *, subject="care homes", area="Leicestershire", code="E1", of="services"):
    """Write ratings as the tables of stated figures have them."""
    rows = []
    about = {"subject": subject, "area": area, "area_code": code, "period": "November 2019", "breakdown": "rating"}
    for values, measure, unit in ((counts, of, "services"), (shares, f"share of {of}", "%")):
        for rating, value in zip(RATINGS, values or [], strict=False):
            rows.append({**about, "measure": measure, "category": rating, "value": value, "unit": unit})
    return pd.DataFrame(rows).assign(rounded_to=1.0, source_id="s", locator="l")


HOMES = ([3, 143, 33, 0, 4], [2, 78, 18, 0, 2])
COMMUNITY_2019 = ([1, 16, 4, 8], [5, 73, 17, 5])


def test_shares_are_of_the_sum_of_the_counts_where_the_printed_shares_follow_from_it():
    shares = rating_shares(stated(*HOMES)).set_index("rating")
    assert shares["basis"].unique().tolist() == ["counts"]
    assert shares["denominator"].unique().tolist() == [183]
    lower, upper = proportion_confint(143, 183, method="wilson")
    assert shares.loc["Good", ["value", "lower", "upper"]].tolist() == pytest.approx(
        [100 * 143 / 183, 100 * lower, 100 * upper]
    )


def test_counts_that_do_not_give_the_printed_shares_get_no_limits():
    # The counts add up to 29, of which 16 would be 55%; the paper prints 73%.
    shares = rating_shares(stated(*COMMUNITY_2019, of="services inspected"))
    assert shares["basis"].unique().tolist() == ["counts differ"]
    assert shares["value"].tolist() == [5, 73, 17, 5]
    assert shares[["lower", "upper"]].isna().all(axis=None)


def test_shares_without_counts_stay_as_printed_and_get_no_limits():
    shares = rating_shares(stated(None, [4, 74, 17, 2, 4], area="England", code="E92000001"))
    assert shares["basis"].unique().tolist() == ["no counts"]
    assert shares["value"].tolist() == [4, 74, 17, 2, 4]
    assert shares[["lower", "upper"]].isna().all(axis=None)


def test_a_second_breakdown_does_not_hide_the_rating():
    rows = stated(None, [6, 74, 15, 2, 4], area="comparator authorities", code=None)
    rows = rows.assign(breakdown="rating; comparator", category=rows["category"] + "; comparator authorities")
    assert rating_shares(rows)["rating"].tolist() == RATINGS


def test_a_single_rating_is_no_distribution():
    rows = stated([0, 0, 0, 5])
    assert rating_shares(rows[rows["category"] == "Inadequate"]).empty


def test_a_figure_without_a_value_leaves_the_counts_incomplete():
    rows = stated([3, None, 33, 0, 4], [2, 78, 18, 0, 2])
    shares = rating_shares(rows)
    assert shares["basis"].unique().tolist() == ["no counts"]
    assert shares["value"].tolist() == [2, 78, 18, 0, 2]


def test_no_figures_give_no_shares_and_no_comparison():
    nothing = stated(*HOMES).iloc[:0]
    assert rating_shares(nothing).empty
    assert ratings_against(rating_shares(nothing), area_code="E1").empty


@pytest.fixture
def against() -> pd.DataFrame:
    others = [
        stated(None, [6, 74, 15, 2, 4], area="comparator authorities", code=None),
        stated(None, [4, 74, 17, 2, 4], area="England", code="E92000001"),
    ]
    rows = ratings_against(rating_shares(pd.concat([stated(*HOMES), *others])), area_code="E1")
    return rows.set_index(["other", "rating"])


def test_good_and_outstanding_are_added_up_and_come_first(against):
    assert against.index.get_level_values("rating")[0] == "Good or Outstanding"
    row = against.loc[("England", "Good or Outstanding")]
    lower, upper = proportion_confint(146, 183, method="wilson")
    assert row[["count", "denominator", "reference"]].tolist() == [146, 183, 78]
    assert row[["value", "lower", "upper"]].tolist() == pytest.approx([100 * 146 / 183, 100 * lower, 100 * upper])
    assert row["comparison"] == "similar"


def test_a_share_outside_the_limits_is_told_as_better_or_worse(against):
    # 3 of 183 is 1.6% (0.6 to 4.7); the comparators' 6% lies above, England's 4% inside.
    assert against.loc[("comparator authorities", "Outstanding"), "comparison"] == "worse"
    assert against.loc[("England", "Outstanding"), "comparison"] == "similar"


def test_a_share_whose_rounding_could_decide_is_similar():
    # None of 183 is 0.0% (0.0 to 2.06): 2% printed may be 1.5%, inside, or 2.4%, outside.
    own = stated(*HOMES)
    for printed, word in ((2, "similar"), (3, "better")):
        other = stated(None, [4, 74, 17, printed, 4], area="England", code="E92000001")
        rows = ratings_against(rating_shares(pd.concat([own, other])), area_code="E1").set_index("rating")
        assert rows.loc["Inadequate", "comparison"] == word


def test_a_share_printed_as_none_is_not_taken_for_none():
    # 1 of 104 is 1.0% (0.2 to 5.2); 0% printed may be up to 0.5%, inside.
    own = stated([3, 72, 10, 1, 18], [3, 69, 10, 1, 17])
    other = stated(None, [5, 71, 7, 0, 16], area="comparator authorities", code=None)
    rows = ratings_against(rating_shares(pd.concat([own, other])), area_code="E1").set_index("rating")
    assert rows.loc["Inadequate", "comparison"] == "similar"


def test_services_without_a_rating_and_good_alone_are_not_judged(against):
    judged = against.loc["England", "polarity"]
    assert judged["Unrated"] == judged["Good"] == "no judgement"
    assert judged["Requires Improvement"] == "low is good"
