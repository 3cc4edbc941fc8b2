"""OHID's approved statistics with their limits, in this package's names and units."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd
from PHStatsMethods import (
    assign_funnel_significance,
    calculate_funnel_limits,
    euro_standard_pop,
    ph_dsr,
    ph_mean,
    ph_proportion,
    ph_quantile,
    ph_rate,
)
from scipy.stats import chi2

from jhws.statistics._frames import (
    POLARITIES,
    Numbers,
    as_list,
    check,
    confidence_levels,
    groups,
    numbers,
    require,
    words,
)

_LOWEST_CONFIDENCE = 0.9  # as OHID's packages have it
_FEWEST_EVENTS = 10  # below which OHID gives no directly standardised rate
_FUNNEL_LEVELS = (0.95, 0.998)


def proportion(
    frame: pd.DataFrame,
    *,
    count: str,
    denominator: str,
    by: str | Sequence[str] | None = None,
    multiplier: int = 100,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer what share of a population has an attribute.

    Parameters
    ----------
    frame
        One row per count.
    count, denominator
        Columns with the people who have the attribute, and all people.
    by
        Columns that name the groups to add up. Without it each row stands alone.
    multiplier
        100 for percentages, 1 for shares; a whole number above 0.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group (or row of the frame) and confidence level: the group columns (or the frame's other
        columns), the two input columns added up, ``value``, ``lower``, ``upper`` (times multiplier),
        ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a denominator of zero or below the
        count.

    Notes
    -----
    Wilson's score interval (J Am Stat Assoc 1927;22:209-212), OHID's approved method, from PHStatsMethods.
    """
    people, counts = numbers(frame, denominator), numbers(frame, count)
    check(frame, denominator, people > 0, "must be above 0")
    check(frame, count, (counts >= 0) & (counts <= people), f"must be between 0 and {denominator!r}")
    return _calculate(_wilson, frame, count, denominator, by, multiplier, confidence)


