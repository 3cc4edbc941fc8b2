"""A result is computed again from the tables and held against the site: equal, or not equal with both values."""

import shutil
from pathlib import Path

import pytest
from tests.command import run_apart

from jhws.faults import FaultsError
from jhws.publish.manifest import Made, Manifest, Result, write_manifest
from jhws.publish.reproduce import UnknownResultError, compare_tables, find_published

TABLE = "year,area,value\n2012,Hart,21.0\n2013,Hart,20.0\n2014,Hart,19.5\n"
NAME = "smokers.csv"


def differences(computed: str, published: str = TABLE) -> list[str]:
    return list(compare_tables(published, computed, NAME))


# Which rows and columns differ


def test_equal_tables_have_no_difference():
    assert differences(TABLE) == []


def test_a_changed_cell_is_told_with_its_row_its_column_and_both_values():
    assert differences(TABLE.replace("20.0", "22.0")) == [
        "smokers.csv, row 3, column value: published “20.0”, computed “22.0”"
    ]


def test_rows_that_are_new_or_gone_do_not_make_those_after_them_differ():
    assert differences(TABLE.replace("2012,Hart,21.0\n", "")) == [
        "smokers.csv, row 2: published “2012, Hart, 21.0”, computed without it"
    ]
    assert differences(TABLE + "2015,Hart,19.0\n") == [
        "smokers.csv, row 5 of the computed: published without it, computed “2015, Hart, 19.0”"
    ]


def test_columns_that_are_new_or_gone_are_told_and_the_others_compared():
    computed = "year,rate,value\n2012,1,21.0\n2013,1,20.0\n2014,1,18.0\n"
    assert differences(computed) == [
        "smokers.csv: published with the column area, computed without it",
        "smokers.csv: published without the column rate, computed with it",
        "smokers.csv, row 4, column value: published “19.5”, computed “18.0”",
    ]


def test_other_bytes_are_never_taken_for_equal():
    assert differences("area,year,value\nHart,2012,21.0\nHart,2013,20.0\nHart,2014,19.5\n") == [
        "smokers.csv: the columns stand in another order"
    ]
    assert differences(TABLE.replace("\n", "\r\n")) == ["smokers.csv: the same cells, written in another way"]
    assert len(differences("")) == 6


# Which site is asked


def a_site(folder: Path, edition: str, as_of: str, *ids: str) -> None:
    folder.mkdir(parents=True)
    chapter = Made("trends", "chapters/trends.ipynb", "", "trends.html", {}, [], {})
    results = [Result(id, "sentences", "", "trends", "trends.html", ["So."], "", "", "") for id in ids]
    write_manifest(Manifest({"id": edition, "as_of": as_of}, {}, [chapter], results), folder)


@pytest.fixture
def built(tmp_path) -> Path:
    html = tmp_path / "_build" / "html"
    a_site(html / "hart-2023-24", "hart-2023-24", "2024-05-01", "both-told", "old-told")
    a_site(html / "hart-2024-25", "hart-2024-25", "2025-05-01", "both-told", "new-told")
    (html / "editions.html").touch()
    return tmp_path


def test_the_newest_edition_that_shows_a_result_is_asked(built):
    assert find_published("both-told", built).manifest.edition["id"] == "hart-2024-25"
    assert find_published("old-told", built).manifest.edition["id"] == "hart-2023-24"


def test_an_edition_that_is_named_is_asked_alone(built):
    assert find_published("both-told", built, "hart-2023-24").site.name == "hart-2023-24"
    with pytest.raises(UnknownResultError, match="no figure, table or sentences have the id “new-told”"):
        find_published("new-told", built, "hart-2023-24")


def test_an_unknown_id_is_told_with_those_that_it_may_be_mistyped_for(built):
    with pytest.raises(UnknownResultError) as error:
        find_published("new-tolt", built)
    assert error.value.close[0] == "new-told"


def test_a_published_site_that_lies_elsewhere_can_be_asked(built, tmp_path):
    elsewhere = tmp_path / "downloaded"
    a_site(elsewhere, "hart-2024-25", "2025-05-01", "other-told")
    assert find_published("other-told", built, site=elsewhere).site == elsewhere


def test_without_a_site_there_is_nothing_to_hold_a_result_against(tmp_path):
    with pytest.raises(FaultsError, match=r"no site of the edition hart-2024-25 .* Run ‘jhws build hart-2024-25’"):
        find_published("any", tmp_path, "hart-2024-25")


# The command, on a real site


EDITION = "leicester-2023-24"


@pytest.fixture(scope="module")
def copy_with_site(sites, copy_into, tmp_path_factory) -> Path:
    """Give a copy of the project with the site of one edition, and nothing that is kept from its build."""
    project = copy_into(tmp_path_factory.mktemp("reproduce"))
    shutil.copytree(sites / EDITION, project / "_build" / "html" / EDITION)
    return project


@pytest.mark.slow
@pytest.mark.parametrize("id", ["long-life", "outlook", "trends-answer"])
def test_a_figure_a_table_and_sentences_come_out_equal_from_a_fresh_copy(id, copy_with_site):
    told = run_apart(copy_with_site, "reproduce", id, EDITION)
    assert told.status == 0, told
    first, published, computed, *rest = told.out.splitlines()
    assert id in first
    assert published.split()[-1] == computed.split()[-1]
    assert rest[-1] == "Equal."


@pytest.mark.slow
def test_from_a_changed_table_it_is_not_equal_and_both_values_and_the_table_are_told(copy_with_site, tmp_path):
    project = tmp_path / "changed"
    shutil.copytree(copy_with_site, project)
    table = project / "data" / "observations" / "local_statistics.csv"
    row = "early_cancer_diagnosis,E06000016,Persons,All ages,,,2014,50.32258,"
    text = table.read_text(encoding="utf-8")
    assert text.count(row) == 1
    table.write_text(text.replace(row, row.replace("50.32258", "51.32258")), encoding="utf-8")
    before = {path: path.read_bytes() for path in (project / "_build" / "html").rglob("*") if path.is_file()}
    told = run_apart(project, "reproduce", "long-life", EDITION)
    assert told.status == 1, told
    _, published, computed, *rest = told.out.splitlines()
    assert published.split()[-1] != computed.split()[-1]
    assert "- downloads/long-life.csv, row 3, column value: published “50.32258”, computed “51.32258”" in rest
    assert rest[-2].startswith("Since the site was built: ")
    assert "‘local_statistics.csv’ changed" in rest[-2]
    assert rest[-1] == "Not equal."
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_an_unknown_id_ends_with_2_and_names_those_close_to_it(copy_with_site):
    told = run_apart(copy_with_site, "reproduce", "long-lief")
    assert told.status == 2
    assert "Did you mean long-life" in told.err
    assert "Traceback" not in told.err


@pytest.mark.slow
def test_a_download_that_was_tampered_with_is_told(copy_with_site, tmp_path):
    site = tmp_path / "tampered"
    shutil.copytree(copy_with_site / "_build" / "html" / EDITION, site)
    download = site / "downloads" / "sources.csv"
    download.write_text(download.read_text(encoding="utf-8").replace("Leicester City", "Another"), encoding="utf-8")
    told = run_apart(copy_with_site, "reproduce", "sources", "--site", str(site))
    assert told.status == 1
    assert "downloads/sources.csv: it is not the file that the manifest names" in told.out
    assert "published “Another Council”, computed “Leicester City Council”" in told.out
