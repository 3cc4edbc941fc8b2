"""axe-core finds nothing on any page of any edition, light and dark, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import PAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe cannot judge by itself: signs that are no letters. Their contrast is held by test_contrast.py.
NO_LETTERS = "Element content contains only non-text characters"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(visit, page):
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            # High enough for the whole menu: of what is scrolled away axe cannot tell the contrast.
            view = visit(page, width, height=1600, scheme=scheme)
            # Without `preload`, which would ask for the style sheet once more: the page's policy forbids that.
            options = {"runOnly": RULES, "preload": False, "resultTypes": ["violations", "incomplete"]}
            found = Axe().run(view, options=options).response
            assert [told(rule) for rule in found["violations"]] == [], (width, scheme)
            assert [told(rule) for rule in found["incomplete"] if not no_letters(rule)] == [], (width, scheme)
            assert view.faults == [], (width, scheme)


def told(rule: dict) -> str:
    return f"{rule['id']}: {[node['html'][:150] for node in rule['nodes'][:3]]}"


def no_letters(rule: dict) -> bool:
    return all(check["message"] == NO_LETTERS for node in rule["nodes"] for check in node["any"])
