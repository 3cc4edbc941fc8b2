"""Light and private: what a page weighs, whom it asks, and what it forbids."""

import functools
import gzip
import http.server
import re
import threading
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .conftest import CHAPTERS, PAGES

KILOBYTE = 1000
LANDING, HEAVIEST = 60 * KILOBYTE, 250 * KILOBYTE
ELEMENTS = 5000  # of a page; with twice as many a phone is busy long enough for Lighthouse to take points off


def read(sites: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((sites / page).read_text(encoding="utf-8"), "html.parser")


def weight(path: Path) -> int:
    """Weigh a file as a server sends it: text compressed, a picture of dots as it is."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".png" else len(gzip.compress(data, 6))


@pytest.mark.slow
@pytest.mark.parametrize("page", CHAPTERS)
def test_a_page_weighs_no_more_than_a_phone_on_a_bad_line_can_bear(sites, page):
    path = sites / page
    asked = {str(part.get("src") or part.get("href")) for part in read(sites, page).select("[src], link[rel*=icon]")}
    asked |= {str(link["href"]) for link in read(sites, page).select("link[rel=stylesheet]")}
    total = weight(path) + sum(weight(path.parent / address) for address in asked)
    assert total <= (LANDING if path.name == "index.html" else HEAVIEST)


@pytest.mark.slow
@pytest.mark.parametrize("page", CHAPTERS)
def test_a_page_has_no_more_elements_than_a_phone_lays_out_at_once(sites, page):
    soup = read(sites, page)
    assert len(soup.find_all(True)) <= ELEMENTS
    # The theme's script measures what has this class, and so has a browser lay out what nobody sees.
    assert soup.select("details .pst-scrollable-table-container") == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_no_script_holds_up_the_first_paint_and_none_stands_in_the_page_but_the_policys_own(sites, page):
    soup = read(sites, page)
    scripts = soup.select("script")
    assert all(script.has_attr("defer") for script in scripts if script.has_attr("src"))
    assert len([script for script in scripts if not script.has_attr("src")]) == 1
    assert soup.select("[style], style, [onclick], [onload], iframe, object, embed") == []
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nobody_else_keeps_no_cookie_and_passes_its_own_policy(visit, page):
    view = visit(page)
    view.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert [url for url in view.asked if not url.startswith(("file:", "data:"))] == []
    assert view.evaluate("document.cookie") == ""
    assert view.context.cookies() == []
    assert view.faults == []


@pytest.mark.slow
@pytest.mark.parametrize("page", CHAPTERS)
def test_pictures_have_their_size_and_those_below_the_fold_wait(sites, page):
    pictures = read(sites, page).select("img")
    for number, picture in enumerate(pictures):
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
        assert picture.get("loading") == ("lazy" if number else None)


@pytest.mark.slow
def test_a_planted_script_does_not_run(visit, sites, tmp_path):
    page = sites / CHAPTERS[0]
    planted = page.with_name("planted.html")
    text = page.read_text(encoding="utf-8")
    planted.write_text(
        text.replace(
            "</h1>",
            "</h1><script>document.title = 'planted'</script><img src=x onerror=\"document.title='planted'\">",
            1,
        ),
        encoding="utf-8",
    )
    try:
        view = visit(planted.relative_to(sites).as_posix())
        assert view.title() != "planted"
        assert any("Content Security Policy" in fault for fault in view.faults)
    finally:
        planted.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("page", CHAPTERS)
def test_the_head_says_what_the_page_is(sites, page):
    soup = read(sites, page)
    assert soup.html["lang"] == "en-GB"
    assert len(soup.select("meta[name=viewport]")) == 1
    description = soup.select_one("meta[name=description]")["content"]
    assert 50 <= len(description) <= 160
    assert soup.select_one("meta[property='og:description']")["content"] == description
    assert soup.select_one("meta[property='og:title']")["content"] == soup.select_one("h1").get_text()
    folder = (sites / page).parent
    assert (folder / soup.select_one("meta[property='og:image']")["content"]).stat().st_size > 10_000
    assert (folder / soup.select_one("link[rel=icon]")["href"]).exists()
    assert soup.select("link[rel=canonical]") == []
    assert not re.search(r"thebe|mathjax|bootstrap\.js|fontawesome\.js", str(soup), re.IGNORECASE)


@pytest.mark.slow
def test_from_a_server_too_a_page_passes_its_own_policy(browser, sites):
    handler = functools.partial(Quiet, directory=str(sites))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        view = browser.new_page()
        faults, asked = [], []
        view.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        view.on("request", lambda request: asked.append(request.url))
        address = f"http://127.0.0.1:{server.server_port}/"
        for page in (CHAPTERS[0], f"{CHAPTERS[0].split('/')[0]}/search.html?q=health"):
            view.goto(address + page, wait_until="networkidle")
            assert faults == []
        assert view.locator("#search-results li").count()
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        view.close()
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
