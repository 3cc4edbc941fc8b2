"""How unequal is health? The slope and the relative index of each area."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import counted, in_words, interval, number, sentence


def slope_indices(slopes: pd.DataFrame, *, source: str, period: str) -> Table | Sentences:
    """Show the slope index and the relative index of inequality of each area by sex.

    Parameters
    ----------
    slopes
        `area_name`, `sex`, `sii`, `sii_lower`, `sii_upper`, `rii`, `rii_lower`, `rii_upper`, `unstable`.
    """
    if slopes.empty:
        return nothing_to_show("slope-indices", "Inequality in life expectancy at birth by area")
    rows = slopes.sort_values(["sex", "sii"], ascending=[False, False], kind="stable")
    sexes = rows["sex"].map({"Male": "men", "Female": "women"})
    weak = counted(int(rows["unstable"].sum()), "rests", "rest")
    told = sentence(weak.replace(" ", f" of {in_words(len(rows))} rows ", 1))
    return Table(
        id="slope-indices",
        title=f"Inequality in life expectancy at birth by area, {period}",
        caption=(
            "The slope index is the gap in years between the most and the least deprived end; the relative "
            f"index sets the least deprived end against the most. {told} on a tenth of which "
            "too little is known."
        ),
        source=source,
        data=rows.assign(period=period, unit="years", source=source),
        columns=[
            Column("Area", [f"{name}, {sex}" for name, sex in zip(rows["area_name"], sexes, strict=True)]),
            Column("Slope index, years", [number(value, 2) for value in rows["sii"]], numeric=True),
            Column("Its 95% interval, years", _intervals(rows, "sii", 2), numeric=True),
            Column("Relative index", [number(value, 3) for value in rows["rii"]], numeric=True),
            Column("Its 95% interval", _intervals(rows, "rii", 3), numeric=True),
            Column("Flag", ["unstable" if weak else "not flagged" for weak in rows["unstable"]]),
        ],
    )


def _intervals(rows: pd.DataFrame, name: str, decimals: int) -> list[str]:
    limits = rows[[f"{name}_lower", f"{name}_upper"]].itertuples(index=False)
    return [interval(lower, upper, decimals) for lower, upper in limits]


_MEASURES = {
    "population attributable risk": "Years the whole area would gain if all lived as long as its least deprived tenth",
    "population attributable fraction": "The same, in per cent of life expectancy",
    "absolute concentration index": "How far years of life are gathered at the less deprived end, in years",
    "relative concentration index": "The same, as a share of life expectancy",
    "between-group variance": "How far the tenths lie from their mean, squared years",
    "Theil index": "How unevenly years are shared, in thousandths; gives most weight to those who live longest",
    "mean log deviation": "How unevenly years are shared, in thousandths; gives most weight to those who live shortest",
}


def other_measures(rows: pd.DataFrame, *, area: str, source: str, period: str) -> Table | Sentences:
    """Show the measures of inequality beyond the slope, by sex.

    Parameters
    ----------
    rows
        Rows of `statistics.inequality_measures` of one area by `sex`.
    area, source, period
        Of the figures.
    """
    title = f"Other ways to measure inequality in life expectancy: {area}, {period}"
    if rows.empty:
        return nothing_to_show("other-measures", title)
    rows = rows.sort_values("sex", ascending=False, kind="stable")
    sexes = rows["sex"].map({"Male": "men", "Female": "women"})
    return Table(
        id="other-measures",
        title=title,
        caption=(
            "The measures of the World Health Organization’s toolkit for health equity, each with its 95% limits from "
            "the sampling error of the tenths."
        ),
        source=source,
        data=rows,
        columns=[
            Column("Measure", [f"{sentence(name)}, {sex}" for name, sex in zip(rows["measure"], sexes, strict=True)]),
            Column("Value", [_short(value) for value in rows["value"]], numeric=True),
            Column("95% interval", [_short_limits(*ends) for ends in _ends(rows)], numeric=True),
            Column("What it says", [_MEASURES.get(name, "") for name in rows["measure"]]),
        ],
    )


def _ends(rows: pd.DataFrame) -> list[tuple[float, float]]:
    return list(rows[["lower", "upper"]].itertuples(index=False, name=None))


def _short(value: float) -> str:
    return number(value, 4 if abs(value) < 0.1 else 2)


def _short_limits(lower: float, upper: float) -> str:
    return f"{_short(lower)} to {_short(upper)}"
