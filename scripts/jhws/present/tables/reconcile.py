"""Do the published figures add up? A row a claim, those that differ first."""

from __future__ import annotations

import pandas as pd

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import BLANK, counted, number, with_unit
from jhws.present.status import status_html

_UNFOLDED = 30
_TITLES = {
    "differs": "Claims that differ from the figures they rest on",
    "confirmed": "Claims that are confirmed",
    "cannot be checked": "Claims that cannot be checked",
}


def claims(rows: pd.DataFrame, verdict: str) -> Table | Sentences:
    """Show the claims of one verdict.

    Parameters
    ----------
    rows
        Rows of `statistics.reconcile`.
    verdict
        'differs', 'confirmed' or 'cannot be checked'.
    """
    id = f"claims-{verdict.replace(' ', '-')}"
    rows = rows[rows["verdict"] == verdict]
    if rows.empty:
        return nothing_to_show(id, _TITLES[verdict])
    columns = [
        Column("Claim", rows["claim"].tolist()),
        Column("Stated", [_stated(row) for _, row in rows.iterrows()], numeric=True),
    ]
    if verdict != "cannot be checked":
        columns.append(Column("Computed", [_computed(row) for _, row in rows.iterrows()], numeric=True))
        rounded = "; a rounding is not taken for a difference"
    else:
        columns.append(Column("Why not", rows["reason"].tolist()))
        rounded = ""
    columns += [
        Column("Verdict", [status_html(word) for word in rows["verdict"]]),
        Column("Where it stands", rows["locator"].tolist()),
    ]
    return Table(
        id=id,
        title=_TITLES[verdict],
        caption=f"{counted(len(rows), 'claim', 'claims').capitalize()}{rounded}.",
        source=describe_sources(rows),
        data=rows,
        columns=columns,
        folded=len(rows) > _UNFOLDED,
    )


_WORDS = {"equal": "", "more than": "more than ", "less than": "less than ", "at least": "at least "}
_WORDS["at most"] = "at most "


def _stated(row: pd.Series) -> str:
    if pd.isna(row["stated_value"]):
        return BLANK
    return f"{_WORDS[row['comparison']]}{_written(row['stated_value'], row['unit'])}"


def _computed(row: pd.Series) -> str:
    return _written(row["computed"], row["unit"])


def _written(value: float, unit: str | float) -> str:
    decimals = 0 if float(value).is_integer() or abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return with_unit(value, unit, decimals) if isinstance(unit, str) else number(value, decimals)
