"""Forecasts of short yearly series, with intervals that hold what they say.

One small state space model: each year the level moves by a constant drift and by a random step; what is
published is that level with the known sampling error of the year, and perhaps with further noise. Its special
cases are the random walk with drift, the local level, and the theta method, which is exponential smoothing
with drift (Assimakopoulos and Nikolopoulos 2000; Hyndman and Billah 2003). A short series cannot tell these
apart, so none is picked: the Kalman filter runs a grid of them side by side, and their forecasts are averaged
with the weights that the likelihood gives them (Bates and Granger 1969; Hoeting and others 1999).

Such an average knows nothing of breaks, nor of models outside the grid. How much wider the future is than it
believes was measured by rolling origin (Tashman 2000): many histories were cut at earlier years and forecast,
and the errors divided by the spread that the model gave. They follow Student's t with few degrees of freedom
times a factor that grows with the step: `tests/benchmarks/forecast_accuracy.py SERIES.csv --calibrate`
measures these numbers again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

Array = NDArray[np.float64]

MINIMUM_POINTS = 5
METHOD = "local level with drift, averaged by likelihood; intervals calibrated by rolling origin"

# The grid: the standard deviation of a year's random step, as a multiple of the series' own typical change, and
# the variance of the further noise, as a multiple of the random step's. The deviation has a flat prior, which
# keeps a series of few points from claiming that it hardly moves (Gelman 2006).
_STEPS = np.geomspace(0.1, 3, 9)
_NOISES = np.array([0, 0.1, 0.3, 1])
# The own change is what sampling error does not explain of the typical one, but at least this share of it: chosen
# so that limits for published local health series hold what they say (rolling origin; see the methods page).
_LEAST_SHARE = 0.2

# Degrees of freedom of the rolling-origin errors over the model's spread. Like the `widening` of each scale
# fitted, by maximum likelihood, to the last eight origins of the 518 yearly histories of the tourism
# forecasting competition (Athanasopoulos and others 2011): as they are for 'identity', else as logarithms.
_TAILS = 4


@dataclass(frozen=True)
class _Scale:
    """A scale on which changes are alike at every level.

    `rule`, `low` and `high` say which values it takes; `forward`, its inverse `back` and its `slope` are the
    transformation. `drift` is the prior variance of the drift, as a multiple of the typical squared change,
    chosen by rolling origin on the same histories and on published health series: growth in per cent goes on
    less than growth in units. `widening` is the factor by which errors at step 1 exceed the model's spread,
    and the power of the step by which that grows.
    """

    rule: str
    low: float
    high: float
    forward: Callable[[Array], Array]
    back: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    drift: float
    widening: tuple[float, float]


_SCALES = {
    "identity": _Scale(
        rule="finite",
        low=-np.inf,
        high=np.inf,
        forward=lambda x: x,
        back=lambda x: x,
        slope=np.ones_like,
        drift=0.3,
        widening=(1.20, 0.17),
    ),
    "rate": _Scale(
        rule="above 0",
        low=0,
        high=np.inf,
        forward=np.log,
        back=np.exp,
        slope=lambda x: 1 / x,
        drift=0.1,
        widening=(0.71, 0.14),
    ),
    "proportion": _Scale(
        rule="per cent, above 0 and below 100",
        low=0,
        high=100,
        forward=lambda x: special.logit(x / 100),
        back=lambda x: 100 * special.expit(x),
        slope=lambda x: 100 / (x * (100 - x)),
        drift=0.1,
        widening=(0.71, 0.14),
    ),
}


@dataclass(frozen=True)
class _Outlook:
    """The predictive distribution of each step, on the transformed scale.

    Two sources of doubt, the way of the series and the sampling error of the value to be published, meet by
    square-and-add: the distance of a quantile from the centre is the root of the sum of the two squared
    distances. It is exact where either is nil, and puts the heavy tails only where they were measured.
    """

    centre: Array
    spread: Array
    sampling: float

    def quantile(self, chance: float) -> Array:
        distance = np.hypot(stats.t.ppf(chance, _TAILS) * self.spread, stats.norm.ppf(chance) * self.sampling)
        return self.centre + np.sign(chance - 0.5) * distance

    def chance_below(self, value: float, step: int) -> float:
        centre = self.centre[step - 1]

        def beyond(tail: float) -> float:
            return float(centre - self.quantile(tail)[step - 1] - abs(value - centre))

        smallest = 1e-9
        tail = 0.0 if beyond(smallest) <= 0 else float(optimize.brentq(beyond, smallest, 0.5))
        return tail if value < centre else 1 - tail


def forecast(
    values: ArrayLike,
    horizon: int,
    *,
    lower_95: ArrayLike | None = None,
    upper_95: ArrayLike | None = None,
    scale: Literal["identity", "rate", "proportion"] = "identity",
    levels: Sequence[float] = (80, 95),
) -> pd.DataFrame:
    """Say where a short yearly series is likely to be in the years after its last row.

    Parameters
    ----------
    values
        A row a year, oldest first; missing for a year without a value. At least five are known. When the last
        years are missing, step 1 is still the year after the last row.
    horizon
        Number of years to forecast.
    lower_95, upper_95
        Published 95% limits of the values, a row a year. A known value without limits is taken to have the
        median sampling error of the others. Without any limits the model estimates the noise by itself.
    scale
        'identity': any value. 'rate': above 0, changes are relative (logarithm). 'proportion': per cent
        between 0 and 100 (logit).
    levels
        Confidence levels of the intervals, in per cent.

    Returns
    -------
    DataFrame
        A row per step from 1 to `horizon`: `step`, `forecast` (the median), `lower_80`, `upper_80` and so
        on for each level, `method`. The intervals are for the value that will be published: they have room
        for its sampling error, taken to be that of the last known year.

    Raises
    ------
    ValueError
        Fewer than five known values, values that the scale cannot have, limits of another length or that do
        not hold their value, a horizon below 1, a level that is not between 0 and 100. The message
        says which.

    Notes
    -----
    The factors that widen the intervals were measured at steps 1 to 4 and are carried on beyond. Values of
    overlapping periods, such as three-year averages, share years and so move together; the model takes their
    sampling errors as independent, and cannot see a turn that is still hidden in the average.

    References
    ----------
    V. Assimakopoulos, K. Nikolopoulos (2000), The theta model, International Journal of Forecasting 16(4).
    G. Athanasopoulos and others (2011), The tourism forecasting competition, same journal 27(3).
    J. M. Bates, C. W. J. Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4).
    J. Durbin, S. J. Koopman (2012), Time Series Analysis by State Space Methods, chapters 2 and 4.
    A. Gelman (2006), Prior distributions for variance parameters, Bayesian Analysis 1(3).
    J. A. Hoeting and others (1999), Bayesian model averaging, Statistical Science 14(4).
    R. J. Hyndman, B. Billah (2003), Unmasking the theta method, International Journal of Forecasting 19(2).
    L. J. Tashman (2000), Out-of-sample tests of forecasting accuracy, same journal 16(4).
    """
    for level in levels:
        if not 0 < level < 100:
            raise ValueError(f"levels: {level} is not between 0 and 100")
    outlook = _look_ahead(values, horizon, lower_95, upper_95, scale)
    back = _SCALES[scale].back
    columns = {"step": np.arange(1, horizon + 1), "forecast": back(outlook.centre)}
    for level in levels:
        tail = (1 - level / 100) / 2
        columns[f"lower_{level:g}"] = back(outlook.quantile(tail))
        columns[f"upper_{level:g}"] = back(outlook.quantile(1 - tail))
    return pd.DataFrame(columns).assign(method=METHOD)


def chance_of_meeting(
    values: ArrayLike,
    target: float,
    step: int,
    *,
    polarity: Literal["high is good", "low is good"],
    lower_95: ArrayLike | None = None,
    upper_95: ArrayLike | None = None,
    scale: Literal["identity", "rate", "proportion"] = "identity",
) -> float:
    """Give the chance that the value published for a year to come meets a target.

    Parameters
    ----------
    values, lower_95, upper_95, scale
        As for `forecast`.
    target
        In the unit of the values.
    step
        Years after the last row of `values`.
    polarity
        'high is good': met at or above the target. 'low is good': at or below it.

    Returns
    -------
    float
        Between 0 and 1, read off the distribution that gives the limits of `forecast`: a target on the upper
        95% limit is met from above with a chance of 0.025.

    Raises
    ------
    ValueError
        As `forecast`; also for a missing target and a polarity without a good direction.
    """
    if np.isnan(target):
        raise ValueError("target: missing; expected a number")
    if polarity not in ("high is good", "low is good"):
        raise ValueError(f"polarity: “{polarity}”; expected 'high is good' or 'low is good'")
    outlook = _look_ahead(values, step, lower_95, upper_95, scale)
    rule = _SCALES[scale]
    with np.errstate(divide="ignore"):
        transformed = rule.forward(np.clip(np.array([target], dtype=float), rule.low, rule.high))[0]
    below = outlook.chance_below(float(transformed), step)
    return below if polarity == "low is good" else 1 - below


def rolling_origin_errors(
    values: ArrayLike,
    horizon: int,
    *,
    lower_95: ArrayLike | None = None,
    upper_95: ArrayLike | None = None,
    scale: Literal["identity", "rate", "proportion"] = "identity",
) -> pd.DataFrame:
    """Show how far off the forecasts of earlier years would have been.

    Parameters
    ----------
    values, horizon, lower_95, upper_95, scale
        As for `forecast`. A Series keeps its index, such as the years, in the result.

    Returns
    -------
    DataFrame
        A row per origin and step whose value is known by now: `origin` (label of the last row that the
        forecast knew), `step`, `forecast`, `actual`, `lower_95`, `upper_95`, and `held`, whether the interval
        held the actual value. No rows when only five values are known.

    Raises
    ------
    ValueError
        As `forecast`.
    """
    labels = values.index if isinstance(values, pd.Series) else pd.RangeIndex(np.size(values))
    _look_ahead(values, horizon, lower_95, upper_95, scale)  # so that an error speaks of the whole series
    numbers = np.asarray(values, dtype=float)
    limits = None if lower_95 is None else np.column_stack([np.asarray(x, float) for x in (lower_95, upper_95)])
    known = np.flatnonzero(~np.isnan(numbers))
    parts = []
    for last in known[MINIMUM_POINTS - 1 : -1]:
        past = slice(0, last + 1)
        lower, upper = (None, None) if limits is None else limits[past].T
        steps = forecast(numbers[past], horizon, lower_95=lower, upper_95=upper, scale=scale, levels=(95,))
        steps = steps[: len(numbers) - 1 - last]
        parts.append(steps.assign(origin=labels[last], actual=numbers[last + 1 :][:horizon]))
    columns = ["origin", "step", "forecast", "actual", "lower_95", "upper_95"]
    errors = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype=float)
    errors = errors[columns].dropna(subset=["actual"]).reset_index(drop=True)
    return errors.assign(held=errors["actual"].between(errors["lower_95"], errors["upper_95"]))


def _look_ahead(
    values: ArrayLike, horizon: int, lower_95: ArrayLike | None, upper_95: ArrayLike | None, scale: str
) -> _Outlook:
    """Check what was given and make the predictive distribution, its spread widened as measured."""
    if scale not in _SCALES:
        raise ValueError(f"scale: “{scale}” is not one of {', '.join(_SCALES)}")
    if horizon < 1 or horizon != int(horizon):
        raise ValueError(f"horizon: {horizon}; expected a whole number of years, 1 or more")
    numbers = _numbers(values, "values")
    _check_values(numbers, _SCALES[scale])
    variances = _sampling_variances(numbers, lower_95, upper_95) * _SCALES[scale].slope(numbers) ** 2
    centre, spread = _average(_SCALES[scale].forward(numbers), variances, horizon, _SCALES[scale].drift)
    factor, power = _SCALES[scale].widening
    sampling = float(np.sqrt(variances[~np.isnan(variances)][-1]))
    return _Outlook(centre, spread * factor * np.arange(1, horizon + 1) ** power, sampling)


def _numbers(values: ArrayLike, name: str) -> Array:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}; expected numbers, a row a year") from error
    if numbers.ndim != 1:
        raise ValueError(f"{name}: expected one column of numbers, a row a year")
    if np.isinf(numbers).any():
        raise ValueError(f"{name}: an infinite number; expected a number or a missing value")
    return numbers


def _check_values(values: Array, scale: _Scale) -> None:
    known = values[~np.isnan(values)]
    if len(known) < MINIMUM_POINTS:
        raise ValueError(f"values: {len(known)} known, a forecast needs at least {MINIMUM_POINTS}")
    outside = known[(known <= scale.low) | (known >= scale.high)]
    if outside.size:
        raise ValueError(f"values: {outside[0]:g} on this scale; expected {scale.rule}")


def _sampling_variances(values: Array, lower_95: ArrayLike | None, upper_95: ArrayLike | None) -> Array:
    """Read the sampling variances off published limits; missing where the value is missing."""
    unknown = np.isnan(values)
    if lower_95 is None and upper_95 is None:
        return np.where(unknown, np.nan, 0.0)
    if lower_95 is None or upper_95 is None:
        raise ValueError("lower_95, upper_95: one without the other; expected both or neither")
    lower, upper = _numbers(lower_95, "lower_95"), _numbers(upper_95, "upper_95")
    if not len(lower) == len(upper) == len(values):
        raise ValueError("lower_95, upper_95: expected as many rows as values")
    outside = (values < lower) | (values > upper)
    if outside.any():
        row = int(np.flatnonzero(outside)[0])
        limits = f"{lower[row]:g} to {upper[row]:g}"
        raise ValueError(f"lower_95, upper_95: {limits} does not hold its value {values[row]:g} (row {row})")
    variances = ((upper - lower) / (2 * stats.norm.ppf(0.975))) ** 2
    variances[unknown] = np.nan
    typical = 0.0 if np.isnan(variances).all() else np.nanmedian(variances)
    return np.where(~unknown & np.isnan(variances), typical, variances)


def _average(values: Array, variances: Array, horizon: int, drift_ratio: float) -> tuple[Array, Array]:
    """Run the Kalman filter for the whole grid at once; give centre and standard deviation of each step.

    The state is (level, drift); `level_var`, `both` and `drift_var` are its covariance. The standard
    deviation leaves out the sampling error of the year that is forecast.
    """
    known = np.flatnonzero(~np.isnan(values))
    change = _typical_change(values, known)
    # What sampling error leaves of the typical change; never nothing, as the error is not known that well.
    own_change = np.sqrt(max(change**2 - 2 * np.nanmedian(variances), (_LEAST_SHARE * change) ** 2))
    noise_ratio, step_size = (grid.ravel() for grid in np.meshgrid(_NOISES, _STEPS * own_change, indexing="ij"))
    step_var, noise_var = step_size**2, noise_ratio * step_size**2

    first = known[0]
    level, drift = np.full_like(step_var, values[first]), np.zeros_like(step_var)
    # The more of the typical change sampling error can explain, the smaller the drift that is expected.
    share = change**2 / (change**2 + 2 * np.nanmedian(variances))
    level_var, both = variances[first] + noise_var, np.zeros_like(step_var)
    drift_var = np.full_like(step_var, drift_ratio * share * change**2)
    log_weight = np.log(step_size)

    for value, variance in zip(values[first + 1 :], variances[first + 1 :], strict=True):
        level = level + drift
        level_var, both = level_var + 2 * both + drift_var + step_var, both + drift_var
        if np.isnan(value):
            continue
        total = level_var + variance + noise_var
        error = value - level
        log_weight = log_weight - (np.log(total) + error**2 / total) / 2
        level, drift = level + level_var / total * error, drift + both / total * error
        drift_var = drift_var - both**2 / total
        level_var, both = level_var * (1 - level_var / total), both * (1 - level_var / total)

    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    step = np.arange(1, horizon + 1)[:, None]
    means = level + step * drift
    spreads = level_var + 2 * step * both + step**2 * drift_var + step * step_var + noise_var
    centre = means @ weight
    return centre, np.sqrt((spreads + (means - centre[:, None]) ** 2) @ weight)


def _typical_change(values: Array, known: NDArray[np.intp]) -> float:
    """Root mean square change a year; over a gap of k years a random walk's is larger by the root of k."""
    changes = np.diff(values[known]) / np.sqrt(np.diff(known))
    # A series that never moved has no scale of its own; this one is too small to be seen in any limit.
    nothing = 1e-9 * max(float(np.abs(values[known]).max()), 1e-9)
    return max(float(np.sqrt(np.mean(changes**2))), nothing)
