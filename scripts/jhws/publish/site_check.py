"""Check a built site for what Jupyter Book's own warnings do not see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml.html import HtmlElement

from jhws.faults import Fault
from jhws.publish.pages.files import Pages, select

_ELSEWHERE = re.compile(r"(https?:)?//")
_FILE_NAME = re.compile(r"\S+\.(svg|png|jpe?g|gif|webp)|_images/\S*", re.IGNORECASE)
# Elements that a browser fetches by itself, with the attribute that says from where.
_FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}
_NOT_FETCHED = {"canonical", "alternate", "next", "prev", "search", "author"}


def check_pages(pages: Pages, site: Path) -> list[Fault]:
    """Look over every page of a built site.

    Parameters
    ----------
    pages
        The pages.
    site
        The folder in which they stand.

    Returns
    -------
    list of Fault
        Pictures whose alt text is missing or a file name, requests to another host, links to files of the
        site, or to places in its pages, that are not there.
    """
    places = {name: {part.get("id") for part in select(page, "[id]")} for name, page in pages.items()}
    return [fault for name, page in pages.items() for fault in _check_page(name, page, site, places)]


def _check_page(name: str, page: HtmlElement, site: Path, places: dict[str, set[str]]) -> Iterator[Fault]:
    for picture in page.iter("img"):
        alt = picture.get("alt", "").strip()
        is_logo = "logo__image" in picture.get("class", "").split()
        if not is_logo and (not alt or _FILE_NAME.fullmatch(alt)):
            yield Fault(name, picture.get("src", ""), alt, "a picture has alt text that says what it shows.")
    for element in page.iter(*_FETCHED):
        address = element.get(_FETCHED[element.tag], "")
        if _ELSEWHERE.match(address) and not _NOT_FETCHED & set(element.get("rel", "").split()):
            yield Fault(name, element.tag, address, "a page asks no other host for anything.")
    for link in select(page, "a[href]"):
        yield from _check_link(link.get("href"), name, site, places)


def _check_link(address: str, name: str, site: Path, places: dict[str, set[str]]) -> Iterator[Fault]:
    if re.match(r"[a-z]+:", address):
        return
    file, _, place = address.partition("#")
    file = file.partition("?")[0] or name
    target = (site / name).parent.joinpath(file).resolve()
    if not target.is_relative_to(site.resolve()):
        return  # another edition, which may not be built; ‘jhws publish’ refuses if it is not
    if not target.exists():
        yield Fault(name, "link", file, "there is no such file in the site.")
    elif place and place not in places.get(file, {place}):
        yield Fault(name, "link", address, "there is no such place in the page.")
