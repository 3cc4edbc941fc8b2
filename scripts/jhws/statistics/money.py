"""Where money goes and what it buys: sums and shares, what a sum buys, lower and upper bounds, how totals come about.

Printed sums are rounded, some to the pound and some to the million; `rounded_to` (the place value of the last
printed digit, missing where not known) tells how far the true sum may lie from the printed one.
"""

from __future__ import annotations

import re

import pandas as pd

_ENDING = re.compile(r", (lower|upper) bound$")
_PART = "part of the range"
_STEP = re.compile(r"^(less|plus) ")
_TIMES = re.compile(r"times the (?P<base>\w+)")


def shares_of_whole(
    frame: pd.DataFrame, *, value: str = "value", rounded_to: str = "rounded_to", whole: float | None = None
) -> pd.DataFrame:
    """Answer what share of a whole each part is, and how far rounding could move it.

    Parameters
    ----------
    frame
        A row a part.
    value, rounded_to
        Columns with the part's sum and with the place value of its last printed digit.
    whole
        What the parts are parts of; the sum of the parts unless told. It is taken as exact.

    Returns
    -------
    DataFrame
        The rows with `share`, `share_low` and `share_high`, in per cent of the whole; missing where the whole is
        nought. When the whole is the sum of the parts, the least share has the part at its least and all others
        at their most.
    """
    sums, half = frame[value], frame[rounded_to].fillna(0) / 2
    low, high = sums - half, sums + half
    if whole is None:
        total = sums.sum()
        least, most = low + (high.sum() - high), high + (low.sum() - low)
    else:
        total = whole
        least = most = pd.Series(whole, index=frame.index, dtype=float)
    if total == 0:
        return frame.assign(share=float("nan"), share_low=float("nan"), share_high=float("nan"))
    return frame.assign(share=100 * sums / total, share_low=100 * low / least, share_high=100 * high / most)


def investment_by(activities: pd.DataFrame, figures: pd.DataFrame, *, by: list[str], period: str) -> pd.DataFrame:
    """Add up the investments of one year in each group of activities.

    Parameters
    ----------
    activities
        A row an activity: `activity_id` and the columns of `by`.
    figures
        Figures of activities: `activity_id`, `kind`, `value`, `status`, `rounded_to`, `financial_year`.
    by
        Columns that name the groups (priority, commitment, ...).
    period
        The financial year whose sums are added; those of another year stand apart.

    Returns
    -------
    DataFrame
        A row a group, the largest sum first: the columns of `by`; `activities` in it; `funded`, those with a sum
        in this year; `value`, the sum in pounds; `rounded_to`, which `shares_of_whole` reads: the most that all
        its parts together could be off by, twice; `other_years`, the pounds printed for another year; `without`,
        activities without any sum; and `share`, `share_low`, `share_high` of all sums of the year.
    """
    money = figures[figures["kind"] == "investment"].merge(
        activities[list(dict.fromkeys(["activity_id", *by]))], on="activity_id"
    )
    known = money["value"].notna()
    now = known & (money["financial_year"] == period)
    money = money.assign(
        now=money["activity_id"].where(now),
        ever=money["activity_id"].where(known),
        other_years=money["value"].where(known & ~now, 0.0),
        value=money["value"].where(now, 0.0),
        rounded_to=money["rounded_to"].where(now, 0.0).fillna(0.0),
    )
    found = money.groupby(by, as_index=False, dropna=False).agg(
        activities=("activity_id", "nunique"),
        funded=("now", "nunique"),
        funded_ever=("ever", "nunique"),
        value=("value", "sum"),
        rounded_to=("rounded_to", "sum"),
        other_years=("other_years", "sum"),
    )
    found["without"] = found["activities"] - found["funded_ever"]
    found = found.drop(columns="funded_ever").sort_values("value", ascending=False, kind="stable")
    return shares_of_whole(found.reset_index(drop=True))


def bought_for(costs: pd.DataFrame, *, amount: float) -> pd.DataFrame:
    """Answer how many were helped for a round amount of money.

    Parameters
    ----------
    costs
        Rows of `unit_costs`, each cost above 0.
    amount
        In pounds.

    Returns
    -------
    DataFrame
        The rows with `amount`, and `bought`, `bought_low` and `bought_high`: the number for that amount, and the
        least and the most that the rounding of the printed investment allows.
    """
    return costs.assign(
        amount=amount,
        bought=amount / costs["cost"],
        bought_low=amount / costs["cost_high"],
        bought_high=amount / costs["cost_low"],
    )


