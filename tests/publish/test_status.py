"""What differs from build to build: a page beside the sites."""

import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from jhws.publish.status import read_tests, status_folder, write_status_page

TIMES = {
    "edition": "some-where",
    "built": "2026-11-22T10:00:00+00:00",
    "book_seconds": 12.34,
    "chapters": [{"chapter": "trends", "seconds": 4.25, "memory_mb": 198, "ran": True, "why": "‘<b>.csv’ changed"}],
}


@pytest.fixture
def folder(tmp_path):
    made = status_folder(tmp_path)
    made.mkdir(parents=True)
    return made


def page_of(project) -> BeautifulSoup:
    return BeautifulSoup(write_status_page(project).read_text(encoding="utf-8"), "html.parser")


def test_before_anything_ran_the_page_says_so(tmp_path):
    told = page_of(tmp_path).get_text()
    assert "Not run here" in told
    assert "None is built yet" in told
    assert "Not measured here" in told


def test_times_memory_and_reasons_of_each_chapter_are_shown_and_text_is_no_markup(tmp_path, folder):
    (folder / "some-where.json").write_text(json.dumps(TIMES), encoding="utf-8")
    page = page_of(tmp_path)
    assert page.find("h3").get_text() == "some-where"
    assert "Built on 22 November 2026, 10:00 UTC." in page.get_text()
    row, book = page.find("tbody").find_all("tr")
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        "trends",
        "4.2",
        "198",
        "ran: ‘<b>.csv’ changed",
    ]
    assert [cell.get_text() for cell in book.find_all(["th", "td"])] == ["the book", "12.3", "", "compiled"]


def test_the_page_leads_to_the_pages_of_an_edition_that_stand(tmp_path, folder):
    (folder / "some-where.json").write_text(json.dumps(TIMES), encoding="utf-8")
    site = tmp_path / "_build" / "html" / "some-where"
    site.mkdir(parents=True)
    (site / "status.html").write_text("", encoding="utf-8")
    (link,) = page_of(tmp_path).find_all("a")
    assert (folder / link["href"]).resolve() == site / "status.html"


def test_the_tests_are_counted_from_what_pytest_itself_wrote(tmp_path, folder):
    (tmp_path / "test_four.py").write_text(
        "import pytest\n"
        "def test_one(): pass\n"
        "def test_two(): assert False\n"
        "def test_three(): pytest.skip('no browser')\n"
        "def test_four(missing): pass\n",
        encoding="utf-8",
    )
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, "test_four.py"]
    subprocess.run([*run, f"--junit-xml={folder / 'tests.xml'}"], cwd=tmp_path, capture_output=True, check=False)
    found = read_tests(tmp_path)
    assert found is not None
    assert {name: found[name] for name in ("tests", "passed", "failed", "skipped")} == {
        "tests": 4, "passed": 1, "failed": 2, "skipped": 1,
    }  # fmt: skip
    assert "4 tests, 1 passed, 2 failed, 1 skipped" in page_of(tmp_path).get_text()


@pytest.mark.parametrize("left", ["", "<testsuites>", "<testsuites></testsuites>", "<html></html>"])
def test_results_that_were_broken_off_are_none(tmp_path, folder, left):
    (folder / "tests.xml").write_text(left, encoding="utf-8")
    assert read_tests(tmp_path) is None


def test_what_was_measured_is_shown_as_it_was_written_with_its_date(tmp_path):
    measured = tmp_path / "docs" / "measured"
    measured.mkdir(parents=True)
    text = "# axe\n\nFound on 22 November 2026 <b>x</b>.\n\n| Page | 360 px |\n| --- | ---: |\n| index | 0 |\n"
    (measured / "axe.md").write_text(text, encoding="utf-8")
    page = page_of(tmp_path)
    section = page.find("section")
    assert section.find("h3").get_text() == "axe"
    assert section.find("table").parent["tabindex"] == "0"
    assert "22 November 2026 <b>x</b>" in section.get_text()
    assert [cell.get_text() for cell in section.find("tbody").find_all("td")] == ["index", "0"]
    assert len(page.find_all("h1")) == 1