def rate(
    frame: pd.DataFrame,
    *,
    count: str,
    population: str,
    by: str | Sequence[str] | None = None,
    multiplier: int = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer how many events there are for each so many people (or person-years).

    Parameters
    ----------
    frame
        One row per count.
    count, population
        Columns with the events, and the people or person-years among whom they happened.
    by
        Columns that name the groups to add up. Without it each row stands alone.
    multiplier
        100,000 for events per 100,000; a whole number above 0.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group (or row of the frame) and confidence level: the group columns (or the frame's other
        columns), the two input columns added up, ``value``, ``lower``, ``upper`` (times multiplier),
        ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a population of zero.

    Notes
    -----
    Byar's approximation (Breslow NE and Day NE, Statistical methods in cancer research II, 1987) for 10 or
    more events, exact Poisson limits below, OHID's approved method, from PHStatsMethods.
    """
    people, counts = numbers(frame, population), numbers(frame, count)
    check(frame, population, people > 0, "must be above 0")
    check(frame, count, counts >= 0, "must not be negative")
    return _calculate(_byar, frame, count, population, by, multiplier, confidence)


def directly_standardised_rate(
    frame: pd.DataFrame,
    *,
    count: str,
    population: str,
    standard_population: str,
    by: str | Sequence[str] | None = None,
    multiplier: int = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer what the rate would be in a population with the standard's ages.

    Parameters
    ----------
    frame
        One row per group (`by`) and age band.
    count, population
        Columns with the events in the age band, and the people or person-years among whom they happened.
    standard_population
        Column with the age band's people in the standard population, above 0, such as those of
        `european_standard_population`; every group has the same total.
    by
        Columns that name the groups (area, sex, ...). Without it the frame is one group.
    multiplier
        100,000 for events per 100,000; a whole number above 0.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group and confidence level: the group columns, the count and the population added up, ``value``,
        ``lower``, ``upper`` (times multiplier), ``reason`` (why there is no value, else empty), ``method``,
        ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a population of zero, groups whose
        standard populations differ, as happens when an age band is missing.

    Notes
    -----
    Byar's limits of the count, moved to the rate by the method of Dobson AJ and others (Stat Med 1991;10:457-462),
    OHID's approved method, from PHStatsMethods. Fewer than 10 events give no value. Where an age band with much
    weight has hardly any events, the limits hold the rate less often than they say.
    """
    people, counts, standard = (numbers(frame, column) for column in (population, count, standard_population))
    check(frame, population, people > 0, "must be above 0 in every age band")
    check(frame, count, counts >= 0, "must not be negative")
    check(frame, standard_population, standard > 0, "must be above 0 in every age band")
    levels = _levels(multiplier, confidence)
    codes, labels = groups(frame, by)
    totals = pd.Series(standard).groupby(codes).transform("sum")
    check(frame, standard_population, np.isclose(totals, totals[0]), "must add up to the same total in every group")
    parts = pd.DataFrame({"group": codes, "count": counts, "people": people, "standard": standard})
    sums = labels.join(frame[[count, population]].groupby(codes).sum())
    few = sums[count] < _FEWEST_EVENTS
    reason = np.where(few, f"There are fewer than {_FEWEST_EVENTS} events.", "")

    def dobson(level: float) -> pd.DataFrame:
        found = ph_dsr(
            parts, "count", "people", "standard", "group",
            confidence=level, multiplier=multiplier, euro_standard_pops=False,
        )  # fmt: skip
        return _renamed(found).assign(reason=reason, method="Dobson")

    return _at_levels(sums, dobson, levels)


def european_standard_population() -> pd.DataFrame:
    """Give the European Standard Population of 2013, both sexes together.

    Returns
    -------
    pandas.DataFrame
        A row for each of 19 age bands, ``0-4`` to ``90+``: ``age``, ``standard_population`` (100,000 in all).

    Notes
    -----
    Eurostat, Revision of the European Standard Population, 2013, from PHStatsMethods.
    """
    names = {"esp_age_bands": "age", "euro_standard_pops": "standard_population"}
    return euro_standard_pop().rename(columns=names)


def mean(
    frame: pd.DataFrame,
    *,
    value: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer what a measurement is on average.

    Parameters
    ----------
    frame
        One row per measurement.
    value
        Column with the measurement, in any units.
    by
        Columns that name the groups. Without it the frame is one group.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group and confidence level: the group columns, ``measurements`` (how many), ``value``,
        ``lower``, ``upper`` (units of value), ``reason`` (why there are no limits, else empty), ``method``,
        ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing value.

    Notes
    -----
    Student's t (Biometrika 1908;6:1-25), OHID's approved method, from PHStatsMethods. One measurement
    alone has no limits.
    """
    values = numbers(frame, value)
    levels = _levels(1, confidence)
    codes, labels = groups(frame, by)
    # PHStatsMethods 0.1.16 refuses negative measurements, so all are moved up for it and the results back.
    moved = min(float(values.min()), 0.0)
    parts = pd.DataFrame({"group": codes, "value": values - moved})
    sizes = parts.groupby("group").size()
    reason = np.where(sizes == 1, "One measurement alone has no limits.", "")

    def student(level: float) -> pd.DataFrame:
        found = _renamed(ph_mean(parts, "value", "group", confidence=level))
        return (found + moved).assign(reason=reason, method="Student's t")

    return _at_levels(labels.assign(measurements=sizes.to_numpy()), student, levels)


def quantiles(
    frame: pd.DataFrame,
    *,
    value: str,
    number: int = 10,
    highest_first: bool = False,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Answer in which tenth (fifth, ...) of all areas each area falls.

    Parameters
    ----------
    frame
        One row per area (and group).
    value
        Column to rank by; may be missing.
    number
        How many quantiles: 10 for deciles, 5 for quintiles.
    highest_first
        True gives number 1 to the highest values, as deprivation deciles made from scores have it.
    by
        Columns that name the groups within which the areas are ranked.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``quantile`` (1 to `number`), ``reason`` (why there is none, else empty),
        ``method``.

    Raises
    ------
    ValueError
        Naming the column and the rule.

    Notes
    -----
    OHID's assignment (Public health technical guidance, 'Assigning deprivation categories'), from
    PHStatsMethods. Equal values share a quantile, which are then not of equal size.
    """
    require(frame, value, *as_list(by))
    if not isinstance(number, int) or number < 2:
        raise ValueError(f"number: must be a whole number of 2 or more, not {number!r}")
    values = numbers(frame, value, complete=False)
    codes, _ = groups(frame, by)
    parts = pd.DataFrame({"group": codes, "value": values})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of stands in the reason
        found = ph_quantile(parts, "value", "group", number, invert=highest_first, type="standard")["quantile"]
    found = found.where(np.isfinite(values))
    reason = np.where(found.notna(), "", f"Fewer than {number} areas have a value.")
    return frame.assign(
        quantile=found.astype("Int64").to_numpy(),
        reason=np.where(np.isnan(values), "The value is missing.", reason),
        method=f"{number} quantiles of the areas' values",
    )


def funnel_limits(
    frame: pd.DataFrame,
    *,
    count: str,
    denominator: str | None = None,
    standardised_rate: str | None = None,
    value_type: Literal["proportion", "rate"],
    multiplier: int | None = None,
) -> pd.DataFrame:
    """Answer how far values of areas of each size stray by chance alone: the curves of a funnel plot.

    Parameters
    ----------
    frame
        One row per area.
    count
        Column with the people who have the attribute (proportion) or the events (rate), added up for the
        baseline.
    denominator
        Column with all people (proportion), or the people or person-years (rate).
    standardised_rate
        Column with a directly standardised rate (times multiplier), instead of a rate's denominator: the area
        then has the size at which its events give that rate.
    value_type
        ``"proportion"`` or ``"rate"``.
    multiplier
        By default 100 for a proportion and 100,000 for a rate; a whole number above 0.

    Returns
    -------
    pandas.DataFrame
        The points of four curves, in order: ``limit`` (lower, upper), ``denominator`` (people or person-years),
        ``value`` and ``baseline`` (times multiplier), ``method``, ``confidence`` (0.95, 0.998).

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing or negative count, a denominator of zero or below the count.

    Notes
    -----
    OHID's method (Public health technical guidance, 'Funnel plots'; Spiegelhalter D, Stat Med 2005;24:1185-1202):
    for a proportion the values whose Wilson limits just reach the baseline, from PHStatsMethods; for a
    rate the sizes at which a number of events just departs from the baseline by the Poisson distribution. The
    baseline is that of all the areas together.
    """
    multiplier = _funnel_multiplier(value_type, multiplier)
    counts, sizes = _funnel_columns(frame, count, denominator, standardised_rate, value_type, multiplier)
    curves = _proportion_curves if value_type == "proportion" else _rate_curves
    baseline = float(counts.sum() / np.nansum(sizes))
    points = curves(counts, sizes, baseline)
    return points.assign(
        value=points["value"] * multiplier,
        baseline=baseline * multiplier,
        method="Wilson" if value_type == "proportion" else "exact Poisson",
        confidence=points.pop("confidence"),
    )


def compare_in_funnel(
    frame: pd.DataFrame,
    *,
    count: str,
    denominator: str | None = None,
    standardised_rate: str | None = None,
    value_type: Literal["proportion", "rate"],
    polarity: str = "no judgement",
    multiplier: int | None = None,
) -> pd.DataFrame:
    """Answer which areas differ from all areas together by more than chance.

    Parameters
    ----------
    frame, count, denominator, standardised_rate, value_type, multiplier
        As for `funnel_limits`.
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or the column with one of these.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``value``, ``baseline`` (times multiplier), ``comparison`` (better,
        similar, worse; higher, similar, lower where there is no judgement; not compared), ``comparison_99_8`` (the
        same by the outer limits), ``reason`` (why it is not compared, else empty), ``method``,
        ``confidence`` (0.95).

    Raises
    ------
    ValueError
        Naming the column and the rule: as for `funnel_limits`, and an unknown polarity.

    Notes
    -----
    As for `funnel_limits`, from PHStatsMethods, which takes Byar's limits for rates of 10 or more events. A
    standardised rate of fewer than 10 events is not compared.
    """
    multiplier = _funnel_multiplier(value_type, multiplier)
    counts, sizes = _funnel_columns(frame, count, denominator, standardised_rate, value_type, multiplier)
    judged = words(frame, polarity, POLARITIES, "polarity").to_numpy()
    few = (standardised_rate is not None) & (counts < _FEWEST_EVENTS)
    # A standardised rate without events has no size: any stands in, as it is left out of the baseline and not compared.
    parts = pd.DataFrame({"count": counts, "size": np.where(np.isnan(sizes), 1, sizes)})
    parts["rate"] = parts["count"] / parts["size"]
    with np.errstate(divide="ignore", invalid="ignore"):  # areas without events, which it then puts right
        found = assign_funnel_significance(
            parts,
            "count",
            value_type,
            "size",
            rate="rate",
            rate_type="dsr" if standardised_rate else "crude",
            multiplier=1,
        )["significance"]
    words_95 = _stand(found.str.split(" ").str[0].to_numpy(), judged)
    outer = found.str.endswith("(0.001)") | few
    return frame.assign(
        value=np.where(np.isnan(sizes), np.nan, parts["rate"]) * multiplier,
        baseline=counts.sum() / np.nansum(sizes) * multiplier,
        comparison=np.where(few, "not compared", words_95),
        comparison_99_8=np.where(few, "not compared", np.where(outer, words_95, "similar")),
        reason=np.where(few, f"There are fewer than {_FEWEST_EVENTS} events.", ""),
        method="funnel limits about all areas together",
        confidence=_FUNNEL_LEVELS[0],
    )


def _funnel_multiplier(value_type: str, multiplier: int | None) -> int:
    usual = {"proportion": 100, "rate": 100_000}
    if value_type not in usual:
        raise ValueError(f"value_type: must be one of {', '.join(usual)}, not {value_type!r}")
    found = usual[value_type] if multiplier is None else multiplier
    _levels(found, _FUNNEL_LEVELS[0])
    return found


def _funnel_columns(
    frame: pd.DataFrame,
    count: str,
    denominator: str | None,
    standardised_rate: str | None,
    value_type: str,
    multiplier: int,
) -> tuple[Numbers, Numbers]:
    """Read the counts and the areas' sizes; a standardised rate without events has no size."""
    counts = numbers(frame, count)
    check(frame, count, counts >= 0, "must not be negative")
    check(frame, count, np.full(len(frame), counts.sum() > 0), "must add up to more than 0")
    if (denominator is None) == (standardised_rate is None) or (standardised_rate and value_type == "proportion"):
        raise ValueError("denominator: must be given, or for a rate standardised_rate in its place")
    if denominator is not None:
        sizes = numbers(frame, denominator)
        check(frame, denominator, sizes > 0, "must be above 0")
        if value_type == "proportion":
            check(frame, count, counts <= sizes, f"must be between 0 and {denominator!r}")
            check(
                frame,
                count,
                np.full(len(frame), (counts < sizes).any()),
                f"must be below {denominator!r} in an area",
            )
        return counts, sizes
    assert standardised_rate is not None
    rates = numbers(frame, standardised_rate)
    check(frame, standardised_rate, (rates > 0) | (counts == 0), "must be above 0 where there are events")
    return counts, np.divide(counts * multiplier, rates, out=np.full(len(frame), np.nan), where=counts > 0)


def _proportion_curves(counts: Numbers, sizes: Numbers, baseline: float) -> pd.DataFrame:
    # PHStatsMethods 0.1.16 cuts off the limits at 100 whatever the multiplier, so it is always asked for percentages.
    parts = pd.DataFrame({"count": counts, "size": sizes})
    found = calculate_funnel_limits(parts, "count", "proportion", 100, "size", metadata=False)
    return pd.concat(
        pd.DataFrame(
            {"limit": side, "denominator": found["Population"], "value": found[f"{side}_{sigma}s_limit"] / 100}
        ).assign(confidence=level)
        for (sigma, level), side in product(zip((2, 3), _FUNNEL_LEVELS, strict=True), ("lower", "upper"))
    ).reset_index(drop=True)


def _rate_curves(counts: Numbers, sizes: Numbers, baseline: float) -> pd.DataFrame:
    """Find the sizes at which 1, 2, ... events just depart from the baseline.

    PHStatsMethods adds up Poisson probabilities event by event for this, which takes minutes for the counts of
    a large area; the same sizes are quantiles of chi-squared.
    """
    most = 1.05 * np.nanmax(sizes) * baseline
    events = np.unique(np.round(np.geomspace(1, max(most, 2), 100)))
    curves = []
    for level, side in product(_FUNNEL_LEVELS, ("lower", "upper")):
        tail = (1 - level) / 2
        # Few events in many people are a low rate: the lower curve takes the largest count's upper limit.
        expected = chi2.ppf(1 - tail, 2 * events + 2) if side == "lower" else chi2.ppf(tail, 2 * events)
        size = expected / 2 / baseline
        curves.append(
            pd.DataFrame({"limit": side, "denominator": size, "value": events / size}).assign(confidence=level)
        )
    return pd.concat(curves).reset_index(drop=True)


def _stand(significance: np.ndarray, polarity: np.ndarray) -> np.ndarray:
    """Put High and Low into the book's words."""
    high, low, judged = significance == "High", significance == "Low", polarity != "no judgement"
    good = np.where(polarity == "high is good", high, low)
    cases = [~(high | low), judged & good, judged, high]
    return np.select(cases, ["similar", "better", "worse", "higher"], default="lower")


def _calculate(
    limits: Callable[[pd.DataFrame, int, float], pd.DataFrame],
    frame: pd.DataFrame,
    count: str,
    denominator: str,
    by: str | Sequence[str] | None,
    multiplier: int,
    confidence: float | Sequence[float],
) -> pd.DataFrame:
    """Add up the groups and find the limits at each confidence level."""
    levels = _levels(multiplier, confidence)
    if by is None:
        sums = frame.reset_index(drop=True)
    else:
        codes, labels = groups(frame, by)
        sums = labels.join(frame[[count, denominator]].groupby(codes).sum())
    parts = pd.DataFrame({"count": sums[count].astype(float), "denominator": sums[denominator].astype(float)})
    return _at_levels(sums, lambda level: limits(parts, multiplier, level), levels)


def _levels(multiplier: int, confidence: float | Sequence[float]) -> list[float]:
    """Check what every function of this module is asked for."""
    if not isinstance(multiplier, int) or multiplier <= 0:
        raise ValueError(f"multiplier: must be a whole number above 0, not {multiplier!r}")
    return confidence_levels(confidence, lowest=_LOWEST_CONFIDENCE)


def _at_levels(rows: pd.DataFrame, limits: Callable[[float], pd.DataFrame], levels: list[float]) -> pd.DataFrame:
    """Give each row its limits at each confidence level."""
    found = [rows.assign(**limits(level), confidence=level) for level in levels]
    return pd.concat(found).sort_index(kind="stable").reset_index(drop=True)


def _wilson(parts: pd.DataFrame, multiplier: int, level: float) -> pd.DataFrame:
    found = ph_proportion(parts, "count", "denominator", confidence=level, multiplier=multiplier)
    return _renamed(found).assign(method="Wilson")


def _byar(parts: pd.DataFrame, multiplier: int, level: float) -> pd.DataFrame:
    # PHStatsMethods 0.1.16 refuses a count of zero, whose exact limits are 0 and -log(alpha / 2).
    none = parts["count"] == 0
    found = _renamed(
        ph_rate(parts.replace({"count": {0: 1}}), "count", "denominator", confidence=level, multiplier=multiplier)
    )
    found.loc[none, ["value", "lower"]] = 0.0
    found.loc[none, "upper"] = -np.log((1 - level) / 2) / parts.loc[none, "denominator"] * multiplier
    return found.assign(method=np.where(parts["count"] < 10, "exact Poisson", "Byar"))


def _renamed(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": found["Value"],
            "lower": found.filter(regex=r"^lower_\d").squeeze(axis=1),
            "upper": found.filter(regex=r"^upper_\d").squeeze(axis=1),
        }
    )
