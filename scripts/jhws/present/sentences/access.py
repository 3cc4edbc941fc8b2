"""Who gets help, and who is missing? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.groups import group_name
from jhws.present.numbers import counted, in_words, interval, listed, number, sentence

_INEQUITY = "Protected characteristics: inequity and action"
_RECORDED = "Equality assessment: what is recorded of service users"


def answer(
    reached: pd.DataFrame,
    matrices: pd.DataFrame,
    figures: pd.DataFrame,
    requests: pd.DataFrame,
    fifths: pd.DataFrame,
    *,
    area: str,
) -> Sentences:
    """Open the chapter: which groups are among the users more or less than their share, and what nobody can tell.

    Parameters
    ----------
    reached
        Rows of `statistics.users_against_residents`.
    matrices
        Cells of the papers' matrices: `matrix`, `row`, `mark`.
    figures
        Stated figures of access.
    requests
        Observations of requests for support that lead to a service, the area's and the English median's.
    fifths
        Rows of `statistics.access_by_fifth`.
    area
        The area's name.
    """
    if reached.empty and figures.empty and fifths.empty and matrices[matrices["matrix"] == _INEQUITY].empty:
        return nothing_to_show("access-answer", f"Who gets help in {area}")
    told = [*_by_deprivation(fifths), *_by_group(reached, area), *_cannot_be_told(reached, matrices)]
    told += _inequity(matrices, area, measured=not fifths.empty)
    if not told:
        told.append(
            f"The papers of this edition do not say who in {area} gets help by age, sex, ethnic group or deprivation, "
            "so nobody can read from them who is missing."
        )
    rest = [*_requests(requests, area), *_direct_payments(figures)]
    return Sentences("access-answer", [" ".join(part) for part in (told, rest) if part], lead=True)


def caveats(reached: pd.DataFrame, users: pd.DataFrame, residents: pd.DataFrame) -> Sentences:
    """Say plainly what is unlike between the users and the residents that they are held against.

    Parameters
    ----------
    reached
        Rows of `statistics.users_against_residents`.
    users, residents
        Stated figures of both: `breakdown`, `category`, `measure`, `period`, `value`.
    """
    if reached.empty:
        return nothing_to_show("access-caveats", "What is unlike")
    years = reached.groupby("population_period")["breakdown"].unique()
    of = [f"of {year} by {listed(list(breakdowns))}" for year, breakdowns in years.items()]
    undated = users["period"].isna().all()
    told = [
        "Users and residents are not of the same years or ages. "
        + ("The paper does not date its figures of users; those of residents " if undated else "Those of residents ")
        + f"are {listed(of)}. Users of adult social care are adults; residents of all ages "
        "include children."
    ]
    if reached["subject"].str.contains("65").any():
        told.append(
            "Older people are the largest group of users, and more of them are women: for women and men, residents "
            "aged 65 and over are the closer comparison."
        )
    if users["measure"].str.startswith("share of services").any():
        told.append("For women and men the paper prints shares of services, not of users; here they stand for users.")
    shares = residents[(residents["measure"] == "share of the population") & residents["value"].notna()]
    silent = shares[shares["breakdown"].isin(reached["breakdown"]) & ~shares["category"].isin(reached["category"])]
    told += [
        f"For the group ‘{row['category']}’, {number(row['value'], 1)}% of residents, the paper gives no share of "
        "users."
        for _, row in silent.iterrows()
    ]
    return Sentences("access-caveats", told)


def disability(residents: pd.DataFrame, agreed: tuple[int, int] | None, *, area: str) -> Sentences:
    """Say how the users compare with the residents whom an illness limits, and on which assumption.

    Parameters
    ----------
    residents
        Stated figures of residents.
    agreed
        The least and the greatest number of users in all.
    area
        The area's name.
    """
    ill = residents[(residents["breakdown"] == "disability") & (residents["unit"] == "%")]
    people = residents[(residents["measure"] == "people") & residents["breakdown"].isna()]
    if ill.empty or people.empty or agreed is None:
        return nothing_to_show("access-disability", f"Disability and help in {area}")
    share, whole = ill.iloc[0], people.iloc[0]
    limited = share["value"] / 100 * whole["value"]
    times = limited / (sum(agreed) / 2)
    return Sentences(
        "access-disability",
        [
            f"In {share['period']}, {number(share['value'], 1)}% of residents said that a long-term illness limits "
            f"their day. If that share still held among the {number(whole['value'])} residents of {whole['period']}, "
            f"it would be about {number(round(limited, -3))} people: about {number(times)} for each user of adult "
            "social care. The figures are of different years, and an illness that limits is not the same as a need for "
            "formal care."
        ],
    )


def carers(totals: pd.DataFrame) -> Sentences:
    """Say what a printed number and share of unpaid carers imply of the residents whom they are counted among.

    Parameters
    ----------
    totals
        Rows of `statistics.total_users` for the carers.
    """
    if totals.empty:
        return nothing_to_show("access-carers", "Unpaid carers")
    row = totals.iloc[0]
    return Sentences(
        "access-carers",
        [
            f"The plan counts {number(row['count'])} unpaid carers and says that {number(row['share'], 1)}% of "
            "residents provide unpaid care. It does not say of which year the number is, nor from which age on "
            "residents count. If both are of the same people, they imply "
            f"{interval(round(row['lowest'], -2), round(row['highest'], -2))} residents in all."
        ],
    )


def human_rights(matrices: pd.DataFrame) -> Sentences:
    """Say which human rights the equality assessment marks as affected."""
    rows = matrices[matrices["matrix"] == "Equality assessment: Human Rights Act articles that may apply"]
    if rows.empty:
        return nothing_to_show("human-rights", "Human rights")
    marked = rows.loc[rows["column"] == "Yes", "row"]
    names = listed([name.partition(": ")[2][:1].lower() + name.partition(": ")[2][1:] for name in marked])
    return Sentences(
        "human-rights",
        [
            f"Of {in_words(len(rows))} rights of the Human Rights Act, the assessment marks "
            f"{in_words(len(marked))} that the strategy may affect: {names}."
        ],
    )


def _by_group(reached: pd.DataFrame, area: str) -> list[str]:
    """Say which groups have more of the users than their share, whichever residents they are held against."""
    told = []
    more = reached[reached["reached"] == "more than its share"]
    for _, rows in more.groupby(["breakdown", "category"], sort=False):
        shares = listed(
            [f"{number(row['population_share'], 1)}% of its {row['subject']}" for _, row in rows.iterrows()]
        )
        first = rows.iloc[0]
        users = f"{number(first['user_share'])}% of the users of adult social care in {area}"
        told.append(f"{sentence(_who(first))} are {users}, against {shares}.")
    return told


def _who(row: pd.Series) -> str:
    name = group_name(row)
    return f"people of the group ‘{name}’" if row["breakdown"] == "ethnic group" else name


def _cannot_be_told(reached: pd.DataFrame, matrices: pd.DataFrame) -> list[str]:
    told = []
    unclear = reached[reached["unknown"] > 0] if len(reached) else reached
    for breakdown, rows in unclear.groupby("breakdown"):
        if (rows["reached"] == "cannot be told").all():
            told.append(
                f"Whether any {breakdown} is missing cannot be told: it is not recorded for "
                f"{number(rows['unknown'].iloc[0])}% of users, and these could turn every comparison round."
            )
    silent = matrices[matrices["matrix"] == _RECORDED]
    if len(silent):
        names = [name.lower() for name in silent["row"]]
        told.append(f"Of {listed(names)} nothing is known: services do not record them as a rule.")
    return told


def _inequity(matrices: pd.DataFrame, area: str, *, measured: bool) -> list[str]:
    groups = matrices.loc[matrices["matrix"] == _INEQUITY, "row"].drop_duplicates()
    if groups.empty:
        return []
    names = listed([name[0].lower() + name[1:] for name in groups])
    return [
        f"The plan of {area} finds inequity in its services under {counted(len(groups), 'heading', 'headings')}: "
        f"{names}. It gives no figure of who uses services by any of them"
        + ("." if measured else ", nor by deprivation, so who is missing cannot be measured.")
    ]


def _requests(requests: pd.DataFrame, area: str) -> list[str]:
    own = requests[(requests["area_name"] == area) & requests["category"].isna()]
    if own.empty:
        return []
    last = own.sort_values("period_end").iloc[-1]
    told = (
        f"In {last['period']}, {number(last['value'])} requests for support for every 100,000 adults of {area} led to "
        "a service"
    )
    median = requests[(requests["category"] == "Median") & (requests["period"] == last["period"])]
    beside = f"; the median of English authorities was {number(median['value'].iloc[0])}" if len(median) else ""
    return [f"{told}{beside}."]


def _direct_payments(figures: pd.DataFrame) -> list[str]:
    rows = figures[figures["measure"].str.contains("direct payment", case=False) & (figures["unit"] == "%")]
    words = {"about": "about ", "approx": "about ", "circa": "about "}
    told = []
    for period, group in rows.sort_values("subject", ascending=False).groupby("period", sort=False):
        shares = [
            f"{words.get(str(row['qualifier']), '')}{number(row['value'])}% of {_payers(row)}"
            for _, row in group.iterrows()
        ]
        told.append(f"In {period}, {listed(shares)} had a direct payment.")
    return told


def _payers(row: pd.Series) -> str:
    return "people with a personal budget" if row["subject"] == "personal budgets" else str(row["subject"])


def _by_deprivation(fifths: pd.DataFrame) -> list[str]:
    """Say of each service whether the most deprived fifth uses it as often as its size would give."""
    if fifths.empty:
        return []
    told = []
    for _, row in fifths[(fifths["quintile"] == 1) & fifths["ratio"].notna()].iterrows():
        word = "less than" if row["upper"] < 1 else "more than" if row["lower"] > 1 else "about as often as"
        told.append(
            f"People of the most deprived fifth use ‘{row['service']}’ {word} their number would give (ratio "
            f"{number(row['ratio'], 2)}, {interval(row['lower'], row['upper'], 2)}, {row['period']})."
        )
    return told
