"""Cost for each person, measures before and after, targets, and small numbers among the activities.

Sums and numbers of people were typed by hand from the Board paper of 29 May 2025; costs were divided on paper.
"""

import numpy as np
import pandas as pd
import pytest

from jhws.statistics import (
    measure_progress,
    suppress_activity_figures,
    suppress_measures,
    target_status,
    unit_costs,
)

COLUMNS = ["activity_id", "kind", "component", "value", "unit", "qualifier", "rounded_to", "status", "stated", "note"]
PAPER = [
    ("care-co-ordination", "beneficiaries", None, 6486, "not stated", 1, "6486"),
    ("care-co-ordination", "investment", None, 724160, "pounds", 1, "£724,160"),
    ("care-co-ordination", "staff", None, 19.5, "full-time equivalent", 0.1, "19.5 FTE"),
    ("hart", "beneficiaries", "HART", 4436, "not stated", 1, "4436 HART 19,000 Therapy"),
    ("hart", "beneficiaries", "Therapy", 19000, "not stated", 1, "4436 HART 19,000 Therapy"),
    ("hart", "investment", "HART", 1.7e6, "pounds", 1e5, "£1.7 million HART £5.4 million Therapy"),
    ("hart", "investment", "Therapy", 5.4e6, "pounds", 1e5, "£1.7 million HART £5.4 million Therapy"),
    ("domiciliary-care", "beneficiaries", "hours", 623483, "hours", 1, "4105 people 623,483 hours"),
    ("domiciliary-care", "beneficiaries", "people", 4105, "people", 1, "4105 people 623,483 hours"),
    ("domiciliary-care", "investment", None, 15e6, "pounds", 1e6, "£15 million"),
    ("assistive-technology", "beneficiaries", None, 929, "not stated", 1, "929"),
    ("assistive-technology", "investment", None, 1e6, "pounds", 1e6, "£1 million"),
    ("falls", "beneficiaries", None, 1381, "not stated", None, "1381 approx"),
    ("falls", "investment", None, None, "not stated", None, "Core funding"),
    ("beds", "beneficiaries", None, None, "not stated", None, "N/A"),
    ("beds", "investment", None, 229630, "pounds", 1, "£229,630"),
]


def paper(rows=PAPER) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(*row[:5], None, row[5], "figure" if row[3] is not None else "blank", row[6], None) for row in rows],
        columns=COLUMNS,
    )
    return frame.astype({"value": float, "rounded_to": float})


def costs_of(rows=PAPER) -> pd.DataFrame:
    return unit_costs(paper(rows)).set_index(["activity_id", "component"])


@pytest.mark.parametrize(
    ("activity", "component", "cost"),
    [
        ("care-co-ordination", "", 111.65),  # 724,160 / 6,486
        ("hart", "HART", 383.23),  # 1,700,000 / 4,436
        ("hart", "Therapy", 284.21),  # 5,400,000 / 19,000
        ("domiciliary-care", "people", 3654.08),  # 15,000,000 / 4,105
        ("domiciliary-care", "hours", 24.06),  # 15,000,000 / 623,483
        ("assistive-technology", "", 1076.43),  # 1,000,000 / 929
    ],
)
def test_a_cost_is_the_money_over_the_number_that_it_helped(activity, component, cost):
    assert costs_of().loc[(activity, component), "cost"] == pytest.approx(cost, abs=0.005)


def test_a_cost_needs_both_a_sum_and_a_number():
    assert set(costs_of().index.get_level_values("activity_id")) == {
        "care-co-ordination",
        "hart",
        "domiciliary-care",
        "assistive-technology",
    }


def test_money_of_one_part_is_not_divided_by_the_number_of_another():
    assert len(costs_of().loc["hart"]) == 2


def test_staff_are_not_people_helped():
    assert costs_of().loc["care-co-ordination", "beneficiaries"].tolist() == [6486]


def test_the_range_is_what_rounding_of_the_printed_sum_allows():
    # '£1 million' may be anything from £0.5 to £1.5 million: 538.21 and 1,614.64 over 929.
    low, high = costs_of().loc[("assistive-technology", ""), ["cost_low", "cost_high"]]
    assert (low, high) == (pytest.approx(538.21, abs=0.005), pytest.approx(1614.64, abs=0.005))


def test_a_sum_of_unknown_rounding_has_no_range():
    rows = [("a", "beneficiaries", None, 10, "people", 1, "10"), ("a", "investment", None, 500, "pounds", None, "£500")]
    assert unit_costs(paper(rows))[["cost", "cost_low", "cost_high"]].iloc[0].tolist() == [50, 50, 50]


