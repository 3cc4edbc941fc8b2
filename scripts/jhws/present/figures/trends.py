"""Where are the trends heading? History, England and the years ahead, a panel a series."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure
from jhws.present.numbers import interval, listed, with_unit

_KEYS = ["indicator_id", "sex"]
_PANEL_HEIGHT = 2.25


def trend_panels(
    id: str,
    title: str,
    indicators: Sequence[str],
    *,
    history: pd.DataFrame,
    reference: pd.DataFrame,
    forecasts: pd.DataFrame,
    targets: pd.DataFrame,
    area: str,
) -> Figure:
    """Draw each series of some indicators with its limits, the reference and the forecast.

    Parameters
    ----------
    id, title
        Of the figure.
    indicators
        Ids of the indicators to draw, in this order; one without values in this edition is left out.
    history, reference
        Observations of the area and of England.
    forecasts
        Rows of `statistics.forecast_series`.
    targets
        Targets of the area, drawn as a mark at their date.
    area
        The area's name.
    """
    drawn = history[history["indicator_id"].isin(indicators) & history["value"].notna()]
    forecasts = forecasts[forecasts["indicator_id"].isin(indicators)]
    order = {indicator: place for place, indicator in enumerate(indicators)}
    series = sorted(drawn[_KEYS].drop_duplicates().itertuples(index=False), key=lambda key: order[key[0]])
    words = []
    with style.book_style():
        picture, panels = plt.subplots(
            len(series),
            figsize=(style.WIDTH, _PANEL_HEIGHT * len(series)),
            squeeze=False,
            layout="constrained",
        )
        for axes, (indicator, sex) in zip(panels.flat, series, strict=True):
            own = _pick(drawn, indicator, sex)
            ahead = _pick(forecasts, indicator, sex).dropna(subset=["step"])
            _draw_panel(axes, own, _pick(reference, indicator, sex).dropna(subset=["value"]), ahead, area)
            _mark_targets(axes, targets[targets["indicator_id"] == indicator])
            words.append(_describe(own, ahead))
    data = pd.concat([drawn.assign(kind="published"), _pick_all(forecasts, indicators).assign(kind="forecast")])
    columns = ["indicator_id", "area_code", "sex", "period", "kind", "value", "lower_95", "upper_95"]
    columns += [name for name in forecasts.columns if name.startswith(("forecast", "lower_", "upper_"))]
    columns += ["method", "source_id", "locator"]
    return Figure(
        id=id,
        title=title,
        caption=(
            f"Dots are published values of {area} with their limits where these are published, the grey line "
            "is England; the dashed line is the forecast, the dark band holds it in 80 cases of 100, the light "
            "band in 95."
        ),
        alt=f"{len(series)} line charts. {' '.join(words)}",
        source=describe_sources(drawn),
        data=data[list(dict.fromkeys(columns))],
        picture=picture,
    )


def series_name(indicator: str, sex: str) -> str:
    """Name a series: the indicator, and the sex where it is of one sex only."""
    return indicator if sex == "Persons" else f"{indicator}, {'men' if sex == 'Male' else 'women'}"


def _heading(about: pd.Series) -> str:
    name = textwrap.fill(series_name(about["indicator"], about["sex"]), 50)
    return f"{name}\n({about['unit']})"


def _pick(rows: pd.DataFrame, indicator: str, sex: str) -> pd.DataFrame:
    return rows[(rows["indicator_id"] == indicator) & (rows["sex"] == sex)]


def _pick_all(rows: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    return rows[rows["indicator_id"].isin(indicators) & rows["step"].notna()]


def _draw_panel(axes: Axes, own: pd.DataFrame, reference: pd.DataFrame, ahead: pd.DataFrame, area: str) -> None:
    about = own.iloc[0]
    years = own["period_end"].dt.year
    reference = reference[reference["comparable"]]
    axes.plot(reference["period_end"].dt.year, reference["value"], color=style.MID_GREY, linewidth=1.6)
    axes.vlines(years, own["lower_95"], own["upper_95"], color=style.DARK_BLUE, linewidth=1.2, alpha=0.55)
    joined = own[own["comparable"]]
    axes.plot(joined["period_end"].dt.year, joined["value"], color=style.DARK_BLUE, marker="o", markersize=4.5)
    apart = own[~own["comparable"]]
    axes.scatter(apart["period_end"].dt.year, apart["value"], facecolor="white", edgecolor=style.DARK_BLUE, s=24)
    if not ahead.empty:
        _draw_forecast(axes, own, ahead)
    if not reference.empty:
        _label_reference(axes, reference, own)
    axes.set_title(_heading(about), fontsize=10)
    axes.grid(visible=False, axis="x")
    _label_years(axes, own, ahead)
    axes.margins(x=0.03, y=0.12)


def _draw_forecast(axes: Axes, own: pd.DataFrame, ahead: pd.DataFrame) -> None:
    """Draw the forecast from the last value on, its widest band first."""
    last = own.iloc[-1]
    years = [last["period_end"].year, *ahead["period_end"].dt.year]
    names = [str(name) for name in ahead.columns]
    levels = sorted((int(name.removeprefix("lower_")) for name in names if name.startswith("lower_")), reverse=True)
    for level, strength in zip(levels, (0.25, 0.5, 0.6), strict=False):
        lower = [last["value"], *ahead[f"lower_{level}"]]
        upper = [last["value"], *ahead[f"upper_{level}"]]
        axes.fill_between(years, lower, upper, color=style.TURQUOISE, alpha=strength, linewidth=0)
    axes.plot(years, [last["value"], *ahead["forecast"]], color=style.DARK_BLUE, linestyle=(0, (3, 2)))


def _label_reference(axes: Axes, reference: pd.DataFrame, own: pd.DataFrame) -> None:
    """Name the grey line where it is farthest from the area's own, on the side away from it."""
    name = "English median" if reference["category"].notna().any() else "England"
    both = reference.merge(own[["period", "value"]], on="period", suffixes=("", "_own"))
    inner = both.iloc[1:-1] if len(both) > 2 else both
    if inner.empty:
        return
    place = inner.iloc[int((inner["value"] - inner["value_own"]).abs().to_numpy().argmax())]
    above = place["value"] >= place["value_own"]
    axes.annotate(
        name,
        (place["period_end"].year, place["value"]),
        xytext=(0, 5 if above else -5),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=9,
        color=style.MID_GREY,
    )


