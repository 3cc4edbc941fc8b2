"""What changed since the edition before: counts by table, and each value that is not as it was."""

from __future__ import annotations

import pandas as pd

from jhws.data import describe_sources, describe_tables, read_table
from jhws.present.exhibit import Column, Nothing, Table, nothing_to_show
from jhws.present.numbers import BLANK, counted, with_unit
from jhws.project import find_project

_COUNTED = {"new": "New", "revised": "Revised", "method changed": "Another method", "dropped": "Not given any more"}
_UNFOLDED = 30


def changes_by_table(changes: pd.DataFrame, *, as_of_before: str) -> Table | Nothing:
    """Count the values of each table that are new, revised, of another method, dropped and the same.

    Parameters
    ----------
    changes
        Rows of `statistics.changes_between`.
    as_of_before
        Day of the edition before, ISO; blank where there is none.
    """
    title = "What changed, by kind of figure"
    if not as_of_before or changes.empty:
        return nothing_to_show("changes-by-table", title)
    counts = pd.crosstab(changes["table"], changes["change"])
    counts = counts.reindex(columns=[*_COUNTED, "not repeated", "the same"], fill_value=0)
    tables = describe_tables(find_project())
    counts = counts.loc[[name for name in tables if name in counts.index]]
    same = counts["the same"] + counts["not repeated"]
    return Table(
        id="changes-by-table",
        title=title,
        caption=(
            f"{counted(len(changes), 'value', 'values')} of the two editions, set beside each other. What stands as it "
            "was is counted too: it is no finding, and no fault."
        ),
        source=_publications(changes),
        data=counts.reset_index(),
        columns=[
            Column("Figures", [tables[name]["title"] for name in counts.index]),
            *(Column(heading, counts[name].astype(str).tolist(), numeric=True) for name, heading in _COUNTED.items()),
            Column("As it was", same.astype(str).tolist(), numeric=True),
        ],
    )


def _publications(rows: pd.DataFrame) -> str:
    """Name the publications alone: places in them stand beside the values."""
    sources = read_table("sources")
    known = sources[sources["source_id"].isin(rows["source_id"])]
    return "; ".join(f"{row['publisher']}, {row['title']}" for _, row in known.iterrows())


def revised_values(changes: pd.DataFrame) -> Table | Nothing:
    """Show each value that two editions give differently for the same period."""
    return _then_and_now(
        changes[changes["change"] == "revised"],
        "revised-values",
        "Values that were revised",
        "The same series and period, with another value than the last edition knew: {count}.",
    )


def changed_methods(changes: pd.DataFrame) -> Table | Nothing:
    """Show each series whose unit or comparability changed, so that its values cannot be set side by side."""
    return _then_and_now(
        _latest(changes, "method changed"),
        "changed-methods",
        "Measured in another way",
        "The unit or the comparability changed, so that old and new values cannot be set side by side: {count}.",
    )


def new_in_papers(changes: pd.DataFrame) -> Table | Nothing:
    """Show the newest value of each series that the papers tell anew; official figures stand at a glance."""
    papers = changes[changes["decimals"].isna()]
    return _then_and_now(
        _latest(papers, "new"),
        "new-in-papers",
        "New in the papers",
        "What the papers of this edition give anew, beside what those of the last one gave: {count}.",
    )


def dropped_series(changes: pd.DataFrame) -> Table | Nothing:
    """Show each series that the last edition told and this one does not."""
    return _then_and_now(
        _latest(changes, "dropped"),
        "dropped-series",
        "Not given any more",
        "What the last edition gave and no document of this one repeats: {count}. It may go on all the same.",
    )


def _latest(changes: pd.DataFrame, change: str) -> pd.DataFrame:
    rows = changes[changes["change"] == change].sort_values("period", kind="stable")
    return rows.drop_duplicates(["table", "series"], keep="last").sort_index()


def _then_and_now(rows: pd.DataFrame, id: str, title: str, caption: str) -> Table | Nothing:
    if rows.empty:
        return nothing_to_show(id, title)
    values = {"Then": [_value(row, "_then") for _, row in rows.iterrows()]}
    values["Now"] = [_value(row, "") for _, row in rows.iterrows()]
    shown = {heading: cells for heading, cells in values.items() if set(cells) != {BLANK}}
    return Table(
        id=id,
        title=title,
        caption=caption.format(count=counted(len(rows), "measure", "measures")),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Measure", [name[:1].upper() + name[1:] for name in rows["name"]]),
            Column("Period", rows["period"].replace("", "not stated").tolist()),
            *(Column(heading, cells) for heading, cells in shown.items()),
        ],
        folded=len(rows) > _UNFOLDED,
    )


def _value(row: pd.Series, ending: str) -> str:
    """Write a value as its paper prints it, an official one with its unit."""
    stated, value = row[f"stated{ending}"], row[f"value{ending}"]
    if isinstance(stated, str) and stated:
        return stated
    if pd.isna(value):
        return BLANK
    return with_unit(value, row["unit"], 0 if pd.isna(row["decimals"]) else int(row["decimals"]))
