"""Sums, shares, bounds and roll-ups.

Expected values were worked out on paper from made-up round numbers, or typed from the Board paper of 29 May 2025, the
agenda pack of 11 November 2019 (item 8, paragraphs 10, 11 and 22) and Wiltshire's Better Care Fund plan (Tables 9, 12).
"""

import pandas as pd
import pytest

from jhws import data, statistics

BOARD, SCRUTINY = ["leicestershire-hwb-2025-05-29"], ["leicestershire-asc-scrutiny-2019-11-11"]
WILTSHIRE, LEICESTER = ["wiltshire-bcf-plan-2023-25"], ["leicester-hws-delivery-2023-24"]


@pytest.fixture(scope="module")
def scrutiny() -> pd.DataFrame:
    return data.in_printed_order(data.read_stated_figures(SCRUTINY, "money"))


@pytest.fixture(scope="module")
def wiltshire() -> pd.DataFrame:
    return data.read_stated_figures(WILTSHIRE, "money")


@pytest.fixture(scope="module")
def by_priority() -> pd.DataFrame:
    figures = data.read_table("activity_figures", sources=BOARD)
    found = statistics.investment_by(data.read_activities(BOARD), figures, by=["priority"], period="2024-25")
    return found.set_index("priority")


def parts(**columns) -> pd.DataFrame:
    return pd.DataFrame({"value": [60.0, 40.0], "rounded_to": [20.0, float("nan")]} | columns)


def test_the_share_of_a_part_moves_with_its_rounding_while_the_others_stand():
    # 60 printed to the nearest 20 lies between 50 and 70: 50 of 90 and 70 of 110 are 55.6% and 63.6%.
    found = statistics.shares_of_whole(parts())
    assert found["share"].tolist() == [60, 40]
    assert found["share_low"].round(1).tolist() == [55.6, 36.4]
    assert found["share_high"].round(1).tolist() == [63.6, 44.4]


def test_a_whole_that_is_told_is_taken_as_exact():
    found = statistics.shares_of_whole(parts(), whole=200)
    assert found[["share", "share_low", "share_high"]].to_numpy().tolist() == [[30, 25, 35], [20, 20, 20]]


def test_parts_of_nothing_have_no_share():
    assert statistics.shares_of_whole(parts(value=[0.0, 0.0]))["share"].isna().all()


def test_the_sums_of_each_priority_are_those_of_the_board_paper(by_priority):
    # Added up by hand from the tables under paragraph 10 and those of the cross-cutting priorities.
    assert by_priority["value"].to_dict() == {
        "Effective Management of Frailty and Complex Care": 31_228_800,
        "Upscaling Prevention and Self-Care": 9_941_735,
        "Improved mental health": 1_822_114,
        "Reducing health inequalities": 0,
    }


def test_a_sum_of_another_year_stands_apart_and_an_activity_without_any_is_counted(by_priority):
    # Additional housing units: £61k, in a table headed 23-24; the two cells above it are empty.
    row = by_priority.loc["Reducing health inequalities"]
    assert row[["activities", "funded", "other_years", "without"]].tolist() == [3, 0, 61_000, 2]
    # Falls in care homes is core funding, the DHU car is paid by Ageing Well.
    assert by_priority.loc["Upscaling Prevention and Self-Care", ["activities", "funded", "without"]].tolist() == [
        10,
        8,
        2,
    ]


def test_activities_can_be_their_own_groups():
    figures = data.read_table("activity_figures", sources=BOARD)
    found = statistics.investment_by(data.read_activities(BOARD), figures, by=["activity_id"], period="2024-25")
    assert found["activity_id"].tolist()[:3] == ["domiciliary-care", "hart-reablement-and-therapy", "nursing-care"]
    assert found["value"].tolist()[:3] == [15_000_000, 7_100_000, 4_800_000]
    assert found["share"].sum() == pytest.approx(100)


def test_what_an_amount_buys_is_the_cost_turned_round():
    costs = pd.DataFrame({"cost": [2000.0], "cost_low": [1000.0], "cost_high": [4000.0]})
    found = statistics.bought_for(costs, amount=10_000)
    assert found[["bought", "bought_low", "bought_high"]].iloc[0].tolist() == [5, 2.5, 10]


def test_two_bounds_become_one_row(scrutiny):
    found = statistics.lower_and_upper(scrutiny)
    assert len(found) == 14  # seven workstreams, their total, the five rows of the summary, and £10m to £14m
    row = found[found["category"] == "OA1 Reablement"].iloc[0]
    assert (row["measure"], row["lower"], row["upper"]) == (
        "estimated annualised financial opportunity",
        3_780_000,
        4_920_000,
    )


def test_a_bound_without_the_other_is_no_range(scrutiny):
    lower_alone = scrutiny[scrutiny["measure"].str.endswith(", lower bound")]
    assert statistics.lower_and_upper(lower_alone).empty


def test_the_workstreams_add_up_to_the_printed_last_row(scrutiny):
    found = statistics.lower_and_upper(scrutiny)
    sums = found.loc[found["breakdown"] == "workstream", ["lower", "upper"]].sum()
    assert sums.tolist() == [10_450_000, 13_850_000]


