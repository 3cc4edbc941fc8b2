"""The whole way, with real kernels and a real Jupyter Book: from tables to a finished site, or no change."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from jhws.edition import load_edition
from jhws.faults import FaultsError
from jhws.publish.build import build_edition

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[2]
EDITION = "leicestershire-2024-25"


def copy_project(folder: Path) -> Path:
    """Copy what a build reads into a folder with a space in its name."""
    copy = folder / "report book"
    for part in ("data", "chapters"):
        shutil.copytree(PROJECT / part, copy / part)
    for part in ("_config.yml", "_toc.yml"):
        shutil.copy(PROJECT / part, copy / part)
    return copy


def build(project: Path, name: str = EDITION) -> Path:
    edition = load_edition(project / "data" / "editions" / f"{name}.yml", project)
    return build_edition(edition, project).page.parent


def fingerprint(site: Path) -> dict[str, str]:
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    return build(copy_project(tmp_path_factory.mktemp("build")))


@pytest.fixture
def standing(tmp_path) -> Path:
    """A copy of the project in which a site already stands."""
    copy = copy_project(tmp_path)
    page = copy / "_build" / "html" / EDITION / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("the site that stands", encoding="utf-8")
    return copy


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def words(site: Path, name: str) -> str:
    return " ".join(page(site, name).select_one("main").get_text(" ").split())


CHAPTERS = ["index", "delivered", "trends", "hindsight", "inequality", "reconcile", "methods", "sources"]


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_of_the_edition_is_a_page_with_one_heading_of_the_first_order(site, name):
    assert len(page(site, name).select("h1")) == 1


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        # Computed independently with PHEindicatormethods' definition for Leicestershire, 2014-16.
        ("inequality", "6.24 years for men (95% interval 5.34 to 7.14)"),
        ("inequality", "5.27 years for women (95% interval 4.37 to 6.16)"),
        # Office for Local Government, adult social care metrics, ASC3; equality assessment of November 2019.
        ("delivered", "74% by 2021"),
        ("delivered", "missed"),
        ("delivered", "set when the figure was 59.7% in 2018-19"),
        ("delivered", "61.8% in 2022-23"),
        # Board paper of 29 May 2025, paragraph 10, summed by hand over the tables headed 24-25.
        ("delivered", "£43 million"),
        ("index", "61.8%"),
    ],
)
def test_the_pages_carry_the_figures_that_their_sources_give(site, name, stated):
    assert stated in words(site, name)


@pytest.mark.parametrize("name", ["glance", "delivered", "trends", "hindsight", "inequality", "reconcile", "sources"])
def test_every_figure_and_table_has_a_source_and_its_data_to_download(site, name):
    soup = page(site, name)
    exhibits = [*soup.select("figure"), *soup.select("div.exhibit")]
    assert exhibits
    for exhibit in exhibits:
        assert exhibit.get("id")
        assert "Source: " in exhibit.get_text()
        address = exhibit.select_one("a.exhibit-data")["href"]
        assert (site / address).read_text(encoding="utf-8").count("\n") >= 2


@pytest.mark.parametrize("name", ["delivered", "trends", "hindsight", "inequality"])
def test_every_figure_has_alt_text_of_its_own_numbers(site, name):
    pictures = page(site, name).select("figure img")
    assert pictures
    for picture in pictures:
        assert len(picture["alt"]) > 40
        assert any(letter.isdigit() for letter in picture["alt"])


def test_the_same_tables_give_the_same_site_byte_for_byte(site, tmp_path):
    assert fingerprint(build(copy_project(tmp_path))) == fingerprint(site)


def test_a_figure_that_changes_in_its_table_changes_in_the_text(tmp_path):
    copy = copy_project(tmp_path)
    table = copy / "data" / "observations" / "adult_social_care.csv"
    rows = table.read_text(encoding="utf-8")
    row = "service_users_find_information_easy,E10000018,Persons,18+ yrs,,,2022-23,61.8,"
    assert row in rows
    table.write_text(rows.replace(row, row.replace("61.8", "74.9")), encoding="utf-8")
    text = words(build(copy), "index")
    assert "74.9%" in text
    assert "61.8%" not in text


def test_an_earlier_edition_knows_nothing_of_what_came_after_it(tmp_path):
    site = build(copy_project(tmp_path), "leicestershire-2019-20")
    front = words(site, "index")
    # Adult social care metrics, ASC3: 68.6% in 2017-18 was the latest figure in November 2019.
    assert "the latest figure is 68.6% (2017-18)" in front
    assert "61.8%" not in front
    # Scrutiny pack of November 2019, item 14, paragraph 3: 184 + 126 + 5, added up on paper.
    assert "315 services" in words(site, "reconcile")


def test_a_chapter_that_fails_leaves_the_standing_site_and_nothing_behind(standing):
    chapter = standing / "chapters" / "inequality.ipynb"
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("mark_unstable(", "mark_unsteady("), encoding="utf-8"
    )
    with pytest.raises(FaultsError, match=r"chapters/inequality\.ipynb, cell .*mark_unsteady"):
        build(standing)
    assert_untouched(standing)


def test_a_warning_of_jupyter_book_leaves_the_standing_site_and_nothing_behind(standing):
    chapter = standing / "chapters" / "methods.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n[nowhere](#nowhere-at-all)\n", encoding="utf-8")
    with pytest.raises(FaultsError, match="nowhere-at-all"):
        build(standing)
    assert_untouched(standing)


def assert_untouched(project: Path) -> None:
    build_folder = project / "_build"
    left = {path.relative_to(build_folder).as_posix() for path in build_folder.rglob("*") if path.is_file()}
    whole = r"\.cache/((runs|last)/[^/]+/[^/.]+\.(ipynb|json)|kept/[0-9a-f]{64}|uses\.json)"
    kept = {name for name in left if re.fullmatch(whole, name)}
    assert left - kept == {f"html/{EDITION}/index.html"}
    assert (build_folder / f"html/{EDITION}/index.html").read_text(encoding="utf-8") == "the site that stands"


def test_plain_jupyter_book_builds_a_checkout_without_a_warning(tmp_path):
    copy = copy_project(tmp_path)
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command += ["build", str(copy), "-W", "--keep-going", "-q"]
    environment = {name: value for name, value in os.environ.items() if name != "JHWS_PROJECT"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    html = (copy / "_build" / "html" / "chapters" / "inequality.html").read_text(encoding="utf-8")
    assert "6.24 years for men" in html
    assert re.search(r'alt="[^"]*rises by 6\.24 years', html)
