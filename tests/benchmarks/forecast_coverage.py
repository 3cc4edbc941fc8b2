"""How often do the limits of forecasts hold on this book's own series?

Every series of the project's tables is forecast, up to four years ahead, from each earlier year on with what was
known then, and held against what came. Prints the share that the 80% and the 95% limits held, by area and by step::

    python tests/benchmarks/forecast_coverage.py
"""

from __future__ import annotations

import pandas as pd

from jhws.data import read_observations
from jhws.statistics.forecast import MINIMUM_POINTS, forecast
from jhws.statistics.series import as_yearly, comparable

TABLES = ("local_statistics", "smoking", "child_weight", "adult_social_care")
SERIES = ["indicator_id", "area_name", "sex"]
HORIZON = 4


def forecasts_of(known: pd.DataFrame) -> pd.DataFrame:
    """Forecast one series from every origin; a row per forecast whose value is known."""
    yearly = as_yearly(known)
    values, lower, upper = yearly["values"], yearly["lower_95"], yearly["upper_95"]
    parts = []
    for origin in known["period_end"].dt.year.iloc[MINIMUM_POINTS - 1 : -1]:
        limits = {} if lower is None else {"lower_95": lower.loc[:origin], "upper_95": upper.loc[:origin]}
        steps = forecast(values.loc[:origin], HORIZON, scale=yearly["scale"], **limits)
        parts.append(steps.assign(actual=values.reindex(origin + steps["step"]).to_numpy()))
    found = pd.concat(parts).dropna(subset="actual")
    return pd.DataFrame(
        {
            "step": found["step"],
            "held by 80%": found["actual"].between(found["lower_80"], found["upper_80"]),
            "held by 95%": found["actual"].between(found["lower_95"], found["upper_95"]),
        }
    )


def main() -> None:
    rows = comparable(read_observations(*TABLES))
    rows = rows[rows["category_type"].isna() & rows["value"].notna()]
    parts = [
        forecasts_of(known.sort_values("period_end")).assign(area=key[1])
        for key, known in rows.groupby(SERIES, sort=False)
        if len(known) > MINIMUM_POINTS
    ]
    found = pd.concat(parts, ignore_index=True)
    found["kind"] = found["area"].where(found["area"] == "England", "local areas")
    for by in ("kind", "area", "step"):
        shares = 100 * found.groupby(by)[["held by 80%", "held by 95%"]].mean()
        print(shares.assign(forecasts=found.groupby(by).size()).round(1).to_string(), end="\n\n")


if __name__ == "__main__":
    main()
