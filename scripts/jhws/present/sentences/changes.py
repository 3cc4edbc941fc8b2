"""What changed since the edition before, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Nothing, Sentences, nothing_to_show
from jhws.present.numbers import counted, in_words, listed, on_day


def answer(changes: pd.DataFrame, *, as_of_before: str) -> Sentences | Nothing:
    """Say how many values are new and revised, and how many series changed method or are no longer told.

    Parameters
    ----------
    changes
        Rows of `statistics.changes_between`.
    as_of_before
        Day of the edition before, ISO; blank where there is none.
    """
    if not as_of_before:
        return nothing_to_show("changes-answer", "What changed since the last edition?")
    counts = changes["change"].value_counts()
    series = changes.drop_duplicates(["table", "series", "change"])["change"].value_counts()
    new, measures = int(counts.get("new", 0)), int(series.get("new", 0))
    out = (
        f"{counted(new, 'value has', 'values have')} come out, of {counted(measures, 'measure', 'measures')}"
        if new
        else "no new value has come out"
    )
    told = [f"The last edition is of {on_day(pd.Timestamp(as_of_before))}. Since then {out}."]
    revised = int(counts.get("revised", 0))
    told.append(
        f"{in_words(revised).capitalize()} of the values that it knew {'was' if revised == 1 else 'were'} revised."
        if revised
        else "None of the values that it knew was revised."
    )
    other = [
        f"{counted(int(series.get('method changed', 0)), 'is', 'are')} measured in another way now",
        f"{counted(int(series.get('dropped', 0)), 'is', 'are')} not given any more",
    ]
    told.append(f"Of the figures that it gave, {listed(other)}.")
    return Sentences("changes-answer", [" ".join(told)], lead=True)
