"""Sources, in sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import in_words


def answer(sources: pd.DataFrame, indicators: pd.DataFrame) -> Sentences:
    """Open the page: how many sources and indicators, and what the licence allows."""
    open_ones = int(sources["licence"].str.startswith("Open Government Licence").sum())
    return Sentences(
        "sources-answer",
        [
            f"Every figure in this book comes from one of {in_words(len(sources))} published sources and carries "
            f"the place where it stands there. {in_words(open_ones).capitalize()} of them are under the Open "
            f"Government Licence; the other papers are quoted for their facts. {len(indicators)} indicators are "
            "used."
        ],
        lead=True,
    )
