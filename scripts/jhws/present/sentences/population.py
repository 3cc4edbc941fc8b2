"""Who lives here, and how will that change? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import ages, decimals_of, interval, listed, number


def answer(outlook: pd.DataFrame, parts: pd.DataFrame, residents: pd.DataFrame, *, area: str) -> Sentences:
    """Open the chapter: how many live here, who will be more, by how much and by when.

    Parameters
    ----------
    outlook
        Rows of `statistics.population_outlook`.
    parts
        Rows of `statistics.older_share`.
    residents
        Stated figures of the area's residents.
    area
        The area's name.
    """
    told = " ".join([*_today(residents, area), *_expected(outlook, parts, area)])
    if not told:
        return nothing_to_show("population-answer", f"Who lives in {area}")
    named = told if area in told else f"In {area}, {told[0].lower()}{told[1:]}"
    return Sentences("population-answer", [named], lead=True)


def implied(outlook: pd.DataFrame, parts: pd.DataFrame) -> Sentences:
    """Say what the printed growth implies of the people at its start, and what cannot be worked out.

    Parameters
    ----------
    outlook, parts
        As for `answer`.
    """
    rows = outlook[outlook["base_is"] == "implied"]
    if rows.empty:
        return nothing_to_show("population-implied", "What the printed growth implies")
    bases = [
        f"{number(row['base'])} aged {ages(row['category'])} (between {number(row['base_lowest'])} and "
        f"{number(row['base_highest'])})"
        for _, row in rows.iterrows()
    ]
    told = [
        "The paper prints how much each group grows, but not from how many people. Its own figures imply these numbers "
        f"at the start: {listed(bases)}. They are worked out in this book; use the published estimates where you have "
        "them."
    ]
    for _, part in parts.iterrows():
        base = _base_of_younger(outlook, part)
        if base is not None:
            told.append(
                f"What remains of the growth is that of people aged {ages(part['younger'])}: "
                f"{number(part['younger_change'])} more on about {number(round(base, -3))}, or about "
                f"{number(100 * part['younger_change'] / base, 1)}%."
            )
    unstated = outlook[(outlook["base_is"] == "implied") & ~outlook["period"].str.match(r"\d{4} to")]
    told += [
        f"For people aged {ages(row['category'])} the year from which the growth {row['period']} counts is not printed."
        for _, row in unstated.iterrows()
    ]
    return Sentences("population-implied", told)


def limits_of_census(residents: pd.DataFrame, *, area: str) -> Sentences:
    """Say of which years the residents' groups are, and what share of them lives with a limiting illness.

    Parameters
    ----------
    residents
        Stated figures of residents.
    area
        The area's name.
    """
    own = residents[residents["area"] == area]
    ill = own[own["breakdown"] == "disability"]
    if ill.empty:
        return nothing_to_show("residents-disability", f"Disability in {area}")
    row = ill.iloc[0]
    return Sentences(
        "residents-disability",
        [
            f"In {row['period']}, {number(row['value'], 1)}% of the residents of {area} said that a long-term "
            "illness limits their day-to-day activities. The paper has no number of people for it."
        ],
    )


def _today(residents: pd.DataFrame, area: str) -> list[str]:
    """Say how many live here, and how many of them are old."""
    own = residents[(residents["area"] == area) & (residents["subject"] == "residents")]
    people = own[(own["measure"] == "people") & own["breakdown"].isna()]
    if people.empty:
        return []
    whole = people.iloc[0]
    told = f"{area} had {number(whole['value'])} residents in {whole['period']}"
    grown = own[own["measure"].str.startswith("increase in the population") & own["breakdown"].isna()]
    told += "".join(f", {_percent(row, 'value')} more than {_start(row['period'])}" for _, row in grown.iterrows())
    old = own[(own["measure"] == "people") & (own["breakdown"] == "age band") & own["category"].str.endswith("+")]
    if old.empty:
        return [f"{told}."]
    row = old.iloc[-1]
    share = 100 * row["value"] / whole["value"]
    return [f"{told}. Of them, {number(share, 1)}% ({number(row['value'])}) were aged {ages(row['category'])}."]


def _expected(outlook: pd.DataFrame, parts: pd.DataFrame, area: str) -> list[str]:
    """Say who is expected to be more, the fastest last; and of which year nothing certain is printed."""
    told = []
    later = outlook[outlook["number_is"] == "later"]
    for _, row in later[later["growth"] > 0].iterrows():
        told.append(
            f"{area} is expected to have {number(row['later'])} people aged {ages(row['category'])} "
            f"{_when(row['year'])}, {_percent(row)} more than {_start(row['period'])}."
        )
    told += [
        f"About {number(part['share'])}% of the increase, {number(part['older_change'])} people, will be aged "
        f"{ages(part['older'])}."
        for _, part in parts.iterrows()
    ]
    rest = outlook[(outlook["growth"] > 0) & ~outlook.index.isin(later.index)]
    rest = rest[~rest["category"].isin(parts["older"])].sort_values("growth", ascending=False, kind="stable")
    if len(rest) > 0:
        told.append(_fastest(rest, outlook))
    told += [
        f"The number of people aged {ages(row['category'])} is expected to fall by {_percent(row)} "
        f"{_when(row['year'])}{_people(row, 'fewer')}."
        for _, row in outlook[outlook["growth"] < 0].iterrows()
    ]
    lost = outlook[outlook["year"].isna()]
    if len(lost):
        printed = lost["period"].iloc[0].removesuffix(" (as printed)")
        told.append(f"By which year is not certain: the paper prints ‘{printed}’.")
    if len(outlook) and outlook["base"].isna().all():
        told.append("It prints no number of people.")
    return told


def _fastest(rest: pd.DataFrame, outlook: pd.DataFrame) -> str:
    """Say what grows fastest, with the other ages or years of the same list after it."""
    first = rest.iloc[0]
    growing = outlook.loc[outlook["growth"] > 0, "category"].nunique()
    word = "grow fastest:" if growing > 1 and outlook["growth"].max() == first["growth"] else "grow"
    same = rest[rest["category"] == first["category"]]
    by = [f"by {_percent(row)} {_when(row['year'])}".rstrip() for _, row in same.iterrows()]
    told = f"The number of people aged {ages(first['category'])} is expected to {word} {listed(by[::-1])}"
    told += _people(first, "more")
    others = [f"{ages(row['category'])} by {_percent(row)}" for _, row in rest.drop(same.index).iterrows()]
    return f"{told}; that of people aged {listed(others)}." if others else f"{told}."


def _people(row: pd.Series, word: str) -> str:
    if pd.isna(row["change"]):
        return ""
    lowest, highest = sorted(abs(row[f"change{end}"]) for end in ("_lowest", "_highest"))
    printed = row["number_is"] == "change" or row["base_is"] == "printed"
    return f", {number(abs(row['change'])) if printed else interval(lowest, highest)} {word}"


def _percent(row: pd.Series, name: str = "growth") -> str:
    place = row["rounded_to" if name == "value" else f"{name}_rounded_to"]
    return f"{number(abs(row[name]), decimals_of(place))}%"


def _when(year: str | float) -> str:
    return "" if pd.isna(year) else f"by {year}"


def _start(period: str) -> str:
    return f"in {period.split()[0]}" if period[:4].isdigit() else "now"


def _base_of_younger(outlook: pd.DataFrame, part: pd.Series) -> float | None:
    """Give how many younger people there are at the start, where that of the whole and the older are known."""
    bases = outlook[outlook["year"] == part["year"]].set_index("category")["base"]
    whole, older = bases.get(part["whole"]), bases.get(part["older"])
    return None if whole is None or older is None or pd.isna(whole) or pd.isna(older) else float(whole - older)
