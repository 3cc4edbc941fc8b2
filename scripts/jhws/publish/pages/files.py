"""Read and write the pages of a built site, and what every duty does to their parts: find one, read one in, put it in.

The trees are those of lxml: its own methods (``append``, ``drop_tree``, ``text_content``) do the rest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, document_fromstring, fragment_fromstring, tostring

# Every page of a site by its name, `trends.html`.
Pages = dict[str, HtmlElement]


def read_pages(site: Path) -> Pages:
    """Read every page of a site, in the order of their names; the theme's own fragments are none."""
    paths = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.relative_to(site).parts]
    return {path.relative_to(site).as_posix(): parse(path.read_text(encoding="utf-8")) for path in paths}


def write_pages(pages: Pages, site: Path) -> None:
    """Write the pages into their site."""
    for name, page in pages.items():
        (site / name).write_text(html_of(page) + "\n", encoding="utf-8", newline="\n")


def parse(html: str) -> HtmlElement:
    """Read a page."""
    return document_fromstring(html)


def parse_part(html: str) -> HtmlElement:
    """Read a part of a page that is one element."""
    return fragment_fromstring(html.strip())


def html_of(page: HtmlElement) -> str:
    """Write a page."""
    return str(tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))


def select(page: HtmlElement, css: str) -> list[HtmlElement]:
    """Find the parts that a CSS selector names, in the order of the page."""
    return list(_selector(css)(page))


def first(page: HtmlElement, css: str) -> HtmlElement | None:
    """Find the first part that a CSS selector names, if there is any."""
    return next(iter(select(page, css)), None)


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def around(part: HtmlElement, *names: str) -> HtmlElement | None:
    """Find the nearest element of one of these names that a part stands in."""
    return next(part.iterancestors(*names), None)


def put_behind(part: HtmlElement, other: HtmlElement) -> None:
    """Put an element right behind another, before the text that follows it."""
    other.tail, part.tail = part.tail, None
    part.addnext(other)


def replace(part: HtmlElement, other: HtmlElement) -> None:
    """Put another element in the place of one; the text behind it stays."""
    put_behind(part, other)
    part.drop_tree()


def add(part: HtmlElement, tag: str, /, **attributes: str) -> HtmlElement:
    """Add an element at the end of another."""
    last = part.makeelement(tag, attributes)
    part.append(last)
    return last


def charset(page: HtmlElement) -> HtmlElement:
    """Give the part of a page's head that stands first; what must come before all else follows it."""
    part = first(page, "meta[charset]")
    if part is None:
        raise ValueError("a page of Sphinx declares its character set")
    return part
