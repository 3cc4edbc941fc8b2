"""What documents promise, and how much of it they report on.

Counts are of the documents: Leicester's slides of 2023-24, Leicestershire's strategy 2025-29 (bullets under 'Aims of
our strategy') and its strategy 2020-24 of November 2019 (item 10, appendix A, bullets under 'We will' and 'In 2024').
"""

import pandas as pd
import pytest

from jhws import data
from jhws.statistics import (
    aims_by_heading,
    by_layer,
    count_updates,
    due_after,
    followed_up,
    later_than,
    milestone_days,
    priorities_updated,
    strategy_layers,
)

LEICESTER = ["leicester-hws-delivery-2023-24"]
STRATEGY_2025 = ["leicestershire-asc-strategy-2025-29"]
PACK_2019 = ["leicestershire-asc-scrutiny-2019-11-11"]


def read_priorities() -> pd.DataFrame:
    matrices = data.read_table("matrices", sources=LEICESTER)
    return matrices[matrices["matrix"] == "Themes and priorities"]


def test_leicesters_update_reports_on_six_of_nineteen_priorities():
    rows = priorities_updated(read_priorities(), data.read_table("actions", sources=LEICESTER))
    assert len(rows) == 19
    assert rows["theme"].value_counts().to_dict() == {
        "A. Healthy Places": 4, "B. Healthy Start": 4, "C. Healthy Lives": 4, "D. Healthy Minds": 4,
        "E. Healthy Ageing": 3,
    }  # fmt: skip
    reported = rows.loc[rows["actions"] > 0, "priority"].str.partition(".")[0].astype(int).tolist()
    assert reported == [2, 7, 10, 13, 14, 17]
    assert rows["actions"].sum() == 11  # slides
    assert rows["risks"].sum() == 2  # peer supporters; access to mental health support teams


def test_what_the_strategy_has_today_is_not_a_promise_and_its_aims_are_not_yet_to_be_reported_on():
    assert followed_up(data.read_table("actions", sources=STRATEGY_2025)).empty


def test_a_heading_without_words_is_not_counted_as_an_action():
    actions = data.read_table("actions", sources=LEICESTER)
    assert len(actions) == 24
    assert len(followed_up(actions)) == 11


def test_updates_are_counted_by_part_with_the_largest_first():
    actions = pd.DataFrame(
        {
            "strand": ["a", "b", "b", "b"],
            "update": ["given", "given", "none given", "none given"],
            "risks": [None, "one", None, None],
            "next_steps": [None, "x", "y", None],
        }
    )
    assert count_updates(actions).to_dict("list") == {
        "strand": ["b", "a"], "actions": [3, 1], "updated": [1, 1], "with_risk": [1, 0], "with_next_step": [2, 0],
    }  # fmt: skip


def test_the_aims_of_the_strategy_are_counted_by_heading_and_none_has_a_figure():
    rows = aims_by_heading(data.read_table("actions", sources=STRATEGY_2025)).set_index("heading")
    assert rows["aims"].to_dict() == {
        "Communication, engagement and supporting delivery": 8, "Delay need": 6, "Promoting independence": 4,
        "Meet need": 13, "People": 13, "Prevent need": 10, "Reduce need": 8, "Wellbeing": 8,
    }  # fmt: skip
    assert rows[["figure", "named"]].sum().sum() == 0
    assert (rows["direction"] + rows["none"] == rows["aims"]).all()
    # Care Technology, Occupational Therapy and HART; libraries' creative programme alone.
    assert rows.loc[["Reduce need", "Prevent need"], "figures_now"].tolist() == [3, 1]


@pytest.mark.parametrize(
    ("layer", "will", "by_2024"),
    [("Wellbeing", 5, 3), ("Prevent", 10, 7), ("Reduce", 7, 5), ("Delay", 6, 3), ("Meet", 9, 7)],
)
def test_each_layer_of_the_strategy_2020_24_has_its_bullets(layer, will, by_2024):
    rows = strategy_layers(data.read_table("actions", sources=PACK_2019))
    counts = rows[rows["strand"] == layer]["heading"].value_counts()
    assert counts.to_dict() == {"We will": will, "In 2024": by_2024}


def test_layers_come_in_the_strategys_order_and_what_is_no_layer_before_them():
    rows = pd.DataFrame({"heading": ["Meet need", "People", "Prevent need", "Wellbeing", "Delay need", "Reduce need"]})
    assert by_layer(rows, "heading")["heading"].tolist() == [
        "People", "Wellbeing", "Prevent need", "Reduce need", "Delay need", "Meet need",
    ]  # fmt: skip
    assert by_layer(rows.iloc[:0], "heading").empty


def test_a_month_spans_all_its_days_and_one_date_alone_spans_itself():
    rows = milestone_days(
        pd.DataFrame(
            {
                "milestone": ["month due", "from a day", "between", "no date", "year"],
                "start": [None, "2023-11-01", "2023-02", None, "2019"],
                "end": ["2024-02", None, "2023-04", None, "2020"],
            }
        )
    ).set_index("milestone")
    found = {name: (str(row["first"].date()), str(row["last"].date())) for name, row in rows.iterrows()}
    assert list(found.items()) == [
        ("year", ("2019-01-01", "2020-12-31")),
        ("between", ("2023-02-01", "2023-04-30")),
        ("from a day", ("2023-11-01", "2023-11-01")),
        ("month due", ("2024-02-01", "2024-02-29")),
    ]


def test_what_is_due_after_a_day_includes_a_month_that_holds_it():
    milestones = pd.DataFrame({"start": [None, None, None], "end": ["2019-10", "2019-11", "2019-11-11"]})
    assert due_after(milestones, "2019-11-11")["end"].tolist() == ["2019-11"]


def test_a_promise_is_for_a_later_year_only_if_every_year_that_it_names_is():
    stated = ["by 2024", "29 November 2019 to 6 March 2020", "2023-25", "over the next four years", None]
    assert later_than(pd.Series(stated), "2019-11-11").tolist() == [True, False, True, False, False]
    assert later_than(pd.Series(["2023-25"]), "2023-07-20").tolist() == [False]


def test_an_edition_without_actions_has_empty_counts():
    actions, priorities = data.read_table("actions", sources=[]), data.read_table("matrices", sources=[])
    empty = [followed_up(actions), count_updates(actions), aims_by_heading(actions), strategy_layers(actions)]
    empty += [
        priorities_updated(priorities, actions),
        due_after(data.read_table("milestones", sources=[]), "2024-01-01"),
    ]
    assert all(rows.empty for rows in empty)