def test_nobody_helped_gives_no_cost():
    rows = [("a", "beneficiaries", None, 0, "people", 1, "0"), ("a", "investment", None, 500, "pounds", 1, "£500")]
    assert unit_costs(paper(rows)).empty


def test_a_cost_keeps_the_place_where_its_number_helped_is_printed():
    rows = paper()
    rows = rows.assign(source_id="board", locator=[f"row {place}" for place in range(len(rows))])
    found = unit_costs(rows).set_index(["activity_id", "component"])
    assert found["source_id"].unique().tolist() == ["board"]
    assert found["locator"].to_dict() == {
        ("domiciliary-care", "people"): "row 8",
        ("assistive-technology", ""): "row 10",
        ("hart", "HART"): "row 3",
        ("hart", "Therapy"): "row 4",
        ("care-co-ordination", ""): "row 0",
        ("domiciliary-care", "hours"): "row 7",
    }


def test_a_cost_of_figures_without_places_has_none():
    assert not {"source_id", "locator"} & set(unit_costs(paper()).columns)


def test_the_dearest_comes_first():
    order = unit_costs(paper())["activity_id"].tolist()
    assert order[:2] == ["domiciliary-care", "assistive-technology"]
    assert order[-1] == "domiciliary-care"


def test_without_activities_there_are_no_costs():
    assert unit_costs(paper().iloc[:0]).empty


# --- small numbers -------------------------------------------------------------------------------------------

SMALL = [
    ("a", "beneficiaries", None, 3, "people", 1, "3"),
    ("a", "investment", None, 4, "pounds", 1, "£4"),
    ("b", "beneficiaries", None, 5, "people", 1, "5"),
    ("b", "investment", None, 500, "pounds", 1, "£500"),
    ("c", "beneficiaries", None, 0, "people", 1, "0"),
]


def test_a_small_number_vanishes_from_value_and_words():
    hidden = suppress_activity_figures(paper(SMALL), threshold=5).iloc[0]
    assert np.isnan(hidden["value"])
    assert (hidden["status"], hidden["stated"]) == ("suppressed", "")
    assert "3" not in hidden.drop("unit").astype(str).str.cat()


def test_the_threshold_itself_nobody_and_money_stay():
    found = suppress_activity_figures(paper(SMALL), threshold=5)
    assert found["value"].tolist()[1:] == [4, 5, 500, 0]
    assert found["stated"].tolist()[1:] == ["£4", "5", "£500", "0"]


def test_no_cost_is_left_from_which_a_hidden_number_could_be_worked_out():
    found = unit_costs(suppress_activity_figures(paper(SMALL), threshold=5))
    assert found["activity_id"].tolist() == ["b"]


def test_a_cell_of_several_numbers_does_not_give_a_hidden_one_away():
    rows = [
        ("a", "beneficiaries", "HART", 4, "people", 1, "4 HART 19,000 Therapy"),
        ("a", "beneficiaries", "Therapy", 19000, "people", 1, "4 HART 19,000 Therapy"),
    ]
    found = suppress_activity_figures(paper(rows), threshold=5)
    assert found["value"].tolist()[1] == 19000
    assert found["status"].tolist() == ["suppressed", "figure"]
    assert found["stated"].tolist() == ["", ""]


def test_a_number_for_all_parts_goes_with_a_hidden_part_that_it_would_give_away():
    rows = [
        ("a", "beneficiaries", "HART", 4, "people", 1, "4 HART 60 Therapy 64"),
        ("a", "beneficiaries", "Therapy", 60, "people", 1, "4 HART 60 Therapy 64"),
        ("a", "beneficiaries", None, 64, "people", 1, "4 HART 60 Therapy 64"),
        ("b", "beneficiaries", None, 64, "people", 1, "64"),
    ]
    found = suppress_activity_figures(paper(rows), threshold=5)
    assert found["status"].tolist() == ["suppressed", "figure", "suppressed", "figure"]
    assert found["value"].tolist()[1::2] == [60, 64]


def test_a_note_on_a_hidden_number_goes_with_it():
    figures = paper(SMALL).assign(note="The paper gives 3 elsewhere too.")
    assert suppress_activity_figures(figures, threshold=5)["note"].iloc[0] == ""


def test_hiding_leaves_the_given_table_as_it_was():
    figures = paper(SMALL)
    suppress_activity_figures(figures, threshold=5)
    assert figures["value"].iloc[0] == 3


