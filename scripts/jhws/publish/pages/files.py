"""Read and write the pages of a built site."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

# Every page of a site by its name, `trends.html`.
Pages = dict[str, BeautifulSoup]

_HTML5 = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml,
    void_element_close_prefix="",
    empty_attributes_are_booleans=True,
)


def read_pages(site: Path) -> Pages:
    """Read every page of a site, in the order of their names; the theme's own fragments are none."""
    paths = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.relative_to(site).parts]
    return {path.relative_to(site).as_posix(): parse(path.read_text(encoding="utf-8")) for path in paths}


def parse(html: str) -> BeautifulSoup:
    """Read a page, or a part of one."""
    return BeautifulSoup(html, "html.parser")


def charset(page: BeautifulSoup) -> Tag:
    """Give the part of a page's head that stands first; what must come before all else follows it."""
    part = page.select_one("meta[charset]")
    if part is None:
        raise ValueError("a page of Sphinx declares its character set")
    return part


def write_pages(pages: Pages, site: Path) -> None:
    """Write the pages into their site."""
    for name, page in pages.items():
        (site / name).write_text(page.decode(formatter=_HTML5), encoding="utf-8", newline="\n")
