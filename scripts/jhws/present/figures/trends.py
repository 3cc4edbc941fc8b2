"""Where are the trends heading? History, England and the years ahead, a panel a series."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Sentences, nothing_to_show
from jhws.present.figures._draw import RIM
from jhws.present.numbers import counted, interval, listed, sentence, widest_level, with_unit
from jhws.present.status import STATUSES

_KEYS = ["indicator_id", "sex"]
_MEDIAN = "English median"  # what stands for England where a measure has no value of the country
_PANEL_HEIGHT = 2.4
_WORDS = 0.2  # of a panel's width: half of what words inside it take
_CLOSE = 0.1  # of a panel's width: nearer, a centred label reaches its neighbour


def trend_panels(
    id: str,
    title: str,
    indicators: Sequence[str],
    *,
    history: pd.DataFrame,
    reference: pd.DataFrame,
    others: pd.DataFrame,
    forecasts: pd.DataFrame,
    targets: pd.DataFrame,
    summary: pd.DataFrame,
    area: str,
) -> Figure | Sentences:
    """Draw each series of some indicators with its limits, the reference, other areas and the forecast.

    Parameters
    ----------
    id, title
        Of the figure.
    indicators
        Ids of the indicators to draw, in this order; one without values in this edition is left out.
    history, reference
        Observations of the area and of England.
    others
        Observations of other areas, drawn as thin lines.
    forecasts
        Rows of `statistics.forecast_series`.
    targets
        Targets of the area, drawn as a mark at their date.
    summary
        Rows of `statistics.summarise_series`: the recent trend stands in each panel's heading.
    area
        The area's name.
    """
    drawn = history[history["indicator_id"].isin(indicators) & history["value"].notna()]
    reference, others = (rows[rows["indicator_id"].isin(indicators)] for rows in (reference, others))
    others = others[others["comparable"] & others["value"].notna()]
    forecasts = forecasts[forecasts["indicator_id"].isin(indicators)]
    order = {indicator: place for place, indicator in enumerate(indicators)}
    series = sorted(drawn[_KEYS].drop_duplicates().itertuples(index=False), key=lambda key: order[key[0]])
    if not series:
        return nothing_to_show(id, title)
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
            _draw_others(axes, _pick(others, indicator, sex))
            aims = targets[targets["indicator_id"] == indicator]
            _draw_panel(axes, own, _pick(reference, indicator, sex).dropna(subset=["value"]), ahead, aims)
            trend = next(iter(_pick(summary, indicator, sex)["over_time"]), "cannot be calculated")
            axes.set_title(f"{_heading(own.iloc[0])} · trend: {STATUSES[trend].shape} {trend}", fontsize=9.5)
            words.append(_describe(own, ahead, aims, trend))
    reference = reference[reference["value"].notna()]
    reference = reference.assign(area_name=reference["area_name"].mask(reference["category"].notna(), _MEDIAN))
    published = pd.concat([drawn, reference, others])
    ahead = forecasts[forecasts["step"].notna()].assign(area_code=drawn["area_code"].iloc[0], area_name=area)
    ahead = ahead.merge(drawn[["indicator_id", "indicator", "unit"]].drop_duplicates(), on="indicator_id")
    data = pd.concat([published.assign(kind="published"), ahead.assign(kind="forecast")])
    columns = ["indicator_id", "indicator", "sex", "unit", "area_code", "area_name", "period", "kind"]
    columns += ["value", "lower_95", "upper_95"]
    columns += [name for name in forecasts.columns if name.startswith(("forecast", "lower_", "upper_"))]
    columns += ["method", "source_id", "locator"]
    return Figure(
        id=id,
        title=title,
        caption=" ".join(_legend(drawn, others, forecasts, targets[targets["indicator_id"].isin(indicators)], area)),
        alt=f"{sentence(counted(len(series), 'line chart', 'line charts'))}. {' '.join(words)}",
        source=describe_sources(published),
        data=data[list(dict.fromkeys(columns))],
        picture=picture,
    )


def _legend(
    drawn: pd.DataFrame, others: pd.DataFrame, forecasts: pd.DataFrame, targets: pd.DataFrame, area: str
) -> Iterator[str]:
    """Say what the marks of the picture mean, as far as they are drawn."""
    names = others["area_name"].drop_duplicates().tolist()
    line = "the thin line is" if len(names) == 1 else "thin lines are"
    thin = f", {line} {listed(names)}" if names else ""
    # Social care measures come without limits, and with the median of English authorities for England.
    grey = "England" if drawn["lower_95"].notna().any() else "the median of English authorities"
    yield f"Dots are published values of {area}, with their limits where there are any; the grey line is {grey}{thin}."
    if not drawn["comparable"].all():
        yield "A hollow dot is not comparable with the later ones."
    if forecasts["step"].notna().any():
        widest, *inner = [f"in {level} cases of 100" for level in reversed(_levels(forecasts))]
        darker = f", the darker {'one' if len(inner) == 1 else 'ones'} {listed(inner)}" if inner else ""
        yield f"The dashed line is the forecast; the light band should hold the value {widest}{darker}."
    if not targets.empty:
        yield "A cross is a target, at its date."


def _levels(forecasts: pd.DataFrame) -> list[int]:
    """Give the levels of the intervals that a forecast has, the narrowest first."""
    names = [str(name) for name in forecasts.columns]
    return sorted(int(name.removeprefix("lower_")) for name in names if name.startswith("lower_"))


def series_name(indicator: str, sex: str) -> str:
    """Name a series: the indicator, and the sex where it is of one sex only."""
    return indicator if sex == "Persons" else f"{indicator}, {'men' if sex == 'Male' else 'women'}"


def _heading(about: pd.Series) -> str:
    name = textwrap.fill(series_name(about["indicator"], about["sex"]), 50)
    return f"{name}\n{about['unit']}"


def _pick(rows: pd.DataFrame, indicator: str, sex: str) -> pd.DataFrame:
    return rows[(rows["indicator_id"] == indicator) & (rows["sex"] == sex)]


def _draw_others(axes: Axes, others: pd.DataFrame) -> None:
    for _, line in others.groupby("area_code"):
        axes.plot(line["period_end"].dt.year, line["value"], color=style.LIGHT_GREY, linewidth=1, zorder=1)


def _draw_panel(
    axes: Axes, own: pd.DataFrame, reference: pd.DataFrame, ahead: pd.DataFrame, targets: pd.DataFrame
) -> None:
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
    label = _label_reference(axes, reference, own, targets)
    _mark_targets(axes, targets, label)
    axes.grid(visible=False, axis="x")
    if own["value"].max() >= 1000:
        axes.yaxis.set_major_formatter("{x:,.0f}")
    _label_years(axes, own, ahead)
    axes.margins(x=0.03, y=0.12)


def _draw_forecast(axes: Axes, own: pd.DataFrame, ahead: pd.DataFrame) -> None:
    """Draw the forecast from the last value on, its widest band first."""
    last = own.iloc[-1]
    years = [last["period_end"].year, *ahead["period_end"].dt.year]
    for level, strength in zip(reversed(_levels(ahead)), (0.25, 0.5, 0.5, 0.5, 0.5), strict=False):
        lower = [last["value"], *ahead[f"lower_{level}"]]
        upper = [last["value"], *ahead[f"upper_{level}"]]
        axes.fill_between(years, lower, upper, color=style.TURQUOISE, alpha=strength, linewidth=0)
    axes.plot(years, [last["value"], *ahead["forecast"]], color=style.DARK_BLUE, linestyle=(0, (3, 2)))


def _label_reference(axes: Axes, reference: pd.DataFrame, own: pd.DataFrame, targets: pd.DataFrame) -> pd.Series | None:
    """Name the grey line where it is farthest from the area's own, on the side away from it.

    Where the words of a target are near, the two stand on different sides. The labelled value is given back.
    """
    name = _MEDIAN if reference["category"].notna().any() else "England"
    both = reference.merge(own[["period", "value"]], on="period", suffixes=("", "_own"))
    inner = both.iloc[1:-1] if len(both) > 2 else both
    if inner.empty:
        return None
    place = inner.iloc[int((inner["value"] - inner["value_own"]).abs().to_numpy().argmax())]
    above = place["value"] >= place["value_own"]
    for _, target in targets.iterrows():
        if _meet(axes, place, target):
            above = place["value"] > target["target"]
    start, end = axes.get_xlim()
    at_start = (place["period_end"].year - start) / (end - start) < 0.2
    axes.annotate(
        name,
        (place["period_end"].year, place["value"]),
        xytext=(0, 5 if above else -5),
        textcoords="offset points",
        ha="left" if at_start else "center",
        va="bottom" if above else "top",
        fontsize=9,
        color=style.MID_GREY,
        path_effects=RIM,
    )
    return place


def _meet(axes: Axes, place: pd.Series, target: pd.Series) -> bool:
    """Tell whether a target's words, to its right, run to where the words of a line at some place may be."""
    start, end = axes.get_xlim()
    return -_WORDS < (place["period_end"].year - target["target_date"].year) / (end - start) < 2 * _WORDS


