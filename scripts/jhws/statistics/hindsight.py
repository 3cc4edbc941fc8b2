"""How good have the forecasts been? Forecasts of earlier years, held against what came."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jhws.statistics.forecast import MINIMUM_POINTS, rolling_origin_errors
from jhws.statistics.series import as_yearly, comparable

_ABOUT = ["indicator", "unit", "decimals"]


def past_forecasts(rows: pd.DataFrame, *, by: Sequence[str], horizon: int) -> pd.DataFrame:
    """Forecast each series from every earlier year on, with what was known then, and set the truth beside it.

    Parameters
    ----------
    rows
        Observations as `forecast_series` takes them, with `indicator`, `unit` and `decimals`.
    by
        The columns that make a series.
    horizon
        Years ahead.

    Returns
    -------
    DataFrame
        A row per series, origin and step whose value is known by now: the columns of `by`, `indicator`,
        `unit`, `decimals`, `origin` (the last period known), `step`, `period`, `forecast`, `lower_95`,
        `upper_95`, `actual`, `held` (whether the limits held it) and `unchanged`: the value at the origin,
        which is the forecast of somebody who expects no change. Later revisions of figures are not undone.
    """
    parts = []
    for _, series in comparable(rows).groupby(list(by), sort=False):
        known = series[series["value"].notna()].sort_values("period_end")
        if len(known) <= MINIMUM_POINTS:
            continue
        found = rolling_origin_errors(horizon=horizon, **as_yearly(known))
        by_year = known.set_index(known["period_end"].dt.year)
        years = found["origin"].astype(int)
        found = found.assign(
            origin=by_year["period"].reindex(years).to_numpy(),
            period=by_year["period"].reindex(years + found["step"].astype(int)).to_numpy(),
            unchanged=by_year["value"].reindex(years).to_numpy(),
            **{column: known[column].iloc[0] for column in [*by, *_ABOUT]},
        )
        parts.append(found)
    columns = [*by, *_ABOUT, "origin", "step", "period", "forecast", "lower_95", "upper_95", "actual", "held"]
    columns += ["unchanged"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def last_forecasts(past: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Pick from past forecasts the last that was made of each series: of its latest value, from the one before it."""
    return past.groupby(list(by), sort=False).tail(1).reset_index(drop=True)


def forecast_record(past: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Sum up how far off past forecasts were, and how often their limits held.

    Returns
    -------
    DataFrame
        A row per group: the columns of `by`, `forecasts` (how many), `error` and `unchanged_error` (mean
        distance from what came, of the forecast and of expecting no change, in the series' unit), and `held`
        (share of 0 to 1 whose 95% limits held).
    """
    errors = past.assign(
        error=(past["forecast"] - past["actual"]).abs(),
        unchanged_error=(past["unchanged"] - past["actual"]).abs(),
        held=past["held"].astype(float),
    )
    groups = errors.groupby(list(by), sort=False, as_index=False)
    return groups.agg(
        forecasts=("error", "size"),
        error=("error", "mean"),
        unchanged_error=("unchanged_error", "mean"),
        held=("held", "mean"),
    )


def held_against(forecasts: pd.DataFrame, later: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Hold an edition's forecasts against the values that were published after it.

    Parameters
    ----------
    forecasts
        Rows of `forecast_series`.
    later
        Observations published after the edition's date.

    Returns
    -------
    DataFrame
        The later values as `actual`, with the `forecast` of their period, its `lower` and `upper` limit at the
        widest `level` (per cent) that the edition has, and `held`; values for which there was no forecast are
        left out.
    """
    level = max(int(name.removeprefix("lower_")) for name in map(str, forecasts) if name.startswith("lower_"))
    ahead = forecasts.rename(columns={f"lower_{level}": "lower", f"upper_{level}": "upper"})
    ahead = ahead.loc[ahead["step"].notna(), [*by, "period", "step", "forecast", "lower", "upper"]]
    known = later[later["value"].notna()].rename(columns={"value": "actual"})
    known = known.drop(columns=["lower_95", "upper_95"])
    rows = known.merge(ahead, on=[*by, "period"], validate="one_to_one")
    return rows.assign(level=level, held=rows["actual"].between(rows["lower"], rows["upper"]))
