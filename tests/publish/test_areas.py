"""From one project a short profile of each area of a list, from a slice of its tables, and a page that finds them."""

import csv
import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from tests.benchmarks.generated_areas import generate

from jhws.check import check_everything
from jhws.data import read_observations, read_table
from jhws.edition import load_edition
from jhws.faults import FaultsError
from jhws.publish import profiles as building
from jhws.publish.areas import profiles, read_areas, write_areas_page
from jhws.publish.links import drop_absent_links
from jhws.publish.workers import local_workers
from jhws.terminal import silence

EDITION = "leicestershire-2024-25"


@pytest.fixture
def model(copy_of_project):
    return load_edition(copy_of_project / "data" / "editions" / f"{EDITION}.yml", copy_of_project)


def listed(folder: Path, text: str) -> Path:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("text", ["area_code,note\nE06000016,a\nE06000017,b\n", "E06000016\nE06000017\n"])
def test_a_list_is_a_table_with_a_column_of_codes_or_a_code_a_line(text, tmp_path, project):
    assert read_areas(listed(tmp_path, text), project) == {"E06000016": "Leicester", "E06000017": "Rutland"}


def test_an_area_that_the_tables_do_not_have_is_told_with_its_row(tmp_path, project):
    with pytest.raises(FaultsError, match=r"list\.csv, row 3: found “E06999999”; data/areas.csv has no such area"):
        read_areas(listed(tmp_path, "area_code\nE06000016\nE06999999\n"), project)
    with pytest.raises(FaultsError, match="names no area"):
        read_areas(listed(tmp_path, "area_code\n"), project)
    with pytest.raises(FaultsError, match="cannot be read"):
        read_areas(tmp_path / "nowhere.csv", project)


def test_a_slice_holds_the_rows_of_its_area_its_districts_and_the_reference_alone(copy_of_project, model):
    county, unitary = profiles({"E10000018": "Leicestershire", "E06000017": "Rutland"}, model, copy_of_project)
    names = {}
    for profile in (county, unitary):
        for table in ("areas.csv", "observations/life_expectancy_by_decile.csv"):
            with (profile.project / "data" / table).open(encoding="utf-8", newline="") as file:
                names[profile.name, table] = {row["area_code"] for row in csv.DictReader(file)}
    assert names["Rutland", "areas.csv"] == {"E06000017", "E92000001"}
    # The seven districts of Leicestershire, as its council lists them.
    assert len(names["Leicestershire", "areas.csv"]) == 9
    assert names["Leicestershire", "observations/life_expectancy_by_decile.csv"] <= names["Leicestershire", "areas.csv"]
    assert unitary.edition.title == "Rutland: health profile"
    assert unitary.edition.chapter_names() == ["trends", "inequality"]
    assert unitary.edition.as_of == model.as_of


def test_a_slice_that_is_written_again_leaves_equal_files_alone(copy_of_project, model):
    def write():
        (profile,) = profiles({"E06000017": "Rutland"}, model, copy_of_project)
        return {path: path.stat().st_mtime_ns for path in profile.project.rglob("*") if path.is_file()}

    assert write() == write()


def test_the_page_of_areas_leads_to_each_and_carries_the_notice_of_the_project(copy_of_project):
    config = copy_of_project / "_config.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("html:\n", "html:\n  announcement: All <made> up\n", 1), encoding="utf-8")
    page = write_areas_page({"E06000017": "Rutland", "E06000016": "A & B"}, copy_of_project)
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    links = {link.get_text(): link["href"] for link in soup.select("#areas a")}
    assert links == {"Rutland": "e06000017/index.html", "A & B": "e06000016/index.html"}
    assert soup.select_one(".notice").get_text() == "All <made> up"
    assert soup.select_one("label")["for"] == soup.select_one("input")["id"]
    assert page.with_name("areas.js").exists()


def test_links_to_chapters_that_are_not_there_become_words_and_others_stay(tmp_path, write_notebook):
    told = "# See [what came](hindsight.ipynb), [how](methods.md#limits), [trends](trends.ipynb), [typo](trend.ipynb)"
    page = write_notebook(tmp_path / "page.ipynb", told)
    drop_absent_links(page, known=["hindsight", "methods", "trends"], present=["trends"])
    left = nbformat.read(page, as_version=4).cells[1].source
    assert left == "# See what came, how, [trends](trends.ipynb), [typo](trend.ipynb)"


def test_the_benchmarks_generated_areas_are_sound_and_a_project_without_papers_is(tmp_path):
    generate(2, tmp_path)
    check_everything(tmp_path)
    assert read_table("activity_figures", project=tmp_path).empty
    assert set(read_observations("smoking", project=tmp_path)["source_id"]) == {"generated"}


@pytest.mark.slow
def test_profiles_are_built_beside_the_editions_and_only_what_changed_is_built_again(copy_of_project, model):
    areas = listed(copy_of_project, "area_code\nE06000016\nE06000017\n")
    config = copy_of_project / "_config.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("html:\n", "html:\n  announcement: All <made> up\n", 1), encoding="utf-8")

    def build() -> Path:
        with local_workers(copy_of_project, 2) as crew:
            return building.build_profiles(areas, model, copy_of_project, crew, silence)

    page = build()
    sites = copy_of_project / "_build" / "areas"
    assert page == sites / "index.html"
    for link in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("#areas a"):
        for chapter in ("index", "inequality"):
            html = (sites / link["href"]).with_name(f"{chapter}.html").read_text(encoding="utf-8")
            page_of_area = BeautifulSoup(html, "html.parser")
            assert link.get_text() in page_of_area.select_one("title").get_text()
            assert page_of_area.select_one(".bd-header-announcement").get_text(strip=True) == "All <made> up"
    assert not (copy_of_project / "_build" / "html").exists()
    before = {path: path.stat().st_mtime_ns for path in sites.glob("*/*.html")}
    table = copy_of_project / "data" / "observations" / "smoking.csv"
    text = table.read_text(encoding="utf-8")
    assert "smoking_prevalence,E06000017,Persons,18+ yrs,,,2012," in text
    lines = [line for line in text.splitlines() if "E06000017" not in line or ",2012," not in line]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    build()
    changed = {path.parent.name for path, moment in before.items() if path.stat().st_mtime_ns != moment}
    assert changed == {"e06000017"}
    runs = list((copy_of_project / "_build" / ".cache" / "areas").glob("*/_build/.cache/last/*/trends.json"))
    reads = {name for run in runs for name in json.loads(run.read_text(encoding="utf-8"))["reads"]}
    assert "data/observations/smoking.csv" in reads