def lower_and_upper(figures: pd.DataFrame) -> pd.DataFrame:
    """Put the two bounds of a range, which documents print as two figures, into one row.

    Parameters
    ----------
    figures
        Stated figures; a bound's `measure` ends with ', lower bound' or ', upper bound'.

    Returns
    -------
    DataFrame
        A row a range, in the order of its lower bound: the columns of the figures, `measure` without that ending,
        and `lower` and `upper` instead of `value`. A bound without the other is left out.
    """
    end = figures["measure"].str.extract(_ENDING, expand=False)
    rows = figures.assign(measure=figures["measure"].str.replace(_ENDING, "", regex=True))
    keys = ["source_id", "subject", "measure", "breakdown", "category", "area", "period"]
    upper = rows.loc[end == "upper", [*keys, "value"]].rename(columns={"value": "upper"})
    lower = rows[end == "lower"].rename(columns={"value": "lower"})
    return lower.merge(upper, on=keys, validate="one_to_one").drop(columns=["figure_id", "stated"])


def roll_up(ranges: pd.DataFrame) -> pd.DataFrame:
    """Answer how one total becomes another: what is taken off on the way, what is added, and whether it comes out.

    Parameters
    ----------
    ranges
        Rows of `lower_and_upper` in the order in which they are printed. A `measure` that begins with 'less' is taken
        off, one with 'plus' added; every other is a total, the first of which is what the paper begins with.

    Returns
    -------
    DataFrame
        The rows with `step` ('total', 'less' or 'plus'), and for each bound `lower_start`, `lower_end`: where the
        row's bar begins and ends (a total begins at 0), and `lower_off`: what a printed total has more than the
        rows before it come to (0 for a step and for the first total); for the upper bound likewise.
    """
    word = ranges["measure"].str.extract(_STEP, expand=False)
    result = ranges.assign(step=word.fillna("total")).reset_index(drop=True)
    sign = result["step"].map({"total": 0, "less": -1, "plus": 1})
    for bound in ("lower", "upper"):
        running, places = float("nan"), []
        for moved, value in zip(sign, result[bound], strict=True):
            if moved:
                places.append((running, running + moved * value, 0.0))
                running += moved * value
            else:
                places.append((0.0, value, 0.0 if pd.isna(running) else value - running))
                running = value
        columns = [f"{bound}_start", f"{bound}_end", f"{bound}_off"]
        result[columns] = pd.DataFrame(places, columns=columns, dtype=float)
    return result


def fee_conditions(figures: pd.DataFrame) -> pd.DataFrame:
    """Answer how large a yearly benefit has to be where a contract ties a fee to a multiple of it.

    Parameters
    ----------
    figures
        Stated figures: a condition has the unit 'times the fee'; the fee is the figure of the same subject in
        pounds whose measure names it.

    Returns
    -------
    DataFrame
        A row a condition: `subject`, `source_id`, `locator`, `multiple`, `fee`, and `needed`, the multiple of the
        fee, with `needed_low` and `needed_high`, which the rounding of the printed fee allows.
    """
    conditions = figures.assign(base=figures["unit"].str.extract(_TIMES, expand=False))
    conditions = conditions[conditions["base"].notna()].rename(columns={"value": "multiple"})
    columns = ["subject", "source_id", "locator", "multiple", "base"]
    pairs = conditions[columns].merge(
        figures.loc[figures["unit"] == "pounds", ["subject", "source_id", "measure", "value", "rounded_to"]],
        on=["subject", "source_id"],
    )
    named = [base in measure for base, measure in zip(pairs["base"], pairs["measure"], strict=True)]
    pairs = pairs[pd.Series(named, index=pairs.index, dtype=bool)]
    half = pairs["rounded_to"].fillna(0) / 2
    return pairs.assign(
        fee=pairs["value"],
        needed=pairs["multiple"] * pairs["value"],
        needed_low=pairs["multiple"] * (pairs["value"] - half),
        needed_high=pairs["multiple"] * (pairs["value"] + half),
    )[["subject", "source_id", "locator", "multiple", "fee", "needed", "needed_low", "needed_high"]].reset_index(
        drop=True
    )


