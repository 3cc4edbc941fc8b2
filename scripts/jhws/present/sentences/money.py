"""Where does the money go, and what does it buy? In sentences."""

from __future__ import annotations

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import counted, in_words, listed, number, pounds, pounds_range, sentence, some_of, with_unit


def answer(
    commitments: pd.DataFrame,
    activities: pd.DataFrame,
    bought: pd.DataFrame,
    conditions: pd.DataFrame,
    roll_up: pd.DataFrame,
    schemes: pd.DataFrame,
    fund: pd.DataFrame,
    money: pd.DataFrame,
    *,
    period: str,
) -> Sentences:
    """Open the chapter: how much there is, where most of it goes, and what cannot be said.

    Parameters
    ----------
    commitments, activities
        Rows of `statistics.investment_by` by commitment, and by activity.
    bought
        Rows of `statistics.bought_for` with the `activity`'s name.
    conditions
        Rows of `statistics.held_to_condition`.
    roll_up
        Rows of `statistics.roll_up`.
    schemes
        Cells of the matrix of schemes by condition.
    fund
        Rows of `statistics.fund_spend`.
    money
        Stated figures of money.
    period
        The financial year of the investments.
    """
    parts = [
        _invested(commitments, activities, period),
        _bought(bought),
        _expected(roll_up),
        _fee(conditions),
        _planned(schemes, fund, money),
    ]
    told = [part for part in parts if part]
    if not told:
        return nothing_to_show("money-answer", "Where does the money go, and what does it buy?")
    return Sentences("money-answer", told, lead=True)


def _invested(commitments: pd.DataFrame, activities: pd.DataFrame, period: str) -> str:
    total = commitments["value"].sum()
    if not total:
        return ""
    first = activities.iloc[0]
    largest = commitments.iloc[0]
    top = activities.head(3)["share"].sum()
    unstated = int(activities["without"].sum())
    rest = f" For {counted(unstated, 'activity', 'activities')} the paper states no sum." if unstated else ""
    return (
        f"The paper states {pounds(total)} of Better Care Fund investment in {period}. {first['activity']} alone takes "
        f"{number(first['share'])}% of it, and the three largest activities {number(top)}%. The commitment with most "
        f"money is ‘{largest['commitment']}’, with {pounds(largest['value'])}.{rest}"
    )


def _bought(bought: pd.DataFrame) -> str:
    """Name the least and the most that the amount bought, among what the paper counts in the same unit."""
    rows = bought[bought["unit"].isin(bought["unit"].mode().head(1))].sort_values("bought", kind="stable")
    if len(rows) < 2:
        return ""
    least, most = rows.iloc[0], rows.iloc[-1]
    unit = "beneficiaries" if least["unit"] == "not stated" else least["unit"]
    return (
        f"Where it states a sum and a number helped, {pounds(least['amount'])} bought help for between "
        f"{number(least['bought'], 1)} {unit} ({least['activity']}) and {number(most['bought'])} "
        f"({most['activity']}): different kinds of help, so this is scale and not value for money."
    )


def _expected(roll_up: pd.DataFrame) -> str:
    if roll_up.empty:
        return ""
    totals = roll_up[roll_up["step"] == "total"]
    first, last = totals.iloc[0], totals.iloc[-1]
    saved = listed([pounds_range(*row[["lower", "upper"]]) for _, row in totals.iloc[1:-1].iterrows()])
    cash = f"; {saved} of that is money saved, the rest goes back into the quality of the service" if saved else ""
    return (
        f"The {first['subject']} is forecast to save or offset {pounds_range(*first[['lower', 'upper']])} a year. "
        f"With better quality added, and what was planned before taken off, {pounds_range(*last[['lower', 'upper']])} "
        f"a year is new{cash}."
    )


def _fee(conditions: pd.DataFrame) -> str:
    if conditions.empty:
        return ""
    first = conditions.iloc[0]
    return (
        f"The partner’s fee of {pounds(first['fee'])} is kept whole only if the benefit each year is more than "
        f"{pounds(first['needed'])}. Whether it is so cannot be checked from the paper, which gives forecasts, and "
        "does not say which benefit counts."
    )


