"""Does the gap in child obesity widen? England, by tenth of deprivation and year."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM
from jhws.present.numbers import counted, in_words, interval, number, sentence

SCHOOL_YEARS = {"4-5 yrs": "Reception (4 to 5 years)", "10-11 yrs": "Year 6 (10 to 11 years)"}
_BESIDE = 5  # years that the label at a line's end is wide


def obesity_by_decile(deciles: pd.DataFrame) -> Figure | Sentences:
    """Draw the share of children living with obesity in each tenth of deprivation over the years.

    Parameters
    ----------
    deciles
        Rows of England: `age`, `decile` (1 = most deprived), `period`, `period_end`, `value` in %.
    """
    title = "Children living with obesity in England, by tenth of deprivation"
    if deciles.empty:
        return nothing_to_show("child-obesity-by-decile", title)
    words = []
    ages = [age for age in SCHOOL_YEARS if (deciles["age"] == age).any()]
    with style.book_style():
        picture, grid = plt.subplots(
            len(ages), figsize=(style.WIDTH, 2.7 * len(ages)), sharex=True, squeeze=False, layout="constrained"
        )
        for axes, age in zip(grid[:, 0], ages, strict=True):
            rows = deciles[deciles["age"] == age].sort_values("period_end")
            most, least = rows["decile"].min(), rows["decile"].max()
            for decile, line in rows.groupby("decile"):
                _draw_decile(axes, line, end={most: "most deprived", least: "least deprived"}.get(decile, ""))
            axes.set_title(f"{SCHOOL_YEARS[age]}, %", fontsize=10.5)
            _label_ends(axes, rows)
            words.append(f"{SCHOOL_YEARS[age]}: {_change(rows, most, 'most')}; {_change(rows, least, 'least')}.")
    tenths = in_words(deciles["decile"].nunique())
    return Figure(
        id="child-obesity-by-decile",
        title=title,
        caption="Each line is a tenth of children by the deprivation of where they live; grey lines lie between.",
        alt=f"{sentence(counted(len(ages), 'line chart', 'line charts'))} of {tenths} tenths. {' '.join(words)}",
        source=describe_sources(deciles),
        data=deciles[["age", "period", "decile", "value", "count", "denominator", "source_id", "locator"]],
        picture=picture,
    )


def obesity_gap(slopes: pd.DataFrame, *, source: str) -> Figure | Sentences:
    """Draw the slope index of child obesity for each year, with its limits.

    Parameters
    ----------
    slopes
        Rows of `statistics.slope_index_of_inequality` by `age` and `period`, in percentage points.
    source
        Where the figures come from.
    """
    title = "Gap in child obesity between the most and the least deprived in England"
    if slopes.empty:
        return nothing_to_show("child-obesity-gap", title)
    words = []
    ages = [age for age in SCHOOL_YEARS if (slopes["age"] == age).any()]
    with style.book_style():
        picture, axes = plt.subplots(figsize=(style.WIDTH, 3.1), layout="constrained")
        for age, colour in zip(ages, (style.TURQUOISE, style.DARK_BLUE), strict=False):
            rows = slopes[slopes["age"] == age].sort_values("period").reset_index(drop=True)
            axes.vlines(rows.index, rows["sii_lower"], rows["sii_upper"], color=colour, linewidth=1.4)
            axes.plot(rows.index, rows["sii"], color=colour, marker="o", markersize=4.5)
            middle = rows.iloc[len(rows) // 2]
            axes.annotate(
                SCHOOL_YEARS[age],
                (len(rows) // 2, middle["sii"]),
                xytext=(0, 12),
                textcoords="offset points",
                ha="center" if age != ages[-1] else "right",
                va="bottom",
                fontsize=9.5,
                path_effects=RIM,
            )
            ends = dict.fromkeys([_gap(rows.iloc[0]), _gap(rows.iloc[-1])])
            words.append(f"{SCHOOL_YEARS[age]}: {', '.join(ends)}.")
        periods = sorted(slopes["period"].unique())
        axes.set_xticks([0, len(periods) - 1], [periods[0], periods[-1]])
        axes.set_ylim(min(0, slopes["sii_lower"].min() * 1.12), max(0, slopes["sii_upper"].max() * 1.12))
        axes.set_ylabel("percentage points")
        axes.grid(visible=False, axis="x")
    return Figure(
        id="child-obesity-gap",
        title=title,
        caption="The slope index of inequality in each school year, with its 95% limits, in percentage points.",
        alt=f"{sentence(counted(len(ages), 'line', 'lines'))} with limits. {' '.join(words)}",
        source=source,
        data=slopes,
        picture=picture,
    )


def _draw_decile(axes: Axes, line: pd.DataFrame, *, end: str) -> None:
    colour = {"most deprived": style.DARK_PINK, "least deprived": style.DARK_BLUE}.get(end, style.LIGHT_GREY)
    years = line["period_end"].dt.year
    axes.plot(years, line["value"], color=colour, linewidth=2.2 if end else 1.1, zorder=3 if end else 2)
    if end:
        # Above or below all of the line that runs along the label.
        beside = line["value"].tail(_BESIDE)
        axes.annotate(
            f"{end}: {number(line['value'].iloc[-1], 1)}%",
            (years.iloc[-1], beside.max() if end == "most deprived" else beside.min()),
            xytext=(0, 6 if end == "most deprived" else -6),
            textcoords="offset points",
            ha="right",
            va="bottom" if end == "most deprived" else "top",
            fontsize=9.5,
            color=colour,
            path_effects=RIM,
        )


def _label_ends(axes: Axes, rows: pd.DataFrame) -> None:
    ends = [rows.iloc[0], rows.iloc[-1]]
    axes.set_xticks([end["period_end"].year for end in ends], [end["period"] for end in ends])
    axes.grid(visible=False, axis="x")
    axes.margins(y=0.18)


def _change(rows: pd.DataFrame, decile: int, word: str) -> str:
    line = rows[rows["decile"] == decile]
    ends = [f"{number(end['value'], 1)}% in {end['period']}" for end in (line.iloc[0], line.iloc[-1])]
    return f"{word} deprived tenth {' and '.join(dict.fromkeys(ends))}"


def _gap(row: pd.Series) -> str:
    return f"{number(row['sii'], 1)} points ({interval(row['sii_lower'], row['sii_upper'], 1)}) in {row['period']}"
