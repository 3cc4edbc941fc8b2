"""Whether a service reaches each group of people in proportion to its size."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from jhws.statistics._frames import as_list, check, groups, numbers, require
from jhws.statistics.intervals import proportion
from jhws.statistics.rounding import implied_total
from jhws.statistics.suppression import suppress_small_numbers


def representation_ratio(
    frame: pd.DataFrame,
    *,
    group: str,
    users: str,
    population: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Answer whether a group is among a service's users as often as it is in the population.

    Parameters
    ----------
    frame
        One row per service (`by`) and group. The groups of a service together are all its users and the
        whole population that it is for.
    group
        Column with the group (ethnic group, deprivation decile, ...), each once in every service.
    users
        Column with the people who use the service, each counted once: contacts or visits repeat people, and
        give limits that are too narrow.
    population
        Column with the people in the group, above 0, or their share in any unit.
    by
        Columns that name the services (programme, year, ...). Without it the frame is one service.
    confidence
        One or several confidence levels between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        A row per service, group and confidence level: the `by` columns, `group`, `users`, `population`,
        ``user_share``, ``population_share`` (between 0 and 1), ``ratio``, ``lower``, ``upper`` (users' share over
        population's share, 1 where they are equal), ``expected`` (users if the shares were equal),
        ``difference``, ``difference_lower``, ``difference_upper`` (users more than expected, fewer where
        negative), ``method``, ``confidence``.

    Raises
    ------
    ValueError
        Naming the column and the rule: a group given twice in a service, missing or negative users, no users at
        all in a service, a population of zero.

    Notes
    -----
    A group's users are taken as binomial among all users, and the population's shares as known: they come
    from a census or an estimate of all people, beside which a service's users are few. The limits of the users'
    share are then Wilson's (J Am Stat Assoc 1927;22:209-212), and those of the ratio and the difference are
    the same limits divided by the population's share, or times all users less the expected ones. So ratio
    and difference always agree on whether a group is over- or under-represented; a group without users
    has a ratio of 0 with an upper limit, where the limits on the logarithm (Katz and others, Biometrics
    1978;34:469-474) have none. Limits hold for one group at a time: among twenty groups one is expected to
    miss 1 by chance alone. The ratio tells of use, not of need: it is not adjusted for age or illness.

    Examples
    --------
    >>> users = pd.DataFrame({"group": ["a", "b"], "users": [30, 70], "people": [2000, 8000]})
    >>> found = representation_ratio(users, group="group", users="users", population="people")
    >>> found[["ratio", "lower", "upper"]].round(2).to_numpy().tolist()
    [[1.5, 1.09, 1.98], [0.87, 0.76, 0.98]]
    """
    require(frame, group, users, population, *as_list(by))
    people, counts = numbers(frame, population), numbers(frame, users)
    check(frame, population, people > 0, "must be above 0 in every group")
    check(frame, users, counts >= 0, "must not be negative")
    codes, _ = groups(frame, by)
    _check_once(frame, group, codes)
    table = frame[[*as_list(by), group, users, population]].reset_index(drop=True)
    all_users, all_people = (pd.Series(part).groupby(codes).transform("sum") for part in (counts, people))
    check(frame, users, all_users > 0, "must add up to more than 0 in every service")
    found = proportion(
        table.assign(_all_users=all_users, _population_share=people / all_people),
        count=users,
        denominator="_all_users",
        multiplier=1,
        confidence=confidence,
    )
    return _by_group(found, [*as_list(by), group, users, population])


def _by_group(found: pd.DataFrame, keep: list[str]) -> pd.DataFrame:
    """Turn the limits of the users' share into those of the ratio and the difference."""
    share, everybody = (found[column].to_numpy() for column in ("_population_share", "_all_users"))
    limits = found[["value", "lower", "upper"]].to_numpy()
    ratios = limits / share[:, None]
    differences = (limits - share[:, None]) * everybody[:, None]
    return found[keep].assign(
        user_share=found["value"],
        population_share=share,
        ratio=ratios[:, 0],
        lower=ratios[:, 1],
        upper=ratios[:, 2],
        expected=share * everybody,
        difference=differences[:, 0],
        difference_lower=differences[:, 1],
        difference_upper=differences[:, 2],
        method="Wilson limits of the users' share over the population's share",
        confidence=found["confidence"],
    )


def _check_once(frame: pd.DataFrame, group: str, codes: np.ndarray) -> None:
    again = pd.DataFrame({"service": codes, "group": frame[group].to_numpy()}).duplicated()
    check(frame, group, ~again, "must appear once in every service")


