"""Lead from a word that the papers explain, where a page first uses it, to its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from jhws.publish.pages.files import Pages, around, first, select

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
    places = {form.casefold(): term.get("id") for term in _terms(pages[PAGE]) for form in _forms(term.text_content())}
    if not places:
        return
    longest_first = sorted(places, key=len, reverse=True)
    # A term before a word with a capital is part of a name, as in ‘Wellbeing Board’.
    used = re.compile(rf"\b((?i:{'|'.join(map(re.escape, longest_first))}))\b(?! [A-Z])")
    for name, page in pages.items():
        if name != PAGE:
            _link(page, used, places)


def _terms(glossary: HtmlElement) -> list[HtmlElement]:
    return select(glossary, "span[id^=term-]")


def _forms(term: str) -> Iterator[str]:
    """Give the forms of a term: 'Deprivation of Liberty Safeguards (DoLS)' is used in its long and its short one."""
    parts = _IN_BRACKETS.match(term)
    yield from parts.groupdict().values() if parts else [term]


def _link(page: HtmlElement, used: re.Pattern[str], places: dict[str, str]) -> None:
    linked: set[str] = set()
    for paragraph in select(page, "article p:not(.edition-line)"):
        if around(paragraph, *_NOT_PROSE) is not None or first(paragraph, ".exhibit-note") is not None:
            continue
        for text in paragraph.xpath(".//text()"):
            before = text.getparent()
            inside = before if text.is_text else before.getparent()
            if inside.tag not in _NOT_PROSE and around(inside, *_NOT_PROSE) is None:
                _link_text(text, used, places, linked)


def _link_text(text: Any, used: re.Pattern[str], places: dict[str, str], linked: set[str]) -> None:
    """Part a text where it first uses a term; in lxml's trees a text belongs to what it stands in or behind."""
    owner = text.getparent()
    parts: list[str] = []
    links: list[HtmlElement] = []
    end = 0
    for found in used.finditer(text):
        place = places[found[0].casefold()]
        if place in linked:
            continue
        linked.add(place)
        link = owner.makeelement("a", {"href": f"{PAGE}#{place}", "class": "term"})
        link.text = found[0]
        links.append(link)
        parts.append(text[end : found.start()])
        end = found.end()
    if not links:
        return
    before, *parts = *parts, text[end:]
    for link, part in zip(links, parts, strict=True):
        link.tail = part
    if text.is_text:
        owner.text = before
        owner[:0] = links
    else:
        owner.tail = before
        place_behind = owner.getparent().index(owner) + 1
        owner.getparent()[place_behind:place_behind] = links
