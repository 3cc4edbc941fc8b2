"""How many series stand where: clauses that the front page and the chapter on trends share."""

from __future__ import annotations

import pandas as pd

from jhws.present.numbers import counted, in_words, listed

_NOT_TESTED, _NOT_COMPARED = "cannot be calculated", "not compared"


def over_time(rows: pd.DataFrame) -> str:
    """Say how many series can be tested for a trend, and what the tests found."""
    found = rows["over_time"].value_counts()
    tested = len(rows) - int(found.get(_NOT_TESTED, 0))
    told = f"{in_words(tested)} can be tested for a recent trend"
    if tested == 0:
        return told
    if tested == found.get("no clear change", 0):
        return (
            f"{told}, and {'it' if tested == 1 else 'none of them'} shows {'no' if tested == 1 else 'a'} clear change"
        )
    clauses = [f"{_count(found, word, 'is', 'are')} {word}" for word in ("getting better", "getting worse")]
    clauses += [f"{_count(found, word, 'is', 'are')} {word}" for word in ("increasing", "decreasing") if word in found]
    return f"{told}: {listed([*clauses, _count(found, 'no clear change', 'shows', 'show') + ' no clear change'])}"


def against(rows: pd.DataFrame) -> list[str]:
    """Say how many series are better or worse than England, and how many stand where beside its median."""
    found = rows["against_reference"].value_counts()
    sentences = []
    words = ["better", "similar", "worse"]
    words = words if any(word in found for word in words) else []
    words += [word for word in ("higher", "lower") if word in found]
    if words:
        clauses = listed([f"{_count(found, word, 'is', 'are')} {word}" for word in words])
        sentences.append(f"Against England, {clauses}")
    if medians := _beside_median(rows):
        sentences.append(f"Of those without limits, {listed(medians)}")
    if _NOT_COMPARED in found:
        sentences.append(f"{_count(found, _NOT_COMPARED, 'cannot', 'cannot')} be compared with England")
    return sentences


def _beside_median(rows: pd.DataFrame) -> list[str]:
    """Say how many series without limits lie on which side of the median of English authorities."""
    standing = rows[rows["against_reference"].str.endswith("the English median")]
    high = standing["polarity"].eq("high is good")
    judged = standing["polarity"].ne("no judgement")
    above = standing["against_reference"].str.startswith("above")
    equal = standing["against_reference"].str.startswith("equal")
    sides = {
        "on the good side of {}": judged & ~equal & (above == high),
        "on the wrong side of {}": judged & ~equal & (above != high),
        "equal to {}": equal,
        "on a side of {} that is neither good nor wrong": ~judged & ~equal,
    }
    # Where any side is wrong, it is told how many are on the good one, be it none.
    told = [side for side, on in sides.items() if on.any() or ("good side" in side and (judged & ~equal).any())]
    names = ["the median of English authorities", *["it"] * len(told)]
    return [
        f"{counted(int(sides[side].sum()), 'is', 'are')} {side.format(name)}"
        for side, name in zip(told, names, strict=False)
    ]


def _count(found: pd.Series, word: str, one: str, many: str) -> str:
    return counted(int(found.get(word, 0)), one, many)
