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
    clauses = [f"{_count(found, word, 'is', 'are')} {word}" for word in ("getting better", "getting worse")]
    clauses += [f"{_count(found, word, 'is', 'are')} {word}" for word in ("increasing", "decreasing") if word in found]
    return f"{told}: {listed([*clauses, _count(found, 'no clear change', 'shows', 'show') + ' no clear change'])}"


def against(rows: pd.DataFrame) -> list[str]:
    """Say how many series are better or worse than England, and how many stand where beside its median."""
    found = rows["against_reference"].value_counts()
    medians = [(where, f"{where} the English median") for where in ("above", "below", "equal to")]
    medians = [(where, word) for where, word in medians if word in found]
    sentences = []
    words = ["better", "similar", "worse"]
    words = words if any(word in found for word in words) else []
    words += [word for word in ("higher", "lower") if word in found]
    if words:
        clauses = listed([f"{_count(found, word, 'is', 'are')} {word}" for word in words])
        sentences.append(f"Against England, {clauses}")
    if medians:
        clauses = listed([f"{_count(found, word, 'is', 'are')} {where}" for where, word in medians])
        sentences.append(f"Of those without limits, {clauses} the median of English authorities")
    if _NOT_COMPARED in found:
        sentences.append(f"{_count(found, _NOT_COMPARED, 'cannot', 'cannot')} be compared with England")
    return sentences


def _count(found: pd.Series, word: str, one: str, many: str) -> str:
    return counted(int(found.get(word, 0)), one, many)
