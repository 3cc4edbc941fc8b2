"""What a chapter is run with is checked before anything runs."""

import pytest

from jhws.edition import Edition, load_edition
from jhws.faults import FaultsError
from jhws.parameters import chapter_parameters


@pytest.fixture
def edition(project) -> Edition:
    return load_edition(project / "data" / "editions" / "leicestershire-2024-25.yml", project)


def with_chapter(edition: Edition, **parameters: object) -> Edition:
    return edition.model_validate(
        {**edition.model_dump(), "chapters": [{"chapter": "small", "parameters": parameters}]}
    )


def test_a_chapter_gets_the_values_of_the_edition_that_it_declares_and_no_others(edition, tmp_path, write_notebook):
    notebook = write_notebook(
        tmp_path / "chapters" / "small.ipynb", parameters='area = ""\nforecast_horizon = 1\ncomparators = []'
    )
    assert chapter_parameters(notebook, edition, tmp_path) == {
        "area": "E10000018",
        "forecast_horizon": 3,
        "comparators": ["E92000001", "E06000016", "E06000017", "E06000054"],
    }


def test_what_an_edition_sets_for_one_chapter_goes_before_its_own_value(edition, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", parameters="forecast_horizon = 1")
    given = chapter_parameters(notebook, with_chapter(edition, forecast_horizon=7), tmp_path)
    assert given == {"forecast_horizon": 7}


def test_a_parameter_that_the_chapter_does_not_declare_is_a_fault(edition, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", parameters='area = "E10000018"')
    with pytest.raises(FaultsError) as raised:
        chapter_parameters(notebook, with_chapter(edition, horizont=3), tmp_path)
    (fault,) = raised.value.faults
    assert fault.file == "data/editions/leicestershire-2024-25.yml"
    assert fault.place == "parameter horizont"
    assert fault.rule == "chapters/small.ipynb declares no such parameter; it declares area."


@pytest.mark.parametrize(("value", "told"), [("01", "int, not str"), (True, "int, not bool"), (1.0, "int, not float")])
def test_a_value_of_another_type_than_declared_is_a_fault(edition, tmp_path, value, told, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", parameters="forecast_horizon = 1")
    with pytest.raises(FaultsError) as raised:
        chapter_parameters(notebook, with_chapter(edition, forecast_horizon=value), tmp_path)
    assert told in raised.value.faults[0].rule


def test_a_chapter_without_a_parameters_cell_is_a_fault(edition, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "print(1)")
    text = notebook.read_text(encoding="utf-8").replace('"parameters"', '"other"', 1)
    notebook.write_text(text.replace('"tags": [\n     "parameters"\n    ]', '"tags": []'), encoding="utf-8")
    with pytest.raises(FaultsError, match="first code cell"):
        chapter_parameters(notebook, edition, tmp_path)


def test_every_chapter_of_the_book_declares_what_its_edition_gives_with_the_same_types(edition, project):
    for name in edition.chapter_names():
        notebook = project / "chapters" / f"{name}.ipynb"
        if notebook.exists():
            given = {*edition.parameters(), "as_of_before", "edition_before", "sources_before"}
            assert set(chapter_parameters(notebook, edition, project)) <= given
