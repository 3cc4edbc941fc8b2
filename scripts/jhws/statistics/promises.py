"""What documents promise, and how much of it they report on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jhws.statistics._frames import as_list

# Strands of a document that tell what there is, not what is promised.
_NOT_PROMISED = ("what happens now", "service offer")


def followed_up(actions: pd.DataFrame) -> pd.DataFrame:
    """Give the actions on which a document could report: not what there is already, and not the aims of a new plan.

    Parameters
    ----------
    actions
        Rows of the table of actions: `strand`, `action`, `measure`. Aims of a plan that was read for how it could be
        measured have a `measure`; `aims_by_heading` is for them. A row without words is a heading only.
    """
    promised = ~actions["strand"].isin(_NOT_PROMISED) & actions["measure"].isna() & actions["action"].notna()
    return actions[promised].reset_index(drop=True)


def count_updates(actions: pd.DataFrame, *, by: str | Sequence[str] = "strand") -> pd.DataFrame:
    """Answer for each part of a plan how many of its actions have a report of progress.

    Parameters
    ----------
    actions
        Rows of the table of actions: `by`, `update`, `risks`, `next_steps`.
    by
        Columns that name the part.

    Returns
    -------
    DataFrame
        A row per part, the largest first: `by`, `actions`, `updated`, `with_risk`, `with_next_step`.
    """
    parts = as_list(by)
    told = actions.assign(
        updated=actions["update"] == "given",
        with_risk=actions["risks"].notna(),
        with_next_step=actions["next_steps"].notna(),
    )
    counts = told.groupby(parts, sort=False, dropna=False).agg(
        actions=("update", "size"),
        updated=("updated", "sum"),
        with_risk=("with_risk", "sum"),
        with_next_step=("with_next_step", "sum"),
    )
    return counts.reset_index().sort_values("actions", ascending=False, kind="stable", ignore_index=True)


def priorities_updated(priorities: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Answer for each priority of a plan whether its update reports on it, and on what.

    Parameters
    ----------
    priorities
        A row per priority: `row`, its name, and `column`, its theme, in the plan's order.
    actions
        Rows of the table of actions; those of a priority have its name as their `heading`.

    Returns
    -------
    DataFrame
        A row per priority: `priority`, `theme`, `actions`, the number of actions reported on, and of these how many
        tell of `progress`, `figures`, `risks` and `next_steps`.
    """
    given = actions[actions["update"] == "given"]
    counts = given.set_index("heading")[list(_TOLD)].notna().astype(int).assign(actions=1).groupby(level=0).sum()
    found = priorities[["row", "column", "source_id", "locator"]].rename(columns={"row": "priority", "column": "theme"})
    found = found.merge(counts, left_on="priority", right_index=True, how="left")
    return found.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int)).reset_index(drop=True)


_TOLD = ("progress", "figures", "risks", "next_steps")


def strategy_layers(actions: pd.DataFrame) -> pd.DataFrame:
    """Give what a strategy says that it will do, and what should be true by its end, layer by layer.

    Parameters
    ----------
    actions
        Rows of the table of actions: `strand`, the layer, and `heading`: 'We will', or 'In 2024' (any year).

    Returns
    -------
    DataFrame
        These rows, wellbeing first and then from preventing need to meeting it.
    """
    rows = actions[actions["heading"].str.fullmatch(r"We will|In 20\d\d", na=False) & actions["strand"].isin(_LAYERS)]
    return by_layer(rows, "strand")


def by_layer(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Order rows by a strategy's layers: wellbeing first, then from preventing need to meeting it.

    Parameters
    ----------
    rows
        Any frame with `column`.
    column
        Names that begin with a layer, such as 'Prevent need'. What begins with none comes before, in its order.
    """
    places = {layer: place for place, layer in enumerate(_LAYERS)}
    return rows.sort_values(
        column,
        key=lambda names: names.str.split(" ").str[0].map(places).fillna(-1),
        kind="stable",
        ignore_index=True,
    )


_LAYERS = ("Wellbeing", "Prevent", "Reduce", "Delay", "Meet")


def aims_by_heading(actions: pd.DataFrame) -> pd.DataFrame:
    """Answer for each heading of a plan how many of its aims come with something to measure them by.

    Parameters
    ----------
    actions
        Rows of the table of actions: `strand`, `heading`, `measure`, `figures`. Aims are the rows of the strand 'aim'.

    Returns
    -------
    DataFrame
        A row per heading in the table's order: `heading`, `aims`, and how many have a `figure`, a measure that is
        `named`, a `direction` only or `none`; `figures_now`, how many figures the document prints under the same
        heading of what happens now: all that it connects with these aims.
    """
    aims = actions[actions["strand"] == "aim"]
    now = actions[(actions["strand"] == "what happens now") & actions["figures"].notna()]
    counts = pd.DataFrame(
        {
            "aims": aims.groupby("heading", sort=False).size(),
            **{
                name: (aims["measure"] == measure).groupby(aims["heading"], sort=False).sum()
                for name, measure in _MEASURES.items()
            },
        }
    )
    counts["figures_now"] = now.groupby("heading").size().reindex(counts.index, fill_value=0)
    return counts.rename_axis("heading").reset_index()


_MEASURES = {"figure": "figure", "named": "named", "direction": "direction only", "none": "none"}


def milestone_days(milestones: pd.DataFrame) -> pd.DataFrame:
    """Give the milestones that have a date, with the first and the last day that it spans, in order of time.

    Parameters
    ----------
    milestones
        `start` and `end`, each a year, a month or a day ('2019', '2019-11', '2019-11-11') or missing.

    Returns
    -------
    DataFrame
        The rows with a `start` or an `end`, and `first` and `last`: a month spans all its days. A milestone with one
        date alone spans that one.
    """
    rows = milestones[milestones[["start", "end"]].notna().any(axis=1)]
    first, last = rows["start"].fillna(rows["end"]), rows["end"].fillna(rows["start"])
    rows = rows.assign(
        first=pd.to_datetime([pd.Period(date).start_time for date in first]),
        last=pd.to_datetime([pd.Period(date).end_time.normalize() for date in last]),
    )
    return rows.sort_values(["first", "last"], kind="stable")


def due_after(milestones: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the milestones whose date ends after a day ('2019-11-11'), in order of time."""
    rows = milestone_days(milestones)
    return rows.loc[rows["last"] > pd.Timestamp(as_of), milestones.columns]


def later_than(dates: pd.Series, as_of: str) -> pd.Series:
    """Answer for dates in a document's words whether every year that they name comes after a day's year.

    Examples
    --------
    >>> dates = pd.Series(["through 2020 to 2024", "November 2019", "over the next four years"])
    >>> later_than(dates, "2019-11-11").tolist()
    [True, False, False]
    """
    years = dates.fillna("").str.findall(r"\b20\d\d")
    return years.map(lambda named: bool(named) and min(named) > as_of[:4])
