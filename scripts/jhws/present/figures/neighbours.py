"""How does the area stand beside its neighbours? The latest values with their limits."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures.trends import series_name
from jhws.present.numbers import counted, interval, sentence, with_unit

_ROW, _HEAD = 0.24, 0.62  # inches: an area, and a panel's title and axis
_COLUMNS = ["indicator_id", "sex", "area_code", "area_name", "period", "value", "lower_95", "upper_95", "unit"]
_COLUMNS += ["source_id", "locator"]
_APART = "; where areas publish at different times, their periods differ"


def neighbours(latest: pd.DataFrame, *, area_code: str) -> Figure | Sentences:
    """Draw the latest values of each series for several areas, highest first, where limits are published.

    Parameters
    ----------
    latest
        Rows of `statistics.latest_values` by indicator, sex and area, with `area_name`.
    area_code
        The edition's own area, drawn in the strong colour.
    """
    title = "The latest figures beside those of other areas"
    rows = latest[latest["lower_95"].notna()]
    series = [
        part for _, part in rows.groupby(["indicator_id", "sex"], sort=False) if area_code in set(part["area_code"])
    ]
    if not series:
        return nothing_to_show("neighbours", title)
    heights = [_HEAD + _ROW * len(part) for part in series]
    words = []
    with style.book_style():
        picture, grid = plt.subplots(
            len(series),
            figsize=(style.WIDTH, sum(heights)),
            squeeze=False,
            layout="constrained",
            height_ratios=heights,
        )
        for axes, part in zip(grid[:, 0], series, strict=True):
            part = part.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
            _draw_areas(axes, part, area_code)
            words.append(_told(part, area_code))
    drawn = pd.concat(series)
    apart = any(part["period"].nunique() > 1 for part in series)
    return Figure(
        id="neighbours",
        title=title,
        caption=f"Dots are the latest published values with their 95% limits{_APART if apart else ''}.",
        alt=f"{sentence(counted(len(series), 'panel', 'panels'))} of dots with limits. {' '.join(words)}",
        source=describe_sources(drawn),
        data=drawn[_COLUMNS],
        picture=picture,
    )


def _draw_areas(axes: Axes, part: pd.DataFrame, area_code: str) -> None:
    colours = [style.DARK_PINK if code == area_code else style.DARK_BLUE for code in part["area_code"]]
    axes.hlines(part.index, part["lower_95"], part["upper_95"], color=colours, linewidth=2)
    axes.scatter(part["value"], part.index, color=colours, s=30, zorder=3)
    axes.set_yticks(part.index, part["area_name"].tolist())
    for label, code in zip(axes.get_yticklabels(), part["area_code"], strict=True):
        label.set_fontweight("bold" if code == area_code else "normal")
    axes.set_ylim(len(part) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")
    axes.set_title(textwrap.fill(_heading(part), 40), fontsize=10)


def _told(part: pd.DataFrame, area_code: str) -> str:
    decimals = int(part["decimals"].iloc[0])
    areas = [
        f"{row['area_name']} {with_unit(row['value'], '', decimals)} "
        f"({interval(row['lower_95'], row['upper_95'], decimals)})"
        for _, row in part.iterrows()
    ]
    return f"{_heading(part)}: {', '.join(areas)}."


def _heading(part: pd.DataFrame) -> str:
    """Name the series, its unit, and the period where it is the same for all areas."""
    about = part.iloc[0]
    period = f", {about['period']}" if part["period"].nunique() == 1 else ""
    return f"{series_name(about['indicator'], about['sex'])} ({about['unit']}){period}"
