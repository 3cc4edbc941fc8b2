"""The manifest names every result with its value and what it was made from, and the crate says the same."""

import ast
import csv
import hashlib
import json
import subprocess
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from rocrate.rocrate import ROCrate
from tests.markup import seen

from jhws.data import tables
from jhws.edition import load_edition
from jhws.publish.bind import BoundChapter
from jhws.publish.cache import Run
from jhws.publish.commit import find_commit
from jhws.publish.manifest import (
    MANIFEST,
    WITHHELD,
    Manifest,
    compose_manifest,
    describe,
    read_manifest,
    write_manifest,
)
from jhws.publish.pages.files import parse
from jhws.publish.pages.made import tell_how

EDITION = "leicester-2023-24"
FIGURE = {
    "kind": "figure",
    "id": "smokers",
    "title": "Adults who smoke",
    "caption": "One in seven.",
    "alt": "A line falls from 21 to 14.",
    "source": "A survey (table 1)",
    "csv": "year,value\n2012,21\n2022,14\n",
}
TABLE = {
    "kind": "table",
    "id": "smokers-table",
    "title": "Adults who smoke",
    "caption": "By year.",
    "source": "A survey (table 1)",
    "csv": "year,value\n2012,21\n",
    "table": "<table><tr><th>Year</th><th>Value</th></tr><tr><th>2012</th><td><b>21</b>%</td></tr></table>",
}
SENTENCES = {"kind": "sentences", "id": "told", "parts": ["Fewer smoke.", "One in seven still does."]}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def run(**reads: str) -> Run:
    ingredients = {"chapter": "c", "parameter area": '"E06000016"', "requirements.txt": "l", "python": "3.11.9"}
    return Run(Path("run.ipynb"), "content", ingredients, reads, 1.0, 0)


@pytest.fixture
def edition(project):
    return load_edition(project / "data" / "editions" / f"{EDITION}.yml", project)


@pytest.fixture
def manifest(project, edition) -> Manifest:
    bound = [BoundChapter("chapters/trends.ipynb", [FIGURE, TABLE, SENTENCES])]
    reads = {"data/targets.csv": "2", "data/datapackage.json": "1", "data/gone.csv": ""}
    return compose_manifest(bound, {"trends": run(**reads)}, edition, project)


# What it says of one result


def test_the_digest_of_the_data_is_that_of_the_file_that_readers_download():
    assert describe(FIGURE, "trends", "trends.html").data_sha256 == sha256(FIGURE["csv"].encode())


def test_the_words_of_a_figure_are_title_caption_alt_text_and_source():
    result = describe(FIGURE, "trends", "trends.html")
    assert result.words == ["Adults who smoke", "One in seven.", "A line falls from 21 to 14.", "A survey (table 1)"]
    words = "Adults who smoke\nOne in seven.\nA line falls from 21 to 14.\nA survey (table 1)"
    assert result.words_sha256 == sha256(words.encode())


def test_the_words_of_a_table_are_its_cells_as_a_reader_sees_them():
    words = describe(TABLE, "trends", "trends.html").words
    assert words == ["Adults who smoke", "By year.", "Year | Value", "2012 | 21 %", "A survey (table 1)"]


def test_sentences_have_words_and_no_data():
    result = describe(SENTENCES, "trends", "trends.html")
    assert (result.words, result.download, result.data_sha256) == (SENTENCES["parts"], "", "")


# What it says of an edition


def test_a_chapter_is_told_with_its_parameters_the_calls_that_choose_its_rows_and_the_files_that_were_there(manifest):
    (trends,) = manifest.chapters
    assert trends.parameters == {"area": "E06000016"}
    assert "data.read_targets(area, as_of=as_of)" in trends.filters
    assert trends.reads == {"data/datapackage.json": "1", "data/targets.csv": "2"}
    assert trends.tables == ["data/targets.csv"]


def test_the_software_is_told_with_the_lock_and_the_versions_that_are_installed(manifest, project):
    assert manifest.made_with["command"] == f"jhws build {EDITION}"
    assert manifest.made_with["lock"]["sha256"] == sha256((project / "requirements.txt").read_bytes())
    import pandas

    assert manifest.made_with["packages"]["pandas"] == pandas.__version__
    assert "pytest" not in manifest.made_with["packages"]


