"""How many young people reach adulthood in each coming school year."""

from __future__ import annotations

import datetime

import pandas as pd

from jhws.statistics._frames import check, numbers, require

# In England pupils turn 17 in Year 12 (and so 5 years more than the year's number in each).
_AGE_LESS_YEAR_GROUP = 5
_FIRST_MONTH = 9  # of a school year


def cohort_forecast(
    counts: pd.DataFrame, *, year_group: str, count: str, as_of: str | datetime.date, age: int = 18
) -> pd.DataFrame:
    """Answer how many of the pupils counted by year group reach an age in each coming school year.

    Parameters
    ----------
    counts
        One row per year group that a source counts; without rows there is no forecast.
    year_group
        Column with the year group at `as_of`, as 'Year 12'.
    count
        Column with the pupils in the group, 0 or more.
    as_of
        A day of the school year in which the pupils are in these groups, as '2019-11-11'.
    age
        The age in years that is reached; 18 unless told.

    Returns
    -------
    pandas.DataFrame
        A row per year group from the oldest that is counted to the youngest, none beyond: ``year_group``,
        ``school_year`` in which its pupils reach the age ('2020/21'), ``years_ahead``, ``lower``, ``upper``, ``age``,
        ``basis`` ('stated' where the group is counted, else 'between stated year groups'), ``method``. Groups
        that have reached the age before are left out.

    Raises
    ------
    ValueError
        Naming the column and the rule: a year group that is not written as 'Year 12' or is there twice, a
        missing or negative count.

    Notes
    -----
    The cohort is carried forward as it is: nobody moves in or out, and nobody's needs change. A year group that
    the source does not count is given as the range between the nearest counted groups older and younger than
    it; this holds if numbers rise or fall steadily from the one to the other. No chance is put on the range.

    Examples
    --------
    >>> pupils = pd.DataFrame({"group": ["Year 12", "Year 10"], "pupils": [30, 50]})
    >>> found = cohort_forecast(pupils, year_group="group", count="pupils", as_of="2019-11-11")
    >>> found[["year_group", "school_year", "lower", "upper"]].to_numpy().tolist()
    [['Year 12', '2020/21', 30.0, 30.0], ['Year 11', '2021/22', 30.0, 50.0], ['Year 10', '2022/23', 50.0, 50.0]]
    """
    if counts.empty:
        return pd.DataFrame(columns=_COLUMNS)
    require(counts, year_group, count)
    pupils = numbers(counts, count)
    check(counts, count, pupils >= 0, "must not be negative")
    written = counts[year_group].astype(str).str.fullmatch(r"Year \d{1,2}")
    check(counts, year_group, written, "must be written as 'Year 12'")
    groups = counts[year_group].str.removeprefix("Year ").astype(int)
    check(counts, year_group, ~groups.duplicated(), "must appear once")
    stated = dict(zip(groups, pupils.tolist(), strict=True))
    begun = _school_year_of(pd.Timestamp(as_of))
    rows = []
    for group in range(max(stated), min(stated) - 1, -1):
        ahead = age - _AGE_LESS_YEAR_GROUP - group
        if ahead < 0:
            continue
        older, younger = min(one for one in stated if one >= group), max(one for one in stated if one <= group)
        ends = (stated[older], stated[younger])
        rows.append(
            {
                "year_group": f"Year {group}",
                "school_year": f"{begun + ahead}/{(begun + ahead + 1) % 100:02d}",
                "years_ahead": ahead,
                "lower": min(ends),
                "upper": max(ends),
                "age": age,
                "basis": "stated" if group in stated else "between stated year groups",
                "method": "counted year groups carried forward unchanged",
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["year_group", "school_year", "years_ahead", "lower", "upper", "age", "basis", "method"]


def _school_year_of(day: pd.Timestamp) -> int:
    """Give the calendar year in which the school year of a day began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1
