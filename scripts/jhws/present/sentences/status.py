"""How up to date an edition is, and how well the book is made, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, in_words, listed, on_day, sentence, some_of


def answer(freshness: pd.DataFrame, criteria: pd.DataFrame, *, as_of: str) -> Sentences:
    """Say how many figures were the newest due on the edition's day, and which level of the NHS's the book reaches.

    Parameters
    ----------
    freshness
        Rows of `statistics.data_freshness`.
    criteria
        Rows of the table `rap_criteria`, in its order.
    as_of
        The edition's day, ISO.
    """
    parts = [" ".join(_up_to_date(freshness, as_of)), " ".join(_levels(criteria))]
    return Sentences("status-answer", [part for part in parts if part], lead=True)


def _up_to_date(rows: pd.DataFrame, as_of: str) -> list[str]:
    if rows.empty:
        return []
    found = rows["state"].value_counts()
    newest = some_of(int(found.get("up to date", 0)), len(rows), "indicator", "indicators")
    told = [f"On {on_day(pd.Timestamp(as_of))}, the day of this edition, {newest} had the newest figure that was due."]
    if late := int(found.get("overdue", 0)):
        told.append(f"For {in_words(late)}, a newer one was due by the book’s rule, and this book does not have it.")
    if alone := int(found.get("not known", 0)):
        told.append(f"For {in_words(alone)}, there is one period alone, so that no rule can say when the next is due.")
    coming = rows[rows["state"] == "up to date"].sort_values("next_due", kind="stable")
    if not coming.empty:
        first = coming.iloc[0]
        told.append(
            f"From {on_day(first['next_due'])} on, somebody who reads this should look whether newer figures are out."
        )
    return told


def _levels(criteria: pd.DataFrame) -> list[str]:
    met = criteria["verdict"] == "met"
    by_level = met.groupby(criteria["level"], sort=False)
    counts = [f"{_how_many(int(level.sum()), len(level))} for {name}" for name, level in by_level]
    told = [f"Of {in_words(len(criteria))} things that the NHS asks of such a book, it meets {listed(counts)}."]
    # A level asks for all of the lower ones: the first that is not whole ends the climb.
    whole = by_level.all()
    reached = whole.index[whole.cumprod().astype(bool)]
    if len(reached):
        told.append(f"It is at the level {reached[-1]}.")
    else:
        missing = counted(int((~by_level.get_group(whole.index[0])).sum()), "is", "are")
        told.append(f"{sentence(missing)} missing for {whole.index[0]}, the lowest level, so it is at none yet.")
    return told


def _how_many(count: int, total: int) -> str:
    return f"all {in_words(total)}" if count == total else f"{in_words(count)} of {in_words(total)}"