def _label_years(axes: Axes, own: pd.DataFrame, ahead: pd.DataFrame) -> None:
    """Name the first and the last published period and the last forecast one: the rest is between."""
    ends = [own.iloc[0], own.iloc[-1]] + ([ahead.iloc[-1]] if not ahead.empty else [])
    axes.set_xticks([end["period_end"].year for end in ends], [end["period"] for end in ends])


def _mark_targets(axes: Axes, targets: pd.DataFrame) -> None:
    for _, target in targets.iterrows():
        year = target["target_date"].year
        axes.scatter([year], [target["target"]], marker="X", s=70, color=style.DARK_PINK, zorder=4)
        axes.annotate(
            f"target: {target['target_stated']}",
            (year, target["target"]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=style.DARK_PINK,
        )


def _describe(own: pd.DataFrame, ahead: pd.DataFrame) -> str:
    first, last = own.iloc[0], own.iloc[-1]
    decimals = int(last["decimals"])
    words = (
        f"{series_name(last['indicator'], last['sex'])}: "
        f"{with_unit(first['value'], first['unit'], decimals)} in {first['period']}, "
        f"{with_unit(last['value'], last['unit'], decimals)} in {last['period']}"
    )
    if ahead.empty:
        return f"{words}."
    end = ahead.iloc[-1]
    limits = listed([interval(end["lower_95"], end["upper_95"], decimals)]) if "lower_95" in ahead else ""
    return f"{words}, forecast {with_unit(end['forecast'], last['unit'], decimals)} ({limits}) for {end['period']}."
