"""Say how large each picture is before it is there, and load late what lies below the fold."""

from __future__ import annotations

from pathlib import Path

import imagesize
from bs4 import BeautifulSoup


def give_sizes(page: BeautifulSoup, site: Path) -> None:
    """Give every picture its width and height, so that text does not jump when it comes; all but the first wait."""
    for number, picture in enumerate(page.select("img[src]")):
        width, height = imagesize.get(site / str(picture["src"]))
        picture["width"], picture["height"] = str(round(width)), str(round(height))
        if number:
            picture["loading"] = "lazy"
