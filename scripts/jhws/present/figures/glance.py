"""Everything at a glance: how many series stand where."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Nothing, nothing_to_show
from jhws.present.numbers import in_words, listed, sentence
from jhws.present.status import STATUSES

_COLOURS = {"good": style.DARK_BLUE, "bad": style.DARK_PINK, "plain": style.MID_GREY}
_WORDS = 18.5  # room for the longest status word, in squares
_QUESTIONS = {"over_time": "Over time", "against_reference": "Against England"}


def status_board(summary: pd.DataFrame, *, area: str) -> Figure | Nothing:
    """Draw a square for each series beside the word that says where it stands, question by question.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series`.
    area
        The area's name.
    """
    title = f"{area}: how many figures stand where"
    if summary.empty:
        return nothing_to_show("status-board", title)
    counts = _count(summary)
    lines = len(counts) + 1.2 * len(_QUESTIONS)
    with style.book_style():
        picture = plt.figure(figsize=(style.WIDTH, 0.27 * lines))
        axes = picture.add_axes((0, 0, 1, 1))
        place = 0.0
        for question, rows in counts.groupby("question", sort=False):
            axes.text(0, place, str(question), fontweight="bold", va="center")
            for word, count in rows[["status", "count"]].itertuples(index=False):
                place += 1
                tone = _COLOURS[STATUSES[word].tone]
                axes.text(0, place, f"{STATUSES[word].shape} {word}", va="center", fontsize=9.5)
                axes.scatter([_WORDS + step for step in range(count)], [place] * count, marker="s", s=42, color=tone)
                axes.text(_WORDS + 0.2 + count, place, str(count), va="center", fontweight="bold", color=tone)
            place += 1.6
        axes.set(xlim=(0, _WORDS + 2.5 + max(len(summary), 14)), ylim=(place - 0.8, -0.7))
        axes.axis("off")
    told = [
        f"{question}: {listed([f'{in_words(count)} {word}' for word, count in rows[['status', 'count']].to_numpy()])}"
        for question, rows in counts.groupby("question", sort=False)
    ]
    return Figure(
        id="status-board",
        title=title,
        caption="Each square is a series of figures: an indicator, for men and women apart where it is published so.",
        alt=f"{sentence(in_words(len(summary)))} series, counted by status. {'. '.join(told)}.",
        source=describe_sources(summary),
        data=counts,
        picture=picture,
    )


def _count(summary: pd.DataFrame) -> pd.DataFrame:
    """Count the series by status, in the order of the book's vocabulary."""
    order = list(STATUSES)
    parts = []
    for column, question in _QUESTIONS.items():
        found = summary[column].value_counts().rename_axis("status").reset_index(name="count")
        found = found.sort_values("status", key=lambda words: words.map(order.index))
        parts.append(found.assign(question=question))
    return pd.concat(parts, ignore_index=True)[["question", "status", "count"]]
