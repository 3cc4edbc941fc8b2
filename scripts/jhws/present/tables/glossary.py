"""What do the words mean? The papers' own terms, in this book's words."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Nothing, Table, nothing_to_show
from jhws.present.numbers import counted, sentence


def glossary(rows: pd.DataFrame) -> Table | Nothing:
    """Show each term with its meaning, in the order of the alphabet; a page can link to a term.

    Parameters
    ----------
    rows
        `term`, `meaning`, source and locator.
    """
    title = "Words that the papers explain"
    if rows.empty:
        return nothing_to_show("glossary", title)
    rows = rows.sort_values("term", key=lambda terms: terms.str.casefold(), kind="stable")
    return Table(
        id="glossary",
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'term', 'terms'))}. The meaning is the paper’s, the wording this book’s."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(
                "Term", [Markup('<span id="{}">{}</span>').format(term_anchor(term), term) for term in rows["term"]]
            ),
            Column("Meaning", rows["meaning"].tolist()),
        ],
    )


def _anchored(term: str) -> Markup:
    return Markup('<span id="{}">{}</span>').format(term_anchor(term), term)


def term_anchor(term: str) -> str:
    """Name the place of a term on its page.

    Examples
    --------
    >>> term_anchor("Deprivation of Liberty Safeguards (DoLS)")
    'term-deprivation-of-liberty-safeguards-dols'
    """
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.casefold()).strip("-")
