"""Describe a page to search engines and to those who pass it on."""

from __future__ import annotations

import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
from bs4 import BeautifulSoup

from jhws.edition import Edition
from jhws.present.style import DARK_BLUE, book_style

CARD = "_static/share-card.png"
ICON = "_static/favicon.svg"
# What those who show cards ask for, in pixels.
_WIDTH, _HEIGHT = 1200, 630
_DOTS = 100
_LONGEST = 155


def describe(page: BeautifulSoup, edition: Edition) -> None:
    """Write into a page's head what it says, its card and its icon.

    A card's picture needs a whole address. Where `_config.yml` gives one (``html_baseurl``), Sphinx has written
    it into the page's canonical link.
    """
    head = page.head
    assert head is not None
    heading = page.select_one("h1")
    title = heading.get_text().strip() if heading else edition.title
    words = textwrap.shorten(answer(page) or title, _LONGEST, placeholder=" …")
    canonical = page.select_one("link[rel=canonical]")
    address = str(canonical["href"]) if canonical else ""
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
    head.append(page.new_tag("meta", attrs={"name": "viewport", "content": "width=device-width, initial-scale=1"}))
    head.append(page.new_tag("meta", attrs={"name": "description", "content": words}))
    head.append(page.new_tag("meta", attrs={"name": "twitter:card", "content": "summary_large_image"}))
    for name, content in facts.items():
        head.append(page.new_tag("meta", attrs={"property": name, "content": content}))
    head.append(page.new_tag("link", attrs={"rel": "icon", "type": "image/svg+xml", "href": ICON}))


def answer(page: BeautifulSoup) -> str:
    """Give the answer that a page begins with, or its first paragraph."""
    first = page.select_one(".lead-sentences p") or page.select_one("article p:not(.edition-line)")
    return " ".join(first.get_text().split()) if first else ""


def draw_card(site: Path, edition: Edition, front: BeautifulSoup) -> None:
    """Draw the edition's card: its title and the answer of its front page."""
    with book_style():
        card = plt.figure(figsize=(_WIDTH / _DOTS, _HEIGHT / _DOTS), dpi=_DOTS, facecolor=DARK_BLUE)
        title = textwrap.fill(edition.title, 30)
        words = textwrap.fill(textwrap.shorten(answer(front), 190, placeholder=" …"), 52)
        card.text(0.07, 0.88, title, color="white", fontsize=40, fontweight="bold", va="top", linespacing=1.2)
        card.text(0.07, 0.12, words, color="white", fontsize=24, va="bottom", linespacing=1.4)
        card.savefig(site / CARD, metadata={"Software": None})
        plt.close(card)
