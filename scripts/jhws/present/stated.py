"""Figures as documents state them, in words: with their qualifier, their unit, their time and their area."""

from __future__ import annotations

import re

import pandas as pd

from jhws.present.numbers import ages, in_words, number, on_day, pounds, signed, with_unit

_QUALIFIERS = {
    "about": "about ",
    "approx": "about ",
    "at least": "at least ",
    "circa": "about ",
    "less than": "less than ",
    "more than": "more than ",
    "up to": "up to ",
}
# Measures that name a quantity, so that they cannot follow a number: '58%: share of people …'.
_QUANTITY = re.compile(r"(share|target|average|length|time|rate|number|planned growth)\b")


def figure_in_words(row: pd.Series, *, area: str) -> str:
    """Write one stated figure with what it counts, its time, and its area where that is another.

    Parameters
    ----------
    row
        Of `data.read_stated_figures`.
    area
        The name of the edition's own area.
    """
    return counted_in_words(row) + of_whom(row, area=area, time=True)


def counted_in_words(row: pd.Series) -> str:
    """Write one stated figure with what it counts: 'about 3,000 referrals received', '58%: share of people …'."""
    if pd.isna(row["value"]):
        return f"‘{row['stated']}’: {row['measure']}"
    if row["unit"] == "%" or _QUANTITY.match(row["measure"]):
        return f"{level(row)}: {row['measure']}"
    return f"{_QUALIFIERS.get(row['qualifier'], '')}{number(row['value'])} {row['measure']}"


def of_whom(row: pd.Series, *, area: str, time: bool = False) -> str:
    """Write in brackets of which part, of which area where it is not the edition's, and (if told) of when."""
    parts = [row["category"] if isinstance(row["category"], str) else ""]
    if row["breakdown"] == "age band":
        parts = [f"ages {ages(row['category'])}"]
    if row["area"] != area:
        parts.append("area not stated" if row["area"] == "not stated" else row["area"])
    if time and isinstance(row["period"], str):
        parts.append(when(row["period"]))
    told: list[str] = []
    for part in parts:
        if part and not _said(part, [row["measure"], *told]):
            told.append(part)
    # No brackets within brackets: ‘5 to 11 February (year not printed)’.
    flat = re.sub(r" \(([^()]*)\)", r", \1", "; ".join(told))
    return f" ({flat})" if flat else ""


def _said(part: str, before: list[str]) -> bool:
    """Say whether something is known from what stands before it: 'since 2017' from 'cases completed since 2017'."""
    return any(all(name in words for name in part.removeprefix("since ").split(" and ")) for words in before)


def level(row: pd.Series) -> str:
    """Write a stated value with its qualifier and unit: 'about 3,000 referrals'."""
    digits = 0 if float(row["value"]).is_integer() else 1
    return _QUALIFIERS.get(row["qualifier"], "") + amount(row["value"], row["unit"], digits)


def amount(value: float, unit: str, decimals: int = 0) -> str:
    """Write a value with its unit, money with the pound sign before it: '£160 a week'."""
    if unit.startswith("pounds"):
        return pounds(value) + unit.removeprefix("pounds")
    return with_unit(value, unit, decimals)


def change_in_words(row: pd.Series) -> str:
    """Write a stated change with its sign, unit and qualifier: 'about −25%', '+10% to +30%', '−£160 a week'."""
    unit = row["change_unit"] if isinstance(row["change_unit"], str) else "not stated"
    ends = [row["change"], row.get("change_upper", float("nan"))]
    told = " to ".join(signed_amount(end, unit) for end in ends if pd.notna(end))
    return _QUALIFIERS.get(row["change_qualifier"], "") + told


def signed_amount(change: float, unit: str) -> str:
    """Write a change with its sign and unit."""
    digits = 0 if float(change).is_integer() else 1
    return amount(change, unit, digits).replace(number(change, digits), signed(change, digits), 1)


def when(period: str) -> str:
    """Write the days of a period as they are said: '1 November 2023 to 31 January 2024'."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", lambda day: on_day(pd.Timestamp(day[0])), period)


def share_stated(row: pd.Series) -> str:
    """Write a share of people, in per cent, as its paper has it: '84%', 'about nine in ten'."""
    about = f"{row['qualifier']} " if isinstance(row["qualifier"], str) else ""
    if row["unit"] == "in every ten people":
        return f"{about}{in_words(round(row['value'] / 10))} in ten"
    return f"{about}{number(row['value'], 0 if float(row['value']).is_integer() else 1)}%"
