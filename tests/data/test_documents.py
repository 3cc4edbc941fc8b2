"""The documents' figures are in the tables as they were typed by hand from the documents.

`cells_by_hand.csv` and `claims_by_hand.csv` beside this file were typed a second time, cell by cell, from the
documents themselves; the verdicts of the claims were worked out on paper, apart from the program.
"""

from pathlib import Path

import pandas as pd
import pytest

from jhws.data import describe_tables, read_claim_figures, read_table
from jhws.statistics import reconcile

HERE = Path(__file__).parent
CELLS = pd.read_csv(HERE / "cells_by_hand.csv", dtype=str, keep_default_na=False)
KEYS = {
    "stated_figures": "figure_id",
    "actions": "action_id",
    "milestones": "milestone_id",
    "matrices": "row_id",
    "glossary": "term",
}


def test_at_least_25_cells_of_each_document_were_typed_by_hand():
    assert (CELLS["document"].value_counts() >= 25).all()
    assert CELLS["document"].nunique() == 4


@pytest.mark.parametrize("table", KEYS)
def test_each_cell_typed_by_hand_stands_in_its_table(table, project):
    rows = pd.read_csv(project / "data" / f"{table}.csv", dtype=str, keep_default_na=False)
    wrong = []
    for _, cell in CELLS[CELLS["table"] == table].iterrows():
        found = rows.loc[rows[KEYS[table]] == cell["id"], cell["column"]].tolist()
        if not any(same(value, cell["expected"]) for value in found):
            wrong.append((cell["id"], cell["column"], cell["expected"], found))
    assert wrong == []


def same(found: str, expected: str) -> bool:
    try:
        return float(found) == float(expected)
    except ValueError:
        return found == expected


# The list of sources is what locators point into; codes and names of areas are no figures.
WITHOUT_LOCATOR = {"sources", "areas"}


def test_every_row_of_every_table_names_its_source_and_its_place_in_it(project):
    tables = describe_tables(project)
    sources = set(pd.read_csv(project / "data" / "sources.csv", dtype=str)["source_id"])
    bare = []
    for name in tables.keys() - WITHOUT_LOCATOR:
        rows = pd.read_csv(project / "data" / tables[name]["path"], dtype=str, keep_default_na=False)
        without = rows[(rows["locator"].str.strip() == "") | ~rows["source_id"].isin(sources)]
        bare += [f"{name}, row {place + 2}" for place in without.index]
    assert len(tables) > len(WITHOUT_LOCATOR)
    assert bare == []


def test_every_claim_comes_to_the_verdict_that_was_worked_out_by_hand(project):
    by_hand = pd.read_csv(HERE / "claims_by_hand.csv", dtype=str, keep_default_na=False).set_index("claim_id")
    found = reconcile(read_table("claims", project=project), read_claim_figures(project=project)).set_index("claim_id")
    assert set(found.index) == set(by_hand.index)
    assert found["verdict"].to_dict() == by_hand["expected"].to_dict()


def test_at_least_60_claims_over_the_five_documents_are_computed(project):
    found = reconcile(read_table("claims", project=project), read_claim_figures(project=project))
    assert (found["verdict"] != "cannot be checked").sum() >= 60
    assert found["source_id"].nunique() == 5


@pytest.mark.parametrize(
    ("claim", "stated", "computed"),
    [
        # Scrutiny pack of November 2019, item 14, paragraph 3: 184 + 126 + 5, added up on paper.
        ("asc19b-regulated-total", 289, 315),
        # The same, paragraph 7, table, column 'Community based ASC': 1 + 16 + 4 + 8.
        ("asc19b-2019-community-total", 22, 29),
    ],
)
def test_the_errors_that_are_in_a_document_are_found(claim, stated, computed, project):
    found = reconcile(read_table("claims", project=project), read_claim_figures(project=project)).set_index("claim_id")
    row = found.loc[claim]
    assert (row["verdict"], row["stated_value"], row["computed"]) == ("differs", stated, computed)


def test_the_figures_that_claims_rest_on_have_names_of_their_own(project):
    assert read_claim_figures(project=project)["figure_id"].is_unique
