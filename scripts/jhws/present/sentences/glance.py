"""Everything at a glance, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Nothing, Sentences, nothing_to_show
from jhws.present.figures.trends import series_name
from jhws.present.numbers import counted, in_words, listed, on_day, sentence
from jhws.present.sentences._standing import against, over_time


def answer(summary: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame, *, area: str) -> Sentences | Nothing:
    """Say how many series, measures and targets stand where.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series`.
    measures
        Rows of `statistics.measure_progress`.
    targets
        Rows of `statistics.target_status`.
    area
        The area's name.
    """
    if summary.empty and measures.empty:
        return nothing_to_show("glance-answer", "At a glance")
    parts = []
    if not summary.empty:
        told = [f"of {in_words(len(summary))} series of health and care figures of {area}, {over_time(summary)}"]
        parts.append(" ".join(f"{sentence(part)}." for part in [*told, *against(summary)]))
    if not measures.empty:
        better = int(measures["over_time"].eq("getting better").sum())
        parts.append(
            f"The papers report {counted(len(measures), 'measure', 'measures')} of their own; "
            f"{counted(better, 'is', 'are')} getting better by the figures that stand there."
        )
    if not targets.empty:
        parts.append(_targets(targets["status"]))
    return Sentences("glance-answer", parts, lead=True)


def _targets(statuses: pd.Series) -> str:
    if len(statuses) == 1:
        return f"One target was set, and it is {statuses.iloc[0]}."
    words = listed([f"{counted(int(count), 'is', 'are')} {word}" for word, count in statuses.value_counts().items()])
    return f"Of {in_words(len(statuses))} targets that were set, {words}."


def since_edition_before(rows: pd.DataFrame, *, as_of_before: str) -> Sentences | Nothing:
    """Say which series stand elsewhere against England, or move another way, than the edition before said.

    Parameters
    ----------
    rows
        Rows of `statistics.changed_since`.
    as_of_before
        Day of the edition before, ISO; blank where there is none.
    """
    if rows.empty:
        return nothing_to_show("since-edition-before-told", "What changed since the edition before")
    newer = rows[rows["newer"]]
    moved = [
        f"{series_name(row['indicator'], row['sex'])} was {row['against_reference_then']} and is now "
        f"{row['against_reference']}"
        for _, row in newer[newer["against_reference"] != newer["against_reference_then"]].iterrows()
    ]
    parts = [
        f"The edition before is of {on_day(pd.Timestamp(as_of_before))}. Since then "
        f"{counted(len(newer), 'series has', 'series have')} a newer value."
    ]
    if moved:
        parts.append(f"Against England, {counted(len(moved), 'stands', 'stand')} elsewhere: {'; '.join(moved)}.")
    return Sentences("since-edition-before-told", parts)
