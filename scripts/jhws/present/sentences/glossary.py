"""The glossary, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Nothing, Sentences, nothing_to_show
from jhws.present.numbers import counted


def answer(rows: pd.DataFrame) -> Sentences | Nothing:
    """Say how many terms the edition's papers explain.

    Parameters
    ----------
    rows
        Rows of the glossary.
    """
    if rows.empty:
        return nothing_to_show("glossary-answer", "What do the words mean?")
    papers = counted(rows["source_id"].nunique(), "paper", "papers")
    return Sentences(
        "glossary-answer",
        [
            f"This page explains {counted(len(rows), 'term', 'terms')} of {papers}, in plain words. Words of "
            "statistics are explained where the methods are."
        ],
        lead=True,
    )
