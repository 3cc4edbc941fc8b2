"""What was promised, and what has been done? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Nothing, Sentences, nothing_to_show
from jhws.present.numbers import counted, in_words, listed, number, sentence, some_of
from jhws.statistics import count_updates, followed_up, later_than

_LOST = "Not stated"  # how the table of actions begins where the text has lost what the action is
_SMALL = 4  # parts with fewer actions are not named


def answer(
    actions: pd.DataFrame, priorities: pd.DataFrame, interventions: pd.DataFrame, *, as_of: str
) -> Sentences | Nothing:
    """Open the chapter: how much of what was promised is reported on, and what could be measured.

    Parameters
    ----------
    actions
        Rows of the table of actions.
    priorities
        Rows of `statistics.priorities_updated`.
    interventions
        Rows of `data.read_interventions`.
    as_of
        The edition's day, as '2019-11-11'.
    """
    told = [
        _of_priorities(priorities, actions),
        _of_actions(actions, as_of) if priorities.empty else "",
        _of_aims(actions),
        _of_interventions(interventions),
    ]
    parts = [part for part in told if part]
    if not parts:
        return nothing_to_show("promises-answer", "What was promised, and what has been done?")
    return Sentences("promises-answer", parts, lead=True)


def without_update(priorities: pd.DataFrame, actions: pd.DataFrame) -> Sentences | Nothing:
    """Say what this book notes of the priorities on which an update has nothing.

    Parameters
    ----------
    priorities
        Rows of `statistics.priorities_updated`.
    actions
        Rows of the table of actions: `heading`, `note`.
    """
    bare = priorities.loc[priorities["actions"] == 0, "priority"]
    notes = actions.loc[actions["heading"].isin(bare), "note"].value_counts()
    if notes.empty:
        return nothing_to_show("without-update", "Priorities without an update")
    told = [
        f"On {counted(int(count), 'priority', 'priorities')} without an update this book notes: ‘{note}’"
        for note, count in notes.items()
    ]
    return Sentences("without-update", told)


def aims(counts: pd.DataFrame) -> Sentences | Nothing:
    """Say what figures a plan prints near its aims, and that it does not tie them to one.

    Parameters
    ----------
    counts
        Rows of `statistics.aims_by_heading`.
    """
    if counts.empty:
        return nothing_to_show("aims-now", "Figures beside the aims")
    near = counts[counts["figures_now"] > 0]
    under = listed(
        [f"{heading} ({in_words(figures)})" for heading, figures in near[["heading", "figures_now"]].to_numpy()]
    )
    bare = counts.loc[counts["figures_now"] == 0, "heading"].tolist()
    parts = []
    if under:
        services = counted(int(near["figures_now"].sum()), "service", "services")
        parts.append(
            f"Of what happens now, the document gives figures for {services}, by the heading that they share with the "
            f"aims: {under}. It does not say that an aim is to be held against them."
        )
    if bare:
        parts.append(f"Under {listed(bare)} it prints no figure of today.")
    return Sentences("aims-now", parts)


def strategy(rows: pd.DataFrame, *, period: str) -> Sentences | Nothing:
    """Say how many things a strategy will do, and how many should be true at its end, by part.

    Parameters
    ----------
    rows
        Rows of `statistics.strategy_layers`.
    period
        The years of the strategy.
    """
    if rows.empty:
        return nothing_to_show("strategy", "The strategy")
    doing = rows["heading"] == "We will"
    by_part = rows.assign(doing=doing).groupby("strand", sort=False)["doing"].agg(["sum", "size"])
    parts = [f"{part} {number(does)} and {number(size - does)}" for part, (does, size) in by_part.iterrows()]
    updated = int((rows["update"] == "given").sum())
    does, holds = (counted(int(part.sum()), "thing", "things") for part in (doing, ~doing))
    return Sentences(
        "strategy",
        [
            f"For {period} the draft names {does} that the council will do and {holds} that should be true by the end. "
            f"By layer, to do and to be true: {listed(parts)}. These papers report on {in_words(updated)} of them."
        ],
    )


def self_assessment(matrix: pd.DataFrame, *, progress: str, plan: str) -> Sentences | Nothing:
    """Say how many issues of a self-assessment have progress and a plan, and which have not.

    Parameters
    ----------
    matrix
        `row` ('group | issue'), `column`, `mark`.
    progress, plan
        Names of the columns.
    """
    if matrix.empty:
        return nothing_to_show("self-assessment", "The self-assessment")
    marks = matrix.pivot(index="row", columns="column", values="mark")
    groups = marks.index.str.split(" | ", regex=False).str[0].nunique()
    told = [
        f"The assessment notes {counted(len(marks), 'issue', 'issues')} under {counted(groups, 'change', 'changes')}."
    ]
    for column in (progress, plan):
        without = marks.index[marks[column] == "not stated"].str.split(" | ", regex=False).str[-1].tolist()
        but = f"; it is not stated for {listed([f'‘{issue}’' for issue in without])}" if without else ""
        told.append(
            f"‘{column}’ is filled for {some_of(len(marks) - len(without), len(marks), 'issue', 'issues')}{but}."
        )
    return Sentences("self-assessment", [" ".join(told)])


def _of_priorities(priorities: pd.DataFrame, actions: pd.DataFrame) -> str:
    if priorities.empty:
        return ""
    reported = int((priorities["actions"] > 0).sum())
    given = actions[actions["update"] == "given"]
    lost = int(given["action"].str.startswith(_LOST).sum())
    without_name = f"; for {in_words(lost)} the text has lost what the action is" if lost else ""
    return (
        f"The plan has {counted(len(priorities), 'priority', 'priorities')} in "
        f"{counted(priorities['theme'].nunique(), 'theme', 'themes')}. The text of its update that this book was made "
        f"from reports on {in_words(reported)} of them; that it has nothing on the other "
        f"{in_words(len(priorities) - reported)} does not say that nothing was done. It tells of "
        f"{counted(len(given), 'action', 'actions')}{without_name}. {sentence(_with(given, 'figures'))} figures, "
        f"{_with(given, 'next_steps')} next steps and {_with(given, 'risks')} a risk."
    )


def _of_actions(actions: pd.DataFrame, as_of: str) -> str:
    rows = followed_up(actions)
    if rows.empty:
        return ""
    counts = count_updates(rows)
    updated, silent = int(counts["updated"].sum()), rows["update"] == "none given"
    later = silent & later_than(rows["date_stated"], as_of)
    most = counts[(counts["actions"] >= _SMALL) & (counts["updated"] >= 0.8 * counts["actions"])]
    due = count_updates(rows[~later])
    bare = due[(due["actions"] >= _SMALL) & (due["updated"] == 0)].head(3)
    told = [
        f"The papers name {counted(len(rows), 'action', 'actions')} in {counted(len(counts), 'part', 'parts')}, and "
        f"report on {number(updated)} of them ({100 * updated / len(rows):.0f}%)."
    ]
    if len(most):
        shares = [
            f"{part} ({done} of {size})" for part, done, size in most[["strand", "updated", "actions"]].to_numpy()
        ]
        told.append(f"The reports are fullest on {listed(shares)}.")
    ahead = later.sum() > 0.2 * silent.sum()
    if ahead:
        told.append(
            f"Of the {counted(int(silent.sum()), 'action', 'actions')} without a report, "
            f"{counted(int(later.sum()), 'is', 'are')} promised for a later year, so that there could be none."
        )
    if len(bare):
        parts = [f"{part} ({number(size)})" for part, size in bare[["strand", "actions"]].to_numpy()]
        told.append(f"{'Of the others, the' if ahead else 'The'} largest parts without a report are {listed(parts)}.")
    return " ".join(told)


def _of_interventions(interventions: pd.DataFrame) -> str:
    if interventions.empty:
        return ""
    whole = int(interventions[["commitment_id", "workstream_id"]].notna().all(axis=1).sum())
    actions = counted(len(interventions), "action", "actions")
    under = counted(interventions["priority_id"].nunique(), "priority", "priorities")
    return (
        f"For Dying Well the Board’s paper tells of {actions}, done, begun or planned, under {under}. Both the "
        f"commitment and the workstream that an action serves can be read for {in_words(whole)}; for the others the "
        "text that this book was made from has lost one or both."
    )


def _of_aims(actions: pd.DataFrame) -> str:
    rows = actions[actions["strand"] == "aim"]
    if rows.empty:
        return ""
    measured = int(rows["measure"].isin(["figure", "named"]).sum())
    directed = int((rows["measure"] == "direction only").sum())
    ways = int(((actions["strand"] == "monitoring") & (actions["measure"] == "named")).sum())
    as_a_whole = f" It names {in_words(ways)} ways to judge its success as a whole, and ties none of them to an aim."
    return (
        f"The strategy sets {counted(len(rows), 'aim', 'aims')} under {in_words(rows['heading'].nunique())} headings. "
        f"{sentence(in_words(measured))} of them {'has' if measured < 2 else 'have'} a figure or a measure to be held "
        f"against; {in_words(directed)} say only which way something should go, such as more or fewer."
        f"{as_a_whole if ways else ''}"
    )


def _with(rows: pd.DataFrame, field: str) -> str:
    return counted(int(rows[field].notna().sum()), "gives", "give")
