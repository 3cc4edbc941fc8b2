"""Put the data of each figure one click away, as a table that anybody can read."""

from __future__ import annotations

import io
import math
import re
from functools import partial
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader
from lxml.html import HtmlElement

from jhws.present.numbers import BLANK, listed, number, sentence
from jhws.publish.kept import Kept
from jhws.publish.pages.files import around, first, parse_part, select

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish.pages"), autoescape=True, trim_blocks=True)
# Where the figures come from stands under the picture already.
_OF_THE_SOURCE = ["source_id", "locator", "source", "note"]
# The kind of a row shows in the column that its value stands in.
_OF_FORECASTS = ["kind", "method"]
_ESTIMATES = ["value", "forecast"]
_LOWER = re.compile(r"lower_(\d+)")
_DIGITS = 4
_DECIMAL = re.compile(r"-?\d+\.\d+(e[+-]?\d+)?")


def show_data(page: HtmlElement, site: Path, kept: Kept) -> None:
    """Add to each figure a table of its data, folded away."""
    for link in select(page, "figure a.exhibit-data"):
        figure = around(link, "figure")
        headline = first(figure, "figcaption strong")
        if headline is None:
            continue
        title = headline.text_content().strip().rstrip(".")
        data = (site / link.get("href")).read_text(encoding="utf-8")
        below(figure).append(parse_part(kept.text("data.html", [title, data], partial(_table_of, title, data))))


def _table_of(title: str, data: str) -> str:
    """Write the data of a figure, given as CSV, as a table."""
    rows = readable(pd.read_csv(io.StringIO(data), dtype=str, keep_default_na=False))
    return _TEMPLATES.get_template("data.html.j2").render(title=title, data=rows, blank=BLANK)


def below(figure: HtmlElement) -> HtmlElement:
    """Give the part of a figure that stands below its caption."""
    legend = first(figure, ".legend")
    return figure if legend is None else legend


def readable(data: pd.DataFrame) -> pd.DataFrame:
    """Write data, read as text, for a reader: the unit and the columns that tell rows apart, rounded.

    Limits stand in brackets behind their value, and the areas of a time series side by side, its periods down: the
    index then names the series. The file to download has every column, in full.
    """
    data = data.drop(columns=_OF_THE_SOURCE, errors="ignore")
    if len(data) > 1:
        data = data[[name for name in data if name == "unit" or data[name].nunique() > 1]]
    data = data.drop(columns=[name for name in data.columns if _is_named_beside(data, name)])
    if "forecast" in data:
        data = data.drop(columns=_OF_FORECASTS, errors="ignore")
    for name in data.columns[data.columns.str.endswith("_id")]:
        data = data.assign(**{name: data[name].str.replace(r"[_-]", " ", regex=True)})
    data = _areas_side_by_side(_limits_in_brackets(data.map(_rounded)))
    return data.rename(columns=lambda name: sentence(name.removesuffix("_id").replace("_", " ")))


def _is_named_beside(data: pd.DataFrame, code: str) -> bool:
    """Tell whether a column has codes whose names, in another column, tell as many apart."""
    stem = re.sub(r"_(id|code)$", "", code)
    names = {stem, f"{stem}_name"} & set(data) - {code}
    return stem != code and any(data[name].nunique() == data[code].nunique() for name in names)


def _limits_in_brackets(data: pd.DataFrame) -> pd.DataFrame:
    """Write limits behind what they are the limits of, '9.4 (8.1 to 10.7)', and their level behind its heading."""
    estimates = [name for name in _ESTIMATES if name in data]
    lower = filter(None, map(_LOWER.fullmatch, data.columns))
    levels = sorted(int(name[1]) for name in lower if f"upper_{name[1]}" in data)
    limits = pd.DataFrame({level: _written(data[f"lower_{level}"], data[f"upper_{level}"]) for level in levels})
    # Else nothing tells whose the limits are.
    of_one = (data[estimates] != "").sum(axis="columns") == 1
    if not levels or not of_one[(limits != "").any(axis="columns")].all():
        return data
    data = data.drop(columns=[f"{side}_{level}" for level in levels for side in ("lower", "upper")])
    for name in estimates:
        own = limits[data[name] != ""].replace("", pd.NA).dropna(axis="columns", how="all").dropna(how="all")
        if own.empty:
            continue
        brackets = own.fillna(BLANK).agg("; ".join, axis="columns")
        told = listed([f"{level}%" for level in own.columns])
        cells = data[name].where(~data.index.isin(own.index), data[name] + " (" + brackets + ")")
        heading = f"{name} ({told} interval{'s' if own.shape[1] > 1 else ''})"
        data = data.assign(**{name: cells}).rename(columns={name: heading})
    return data


def _written(lower: pd.Series, upper: pd.Series) -> pd.Series:
    words = lower.replace("", BLANK) + " to " + upper.replace("", BLANK)
    return words.where((lower != "") | (upper != ""), "")


def _areas_side_by_side(data: pd.DataFrame) -> pd.DataFrame:
    """Give each area of a time series a column of its own, where that makes a smaller table.

    The index, `series`, then names the series that a row belongs to, unless each has a single row.
    """
    estimates = [name for name in data.columns if name.partition(" (")[0] in _ESTIMATES]
    if not {"period", "area_name"} <= set(data) or not estimates:
        return data
    rows = [name for name in data if name not in ("area_name", *estimates)]
    cells = data.melt([*rows, "area_name"], estimates, "estimate", "cell")
    cells = cells[cells["cell"] != ""]
    # A value needs no name: 'Leicester (95% interval)', 'Leicester, forecast (80% and 95% intervals)'.
    cells["heading"] = cells["area_name"] + (", " + cells["estimate"]).str.removeprefix(", value")
    # What is pivoted comes in the order of its categories: periods as time goes, all else as it came.
    for name in set(rows) - {"period"}:
        cells[name] = pd.Categorical(cells[name], data[name].unique())
    headings = cells.groupby("area_name", sort=False)["heading"].unique().explode()
    cells["heading"] = pd.Categorical(cells["heading"], headings)
    if cells.duplicated([*rows, "heading"]).any():
        return data
    wide = cells.pivot(index=rows, columns="heading", values="cell").fillna("").reset_index().astype(str)
    if wide.size >= data.size:
        return data
    series = [name for name in rows if name != "period"]
    if not series or not wide.duplicated(series).any():
        return wide
    words = wide[series].agg(", ".join, axis="columns")
    return wide.drop(columns=series).set_axis(words.rename("series"))


def _rounded(cell: str) -> str:
    """Round a decimal number to four digits; leave whole numbers and words as they are."""
    if not _DECIMAL.fullmatch(cell):
        return cell
    value = float(cell)
    places = _DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    given = len(cell.partition(".")[2].rstrip("0")) if "e" not in cell else places
    return number(value, max(0, min(places, given)))