def _planned(schemes: pd.DataFrame, fund: pd.DataFrame, money: pd.DataFrame) -> str:
    told = []
    if len(schemes):
        names = set(schemes["row"])
        priced = len(names & set(money.loc[money["unit"] == "pounds", "category"]))
        told.append(
            f"The plan says what {counted(len(names), 'scheme', 'schemes')} of the Better Care Fund are for, and "
            f"prints a sum for {some_of(priced, len(names), 'scheme', 'schemes') if priced else 'none of them'}."
        )
    if len(fund):
        parts, budget = fund[fund["category"].notna()], fund["budget"].iloc[0]
        rest = fund.loc[fund["category"].isna(), "value"].sum()
        shares = [f"{number(row['share'])}% for ‘{row['category']}’" for _, row in parts.head(2).iterrows()]
        told.append(
            f"It does say what the {fund['subject'].iloc[0]} of {parts['period'].iloc[0]} was spent on: of "
            f"{pounds(budget)}, {listed(shares)}."
        )
        if rest > 0:
            told.append(f"Of that fund, {pounds(rest)} is in no row of the table that is left in the text.")
    return " ".join(told)


def uses(figures: pd.DataFrame) -> Sentences:
    """Say what else the text tells of a fund's use, in shares that its table does not give.

    Parameters
    ----------
    figures
        Stated figures of money; shares by 'use of the fund' are told.
    """
    rows = figures[figures["breakdown"] == "use of the fund"]
    if rows.empty:
        return nothing_to_show("fund-uses", "What else is told of the fund")
    shares = listed([f"{with_unit(row['value'], '%')} for {row['category']}" for _, row in rows.iterrows()])
    told = (
        f"The text divides the same money in another way: {shares}. The table does not say which of its rows these are."
    )
    return Sentences("fund-uses", [told])


def condition(rows: pd.DataFrame) -> Sentences:
    """Say what a condition on a fee would need, which forecasts would meet it, and why it cannot be checked.

    Parameters
    ----------
    rows
        Rows of `statistics.held_to_condition`.
    """
    if rows.empty:
        return nothing_to_show("fee-condition-words", "The condition on the fee")
    first = rows.iloc[0]
    parts = [
        f"The contract reduces the fee of {pounds(first['fee'])} unless the programme brings a benefit, year after "
        f"year, of more than {number(first['multiple'], 1)} times that sum. That needs more than "
        f"{pounds(first['needed'])} a year."
    ]
    whole = rows[rows["above"] == "all of the range"]
    part = rows[rows["above"].isin(["part of the range", "not sure"])]
    told = [
        f"{sentence(some_of(len(whole), len(rows), 'forecast', 'forecasts'))} of the paper "
        f"{'lies' if len(whole) == 1 else 'lie'} wholly above it."
    ]
    told += [
        f"The {row['measure']} ({pounds_range(row['lower'], row['upper'])}) would be {number(row['times_lower'], 2)} "
        f"times the fee at the lower bound, too little, and {number(row['times_upper'], 2)} times at the upper."
        for _, row in part.iterrows()
    ]
    parts.append(" ".join(told))
    parts.append(
        "It cannot be checked: the condition is about what the programme brings, these are forecasts, and the paper "
        "does not say whether the whole benefit counts or only the money saved."
    )
    return Sentences("fee-condition-words", parts)


def totals(roll_up: pd.DataFrame, workstreams: pd.DataFrame, ranges: pd.DataFrame) -> Sentences:
    """Say whether the printed totals are the sums of their parts.

    Parameters
    ----------
    roll_up
        Rows of `statistics.roll_up`.
    workstreams
        Rows of `statistics.lower_and_upper`, one a workstream.
    ranges
        All rows of `statistics.lower_and_upper`; those whose measure ends with 'all workstreams' are totals.
    """
    id, title = "money-totals", "Do the printed totals add up?"
    if workstreams.empty:
        return nothing_to_show(id, title)
    sums = workstreams[["lower", "upper"]].sum()
    printed = ranges[ranges["measure"].str.endswith("all workstreams")]
    off = [(row[["lower", "upper"]] - sums).abs().max() for _, row in printed.iterrows()]
    off += roll_up[["lower_off", "upper_off"]].abs().max(axis=1).tolist() if len(roll_up) else []
    parts = [
        f"The {counted(len(workstreams), 'workstream', 'workstreams')} add up to "
        f"{pounds_range(sums['lower'], sums['upper'])} a year."
    ]
    if off:
        differ = sum(value > 0 for value in off)
        parts[0] += (
            f" {sentence(in_words(differ))} of the printed totals {'differs' if differ == 1 else 'differ'} from the "
            "sum of the parts; the chapter on whether published figures add up says where."
            if differ
            else " Every printed total, here and in the steps above, is the sum of its parts."
        )
    return Sentences(id, parts)


