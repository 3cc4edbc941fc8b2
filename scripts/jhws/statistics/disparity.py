"""How unequal an indicator is over all groups: the summary measures of WHO's Health Equity Assessment Toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm

from jhws.statistics._frames import (
    POLARITIES,
    Numbers,
    check,
    check_limits,
    confidence_levels,
    groups,
    no_rows,
    numbers,
    words,
)

_COLUMNS = ("measure", "value", "lower", "upper", "unit", "standard_error", "by_chance", "groups")
_FEWEST_GROUPS = 3
_INSTEAD_OF_ZERO = 0.000001  # in logarithms, as the toolkit has it
_METHODS = {
    "sampling": "delta method from the values' standard errors",
    "toolkit": "as printed by HEAT",
}


class _Groups(NamedTuple):
    """The groups of one population, in order of rank, with the people's shares adding up to 1."""

    people: Numbers
    share: Numbers
    value: Numbers
    error: Numbers
    mean: float
    reference: int


class _Measure(NamedTuple):
    """A measure with its first and second derivatives by the groups' values, and its error in the toolkit."""

    name: str
    unit: str
    value: float
    slope: Numbers
    curvature: Numbers | None  # where it is needed: the measure is not nearly linear in the values
    toolkit_error: float | None  # where the toolkit's error is not the delta method's
    lowest: float = -np.inf
    highest: float = np.inf


