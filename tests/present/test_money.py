"""Where the money goes: figures, tables and sentences, made from the project's own data.

Words and numbers were typed by hand from the Board paper of 29 May 2025, the agenda pack of 11 November 2019 (items 8,
9, 12 and 13) and Wiltshire's Better Care Fund plan (Tables 5, 8, 9, 11 and 12); sums and quotients were made on paper.
"""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.text import Annotation

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Figure, Nothing, Sentences, Table
from jhws.present.numbers import pounds, pounds_range

BOARD, SCRUTINY = ["leicestershire-hwb-2025-05-29"], ["leicestershire-asc-scrutiny-2019-11-11"]
WILTSHIRE, LEICESTER = ["wiltshire-bcf-plan-2023-25"], ["leicester-hws-delivery-2023-24"]


def measured(sources: list[str], period: str) -> SimpleNamespace:
    """Load and measure as the chapter does."""
    activities = data.read_activities(sources)
    numbers = data.read_table("activity_figures", sources=sources)
    money = data.in_printed_order(data.read_stated_figures(sources, "money"))
    matrices = data.in_printed_order(data.read_table("matrices", sources=sources)).set_index("matrix")
    ranges = statistics.lower_and_upper(money)
    costs = statistics.unit_costs(numbers).merge(activities[["activity_id", "activity"]])
    groups = {
        "priorities": ["priority"],
        "commitments": ["commitment_id", "commitment", "priority"],
        "by_activity": ["activity_id", "activity"],
    }
    sums = {name: statistics.investment_by(activities, numbers, by=by, period=period) for name, by in groups.items()}
    return SimpleNamespace(
        **sums,
        period=period,
        activities=activities,
        numbers=numbers,
        money=money,
        ranges=ranges,
        bought=statistics.bought_for(costs, amount=10_000),
        workstreams=ranges[ranges["breakdown"] == "workstream"],
        kinds=matrices.filter(like="kind of benefit", axis="index"),
        roll_up=statistics.roll_up(ranges[ranges["breakdown"] == "cashable roll-up"]),
        conditions=statistics.held_to_condition(
            ranges[ranges["breakdown"] != "workstream"], statistics.fee_conditions(money)
        ),
        schemes=matrices.filter(like="national conditions", axis="index"),
        glossary=data.read_table("glossary", sources=sources),
        actions=data.in_printed_order(data.read_table("actions", sources=sources)).set_index("strand"),
        fund=statistics.fund_spend(money),
        grants=statistics.cost_by_year(money),
        adaptations=money[money["subject"] == "Disabled Facilities Grant"],
    )


@pytest.fixture(scope="module")
def board() -> SimpleNamespace:
    return measured(BOARD, "2024-25")


@pytest.fixture(scope="module")
def scrutiny() -> SimpleNamespace:
    return measured(SCRUTINY, "2019-20")


@pytest.fixture(scope="module")
def wiltshire() -> SimpleNamespace:
    return measured(WILTSHIRE, "2023-24")


@pytest.fixture(autouse=True)
def close_pictures():
    yield
    plt.close("all")


def draw_all(paper: SimpleNamespace) -> list[Figure | Sentences]:
    sums = {"title": "Money", "axis": "£ million", "source": "the paper"}
    return [
        figures.sums_by(paper.priorities, id="money-by-priority", by="priority", **sums),
        figures.sums_by(paper.commitments, id="money-by-commitment", by="commitment", most=8, **sums),
        figures.lower_and_upper(paper.workstreams, kinds=paper.kinds),
        figures.waterfall(paper.roll_up),
        figures.fee_condition(paper.conditions),
        figures.fund_spend(paper.fund),
        figures.grants_by_year(paper.grants),
    ]


def tabulate_all(paper: SimpleNamespace) -> list[Table | Sentences]:
    return [
        tables.by_commitment(paper.commitments, paper.activities, paper.numbers, period=paper.period),
        tables.bought(paper.bought),
        tables.schemes(paper.schemes, paper.glossary),
        tables.fund_shares(paper.fund),
        tables.planned_schemes(paper.actions.filter(regex="schemes$", axis="index").reset_index(), title="Planned"),
        tables.direction_lost(paper.adaptations[paper.adaptations["breakdown"] == "district"], title="Spending"),
        tables.single_figures(paper.money, paper.ranges),
    ]


