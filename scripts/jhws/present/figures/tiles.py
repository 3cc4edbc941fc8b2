"""Leicestershire’s districts as a grid of tiles: where a measure is high and low, without a boundary file."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from jhws.present import style
from jhws.present.exhibit import Figure, Nothing, nothing_to_show
from jhws.present.numbers import counted, number, sentence

# Where each district lies in its county: column from the west, row from the north. A tile keeps its neighbours as
# far as a grid can; it says nothing of an area’s size.
PLACES = {
    "E07000134": (0, 0),  # North West Leicestershire
    "E07000130": (1, 0),  # Charnwood
    "E07000133": (2, 0),  # Melton
    "E07000132": (0, 1),  # Hinckley and Bosworth
    "E07000129": (0, 2),  # Blaby
    "E07000135": (1, 2),  # Oadby and Wigston
    "E07000131": (2, 2),  # Harborough
}
_CITY = (1, 1)  # Leicester, which the county surrounds and which is no part of it
_LETTERS = 13  # that fit in a tile
_GAP = 0.06
_SEXES = {"Male": "Men", "Female": "Women"}
# Dark grounds carry white letters, light ones dark letters: at least 4.5 : 1 each.
_STEPS = ("#E8EEF4", "#B9CDE0", "#6F94B5", "#12436D")
_LETTERING = (style.DARK_GREY, style.DARK_GREY, "#000000", "#FFFFFF")


def district_tiles(
    values: pd.DataFrame, *, id: str, title: str, what: str, unit: str, source: str, decimals: int = 1
) -> Figure | Nothing:
    """Draw a measure of each district of Leicestershire as a grid of tiles, a panel a sex.

    Parameters
    ----------
    values
        `area_code`, `area_name`, `sex`, `value`, and `unstable` (true where too little is known to rely on it). Areas
        that are no district with a place on the grid are left out.
    id, title, source
        Of the figure.
    what
        What a value is, for the caption: 'the slope index of inequality'.
    unit
        In words, after a value: 'years'.
    decimals
        Of the values shown.
    """
    drawn = values[values["area_code"].isin(PLACES)]
    if drawn.empty:
        return nothing_to_show(id, title)
    sexes = [(sex, name) for sex, name in _SEXES.items() if (drawn["sex"] == sex).any()]
    edges = drawn["value"].quantile([0.25, 0.5, 0.75]).tolist()
    words = []
    with style.book_style():
        picture, grid = plt.subplots(
            len(sexes), 1, figsize=(style.WIDTH, 3.4 * len(sexes)), squeeze=False, layout="constrained"
        )
        for axes, (sex, name) in zip(grid[:, 0], sexes, strict=True):
            own = drawn[drawn["sex"] == sex].sort_values("value", ascending=False)
            _draw_tiles(axes, own, edges, decimals)
            axes.set_title(name)
            told = [
                f"{area} {number(value, decimals)}" for area, value in zip(own["area_name"], own["value"], strict=True)
            ]
            words.append(f"{name}, largest first: {', '.join(told)} {unit}.")
    star = " A star marks what is unstable." if drawn["unstable"].any() else ""
    count = sentence(counted(drawn["area_code"].nunique(), "district", "districts"))
    return Figure(
        id=id,
        title=title,
        caption=(
            f"Each tile is a district, about where it lies in the county, with {what} in {unit}; the darker, the "
            f"larger.{star}"
        ),
        alt=f"{count} as tiles. {' '.join(words)}",
        source=source,
        data=drawn[["area_code", "area_name", "sex", "value", "unstable"]].assign(unit=unit),
        picture=picture,
    )


def _draw_tiles(axes: Axes, own: pd.DataFrame, edges: list[float], decimals: int) -> None:
    for row in own.to_dict("records"):
        step = sum(row["value"] > edge for edge in edges)
        value = f"{number(row['value'], decimals)}{' *' if row['unstable'] else ''}"
        name = textwrap.fill(row["area_name"], _LETTERS, break_long_words=False)
        _draw_tile(axes, PLACES[row["area_code"]], name, value, _STEPS[step], _LETTERING[step])
    _draw_tile(axes, _CITY, "Leicester,\na city of\nits own", "", "#FFFFFF", style.MID_GREY)
    axes.set_xlim(0, 3)
    axes.set_ylim(3, 0)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _draw_tile(axes: Axes, place: tuple[int, int], name: str, value: str, ground: str, lettering: str) -> None:
    column, line = place
    side = 1 - 2 * _GAP
    tile = Rectangle((column + _GAP, line + _GAP), side, side, facecolor=ground, edgecolor=style.MID_GREY)
    tile.set_linestyle("solid" if value else "dotted")
    axes.add_patch(tile)
    middle = 0.42 if value else 0.5
    axes.text(column + 0.5, line + middle, name, ha="center", va="center", fontsize=9, linespacing=1.1, color=lettering)
    axes.text(
        column + 0.5, line + 0.8, value, ha="center", va="center", fontsize=11, fontweight="bold", color=lettering
    )
