"""The chapter on changes: its sentences and tables say what the compared values say."""

import pandas as pd
import pytest

from jhws.data import read_known
from jhws.present import sentences, tables
from jhws.present.exhibit import Nothing, Table
from jhws.statistics import changes_between

AREA = "E10000018"
PAPER = "leicestershire-hwb-2025-05-29"


def known(project, sources, as_of):
    return read_known(sources, areas=[AREA], as_of=as_of, project=project)


@pytest.fixture
def changes(project):
    """Compare what was known in May 2025 with the same, but one value revised, one method and one series gone."""
    then = known(project, [PAPER], "2025-05-29")
    now = then.copy()
    smoking = (now["table"] == "smoking") & (now["period"] == "2022")
    then.loc[smoking, "value"] = 9.9
    now.loc[(now["series"].str.startswith("anxiety")) & (now["period"] == "2022-23"), "method"] = "score out of 100"
    now = now[now["name"] != "Size of care packages"]
    return changes_between(now, then)


def test_the_answer_counts_each_kind_of_change(changes):
    (told,) = sentences.changes.answer(changes, as_of_before="2025-05-29").parts
    assert told == (
        "The last edition is of 29 May 2025. Since then no new value has come out. One of the values that "
        "it knew was revised. Of the figures that it gave, one is measured in another way now and one is not given any "
        "more."
    )


def test_a_revised_value_is_shown_then_and_now_with_its_unit(changes):
    table = tables.revised_values(changes)
    cells = {column.heading: list(column.cells) for column in table.columns}
    assert cells == {
        "Measure": ["Adults who smoke, Leicestershire"],
        "Period": ["2022"],
        "Then": ["9.9%"],
        "Now": ["9.4%"],
    }


def test_another_method_and_what_is_dropped_have_a_table_each(changes):
    assert tables.changed_methods(changes).data["period"].tolist() == ["2022-23"]
    dropped = tables.dropped_series(changes)
    assert dropped.data["name"].tolist() == ["Size of care packages"]
    assert "one measure" in dropped.caption


def test_the_counts_by_table_add_up_to_all_values(changes):
    table = tables.changes_by_table(changes, as_of_before="2025-05-29")
    counts = table.data.drop(columns="table").to_numpy().sum()
    assert counts == len(changes)
    assert isinstance(table, Table)


def test_without_an_edition_before_there_is_nothing_to_show(project):
    none = pd.DataFrame()
    assert isinstance(sentences.changes.answer(none, as_of_before=""), Nothing)
    assert isinstance(tables.changes_by_table(none, as_of_before=""), Nothing)


def test_between_the_two_editions_of_leicestershire_all_that_the_papers_gave_is_new_or_dropped(project):
    then = known(project, ["leicestershire-asc-scrutiny-2019-11-11"], "2019-11-11")
    rows = changes_between(known(project, [PAPER], "2025-05-29"), then)
    papers = rows[rows["decimals"].isna()]
    assert set(papers["change"]) == {"new", "dropped"}
    assert isinstance(tables.new_in_papers(rows), Table)
