"""Describe a page to search engines and to those who pass it on."""

from __future__ import annotations

import textwrap
from pathlib import Path

from lxml.html import HtmlElement

from jhws.edition import Edition
from jhws.publish.kept import Kept
from jhws.publish.pages.files import add, first

CARD = "_static/share-card.png"
ICON = "_static/favicon.svg"
# What those who show cards ask for, in pixels.
_WIDTH, _HEIGHT = 1200, 630
_DOTS = 100
_LONGEST = 155


def describe(page: HtmlElement, edition: Edition) -> None:
    """Write into a page's head what it says, its card and its icon.

    A card's picture needs a whole address. Where `_config.yml` gives one (``html_baseurl``), Sphinx has written
    it into the page's canonical link.
    """
    heading = first(page, "h1")
    title = edition.title if heading is None else heading.text_content().strip()
    words = textwrap.shorten(answer(page) or title, _LONGEST, placeholder=" …")
    canonical = first(page, "link[rel=canonical]")
    address = "" if canonical is None else canonical.get("href")
    base = address.rpartition("/")[0] + "/" if address else ""
    facts = {
        "og:type": "article",
        "og:site_name": edition.title,
        "og:title": title,
        "og:description": words,
        "og:locale": "en_GB",
        "og:image": base + CARD,
        "og:image:width": str(_WIDTH),
        "og:image:height": str(_HEIGHT),
        "og:image:alt": edition.title,
    } | ({"og:url": address} if address else {})
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "description": words,
        "twitter:card": "summary_large_image",
    }
    for name, content in named.items():
        add(page.head, "meta", name=name, content=content)
    for name, content in facts.items():
        add(page.head, "meta", property=name, content=content)
    add(page.head, "link", rel="icon", type="image/svg+xml", href=ICON)


def answer(page: HtmlElement) -> str:
    """Give the answer that a page begins with, or its first paragraph."""
    lead, text = (first(page, css) for css in (".lead-sentences p", "article p:not(.edition-line)"))
    found = text if lead is None else lead
    return "" if found is None else " ".join(found.text_content().split())


def draw_card(site: Path, edition: Edition, front: HtmlElement, kept: Kept) -> None:
    """Draw the edition's card, unless it is kept: its title and the answer of its front page."""
    title = textwrap.fill(edition.title, 30)
    words = textwrap.fill(textwrap.shorten(answer(front), 190, placeholder=" …"), 52)
    kept.write(site / CARD, [title, words], lambda target: _draw(title, words, target))


def _draw(title: str, words: str, target: Path) -> None:
    import matplotlib.pyplot as plt  # not before: a card that is kept need not wait for it

    from jhws.present.style import DARK_BLUE, book_style

    with book_style():
        card = plt.figure(figsize=(_WIDTH / _DOTS, _HEIGHT / _DOTS), dpi=_DOTS, facecolor=DARK_BLUE)
        card.text(0.07, 0.88, title, color="white", fontsize=40, fontweight="bold", va="top", linespacing=1.2)
        card.text(0.07, 0.12, words, color="white", fontsize=24, va="bottom", linespacing=1.4)
        card.savefig(target, metadata={"Software": None})
        plt.close(card)
