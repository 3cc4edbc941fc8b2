"""Every edition builds, shows what its papers hold, and no figure of another area unless as a comparator."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws.data import districts_of, read_table
from jhws.edition import edition_files, load_edition
from jhws.publish.offered import DATA_PACKAGE, PAPERS, WORKBOOKS

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).resolve().parents[2]
EDITIONS = [path.stem for path in edition_files(PROJECT)]


@pytest.fixture(scope="module", params=EDITIONS)
def built(request, sites):
    return load_edition(PROJECT / "data" / "editions" / f"{request.param}.yml", PROJECT), sites / request.param


def test_each_chapter_of_the_edition_is_a_page_in_its_contents(built):
    edition, site = built
    page = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    linked = {link["href"].partition("#")[0] for link in page.select("nav a[href]")}
    for chapter in edition.chapter_names():
        assert (site / f"{chapter}.html").exists()
        assert chapter == "index" or f"{chapter}.html" in linked


def test_no_page_says_that_it_has_nothing_to_show(built):
    _, site = built
    for page in site.glob("*.html"):
        assert "nothing to show" not in page.read_text(encoding="utf-8"), page.name


def test_no_figure_of_another_area_stands_in_the_edition_unless_as_a_comparator(built):
    edition, site = built
    allowed = {edition.area, edition.reference, *edition.comparators, *districts_of(edition.area, project=PROJECT)}
    seen = 0
    for path in sorted((site / "downloads").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            codes = {row["area_code"] for row in csv.DictReader(file) if row.get("area_code")}
        assert codes <= allowed, path.name
        seen += len(codes)
    assert seen > 0


def test_every_source_that_an_exhibit_rests_on_is_official_or_a_paper_of_the_edition(built):
    edition, site = built
    sources = read_table("sources", project=PROJECT)
    official = set(sources.loc[sources["document_type"].str.startswith(("official", "guidance")), "source_id"])
    for path in sorted((site / "downloads").glob("*.csv")):
        rows = pd.read_csv(path, dtype=str)
        if "source_id" in rows and path.stem not in {
            "sources",
            "indicators",
            "targets",
            "target-chances",
            "dropped-series",  # what the papers of the edition before gave
        }:
            assert set(rows["source_id"].dropna()) <= official | set(edition.sources), path.name


def test_the_edition_has_its_board_paper_its_workbooks_and_its_data(built):
    _, site = built
    for name in (*PAPERS, *WORKBOOKS, DATA_PACKAGE):
        assert (site / name).stat().st_size > 5_000, name
