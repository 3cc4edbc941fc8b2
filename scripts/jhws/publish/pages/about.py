"""Say on every page which edition it is and of which day, and leave room for the way to the others."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup

from jhws.edition import Edition
from jhws.present.numbers import on_day
from jhws.publish.pages.files import Pages, parse

# What stands between these marks changes whenever another edition is built.
SIBLINGS = ("<!--siblings-->", "<!--/siblings-->")
SWITCHER = ("<!--switcher-->", "<!--/switcher-->")
_LINE = Markup('<p class="edition-line">Edition {period}, as of {day}.{changed} {begin}{end}</p>')
_CHANGED = Markup(' <a href="{address}">What changed</a>.')
_PLACE = Markup('<div class="sidebar-primary-item editions">{begin}{end}</div>')
_IS_ABOUT_CHANGE = re.compile(r"what-(has-)?changed")


def tell_edition(pages: Pages, edition: Edition) -> None:
    """Write below the heading of each page its edition and day, with a way to what changed, if a page tells it."""
    address = _what_changed(pages)
    changed = _CHANGED.format(address=address) if address else ""
    day = on_day(pd.Timestamp(edition.as_of))
    begin, end = map(Markup, SIBLINGS)
    line = _LINE.format(period=edition.period, day=day, changed=changed, begin=begin, end=end)
    begin, end = map(Markup, SWITCHER)
    for page in pages.values():
        for heading in page.select("h1"):
            heading.insert_after(parse(line))
        for sidebar in page.select(".sidebar-primary-items__end"):
            sidebar.append(parse(_PLACE.format(begin=begin, end=end)))


def _what_changed(pages: Pages) -> str | None:
    for name, page in pages.items():
        for section in page.select("section[id]"):
            if _IS_ABOUT_CHANGE.match(str(section["id"])):
                return f"{name}#{section['id']}"
    return None