def representation_range(
    frame: pd.DataFrame,
    *,
    user_share: str,
    population_share: str,
    decimals: int = 0,
    population_decimals: int | None = None,
    unknown: str | None = None,
) -> pd.DataFrame:
    """Answer what a representation ratio can be when the source gives only rounded percentages.

    Parameters
    ----------
    frame
        One row per group.
    user_share, population_share
        Columns with the group's percentage of users and of the population, between 0 and 100.
    decimals
        Decimal places to which the source rounds the users' percentages.
    population_decimals
        The same for the population's percentages; by default as `decimals`.
    unknown
        Column with the percentage of users whose group is not recorded, rounded as the users' percentages: any or
        all of them may be of this one group.

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``ratio``, ``lowest``, ``highest`` (no number where the population's
        share may be 0), with `unknown` also ``highest_with_unknown`` (if all of these users are of the group),
        ``method``. There is no ``confidence``: these are bounds that rounding sets, and
        without the number of users nothing can be said about chance.

    Raises
    ------
    ValueError
        Naming the column and the rule: a percentage outside 0 to 100, a population's percentage of 0, negative
        decimals.

    Notes
    -----
    A percentage rounded to d decimals lies within half of 10^-d of what is printed. The lowest ratio has the
    smallest users' and the largest population's share, the highest the other way round.

    Examples
    --------
    >>> printed = pd.DataFrame({"users": [4], "people": [8]})
    >>> found = representation_range(printed, user_share="users", population_share="people")
    >>> found[["ratio", "lowest", "highest"]].round(2).to_numpy().tolist()
    [[0.5, 0.41, 0.6]]
    """
    used, lived = numbers(frame, user_share), numbers(frame, population_share)
    check(frame, user_share, (used >= 0) & (used <= 100), "must be between 0 and 100")
    check(frame, population_share, (lived > 0) & (lived <= 100), "must be above 0 and not above 100")
    places = (decimals, decimals if population_decimals is None else population_decimals)
    if not all(isinstance(place, int) and place >= 0 for place in places):
        raise ValueError(f"decimals: must be whole numbers of 0 or more, not {places}")
    half_used, half_lived = (0.5 * 10.0**-place for place in places)
    smallest = np.where(lived > half_lived, lived - half_lived, np.nan)
    if unknown is not None:
        hidden = numbers(frame, unknown)
        check(frame, unknown, (hidden >= 0) & (hidden <= 100), "must be between 0 and 100")
        most = np.minimum(used + half_used + np.where(hidden > 0, hidden + half_used, 0), 100)
        frame = frame.assign(highest_with_unknown=most / smallest)
    return frame.assign(
        ratio=used / lived,
        lowest=np.maximum(used - half_used, 0) / np.minimum(lived + half_lived, 100),
        highest=np.minimum(used + half_used, 100) / smallest,
        method="range from rounding",
    )


_EXACT = 9  # decimals of a share that is computed from two counts
_NOT_RECORDED = r"not recorded|not stated|refused"
_REACH = ["breakdown", "category", "subject", "user_share", "population_share", "population_period", "unknown"]
_REACH += ["ratio", "lowest", "highest", "highest_with_unknown", "reached", "method", "source_id", "locator"]


def users_against_residents(users: pd.DataFrame, residents: pd.DataFrame) -> pd.DataFrame:
    """Answer which groups of residents have more, and which have fewer of a service's users than their share.

    Parameters
    ----------
    users
        Stated figures of service users: `breakdown`, `category`, `value`, `unit`, `rounded_to`, `source_id`,
        `locator`. Those in per cent are used.
    residents
        Stated figures of the residents of the same area: the same columns, `subject` (which residents), `measure`
        ('people' or 'share of the population'), `period`.

    Returns
    -------
    pandas.DataFrame
        A row per group for which both give a share and per kind of residents, those without unknown users first:
        ``breakdown``, ``category``, ``subject``, ``user_share``, ``population_share`` (per cent; printed, or
        computed where only people are printed), ``population_period``, ``unknown`` (users whose group is not
        recorded, per cent), ``ratio``, ``lowest``, ``highest``, ``highest_with_unknown`` as `representation_range`
        gives them, ``reached``: 'more than its share', 'less than its share' or 'cannot be told', which holds
        whichever group the users without a recorded one are of; ``method``, ``source_id``, ``locator`` of the
        users.
    """
    shares = users[(users["unit"] == "%") & users["breakdown"].notna() & users["value"].notna()]
    hidden = shares["category"].str.contains(_NOT_RECORDED, case=False, na=False)
    unknown = shares[hidden].groupby("breakdown")["value"].sum()
    shares = shares[~hidden].rename(columns={"value": "user_share"})
    shares = shares.assign(unknown=shares["breakdown"].map(unknown).fillna(0.0))
    keys = ["breakdown", "category"]
    rows = shares[[*keys, "user_share", "rounded_to", "unknown", "source_id", "locator"]].merge(
        _population_shares(residents), on=keys
    )
    places = ["rounded_to", "population_rounded_to"]
    parts = [
        _ranges(rows[(rows[places] == pair).all(axis=1)], *pair) for pair in rows[places].drop_duplicates().to_numpy()
    ]
    if not parts:
        return pd.DataFrame(columns=_REACH)
    found = pd.concat(parts).sort_values("population_share", ascending=False)
    found = found.sort_values(["unknown", "breakdown", "subject"], kind="stable")
    more, less = found["lowest"] > 1, found["highest_with_unknown"] < 1
    told = np.select([more, less], ["more than its share", "less than its share"], default="cannot be told")
    return found.assign(reached=told)[_REACH].reset_index(drop=True)


