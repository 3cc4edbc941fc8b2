"""Where does the money go, and what does it buy? Sums by commitment, what a sum buys, schemes, grants, single sums."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.data import describe_sources
from jhws.present.exhibit import Column, Sentences, Table, nothing_to_show
from jhws.present.numbers import (
    BLANK,
    counted,
    in_words,
    listed,
    number,
    pounds,
    pounds_range,
    sentence,
    some_of,
    with_unit,
)

# What a paper says of an activity for which it prints no sum.
_WITHOUT = {
    "core funding": "core funding, no sum stated",
    "blank in the source": "no sum stated (the cell is empty)",
    "not applicable": "no sum stated (N/A)",
}


def by_commitment(
    rows: pd.DataFrame, activities: pd.DataFrame, figures: pd.DataFrame, *, period: str
) -> Table | Sentences:
    """Show each commitment with the money stated for it, its share, and the activities that it pays for.

    Parameters
    ----------
    rows
        Rows of `statistics.investment_by` by `commitment_id`, `commitment` and `priority`.
    activities, figures
        The activities, and their figures.
    period
        The financial year of the sums.
    """
    id, title = "money-by-commitment-table", f"What each commitment was given in {period}, and for what"
    if rows.empty:
        return nothing_to_show(id, title)
    money = figures[figures["kind"] == "investment"].merge(
        activities[["activity_id", "activity", "commitment_id"]], on="activity_id"
    )
    money = money.sort_values("value", ascending=False, kind="stable")
    unfunded = int((rows["value"] == 0).sum())
    none = f"; for {in_words(unfunded)} no sum of this year is stated" if unfunded else ""
    return Table(
        id=id,
        title=title,
        caption=f"{sentence(counted(len(rows), 'commitment', 'commitments'))}, largest sum first{none}.",
        source=describe_sources(money),
        data=rows,
        columns=[
            Column(
                "Commitment",
                [
                    Markup('{}<br><span class="detail">{}</span>').format(commitment, priority)
                    for commitment, priority in rows[["commitment", "priority"]].itertuples(index=False)
                ],
            ),
            Column("Stated", [_sum_stated(value) for value in rows["value"]], numeric=True),
            Column(
                "Share",
                [_share(row) if row["value"] else BLANK for _, row in rows.iterrows()],
                numeric=True,
            ),
            Column(
                "Activities",
                [_activities(money[money["commitment_id"] == one], period) for one in rows["commitment_id"]],
            ),
        ],
    )


def bought(rows: pd.DataFrame) -> Table | Sentences:
    """Show how many were helped for a round amount of money, the dearest help first.

    Parameters
    ----------
    rows
        Rows of `statistics.bought_for` with the `activity`'s name.
    """
    id = "bought"
    if rows.empty:
        return nothing_to_show(id, "What a pound bought")
    amount = pounds(rows["amount"].iloc[0])
    rows = rows.sort_values("bought", kind="stable")
    return Table(
        id=id,
        title=f"What {amount} bought",
        caption=(
            "The number helped for that much of the investment; the range is what the rounding of the printed sums "
            "allows. The kinds of help differ, so this is scale, not value for money. Where the paper does not say "
            "whether it counts people, visits or cases, they are beneficiaries."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Activity", [_with_part(row) for _, row in rows.iterrows()]),
            Column("Investment", [pounds(value) for value in rows["investment"]], numeric=True),
            Column("Helped", [_helped(row) for _, row in rows.iterrows()], numeric=True),
            Column(f"{amount} bought", [_fine(value) for value in rows["bought"]], numeric=True),
            Column(
                "Range",
                [_range(*pair) for pair in rows[["bought_low", "bought_high"]].itertuples(index=False)],
                numeric=True,
            ),
            Column("Of what", rows["unit"].replace("not stated", "beneficiaries").tolist()),
        ],
    )


def schemes(marks: pd.DataFrame, glossary: pd.DataFrame) -> Table | Sentences:
    """Show which scheme serves which condition.

    Parameters
    ----------
    marks
        Cells of one matrix in printed order: `row`, `column`, `mark` ('marked' or 'blank'), `note`.
    glossary
        `term`, `meaning`: what the columns mean.
    """
    id, title = "schemes-by-condition", "Which condition each scheme of the fund serves"
    if marks.empty:
        return nothing_to_show(id, title)
    names, columns = list(dict.fromkeys(marks["row"])), sorted(marks["column"].unique())
    marked = {
        (row, column)
        for row, column, mark in marks[["row", "column", "mark"]].itertuples(index=False)
        if mark == "marked"
    }
    unmarked = [name for name in names if not any((name, column) in marked for column in columns)]
    meanings = glossary.set_index("term")["meaning"]
    told = [f"{column}: {meanings[column]}" for column in columns if column in meanings]
    counts = [f"{in_words(sum(mark == column for _, mark in marked))} for {column}" for column in columns]
    if len(columns) > 1:
        every = sum(all((name, column) in marked for column in columns) for name in names)
        counts.append(f"{in_words(every)} for {'both' if len(columns) == 2 else 'all of them'}")
    served = f"Marked, of {counted(len(names), 'scheme', 'schemes')}: {listed(counts)}."
    return Table(
        id=id,
        title=title,
        caption=f"{' '.join(told)} {served}".strip(),
        source=describe_sources(marks),
        data=marks,
        columns=[
            Column("Scheme", [_unmarked(name) if name in unmarked else name for name in names]),
            *(
                Column(column, ["● marked" if (name, column) in marked else BLANK for name in names])
                for column in columns
            ),
        ],
    )


def planned_schemes(actions: pd.DataFrame, *, title: str) -> Table | Sentences:
    """Show what is planned with a fund for which no amounts are printed.

    Parameters
    ----------
    actions
        `heading`, the scheme, and `action`, what it is for.
    title
        Of the table.
    """
    if actions.empty:
        return nothing_to_show("planned-schemes", title)
    return Table(
        id="planned-schemes",
        title=title,
        caption=f"{sentence(counted(len(actions), 'scheme', 'schemes'))}; no amounts are printed.",
        source=describe_sources(actions),
        data=actions[["strand", "heading", "action", "source_id", "locator"]],
        columns=[Column("Scheme", actions["heading"].tolist()), Column("What it is for", actions["action"].tolist())],
    )


def fund_shares(rows: pd.DataFrame) -> Table | Sentences:
    """Show the shares that a paper prints for a fund beside those computed from its sums.

    Parameters
    ----------
    rows
        Rows of `statistics.fund_spend`.
    """
    id, title = "fund-shares", "Shares of the fund as printed and as computed"
    rows = rows[rows["category"].notna()]
    if rows.empty:
        return nothing_to_show(id, title)
    agree = int(rows["agrees"].sum())
    total = rows["value"].sum()
    return Table(
        id=id,
        title=title,
        caption=(
            f"{sentence(some_of(agree, len(rows), 'printed share', 'printed shares'))} "
            f"{'is' if agree < 2 else 'are'} what the sums give, rounded. The "
            f"sums add up to {pounds(total, figures=4)} of {pounds(rows['budget'].iloc[0], figures=4)}."
        ),
        source=describe_sources(rows),
        data=rows,
        columns=[
            Column("Spent on", rows["category"].tolist()),
            Column("Sum", [pounds(value, figures=4) for value in rows["value"]], numeric=True),
            Column("Share, printed", [with_unit(value, "%") for value in rows["stated_share"]], numeric=True),
            Column("Share of the budget, computed", [f"{number(value, 1)}%" for value in rows["share"]], numeric=True),
        ],
    )


def direction_lost(rows: pd.DataFrame, *, title: str) -> Table | Sentences:
    """Show sizes of changes whose direction the text has lost, each with its own area.

    Parameters
    ----------
    rows
        Stated figures by district: `measure` says 'direction not stated', or names the direction where the running
        text gives one.
    title
        Of the table.
    """
    lost = rows["measure"].str.contains("direction not stated", na=False)
    sizes, named = rows[lost], rows[~lost].set_index("area_code")["measure"]
    if sizes.empty:
        return nothing_to_show("direction-lost", title)
    directions = sizes["area_code"].map(named).map(lambda measure: f"the text calls it a {measure}", na_action="ignore")
    return Table(
        id="direction-lost",
        title=title,
        caption=(
            "The signs before these figures are lost: each could be a rise or a fall. No sum or average in this book "
            "rests on them."
        ),
        source=describe_sources(rows),
        data=rows[["area", "area_code", "measure", "value", "unit", "period", "source_id", "locator", "note"]],
        columns=[
            Column("District", sizes["area"].tolist()),
            Column("Size of the change", [with_unit(value, "%") for value in sizes["value"]], numeric=True),
            Column("Direction", directions.fillna("lost in the text").tolist()),
        ],
    )


def single_figures(rows: pd.DataFrame, ranges: pd.DataFrame) -> Table | Sentences:
    """Show each sum and change that the papers state outside a table: what it is for, how much, when.

    Parameters
    ----------
    rows
        Stated figures of money.
    ranges
        Rows of `statistics.lower_and_upper` made from them; a range has one row.
    """
    id, title = "single-sums", "Sums and changes that the papers state one by one"
    rows = rows[rows["breakdown"].isna() & ~rows["measure"].str.contains(r", (?:lower|upper) bound$", na=False)]
    rows = rows[rows["unit"].str.contains("pounds|%|times")]
    whole = ranges[ranges["breakdown"].isna()]
    if rows.empty and whole.empty:
        return nothing_to_show(id, title)
    told = [(row, _stated(row)) for _, row in rows.iterrows()]
    told += [(row, f"{pounds_range(row['lower'], row['upper'])}{_a_year(row)}") for _, row in whole.iterrows()]
    told.sort(key=lambda pair: str(pair[0]["subject"]).lower())
    return Table(
        id=id,
        title=title,
        caption=f"{sentence(counted(len(told), 'figure', 'figures'))}, by what they are for.",
        source=describe_sources(pd.concat([rows, whole])),
        data=pd.concat([rows, whole]).reindex(columns=_SINGLE),
        columns=[
            Column(
                "What it is for",
                [
                    Markup('{}<br><span class="detail">{}</span>').format(sentence(row["subject"]), row["measure"])
                    for row, _ in told
                ],
            ),
            Column("How much", [words for _, words in told], numeric=True),
            Column("When", ["not stated" if pd.isna(row["period"]) else row["period"] for row, _ in told]),
        ],
    )


_SINGLE = ["subject", "measure", "value", "lower", "upper", "unit", "qualifier", "period", "source_id", "locator"]


def _sum_stated(value: float) -> str:
    return pounds(value) if value else "not stated"


def _share(row: pd.Series) -> Markup | str:
    if row["share"] < 0.05:
        return "under 0.1%"
    decimals = 0 if row["share"] >= 1 else 1
    low, high = (number(row[end], decimals) for end in ("share_low", "share_high"))
    share = f"{number(row['share'], decimals)}%"
    return share if low == high else Markup('{} <span class="period">({} to {}%)</span>').format(share, low, high)


def _activities(money: pd.DataFrame, period: str) -> str:
    return "; ".join(f"{name}: {_paid(rows, period)}" for name, rows in money.groupby("activity", sort=False))


def _paid(rows: pd.DataFrame, period: str) -> str:
    known = rows[rows["value"].notna()]
    if known.empty:
        first = rows.iloc[0]
        return _WITHOUT.get(first["status"], f"{first['stated']} (another fund), no sum stated")
    parts = [
        f"{part} {pounds(value)}" if isinstance(part, str) and part else pounds(value)
        for part, value in known[["component", "value"]].itertuples(index=False)
    ]
    years = set(known["financial_year"]) - {period}
    return listed(parts) + (f" (of {listed(sorted(years))}, not added)" if years else "")


def _with_part(row: pd.Series) -> str:
    part = row["component"]
    return f"{row['activity']}: {part}" if isinstance(part, str) and part not in {"", row["unit"]} else row["activity"]


def _helped(row: pd.Series) -> str:
    return f"{'about ' if row['qualifier'] == 'approx' else ''}{number(row['beneficiaries'])}"


def _fine(value: float) -> str:
    return number(value, 0 if value >= 10 else 1)


def _range(low: float, high: float) -> str:
    return BLANK if _fine(low) == _fine(high) else f"{_fine(low)} to {_fine(high)}"


def _unmarked(name: str) -> Markup:
    return Markup('{}<br><span class="detail">no mark in the text; one may be lost</span>').format(name)


_QUALIFIERS = {"at least": "at least ", "up to": "up to ", "more than": "more than ", "approx": "about "}


def _stated(row: pd.Series) -> str:
    words = _QUALIFIERS.get(row["qualifier"], "") if isinstance(row["qualifier"], str) else ""
    if str(row["unit"]).startswith("pounds"):
        return f"{words}{pounds(row['value'], figures=4)}{_a_year(row)}"
    return f"{words}{with_unit(row['value'], row['unit'], 0 if float(row['value']).is_integer() else 1)}"


def _a_year(row: pd.Series) -> str:
    return str(row["unit"]).removeprefix("pounds")
