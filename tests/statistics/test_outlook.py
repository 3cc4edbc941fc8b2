"""How a population will change, from what the documents print of it.

Figures were typed by hand from the strategy 2025-29 ('How we have come to the outcomes', bullet 4), the agenda
pack of 11 November 2019 (item 13, paragraph 4) and Wiltshire's plan (section 5); what follows from them was worked
out apart from the program.
"""

import pandas as pd
import pytest

from jhws import data
from jhws.statistics import older_share, population_outlook

STRATEGY, PACK, PLAN = (
    "leicestershire-asc-strategy-2025-29",
    "leicestershire-asc-scrutiny-2019-11-11",
    "wiltshire-bcf-plan-2023-25",
)


def outlook(source: str) -> pd.DataFrame:
    return population_outlook(data.read_stated_figures([source], "population"))


def test_each_growth_of_the_strategy_finds_the_number_printed_beside_it(project):
    found = outlook(STRATEGY)
    assert found[["category", "year", "growth"]].to_numpy().tolist() == [
        ["18+", "2029", 5.5],
        ["65+", "2029", 13.0],
        ["85+", "2029", 15.8],
        ["85+", "2033", 44.7],
    ]
    assert found["base_is"].tolist() == ["implied", "implied", "not known", "implied"]
    assert found["base"].round().tolist()[:2] == [588959, 154846]
    assert found.loc[3, ["base", "base_lowest", "base_highest"]].astype(float).round().tolist() == [19911, 19777, 20045]
    assert found.loc[2, ["base", "change", "later"]].isna().all()
    assert found["later"].round().tolist()[:2] == [621352, 174976]


def test_a_base_that_is_printed_is_kept_and_a_fall_is_below_nought(project):
    row = outlook(PACK).set_index("category").loc["25-64"]
    assert row[["growth", "base", "change", "later"]].tolist() == [-2, 339900, -6000, 333900]
    assert row["base_is"] == "printed"


def test_a_year_that_cannot_be_read_is_missing_and_no_base_is_made_up(project):
    found = outlook(PLAN)
    assert found["growth"].tolist() == [43, 87]
    assert found["year"].isna().all()
    assert found["base"].isna().all()


def test_figures_without_a_growth_give_no_row():
    nothing = data.read_stated_figures(["leicester-hws-delivery-2023-24"], "population")
    assert population_outlook(nothing).empty
    assert older_share(population_outlook(nothing)).empty


def test_the_older_share_of_the_growth_is_that_worked_out_by_hand(project):
    # By hand: 621,352 less 588,959 (588,680 to 589,239) is 32,393; less 20,130 (20,125 to 20,135) leaves 12,263.
    (row,) = older_share(outlook(STRATEGY)).to_dict("records")
    assert (row["whole"], row["older"], row["younger"]) == ("18+", "65+", "18-64")
    assert [round(row[f"younger_change{end}"]) for end in ("", "_lowest", "_highest")] == [12263, 11978, 12547]
    assert row["share"] == pytest.approx(100 * 20130 / 32393, abs=0.01)
    assert row["share_lowest"] == pytest.approx(100 * 20125 / 32672, abs=0.01)
    assert row["share_highest"] == pytest.approx(100 * 20135 / 32113, abs=0.01)
