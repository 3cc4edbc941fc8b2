"""Lead from a word that the papers explain, where a page first uses it, to its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, PageElement

from jhws.publish.pages.files import Pages

PAGE = "glossary.html"
_IN_BRACKETS = re.compile(r"^(?P<long>.+?) \((?P<short>[^)]+)\)$")
# Prose alone: what stands here is a link already, code, a heading, a caption or a note below a figure.
_NOT_PROSE = ["a", "code", "figure", "table", "h1", "h2", "h3", "nav"]


def link_terms(pages: Pages) -> None:
    """Make the first use of each term in the prose of each page a link to the glossary.

    Parameters
    ----------
    pages
        The pages of a site; without a glossary nothing is done.
    """
    if PAGE not in pages:
        return
    places = {form.casefold(): str(term["id"]) for term in _terms(pages[PAGE]) for form in _forms(term.get_text())}
    if not places:
        return
    longest_first = sorted(places, key=len, reverse=True)
    # A term before a word with a capital is part of a name, as in ‘Wellbeing Board’.
    used = re.compile(rf"\b((?i:{'|'.join(map(re.escape, longest_first))}))\b(?! [A-Z])")
    for name, page in pages.items():
        if name != PAGE:
            _link(page, used, places)


def _terms(glossary: BeautifulSoup) -> list:
    return glossary.select("span[id^=term-]")


def _forms(term: str) -> Iterator[str]:
    """Give the forms of a term: 'Deprivation of Liberty Safeguards (DoLS)' is used in its long and its short one."""
    parts = _IN_BRACKETS.match(term)
    yield from parts.groupdict().values() if parts else [term]


def _link(page: BeautifulSoup, used: re.Pattern[str], places: dict[str, str]) -> None:
    linked: set[str] = set()
    for paragraph in page.select("article p:not(.edition-line)"):
        if paragraph.find_parent(_NOT_PROSE) or paragraph.select_one(".exhibit-note"):
            continue
        for text in paragraph.find_all(string=used):
            if not text.find_parent(_NOT_PROSE):
                _link_text(page, text, used, places, linked)


def _link_text(
    page: BeautifulSoup, text: NavigableString, used: re.Pattern[str], places: dict[str, str], linked: set[str]
) -> None:
    parts: list[PageElement] = []
    end = 0
    for found in used.finditer(text):
        place = places[found[0].casefold()]
        if place in linked:
            continue
        linked.add(place)
        link = page.new_tag("a", href=f"{PAGE}#{place}", attrs={"class": "term"})
        link.string = found[0]
        parts += [NavigableString(text[end : found.start()]), link]
        end = found.end()
    if parts:
        text.replace_with(*parts, NavigableString(text[end:]))
