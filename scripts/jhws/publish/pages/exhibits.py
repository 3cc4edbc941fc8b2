"""Put the data of each figure one click away, as a table that anybody can read."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader
from lxml.html import HtmlElement

from jhws.present.numbers import BLANK, number
from jhws.publish.pages.files import around, first, parse_part, select

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish.pages"), autoescape=True, trim_blocks=True)
# Where the figures come from stands under the picture already.
_OF_THE_SOURCE = ["source_id", "locator", "source", "note"]
_DIGITS = 4
_DECIMAL = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?")


def show_data(page: HtmlElement, site: Path) -> None:
    """Add to each figure a table of its data, folded away."""
    for link in select(page, "figure a.exhibit-data"):
        figure = around(link, "figure")
        headline = first(figure, "figcaption strong")
        if headline is None:
            continue
        data = readable(pd.read_csv(site / link.get("href"), dtype=str, keep_default_na=False))
        title = headline.text_content().strip().rstrip(".")
        table = _TEMPLATES.get_template("data.html.j2").render(title=title, data=data, blank=BLANK)
        below(figure).append(parse_part(table))


def below(figure: HtmlElement) -> HtmlElement:
    """Give the part of a figure that stands below its caption."""
    legend = first(figure, ".legend")
    return figure if legend is None else legend


def readable(data: pd.DataFrame) -> pd.DataFrame:
    """Write data, read as text, for a reader: the columns that tell rows apart, in words, rounded to four digits.

    The file to download has all of them, in full.
    """
    data = data.drop(columns=_OF_THE_SOURCE, errors="ignore")
    if len(data) > 1:
        data = data.loc[:, data.nunique() > 1].copy()
    for name in data.columns[data.columns.str.endswith("_id")]:
        data[name] = data[name].str.replace(r"[_-]", " ", regex=True)
    heads = {name: name.removesuffix("_id").replace("_", " ").capitalize() for name in data.columns}
    return data.map(_rounded).rename(columns=heads)


def _rounded(cell: str) -> str:
    """Round a decimal number to four digits; leave whole numbers and words as they are."""
    if not _DECIMAL.fullmatch(cell):
        return cell
    value = float(cell)
    places = _DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    given = len(cell.partition(".")[2].rstrip("0")) if "e" not in cell else places
    return number(value, max(0, min(places, given)))
