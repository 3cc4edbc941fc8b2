"""A real browser over the built book: every edition is built once, every page looked at in one Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
# Set where a browser has to be there, as in CI: a test that would be skipped fails.
NEEDED = "JHWS_BROWSER_NEEDED"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def pages_of(edition: Path) -> list[str]:
    """List the pages of an edition from its file: its chapters, the search and the page for what is missing."""
    chapters = yaml.safe_load(edition.read_text(encoding="utf-8"))["chapters"]
    names = [part if isinstance(part, str) else part["chapter"] for part in chapters]
    return [*names, "search", "404"]


EDITIONS = sorted(path.stem for path in (PROJECT / "data" / "editions").glob("*.yml"))
PAGES = [f"{name}/{page}.html" for name in EDITIONS for page in pages_of(PROJECT / "data" / "editions" / f"{name}.yml")]
CHAPTERS = [page for page in PAGES if not page.endswith(("/search.html", "/404.html"))]


def one_of_each() -> list[str]:
    """Give each page once, of the newest edition that has it: for tests of what all editions lay out alike."""

    def day(edition: str) -> str:
        return str(yaml.safe_load((PROJECT / "data" / "editions" / f"{edition}.yml").read_text("utf-8"))["as_of"])

    oldest_first = sorted(PAGES, key=lambda page: day(page.partition("/")[0]))
    return sorted({page.partition("/")[2]: page for page in oldest_first}.values())


ONE_OF_EACH = one_of_each()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium; without one the tests skip, or fail where it has to be there."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        reason = f"no Chromium on this machine (looked for {', '.join(_NAMES)}); on Debian: apt-get install chromium"
        (pytest.fail if os.environ.get(NEEDED) else pytest.skip)(reason)
    with sync_playwright() as playwright:
        # Chromium's own sandbox needs rights that a container's root does not have.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, sites) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page of the book from its folder, at a width, in light or dark."""
    contexts = []

    def opened(page: str, width: int = 1280, height: int = 900, scheme: str = "light", **settings) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **settings)
        contexts.append(context)
        view = context.new_page()
        view.faults, view.asked = [], []
        view.on("request", lambda request: view.asked.append(request.url))
        view.on("pageerror", lambda error: view.faults.append(str(error)))
        view.on("console", lambda said: view.faults.append(said.text) if said.type in {"error", "warning"} else None)
        view.on("requestfailed", lambda request: view.faults.append(request.url))
        view.goto((sites / page).as_uri())
        return view

    yield opened
    for context in contexts:
        context.close()
