"""How an edition was made, in sentences."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, number, on_day


def answer(rows: pd.DataFrame, *, edition: str, as_of: str) -> Sentences:
    """Say from what the edition was made, and with which command it is made again.

    Parameters
    ----------
    rows
        Rows of `data.count_rows`.
    edition, as_of
        The edition's id and its day, ISO.
    """
    return Sentences(
        "made-answer",
        [
            f"Every page of this edition was computed from {counted(len(rows), 'table', 'tables')} with "
            f"{number(rows['rows'].sum())} rows, as of {on_day(pd.Timestamp(as_of))}. The same tables give the same "
            "pages, byte for byte.",
            Markup("In a copy of the project, this command makes it again: <code>jhws build {}</code>").format(edition),
        ],
        lead=True,
    )
