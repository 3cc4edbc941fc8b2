"""The HTML of every page: valid, linked, told in words."""

import csv
import itertools
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from .conftest import CHAPTERS, EDITIONS, PAGES

pytestmark = pytest.mark.slow
# Words that say nothing of where a link leads.
EMPTY_WORDS = {"here", "click here", "link", "more", "read more", "this", "this page", "download", "csv"}


def read(sites: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((sites / page).read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("page", PAGES)
def test_the_html_is_valid(sites, page):
    parser = html5lib.HTMLParser()
    parser.parse((sites / page).read_text(encoding="utf-8"))
    assert [(place, code) for place, code, _ in parser.errors] == []
    ids = Counter(part["id"] for part in read(sites, page).select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_place_that_are_there(sites, page):
    for link in read(sites, page).select("a[href]"):
        file, _, place = link["href"].partition("#")
        if re.match("[a-z]+:", file):
            assert file.startswith("https://")
            continue
        target = ((sites / page).parent / file).resolve() if file else sites / page
        assert target.is_file(), link
        if place:
            assert read(target.parent, target.name).find(id=place), link


@pytest.mark.parametrize("page", PAGES)
def test_links_make_sense_alone(sites, page):
    for link in read(sites, page).select("a[href]"):
        words = " ".join(link.get_text(" ").split()) or link.get("aria-label", "")
        assert len(words) > 2, link
        assert words.lower().rstrip(".") not in EMPTY_WORDS, link


@pytest.mark.parametrize("page", PAGES)
def test_headings_begin_with_one_of_the_first_order_and_none_is_skipped(sites, page):
    levels = [int(heading.name[1]) for heading in read(sites, page).select("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


@pytest.mark.parametrize("page", CHAPTERS)
def test_every_table_has_a_caption_and_says_what_its_headings_head(sites, page):
    for table in read(sites, page).select("table"):
        assert table.caption is not None, table
        assert table.caption.get_text(strip=True), table
        assert all(cell.get("scope") in {"col", "row", "rowgroup"} for cell in table.select("th")), table
        assert table.select("thead th[scope=col]"), table


@pytest.mark.parametrize("page", CHAPTERS)
def test_the_data_of_every_figure_is_a_table_one_click_away(sites, page):
    for figure in read(sites, page).select("article figure"):
        table = figure.select_one("details table")
        assert table is not None, figure["id"]
        file = (sites / page).parent / figure.select_one("a.exhibit-data")["href"]
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if shown := side_by_side(table, {row.get("area_name", "") for row in rows} - {""}):
            values = sorted(float(row["value"] or row["forecast"]) for row in rows)
            assert sorted(shown) == pytest.approx(values, rel=6e-4)  # four digits
        else:
            assert len(table.select("tbody tr")) == len(rows)


def side_by_side(table: Tag, areas: set[str]) -> list[float]:
    """Give the values of a table that has a column, or a value's and a forecast's, for each area."""
    heads = [cell.text for cell in table.select("thead th")]
    columns = [place for place, head in enumerate(heads) if head.startswith(tuple(areas))]
    cells = [row.select("th, td")[place].text for row in table.select("tr:has(td)") for place in columns]
    return [float(cell.split()[0].replace(",", "").replace("−", "-")) for cell in cells if cell != "–"]


@pytest.mark.parametrize("page", CHAPTERS)
def test_every_page_says_its_edition_and_leads_to_the_others(sites, page):
    soup = read(sites, page)
    assert re.search(
        r"Edition 20\d\d-\d\d, as of \d{1,2} [A-Z][a-z]+ 20\d\d\.", soup.select_one("h1 + .edition-line").text
    )
    links = soup.select("nav[aria-label=Editions] a")
    assert len(links) == (len(EDITIONS) if len(EDITIONS) > 1 else 0)


def test_an_earlier_edition_leads_to_the_newer_one_and_back(sites):
    earlier = read(sites, "leicestershire-2019-20/trends.html").select_one(".edition-line a")
    later = read(sites, "leicestershire-2024-25/trends.html").select(".edition-line a")
    assert earlier["href"] == "../leicestershire-2024-25/trends.html"
    assert "../leicestershire-2019-20/trends.html" in [link["href"] for link in later]