def _label_years(axes: Axes, own: pd.DataFrame, ahead: pd.DataFrame) -> None:
    """Name the first and the last published period and the last forecast one: the rest is between."""
    ends = [own.iloc[0], own.iloc[-1]] if len(own) > 1 else [own.iloc[0]]
    ends += [ahead.iloc[-1]] if not ahead.empty else []
    years = [end["period_end"].year for end in ends]
    axes.set_xticks(years, [end["period"] for end in ends])
    if not ahead.empty:
        # So that the two do not meet, the published one ends at its year.
        *_, published, forecast = axes.get_xticklabels()
        published.set_horizontalalignment("right")
        close = (years[-1] - years[-2]) / (years[-1] - years[0]) < _CLOSE
        forecast.set_horizontalalignment("left" if close else "center")


def _mark_targets(axes: Axes, targets: pd.DataFrame, label: pd.Series | None) -> None:
    for _, target in targets.iterrows():
        year = target["target_date"].year
        side = "center"
        if label is not None and _meet(axes, label, target):
            side = "top" if label["value"] > target["target"] else "bottom"
        axes.scatter([year], [target["target"]], marker="X", s=70, color=style.DARK_PINK, zorder=4)
        axes.annotate(
            f"target: {target['target_stated']}",
            (year, target["target"]),
            xytext=(8, 0),
            textcoords="offset points",
            va=side,
            fontsize=9,
            color=style.DARK_PINK,
            path_effects=RIM,
        )


def _describe(own: pd.DataFrame, ahead: pd.DataFrame, targets: pd.DataFrame, trend: str) -> str:
    alike = own[own["comparable"]] if own["comparable"].any() else own
    first, last = alike.iloc[0], own.iloc[-1]
    decimals = int(last["decimals"])
    words = (
        f"{series_name(last['indicator'], last['sex'])}: "
        f"{with_unit(first['value'], first['unit'], decimals)} in {first['period']}, "
        f"{with_unit(last['value'], last['unit'], decimals)} in {last['period']}"
    )
    words = ", ".join([words, f"trend: {trend}", *(f"target {aim}" for aim in targets["target_stated"])])
    if ahead.empty:
        return f"{words}."
    end = ahead.iloc[-1]
    level = widest_level(ahead.columns)
    limits = interval(end[f"lower_{level}"], end[f"upper_{level}"], decimals)
    return f"{words}, forecast {with_unit(end['forecast'], last['unit'], decimals)} ({limits}) for {end['period']}."
