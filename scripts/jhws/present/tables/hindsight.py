"""How good have the forecasts been? A row a series."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.figures.trends import series_name
from jhws.present.numbers import number


def forecast_record(rows: pd.DataFrame, *, source: str) -> Table | Sentences:
    """Show how far off past forecasts were, and how often their limits held.

    Parameters
    ----------
    rows
        Rows of `statistics.forecast_record` by indicator and sex, with `indicator`, `unit` and `decimals`.
    source
        Where the figures come from.
    """
    title = "How far off earlier forecasts would have been"
    names = [series_name(name, sex) for name, sex in zip(rows["indicator"], rows["sex"], strict=True)]
    if rows.empty:
        return nothing_to_show("forecast-errors", title)
    digits = [int(decimals) + 1 for decimals in rows["decimals"]]
    return Table(
        id="forecast-errors",
        title=title,
        caption=(
            "Forecasts from every earlier year on, up to the edition’s horizon, held against what came. Distances "
            "are in the indicator’s own unit; ‘no change’ expects the last known value to come again."
        ),
        source=source,
        data=rows,
        columns=[
            Column("Series", names),
            Column("Forecasts", [number(count) for count in rows["forecasts"]], numeric=True),
            Column("Mean distance from what came", _written(rows["error"], digits), numeric=True),
            Column("That of ‘no change’", _written(rows["unchanged_error"], digits), numeric=True),
            Column("Held by 95% limits", [f"{number(100 * held)}%" for held in rows["held"]], numeric=True),
        ],
    )


def _written(values: pd.Series, digits: list[int]) -> list[str]:
    return [number(value, decimals) for value, decimals in zip(values, digits, strict=True)]
