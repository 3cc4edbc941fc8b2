"""Do the published figures add up? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences
from jhws.present.numbers import counted, in_words, sentence


def answer(claims: pd.DataFrame) -> Sentences:
    """Open the chapter: how many claims were computed again, and how many differ.

    Parameters
    ----------
    claims
        Rows of `statistics.reconcile`.
    """
    if claims.empty:
        return Sentences("reconcile-answer", ["No claim of this edition’s papers can be computed again."], lead=True)
    found = claims["verdict"].value_counts()
    confirmed, differs = int(found.get("confirmed", 0)), int(found.get("differs", 0))
    unknown = int(found.get("cannot be checked", 0))
    told = (
        f"Of {counted(len(claims), 'claim', 'claims')} in the papers of this edition that rest on other figures, "
        f"{counted(confirmed, 'is', 'are')} confirmed when computed again and {counted(differs, 'differs', 'differ')}."
    )
    rest = (
        f"{sentence(in_words(unknown))} cannot be checked, because the figures that they rest on are not published "
        "with them."
    )
    return Sentences("reconcile-answer", [told, rest] if unknown else [told], lead=True)