def inequality_measures(
    frame: pd.DataFrame,
    *,
    group: str,
    population: str,
    value: str,
    ordered: bool,
    polarity: str,
    standard_error: str | None = None,
    lower_95: str | None = None,
    upper_95: str | None = None,
    by: str | Sequence[str] | None = None,
    interval: Literal["sampling", "toolkit"] = "sampling",
    scale: float | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer how unequal an indicator is over all groups of a population, not only between its ends.

    Parameters
    ----------
    frame
        One row per population (`by`) and group; at least 3 groups, each once.
    group
        Column with the group. Where `ordered`, its rank as a number, the most disadvantaged lowest.
    population
        Column with the people in the group, above 0; only its shares matter for the values.
    value
        Column with the indicator, not negative.
    ordered
        True for groups with an order (deprivation deciles), False for groups without (areas, ethnic groups).
    polarity
        ``"high is good"``, ``"low is good"`` or ``"no judgement"``, or the column with one of these. Without
        judgement there is no best group, and nothing attributable.
    standard_error, or lower_95 and upper_95
        Columns with the value's standard error in its own units, or with its 95% limits, whose width over
        3.92 is taken as the standard error.
    by
        Columns that name the populations (area, year, ...). Without it the frame is one population.
    interval
        ``"sampling"``: limits from the values' standard errors. ``"toolkit"``: limits as HEAT prints them,
        to hold a table against that toolkit (see Notes).
    scale
        The number that the indicator is a share of (100 for percentages), needed for ``"toolkit"`` alone.
    confidence
        One or several confidence levels between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per population, measure and confidence level: the `by` columns, ``measure``, ``value``,
        ``lower``, ``upper``, ``unit``, ``standard_error``, ``by_chance`` (what the values' sampling errors alone
        add to the measure on average, in its unit), ``groups``, ``method``, ``confidence``. The measures are

        - population attributable risk, in units of value, and fraction, % of the average: how much the
          average would change if every group had the value of the reference, which is the least
          disadvantaged group where ordered, else the best one; 0 where the reference is not better;
        - absolute (units of value) and relative (-1 to 1) concentration index, where ordered: above 0 when
          the indicator is concentrated among the least disadvantaged;
        - between-group variance (units of value squared), Theil index and mean log deviation (thousandths):
          0 when all groups are equal.

    Raises
    ------
    ValueError
        Naming the column and the rule: fewer than 3 groups, a group given twice, a population of zero, a
        negative or missing value, limits that do not hold it, neither errors nor limits, no scale where needed.

    Notes
    -----
    Definitions: Schlotheuber A and Hosseinpoor AR, Int J Environ Res Public Health 2022;19:3697, as computed by
    HEAT and by WHO's R package healthequal. With shares ``p``, values ``y``, their mean ``m`` weighted by
    ``p`` and each group's midpoint ``R`` on the scale of cumulated shares: PAR ``y_ref - m``; PAF ``100 PAR /
    m``; ACI ``2 sum p (R - 1/2) y``; RCI ``ACI / m``; BGV ``sum p (y - m)^2``; Theil ``1000 sum p (y/m)
    ln(y/m)``; MLD ``-1000 sum p ln(y/m)``, a value of 0 counting as 0.000001 in logarithms.

    ``"sampling"`` takes the values as independent and normal and the shares as fixed, and works out the
    variance by the delta method, to second order for BGV, Theil and MLD. For BGV this is the formula of Ahn J
    and others, JCO Clin Cancer Inform 2018;2:1-19, as in HEAT; for Theil and MLD that paper stops at first
    order, which gives equal groups an interval without width. Limits are normal and stop at 0 where the measure does.
    Sampling error makes these three measures, and the PAR of the best of unordered groups, larger than they
    truly are: read them beside ``by_chance``, above all with many small groups.
    A value of 0 leaves Theil and MLD without limits.

    ``"toolkit"`` differs in four ways. PAR and PAF have Walter's error (Int J Epidemiol 1978;7:175-182), which
    takes each group's value as a share of its population. The concentration indices have the error of the
    regression of value on rank, which says how straight the gradient is and not how well it is known. The
    errors of PAF, Theil and MLD are left as HEAT prints them, 100, 1,000 and 1,000 times too small for
    the value beside them. Limits do not stop at 0.

    Examples
    --------
    >>> fifths = pd.DataFrame({"fifth": range(1, 6), "people": 100, "smokers": [30, 25, 20, 15, 10], "se": 2})
    >>> found = inequality_measures(
    ...     fifths, group="fifth", population="people", value="smokers", standard_error="se",
    ...     ordered=True, polarity="low is good",
    ... )
    >>> found.set_index("measure")["value"].round(2).head(4).tolist()
    [-10.0, -50.0, -4.0, -0.2]
    """
    if interval not in _METHODS:
        raise ValueError(f"interval: must be one of {', '.join(_METHODS)}, not {interval!r}")
    levels = confidence_levels(confidence)
    none = no_rows(frame, by, *_COLUMNS, "method", "confidence")
    if none is not None:
        return none
    table = _checked(frame, group, population, value, ordered, standard_error, lower_95, upper_95)
    judged = words(frame, polarity, POLARITIES, "polarity").to_numpy()
    codes, labels = groups(frame, by)
    again = table.assign(population=codes).duplicated(["population", "group"])
    check(frame, group, ~again, "must appear once in every population")
    if interval == "toolkit":
        _check_scale(frame, value, scale)
    rows = []
    for code, label in enumerate(labels.to_dict("records")):
        chosen = codes == code
        if len(set(judged[chosen])) > 1:
            raise ValueError(f"column {polarity!r}: must be the same in every group of a population")
        members = table[chosen].sort_values("group")
        if len(members) < _FEWEST_GROUPS:
            where = f" in {label}" if label else ""
            raise ValueError(f"column {group!r}: must have at least {_FEWEST_GROUPS} groups, not {len(members)}{where}")
        for measure in _measures(members, ordered, judged[chosen][0], scale):
            error, by_chance = _errors(measure, members["error"].to_numpy(), interval)
            rows += [
                label
                | _row(measure, error, level, interval)
                | {"by_chance": by_chance, "groups": len(members), "method": _METHODS[interval], "confidence": level}
                for level in levels
            ]
    return pd.DataFrame(rows)


def _checked(
    frame: pd.DataFrame,
    group: str,
    population: str,
    value: str,
    ordered: bool,
    standard_error: str | None,
    lower_95: str | None,
    upper_95: str | None,
) -> pd.DataFrame:
    """Read the columns under fixed names, in floats, with a standard error for each value."""
    people, values = numbers(frame, population), numbers(frame, value)
    check(frame, population, people > 0, "must be above 0 in every group")
    check(frame, value, values >= 0, "must not be negative")
    if standard_error is not None:
        errors = numbers(frame, standard_error)
        check(frame, standard_error, errors >= 0, "must not be negative")
    elif lower_95 is not None and upper_95 is not None:
        check_limits(frame, value, lower_95, upper_95)
        errors = (numbers(frame, upper_95) - numbers(frame, lower_95)) / (2 * norm.ppf(0.975))
    else:
        raise ValueError("standard_error, or lower_95 and upper_95: must be given")
    names: np.ndarray
    if ordered:
        names = numbers(frame, group)
    else:
        check(frame, group, frame[group].notna(), "must have no missing value, as it names the group")
        names = frame[group].astype(str).to_numpy()
    return pd.DataFrame({"group": names, "people": people, "value": values, "error": errors})


def _check_scale(frame: pd.DataFrame, value: str, scale: float | None) -> None:
    if scale is None or not scale > 0:
        raise ValueError("scale: must be given and above 0 where interval is 'toolkit', such as 100 for percentages")
    check(frame, value, numbers(frame, value) <= scale, f"must not be above the scale of {scale:g}")


def _measures(members: pd.DataFrame, ordered: bool, polarity: str, scale: float | None) -> list[_Measure]:
    """Work out every measure that these groups allow."""
    people, value, error = (members[name].to_numpy() for name in ("people", "value", "error"))
    share = people / people.sum()
    best = np.argmax(value) if polarity == "high is good" else np.argmin(value)
    reference = len(value) - 1 if ordered else int(best)
    these = _Groups(people, share, value, error, float(share @ value), reference)
    if these.mean == 0:
        raise ValueError("value: must be above 0 in at least one group of every population")
    found = [] if polarity == "no judgement" else _attributable(these, polarity, scale)
    if ordered:
        found += _concentration(these)
    return [*found, _variance(these), *_entropies(these)]


def _attributable(these: _Groups, polarity: str, scale: float | None) -> list[_Measure]:
    """Compare the average with what it would be if every group were as the reference."""
    gain = these.value[these.reference] - these.mean
    # An improvement is a rise where high is good and a fall where low is good; nothing else is attributable.
    bounds = (0.0, np.inf) if polarity == "high is good" else (-np.inf, 0.0)
    at_reference = np.eye(len(these.value))[these.reference]
    slope = at_reference - these.share
    fraction_slope = 100 * (at_reference - these.share * these.value[these.reference] / these.mean) / these.mean
    walter = _walter_error(these, scale) if scale is not None else np.nan
    return [
        _Measure("population attributable risk", "as value", gain, slope, None, these.mean * walter, *bounds),
        _Measure(
            "population attributable fraction",
            "% of average",
            100 * gain / these.mean,
            fraction_slope,
            None,
            walter,
            *bounds,
        ),
    ]


def _walter_error(these: _Groups, scale: float) -> float:
    """Find the error of the attributable fraction, as a share, from the two-by-two table of reference and rest."""
    size = these.people[these.reference]
    with_reference = these.value[these.reference] / scale * size
    without_reference = size - with_reference
    everybody = these.people.sum()
    with_rest = these.mean / scale * everybody - with_reference
    without_rest = everybody - with_rest - size
    inner = with_rest * without_reference * (everybody - with_reference) + without_rest * with_reference**2
    return float(np.sqrt(with_reference * everybody * inner / ((with_rest + with_reference) ** 3 * size**3)))


def _concentration(these: _Groups) -> list[_Measure]:
    """Take twice the covariance of the value with the rank of those who have it."""
    rank = np.cumsum(these.share) - these.share / 2 - 0.5
    slope = 2 * these.share * rank
    absolute = float(slope @ these.value)
    spread = these.share @ rank**2
    # The same index as the slope of a line weighted by population, whose error the toolkit reports.
    away = 2 * spread * (these.value - these.mean) - absolute * rank
    line_error = float(np.sqrt(these.share @ away**2 / (len(rank) - 2) / spread))
    relative = absolute / these.mean
    return [
        _Measure("absolute concentration index", "as value", absolute, slope, None, line_error),
        _Measure(
            "relative concentration index",
            "-1 to 1",
            relative,
            (slope - relative * these.share) / these.mean,
            None,
            line_error / these.mean,
        ),
    ]


def _variance(these: _Groups) -> _Measure:
    away = these.value - these.mean
    curvature = 2 * (np.diag(these.share) - np.outer(these.share, these.share))
    return _Measure(
        "between-group variance",
        "value squared",
        float(these.share @ away**2),
        2 * these.share * away,
        curvature,
        None,
        lowest=0.0,
    )


def _entropies(these: _Groups) -> list[_Measure]:
    """Weigh the logarithms of the values over their average by income (Theil) and by people (MLD)."""
    value = np.where(these.value == 0, _INSTEAD_OF_ZERO, these.value)
    share, mean = these.share, float(these.share @ value)
    ratio = value / mean
    theil = float(share @ (ratio * np.log(ratio)))
    away = np.log(ratio) - theil
    slopes = (share * away / mean, share * (1 - 1 / ratio) / mean)
    both = np.outer(share, share) / mean**2
    curvatures = (
        np.diag(share / (mean * value)) - both * (1 + away + away[:, None]),
        np.diag(share / value**2) - both,
    )
    values = (theil, -float(share @ np.log(ratio)))
    # With a value of 0 the measure has no derivative, and so no limits of its own.
    known = np.nan if (these.value == 0).any() else 1.0
    return [
        _Measure(
            name,
            "thousandths",
            1000 * found,
            1000 * slope * known,
            1000 * curvature * known,
            float(np.sqrt(((slope * these.error) ** 2).sum())),
            lowest=0.0,
        )
        for name, found, slope, curvature in zip(
            ("Theil index", "mean log deviation"), values, slopes, curvatures, strict=True
        )
    ]


def _errors(measure: _Measure, errors: Numbers, interval: str) -> tuple[float, float]:
    """Find the measure's standard error, and what the values' errors add to it on average."""
    size = len(errors)
    curvature = np.zeros((size, size)) if measure.curvature is None else measure.curvature
    by_chance = float(np.diag(curvature) @ errors**2) / 2
    if interval == "toolkit" and measure.toolkit_error is not None:
        return measure.toolkit_error, by_chance
    first, second = measure.slope * errors, curvature * np.outer(errors, errors)
    return float(np.sqrt((first**2).sum() + (second**2).sum() / 2)), by_chance


def _row(measure: _Measure, error: float, level: float, interval: str) -> dict[str, object]:
    def bounded(value: float) -> float:
        return float(np.clip(value, measure.lowest, measure.highest))

    value, away = bounded(measure.value), float(norm.ppf(0.5 + level / 2)) * error
    limits = (value - away, value + away)
    if interval == "sampling":
        limits = (bounded(measure.value - away), bounded(measure.value + away))
    return {
        "measure": measure.name,
        "value": value,
        "lower": limits[0],
        "upper": limits[1],
        "unit": measure.unit,
        "standard_error": error,
    }
