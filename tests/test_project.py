"""The project is found from wherever the command or a notebook is run, or the reason is told."""

import pytest

from jhws.faults import Fault, FaultsError
from jhws.project import find_project


@pytest.fixture(autouse=True)
def _no_variable(copy_of_project, monkeypatch):
    monkeypatch.delenv("JHWS_PROJECT")


@pytest.mark.parametrize("folder", [".", "chapters", "data/editions"])
def test_the_project_is_found_from_inside_it(folder, copy_of_project, monkeypatch):
    monkeypatch.chdir(copy_of_project / folder)
    assert find_project() == copy_of_project


def test_the_environment_variable_goes_before_the_working_folder(copy_of_project, tmp_path, monkeypatch):
    other = tmp_path / "other" / "data"
    other.mkdir(parents=True)
    (other / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(other)
    monkeypatch.setenv("JHWS_PROJECT", str(copy_of_project))
    assert find_project() == copy_of_project
    assert find_project(other) == copy_of_project


def test_a_relative_folder_in_the_variable_is_given_whole(copy_of_project, monkeypatch):
    monkeypatch.chdir(copy_of_project.parent)
    monkeypatch.setenv("JHWS_PROJECT", "report book")
    assert find_project() == copy_of_project


def test_outside_a_project_the_folder_and_the_remedy_are_told(tmp_path):
    with pytest.raises(FaultsError) as told:
        find_project(tmp_path)
    assert told.value.faults == (
        Fault(
            str(tmp_path),
            "",
            "",
            "neither this folder nor one above it holds data/datapackage.json.",
            "Run the command from inside the report book's folder.",
        ),
    )


def test_a_variable_that_names_another_folder_is_told(tmp_path, copy_of_project, monkeypatch):
    monkeypatch.chdir(copy_of_project)
    monkeypatch.setenv("JHWS_PROJECT", str(tmp_path))
    with pytest.raises(FaultsError, match="the environment variable JHWS_PROJECT names this folder, which does not"):
        find_project()


def test_faults_are_told_by_file_and_then_as_a_reader_counts():
    faults = [Fault("b.csv", "row 2", "", "x."), *(Fault("a.csv", f"row {row}", "", "x.") for row in (10, 9, 100))]
    assert str(FaultsError(faults)) == "a.csv, row 9: x.\na.csv, row 10: x.\na.csv, row 100: x.\nb.csv, row 2: x."
