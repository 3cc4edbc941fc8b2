"""Who gets help, and who is missing? Users beside residents, inequity and action, use by deprivation."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup, escape

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.groups import group_name
from jhws.present.numbers import BLANK, counted, decimals_of, in_words, interval, number, sentence

_FEW = 5  # rows that are shown without being asked for

# One phrase of a paper may hold both ends of a range; it is shown once.
_BOUND = re.compile(r", (lower|upper) bound$")

# Why users of a kind cannot be held against residents, where no share of residents stands beside theirs.
_NO_RESIDENTS = {
    "age band": "the paper has no number of residents of these ages",
    "primary need": "residents are not counted by need",
    "sexual orientation": "not counted: worked out from the share of the United Kingdom",
    "ethnic group": "the group is not known",
}


def representation(reached: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show each group's share of users beside its share of residents, and what can be said of it.

    Parameters
    ----------
    reached
        Rows of `statistics.users_against_residents`.
    area
        The area's name.
    """
    title = f"Share of users beside share of residents in {area}"
    if reached.empty:
        return nothing_to_show("representation-shares", title)
    told = int((reached["reached"] != "cannot be told").sum())
    return Table(
        id="representation-shares",
        title=title,
        caption=(
            f"Of {counted(len(reached), 'comparison', 'comparisons')}, {counted(told, 'holds', 'hold')} whatever the "
            "rounding and whichever group the users without a recorded one are of. Ranges say what rounding allows; "
            "they say nothing of chance, and nothing of need."
        ),
        source=describe_sources(reached),
        data=reached,
        columns=[
            Column("Group", [group_name(row) for _, row in reached.iterrows()]),
            Column("Share of users", [f"{number(share)}%" for share in reached["user_share"]], numeric=True),
            Column(
                "Share of residents",
                [f"{number(share, 1)}%" for share in reached["population_share"]],
                numeric=True,
            ),
            Column(
                "Which residents",
                [f"{subject}, {year}" for subject, year in reached[["subject", "population_period"]].to_numpy()],
            ),
            Column("Ratio", [_with_range(row) for _, row in reached.iterrows()], numeric=True),
            Column(
                "Ratio if all unrecorded users were of it",
                [
                    number(row["highest_with_unknown"], 2) if row["unknown"] > 0 else BLANK
                    for _, row in reached.iterrows()
                ],
                numeric=True,
            ),
            Column("Among users it has", reached["reached"].tolist()),
        ],
    )


