"""Score the forecasts on yearly series whose future is known, beside other public methods.

    python tests/benchmarks/forecast_accuracy.py SERIES.csv
    python tests/benchmarks/forecast_accuracy.py SERIES.csv --calibrate

SERIES.csv has the columns series, year, part ('history' to fit, 'future' to score) and value, above 0. The
first form forecasts every future from its history; statsforecast's methods are scored beside ours where it is
installed (it asks for pandas below 3, so give it an environment of its own, with PYTHONPATH=scripts). The
second measures, on the histories alone, the numbers that widen the intervals.

MASE and sMAPE are those of the tourism forecasting competition (Athanasopoulos and others 2011): the absolute
error over the mean absolute change of the history, and over half the sum of forecast and value. Interval
score: width plus 2/0.05 times what lies outside (Gneiting and Raftery 2007), over the same mean change.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import optimize, stats

from jhws.statistics.forecast import _SCALES, MINIMUM_POINTS, _average, forecast

RECENT_ORIGINS = 8
STEPS = 4

Histories = dict[str, np.ndarray]
Method = Callable[[np.ndarray, int], pd.DataFrame]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("series", type=Path, help="CSV with series, year, part, value")
    parser.add_argument("--calibrate", action="store_true", help="measure the widening on the histories")
    arguments = parser.parse_args()
    table = pd.read_csv(arguments.series).sort_values(["series", "year"], kind="stable")
    histories, futures = (
        {name: rows.to_numpy() for name, rows in table[table["part"] == part].groupby("series")["value"]}
        for part in ("history", "future")
    )
    if arguments.calibrate:
        print(calibration(histories).round(3).to_string(index=False))
    else:
        methods = {"jhws forecast": forecast, **statsforecast_methods()}
        scores = pd.DataFrame([score(name, method, histories, futures) for name, method in methods.items()])
        print(scores.round(3).to_string(index=False))


def score(name: str, method: Method, histories: Histories, futures: Histories) -> dict[str, object]:
    """Forecast each future from its history and average over steps, then over series."""
    method(next(iter(histories.values())), STEPS)  # whatever compiles or imports at first use does it here
    rows, seconds = [], 0.0
    for series, history in histories.items():
        future = futures[series]
        start = time.perf_counter()
        steps = method(history, len(future))
        seconds += time.perf_counter() - start
        scale = np.abs(np.diff(history)).mean()
        error = np.abs(steps["forecast"] - future)
        lower, upper = steps["lower_95"], steps["upper_95"]
        outside = (lower - future).clip(lower=0) + (future - upper).clip(lower=0)
        rows.append(
            {
                "MASE": (error / scale).mean(),
                "sMAPE": (200 * error / (steps["forecast"].abs() + future)).mean(),
                "held by 80%": 100 * ((future >= steps["lower_80"]) & (future <= steps["upper_80"])).mean(),
                "held by 95%": 100 * (outside == 0).mean(),
                "interval score": ((upper - lower + 2 / 0.05 * outside) / scale).mean(),
            }
        )
    means = pd.DataFrame(rows).mean().to_dict()
    return {"method": name, **means, "ms a series": 1000 * seconds / len(rows), "series": len(rows)}


def statsforecast_methods() -> dict[str, Method]:
    """Give statsforecast's methods in our shape, or none where it is not installed."""
    try:
        from statsforecast import models
    except ImportError:
        print("statsforecast is not installed: ours alone")
        return {}

    def adapted(make: Callable[[], object]) -> Method:
        def run(history: np.ndarray, horizon: int) -> pd.DataFrame:
            result = make().forecast(y=history, h=horizon, level=[80, 95])
            bounds = {f"{ours}_{level}": result[f"{theirs}-{level}"] for ours, theirs in SIDES for level in (80, 95)}
            return pd.DataFrame({"forecast": result["mean"], **bounds})

        return run

    return {
        "AutoETS": adapted(lambda: models.AutoETS(season_length=1)),
        "DynamicOptimizedTheta": adapted(lambda: models.DynamicOptimizedTheta(season_length=1)),
        "RandomWalkWithDrift": adapted(models.RandomWalkWithDrift),
        "Naive": adapted(models.Naive),
    }


SIDES = (("lower", "lo"), ("upper", "hi"))


def calibration(histories: Histories) -> pd.DataFrame:
    """Fit Student's t to the rolling-origin errors over the model's own spread: maximum likelihood.

    Every history has the same weight at each step, however many origins it has. Only the latest origins
    count: they have the longest pasts and lie nearest to the use.
    """
    fits = []
    for scale in ("identity", "rate"):
        errors = pd.DataFrame(scaled_errors(histories, scale), columns=["series", "step", "error"])
        fits += [{"scale": scale, "tails": tails, **fit_widening(errors, tails)} for tails in (3, 4, 5, 6)]
    return pd.DataFrame(fits)


def fit_widening(errors: pd.DataFrame, tails: int) -> dict[str, float]:
    weight = 1 / errors.groupby(["series", "step"])["error"].transform("size")
    step, error = errors["step"].to_numpy(), errors["error"].to_numpy()

    def misfit(numbers: np.ndarray) -> float:
        factor = np.exp(numbers[0]) * step ** numbers[1]
        return -float(np.average(stats.t.logpdf(error / factor, tails) - np.log(factor), weights=weight))

    best = optimize.minimize(misfit, x0=[0.0, 0.2], method="Nelder-Mead")
    return {
        "factor": np.exp(best.x[0]),
        "power": best.x[1],
        "log likelihood": -best.fun,
        "errors": len(errors),
    }


def scaled_errors(histories: Histories, scale: str) -> Iterator[tuple[str, int, float]]:
    """Cut each history at its latest origins; errors on the transformed scale over the spread, unwidened."""
    transform, drift = _SCALES[scale].forward, _SCALES[scale].drift
    for series, history in histories.items():
        values = transform(history)
        for origin in range(max(MINIMUM_POINTS, len(values) - RECENT_ORIGINS), len(values)):
            actual = values[origin : origin + STEPS]
            centre, spread = _average(values[:origin], np.zeros(origin), len(actual), drift)
            yield from zip([series] * len(actual), range(1, STEPS + 1), (actual - centre) / spread, strict=False)


if __name__ == "__main__":
    main()