def grants(years: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say what a discretionary grant is, how it was used, and where its cost lies above its limit.

    Parameters
    ----------
    years
        Rows of `statistics.cost_by_year`.
    figures
        Stated figures of money, the largest grant and top-up among them.
    """
    if years.empty:
        return nothing_to_show("grants-words", "Discretionary grants")
    limits = figures[figures["qualifier"] == "up to"].set_index("measure")["value"]
    top_up, grant = (limits.filter(like=word) for word in ("top-up", "largest grant"))
    parts = []
    if len(top_up) and len(grant):
        parts.append(
            f"A discretionary grant tops up a Disabled Facilities Grant where the work costs more than its limit of "
            f"{pounds(grant.iloc[0])}. The plan gives up to {pounds(top_up.iloc[0])} for each."
        )
    if len(top_up):
        above = years[years["cost_for_each"] > top_up.iloc[0]]
        if len(above):
            each = listed([f"{pounds(row['cost_for_each'])} in {row['year']}" for _, row in above.iterrows()])
            parts.append(
                f"Divided by the cases, the printed cost is above that in {counted(len(above), 'year', 'years')}: "
                f"{each}. The plan does not say whether the limit held then, or whether the cost holds more than the "
                "top-up: a point for its author."
            )
    return Sentences("grants-words", parts) if parts else nothing_to_show("grants-words", "Discretionary grants")


def adaptations(figures: pd.DataFrame) -> Sentences:
    """Say how large the grant for changing homes is, how it grew, and what is known of its use.

    Parameters
    ----------
    figures
        Stated figures of money of the Disabled Facilities Grant without a breakdown.
    """
    rows = figures[figures["breakdown"].isna()]
    grant = rows[rows["measure"] == "grant"]
    if grant.empty:
        return nothing_to_show("adaptations-words", "Disabled Facilities Grant")
    first = grant.iloc[0]
    parts = [f"The {first['subject']} of {first['period']} is {pounds(first['value'])}."]
    growth = rows[rows["measure"].str.startswith("increase in the allocation")]
    if len(growth):
        grew = listed([f"{with_unit(row['value'], '%')} from {row['period']}" for _, row in growth.iterrows()])
        parts[0] += f" The allocation from central government grew by {grew}."
    spend = rows[rows["measure"].str.startswith("average increase in actual spend")]
    fell = rows[rows["measure"].str.startswith("districts whose spend decreased")]
    if len(spend):
        own = spend.iloc[0]
        down = f", and that {in_words(int(fell['value'].iloc[0]))} of them spent less" if len(fell) else ""
        parts.append(
            f"The paper says that the districts’ spending rose by {with_unit(own['value'], '%')} on average from "
            f"{own['period']}{down}. How that average was made is not stated, and the signs in its table of "
            "districts are lost."
        )
    return Sentences("adaptations-words", parts)


def growth(figures: pd.DataFrame) -> Sentences:
    """Say how much more money a plan asks for from year to year.

    Parameters
    ----------
    figures
        Stated figures of money; those whose measure begins 'growth required' form a row of years.
    """
    rows = figures[figures["measure"].str.startswith("growth required", na=False)].sort_values("period")
    if rows.empty:
        return nothing_to_show("growth-words", "Growth")
    parts = []
    for subject, years in rows.groupby("subject", sort=False):
        sums = listed([f"{pounds(row['value'])} in {row['period']}" for _, row in years.iterrows()])
        parts.append(f"For {subject}, the medium-term plan needs more money: {sums}.")
        if len(years) > 1:
            first, last = years.iloc[0], years.iloc[-1]
            parts[-1] += (
                f" That is {pounds(last['value'] - first['value'])} more at the end than at the beginning, or "
                f"{number(last['value'] / first['value'], 1)} times as much."
            )
    further = figures[figures["measure"].str.startswith("further growth", na=False)]
    parts += [
        f"A further {pounds(row['value'])} of growth in {row['period']} is for the {row['subject']}."
        for _, row in further.iterrows()
    ]
    return Sentences("growth-words", parts)


def team(figures: pd.DataFrame) -> Sentences:
    """Say how much of a team's budget its members cost.

    Parameters
    ----------
    figures
        Stated figures of money; a team has a 'budget' and an 'annual cost of the team members'.
    """
    found = []
    for subject, rows in figures.groupby("subject", sort=False):
        known = rows.drop_duplicates("measure").set_index("measure")["value"]
        if not {"budget", "annual cost of the team members"} <= set(known.index):
            continue
        budget, cost = known["budget"], known["annual cost of the team members"]
        people = known.get("team members")
        who = f"Its {counted(int(people), 'member', 'members')}" if people else "Its members"
        found.append(
            f"The {subject} has a budget of {pounds(budget)} for the year. {who} cost {pounds(cost)}, "
            f"{number(100 * cost / budget)}% of it; what the other {pounds(budget - cost)} is for is "
            "not stated in figures."
        )
    return Sentences("team-words", found) if found else nothing_to_show("team-words", "A team's budget")
