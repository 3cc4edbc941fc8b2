"""Markup, formulas and odd letters planted in data stay text: in pages, in alt text, in what is downloaded."""

import csv
import re

import pytest
from bs4 import BeautifulSoup

from jhws.edition import load_edition
from jhws.publish.build import build_edition

pytestmark = pytest.mark.slow
EDITION = "leicestershire-2024-25"
SCRIPT = "<script>document.title='planted'</script><b>&amp;"
FORMULA = '=HYPERLINK("https://planted.example","x")'
EMOJI = "Tea 🫖 and *talk*"
HEBREW = "מרכז בריאות"
LONG = ("A name of three hundred letters " * 10)[:300].strip()


@pytest.fixture(scope="module")
def planted(tmp_path_factory, copy_into):
    """Build an edition whose tables hold what nobody should write in them."""
    project = copy_into(tmp_path_factory.mktemp("planted"))
    plant(project / "data" / "indicators.csv", "Adults who smoke", SCRIPT)
    for name, words in {
        "Assistive Technology": FORMULA,
        "Nursing care": EMOJI,
        "Disabled Facilities Grants": HEBREW,
        "Housing Enablement Team": LONG,
    }.items():
        plant(project / "data" / "activities.csv", name, words)
    path = project / "data" / "editions" / f"{EDITION}.yml"
    return build_edition(load_edition(path, project), project).page.parent


def plant(table, old: str, new: str) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [[new if cell == old else cell for cell in row] for row in csv.reader(lines)]
    assert any(new in row for row in rows), f"the test is out of date: {table.name} does not hold {old}"
    with table.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def words(site, page: str) -> str:
    soup = BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")
    for code in soup.select("pre"):
        code.decompose()
    return " ".join(soup.get_text(" ").split())


@pytest.mark.parametrize(
    ("page", "text"),
    [("trends.html", SCRIPT), *(("delivered.html", text) for text in (FORMULA, EMOJI, HEBREW, LONG))],
    ids=["script", "formula", "emoji", "right to left", "long"],
)
def test_what_was_planted_stands_on_its_page_as_text(planted, page, text):
    assert text in words(planted, page)


def test_no_element_came_of_what_was_planted(planted):
    for page in planted.glob("*.html"):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        assert not [script for script in soup.select("script") if "planted" in str(script)]
        assert not [link for link in soup.select("[href], [src]") if "planted.example" in str(link.get("href"))]


def test_alt_text_holds_it_as_text(planted):
    soup = BeautifulSoup((planted / "trends.html").read_text(encoding="utf-8"), "html.parser")
    assert any(SCRIPT in picture["alt"] for picture in soup.select("img[alt]"))


def test_a_picture_holds_no_element_of_it(planted):
    for picture in planted.glob("_images/*.svg"):
        assert "<script" not in picture.read_text(encoding="utf-8")


def test_no_cell_to_download_is_a_formula(planted):
    cells = set()
    for file in planted.glob("downloads/*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            cells |= {cell for row in csv.reader(lines) for cell in row}
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?!\d[\d,]*(\.\d+)?(e-?\d+)?%?$)", cell)]
    assert SCRIPT in cells or any(SCRIPT in cell for cell in cells)


@pytest.mark.parametrize("page", ["index.html", "delivered.html", "trends.html"])
@pytest.mark.parametrize("width", [320, 1280])
def test_in_a_browser_it_does_nothing_and_fits(browser, planted, page, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    view = context.new_page()
    view.goto((planted / page).as_uri())
    assert view.title() != "planted"
    assert view.evaluate("() => document.documentElement.scrollWidth") <= width
    context.close()
