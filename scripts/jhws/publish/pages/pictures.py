"""Make pictures small, say how large each is before it is there, and load late what lies below the fold."""

from __future__ import annotations

import re
from pathlib import Path

import imagesize
from lxml.html import HtmlElement

from jhws.publish.pages.files import select

# A hundredth of a point is less than any screen or printer shows.
_PLACES = 2
_SHAPE = re.compile(r'(?<= d=")[^"]*')
_DECIMAL = re.compile(r"-?\d*\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")
_REMARK = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)


def slim_drawings(site: Path) -> None:
    """Write every SVG of a site smaller: shapes to a hundredth of a point, no remarks, no line for each stroke.

    Words with a rim are drawn letter by letter, twice: such a picture has a million letters before and a third of
    them afterwards.
    """
    for path in (site / "_images").glob("*.svg"):
        path.write_text(slim(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def slim(svg: str) -> str:
    """Write an SVG smaller that shows the same."""
    svg = _SHAPE.sub(lambda shape: " ".join(_DECIMAL.sub(_shorter, shape[0]).split()), _REMARK.sub("", svg))
    return re.sub(r">\s+<", "><", svg)


def _shorter(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), _PLACES):z.{_PLACES}f}".rstrip("0").rstrip(".")


def give_sizes(page: HtmlElement, site: Path) -> None:
    """Give every picture its width and height, so that text does not jump when it comes; all but the first wait."""
    for number, picture in enumerate(select(page, "img[src]")):
        width, height = imagesize.get(site / picture.get("src"))
        picture.set("width", str(round(width)))
        picture.set("height", str(round(height)))
        if number:
            picture.set("loading", "lazy")