def users_alone(users: pd.DataFrame, reached: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show what is known of users that nothing is known of among residents.

    Parameters
    ----------
    users
        Stated figures of service users: `breakdown`, `category`, `measure`, `value`, `unit`, `stated`.
    reached
        Rows of `statistics.users_against_residents`: their groups are left out.
    area
        The area's name.
    """
    compared = set(reached[["breakdown", "category"]].itertuples(index=False, name=None))
    rows = users[users["breakdown"].notna()]
    rows = rows[[(row.breakdown, row.category) not in compared for row in rows.itertuples()]]
    title = f"Users of adult social care in {area} who cannot be held against residents"
    if rows.empty:
        return nothing_to_show("users-alone", title)
    groups = [group for _, group in rows.groupby(["breakdown", "category"], sort=False)]
    groups.sort(key=lambda group: (group["breakdown"].iloc[0], -group["value"].where(group["unit"] == "%").sum()))
    firsts = [group.iloc[0] for group in groups]
    return Table(
        id="users-alone",
        title=title,
        caption=f"{sentence(counted(len(groups), 'group', 'groups'))} of users without a like figure of residents.",
        source=describe_sources(rows),
        data=rows[["breakdown", "category", "measure", "value", "unit", "stated", "source_id", "locator", "note"]],
        columns=[
            Column("Users", [group_name(row) for row in firsts]),
            Column("Counted by", [sentence(row["breakdown"]) for row in firsts]),
            Column("Share of users", [_percent(_of_unit(group, "%")) for group in groups], numeric=True),
            Column("People", [number(_of_unit(group, "people")) for group in groups], numeric=True),
            Column(
                "Why no comparison",
                [_NO_RESIDENTS.get(row["breakdown"], "no figure of residents") for row in firsts],
            ),
        ],
    )


def access_figures(figures: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show what else the papers state of how people come to help.

    Parameters
    ----------
    figures
        Stated figures: `subject`, `measure`, `area`, `period`, `stated`, `note`; those of the area are shown.
    area
        The area's name.
    """
    rows = figures[figures["area"] == area].drop_duplicates(["subject", "stated"])
    title = f"What the papers say of access to help in {area}"
    if rows.empty:
        return nothing_to_show("access-figures", title)
    return Table(
        id="access-figures",
        folded=len(rows) > _FEW,
        title=title,
        caption=f"{sentence(counted(len(rows), 'statement', 'statements'))}, in the papers’ own words.",
        source=describe_sources(rows),
        data=rows[["subject", "measure", "area", "period", "value", "unit", "stated", "source_id", "locator", "note"]],
        columns=[
            Column("Service or people", [sentence(subject) for subject in rows["subject"]]),
            Column("What is stated", [sentence(_BOUND.sub("", measure)) for measure in rows["measure"]]),
            Column("In the paper’s words", [f"‘{words}’" for words in rows["stated"]]),
            Column("Period", rows["period"].fillna("not stated").tolist()),
        ],
    )


def inequities(matrices: pd.DataFrame) -> Table | Sentences:
    """Show for each protected characteristic where the paper finds inequity, and what it does about it."""
    return _pivoted(
        matrices,
        "Protected characteristics: inequity and action",
        {"Inequity": "Where there is inequity", "Addressing the inequity": "What is done, or planned"},
        id="inequity-and-action",
        title="Inequity by characteristic, and what is done about it",
        first="Characteristic",
        caption="For {groups} the plan names inequity and action. It gives no figure for any of them.",
        nouns=("group", "groups"),
    )


def core20plus(matrices: pd.DataFrame) -> Table | Sentences:
    """Show the groups of CORE20PLUS5 as the area has set them."""
    return _pivoted(
        matrices,
        "CORE20PLUS5: groups and what is done for them",
        {"Who": "Who they are", "What is done": "What is done for them"},
        id="core20plus",
        title="CORE20PLUS5: whom the area puts first",
        first="Part",
        caption="{groups} of the NHS approach to health inequalities, as the plan fills them.",
        nouns=("part", "parts"),
    )


def not_recorded(matrices: pd.DataFrame) -> Table | Sentences:
    """Show the characteristics of users that services do not record."""
    return _pivoted(
        matrices,
        "Equality assessment: what is recorded of service users",
        {"Recorded": "Of service users this is"},
        id="not-recorded",
        title="Characteristics of users that are not recorded",
        first="Characteristic",
        caption="{groups} that services do not record as a rule, so that nobody can tell who is missing.",
        nouns=("characteristic", "characteristics"),
    )


def equality_impact(matrices: pd.DataFrame) -> Table | Sentences:
    """Show which protected characteristics the equality assessment marks as affected."""
    rows = matrices[matrices["matrix"] == "Equality assessment: potential impact by protected characteristic"]
    title = "Which groups may the strategy affect?"
    if rows.empty:
        return nothing_to_show("equality-impact", title)
    lost = int((rows["column"] == "not stated").sum())
    return Table(
        id="equality-impact",
        folded=True,
        title=title,
        caption=(
            f"{sentence(counted(len(rows), 'group', 'groups'))} of the equality assessment. For {in_words(lost)} of "
            "them the copy that this book was made from does not show whether Yes or No is marked."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Group", rows["row"].tolist()),
            Column("Marked", [mark.replace("not stated", "not legible") for mark in rows["column"]]),
            Column(
                "The paper’s reason",
                [
                    "" if mark == "not stated" or pd.isna(note) else note
                    for mark, note in rows[["column", "note"]].to_numpy()
                ],
            ),
        ],
    )


def access_by_fifth(rows: pd.DataFrame, *, area: str) -> Table | Sentences:
    """Show users, people and the ratio of their shares for each service and fifth by deprivation.

    Parameters
    ----------
    rows
        Rows of `statistics.access_by_fifth`.
    area
        The area's name.
    """
    title = f"Users of services by deprivation in {area}"
    if rows.empty:
        return nothing_to_show("access-by-fifth-counts", title)
    hidden = int((rows["suppressed"] != "").sum())
    suppressed = (
        f" {sentence(counted(hidden, 'number is', 'numbers are'))} hidden: small ones, and those that would give a "
        "small one away."
    )
    return Table(
        id="access-by-fifth-counts",
        title=title,
        caption=(
            "The ratio is a fifth’s share of the users over its share of the people whom the service is for, with its "
            f"95% limits; it tells of use, not of need.{suppressed if hidden else ''}"
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Service", [f"{row['service']}, {row['period']}" for _, row in rows.iterrows()]),
            Column("Fifth", [_FIFTHS.get(int(fifth), str(fifth)) for fifth in rows["quintile"]]),
            Column(
                "Users",
                [
                    "too few to show" if word else number(users)
                    for users, word in zip(rows["users"], rows["suppressed"], strict=True)
                ],
                numeric=True,
            ),
            Column("People it is for", [number(people) for people in rows["population"]], numeric=True),
            Column("Ratio", [number(ratio, 2) for ratio in rows["ratio"]], numeric=True),
            Column(
                "95% limits",
                [interval(low, high, 2) for low, high in rows[["lower", "upper"]].to_numpy()],
                numeric=True,
            ),
        ],
    )


_FIFTHS = {1: "1, most deprived", 5: "5, least deprived"}


def _pivoted(
    matrices: pd.DataFrame,
    matrix: str,
    columns: dict[str, str],
    *,
    id: str,
    title: str,
    first: str,
    caption: str,
    nouns: tuple[str, str],
) -> Table | Sentences:
    """Show a matrix of words: a row for each of its rows, a column for each of these columns."""
    rows = matrices[matrices["matrix"] == matrix]
    if rows.empty:
        return nothing_to_show(id, title)
    wide = rows.pivot_table(index="row", columns="column", values="mark", aggfunc="first", sort=False)
    wide = wide.reindex(columns=list(columns)).fillna("not stated")
    return Table(
        id=id,
        title=title,
        caption=sentence(caption.format(groups=counted(len(wide), *nouns))),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column(first, wide.index.tolist()),
            *(Column(heading, [_in_lines(words) for words in wide[column]]) for column, heading in columns.items()),
        ],
    )


def _in_lines(words: str) -> Markup:
    """Give each part of a list that semicolons part a line of its own."""
    return Markup("<br>").join(escape(sentence(part)) for part in words.split("; "))


def _with_range(row: pd.Series) -> str:
    limits = interval(row["lowest"], row["highest"], 2).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{number(row['ratio'], 2)} ({limits})"


def _of_unit(group: pd.DataFrame, unit: str) -> float:
    found = group.loc[group["unit"] == unit, "value"]
    return float(found.iloc[0]) if len(found) else float("nan")


def _percent(share: float) -> str:
    return BLANK if pd.isna(share) else f"{number(share, decimals_of(1))}%"
