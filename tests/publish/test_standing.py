"""A table that was found sound is looked at again when anything changes that its check reads, and not before."""

import pytest

from jhws.check import check_everything
from jhws.faults import FaultsError
from jhws.publish.standing import found_sound, note_sound, soundness

SMOKING = "data/observations/smoking.csv"
OBSERVED = {
    "local_statistics",
    "smoking",
    "child_weight",
    "adult_social_care",
    "life_expectancy_by_decile",
    "child_obesity_by_decile",
    "population",
}


def changed(project, edit, *what) -> set[str]:
    before = soundness(project).tables
    edit(*what)
    now = soundness(project).tables
    return {name for name, held in now.items() if before[name] != held}


def test_a_changed_cell_has_its_own_table_looked_at_and_those_that_name_it(copy_of_project, edit):
    assert changed(copy_of_project, edit, SMOKING, "2012,21.0", "2012,21.1") == {"smoking"}
    named_by = changed(copy_of_project, edit, "data/areas.csv", "Rutland", "Rutlandshire")
    assert OBSERVED | {"areas", "targets", "stated_figures", "access_by_quintile"} == named_by


@pytest.mark.parametrize("table", ["data/sources.csv", "data/indicators.csv"])
def test_what_all_tables_are_held_against_has_all_looked_at(table, copy_of_project, edit):
    assert changed(copy_of_project, edit, table, "\n", "\r\n") == set(soundness(copy_of_project).tables)


def test_a_changed_description_has_all_looked_at(copy_of_project, edit):
    schema = "data/schemas/observations.json"
    assert changed(copy_of_project, edit, schema, "{", "{ ") == set(soundness(copy_of_project).tables)


def test_a_description_that_cannot_be_read_leaves_no_table_unlooked_at(copy_of_project, edit):
    edit("data/datapackage.json", "{", "[")
    assert soundness(copy_of_project).tables == {}


def test_what_was_found_sound_is_remembered(copy_of_project):
    assert found_sound(copy_of_project).tables == {}
    now = soundness(copy_of_project)
    note_sound(copy_of_project, now)
    assert found_sound(copy_of_project) == now


def test_a_fault_is_told_the_same_beside_tables_that_are_known_to_be_sound(copy_of_project, edit):
    sound = soundness(copy_of_project).tables
    # An area that stands in other tables, and a number that is none.
    edit("data/areas.csv", "E06000016,", "E06000999,")
    edit(SMOKING, "2012,21.0", "2012,2l.0")
    now = soundness(copy_of_project).tables
    still = [name for name, held in now.items() if sound[name] == held]
    assert still
    with pytest.raises(FaultsError) as of_all:
        check_everything(copy_of_project)
    with pytest.raises(FaultsError) as of_some:
        check_everything(copy_of_project, still)
    assert of_some.value.faults == of_all.value.faults
