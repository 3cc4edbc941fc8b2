"""Yearly series of indicators: the latest value, its reference, and the years ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from jhws.periods import following_periods
from jhws.statistics.benchmark import above_or_below, compare
from jhws.statistics.forecast import MINIMUM_POINTS, chance_of_meeting, forecast
from jhws.statistics.trend import recent_trend

# The scale on which a series of each value type is forecast.
_SCALES: dict[str, Literal["identity", "rate", "proportion"]] = {
    "proportion": "proportion",
    "rate": "rate",
    "directly standardised rate": "rate",
}


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out values that their source's notes say are not comparable with the later ones of their series.

    Parameters
    ----------
    rows
        Observations; without a column `comparable` all are kept.
    """
    return rows[rows["comparable"]] if "comparable" in rows else rows


def latest_values(rows: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Give the latest known value of each series, and the one before it.

    Parameters
    ----------
    rows
        Observations with `period`, `period_end`, `value` and the columns of `by`.
    by
        The columns that make a series.

    Returns
    -------
    DataFrame
        The latest row of each series that has a value, with `previous_value`, `previous_period` (missing for
        a series of one value), `first_value`, `first_period` and `points`, the number of known values.
    """
    known = comparable(rows)
    known = known[known["value"].notna()].sort_values([*by, "period_end"], kind="stable")
    series = known.groupby(list(by), sort=False)
    known = known.assign(
        previous_value=series["value"].shift(),
        previous_period=series["period"].shift(),
        first_value=series["value"].transform("first"),
        first_period=series["period"].transform("first"),
        points=series["value"].transform("size"),
    )
    return known.groupby(list(by), sort=False).tail(1).reset_index(drop=True)


def with_reference(rows: pd.DataFrame, reference: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Set beside each row the reference's value of the same series and period.

    Parameters
    ----------
    rows, reference
        Observations with `period`, `value` and the columns of `by`. The reference has one row a series and
        period; its `category` (such as 'Median') tells what kind of summary it is.

    Returns
    -------
    DataFrame
        The rows with `reference` (missing where there is none) and `reference_kind` ('value' or the
        reference's category in small letters).
    """
    keys = [*by, "period"]
    beside = reference[[*keys, "value", "category"]].rename(columns={"value": "reference"})
    beside["reference_kind"] = beside.pop("category").fillna("value").str.lower()
    return rows.merge(beside, on=keys, how="left", validate="many_to_one")


def forecast_series(
    rows: pd.DataFrame, *, by: Sequence[str], horizon: int, levels: Sequence[int] = (80, 95)
) -> pd.DataFrame:
    """Forecast each series for the years after its latest value.

    Parameters
    ----------
    rows
        Observations with `period`, `period_end`, `period_type`, `value_type`, `value`, `lower_95`,
        `upper_95` and the columns of `by`. A year without a value is left out or has a missing value.
    by
        The columns that make a series.
    horizon
        Years to forecast.
    levels
        Confidence levels of the intervals in per cent.

    Returns
    -------
    DataFrame
        A row per series and step: the columns of `by`, `step`, `period`, `period_end`, those that `forecast`
        gives, and `reason`. A series that is too short has one row, without values and with its reason.
    """
    limits = [f"{end}_{level}" for level in levels for end in ("lower", "upper")]
    columns = [*by, "step", "period", "period_end", "forecast", *limits, "method", "reason"]
    parts = [
        _forecast_one(series, horizon, levels).assign(**{column: series[column].iloc[0] for column in by})
        for _, series in comparable(rows).groupby(list(by), sort=False)
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    types: dict[str, Any] = dict.fromkeys(["forecast", *limits], float) | {"period_end": "datetime64[us]"}
    types |= {column: rows[column].dtype for column in (*by, "period")}
    return frame.reindex(columns=columns).astype(types)


def _forecast_one(series: pd.DataFrame, horizon: int, levels: Sequence[int]) -> pd.DataFrame:
    known = series[series["value"].notna()].sort_values("period_end")
    if len(known) < MINIMUM_POINTS:
        told = "1 value is" if len(known) == 1 else f"{len(known)} values are"
        reason = f"{told} known; a forecast needs at least {MINIMUM_POINTS}"
        return pd.DataFrame({"step": [pd.NA], "reason": [reason]})
    last = known.iloc[-1]
    steps = forecast(horizon=horizon, levels=tuple(levels), **as_yearly(known))
    ends = [last["period_end"] + pd.DateOffset(years=int(step)) for step in steps["step"]]
    periods = following_periods(last["period"], last["period_type"], horizon)
    return steps.assign(period=periods, period_end=ends, reason="")


def as_yearly(known: pd.DataFrame) -> dict[str, Any]:
    """Give a series in the form that `forecast` and its like take: a value for each year, missing in a gap.

    Parameters
    ----------
    known
        The known values of one series in order of time.

    Returns
    -------
    dict
        `values`, `lower_95` and `upper_95` (series by the year in which the period ends; no limits where none
        are published) and `scale`: that of the value type, or 'identity' where a value lies on its bound.
    """
    years = known["period_end"].dt.year
    yearly = known.set_index(years)[["value", "lower_95", "upper_95"]]
    yearly = yearly.reindex(np.arange(years.min(), years.max() + 1))
    scale = _SCALES.get(known["value_type"].iloc[-1], "identity")
    lowest, highest = known["value"].min(), known["value"].max()
    on_bound = (scale != "identity" and lowest <= 0) or (scale == "proportion" and highest >= 100)
    has_limits = yearly["lower_95"].notna().any()
    return {
        "values": yearly["value"],
        "lower_95": yearly["lower_95"] if has_limits else None,
        "upper_95": yearly["upper_95"] if has_limits else None,
        "scale": "identity" if on_bound else scale,
    }


def target_chances(targets: pd.DataFrame, rows: pd.DataFrame, *, horizon: int) -> pd.DataFrame:
    """Give the chance that each target is reached in each of the years ahead.

    Parameters
    ----------
    targets
        `indicator_id`, `indicator`, `area_code`, `target`, `target_date`, `target_stated`, `polarity`.
    rows
        Observations of these indicators and areas, as `forecast_series` takes them.
    horizon
        Years ahead.

    Returns
    -------
    DataFrame
        A row per target and year ahead: the target's columns, `period`, `chance` (0 to 1) that the value
        published for it meets the target if things go on as before, and `in_time`: whether the period ends by
        the target's date. A target whose series is too short to forecast has no row.
    """
    parts = []
    for _, target in targets.iterrows():
        own = comparable(rows)
        own = own[(own["indicator_id"] == target["indicator_id"]) & (own["area_code"] == target["area_code"])]
        known = own[own["value"].notna()].sort_values("period_end")
        if len(known) < MINIMUM_POINTS or target["polarity"] == "no judgement":
            continue
        last, yearly = known.iloc[-1], as_yearly(known)
        ahead = following_periods(last["period"], last["period_type"], horizon)
        for step, period in enumerate(ahead, start=1):
            chance = chance_of_meeting(target=target["target"], step=step, polarity=target["polarity"], **yearly)
            end = last["period_end"] + pd.DateOffset(years=step)
            parts.append({**target, "period": period, "chance": chance, "in_time": end <= target["target_date"]})
    return pd.DataFrame(parts, columns=[*targets.columns, "period", "chance", "in_time"])


def summarise_series(
    history: pd.DataFrame,
    reference: pd.DataFrame,
    forecasts: pd.DataFrame | None = None,
    *,
    by: Sequence[str],
    targets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put in one row what is known of each series: its state today, its trend, its reference, its outlook.

    Parameters
    ----------
    history, reference
        Observations of the area and of England, as `jhws.data.read_observations` gives them.
    forecasts
        Rows of `forecast_series` for the same series; without them the rows have no outlook.
    by
        The columns that make a series.
    targets
        Rows of `target_status`; a series without one has 'no target'.

    Returns
    -------
    DataFrame
        Rows of `latest_values` with `reference`, `reference_kind`; `over_time` (the recent trend in the
        book's words) and `over_time_reason`; `against_reference` and `reason`; `forecast`,
        `forecast_period`, `forecast_lower_95`, `forecast_upper_95` (and so on for each level),
        `forecast_reason` of the last step; `target_status`.
    """
    rows = with_reference(latest_values(history, by=by), reference, by=by)
    rows = _with_trend(rows, history, by)
    rows = _with_comparison(rows)
    if forecasts is not None:
        rows = _with_outlook(rows, forecasts, by)
    if targets is None or targets.empty:
        return rows.assign(target_status="no target")
    status = targets.drop_duplicates("indicator_id", keep="last").set_index("indicator_id")["status"]
    return rows.assign(target_status=rows["indicator_id"].map(status).fillna("no target"))


def _with_outlook(rows: pd.DataFrame, forecasts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    last = forecasts.groupby(list(by), sort=False).tail(1)
    names = {"period": "forecast_period", "reason": "forecast_reason"}
    names |= {name: f"forecast_{name}" for name in map(str, last.columns) if name.startswith(("lower_", "upper_"))}
    last = last.rename(columns=names)
    kept = ["forecast", *[name for name in names.values() if name in last]]
    return rows.merge(last[[*by, *kept]], on=list(by), how="left", validate="one_to_one")


def _with_trend(rows: pd.DataFrame, history: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    trends = recent_trend(
        comparable(history),
        period="period",
        value="value",
        lower_95="lower_95",
        upper_95="upper_95",
        by=list(by),
        polarity="polarity",
        value_type="value_type",
    )
    trends = trends.rename(columns={"direction": "over_time", "reason": "over_time_reason"})
    return rows.merge(trends[[*by, "over_time", "over_time_reason"]], on=list(by), how="left", validate="one_to_one")


def _with_comparison(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare by limits where there are any; a median without limits is only above or below."""
    if rows.empty:
        return rows.assign(against_reference="", reason="")
    compared = compare(
        rows, value="value", lower="lower_95", upper="upper_95", reference="reference", polarity="polarity"
    )
    medians = rows["reference_kind"].eq("median") & rows["reference"].notna()
    words = [
        f"{above_or_below(value, reference)} the English median" if is_median else word
        for word, value, reference, is_median in zip(
            compared["comparison"], rows["value"], rows["reference"], medians, strict=True
        )
    ]
    return rows.assign(against_reference=words, reason=compared["reason"])


def changed_since(now: pd.DataFrame, then: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Set the state of each series beside its state as an earlier edition knew it.

    Parameters
    ----------
    now, then
        Rows of `summarise_series`, of today's edition and of the earlier one.
    by
        The columns that make a series.

    Returns
    -------
    DataFrame
        The rows of `now` whose series the earlier edition knew, with `value_then`, `period_then`,
        `over_time_then`, `against_reference_then`, `difference` (today's value less the earlier one, in the
        indicator's unit) and `newer`: whether a later period is known today. A difference between two values
        states a direction; it is no test.
    """
    kept = ["value", "period", "period_end", "over_time", "against_reference"]
    earlier = then[[*by, *kept]].rename(columns={name: f"{name}_then" for name in kept})
    rows = now.merge(earlier, on=list(by), how="inner", validate="one_to_one")
    return rows.assign(
        difference=rows["value"] - rows["value_then"], newer=rows["period_end"] > rows["period_end_then"]
    ).drop(columns="period_end_then")
