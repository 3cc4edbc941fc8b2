"""How long people would live at the death rates of a period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from jhws.statistics._frames import Numbers, as_list, check, confidence_levels, groups, numbers, require

_STARTS = np.array([0, 1, *range(5, 95, 5)])
_BANDS = ("0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+")
_WIDTHS = np.diff(_STARTS)  # of all bands but the last, which has no end
# Share of the band's years that those who die in it have lived: deaths before the first birthday come early.
_LIVED = np.where(_STARTS[:-1] == 0, 0.1, 0.5)
_FEWEST_PEOPLE = 5_000
_WIDEST_INTERVAL = 20.0


def life_expectancy(
    frame: pd.DataFrame,
    *,
    age_start: str,
    population: str,
    deaths: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer how many more years people of each age would live if today's death rates stayed as they are.

    Parameters
    ----------
    frame
        One row per group and age band. The 20 bands are 0, 1-4, 5-9 and so on by five years to 85-89, 90+.
    age_start
        Column with the band's first age, a number (0, 1, 5, ... 90) or text that begins with it ('85-89').
    population
        Column with the people in the band, or person-years when deaths of several years are taken together.
    deaths
        Column with the deaths in the band over the same time.
    by
        Columns that name the groups (area, sex, period, ...). Without it the frame is one group.
    confidence
        One or several confidence levels between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per group, age band and confidence level: the group columns, ``age_start``, ``value`` (years
        still to live at that age), ``lower``, ``upper``, ``population_used`` and ``deaths_used`` (of this
        band and all above it, on which the value rests), ``reason`` (why there is no value, else empty),
        ``method``, ``confidence``. A group has all 20 rows even when one of its bands is missing.

        There is no value for a group with a band missing, negative deaths, nobody in a band, more deaths
        than people in a band, fewer than 5,000 people, or no deaths at 90 and over; nor at an age whose 95%
        interval is wider than 20 years, where the limits are still given.

    Raises
    ------
    ValueError
        Naming the column and the rule: a missing value, an age that begins no band, a band given twice.

    Notes
    -----
    OHID's method (``phe_life_expectancy`` of the R package PHEindicatormethods): the abridged life table of
    Chiang (II) (Chiang CL. The life table and its construction. In: Introduction to stochastic processes in
    biostatistics. Wiley, 1968:189-214), with the last band's variance after Silcocks PBS, Jenner DA and Reza
    R, J Epidemiol Community Health 2001;55:38-43. Fewest people after Toson B and Baker A, National
    Statistics Methodological Series 33, 2003.

    A band of n years has the death rate m. Those who die in it live the share a of it, 0.1 in the first year
    of life and 0.5 after. The chance to die in it is q = nm / (1 + (1 - a)nm), at most 1, and to live p = 1 -
    q, so that life expectancy at its start is e = n(p + aq) + pe', where e' is that of the next band; in the
    last band e = 1/m. Its variance is Var(q)((1 - a)n + e')^2 + p^2 Var(e'), with Var(q) = q^2 p / deaths,
    and 1 / (deaths m^2) in the last band. Limits are the value and z standard errors either way.

    The value at birth tells of today's death rates, not of how long today's children will live. Where q
    reaches 1, so that nobody lives to the next band, the values above it are those of a life table that
    starts there; the R package gives 0. That package also gives no value for exactly 5,000 people.

    Examples
    --------
    >>> bands = pd.DataFrame({"age": [0, 1, *range(5, 95, 5)], "people": 10_000, "deaths": 100})
    >>> found = life_expectancy(bands, age_start="age", population="people", deaths="deaths")
    >>> found[["age_start", "value", "lower", "upper"]].round(1).head(2).to_numpy().tolist()
    [[0.0, 100.0, 91.6, 108.4], [1.0, 100.0, 91.5, 108.5]]
    """
    levels = confidence_levels(confidence)
    require(frame, age_start, population, deaths, *as_list(by))
    bands = _bands(frame, age_start)
    codes, labels = groups(frame, by)
    again = pd.DataFrame({"group": codes, "band": bands}).duplicated()
    check(frame, age_start, ~again, "must appear once in every group")

    people, dead = (np.full((len(labels), len(_BANDS)), np.nan) for _ in range(2))
    people[codes, bands], dead[codes, bands] = numbers(frame, population), numbers(frame, deaths)
    obstacles = _obstacles(people, dead)
    years, errors = np.full_like(people, np.nan), np.full_like(people, np.nan)
    usable = obstacles == ""
    years[usable], errors[usable] = _life_table(people[usable], dead[usable])

    wide = 2 * norm.ppf(0.975) * errors > _WIDEST_INTERVAL
    too_wide = f"The 95% confidence interval is wider than {_WIDEST_INTERVAL:g} years."
    result = labels.loc[labels.index.repeat(len(_BANDS))].reset_index(drop=True)
    result = result.assign(
        age_start=np.tile(_STARTS, len(labels)),
        value=np.where(wide, np.nan, years).ravel(),
        lower=np.nan,  # filled for each level; named here for their place
        upper=np.nan,
        population_used=_from_here_up(people),
        deaths_used=_from_here_up(dead),
        reason=np.where(wide, too_wide, obstacles[:, np.newaxis]).ravel(),
        method="abridged life table (Chiang II), last band's variance after Silcocks",
    )
    rows = [_with_limits(result, years.ravel(), errors.ravel(), level) for level in levels]
    return pd.concat(rows).sort_index(kind="stable").reset_index(drop=True)


