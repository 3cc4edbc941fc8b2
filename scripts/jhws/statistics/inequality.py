"""How far health differs along the deprivation gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit, ndtri
from scipy.stats import norm
from scipy.stats.qmc import Sobol
from statsmodels.stats.proportion import proportion_confint

from jhws.statistics._frames import (
    Codes,
    Flags,
    Numbers,
    check,
    check_limits,
    confidence_levels,
    groups,
    no_rows,
    numbers,
)

ValueType = Literal["other", "rate", "proportion"]
Link = Callable[[Numbers], Numbers]

_ESTIMATES = ("sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper")
_FEWEST_QUANTILES, _MOST_QUANTILES = 5, 100
_Z95 = float(norm.ppf(0.975))
# Largest error on the log or logit scale up to which five cumulants describe a value well: some 8 events.
_SMOOTH_ERROR = 0.35


def _same(values: Numbers) -> Numbers:
    return values


# The scale on which a value's error is taken as normal, and the way back.
_SCALES: dict[str, tuple[Link, Link, str]] = {
    "other": (_same, _same, "linear"),
    "rate": (np.log, np.exp, "log"),
    "proportion": (logit, expit, "logit"),
}


def slope_index_of_inequality(
    frame: pd.DataFrame,
    *,
    quantile: str,
    population: str,
    value: str | None = None,
    count: str | None = None,
    lower_95: str | None = None,
    upper_95: str | None = None,
    standard_error: str | None = None,
    by: str | Sequence[str] | None = None,
    value_type: ValueType = "other",
    transform: bool = False,
    multiplier: float = 1,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer how much an indicator differs from the most to the least deprived end of a population.

    The quantiles (deciles, say) are laid side by side from the most deprived (lowest number) to the least,
    each as wide as its share of the population. A line fitted through their values, weighted by population,
    gives the slope index (SII: its height at the least deprived end minus its height at the most deprived
    end) and the relative index (RII: the first of these heights over the second).

    Parameters
    ----------
    frame
        One row per group and quantile. Every group has the same 5 to 100 quantiles, once each.
    quantile
        Column with the quantile's number, the lowest being the most deprived.
    population
        Column with the people in the quantile, above 0.
    value
        Column with the indicator. A proportion is between 0 and 1. May be left out for a proportion whose
        `count` is given.
    count
        Column with the people who have the attribute, for a proportion: gives its value as a share of
        `population`, and Wilson limits where neither limits nor standard errors are given.
    lower_95, upper_95
        Columns with the value's 95% confidence limits.
    standard_error
        Column with the value's standard error, used instead of limits: of the logarithm for a rate, of the
        logit for a proportion.
    by
        Columns that name the groups (area, sex, ...). Without it the frame is one group.
    value_type
        ``"rate"`` or ``"proportion"`` take the value's error as normal on the log or logit scale,
        ``"other"`` (life expectancy, a score) on the value's own.
    transform
        Fit the line on the log (rate) or logit (proportion) scale and turn its ends back, for a gradient
        that is curved on the value's own scale.
    multiplier
        Scales the SII and its limits, as 100 does for percentage points. A negative one also turns the RII
        round, so that an indicator of which low is good reads as a positive gap.
    confidence
        One or several confidence levels between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group and confidence level: the group columns, ``quantiles``, ``sii``, ``sii_lower``,
        ``sii_upper`` (units of value times multiplier), ``rii``, ``rii_lower``, ``rii_upper`` (a ratio),
        ``intercept`` (the line at the most deprived end, in units of value; with `transform` times the
        multiplier's size), ``method``, ``confidence``. The limits of the RII are missing where the line's
        most deprived end does not differ from zero at that confidence, as the ratio then has no bounds.

    Raises
    ------
    ValueError
        Naming the column and the rule: fewer than 5 quantiles, a quantile missing in a group, a population
        of zero, limits that do not hold the value, a missing value, a value outside its type's range.

    Notes
    -----
    Definition and point values are those of ``phe_sii`` in the R package PHEindicatormethods (version 2),
    OHID's approved method, after Low A and Low A, J Public Health 2004;26:388-395. That package draws
    100,000 samples for its limits; here they are worked out. The line's ends are weighted sums of the
    values, so that for ``"other"`` they are normal: the SII's limits are exact, and the RII's are those of
    Fieller, the ratio at which the weighted sum ``end - ratio * start`` has its quantile at zero. For a rate
    or proportion the same sums have non-normal parts; their quantiles come from the first five cumulants
    (Cornish-Fisher expansion), the cumulants from Gauss-Hermite quadrature; where a quantile rests on so
    few events that its error passes 0.35 on that scale, from a fixed Sobol set of 131,072 points. With
    `transform` the slope is normal on the log or logit scale, so that its limits are exact; as in R, the
    line is tilted about its middle to each of them and its ends are turned back.

    Examples
    --------
    >>> deciles = pd.DataFrame({"decile": range(1, 11), "people": 1000, "years": range(75, 85), "se": 0.5})
    >>> found = slope_index_of_inequality(
    ...     deciles, quantile="decile", population="people", value="years", standard_error="se"
    ... )
    >>> found[["sii", "sii_lower", "sii_upper"]].round(2).to_numpy().tolist()
    [[10.0, 8.92, 11.08]]
    """
    if value_type not in _SCALES:
        raise ValueError(f"value_type: must be one of {', '.join(_SCALES)}, not {value_type!r}")
    if transform and value_type == "other":
        raise ValueError("transform: needs value_type 'rate' or 'proportion'")
    if multiplier == 0:
        raise ValueError("multiplier: must not be 0")
    levels = confidence_levels(confidence)
    none = no_rows(frame, by, "quantiles", *_ESTIMATES, "intercept", "method", "confidence")
    if none is not None:
        return none
    order, shape, labels = _blocks(frame, quantile, by, fewest=_FEWEST_QUANTILES)
    people = numbers(frame, population)
    check(frame, population, people > 0, "must be above 0 in every quantile")
    values, errors = _values_and_errors(
        frame, people, population, value, count, lower_95, upper_95, standard_error, value_type
    )
    people, values, errors = (column[order].reshape(shape) for column in (people, values, errors))

    line = _Tilted if transform else (_Linear if value_type == "other" else _LinearInSkewedValues)
    fit = line(people, values, errors, value_type)
    result = labels.assign(quantiles=shape[1])
    rows = [_row(result, fit, float(norm.ppf(0.5 + level / 2)), multiplier, level) for level in levels]
    return pd.concat(rows).sort_index(kind="stable").reset_index(drop=True)


