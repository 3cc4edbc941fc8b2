"""What was promised, and what has been done? Priorities, aims and actions, interventions, milestones, next steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Nothing, Sentences, Table, nothing_to_show
from jhws.present.numbers import BLANK, counted, in_words, number, sentence, some_of

# A page with more actions than this folds their tables, so that nobody drowns.
_MANY = 40


def actions(rows: pd.DataFrame, *, id: str, title: str, folded: bool = False) -> Table | Nothing:
    """Show actions with what the document tells of each: progress, figures, risks, next steps, when.

    Parameters
    ----------
    rows
        Rows of the table of actions. Those without words are headings only, and left out; a column that would be
        empty is too.
    id, title
        Of the table.
    folded
        Whether only its title shows until a reader opens it.
    """
    rows = rows[rows["action"].notna()]
    if rows.empty:
        return nothing_to_show(id, title)
    rows = _by_first_appearance(rows, "heading")
    several = rows["heading"].nunique() > 1
    columns = [
        Column("Action", [_with_heading(row, several=several) for _, row in rows.iterrows()]),
        Column("Measure in the document", [_measure(row) for _, row in rows.iterrows()]),
        Column("Progress", [_progress(row) for _, row in rows.iterrows()]),
        *(Column(heading, rows[field].fillna(BLANK).tolist()) for field, heading in _ASIDE.items()),
    ]
    return Table(
        id=id,
        title=title,
        caption=_reported(rows) if several or rows["heading"].iloc[0] in title else _under_one(rows),
        source=describe_sources(rows),
        data=rows,
        columns=[column for column in columns if set(column.cells) != {BLANK}],
        folded=folded,
    )


_ASIDE = {"risks": "Risks", "next_steps": "Next steps", "date_stated": "When, as stated"}


def actions_by(rows: pd.DataFrame, part: str = "strand", *, prefix: str = "actions") -> list[Table | Nothing]:
    """Show actions in one table for each part of the document; where there are many, the tables are folded.

    Parameters
    ----------
    rows
        Rows of the table of actions.
    part
        Column that names the part: 'strand' or 'heading'.
    prefix
        What the tables' ids begin with.
    """
    folded = len(rows) > _MANY
    return [
        actions(group, id=f"{prefix}-{_slug(str(name))}", title=_part_title(str(name), group), folded=folded)
        for name, group in rows.groupby(part, sort=False)
        if group["action"].notna().any()
    ]


def findings(rows: pd.DataFrame, *, id: str, title: str, found: str, asked: str) -> Table | Nothing:
    """Show what a study found, and what it asks for under each finding.

    Parameters
    ----------
    rows
        Rows of the table of actions: `heading`, the finding, and `action`, what is asked for.
    id, title
        Of the table.
    found, asked
        Headings of the two columns.
    """
    if rows.empty:
        return nothing_to_show(id, title)
    groups = list(rows.groupby("heading", sort=False))
    return Table(
        id=id,
        title=title,
        caption=(
            f"{sentence(counted(len(groups), 'message', 'messages'))}, with "
            f"{counted(len(rows), 'recommendation', 'recommendations')}."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(found, [str(heading) for heading, _ in groups]),
            Column(asked, [Markup("<br>").join(group["action"]) for _, group in groups]),
        ],
    )


def priorities(rows: pd.DataFrame) -> Table | Nothing:
    """Show by theme which priorities of a plan have an update, and which have none.

    Parameters
    ----------
    rows
        Rows of `statistics.priorities_updated`.
    """
    title = "The priorities by theme"
    if rows.empty:
        return nothing_to_show("priorities-table", title)
    none = int((rows["actions"] == 0).sum())
    themes = list(rows.groupby("theme", sort=False))
    return Table(
        id="priorities-table",
        title=title,
        caption=f"For {in_words(none)} of {number(len(rows))} the text has no update.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Theme", [str(theme) for theme, _ in themes]),
            Column("Update given", [_each(group[group["actions"] > 0]) for _, group in themes]),
            Column("None in the text", [_each(group[group["actions"] == 0]) for _, group in themes]),
        ],
    )


def matrix(rows: pd.DataFrame, columns: Sequence[str], *, id: str, title: str, first: str = "Row") -> Table | Nothing:
    """Show a matrix as a document has it, a row for each of its rows.

    Parameters
    ----------
    rows
        Rows of the table of matrices that belong to one matrix: `row`, `column`, `mark`. A row's name may have two
        parts, 'group | name'.
    columns
        The matrix's columns, in the order to show.
    id, title
        Of the table.
    first
        Heading of the first column: what a row is, such as 'Scheme'.
    """
    if rows.empty:
        return nothing_to_show(id, title)
    names, kinds = rows["row"].unique(), (first.lower(), f"{first.lower()}s")
    marks = rows.set_index(["row", "column"])["mark"]
    filled = {column: [str(marks.get((name, column), BLANK)) for name in names] for column in columns}
    lacking = [
        f"‘{column}’ is not stated for {in_words(cells.count('not stated'))}"
        for column, cells in filled.items()
        if "not stated" in cells
    ]
    return Table(
        id=id,
        title=title,
        caption=f"{'; '.join([sentence(counted(len(names), *kinds)), *lacking])}.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(first, [_in_group(str(name)) for name in names]),
            *(Column(column, cells) for column, cells in filled.items()),
        ],
    )


def milestones(rows: pd.DataFrame, *, id: str, title: str, folded: bool = False) -> Table | Nothing:
    """Show milestones with their dates in the document's own words, those without a date among them.

    Parameters
    ----------
    rows
        Rows of the table of milestones: `programme`, `milestone`, `start`, `end`, `date_stated`, `status`, `note`.
    id, title
        Of the table.
    folded
        Whether only its title shows until a reader opens it.
    """
    if rows.empty:
        return nothing_to_show(id, title)
    undated = int(rows[["start", "end"]].isna().all(axis=1).sum())
    several = rows["programme"].nunique() > 1
    columns = [
        Column("Milestone", rows["milestone"].tolist()),
        *([Column("Programme", rows["programme"].tolist())] if several else []),
        Column("When, as stated", rows["date_stated"].fillna("not stated").tolist()),
        Column("Status, as stated", rows["status"].fillna("not stated").tolist()),
        Column("Note", rows["note"].fillna(BLANK).tolist()),
    ]
    return Table(
        id=id,
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'milestone', 'milestones'))}, "
            f"{in_words(undated)} of them without a day or a month."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=columns,
        folded=folded,
    )


def workstreams(interventions: pd.DataFrame, rows: pd.DataFrame) -> Table | Nothing:
    """Show the workstreams by name, and how many actions the text still shows beside each.

    Parameters
    ----------
    interventions
        Rows of `data.read_interventions`.
    rows
        `workstream_id`, `workstream`, source and locator.
    """
    title = "The workstreams, and the actions beside them"
    if interventions.empty or rows.empty:
        return nothing_to_show("workstreams", title)
    sure = interventions["workstream_id"].value_counts()
    lost = interventions[interventions["workstream_id"].isna()]
    shared = lost["workstreams_of_cell"].str.split().explode().astype(int).value_counts()
    return Table(
        id="workstreams",
        title=title,
        caption=(
            f"The workstream is legible for {in_words(int(sure.sum()))} of {in_words(len(interventions))} actions; "
            "the others stand in cells with several actions or several numbers."
        ),
        source=describe_sources(rows),
        data=rows.assign(
            actions_beside=rows["workstream_id"].map(sure).fillna(0).astype(int),
            actions_in_shared_cells=rows["workstream_id"].map(shared).fillna(0).astype(int),
        ),
        columns=[
            Column("Workstream", [f"{id} {name}" for id, name in rows[["workstream_id", "workstream"]].to_numpy()]),
            Column(
                "Actions printed beside it", [number(sure.get(id, 0)) for id in rows["workstream_id"]], numeric=True
            ),
            Column(
                "Actions that may belong to it",
                [number(shared.get(id, 0)) for id in rows["workstream_id"]],
                numeric=True,
            ),
        ],
    )


def risks(rows: pd.DataFrame) -> Table | Nothing:
    """Show what the documents say stands in the way of an action.

    Parameters
    ----------
    rows
        Rows of the table of actions: `strand`, `action`, `risks`.
    """
    title = "Risks that the documents name"
    rows = rows[rows["risks"].notna()]
    if rows.empty:
        return nothing_to_show("risks", title)
    return Table(
        id="risks",
        title=title,
        caption=f"{sentence(counted(len(rows), 'action', 'actions'))} with a risk or a difficulty beside it.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Risk", rows["risks"].tolist()),
            Column("Action", rows["action"].fillna("not stated").tolist()),
            Column("Part", rows["strand"].tolist()),
        ],
    )


def interventions(rows: pd.DataFrame) -> Table | Sentences:
    """Show what was done for each priority of Dying Well.

    Parameters
    ----------
    rows
        `priority`, `intervention`, `commitment`, `workstream`, `alignment`.
    """
    title = "Dying Well: what was done for each priority"
    if rows.empty:
        return nothing_to_show("dying-well", title)
    lost = int((rows["alignment"] == "lost in the text").sum())
    done = f"{sentence(counted(len(rows), 'action', 'actions'))}."
    return Table(
        id="dying-well",
        title=title,
        caption=(
            f"{done} Which commitment or workstream belongs to {in_words(lost)} of them cannot be read in the copy of "
            "the paper that this book was made from."
            if lost
            else done
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Action", rows["intervention"].tolist()),
            Column("Priority", rows["priority"].tolist()),
            Column("Commitment", rows["commitment"].fillna("not legible").tolist()),
            Column("Workstream", rows["workstream"].fillna("not legible").tolist()),
        ],
    )


def statements(rows: pd.DataFrame, kind: str, *, title: str) -> Table | Sentences:
    """Show the paper's challenges or next steps.

    Parameters
    ----------
    rows
        `kind`, `statement`, source and locator.
    kind
        'challenge' or 'next step'.
    title
        Of the table.
    """
    rows = rows[rows["kind"] == kind]
    if rows.empty:
        return nothing_to_show(f"{kind.replace(' ', '-')}s", title)
    return Table(
        id=f"{kind.replace(' ', '-')}s",
        title=title,
        caption=f"The paper names {counted(len(rows), kind, f'{kind}s')}.",
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(kind.capitalize(), rows["statement"].tolist()),
            Column("Where the paper says so", rows["locator"].tolist()),
        ],
    )


def _by_first_appearance(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    order = {name: place for place, name in enumerate(rows[column].unique())}
    return rows.sort_values(column, key=lambda names: names.map(order), kind="stable")


def _with_heading(row: pd.Series, *, several: bool) -> str:
    if not several or pd.isna(row["heading"]):
        return str(row["action"])
    return Markup('{}<br><span class="detail">{}</span>').format(row["action"], row["heading"])


def _measure(row: pd.Series) -> str:
    """Say how the document itself would tell whether it was done; blank where it was not read for that."""
    if pd.isna(row["measure"]):
        return BLANK
    words = row["measure_stated"] if isinstance(row["measure_stated"], str) else ""
    if row["measure"] == "direction only":
        return f"only a direction: {words}"
    return {"none": "none", "named": words or "named here, without a figure"}.get(row["measure"], words)


def _progress(row: pd.Series) -> str:
    """Write progress and figures; for an aim of a new plan there is none to give."""
    figures = "" if pd.isna(row["figures"]) else Markup("Figures: {}").format(row["figures"])
    told = [part for part in ("" if pd.isna(row["progress"]) else row["progress"], figures) if part]
    if told:
        return Markup("<br>").join(told)
    if row["update"] == "given":
        return "told under next steps"
    return "none given" if pd.isna(row["measure"]) else BLANK


def _reported(rows: pd.DataFrame) -> str:
    if rows["measure"].notna().all():
        measured = int((rows["measure"] != "none").sum())
        told = some_of(measured, len(rows), "aim", "aims")
        return f"{sentence(told)} {'names' if measured < 2 else 'name'} a measure or a direction."
    updated = int((rows["update"] == "given").sum())
    told = some_of(updated, len(rows), "action", "actions")
    risks, next_steps = (int(rows[field].notna().sum()) for field in ("risks", "next_steps"))
    more = [
        f"; {counted(risks, 'names a risk', 'name a risk')}" if risks else "",
        f"; {counted(next_steps, 'says', 'say')} what comes next" if next_steps else "",
    ]
    return f"{sentence(told)} {'is' if updated < 2 else 'are'} reported on{''.join(more)}."


def _under_one(rows: pd.DataFrame) -> str:
    heading = rows["heading"].iloc[0]
    return _reported(rows) if pd.isna(heading) else f"{heading}. {_reported(rows)}"


def _part_title(name: str, group: pd.DataFrame) -> str:
    rows = group[group["action"].notna()]
    if rows["measure"].notna().all():
        return f"{sentence(name)}: {counted(len(rows), 'aim', 'aims')}"
    if len(rows) < len(group):
        reported, total = rows["heading"].nunique(), group["heading"].nunique()
        return f"{sentence(name)}: actions on {in_words(reported)} of {counted(total, 'priority', 'priorities')}"
    updated = int((rows["update"] == "given").sum())
    return f"{sentence(name)}: {in_words(updated)} of {counted(len(rows), 'action', 'actions')} reported on"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _each(rows: pd.DataFrame) -> str:
    return Markup("<br>").join(rows["priority"]) or BLANK


def _in_group(name: str) -> str:
    group, _, own = name.partition(" | ")
    return Markup('{}<br><span class="detail">{}</span>').format(own, group) if own else name
