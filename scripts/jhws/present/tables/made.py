"""How was this edition made? The tables that it rests on, and the software that made it."""

from __future__ import annotations

import sys
from importlib.metadata import version

import pandas as pd

from jhws.present.exhibit import Column, Table
from jhws.present.numbers import counted, number, sentence

# What computes, draws and compiles; the lock file names all others.
_PACKAGES = (
    "jupyter-book",
    "matplotlib",
    "numpy",
    "pandas",
    "papermill",
    "PHStatsMethods",
    "scipy",
    "seaborn",
    "statsmodels",
)


def tables_used(rows: pd.DataFrame) -> Table:
    """Show each table of the data package with its number of rows.

    Parameters
    ----------
    rows
        Rows of `data.count_rows`.
    """
    return Table(
        id="tables-used",
        title="The tables that the book rests on",
        caption=(
            f"{sentence(counted(len(rows), 'table', 'tables'))}, each row with its source and the place where it "
            "stands there. Of the papers’ tables, those rows count here that this edition reports."
        ),
        source="This book’s own tables, datapackage.json",
        data=rows,
        columns=[
            Column("Table", rows["title"].tolist()),
            Column("File", rows["path"].tolist()),
            Column("Rows", [number(rows_) for rows_ in rows["rows"]], numeric=True),
            Column("Of this edition", [number(used) for used in rows["used"]], numeric=True),
        ],
    )


def software() -> Table:
    """Show the versions of Python and of the packages that make the figures and the pages."""
    python = ".".join(map(str, sys.version_info[:2]))
    rows = pd.DataFrame({"name": ["Python", *_PACKAGES], "version": [python, *map(version, _PACKAGES)]})
    return Table(
        id="software",
        title="The software that made this edition",
        caption=f"{sentence(counted(len(rows), 'part', 'parts'))}; requirements.txt names every other, with its hash.",
        source="This installation, requirements.txt",
        data=rows,
        columns=[Column("Software", rows["name"].tolist()), Column("Version", rows["version"].tolist())],
    )
