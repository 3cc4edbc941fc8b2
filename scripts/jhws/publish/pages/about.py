"""Say on every page which edition it is and of which day, and lead to the same page of the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd
from jinja2 import Environment, PackageLoader

from jhws.edition import Edition
from jhws.present.numbers import on_day
from jhws.publish.pages.files import Pages, parse_part, put_behind, select

_TEMPLATES = Environment(
    loader=PackageLoader("jhws.publish.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TELLS_CHANGE = re.compile(r"what-(has-)?changed-since")


def tell_edition(pages: Pages, edition: Edition, editions: Sequence[Edition]) -> None:
    """Write below each heading the edition and its day, and into the sidebar the way to every edition.

    The links are plain ones, which need no script and lead from folder to folder without a server. They follow
    the editions that the project has, built or not, so that a page does not depend on what was built before it.

    Parameters
    ----------
    pages
        The pages of the edition's site.
    edition
        The edition.
    editions
        All editions of the project, this one among them.
    """
    ordered = sorted(editions, key=lambda each: (each.as_of, each.id), reverse=True)
    of_area = [each for each in ordered if each.area == edition.area]
    facts = {
        "edition": edition,
        "editions": ordered,
        "day": on_day(pd.Timestamp(edition.as_of)),
        "changed": _what_changed(pages),
        "earlier": next((each for each in of_area if each.as_of < edition.as_of), None),
        "newer": next((each for each in of_area if each.as_of > edition.as_of), None),
    }
    for name, page in pages.items():
        address = _addresses(name, edition)
        line = _TEMPLATES.get_template("line.html.j2").render(facts, address=address)
        switcher = _TEMPLATES.get_template("switcher.html.j2").render(facts, address=address)
        for heading in select(page, "h1"):
            put_behind(heading, parse_part(line))
        for sidebar in select(page, ".sidebar-primary-items__end"):
            if len(ordered) > 1:
                sidebar.append(parse_part(switcher))


def _addresses(name: str, edition: Edition) -> Callable[[Edition], str]:
    """Give what leads from a page to the same page of another edition, or to its front where it has no such page."""
    chapter = name.removesuffix(".html")

    def address(other: Edition) -> str:
        there = chapter in other.chapter_names() or chapter not in edition.chapter_names()
        return f"../{other.id}/{name if there else 'index.html'}"

    return address


def _what_changed(pages: Pages) -> str | None:
    """Find the section that tells what changed since the edition before, if the site has one."""
    for name, page in pages.items():
        for section in select(page, "section[id]"):
            if _TELLS_CHANGE.match(section.get("id")):
                return f"{name}#{section.get('id')}"
    return None