def test_the_roll_up_goes_from_gross_to_net_to_what_is_additional(scrutiny):
    ranges = statistics.lower_and_upper(scrutiny)
    found = statistics.roll_up(ranges[ranges["breakdown"] == "cashable roll-up"])
    assert found["step"].tolist() == ["total", "less", "total", "plus", "total"]
    assert found["lower_end"].tolist() == [7_790_000, 6_540_000, 6_540_000, 9_200_000, 9_200_000]
    assert found["upper_end"].tolist() == [10_430_000, 9_180_000, 9_180_000, 12_600_000, 12_600_000]
    assert found["lower_start"].tolist() == [0, 7_790_000, 0, 6_540_000, 0]
    assert (found[["lower_off", "upper_off"]] == 0).all(axis=None)


def test_a_total_that_is_not_the_sum_of_the_rows_before_it_is_told():
    rows = pd.DataFrame(
        {"measure": ["all", "less planned", "net"], "lower": [100.0, 30.0, 75.0], "upper": [200.0, 30.0, 170.0]}
    )
    found = statistics.roll_up(rows)
    assert found["lower_off"].tolist() == [0, 0, 5]
    assert found["upper_off"].tolist() == [0, 0, 0]


def test_the_condition_on_the_fee_needs_more_than_six_and_three_quarter_million(scrutiny):
    # 1.5 times £4.5m; the fee is printed to the nearest £100,000.
    found = statistics.fee_conditions(scrutiny).iloc[0]
    assert found[["multiple", "fee", "needed", "needed_low", "needed_high"]].tolist() == [
        1.5,
        4_500_000,
        6_750_000,
        6_675_000,
        6_825_000,
    ]


def test_only_the_lower_bound_of_the_cashable_savings_lies_below_what_is_needed(scrutiny):
    found = statistics.held_to_condition(statistics.lower_and_upper(scrutiny), statistics.fee_conditions(scrutiny))
    totals = found[found["breakdown"] != "workstream"].set_index("measure")
    assert len(totals) == 5
    net = totals.loc["estimated total annual cashable savings"]
    assert net["above"] == "part of the range"
    assert net[["times_lower", "times_upper"]].astype(float).round(2).tolist() == [1.45, 2.04]
    assert (totals.drop(index=net.name)["above"] == "all of the range").all()


@pytest.mark.parametrize(
    ("lower", "upper", "above"),
    [
        (160.0, 200.0, "all of the range"),
        (100.0, 130.0, "none of it"),
        (130.0, 160.0, "part of the range"),
        (150.0, 200.0, "not sure"),
        (100.0, 150.0, "not sure"),
    ],
)
def test_what_the_rounding_of_the_fee_leaves_open_is_not_decided(lower, upper, above):
    # A fee of 100 to the nearest 10, times 1.5: between 142.5 and 157.5.
    keys = {"subject": "plan", "source_id": "paper", "locator": "here"}
    figures = pd.DataFrame(
        [
            keys | {"measure": "condition", "unit": "times the fee", "value": 1.5, "rounded_to": None},
            keys | {"measure": "one-off fee", "unit": "pounds", "value": 100.0, "rounded_to": 10.0},
        ]
    )
    ranges = pd.DataFrame([keys | {"measure": "benefit", "lower": lower, "upper": upper}])
    found = statistics.held_to_condition(ranges, statistics.fee_conditions(figures))
    assert found["above"].tolist() == [above]


def test_the_parts_of_the_discharge_fund_and_what_they_leave_open(wiltshire):
    # £4,265,220 less £1,647,000, £1,412,000, £500,000 and £375,000 leaves £331,220.
    found = statistics.fund_spend(wiltshire)
    assert found["value"].tolist() == [1_647_000, 1_412_000, 500_000, 375_000, 331_220]
    assert found["stated_share"].tolist()[:4] == [39, 33, 12, 9]
    assert found["share"].round(1).tolist() == [38.6, 33.1, 11.7, 8.8, 7.8]
    assert found["agrees"].tolist() == [True, True, True, True, False]
    assert found["category"].isna().tolist() == [False] * 4 + [True]


def test_a_printed_share_that_its_sum_does_not_give_is_told(wiltshire):
    wrong = wiltshire.assign(value=wiltshire["value"].where(wiltshire["value"] != 39, 45))
    assert statistics.fund_spend(wrong)["agrees"].tolist() == [False, True, True, True, False]


def test_the_cost_of_each_case_by_year(wiltshire):
    # £32,586 / 2, £70,979 / 4 and £48,196 / 5; no case in 2021-22.
    found = statistics.cost_by_year(wiltshire)
    assert found["year"].tolist() == ["2020-21", "2021-22", "2022-23", "2023-24"]
    assert found["cases"].tolist() == [2, 0, 4, 5]
    assert found["cost_for_each"].round(1).fillna(-1).tolist() == [16_293, -1, 17_744.8, 9_639.2]
    assert found["to_date"].tolist() == [False, False, False, True]


def test_a_paper_without_money_gives_frames_without_rows():
    money = data.in_printed_order(data.read_stated_figures(LEICESTER, "money"))
    ranges = statistics.lower_and_upper(money)
    figures = data.read_table("activity_figures", sources=LEICESTER)
    empty = [
        ranges,
        statistics.roll_up(ranges),
        statistics.held_to_condition(ranges, statistics.fee_conditions(money)),
        statistics.fund_spend(money),
        statistics.cost_by_year(money),
        statistics.investment_by(data.read_activities(LEICESTER), figures, by=["priority"], period="2023-24"),
    ]
    assert all(frame.empty for frame in empty)
