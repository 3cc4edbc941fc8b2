"""How unequal is health? The slope across deprivation deciles, and the slope index of areas side by side."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.numbers import counted, interval, number, sentence

_DECILE_COLUMNS = ["area_code", "area_name", "sex", "decile", "period", "value", "lower_95", "upper_95"]
_DECILE_COLUMNS += ["standard_error", "count", "denominator", "source_id", "locator"]
_SEXES = {"Male": "Men", "Female": "Women"}


def gradient(deciles: pd.DataFrame, slopes: pd.DataFrame, lines: pd.DataFrame, *, area: str) -> Figure | Sentences:
    """Draw life expectancy in each deprivation decile of one area, with the fitted line, by sex.

    Parameters
    ----------
    deciles
        Rows of one area: `sex`, `decile` (1 = most deprived), `value`, `lower_95`, `upper_95`,
        `denominator`.
    slopes
        Rows of `statistics.slope_index_of_inequality` for the same area by `sex`.
    lines
        Rows of `statistics.slope_line` for the same area by `sex`.
    area
        The area's name.
    """
    if slopes.empty:
        return nothing_to_show("life-expectancy-gradient", f"Life expectancy at birth by deprivation in {area}")
    sexes, words = _sexes(slopes), []
    with style.book_style():
        picture, grid = plt.subplots(
            len(sexes),
            figsize=(style.WIDTH, 3.0 * len(sexes)),
            sharex=True,
            sharey=True,
            squeeze=False,
            layout="constrained",
        )
        panels = grid[:, 0]
        for axes, (sex, name) in zip(panels, sexes.items(), strict=True):
            own = deciles[deciles["sex"] == sex].sort_values("decile")
            slope = slopes[slopes["sex"] == sex].iloc[0]
            _draw_gradient(axes, own, lines[lines["sex"] == sex])
            axes.set_title(f"{name}: {number(slope['sii'], 1)} years from end to end", fontsize=10.5)
            axes.set_ylabel("years")
            words.append(
                f"{name}: {number(own['value'].iloc[0], 1)} years in the most deprived tenth, "
                f"{number(own['value'].iloc[-1], 1)} in the least deprived; the line "
                f"{'rises' if slope['sii'] >= 0 else 'falls'} by {number(abs(slope['sii']), 2)} years."
            )
        panels[-1].set_xticks([0.05, 0.95], ["most deprived\ntenth", "least deprived\ntenth"])
    period = deciles["period"].iloc[0]
    return Figure(
        id="life-expectancy-gradient",
        title=f"Life expectancy at birth from the most to the least deprived tenth of {area}, {period}",
        caption=(
            "Each dot is a tenth of the population, with its 95% interval; the line, shaded by its own 95% interval, "
            "is the slope whose height from end to end is the slope index of inequality."
        ),
        alt=f"{sentence(counted(len(sexes), 'panel', 'panels'))} of dots with a line through them. {' '.join(words)}",
        source=describe_sources(deciles),
        data=deciles[_DECILE_COLUMNS],
        picture=picture,
    )


def _sexes(slopes: pd.DataFrame) -> dict[str, str]:
    return {sex: name for sex, name in _SEXES.items() if (slopes["sex"] == sex).any()}


def _draw_gradient(axes: Axes, own: pd.DataFrame, line: pd.DataFrame) -> None:
    share = own["denominator"] / own["denominator"].sum()
    rank = share.cumsum() - share / 2
    axes.vlines(rank, own["lower_95"], own["upper_95"], color=style.DARK_BLUE, linewidth=1.4, alpha=0.6)
    axes.scatter(rank, own["value"], color=style.DARK_BLUE, s=36, zorder=3)
    axes.fill_between(line["rank"], line["lower"], line["upper"], color=style.DARK_PINK, alpha=0.18, linewidth=0)
    axes.plot(line["rank"], line["value"], color=style.DARK_PINK, linewidth=2)
    axes.grid(visible=False, axis="x")


def slope_index(slopes: pd.DataFrame, *, area_code: str, source: str, period: str) -> Figure | Sentences:
    """Draw the slope and the relative index of each area with their intervals, largest first, a row a sex.

    Parameters
    ----------
    slopes
        `area_code`, `area_name`, `sex`, `sii`, `sii_lower`, `sii_upper`, `rii` likewise, `unstable`
        (true where too little is known of a tenth).
    area_code
        The edition's own area, drawn in the strong colour.
    source, period
        Of the figures.
    """
    if slopes.empty:
        return nothing_to_show("slope-index-by-area", "Gap in life expectancy by area")
    areas = slopes["area_code"].nunique()
    sexes, words = _sexes(slopes), []
    with style.book_style():
        picture, grid = plt.subplots(
            len(sexes),
            2,
            figsize=(style.WIDTH, len(sexes) * (0.3 * areas + 0.7)),
            sharex="col",
            sharey="row",
            squeeze=False,
            layout="constrained",
        )
        for (left, right), (sex, name) in zip(grid, sexes.items(), strict=True):
            rows = slopes[slopes["sex"] == sex].sort_values("sii", ascending=False).reset_index(drop=True)
            _draw_intervals(left, rows, area_code, "sii", none=0)
            _draw_intervals(right, rows, area_code, "rii", none=1)
            _name_areas(left, rows, area_code)
            left.set_title(name)
            told = [
                f"{own['area_name']} {number(own['sii'], 2)} years "
                f"({interval(own['sii_lower'], own['sii_upper'], 2)}), ratio {number(own['rii'], 3)}"
                for _, own in rows[rows["area_code"] == area_code].iterrows()
            ]
            told.append(
                f"largest {rows['area_name'].iloc[0]} {number(rows['sii'].iloc[0], 1)}, smallest "
                f"{rows['area_name'].iloc[-1]} {number(rows['sii'].iloc[-1], 1)}"
            )
            words.append(f"{name}: {'; '.join(told)}.")
        left.set_xlabel("slope index,\nyears of life")
        right.set_xlabel("relative index,\nratio of the ends")
    mark = "; a star marks what is unstable" if slopes["unstable"].any() else ""
    return Figure(
        id="slope-index-by-area",
        title=f"Gap in life expectancy between the most and the least deprived, {period}",
        caption=f"Dots are the slope and the relative index of inequality with their 95% intervals{mark}.",
        alt=f"Interval plots of {counted(areas, 'area', 'areas')}, largest gap first. {' '.join(words)}",
        source=source,
        data=slopes.assign(period=period, unit="years", source=source),
        picture=picture,
    )


def _draw_intervals(axes: Axes, rows: pd.DataFrame, area_code: str, index: str, *, none: float) -> None:
    colours = [style.DARK_PINK if code == area_code else style.DARK_BLUE for code in rows["area_code"]]
    axes.hlines(rows.index, rows[f"{index}_lower"], rows[f"{index}_upper"], color=colours, linewidth=2)
    axes.scatter(rows[index], rows.index, color=colours, s=28, zorder=3)
    axes.axvline(none, color=style.DARK_GREY, linewidth=0.9)
    axes.grid(visible=False, axis="y")


def _name_areas(axes: Axes, rows: pd.DataFrame, area_code: str) -> None:
    names = [f"{name} *" if weak else name for name, weak in zip(rows["area_name"], rows["unstable"], strict=True)]
    axes.set_yticks(rows.index, names)
    for label, code in zip(axes.get_yticklabels(), rows["area_code"], strict=True):
        label.set_fontweight("bold" if code == area_code else "normal")
    axes.set_ylim(len(rows) - 0.5, -0.5)
