"""Groups of people as they are called in a sentence."""

from __future__ import annotations

import pandas as pd

from jhws.present.numbers import ages

_SEXES = {"Female": "Women", "Male": "Men"}


def group_name(row: pd.Series) -> str:
    """Call a group by its name: 'Women', 'Aged 80 to 89', 'Asian or Asian British'.

    Parameters
    ----------
    row
        `breakdown` and `category` of a stated figure.
    """
    category = str(row["category"])
    return f"Aged {ages(category)}" if row["breakdown"] == "age band" else _SEXES.get(category, category)