def test_a_manifest_that_was_written_is_read_again_and_one_that_is_broken_is_none(manifest, tmp_path):
    write_manifest(manifest, tmp_path)
    assert read_manifest(tmp_path) == manifest
    (tmp_path / MANIFEST).write_text('{"results": []}', encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_the_digest_of_a_table_with_local_records_is_withheld_for_it_could_be_tried_out(copy_of_project, edition):
    sources = copy_of_project / "data" / "sources.csv"
    local = "our-records,Our records,A council,2025-04-30,not stated,local records,\n"
    sources.write_text(sources.read_text(encoding="utf-8") + local, encoding="utf-8")
    counts = copy_of_project / "data" / "access_by_quintile.csv"
    row = "stop smoking,E06000016,fifths of the area,2022-23,1,3,1000,2022,our-records,row 1,\n"
    counts.write_text(counts.read_text(encoding="utf-8") + row, encoding="utf-8")
    tables.describe_tables.cache_clear()
    reads = {"data/access_by_quintile.csv": "a", "data/targets.csv": "b"}
    manifest = compose_manifest(
        [BoundChapter("chapters/trends.ipynb", [])], {"trends": run(**reads)}, edition, copy_of_project
    )
    assert manifest.chapters[0].reads == {"data/access_by_quintile.csv": WITHHELD, "data/targets.csv": "b"}


# How it stands in the pages


def test_each_figure_and_table_says_how_it_was_made_and_the_sentences_of_a_page_say_it_once(manifest):
    page = parse(
        '<figure id="smokers"><div class="legend"><a class="exhibit-data" download="smokers.csv"></a></div></figure>'
        '<div class="exhibit"><p><a class="exhibit-data" download="smokers-table.csv"></a></p></div>'
        '<section id="the-code-of-this-page"></section>'
    )
    tell_how(page, "trends.html", manifest)
    page = seen(page)
    of_figure, of_table, of_sentences = page.select("details.exhibit-made")
    assert of_figure.find_parent("figure")
    assert of_table.find_parent("div")["class"] == ["exhibit"]
    assert of_sentences.find_next_sibling()["id"] == "the-code-of-this-page"
    commands = [code.get_text() for code in page.select(".exhibit-made li code:first-child")]
    assert commands == [f"jhws reproduce {id} {EDITION}" for id in ("smokers", "smokers-table", "told")]
    assert sha256(FIGURE["csv"].encode())[:12] in of_figure.get_text()
    assert "data/targets.csv" in of_figure.get_text()


def test_a_page_of_another_chapter_says_nothing_of_it(manifest):
    page = parse('<section id="the-code-of-this-page"></section>')
    tell_how(page, "money.html", manifest)
    assert seen(page).select("details") == []


# The commit


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A tester", "-c", "user.email=tester@example.org"]
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_commit_is_told_with_the_files_that_it_does_not_have(copy_of_project, edit):
    git(copy_of_project, "init", "-q")
    git(copy_of_project, "add", ".")
    git(copy_of_project, "commit", "-q", "-m", "All of it")
    commit = find_commit(copy_of_project)
    assert (commit.id, commit.uncommitted) == (git(copy_of_project, "rev-parse", "HEAD"), [])
    edit("data/areas.csv", "Melton", "Meltön")
    (copy_of_project / "data" / "new table.csv").write_text("a\n", encoding="utf-8")
    (copy_of_project / "notes.txt").write_text("mine\n", encoding="utf-8")
    assert find_commit(copy_of_project).uncommitted == ["data/areas.csv", "data/new table.csv"]


def test_a_copy_without_history_has_no_commit_though_it_lies_inside_another_checkout(copy_of_project):
    assert find_commit(copy_of_project) is None
    git(copy_of_project.parent, "init", "-q")
    git(copy_of_project.parent, "commit", "-q", "--allow-empty", "-m", "Another project")
    assert find_commit(copy_of_project) is None


# The manifests of the built editions


@pytest.fixture(
    scope="module",
    params=["leicester-2023-24", "leicestershire-2019-20", "leicestershire-2024-25", "wiltshire-2023-25"],
)
def site(request, sites) -> Path:
    return sites / request.param


@pytest.fixture(scope="module")
def pages(site) -> dict[str, BeautifulSoup]:
    return {path.name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.glob("*.html")}


@pytest.mark.slow
def test_every_exhibit_of_every_page_stands_in_the_manifest_with_the_digest_of_its_data(site, pages):
    results = {result["id"]: result for result in json.loads((site / MANIFEST).read_text("utf-8"))["results"]}
    shown = {path.stem for path in (site / "downloads").glob("*.csv")}
    assert shown == {id for id, result in results.items() if result["kind"] != "sentences"}
    for id in shown:
        assert results[id]["data_sha256"] == sha256((site / "downloads" / f"{id}.csv").read_bytes())
    for name, page in pages.items():
        told = {part["id"] for part in page.select("div.sentences[id]")}
        here = {id for id, result in results.items() if result["page"] == name}
        assert told <= here
        commands = {code.get_text().split()[2] for code in page.select(".exhibit-made li code:first-child")}
        assert commands == here


@pytest.mark.slow
def test_the_words_of_sentences_are_those_of_the_page(site, pages):
    for result in json.loads((site / MANIFEST).read_text("utf-8"))["results"]:
        if result["kind"] == "sentences":
            part = pages[result["page"]].select_one(f"div.sentences#{result['id']}")
            assert " ".join(" ".join(result["words"]).split()) == " ".join(part.get_text().split())


@pytest.mark.slow
def test_the_tables_have_the_digests_that_they_have_in_the_project(site, project):
    for chapter in json.loads((site / MANIFEST).read_text("utf-8"))["chapters"]:
        assert chapter["reads"]
        for name, digest in chapter["reads"].items():
            assert sha256((project / name).read_bytes()) == digest, name
        assert sha256((project / chapter["file"]).read_bytes()) == chapter["sha256"]


@pytest.mark.slow
def test_every_call_that_reads_rows_stands_among_the_filters_of_its_chapter(site, project):
    """Counted in the code as text, not as the manifest finds them."""
    for chapter in json.loads((site / MANIFEST).read_text("utf-8"))["chapters"]:
        cells = nbformat.read(project / chapter["file"], as_version=4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        assert len(chapter["filters"]) == code.count("data.read_")
        assert all(ast.parse(call) for call in chapter["filters"])


@pytest.mark.slow
def test_the_crate_can_be_read_and_every_file_that_it_names_is_there_as_it_says(site):
    crate = ROCrate(site)
    files = [entity for entity in crate.data_entities if "File" in str(entity.type)]
    assert len(files) > 50
    for file in files:
        path = site / file.id
        assert path.is_file(), file.id
        assert int(file["contentSize"]) == path.stat().st_size
        if "sha256" in file:
            assert file["sha256"] == sha256(path.read_bytes())


@pytest.mark.slow
def test_the_crate_follows_the_profile_of_workflow_runs(site):
    """What Workflow Run Crate 0.6 and the profiles that it rests on require: w3id.org/ro/wfrun/workflow/0.6."""
    crate = ROCrate(site)
    root = crate.root_dataset
    profiles = {profile.id for profile in root["conformsTo"]}
    assert {"https://w3id.org/ro/wfrun/process/0.6", "https://w3id.org/ro/wfrun/workflow/0.6"} <= profiles
    assert "https://w3id.org/workflowhub/workflow-ro-crate/1.1" in profiles
    workflow = crate.mainEntity
    assert set(workflow.type) == {"File", "SoftwareSourceCode", "ComputationalWorkflow"}
    assert workflow["programmingLanguage"]["version"]
    assert workflow["license"].id == "https://spdx.org/licenses/MIT"
    assert root["license"]["name"] == "Open Government Licence v3.0"
    actions = {action.id: action for action in root["mentions"]}
    build = actions.pop("#build")
    assert build.type == "CreateAction"
    assert build["instrument"] is workflow
    assert {value["exampleOfWork"] for value in build["object"] if value.type == "PropertyValue"} == set(
        workflow["input"]
    )
    chapters = {part.id for part in workflow["hasPart"]}
    assert {action["instrument"].id for action in actions.values()} <= chapters
    titles = {row["title"] for row in csv.DictReader((site / "downloads" / "sources.csv").open(encoding="utf-8"))}
    assert {source["name"] for source in root["isBasedOn"]} <= titles


@pytest.mark.slow
def test_nothing_in_manifest_and_crate_tells_when_or_where_they_were_made(site):
    day = json.loads((site / MANIFEST).read_text("utf-8"))["edition"]["as_of"]
    assert ROCrate(site).root_dataset["datePublished"] == day
    for name in (MANIFEST, "ro-crate-metadata.json"):
        text = (site / name).read_text(encoding="utf-8")
        assert str(site.parents[2]) not in text
        assert "endTime" not in text
