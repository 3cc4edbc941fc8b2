"""Say how large each picture is before it is there, and load late what lies below the fold."""

from __future__ import annotations

from pathlib import Path

import imagesize
from lxml.html import HtmlElement

from jhws.publish.pages.files import select


def give_sizes(page: HtmlElement, site: Path) -> None:
    """Give every picture its width and height, so that text does not jump when it comes; all but the first wait."""
    for number, picture in enumerate(select(page, "img[src]")):
        width, height = imagesize.get(site / picture.get("src"))
        picture.set("width", str(round(width)))
        picture.set("height", str(round(height)))
        if number:
            picture.set("loading", "lazy")
