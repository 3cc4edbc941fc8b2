"""What was promised, and what has been done? Priorities, aims, commitments and parts of a plan at a glance."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from jhws.data import describe_sources
from jhws.present import style
from jhws.present.exhibit import Figure, Nothing, nothing_to_show
from jhws.present.figures._draw import labelled_rows
from jhws.present.numbers import counted, in_words, listed, number, sentence, some_of

# Parts of a plan with fewer actions than this are drawn together, in one row.
_SMALL = 4

# How a box of a strip is filled: its face, and the number in it.
_FULL, _PART, _EMPTY = (style.DARK_BLUE, "white"), (style.LIGHT_GREY, "black"), ("white", style.DARK_GREY)
_MOST_BOXES = 13  # that fit on a row


def updates(counts: pd.DataFrame, *, source: str) -> Figure | Nothing:
    """Draw how many actions of each part of a plan are reported on.

    Nothing where each action is: then there is nothing to tell apart.

    Parameters
    ----------
    counts
        Rows of `statistics.count_updates` by strand, the largest first.
    source
        Where the actions come from.
    """
    title = "How many actions are reported on"
    if counts.empty or (counts["updated"] == counts["actions"]).all():
        return nothing_to_show("updates", title)
    rows = _small_together(counts)
    with style.book_style():
        picture, axes = labelled_rows(rows["strand"].tolist())
        for length, face in (("actions", "white"), ("updated", style.DARK_BLUE)):
            axes.barh(rows.index, rows[length], height=0.3, color=face, edgecolor=style.DARK_BLUE, linewidth=1.2)
        for row, (updated, actions) in rows[["updated", "actions"]].iterrows():
            axes.annotate(
                f"{updated} of {actions}", (actions, row), xytext=(5, 0), textcoords="offset points", va="center"
            )
        axes.set_xlim(0, rows["actions"].max() * 1.18)
        axes.set_xlabel("actions; the filled part is reported on")
    told = [f"{strand} {updated} of {actions}" for strand, updated, actions in rows.iloc[:, :3].to_numpy()]
    return Figure(
        id="updates",
        title=title,
        caption=(
            f"Of {number(counts['actions'].sum())} actions, the documents say of {number(counts['updated'].sum())} how "
            "far they are. The others may lie ahead, or be under way without a word of it."
        ),
        alt=f"Bar chart of the actions of each part, and of how many of them are reported on: {listed(told)}.",
        source=source,
        data=counts,
        picture=picture,
    )


def priorities(rows: pd.DataFrame) -> Figure | Nothing:
    """Draw a box for each priority of a plan by theme: full where its update reports on it.

    Parameters
    ----------
    rows
        Rows of `statistics.priorities_updated`; a priority's name begins with its number.
    """
    title = "Which priorities have an update"
    if rows.empty:
        return nothing_to_show("priorities", title)
    themes = list(rows.groupby("theme", sort=False))
    reported = rows["actions"] > 0
    with style.book_style():
        picture, axes = labelled_rows([f"{theme}: {_share(group)}" for theme, group in themes], extra_height=0.75)
        for place, (_, group) in enumerate(themes):
            numbers = [_number_of(priority, at) for at, priority in enumerate(group["priority"], start=1)]
            _strip(axes, place, numbers, [_FULL if actions else _EMPTY for actions in group["actions"]])
        _key(axes, {"update given": _FULL, "none in the text": _EMPTY})
    return Figure(
        id="priorities",
        title=title,
        caption=(
            f"The numbers are those of the plan. {sentence(in_words(int(reported.sum())))} of {number(len(rows))} "
            f"{'has' if reported.sum() == 1 else 'have'} an update in the text that this book was made from."
        ),
        alt=(
            f"A box for each of {number(len(rows))} priorities in {in_words(len(themes))} themes. Update given: "
            f"{listed(rows.loc[reported, 'priority'].tolist())}. None in the text: "
            f"{listed(rows.loc[~reported, 'priority'].tolist())}."
        ),
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def aims(actions: pd.DataFrame) -> Figure | Nothing:
    """Draw a box for each aim of a plan by heading: how it could be measured, by the plan's own words.

    Parameters
    ----------
    actions
        Rows of the table of actions: `strand`, `heading`, `measure`; aims are those of the strand 'aim'.
    """
    rows = actions[actions["strand"] == "aim"]
    title = "Which aims come with a measure"
    if rows.empty:
        return nothing_to_show("aims-measured", title)
    headings = list(rows.groupby("heading", sort=False))
    kinds = {"figure": _FULL, "named": _FULL, "direction only": _PART, "none": _EMPTY}
    measured = rows["measure"].isin(["figure", "named"])
    directed = rows["measure"] == "direction only"
    with style.book_style():
        labels = [f"{heading}: {counted(len(group), 'aim', 'aims')}" for heading, group in headings]
        picture, axes = labelled_rows(labels, extra_height=0.75)
        for place, (_, group) in enumerate(headings):
            numbers = [str(at) for at in range(1, len(group) + 1)]
            _strip(axes, place, numbers, [kinds[measure] for measure in group["measure"]])
        _key(axes, {"a measure": _FULL, "only a direction": _PART, "neither": _EMPTY})
    told = [
        f"{heading} {int((group['measure'] == 'direction only').sum())} of {len(group)}" for heading, group in headings
    ]
    return Figure(
        id="aims-measured",
        title=title,
        caption=(
            f"{sentence(some_of(int(measured.sum()), len(rows), 'aim', 'aims'))} "
            f"{'has' if measured.sum() < 2 else 'have'} a figure or the name of a measure; "
            f"{in_words(int(directed.sum()))} say only which way something should go. The numbers count the aims "
            "under each heading."
        ),
        alt=(
            f"A box for each of {number(len(rows))} aims under {in_words(len(headings))} headings. With a measure: "
            f"{in_words(int(measured.sum()))}. With a direction only: {listed(told)}."
        ),
        source=describe_sources(rows),
        data=rows,
        picture=picture,
    )


def commitments(
    interventions: pd.DataFrame, commitments: pd.DataFrame, workstreams: pd.DataFrame, *, title: str
) -> Figure | Nothing:
    """Draw which commitment is served by which workstream, as far as the text still shows it.

    A full mark, with the number of actions in it, stands where a workstream is printed beside them; an open one
    where its number stands in a cell with several actions, so that which of them it belongs to is lost.

    Parameters
    ----------
    interventions
        Rows of `data.read_interventions`: `priority_id`, `priority`, `commitment_id`, `workstream_id`,
        `workstreams_of_cell`.
    commitments
        `commitment_id`, `commitment`, `priority_id`; those of the interventions' priorities are drawn.
    workstreams
        `workstream_id`, `workstream`.
    title
        Of the figure.
    """
    if interventions.empty:
        return nothing_to_show("commitments", title)
    rows = _commitment_rows(interventions, commitments)
    links = _links(interventions)
    with style.book_style():
        picture, axes = labelled_rows(rows["label"].tolist(), extra_height=0.75)
        for place, row in rows.iterrows():
            own = links[(links["priority_id"] == row["priority_id"]) & (links["commitment_id"] == row["commitment_id"])]
            _links_of(axes, int(str(place)), own)
        axes.set_xlim(0.3, workstreams["workstream_id"].max() + 0.5)
        axes.set_xticks(workstreams["workstream_id"])
        axes.set_xlabel("workstream")
        axes.grid(visible=True, axis="x", linestyle=":")
    known = links[links["sure"] & (links["commitment_id"] != "")]
    served = [
        f"{commitments.set_index('commitment_id').loc[row['commitment_id'], 'commitment']}: workstream "
        f"{row['workstream_id']}"
        for _, row in known.iterrows()
    ]
    whole = int(interventions[["commitment_id", "workstream_id"]].notna().all(axis=1).sum())
    lost = int((rows["commitment_id"] != "").sum()) - known["commitment_id"].nunique()
    return Figure(
        id="commitments",
        title=title,
        caption=(
            "A full mark counts the actions that a workstream is printed beside; an open one stands where the text has "
            "lost which action the workstream belongs to. "
            f"Commitment and workstream are both legible for {in_words(whole)} of {in_words(len(interventions))} "
            f"actions; for {counted(lost, 'commitment', 'commitments')} the link is lost in the text, which does not "
            "say that nothing was done."
        ),
        alt=f"Matrix of commitments and workstreams. {sentence('; '.join(served))}. The other links are lost.",
        source=describe_sources(interventions),
        data=interventions,
        picture=picture,
    )


def _small_together(counts: pd.DataFrame) -> pd.DataFrame:
    """Put parts with few actions into one row, where there are several of them, at the end."""
    small = counts["actions"] < _SMALL
    if small.sum() < 2:
        return counts.reset_index(drop=True)
    together = counts.loc[small, ["actions", "updated"]].sum()
    last = pd.DataFrame([{"strand": f"{sentence(in_words(int(small.sum())))} smaller parts", **together}])
    rows = pd.concat([counts[~small], last], ignore_index=True)
    return rows[["strand", "updated", "actions"]].astype({"updated": int, "actions": int})


def _share(group: pd.DataFrame) -> str:
    return f"{in_words(int((group['actions'] > 0).sum()))} of {counted(len(group), 'priority', 'priorities')}"


def _number_of(name: str, otherwise: int) -> str:
    found = re.match(r"\d+", name)
    return found[0] if found else str(otherwise)


def _strip(axes: Axes, place: int, numbers: Sequence[str], fills: Sequence[tuple[str, str]]) -> None:
    for column, (text, (face, ink)) in enumerate(zip(numbers, fills, strict=True)):
        axes.scatter(column, place, marker="s", s=215, facecolor=face, edgecolor=style.DARK_BLUE, linewidth=1.2)
        axes.annotate(text, (column, place), ha="center", va="center_baseline", fontsize=9, color=ink)


def _key(axes: Axes, kinds: dict[str, tuple[str, str]]) -> None:
    """Say under a strip what its boxes mean, and take the axes away: their numbers mean nothing."""
    handles = [
        axes.scatter([], [], marker="s", s=120, facecolor=face, edgecolor=style.DARK_BLUE, linewidth=1.2, label=kind)
        for kind, (face, _) in kinds.items()
    ]
    axes.set_xlim(-0.5, _MOST_BOXES - 0.5)
    axes.axis("off")
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(-0.02, 0.0),
        borderaxespad=0,
        frameon=False,
        ncols=len(kinds),
        handletextpad=0.3,
        columnspacing=1.4,
        fontsize=9.5,
    )


def _commitment_rows(interventions: pd.DataFrame, commitments: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the matrix by priority: each commitment, and one for actions whose commitment is lost."""
    rows = []
    for (priority_id, priority), group in interventions.groupby(["priority_id", "priority"], sort=False):
        own = commitments[commitments["priority_id"] == priority_id]
        rows += [(priority_id, id, text) for id, text in own[["commitment_id", "commitment"]].to_numpy()]
        lost = int(group["commitment_id"].isna().sum())
        if lost:
            label = f"{priority}: {counted(lost, 'action', 'actions')} whose commitment is lost in the text"
            rows.append((priority_id, "", label))
    return pd.DataFrame(rows, columns=["priority_id", "commitment_id", "label"])


