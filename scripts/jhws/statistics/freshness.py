"""How new are the figures? The newest period of each indicator, and when the next one is due by rule."""

from __future__ import annotations

import pandas as pd

from jhws.periods import following_periods, taken_as_published

FRESHNESS = ("overdue", "up to date", "not known")


def data_freshness(rows: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Say of each indicator which period is its newest, and whether a newer one was due by a day.

    The next period comes as long after the newest as the shortest time between two periods so far (a survey of every
    second year is not overdue after one), and is due once the publisher's usual lag after its end has passed. Both are
    rules: no publisher has given these dates.

    Parameters
    ----------
    rows
        Observations as `jhws.data.read_observations` gives them, published by `as_of`.
    as_of
        ISO date.

    Returns
    -------
    DataFrame
        A row per indicator, what is overdue first and then by the date that is next: `indicator_id`, `indicator`,
        `period` (the newest with a value), `available_from` (when it is taken to be published), `next_period`,
        `next_due` (both missing where only one period is known), `state` (one of `FRESHNESS`), `source_id`,
        `locator`.
    """
    day = pd.Timestamp(as_of)
    found = []
    for indicator_id, series in rows[rows["value"].notna()].groupby("indicator_id", sort=False):
        periods = series.sort_values("period_end", kind="stable").drop_duplicates("period")
        newest = periods.iloc[-1]
        years = periods["period_end"].dt.year.diff().min()
        kind, lag = newest["period_type"], int(newest["publication_lag_months"])
        next_period = None if pd.isna(years) else following_periods(newest["period"], kind, int(years))[-1]
        next_due = pd.NaT if next_period is None else taken_as_published(next_period, kind, lag)
        found.append(
            {
                "indicator_id": indicator_id,
                "indicator": newest["indicator"],
                "period": newest["period"],
                "available_from": taken_as_published(newest["period"], kind, lag),
                "next_period": next_period,
                "next_due": next_due,
                "state": "not known" if pd.isna(next_due) else "overdue" if next_due <= day else "up to date",
                "source_id": newest["source_id"],
                "locator": newest["locator"],
            }
        )
    columns = ["indicator_id", "indicator", "period", "available_from", "next_period", "next_due", "state"]
    told = pd.DataFrame(found, columns=[*columns, "source_id", "locator"])
    order = told["state"].map(FRESHNESS.index)
    return told.assign(order=order).sort_values(["order", "next_due"], kind="stable", ignore_index=True)[told.columns]