def total_users(users: pd.DataFrame) -> pd.DataFrame:
    """Answer how many users there are in all, where a source prints only counts and shares of them.

    Parameters
    ----------
    users
        Stated figures as `users_against_residents` takes them.

    Returns
    -------
    pandas.DataFrame
        A row per group (or for all together, with both names blank) of which both a count and its share are
        printed: ``breakdown``, ``category``, ``count``, ``share``, ``share_rounded_to``, ``total``, ``lowest``,
        ``highest`` and ``method`` as `implied_total` gives them, ``source_id``, ``locator``. All rows are of one total:
        `agreed_range` gives what they agree on.
    """
    keys = ["breakdown", "category"]
    known = users[users["value"].notna()].fillna(dict.fromkeys(keys, ""))
    counts = known[known["unit"] == "people"].rename(columns={"value": "count"})
    shares = known[known["unit"] == "%"].rename(columns={"value": "share", "rounded_to": "share_rounded_to"})
    rows = counts[[*keys, "count", "source_id", "locator"]].merge(shares[[*keys, "share", "share_rounded_to"]], on=keys)
    if rows.empty:
        return rows.reindex(columns=[*rows.columns, "total", "lowest", "highest", "method"])
    return implied_total(rows, count="count", share="share", rounded_to="share_rounded_to")


def _population_shares(residents: pd.DataFrame) -> pd.DataFrame:
    """Give each group's share of the residents: as it is printed, or else computed from the people."""
    of = ["subject", "breakdown"]
    rows = residents[residents["breakdown"].notna() & residents["value"].notna()]
    printed = rows[rows["measure"] == "share of the population"]
    printed = printed.assign(population_share=printed["value"], population_rounded_to=printed["rounded_to"])
    people = rows[rows["measure"] == "people"]
    people = people[~people.set_index(of).index.isin(printed.set_index(of).index)]
    whole = people.groupby(of)["value"].transform("sum")
    people = people.assign(population_share=100 * people["value"] / whole, population_rounded_to=10.0**-_EXACT)
    both = pd.concat([printed, people]).rename(columns={"period": "population_period"})
    # A share that is printed twice, in a table and in words, counts as its most exact.
    both = both.sort_values("population_rounded_to", kind="stable").drop_duplicates([*of, "category"])
    return both[[*of, "category", "population_share", "population_rounded_to", "population_period"]]


def _ranges(rows: pd.DataFrame, rounded_to: float, population_rounded_to: float) -> pd.DataFrame:
    return representation_range(
        rows,
        user_share="user_share",
        population_share="population_share",
        decimals=_decimals(rounded_to),
        population_decimals=_decimals(population_rounded_to),
        unknown="unknown",
    )


def _decimals(place: float) -> int:
    return max(0, round(-math.log10(place)))


_SERVICE = ["service", "area_code", "deprivation", "period"]
_FROM_USERS = ["user_share", "ratio", "lower", "upper", "difference", "difference_lower", "difference_upper"]


def access_by_fifth(rows: pd.DataFrame, *, threshold: int, confidence: float = 0.95) -> pd.DataFrame:
    """Answer whether the most deprived fifth uses a service as often as the others do.

    Parameters
    ----------
    rows
        `service`, `area_code`, `deprivation`, `period`, `quintile` (1 the most deprived), `users`, `population`,
        as the table ``access_by_quintile`` has them: all five fifths of each service.
    threshold
        The smallest number of users that may be shown.
    confidence
        Between 0.9 and 1.

    Returns
    -------
    pandas.DataFrame
        The rows, from the most to the least deprived, with the columns of `representation_ratio` and
        ``suppressed`` as `suppress_small_numbers` gives it, a service's total taken as known. A service whose small
        numbers no choice can protect has all of its numbers hidden. No row for no row.
    """
    if rows.empty:
        return rows.reindex(columns=[*rows.columns, *_FROM_USERS, "population_share", "method", "suppressed"])
    found = representation_ratio(
        rows, group="quintile", users="users", population="population", by=_SERVICE, confidence=confidence
    )
    about = rows[[*_SERVICE, "quintile", *rows.columns.difference(found.columns)]]
    found = found.merge(about, on=[*_SERVICE, "quintile"]).sort_values([*_SERVICE, "quintile"], kind="stable")
    services = [service for _, service in found.groupby(_SERVICE, sort=False)]
    return pd.concat([_protected(service, threshold) for service in services]).reset_index(drop=True)


def _protected(service: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Hide a service's small numbers, or all of them where its total would give them away."""
    try:
        return suppress_small_numbers(service, count="users", threshold=threshold, by=_SERVICE, also=_FROM_USERS)
    except ValueError:
        hidden = dict.fromkeys(["users", "expected", *_FROM_USERS], np.nan)
        return service.assign(**hidden, suppressed="small number")