def test_without_numbers_of_people_there_is_nothing_to_hide():
    money = paper(SMALL).iloc[[1, 3]]
    pd.testing.assert_frame_equal(suppress_activity_figures(money, threshold=5), money)
    assert suppress_activity_figures(paper(SMALL).iloc[:0], threshold=5).empty


def counted(unit: str, baseline: float, latest: float, change: float, change_unit: str | None = None) -> pd.DataFrame:
    row = {"unit": unit, "evidence": "before and after", "baseline": baseline, "latest": latest, "change": change}
    row |= {"change_unit": change_unit, "change_qualifier": None, "stated": f"{baseline} to {latest}", "note": "x"}
    return pd.DataFrame([row])


def test_a_measure_of_few_people_keeps_nothing_from_which_they_could_be_worked_out():
    # 40 less 92.5% are 3.
    hidden = suppress_measures(counted("people", 40, 3, -92.5, "%"), threshold=5).iloc[0]
    assert hidden[["baseline", "latest", "change", "note"]].isna().all()
    assert (hidden["evidence"], hidden["stated"]) == ("words only", "too few to show")


@pytest.mark.parametrize(
    "measure",
    [
        counted("people", 40, 5, -35),  # the threshold itself
        counted("people", 40, 0, -40),  # nobody
        counted("days", 4, 2, -2),  # counts nobody
        counted("%", 3, 2, -1, "%"),
        counted("people", 400, 404, 1, "%"),  # a change in per cent
    ],
)
def test_measures_of_many_of_nobody_and_of_no_people_stay(measure):
    pd.testing.assert_frame_equal(suppress_measures(measure, threshold=5), measure)


def test_a_change_by_few_people_is_hidden_too():
    assert suppress_measures(counted("people", np.nan, np.nan, -3), threshold=5)["change"].isna().all()


# --- measures ------------------------------------------------------------------------------------------------


def measured(baseline=None, latest=None, change=None, *, evidence, polarity="high is good") -> pd.Series:
    row = {"baseline": baseline, "latest": latest, "change": change, "evidence": evidence, "polarity": polarity}
    frame = pd.DataFrame([row]).astype({"baseline": float, "latest": float, "change": float})
    return measure_progress(frame).iloc[0]


def test_a_measure_before_and_after_moves_by_their_difference():
    found = measured(1583, 2160, 35, evidence="before and after")
    assert found["difference"] == 577
    assert found["relative_change"] == pytest.approx(36.4, abs=0.05)  # 577 / 1,583 = 36.45%
    assert found["over_time"] == "getting better"


def test_a_measure_given_only_as_a_change_gets_no_base():
    found = measured(change=-36, evidence="change only", polarity="low is good")
    assert found[["baseline", "latest", "difference", "relative_change"]].isna().all()
    assert (found["change"], found["over_time"]) == (-36, "getting better")


@pytest.mark.parametrize("evidence", ["level only", "words only"])
def test_a_level_or_words_alone_say_nothing_over_time(evidence):
    assert measured(latest=89, evidence=evidence)["over_time"] == "cannot be calculated"


@pytest.mark.parametrize(
    ("polarity", "rising", "falling"),
    [
        ("high is good", "getting better", "getting worse"),
        ("low is good", "getting worse", "getting better"),
        ("no judgement", "increasing", "decreasing"),
    ],
)
def test_polarity_decides_whether_a_rise_is_good(polarity, rising, falling):
    assert measured(4, 5, evidence="before and after", polarity=polarity)["over_time"] == rising
    assert measured(5, 4, evidence="before and after", polarity=polarity)["over_time"] == falling


def test_a_rise_from_nothing_has_no_percentage():
    found = measured(0, 12, evidence="before and after")
    assert found["difference"] == 12
    assert np.isnan(found["relative_change"])


# --- targets -------------------------------------------------------------------------------------------------


def judge(target, values, *, date="2021-12-31", as_of="2025-05-29", polarity="high is good", expected=None, **more):
    """Judge one target on values by the year in which their financial year ends."""
    frame = pd.DataFrame({"year": list(values), "value": list(values.values())}, dtype=float)
    ends = frame["year"].astype(int)
    observations = frame.assign(
        indicator_id="x",
        area_code="A",
        period=pd.Series([f"{end - 1}-{end % 100:02d}" for end in ends], dtype="str"),
        period_end=pd.to_datetime([f"{end}-03-31" for end in ends]),
    )
    targets = pd.DataFrame(
        [
            {
                "indicator_id": "x",
                "area_code": "A",
                "target": target,
                "target_date": pd.Timestamp(date),
                "polarity": polarity,
                "baseline_period": "2018-19",
            }
            | more
        ]
    )
    forecasts = None
    if expected is not None:
        forecasts = pd.DataFrame(
            {
                "indicator_id": "x",
                "period": [f"{end - 1}-{end % 100:02d}" for end in expected],
                "period_end": pd.to_datetime([f"{end}-03-31" for end in expected]),
                "forecast": list(expected.values()),
            }
        )
    return target_status(targets, observations, as_of=as_of, forecasts=forecasts).iloc[0]


