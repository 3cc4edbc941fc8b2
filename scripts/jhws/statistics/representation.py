"""Whether a service reaches each group of people in proportion to its size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jhws.statistics._frames import as_list, check, groups, numbers, require
from jhws.statistics.intervals import proportion


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

    Returns
    -------
    pandas.DataFrame
        The frame's rows and columns, and ``ratio``, ``lowest``, ``highest`` (no number where the population's
        share may be 0), ``method``. There is no ``confidence``: these are bounds that rounding sets, and
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
    return frame.assign(
        ratio=used / lived,
        lowest=np.maximum(used - half_used, 0) / np.minimum(lived + half_lived, 100),
        highest=np.minimum(used + half_used, 100) / smallest,
        method="range from rounding",
    )
