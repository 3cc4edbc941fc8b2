"""How unequal is health? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import in_words, interval, listed, number

_SEXES = (("Male", "men"), ("Female", "women"))


def answer(slopes: pd.DataFrame, *, area_code: str, reference: str, period: str) -> Sentences:
    """Open the chapter: the gap in years for men and women, and how it stands against England's.

    Parameters
    ----------
    slopes
        Rows of `statistics.slope_index_of_inequality` with `area_code` and `area_name`, by `sex`.
    reference
        Code of the area to hold it against.
    """
    own, country = _by_sex(slopes, area_code), _by_sex(slopes, reference)
    sexes = [(sex, people) for sex, people in _SEXES if sex in own]
    if not sexes:
        return nothing_to_show("inequality-answer", "The gap in life expectancy")
    gaps = [_gap(own[sex], people) for sex, people in sexes]
    clauses = [
        f"{word} than at the least deprived end by {listed([gap for found, gap in gaps if found == word])}"
        for word in dict.fromkeys(word for word, _ in gaps)
    ]
    name = own[sexes[0][0]]["area_name"]
    parts = [f"At the most deprived end of {name}, life expectancy at birth in {period} was {listed(clauses)}."]
    compared = [(sex, people) for sex, people in sexes if sex in country and area_code != reference]
    for word in dict.fromkeys(_smaller(own[sex], country[sex]) for sex, _ in compared):
        alike = [(sex, people) for sex, people in compared if _smaller(own[sex], country[sex]) == word]
        whose = country[alike[0][0]]["area_name"]
        told = listed([f"for {people} ({number(country[sex]['sii'], 2)} years there)" for sex, people in alike])
        parts.append(f"The gap is {word} that of {whose} {told}.")
    return Sentences("inequality-answer", [" ".join(parts)], lead=True)


def _gap(slope: pd.Series, people: str) -> tuple[str, str]:
    gap, lower, upper = slope[["sii", "sii_lower", "sii_upper"]]
    word = "shorter"
    if gap < 0:
        word, gap, lower, upper = "longer", -gap, -upper, -lower
    return word, f"{number(gap, 2)} years for {people} (95% interval {interval(lower, upper, 2)})"


def unstable(slopes: pd.DataFrame, deciles: pd.DataFrame, *, largest: float) -> Sentences:
    """Name the areas that have a tenth of which too little is known, with the weakest figure behind each.

    Parameters
    ----------
    slopes
        Rows with `unstable`, as `statistics.mark_unstable` gives them.
    deciles
        The rows behind them: `decile`, `value`, `count` (deaths), `standard_error`.
    largest
        The largest standard error that a tenth may have, in years.
    """
    parts = []
    for _, slope in slopes[slopes["unstable"]].iterrows():
        own = deciles[(deciles["area_code"] == slope["area_code"]) & (deciles["sex"] == slope["sex"])]
        weakest = own.sort_values("standard_error").iloc[-1]
        parts.append(
            f"{slope['area_name']}, {dict(_SEXES)[slope['sex']]}: the life expectancy of "
            f"{number(weakest['value'], 1)} years published for tenth {weakest['decile']} rests on "
            f"{number(weakest['count'])} deaths and has a standard error of "
            f"{number(weakest['standard_error'], 1)} years."
        )
    if not parts:
        told = f"No tenth behind these {in_words(len(slopes))} slopes has a standard error above {largest:g} years."
        return Sentences("unstable-areas", [told])
    them = (
        "This slope is shown as computed, but is" if len(parts) == 1 else "These slopes are shown as computed, but are"
    )
    opening = (
        f"Behind {in_words(len(parts))} of {in_words(len(slopes))} slopes stands at least one tenth whose life "
        f"expectancy has a standard error above {largest:g} years, because few people died there. {them} unstable and "
        "not to be relied on."
    )
    return Sentences("unstable-areas", [opening, *parts])


def core20(rows: pd.DataFrame, *, area: str) -> Sentences:
    """Say how the most deprived fifth of an area stands against the rest.

    Parameters
    ----------
    rows
        Rows of `statistics.most_deprived_against_rest` of the area by `sex`.
    """
    if rows.empty:
        return nothing_to_show("core20", "The most deprived fifth")
    found = {row["sex"]: row for _, row in rows.iterrows()}
    first, *others = [_against_rest(found[sex], people) for sex, people in _SEXES if sex in found]
    told = [
        f"In the most deprived fifth of {area}, life expectancy at birth was {first}.",
        *(f"It was {other}." for other in others),
        "Each figure is the mean of the tenths, weighted by their population.",
    ]
    return Sentences("core20", [" ".join(told)])


def _against_rest(row: pd.Series, people: str) -> str:
    difference, lower, upper = row[["difference", "difference_lower", "difference_upper"]]
    word = "shorter"
    if difference < 0:
        word, difference, lower, upper = "longer", -difference, -upper, -lower
    return (
        f"{number(row['most_deprived'], 1)} years for {people}, against {number(row['rest'], 1)} in the rest: "
        f"{number(difference, 1)} years {word} (95% interval {interval(lower, upper, 1)})"
    )


def _by_sex(slopes: pd.DataFrame, area_code: str) -> dict[str, pd.Series]:
    return {row["sex"]: row for _, row in slopes[slopes["area_code"] == area_code].iterrows()}


def _smaller(own: pd.Series, country: pd.Series) -> str:
    if own["sii_upper"] < country["sii"]:
        return "smaller than"
    return "larger than" if own["sii_lower"] > country["sii"] else "similar to"