EASY_TO_FIND = {2019: 59.7, 2020: 61.5, 2022: 56.8, 2023: 61.8}  # Leicestershire, ASCOF 3D1, by hand


def test_the_strategys_own_target_was_missed():
    found = judge(74, EASY_TO_FIND)
    assert found["status"] == "missed"
    assert (found["best_value"], found["best_period"]) == (61.5, "2019-20")
    assert (found["latest_value"], found["latest_period"]) == (61.8, "2022-23")


def test_a_target_reached_in_time_is_met_even_if_the_value_falls_again():
    assert judge(61, EASY_TO_FIND)["status"] == "met"


def test_a_target_is_met_before_its_date_has_come():
    assert judge(61, EASY_TO_FIND, date="2030-12-31")["status"] == "met"


def test_a_target_reached_after_its_date_is_missed():
    assert judge(74, EASY_TO_FIND | {2024: 75.0})["status"] == "missed"


def test_the_baseline_itself_does_not_meet_a_target():
    assert judge(59, {2019: 59.7, 2020: 58.0})["status"] == "missed"


def test_without_a_baseline_period_every_value_in_time_counts():
    found = judge(61, EASY_TO_FIND, baseline_period=np.nan)
    assert (found["status"], found["best_period"]) == ("met", "2019-20")


def test_where_low_is_good_the_least_value_is_the_best():
    found = judge(10, {2019: 14, 2020: 11, 2021: 12}, polarity="low is good")
    assert (found["status"], found["best_value"]) == ("missed", 11)
    assert judge(11, {2019: 14, 2020: 11}, polarity="low is good")["status"] == "met"


@pytest.mark.parametrize(("centre", "course"), [(74.0, "on course"), (73.9, "off course")])
def test_before_its_date_the_forecast_decides_the_course(centre, course):
    found = judge(74, EASY_TO_FIND, date="2026-12-31", expected={2025: 90, 2026: centre, 2027: 95})
    assert found["status"] == course
    assert (found["expected"], found["expected_period"]) == (centre, "2025-26")


def test_a_course_where_low_is_good_needs_a_low_forecast():
    found = judge(10, {2024: 14}, date="2026-12-31", polarity="low is good", expected={2026: 9.5})
    assert found["status"] == "on course"


def test_before_its_date_and_without_a_forecast_the_status_is_not_known():
    assert judge(74, EASY_TO_FIND, date="2026-12-31")["status"] == "not known"
    assert judge(74, EASY_TO_FIND, date="2026-12-31", expected={2028: 80})["status"] == "not known"


def test_a_past_target_without_a_value_in_time_is_not_known():
    found = judge(74, {2019: 59.7, 2023: 61.8})
    assert found["status"] == "not known"
    assert pd.isna(found["best_value"])


def test_without_any_value_nothing_is_claimed():
    found = judge(74, {})
    assert found["status"] == "not known"
    assert found[["best_value", "best_period", "latest_value", "latest_period", "expected"]].isna().all()


def test_another_areas_values_and_forecasts_do_not_count():
    observations = pd.DataFrame(
        {
            "indicator_id": "x",
            "area_code": "B",
            "period": ["2019-20"],
            "period_end": pd.to_datetime(["2020-03-31"]),
            "value": [99.0],
        }
    )
    forecasts = observations.assign(forecast=99.0, period_end=pd.Timestamp("2026-03-31"))
    targets = pd.DataFrame(
        {
            "indicator_id": ["x"],
            "area_code": ["A"],
            "target": [74.0],
            "target_date": pd.to_datetime(["2026-12-31"]),
            "polarity": ["high is good"],
            "baseline_period": ["2018-19"],
        }
    )
    found = target_status(targets, observations, as_of="2025-05-29", forecasts=forecasts)
    assert found["status"].tolist() == ["not known"]


def test_no_targets_give_no_rows_and_the_same_columns():
    found = target_status(
        pd.DataFrame(columns=["indicator_id", "target"]), pd.DataFrame(columns=["value"]), as_of="2025-05-29"
    )
    assert found.empty
    assert "status" in found