def tell_all(paper: SimpleNamespace) -> list[Sentences]:
    return [
        answer(paper),
        sentences.money.totals(paper.roll_up, paper.workstreams, paper.ranges),
        sentences.money.condition(paper.conditions),
        sentences.money.uses(paper.money),
        sentences.money.adaptations(paper.adaptations),
        sentences.money.grants(paper.grants, paper.money),
        sentences.money.growth(paper.money),
        sentences.money.team(paper.money),
    ]


def answer(paper: SimpleNamespace) -> Sentences:
    return sentences.money.answer(
        paper.commitments,
        paper.by_activity,
        paper.bought,
        paper.conditions,
        paper.roll_up,
        paper.schemes,
        paper.fund,
        paper.money,
        period=paper.period,
    )


def shown(exhibits: list) -> set[str]:
    return {exhibit.id for exhibit in exhibits if not isinstance(exhibit, Nothing)}


def cells(table: Table) -> dict[str, dict[str, str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    for line_break in page.find_all("br"):
        line_break.replace_with(" / ")
    return {
        row.find("th").get_text(): {cell["data-label"]: cell.get_text() for cell in row.find_all("td")}
        for row in page.select("tbody tr")
    }


def text(told: Sentences) -> str:
    return " ".join(told.parts)


def test_each_paper_shows_what_it_states_and_nothing_else(board, scrutiny, wiltshire):
    assert shown(draw_all(board)) == {"money-by-priority", "money-by-commitment"}
    assert shown(draw_all(scrutiny)) == {"benefit-by-workstream", "benefit-roll-up", "fee-condition"}
    assert shown(draw_all(wiltshire)) == {"fund-spend", "grants-by-year"}
    assert shown(tabulate_all(board)) == {"money-by-commitment-table", "bought"}
    assert shown(tabulate_all(scrutiny)) == {"direction-lost", "single-sums"}
    assert shown(tabulate_all(wiltshire)) == {"schemes-by-condition", "fund-shares", "planned-schemes", "single-sums"}


def test_a_paper_without_money_shows_nothing_at_all():
    paper = measured(LEICESTER, "2023-24")
    assert shown(draw_all(paper) + tabulate_all(paper) + tell_all(paper)) == set()


def test_pictures_name_their_largest_sums_and_shares(board, wiltshire):
    by_priority, by_commitment, *_ = draw_all(board)
    # £31,228,800 of £42,992,649; each of four sums printed as whole millions may be off by half a million.
    assert "Effective Management of Frailty and Complex Care £31.2 million, 73%" in by_priority.alt
    assert "73% (between 71% and 74%, as some sums are rounded)" in by_priority.caption
    assert "residential or nursing homes for good £15.2 million, 35%" in by_commitment.alt
    assert by_commitment.alt.count(";") == 8  # eight commitments and the ten others together
    assert "Ten others together £4.98 million, 12%" in by_commitment.alt
    fund = figures.fund_spend(wiltshire.fund)
    assert "Recruitment and Retention £1.65 million, 39%" in fund.alt
    assert "no row of the table that is left in the text £331,000, 8%" in fund.alt


def test_ranges_say_what_kind_of_benefit_each_is(scrutiny):
    figure = figures.lower_and_upper(scrutiny.workstreams, kinds=scrutiny.kinds)
    assert "OA1 Reablement (cashable or demand offset saving) £3.78 million to £4.92 million" in figure.alt
    assert "WAA4 Quality Improvements (quality improvement) £1.24 million to £1.64 million" in figure.alt
    assert "cashable or demand offset saving: £7.79 million to £10.43 million" in figure.caption
    assert "quality improvement: £2.66 million to £3.42 million" in figure.caption


def test_the_waterfall_carries_both_bounds_and_the_sign_of_each_step(scrutiny):
    figure = figures.waterfall(scrutiny.roll_up)
    words = [note.get_text() for note in figure.picture.axes[0].findobj(Annotation)]
    for told in ("7.79 lower bound", "10.43 upper bound", "−1.25", "+2.66", "+3.42", "6.54", "9.18", "9.20", "12.60"):
        assert told in words
    assert words.count("−1.25") == 2
    assert figure.caption.startswith("£7.79 million to £10.43 million a year becomes £9.2 million to £12.6 million: ")


def test_the_fee_picture_says_that_forecasts_are_not_the_condition(scrutiny):
    figure = figures.fee_condition(scrutiny.conditions)
    assert figure.alt.startswith("Range plot against a line at £6.75 million")
    assert "does not say which of them counts" in figure.caption
    words = [note.get_text() for note in figure.picture.axes[0].findobj(Annotation)]
    assert "1.45 to 2.04 × fee" in words


@pytest.mark.parametrize("paper", ["board", "scrutiny", "wiltshire"])
def test_no_words_in_a_picture_lie_on_others(paper, request):
    for figure in draw_all(request.getfixturevalue(paper)):
        if isinstance(figure, Nothing):
            continue
        canvas = figure.picture.canvas
        canvas.draw()
        notes = [note for axes in figure.picture.axes for note in axes.texts if note.get_text()]
        boxes = [note.get_window_extent(canvas.get_renderer()).shrunk(0.98, 0.9) for note in notes]
        for first, box in enumerate(boxes):
            over = [notes[other].get_text() for other in range(first) if box.overlaps(boxes[other])]
            assert not over, (figure.id, notes[first].get_text(), over)


def test_a_commitment_names_its_activities_with_their_money_or_why_there_is_none(board):
    table = cells(tables.by_commitment(board.commitments, board.activities, board.numbers, period="2024-25"))
    found = {name.split(" / ")[0]: row for name, row in table.items()}
    homes = found["Give people with a disability or a long-term condition the right housing, care and support"]
    assert homes["Stated"] == "£4.12 million"  # £3,834,762 and £286,760
    assert homes["Activities"] == "Disabled Facilities Grants: £3.83 million; Housing Enablement Team: £287,000"
    assert found["Bring down admissions that follow a fall"] == {
        "Stated": "not stated",
        "Share": "–",
        "Activities": "Falls – DHU car: Ageing Well (another fund), no sum stated",
    }
    assert "core funding" in found["Bring down the number of falls in care homes"]["Activities"]
    fit = next(row for name, row in found.items() if name.startswith("Fit services"))
    assert fit["Activities"] == "Additional housing units: £61,000 (of 2023-24, not added)"
    # £15,000 of £43 million is 0.03%.
    assert [row["Share"] for name, row in table.items() if row["Stated"] == "£15,000"] == ["under 0.1%"]


def test_what_ten_thousand_pounds_bought(board):
    found = cells(tables.bought(board.bought))
    # 237 × 10,000 / 4.8 million; 929 × 10,000 / 1 million, which is printed to the nearest million.
    assert found["Nursing care"]["£10,000 bought"] == "0.5"
    assert found["Assistive Technology"]["£10,000 bought"] == "9.3"
    assert found["Assistive Technology"]["Range"] == "6.2 to 19"
    assert found["Urgent Care Centres"]["£10,000 bought"] == "543"
    assert found["Urgent Care Centres"]["Of what"] == "beneficiaries"
    assert found["System one shared access"]["Of what"] == "staff"


def test_the_matrix_of_schemes_has_the_marks_of_the_plan(wiltshire):
    table = tables.schemes(wiltshire.schemes, wiltshire.glossary)
    found = cells(table)
    assert len(found) == 21
    assert next(iter(found)) == "Assistive Technologies and Equipment – Telecare and community based equipment"
    assert found["Urgent Community Response"] == {"National Condition 2": "● marked", "National Condition 3": "–"}
    assert found["Rapid Response Service"] == {"National Condition 2": "● marked", "National Condition 3": "● marked"}
    assert "Trusted Assessor Service / no mark in the text; one may be lost" in found
    assert "13 for National Condition 2, 13 for National Condition 3 and six for both" in table.caption
    assert "National Condition 3: Give the right care in the right place at the right time" in table.caption


def test_printed_shares_stand_beside_computed_ones(wiltshire):
    table = tables.fund_shares(wiltshire.fund)
    assert cells(table)["Market Support"] == {
        "Sum": "£500,000",
        "Share, printed": "12%",
        "Share of the budget, computed": "11.7%",
    }
    assert "All four printed shares are what the sums give" in table.caption
    assert "£3.934 million of £4.265 million" in table.caption


def test_a_lost_direction_is_told_as_lost(scrutiny):
    rows = scrutiny.adaptations[scrutiny.adaptations["breakdown"] == "district"]
    found = cells(tables.direction_lost(rows, title="Change in spending"))
    assert len(found) == 7
    assert found["Melton"] == {"Size of the change": "35%", "Direction": "lost in the text"}
    assert found["Oadby and Wigston"]["Direction"] == "the text calls it a reduction in actual spend"


def test_single_sums_keep_their_qualifier_and_their_year(scrutiny):
    found = cells(tables.single_figures(scrutiny.money, scrutiny.ranges))
    assert found["Inspired to Care team / budget"] == {"How much": "£218,000", "When": "2019-20"}
    benefit = "Target Operating Model / forecast recurrent benefit"
    assert found[benefit] == {"How much": "£10 million to £14 million a year", "When": "not stated"}
    additional = f"{benefit} that is additional to the plans of the Medium Term Financial Strategy"
    assert found[additional]["How much"] == "at least £9 million a year"
    assert "OA1 Reablement" not in " ".join(found)


def test_the_answer_for_the_board_paper(board):
    told = answer(board)
    assert told.lead
    assert "£43 million of Better Care Fund investment in 2024-25" in text(told)
    assert "Domiciliary care alone takes 35% of it, and the three largest activities 63%" in text(told)
    assert "For four activities the paper states no sum." in text(told)
    assert "between 0.5 beneficiaries (Nursing care) and 543 (Urgent Care Centres)" in text(told)


def test_the_answer_for_the_change_programme(scrutiny):
    told = text(answer(scrutiny))
    assert "save or offset £7.79 million to £10.43 million a year" in told
    assert "£9.2 million to £12.6 million a year is new; £6.54 million to £9.18 million of that is money saved" in told
    assert "fee of £4.5 million" in told
    assert "more than £6.75 million" in told
    assert "cannot be checked" in told


def test_the_answer_for_a_plan_without_sums_for_its_schemes(wiltshire):
    told = text(answer(wiltshire))
    assert "21 schemes of the Better Care Fund are for, and prints a sum for none of them" in told
    assert "of £4.27 million, 39% for ‘Recruitment and Retention’ and 33% for ‘Additional Capacity" in told
    assert "£331,000 is in no row of the table that is left in the text" in told


def test_a_scheme_with_a_sum_is_counted(wiltshire):
    paper = SimpleNamespace(**vars(wiltshire))
    priced = paper.money.head(1).assign(category="Overnight Nursing", unit="pounds")
    paper.money = pd.concat([paper.money, priced])
    assert "prints a sum for one of 21 schemes" in text(answer(paper))


def test_the_condition_on_the_fee_is_told_with_the_reason_why_it_cannot_be_checked(scrutiny):
    told = text(sentences.money.condition(scrutiny.conditions))
    assert "more than 1.5 times that sum" in told
    assert "Four of five forecasts of the paper lie wholly above it." in told
    assert "1.45 times the fee at the lower bound, too little, and 2.04 times at the upper" in told
    assert "does not say whether the whole benefit counts or only the money saved" in told


def test_totals_that_do_not_add_up_are_told(scrutiny):
    assert "Every printed total" in text(
        sentences.money.totals(scrutiny.roll_up, scrutiny.workstreams, scrutiny.ranges)
    )
    short = scrutiny.workstreams.iloc[1:]
    told = text(sentences.money.totals(scrutiny.roll_up, short, scrutiny.ranges))
    assert "One of the printed totals differs from the sum of the parts" in told


def test_grants_above_their_limit_are_a_point_for_the_author(wiltshire):
    told = text(sentences.money.grants(wiltshire.grants, wiltshire.money))
    assert "its limit of £30,000. The plan gives up to £10,000 for each." in told
    assert "above that in two years: £16,300 in 2020-21 and £17,700 in 2022-23" in told
    assert "does not say whether the limit held then" in told


def test_growth_and_a_team_s_budget_are_told(scrutiny):
    growth = text(sentences.money.growth(scrutiny.money))
    assert "£690,000 in 2019-20 and £1.6 million in 2022-23. That is £910,000 more" in growth
    assert "2.3 times as much" in growth
    assert "A further £300,000 of growth in 2019-20 is for the Transitions Team." in growth
    team = text(sentences.money.team(scrutiny.money))
    assert "budget of £218,000 for the year. Its three members cost £140,000, 64% of it; what the other £78,000" in team


def test_the_grant_for_homes_leans_on_no_lost_direction(scrutiny):
    told = text(sentences.money.adaptations(scrutiny.adaptations))
    assert "is £3.92 million" in told
    assert "20% from 2016-17 to 2017-18 and 10% from 2017-18 to 2019-20" in told
    assert "27% on average" in told
    assert "two of them spent less" in told
    assert not any(f"{size}%" in told for size in (4, 18, 32, 35, 50, 28, 69))


def test_money_can_be_written_so_that_bounds_add_up():
    assert pounds(10_450_000, figures=4) == "£10.45 million"
    assert pounds(999_960, figures=4) == "£1 million"
    assert pounds_range(1_250_000, 1_250_000) == "£1.25 million"
    assert pounds_range(430_000, 770_000) == "£430,000 to £770,000"