def held_to_condition(ranges: pd.DataFrame, conditions: pd.DataFrame) -> pd.DataFrame:
    """Answer how many times the fee each forecast benefit is, and whether that would be enough.

    Parameters
    ----------
    ranges
        Rows of `lower_and_upper`: benefits in pounds a year. What is taken off or added on the way to a total is no
        benefit, and left out.
    conditions
        Rows of `fee_conditions`.

    Returns
    -------
    DataFrame
        Benefits of subjects that have a condition, with its columns (its locator as `condition_locator`), and
        `times_lower`, `times_upper` (times the fee) and `above`: 'all of the range', 'part of the range' or 'none of
        it' lies above what is needed; 'not sure' where the rounding of the fee leaves that open.
    """
    whole = ranges[~ranges["measure"].str.match(_STEP)]
    benefits = whole.merge(conditions.rename(columns={"locator": "condition_locator"}), on=["subject", "source_id"])
    above = pd.Series("not sure", index=benefits.index, dtype=object)
    above[(benefits["lower"] <= benefits["needed_low"]) & (benefits["upper"] > benefits["needed_high"])] = _PART
    above[benefits["lower"] > benefits["needed_high"]] = "all of the range"
    above[benefits["upper"] <= benefits["needed_low"]] = "none of it"
    times = {f"times_{bound}": benefits[bound] / benefits["fee"] for bound in ("lower", "upper")}
    return benefits.assign(**times, above=above.astype(str))


def cost_by_year(figures: pd.DataFrame) -> pd.DataFrame:
    """Answer how many cases a grant had in each year, what they cost, and what each cost.

    Parameters
    ----------
    figures
        Stated figures by year of one subject, with the measures 'cases' and 'cost'.

    Returns
    -------
    DataFrame
        A row a year in order: `year`, `cases`, `cost` (pounds), `cost_for_each` (missing where there were no
        cases), `to_date` (whether the year was not over), source and locator.
    """
    rows = figures[figures["breakdown"] == "year"]
    keys = ["category", "source_id"]
    cases = rows.loc[rows["measure"] == "cases", [*keys, "value", "locator", "stated", "note"]]
    cost = rows.loc[rows["measure"] == "cost", [*keys, "value"]].rename(columns={"value": "cost"})
    found = cases.merge(cost, on=keys, validate="one_to_one").sort_values("category", kind="stable")
    found = found.rename(columns={"category": "year", "value": "cases"}).reset_index(drop=True)
    return found.assign(
        cost_for_each=found["cost"] / found["cases"].where(found["cases"] > 0),
        to_date=found["note"].str.startswith("To date", na=False),
    )


def fund_spend(figures: pd.DataFrame) -> pd.DataFrame:
    """Answer how a fund was spent: its parts, their share of its budget, and what its parts leave open.

    Parameters
    ----------
    figures
        Stated figures of funds: 'spend' and 'share of spend' by type of spend, and the 'total pooled budget'.

    Returns
    -------
    DataFrame
        A row a part, the largest first in each fund: `subject`, `category`, `value` (pounds), `stated_share` (per
        cent, as printed), `share` (per cent of the budget, computed, with `share_low` and `share_high`), `budget`,
        `agrees` (whether the printed share is the computed one, rounded), source and locator. A last row without
        `category` holds what of the budget the parts leave open.
    """
    parts = figures[(figures["breakdown"] == "type of spend") & figures["measure"].isin(["spend", "share of spend"])]
    budgets = figures[figures["measure"] == "total pooled budget"].set_index("subject")["value"]
    found = [_spend_of(rows, budgets[subject]) for subject, rows in parts.groupby("subject") if subject in budgets]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_FUND)


_FUND = ["subject", "category", "period", "value", "rounded_to", "stated_share", "budget", "share", "share_low"]
_FUND += ["share_high", "agrees", "source_id", "locator"]


def _spend_of(rows: pd.DataFrame, budget: float) -> pd.DataFrame:
    printed = rows[rows["measure"] == "share of spend"].set_index("category")
    parts = rows[rows["measure"] == "spend"].sort_values("value", ascending=False, kind="stable")
    rest = parts.head(1).assign(category=None, value=budget - parts["value"].sum(), locator=None)
    parts = shares_of_whole(pd.concat([parts, rest], ignore_index=True), whole=budget)
    stated = parts["category"].map(printed["value"])
    half = parts["category"].map(printed["rounded_to"]) / 2
    agrees = (parts["share_low"] <= stated + half) & (parts["share_high"] >= stated - half)
    return parts.assign(stated_share=stated, budget=budget, agrees=agrees)[_FUND]
