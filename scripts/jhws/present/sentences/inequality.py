"""How unequal is health? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
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
    name = own["Male"]["area_name"]
    gaps = listed(
        [
            f"{number(own[sex]['sii'], 2)} years for {people} (95% interval "
            f"{interval(own[sex]['sii_lower'], own[sex]['sii_upper'], 2)})"
            for sex, people in _SEXES
        ]
    )
    against = listed(
        [
            f"{_smaller(own[sex], country[sex])} England’s for {people} ({number(country[sex]['sii'], 2)} years)"
            for sex, people in _SEXES
        ]
    )
    return Sentences(
        "inequality-answer",
        [
            f"A baby born at the most deprived end of {name} could expect a shorter life than one at the least "
            f"deprived end: by {gaps}, in {period} (the period is inferred). The gap is {against}."
        ],
        lead=True,
    )


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
    opening = (
        f"In {in_words(len(parts))} of {len(slopes)} rows the life expectancy of at least one tenth has a standard "
        f"error above {number(largest)} years, because few people died there. These slopes are shown as computed, "
        "but are unstable and not to be relied on."
    )
    return Sentences("unstable-areas", [opening, *parts])


def _by_sex(slopes: pd.DataFrame, area_code: str) -> dict[str, pd.Series]:
    return {row["sex"]: row for _, row in slopes[slopes["area_code"] == area_code].iterrows()}


def _smaller(own: pd.Series, country: pd.Series) -> str:
    if own["sii_upper"] < country["sii"]:
        return "smaller than"
    return "larger than" if own["sii_lower"] > country["sii"] else "similar to"