def _with_limits(result: pd.DataFrame, years: Numbers, errors: Numbers, level: float) -> pd.DataFrame:
    reach = norm.ppf(0.5 + level / 2) * errors
    return result.assign(lower=years - reach, upper=years + reach, confidence=level)


def _bands(frame: pd.DataFrame, column: str) -> npt.NDArray[np.intp]:
    """Give each row the number of its age band."""
    if pd.api.types.is_numeric_dtype(frame[column]):
        starts = numbers(frame, column)
    else:
        starts = frame[column].astype(str).str.extract(r"^\s*(\d+)", expand=False).to_numpy(dtype=float)
    rule = "must be or begin with the first age of a band: 0, 1, 5, 10 and so on by five to 90"
    check(frame, column, np.isin(starts, _STARTS), rule)
    return np.searchsorted(_STARTS, starts)


def _obstacles(people: Numbers, deaths: Numbers) -> npt.NDArray[np.object_]:
    """Say in plain words what keeps each group from having a life table; empty when nothing does."""
    faults = [
        (np.isnan(people), "The age band {band} is missing."),
        (deaths < 0, "The number of deaths in the age band {band} is negative."),
        (people < 0, "The population of the age band {band} is negative."),
        (people == 0, "The population of the age band {band} is zero."),
        (deaths > people, "There are more deaths than people in the age band {band}."),
        (people.sum(axis=1, keepdims=True) < _FEWEST_PEOPLE, f"There are fewer than {_FEWEST_PEOPLE:,} people."),
        (deaths[:, -1:] == 0, "There are no deaths at ages 90 and over."),
    ]
    found = np.full(len(people), "", dtype=object)
    for broken, reason in reversed(faults):  # so that the first fault of the list is the one that stays
        for group in np.flatnonzero(broken.any(axis=1)):
            found[group] = reason.format(band=_BANDS[broken[group].argmax()])
    return found


def _life_table(people: Numbers, deaths: Numbers) -> tuple[Numbers, Numbers]:
    """Give life expectancy and its standard error at the start of every band, a group a row."""
    rate = deaths / people
    expected = rate[:, :-1] * _WIDTHS
    scale = 1 + expected * (1 - _LIVED)
    dying = np.minimum(expected / scale, 1)
    living = 1 - dying
    # dying^2 * living / deaths, written so that a band without deaths needs no division by zero
    uncertainty = dying * living * _WIDTHS / (people[:, :-1] * scale)

    years, variance = np.empty_like(rate), np.empty_like(rate)
    years[:, -1] = 1 / rate[:, -1]
    variance[:, -1] = 1 / (deaths[:, -1] * rate[:, -1] ** 2)
    for band in reversed(range(len(_WIDTHS))):
        width, lived, after = _WIDTHS[band], _LIVED[band], years[:, band + 1]
        p, q = living[:, band], dying[:, band]
        years[:, band] = width * (p + lived * q) + p * after
        variance[:, band] = uncertainty[:, band] * ((1 - lived) * width + after) ** 2 + p**2 * variance[:, band + 1]
    return years, np.sqrt(variance)


def _from_here_up(counts: Numbers) -> Numbers:
    """Add up each band and all above it."""
    return counts[:, ::-1].cumsum(axis=1)[:, ::-1].ravel()
