"""Sources, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, sentence


def answer(sources: pd.DataFrame, indicators: pd.DataFrame) -> Sentences:
    """Open the page: how many sources of figures and indicators, and what the licence allows."""
    sources = sources[sources["document_type"] != "guidance"]
    open_ones = int(sources["licence"].str.startswith("Open Government Licence").sum())
    licence = f"{sentence(counted(open_ones, 'is', 'are'))} under the Open Government Licence"
    licence += "." if open_ones == len(sources) else "; the other papers are quoted for their facts."
    return Sentences(
        "sources-answer",
        [
            f"The figures in this book come from {counted(len(sources), 'published source', 'published sources')}, "
            f"and each carries the place where it stands there. {licence} The book uses "
            f"{counted(len(indicators), 'indicator', 'indicators')}."
        ],
        lead=True,
    )
