"""Time the slope index with limits beside a simulation of the same.

Run it as ``python tests/benchmarks/slope_index.py``. The task is that of a national profile: 362 areas by
two sexes by ten deciles of life expectancy. The simulation is that of the approved R package, 100,000 draws
a group, written for numpy.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from jhws.statistics import slope_index_of_inequality

AREAS, SEXES, DECILES, DRAWS = 362, ("Female", "Male"), 10, 100_000


def national_profile() -> pd.DataFrame:
    """Make up life expectancy by decile for every area and sex."""
    rng = np.random.default_rng(2016)
    keys = pd.MultiIndex.from_product([range(AREAS), SEXES, range(1, DECILES + 1)], names=["area", "sex", "decile"])
    frame = keys.to_frame(index=False)
    size = len(frame)
    return frame.assign(
        population=rng.integers(3_000, 30_000, size),
        value=76 + 0.7 * frame["decile"] + rng.normal(0, 0.5, size),
        error=rng.uniform(0.4, 1.2, size),
    )


def simulate(frame: pd.DataFrame) -> None:
    """Draw every decile's value, fit every line, and take the limits from the sorted slopes and ratios."""
    rng = np.random.default_rng(1)
    for _, group in frame.groupby(["area", "sex"]):
        share = (group["population"] / group["population"].sum()).to_numpy()
        design = np.column_stack([np.ones(DECILES), share.cumsum() - share / 2])
        fit = np.linalg.solve((design.T * share) @ design, design.T * share)
        draws = rng.normal(group["value"], group["error"], (DRAWS, DECILES))
        intercept, slope = fit @ draws.T
        np.quantile(slope, [0.025, 0.975])
        np.quantile(1 + slope / intercept, [0.025, 0.975])


def calculate(frame: pd.DataFrame) -> None:
    """Work the same limits out."""
    slope_index_of_inequality(
        frame,
        quantile="decile",
        population="population",
        value="value",
        standard_error="error",
        by=["area", "sex"],
    )


def median_seconds(task: Callable[[pd.DataFrame], None], frame: pd.DataFrame, repeats: int) -> float:
    """Time a task."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        task(frame)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print both times and their ratio."""
    frame = national_profile()
    calculate(frame)  # the first call also loads what it needs
    exact, simulated = median_seconds(calculate, frame, 51), median_seconds(simulate, frame, 3)
    print(f"{AREAS} areas x {len(SEXES)} sexes, {DECILES} deciles, 95% limits of SII and RII")
    print(f"worked out             {1000 * exact:10.1f} ms (median of 51)")
    print(f"{DRAWS:,} draws a group {1000 * simulated:10.1f} ms (median of 3)")
    print(f"ratio                  {simulated / exact:10,.0f}")


if __name__ == "__main__":
    main()
