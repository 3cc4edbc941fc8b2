"""How good have the forecasts been? Last year's forecasts beside what came."""

from __future__ import annotations

import pandas as pd

from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import labelled_rows
from jhws.present.figures.trends import series_name
from jhws.present.numbers import interval, some_of, with_unit


def last_forecasts(rows: pd.DataFrame, *, source: str) -> Figure | Sentences:
    """Draw, for each series, where the latest value fell in the limits that were forecast from the value before it.

    Parameters
    ----------
    rows
        Rows of `statistics.last_forecasts`.
    source
        Where the figures come from.
    """
    title = "Where the latest value fell in the limits that were forecast for it"
    if rows.empty:
        return nothing_to_show("last-forecasts", title)
    rows = rows.reset_index(drop=True)
    names = [series_name(name, sex) for name, sex in zip(rows["indicator"], rows["sex"], strict=True)]
    with style.book_style():
        picture, axes = labelled_rows(names)
        axes.hlines(rows.index, -1, 1, color=style.TURQUOISE, linewidth=7, alpha=0.45)
        axes.vlines([0] * len(rows), rows.index - 0.18, rows.index + 0.18, color=style.MID_GREY, linewidth=1.2)
        colours = [style.DARK_BLUE if held else style.DARK_PINK for held in rows["held"]]
        axes.scatter(_place(rows), rows.index, color=colours, s=48, zorder=3)
        axes.set_xlim(min(-1.3, _place(rows).min() - 0.2), max(1.3, _place(rows).max() + 0.2))
        axes.set_xticks([-1, 0, 1], ["lower\nlimit", "forecast", "upper\nlimit"])
    held = int(rows["held"].sum())
    return Figure(
        id="last-forecasts",
        title=title,
        caption=(
            f"Each bar reaches from the lower to the upper 95% limit, forecast from the value before; the dot is the "
            f"value that came. The limits held {some_of(held, len(rows), 'value', 'values')}."
        ),
        alt=f"Inside its bar: {some_of(held, len(rows), 'dot', 'dots')}. "
        + " ".join(_told(name, row) for name, (_, row) in zip(names, rows.iterrows(), strict=True)),
        source=source,
        data=rows,
        picture=picture,
    )


def _place(rows: pd.DataFrame) -> pd.Series:
    """Give each value's distance from the forecast, where the limits are at 1 and -1."""
    away = rows["actual"] - rows["forecast"]
    reach = (rows["upper_95"] - rows["forecast"]).where(away > 0, rows["forecast"] - rows["lower_95"])
    return away / reach


def _told(name: str, row: pd.Series) -> str:
    decimals = int(row["decimals"])
    forecast, actual = (with_unit(row[which], row["unit"], decimals) for which in ("forecast", "actual"))
    limits = interval(row["lower_95"], row["upper_95"], decimals)
    return f"{name} {row['period']}: forecast {forecast} ({limits}), value {actual}."
