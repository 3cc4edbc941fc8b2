"""Plans held against what came, and the bed model computed again.

Typed from the Better Care Fund plan of Wiltshire: section 5.3 (admissions) and the table of Appendix C (beds). The
sums were done on paper.
"""

import pandas as pd
import pytest

from jhws.statistics import beds_needed, plan_against_actual

ADMISSIONS = "unplanned admissions"


def planned(plan, actual, subject=ADMISSIONS) -> pd.DataFrame:
    about = {"subject": subject, "breakdown": "plan or actual", "area": "Wiltshire", "period": "2022-23"}
    about |= {"unit": "admissions", "source_id": "s", "locator": "l"}
    return pd.DataFrame(
        [{**about, "category": "actual", "value": actual}, {**about, "category": "plan", "value": plan}]
    )


def direction(mark, subject=ADMISSIONS) -> pd.DataFrame:
    return pd.DataFrame({"row": [subject], "mark": [mark]})


def test_more_admissions_than_planned_miss_the_plan():
    row = plan_against_actual(planned(2261, 3207), direction("low is good")).iloc[0]
    assert row[["plan", "actual", "difference"]].tolist() == [2261, 3207, 946]
    assert row["percent_of_plan"] == pytest.approx(141.84, abs=0.005)
    assert row["status"] == "missed"


@pytest.mark.parametrize(
    ("actual", "good", "status"),
    [
        (2261, "low is good", "met"),
        (2000, "low is good", "met"),
        (2000, "high is good", "missed"),
        (3207, "high is good", "met"),
    ],
)
def test_a_plan_is_met_on_its_good_side(actual, good, status):
    assert plan_against_actual(planned(2261, actual), direction(good))["status"].tolist() == [status]


def test_a_metric_whose_good_side_is_not_given_is_not_judged():
    row = plan_against_actual(planned(2261, 3207), direction("low is good", "something else")).iloc[0]
    assert row["status"] == "not known"
    assert row["percent_of_plan"] > 100


def test_a_plan_without_an_actual_figure_is_left_out():
    assert plan_against_actual(planned(2261, None), direction("low is good")).empty
    assert plan_against_actual(planned(2261, 3207).iloc[:0], direction("low is good")).empty


def test_a_plan_of_none_has_no_percentage():
    row = plan_against_actual(planned(0, 3), direction("low is good")).iloc[0]
    assert pd.isna(row["percent_of_plan"])
    assert row["status"] == "missed"


PARTS = {"2a": (22, 25), "2b": (21, 24), "2c": (18, 21), "2d": (10, 12), "2e": (6, None)}


def model(**changed) -> pd.DataFrame:
    rows = [("capacity added to aid flow", None, 15)]
    for part, (beds, more) in (PARTS | changed.pop("parts", {})).items():
        rows += [("beds required", part, beds), ("beds required plus 15% capacity", part, more)]
    total = changed.get("total", (53, 61))
    rows += [("beds required, hub model total", "2a, 2b and 2d", total[0])]
    rows += [("beds required plus 15% capacity, hub model total", "2a, 2b and 2d", total[1])]
    rows += [("current outcomes as share of demand", "2b", 20)]
    frame = pd.DataFrame(rows, columns=["measure", "category", "value"])
    return frame.assign(source_id="s", locator="l")


def test_each_part_is_its_beds_and_fifteen_per_cent_more():
    rows = beds_needed(model()).set_index("part")
    assert rows.loc[["2a", "2b", "2c", "2d"], "computed"].tolist() == pytest.approx([25.3, 24.15, 20.7, 11.5])
    assert rows.loc[["2a", "2b", "2c", "2d"], "verdict"].unique().tolist() == ["confirmed"]
    assert rows.loc["2b", "demand"] == 20
    assert pd.isna(rows.loc["2a", "demand"])


def test_a_total_is_the_sum_of_the_parts_that_its_name_lists():
    rows = beds_needed(model()).set_index("part")
    total = rows.loc["2a, 2b and 2d"]
    assert total[["beds_computed", "computed", "verdict"]].tolist() == [53, 61, "confirmed"]
    assert rows.index[rows["in_total"]].tolist() == ["2a", "2b", "2d"]


@pytest.mark.parametrize("total", [(54, 61), (53, 63)])
def test_a_total_that_is_not_its_sum_differs(total):
    rows = beds_needed(model(total=total)).set_index("part")
    assert rows.loc["2a, 2b and 2d", "verdict"] == "differs"


def test_a_part_that_is_off_by_more_than_half_a_bed_differs():
    rows = beds_needed(model(parts={"2c": (18, 22)})).set_index("part")
    assert rows.loc["2c", "verdict"] == "differs"


def test_a_part_to_which_nothing_is_added_cannot_be_checked():
    assert beds_needed(model()).set_index("part").loc["2e", "verdict"] == "cannot be checked"


def test_without_a_model_there_is_nothing():
    assert beds_needed(model().iloc[:0]).empty
    assert beds_needed(model().iloc[1:]).empty