def _links(interventions: pd.DataFrame) -> pd.DataFrame:
    """Give a row for each commitment and workstream that stand together: how many actions, and whether surely so."""
    found = []
    for _, row in interventions.iterrows():
        sure = pd.notna(row["workstream_id"])
        numbers = [row["workstream_id"]] if sure else str(row["workstreams_of_cell"]).split()
        commitment = row["commitment_id"] if pd.notna(row["commitment_id"]) else ""
        found += [(row["priority_id"], commitment, int(each), sure) for each in numbers]
    links = pd.DataFrame(found, columns=["priority_id", "commitment_id", "workstream_id", "sure"])
    return links.groupby(links.columns.tolist(), sort=False).size().reset_index(name="actions")


def _links_of(axes: Axes, place: int, own: pd.DataFrame) -> None:
    if own.empty:
        axes.annotate("link lost in the text", (0.45, place), va="center", fontsize=9, color=style.MID_GREY)
    sure = own[own["sure"]]
    # Where one action is sure and another is not, the sure one is drawn.
    for _, row in own.sort_values("sure").iterrows():
        if not row["sure"] and row["workstream_id"] in set(sure["workstream_id"]):
            continue
        face, ink = _FULL if row["sure"] else _EMPTY
        axes.scatter(row["workstream_id"], place, s=190, facecolor=face, edgecolor=style.DARK_BLUE, linewidth=1.3)
        text = number(row["actions"]) if row["sure"] else ""
        axes.annotate(text, (row["workstream_id"], place), ha="center", va="center_baseline", fontsize=9, color=ink)
