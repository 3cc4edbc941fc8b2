"""Hold what a service answered against what the book has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jhws.refresh.series import Series

Row = dict[str, str]
KEY = ("indicator_id", "area_code", "sex", "age", "category_type", "category", "period")
_COMPARED = ("value", "lower_95", "upper_95")
_KEPT_NOTE = "not comparable"


@dataclass(frozen=True)
class Difference:
    """What is new, revised and gone in one series.

    Parameters
    ----------
    series
        The series.
    new
        Rows that the book does not have.
    revised
        Pairs of rows, the book's and the one to replace it: the value or a limit is another.
    gone
        Rows of the book that the service does not give any more. They stay in the book.
    unchanged
        How many rows are the same.
    """

    series: Series
    new: list[Row]
    revised: list[tuple[Row, Row]]
    gone: list[Row]
    unchanged: int

    def tell(self, areas: dict[str, str]) -> Iterator[str]:
        """Say it in lines, figure by figure, with values.

        Parameters
        ----------
        areas
            Names of the areas by code.
        """
        yield str(self.series)
        for row in self.new:
            yield f"  new      {_place(row, areas)}: {_figure(row)}"
        for old, row in self.revised:
            yield f"  revised  {_place(row, areas)}: {_figure(old)} is now {_figure(row)}"
        for row in self.gone:
            yield f"  gone     {_place(row, areas)}: {_figure(row)}, kept in the book"
        if not (self.new or self.revised or self.gone):
            yield f"  unchanged: {self.unchanged}"
        if len(self.revised) > self.unchanged:
            yield "  Most figures of this series are revised: has its definition changed?"


def compare(present: list[Row], fetched: list[Row], series: Series, areas: list[str]) -> Difference:
    """Compare the rows of a table with those that a service gave.

    Parameters
    ----------
    present
        The rows of the series' table.
    fetched
        The rows of the series, of these areas alone.
    series, areas
        What was asked for.

    Returns
    -------
    Difference
        Two numbers are the same if they agree to the digits that both have, and at least to those that the book
        shows: '48.63309' and '48.633087' are, '79' and '79.4' are not where one decimal is shown.
    """
    ours = {
        _key(row): row
        for row in present
        if row["indicator_id"] == series.indicator_id
        and row["area_code"] in areas
        and (row["sex"], row["age"]) in series.strata
        and not row["category_type"]
    }
    theirs = {_key(row): row for row in fetched}
    both = [(ours[key], row) for key, row in theirs.items() if key in ours]
    revised = [(old, _with_note(old, row)) for old, row in both if not _same(old, row, series.decimals)]
    return Difference(
        series,
        new=[row for key, row in theirs.items() if key not in ours],
        revised=revised,
        gone=[row for key, row in ours.items() if key not in theirs],
        unchanged=len(both) - len(revised),
    )


def summary(differences: list[Difference], tables: Iterable[str], *, written: bool) -> str:
    """Say in one line how much is new and revised, and whether it was written, and where."""
    new = sum(len(difference.new) for difference in differences)
    revised = sum(len(difference.revised) for difference in differences)
    told = f"{new} new and {revised} revised"
    places = ", ".join(f"data/{path}" for path in tables)
    if not places:
        return f"{told}: nothing to write."
    return f"{told}, written to {places}." if written else f"{told}. Nothing was written; --write changes {places}."


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def _same(old: Row, new: Row, decimals: int) -> bool:
    return all(_same_number(old[name], new[name], decimals) for name in _COMPARED)


def _same_number(old: str, new: str, decimals: int) -> bool:
    try:
        one, other = float(old), float(new)
    except ValueError:
        return old == new
    digits = max(min(_decimals(old), _decimals(new)), decimals)
    return abs(one - other) <= 0.5 * 10**-digits + 1e-12 * abs(one)


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _with_note(old: Row, new: Row) -> Row:
    """Keep what the book itself says of a figure, unless it said why there was none."""
    says = old["note"]
    keep = says.startswith(_KEPT_NOTE) or (bool(old["value"]) and not new["note"])
    return new | {"note": says} if keep else new


def _place(row: Row, areas: dict[str, str]) -> str:
    whose = {"Male": ", men", "Female": ", women"}.get(row["sex"], "")
    return f"{areas.get(row['area_code'], row['area_code'])}{whose}, {row['period']}"


def _figure(row: Row) -> str:
    if not row["value"]:
        return row["note"] or "no value"
    return row["value"] + (f" ({row['lower_95']} to {row['upper_95']})" if row["lower_95"] else "")