def slope_line(
    frame: pd.DataFrame,
    *,
    quantile: str,
    population: str,
    value: str,
    standard_error: str,
    by: str | Sequence[str] | None = None,
    points: int = 21,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Answer where the line of the slope index runs, and between which limits.

    Parameters
    ----------
    frame, quantile, population, value, standard_error, by, confidence
        As for `slope_index_of_inequality`, of a value whose errors are normal on its own scale.
    points
        How many ranks from 0 (most deprived) to 1 the line is given at.

    Returns
    -------
    pandas.DataFrame
        A row per group and rank: the group columns, ``rank``, ``value``, ``lower``, ``upper`` (units of value),
        ``method``, ``confidence``.

    Notes
    -----
    At each rank the line is a weighted sum of the quantiles' values, so that its limits are exact.
    """
    (level,) = confidence_levels(confidence)
    none = no_rows(frame, by, "rank", "value", "lower", "upper", "method", "confidence")
    if none is not None:
        return none
    fit, labels = _line_through(frame, quantile, population, value, standard_error, by)
    z = float(norm.ppf(0.5 + level / 2))
    parts = []
    for rank in np.linspace(0, 1, points):
        weights = fit.share + (rank - 0.5) * fit.slope
        centre, reach = fit.estimate(weights), z * np.sqrt(fit.covariance(weights, weights))
        parts.append(labels.assign(rank=rank, value=centre, lower=centre - reach, upper=centre + reach))
    line = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return line.assign(method=fit.method(), confidence=level)


def most_deprived_against_rest(
    frame: pd.DataFrame,
    *,
    quantile: str,
    population: str,
    value: str,
    standard_error: str,
    by: str | Sequence[str] | None = None,
    share: float = 0.2,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Answer how the most deprived part of a population stands against all others.

    Parameters
    ----------
    frame, quantile, population, value, standard_error, by, confidence
        As for `slope_index_of_inequality`, of a value whose errors are normal on its own scale.
    share
        The part of the quantiles that is the most deprived: 0.2 takes two of ten.

    Returns
    -------
    pandas.DataFrame
        A row per group: the group columns, ``most_deprived`` and ``rest`` (means of the value, weighted by
        population), ``difference`` (rest less most deprived) with ``difference_lower`` and
        ``difference_upper``, ``method``, ``confidence``.
    """
    (level,) = confidence_levels(confidence)
    differences = ["difference", "difference_lower", "difference_upper"]
    none = no_rows(frame, by, "most_deprived", "rest", *differences, "method", "confidence")
    if none is not None:
        return none
    fit, labels = _line_through(frame, quantile, population, value, standard_error, by)
    size = fit.share.shape[1]
    first = np.arange(size) < round(share * size)
    part = fit.share * first / (fit.share * first).sum(axis=1, keepdims=True)
    others = fit.share * ~first / (fit.share * ~first).sum(axis=1, keepdims=True)
    difference = fit.estimate(others - part)
    reach = float(norm.ppf(0.5 + level / 2)) * np.sqrt(fit.covariance(others - part, others - part))
    return labels.assign(
        most_deprived=fit.estimate(part),
        rest=fit.estimate(others),
        difference=difference,
        difference_lower=difference - reach,
        difference_upper=difference + reach,
        method="population-weighted means; normal limits",
        confidence=level,
    )


def inequality_gap(
    frame: pd.DataFrame,
    *,
    quantile: str,
    value: str,
    lower_95: str,
    upper_95: str,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Answer how far the least deprived quantile is from the most deprived, leaving out those between.

    Parameters
    ----------
    frame
        One row per group and quantile. Every group has the same quantiles, at least 2, once each.
    quantile
        Column with the quantile's number, the lowest being the most deprived.
    value, lower_95, upper_95
        Columns with the indicator and its 95% confidence limits.
    by
        Columns that name the groups. Without it the frame is one group.

    Returns
    -------
    pandas.DataFrame
        A row per group: the group columns, ``most_deprived``, ``least_deprived`` (values), ``gap``,
        ``gap_lower``, ``gap_upper`` (least minus most deprived, as the slope index), ``ratio``,
        ``ratio_lower``, ``ratio_upper`` (least over most deprived, missing where a value or lower limit is
        not above 0), ``method``, ``confidence`` (0.95).

    Raises
    ------
    ValueError
        Naming the column and the rule: fewer than 2 quantiles, a missing value, limits that do not hold it.

    Notes
    -----
    The limits combine those of the two values (MOVER: Zou GY and Donner A, Stat Med 2008;27:1693-1702), on
    the log scale for the ratio, and so keep the skewness of Wilson and Byar's limits. For two proportions
    the gap's are Newcombe's hybrid score limits (method 10, Stat Med 1998;17:873-890).
    """
    order, shape, labels = _blocks(frame, quantile, by, fewest=2)
    check_limits(frame, value, lower_95, upper_95)
    ends = [numbers(frame, name)[order].reshape(shape)[:, [0, -1]] for name in (value, lower_95, upper_95)]
    positive = (ends[1] > 0).all(axis=1, keepdims=True)
    logs = [np.log(np.where(positive, end, np.nan)) for end in ends]
    gap, gap_lower, gap_upper = _difference(*ends)
    ratio, ratio_lower, ratio_upper = np.exp(_difference(*logs))
    return labels.assign(
        most_deprived=ends[0][:, 0],
        least_deprived=ends[0][:, 1],
        gap=gap,
        gap_lower=gap_lower,
        gap_upper=gap_upper,
        ratio=ratio,
        ratio_lower=ratio_lower,
        ratio_upper=ratio_upper,
        method="combined limits (MOVER)",
        confidence=0.95,
    )


def _blocks(
    frame: pd.DataFrame, quantile: str, by: str | Sequence[str] | None, *, fewest: int
) -> tuple[npt.NDArray[np.intp], tuple[int, int], pd.DataFrame]:
    """Find the row order and shape in which each group is one row of quantiles, most deprived first."""
    codes, labels = groups(frame, by)
    ranks = numbers(frame, quantile)
    wanted = np.unique(ranks)
    if not fewest <= len(wanted) <= _MOST_QUANTILES:
        raise ValueError(f"column {quantile!r}: must have {fewest} to {_MOST_QUANTILES} quantiles, not {len(wanted)}")
    order = np.lexsort((ranks, codes))
    shape = (len(labels), len(wanted))
    whole = len(frame) == len(labels) * len(wanted) and (ranks[order].reshape(shape) == wanted).all()
    if not whole or (np.diff(codes[order].reshape(shape), axis=1) != 0).any():
        raise ValueError(
            f"column {quantile!r}: must have each of the {len(wanted)} quantiles once in every group"
            f"{_first_odd_group(codes, ranks, wanted, labels)}"
        )
    return order, shape, labels


def _first_odd_group(codes: Codes, ranks: Numbers, wanted: Numbers, labels: pd.DataFrame) -> str:
    for code, label in enumerate(labels.itertuples(index=False, name=None)):
        found = np.sort(ranks[codes == code])
        if not np.array_equal(found, wanted) and label:
            return f"; {', '.join(map(str, label))} has {', '.join(f'{rank:g}' for rank in found)}"
    return ""


def _line_through(
    frame: pd.DataFrame,
    quantile: str,
    population: str,
    value: str,
    standard_error: str,
    by: str | Sequence[str] | None,
) -> tuple[_Linear, pd.DataFrame]:
    """Fit the line through values with normal errors; one line a group, with the groups' labels."""
    order, shape, labels = _blocks(frame, quantile, by, fewest=_FEWEST_QUANTILES)
    check(frame, population, numbers(frame, population) > 0, "must be above 0 in every quantile")
    people, values, errors = (
        numbers(frame, column)[order].reshape(shape) for column in (population, value, standard_error)
    )
    return _Linear(people, values, errors, "other"), labels


def _values_and_errors(
    frame: pd.DataFrame,
    people: Numbers,
    population: str,
    value: str | None,
    count: str | None,
    lower_95: str | None,
    upper_95: str | None,
    standard_error: str | None,
    value_type: ValueType,
) -> tuple[Numbers, Numbers]:
    """Read each quantile's value, and its standard error on the scale of its type."""
    link = _SCALES[value_type][0]
    counts = None
    if count is not None:
        if value_type != "proportion":
            raise ValueError("count: is only for value_type 'proportion'; give value instead")
        counts = numbers(frame, count)
        check(frame, count, (counts > 0) & (counts < people), f"must be above 0 and below {population!r}")
    if value is not None:
        values = numbers(frame, value)
        _check_range(frame, value, values, value_type)
    elif counts is not None:
        values = counts / people
    else:
        raise ValueError("value: must be given (or count, for a proportion)")

    if standard_error is not None:
        errors = numbers(frame, standard_error)
        check(frame, standard_error, errors >= 0, "must not be negative")
        return values, errors
    if lower_95 is not None and upper_95 is not None:
        lower, upper = numbers(frame, lower_95), numbers(frame, upper_95)
        check(frame, lower_95, lower <= values, "must not be above the value")
        check(frame, upper_95, upper >= values, "must not be below the value")
        _check_range(frame, lower_95, lower, value_type)
        _check_range(frame, upper_95, upper, value_type)
    elif counts is not None:
        lower, upper = proportion_confint(counts, people, method="wilson")
    else:
        raise ValueError("lower_95 and upper_95: must both be given, or standard_error")
    return values, (link(upper) - link(lower)) / (2 * _Z95)


def _check_range(frame: pd.DataFrame, column: str, values: Numbers, value_type: ValueType) -> None:
    if value_type == "rate":
        check(frame, column, values > 0, "must be above 0 for a rate")
    if value_type == "proportion":
        rule = "must be above 0 and below 1 for a proportion (divide percentages by 100)"
        check(frame, column, (values > 0) & (values < 1), rule)


class _Linear:
    """The line through values whose errors are normal, one line a group."""

    def __init__(self, people: Numbers, values: Numbers, errors: Numbers, value_type: ValueType) -> None:
        share = people / people.sum(axis=1, keepdims=True)
        rank = share.cumsum(axis=1) - share / 2
        spread = rank - 0.5  # the population-weighted mean rank is one half, whatever the shares
        self.slope = share * spread / (share * spread**2).sum(axis=1, keepdims=True)
        self.start, self.end = share - self.slope / 2, share + self.slope / 2
        self.share, self.values, self.errors = share, values, errors

    def estimate(self, weights: Numbers) -> Numbers:
        return (weights * self.values).sum(axis=1)

    def covariance(self, first: Numbers, second: Numbers) -> Numbers:
        return (first * second * self.errors**2).sum(axis=1)

    def slope_at(self, z: float) -> Numbers:
        """Give the slope, moved by z standard errors."""
        return self.estimate(self.slope) + z * np.sqrt(self.covariance(self.slope, self.slope))

    def sii(self) -> Numbers:
        return self.estimate(self.slope)

    def rii(self) -> Numbers:
        return self.estimate(self.end) / self.estimate(self.start)

    def intercept(self, multiplier: float) -> Numbers:
        return self.estimate(self.start)

    def sii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        return self.slope_at(-z), self.slope_at(z)

    def rii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        """Solve (end - r start)^2 = z^2 var(end - r start) for r (Fieller)."""
        end, start = self.estimate(self.end), self.estimate(self.start)
        a = start**2 - z**2 * self.covariance(self.start, self.start)
        b = start * end - z**2 * self.covariance(self.start, self.end)
        c = end**2 - z**2 * self.covariance(self.end, self.end)
        a = np.where(a > 0, a, np.nan)
        root = np.sqrt(np.maximum(b**2 - a * c, 0))
        return (b - root) / a, (b + root) / a

    def method(self) -> str | npt.NDArray[np.str_]:
        return "linear fit; exact normal and Fieller limits"


class _LinearInSkewedValues(_Linear):
    """The line through rates or proportions, whose errors are normal on the log or logit scale."""

    def __init__(self, people: Numbers, values: Numbers, errors: Numbers, value_type: ValueType) -> None:
        super().__init__(people, values, errors, value_type)
        link, self.back, self.scale = _SCALES[value_type]
        self.centre = link(values)
        # Groups too skewed for the expansion get missing cumulants, and point sets instead.
        self.rough: Flags = np.any(errors > _SMOOTH_ERROR, axis=1)
        smooth = np.where(self.rough[:, None], np.nan, errors)
        self.cumulants = _cumulants(self.centre, smooth, self.back)

    def sii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        lower, upper = self.quantile(self.slope, -z), self.quantile(self.slope, z)
        for group in np.flatnonzero(self.rough).tolist():
            slopes = self._points(group) @ self.slope[group]
            lower[group], upper[group] = np.quantile(slopes, norm.cdf([-z, z]))
        return lower, upper

    def rii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        lower, upper = self._ratio(-z), self._ratio(z)
        for group in np.flatnonzero(self.rough).tolist():
            points = self._points(group)
            starts, ends = points @ self.start[group], points @ self.end[group]
            if np.quantile(starts, norm.cdf(-z)) > 0:
                lower[group], upper[group] = np.quantile(ends / starts, norm.cdf([-z, z]))
        return lower, upper

    def _points(self, group: int) -> Numbers:
        return self.back(self.centre[group] + self.errors[group] * _normal_points(self.centre.shape[1]))

    def quantile(self, weights: Numbers, z: float) -> Numbers:
        """Find the quantile of a weighted sum of the values at normal deviate z."""
        sums = [(weights**k * cumulant).sum(axis=1) for k, cumulant in enumerate(self.cumulants, start=1)]
        return _cornish_fisher(sums, z)

    def covariance(self, first: Numbers, second: Numbers) -> Numbers:
        return (first * second * self.cumulants[1]).sum(axis=1)

    def _ratio(self, z: float) -> Numbers:
        """Find the ratio r at which end - r start has its quantile at zero, from Fieller's by the secant."""

        def quantile(ratio: Numbers) -> Numbers:
            return self.quantile(self.end - ratio[:, None] * self.start, z)

        before, ratio = self.rii(), super().rii_limits(abs(z))[int(z > 0)]
        height_before = quantile(before)
        for _ in range(50):
            height = quantile(ratio)
            rise = height - height_before
            step = np.where(rise == 0, 0, -height * (ratio - before) / np.where(rise == 0, 1, rise))
            before, height_before, ratio = ratio, height, ratio + step
            if not (np.abs(step) > 1e-12 * np.abs(ratio)).any():
                break
        return np.where(np.abs(step) <= 1e-9 * np.abs(ratio), ratio, np.nan)

    def method(self) -> npt.NDArray[np.str_]:
        way = np.where(self.rough, "Sobol point set", "Cornish-Fisher")
        return np.array([f"linear fit; {each} limits, errors normal on the {self.scale} scale" for each in way])


class _Tilted(_Linear):
    """The line through logs or logits, turned back to the value's own scale at both ends."""

    def __init__(self, people: Numbers, values: Numbers, errors: Numbers, value_type: ValueType) -> None:
        link, self.back, self.scale = _SCALES[value_type]
        super().__init__(people, link(values), errors, value_type)
        self.middle = self.estimate(self.share)

    def ends_at(self, z: float) -> tuple[Numbers, Numbers]:
        """Give the line's ends when its slope is moved by z standard errors, its middle held."""
        slope = self.slope_at(z)
        return self.back(self.middle - slope / 2), self.back(self.middle + slope / 2)

    def gap_at(self, z: float) -> Numbers:
        start, end = self.ends_at(z)
        return end - start

    def ratio_at(self, z: float) -> Numbers:
        start, end = self.ends_at(z)
        return end / start

    def sii(self) -> Numbers:
        return self.gap_at(0)

    def rii(self) -> Numbers:
        return self.ratio_at(0)

    def intercept(self, multiplier: float) -> Numbers:
        return self.ends_at(0)[0] * abs(multiplier)

    def sii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        return self.gap_at(-z), self.gap_at(z)

    def rii_limits(self, z: float) -> tuple[Numbers, Numbers]:
        return self.ratio_at(-z), self.ratio_at(z)

    def method(self) -> str:
        return f"{self.scale}-linear fit; exact limits of the slope, tilted about the middle"


def _row(result: pd.DataFrame, fit: _Linear, z: float, multiplier: float, level: float) -> pd.DataFrame:
    """Put one confidence level's estimates and limits into columns."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sii = np.stack([fit.sii(), *fit.sii_limits(z)]) * multiplier
        rii = np.stack([fit.rii(), *fit.rii_limits(z)])
        if multiplier < 0:
            sii, rii = sii[[0, 2, 1]], 1 / rii[[0, 2, 1]]
    return result.assign(
        sii=sii[0],
        sii_lower=sii[1],
        sii_upper=sii[2],
        rii=rii[0],
        rii_lower=rii[1],
        rii_upper=rii[2],
        intercept=fit.intercept(multiplier),
        method=fit.method(),
        confidence=level,
    )


def _cumulants(centre: Numbers, errors: Numbers, back: Link) -> list[Numbers]:
    """Find the first five cumulants of ``back(normal(centre, errors))``, elementwise."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    weights = weights / weights.sum()
    values = back(centre[..., None] + errors[..., None] * nodes)
    mean = values @ weights
    away = values - mean[..., None]
    square = away * away
    second, third, fourth, fifth = (
        power @ weights for power in (square, square * away, square * square, square * square * away)
    )
    return [mean, second, third, fourth - 3 * second**2, fifth - 10 * second * third]


@cache
def _normal_points(dimensions: int) -> Numbers:
    """Give 131,072 normal deviates that fill the space evenly, the same ones every time."""
    exponent = 17
    points = Sobol(dimensions, scramble=False).random_base2(exponent)
    return ndtri(points + 0.5 ** (exponent + 1))


def _cornish_fisher(cumulants: Sequence[Numbers], z: float) -> Numbers:
    """Find the quantile at normal deviate z of a distribution with these five cumulants."""
    mean, variance, *higher = cumulants
    deviation = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew, kurtosis, fifth = (
            np.where(variance > 0, cumulant / deviation**k, 0) for k, cumulant in enumerate(higher, start=3)
        )
    adjusted = (
        z
        + (z**2 - 1) * skew / 6
        + (z**3 - 3 * z) * kurtosis / 24
        - (2 * z**3 - 5 * z) * skew**2 / 36
        + (z**4 - 6 * z**2 + 3) * fifth / 120
        - (z**4 - 5 * z**2 + 2) * skew * kurtosis / 24
        + (12 * z**4 - 53 * z**2 + 17) * skew**3 / 324
    )
    return mean + deviation * adjusted


def _difference(values: Numbers, lower: Numbers, upper: Numbers) -> Numbers:
    """Subtract the first column from the second: rows of estimate, lower and upper limit (MOVER)."""
    below, above = (values - lower) ** 2, (upper - values) ** 2
    difference = values[:, 1] - values[:, 0]
    return np.stack(
        [
            difference,
            difference - np.sqrt(below[:, 1] + above[:, 0]),
            difference + np.sqrt(above[:, 1] + below[:, 0]),
        ]
    )
