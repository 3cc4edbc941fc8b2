"""How well do care services perform? In sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import counted, in_words, interval, listed, number, sentence, with_unit
from jhws.present.sentences.delivered import target
from jhws.present.stated import share_stated

_GOOD_OR_OUTSTANDING = "Good or Outstanding"
_WHOLE = "regulated adult social care services"
_KINDS = {"community-based adult social care": "community-based services", _WHOLE: "services"}

# Where people go after a stay on discharge pathway 2, gathered as a reader would ask.
_AFTERWARDS = {
    "went home": ["Home independently", "Home with Package of Care", "Home First"],
    "went into a care home": ["Nursing home", "Residential home"],
    "were back in hospital": ["Hospital readmission"],
    "were at the end of life": ["End-of-life"],
}


def answer(
    summary: pd.DataFrame, against: pd.DataFrame, plans: pd.DataFrame, shares: pd.DataFrame, *, area: str
) -> Sentences:
    """Open the chapter: national measures beside the median, ratings, plans, reablement.

    Parameters
    ----------
    summary
        Rows of `statistics.summarise_series` of the measures of adult social care.
    against
        Rows of `statistics.ratings_against`.
    plans
        Rows of `statistics.plan_against_actual`.
    shares
        Rows of `statistics.reported_shares`.
    area
        The area's name.
    """
    parts = [_beside_median(summary, area), _rated(against), *_planned(plans), _reablement(shares)]
    told = [part for part in parts if part]
    return (
        Sentences("services-answer", told, lead=True) if told else nothing_to_show("services-answer", "Care services")
    )


def _beside_median(summary: pd.DataFrame, area: str) -> str:
    rows = summary[(summary["reference_kind"] == "median") & summary["reference"].notna()]
    if rows.empty:
        return ""
    judged = rows[rows["polarity"] != "no judgement"]
    equal = judged[judged["value"] == judged["reference"]]
    apart = judged.drop(equal.index)
    good = (apart["value"] > apart["reference"]) == (apart["polarity"] == "high is good")
    told = [
        f"on the good side of the English median in {in_words(int(good.sum()))}{_named(apart[good])}",
        f"on the wrong side in {in_words(int((~good).sum()))}{_named(apart[~good])}",
    ]
    told += [f"level with it in {in_words(len(equal))}"] if len(equal) else []
    periods = listed(sorted(rows["period"].unique()))
    unjudged = len(rows) - len(judged)
    rest = f" {sentence(in_words(unjudged))} cannot be judged good or bad." if unjudged else ""
    return (
        f"Of {counted(len(rows), 'national measure', 'national measures')} of adult social care ({periods}), "
        f"{area} is {listed(told)}.{rest}"
    )


def _named(rows: pd.DataFrame) -> str:
    """Name up to two measures; more would drown the count."""
    names = [f"‘{name}’" for name in rows["indicator"]]
    return f" ({listed(names)})" if 0 < len(names) < 3 else ""


def _rated(against: pd.DataFrame) -> str:
    """Say for each kind of service how many are Good or Outstanding, and how that stands against others."""
    rows = against[against["rating"] == _GOOD_OR_OUTSTANDING]
    told = []
    for subject, group in rows.groupby("subject", sort=False):
        row = group.iloc[0]
        words = [
            f"{comparison} {_WORD[comparison]} {_others(group[group['comparison'] == comparison])}"
            for comparison in dict.fromkeys(group["comparison"])
        ]
        told.append(
            f"{number(row['count'])} of {number(row['denominator'])} {_KINDS.get(str(subject), subject)} are rated "
            f"Good or Outstanding ({number(row['value'], 1)}%, 95% interval {_limits(row)}), {listed(words)}."
        )
    return " ".join([*told, *_apart(against)])


def _apart(against: pd.DataFrame) -> list[str]:
    """Name the single ratings that chance does not explain."""
    rows = against[against["comparison"].isin(["better", "worse"]) & (against["rating"] != _GOOD_OR_OUTSTANDING)]
    return [
        f"{row['rating']} {_KINDS.get(row['subject'], row['subject'])} are "
        f"{'more' if row['value'] > row['reference'] else 'fewer'} than in {row['other']} "
        f"({number(row['value'], 1)}% against {number(row['reference'])}%)."
        for _, row in rows.iterrows()
    ]


_WORD = {"similar": "to", "better": "than", "worse": "than", "higher": "than", "lower": "than"}


def _others(group: pd.DataFrame) -> str:
    return listed(
        [f"{other} ({number(share)}%)" for other, share in zip(group["other"], group["reference"], strict=True)]
    )


def _limits(row: pd.Series) -> str:
    return interval(row["lower"], row["upper"], 1)


def _planned(plans: pd.DataFrame) -> list[str]:
    """Say what came of each metric that has both a plan and an actual figure."""
    told = []
    for _, row in plans.iterrows():
        apart = row["percent_of_plan"] - 100
        more = f"{number(abs(apart))}% {'more' if apart > 0 else 'fewer'} than planned" if apart else "as planned"
        verdict = "" if row["status"] == "not known" else f", so the plan was {row['status']}"
        told.append(
            f"There were {with_unit(row['actual'], row['unit'])} in {row['period']} ({row['metric']}) against a plan "
            f"of {number(row['plan'])}: {more}{verdict}."
        )
    return told


def _reablement(shares: pd.DataFrame) -> str:
    """Say what the papers report of people after reablement."""
    rows = shares[shares["name"].str.contains("reablement", case=False)]
    told = [f"{share_stated(row)} {_without_subject(row['name'])}" for _, row in rows.iterrows()]
    return f"Of people who had reablement, the papers report {listed(told)}." if told else ""


def _without_subject(name: str) -> str:
    name = name.rpartition(": ")[2].removeprefix("people ").removeprefix("People ")
    return name.replace(" after reablement", " afterwards")


def targets(rows: pd.DataFrame) -> Sentences:
    """Say what came of each target, as far as it is known.

    Parameters
    ----------
    rows
        Rows of `statistics.target_status`.
    """
    if rows.empty:
        return nothing_to_show("care-targets", "Targets for care services")
    return Sentences("care-targets", [target(row) for _, row in rows.iterrows()])


def official_beside(shares: pd.DataFrame, summary: pd.DataFrame, *, indicator: str, area: str) -> Sentences:
    """Set the official figure beside what papers report of reablement.

    Parameters
    ----------
    shares
        Rows of `statistics.reported_shares`.
    summary
        Rows of `statistics.summarise_series`.
    indicator
        Id of the official indicator.
    area
        The area's name.
    """
    reported = shares[shares["name"].str.contains("reablement", case=False) & shares["name"].str.contains(r"\bno\b")]
    official = summary[summary["indicator_id"] == indicator]
    if reported.empty or official.empty:
        return nothing_to_show("official-beside", "The official figure beside the papers’ own")
    row, paper = official.iloc[0], reported.iloc[0]
    return Sentences(
        "official-beside",
        [
            f"The papers say ‘{paper['stated']}’ of people with no further need after reablement. The official figure "
            f"for {area} is {with_unit(row['value'], row['unit'], int(row['decimals']))} in {row['period']}; the "
            f"median of English authorities is {with_unit(row['reference'], row['unit'], int(row['decimals']))}. "
            "The two may count different people and times."
        ],
    )


def admissions(figures: pd.DataFrame) -> Sentences:
    """Say how avoidable admissions are shared among hospitals, and how much of them is not named.

    Parameters
    ----------
    figures
        Stated figures; those in per cent by 'acute trust' are told.
    """
    rows = figures[(figures["breakdown"] == "acute trust") & figures["value"].notna()]
    if rows.empty:
        return nothing_to_show("admissions-by-hospital", "Admissions by hospital")
    rows = rows.sort_values("value", ascending=False, kind="stable")
    first, *others = [f"to {trust}" for trust in rows["category"]]
    shares = [f"{number(rows['value'].iloc[0])}% were {first}"]
    shares += [f"{number(value)}% {trust}" for value, trust in zip(rows["value"].iloc[1:], others, strict=True)]
    rest = 100 - rows["value"].sum()
    unnamed = f" Where the other {number(rest)}% went is not stated." if rest > 0 else ""
    about = rows.iloc[0]
    told = f"Of {about['subject']} in {about['period']}, {listed(shares)} (letters as the plan prints them).{unnamed}"
    return Sentences("admissions-by-hospital", [told])


def afterwards(figures: pd.DataFrame) -> Sentences:
    """Say where people went after a stay: home, into a care home, back to hospital.

    Parameters
    ----------
    figures
        Stated figures; those with the breakdown 'outcome of discharge' are told.
    """
    rows = figures[(figures["breakdown"] == "outcome of discharge") & figures["value"].notna()]
    shares = rows.set_index("category")["value"]
    sums = {told: shares.reindex(names).sum() for told, names in _AFTERWARDS.items() if set(names) <= set(shares.index)}
    if not sums:
        return nothing_to_show("afterwards", "Where people went after their stay")
    first, *others = [f"{number(total)}% {told}" for told, total in sums.items()]
    home = [name for name in _AFTERWARDS["went home"] if name in shares]
    parts = listed([f"{number(shares[name])}% {_HOW[name]}" for name in home])
    about = rows.iloc[0]
    told = f"After a stay on {about['subject']} ({about['period']}), {first}: {parts}. A further {listed(others)}."
    return Sentences("afterwards", [told])


_HOW = {
    "Home independently": "on their own",
    "Home with Package of Care": "with a package of care",
    "Home First": "with the Home First service",
}


def bed_totals(rows: pd.DataFrame) -> Sentences:
    """Say whether the totals of a bed model are what their parts come to.

    Parameters
    ----------
    rows
        Rows of `statistics.beds_needed`.
    """
    totals = rows[rows["is_total"].astype(bool)]
    if totals.empty:
        return nothing_to_show("bed-totals", "Totals of the bed model")
    told = []
    for _, row in totals.iterrows():
        agree = "agree" if row["verdict"] == "confirmed" else "do not agree"
        by_share = row["beds"] * (1 + row["extra"] / 100)
        told.append(
            f"The plan says that {row['part']} together need {number(row['beds'])} beds, or "
            f"{number(row['beds_with_extra'])} with {number(row['extra'])}% more. Their parts add up to "
            f"{number(row['beds_computed'])} and {number(row['computed'])}; {number(row['extra'])}% on the first "
            f"total gives {number(round(by_share, 6), 2)}: the totals {agree} with their parts."
        )
    blank = rows.loc[~rows["is_total"].astype(bool) & rows["demand"].isna(), "part"].tolist()
    if blank:
        told.append(
            f"The share of demand of {listed(blank)} is not legible in the copy used; nothing is put in for it."
        )
    return Sentences("bed-totals", told)


def inspected(shares: pd.DataFrame, figures: pd.DataFrame, *, area_code: str) -> Sentences:
    """Say how the services inspected in one year were rated beside all, and where counts do not fit.

    Parameters
    ----------
    shares
        Rows of `statistics.rating_shares`.
    figures
        Stated figures on quality: they tell after how many years a Good service is inspected again.
    area_code
        The edition's own area.
    """
    own = shares[shares["area_code"] == area_code]
    latest = own[own["of"].str.contains("inspected") & (own["rating"] == "Good")]
    if latest.empty:
        return nothing_to_show("inspected", "Services inspected in the year")
    told = []
    for _, row in latest[latest["basis"] == "counts"].iterrows():
        everyone = own[(own["subject"] == row["subject"]) & (own["of"] == "services") & (own["rating"] == "Good")]
        beside = "".join(
            f", against {_percent_1(found)} of all {number(found['denominator'])}" for _, found in everyone.iterrows()
        )
        told.append(
            f"Of the {number(row['denominator'])} {_KINDS.get(row['subject'], row['subject'])} inspected in "
            f"{row['period']}, {_percent_1(row)} were rated Good{beside}."
        )
    years = figures.loc[figures["measure"].str.contains("next inspection"), "value"]
    if len(years):
        told.append(
            f"A service rated Good is usually left for {in_words(int(years.iloc[0]))} years or more, so those "
            "inspected in a year are no fair sample of all: the two figures answer different questions."
        )
    for _, row in latest[latest["basis"] == "counts differ"].iterrows():
        share = 100 * row["count"] / row["denominator"]
        told.append(
            f"For {_KINDS.get(row['subject'], row['subject'])} the counts printed for {row['period']} add up to "
            f"{number(row['denominator'])}, of which {number(row['count'])} Good would be {number(share)}%, where the "
            f"paper prints {number(row['stated_share'])}%. The shares are shown as printed and get no limits."
        )
    return Sentences("inspected", [" ".join(told)])


def _percent_1(row: pd.Series) -> str:
    return f"{number(row['value'], 1)}% ({_limits(row)})"


def denominators(
    shares: pd.DataFrame, figures: pd.DataFrame, comparators: Sequence[str], *, area_code: str
) -> Sentences:
    """Say of how many services the shares are taken, where the text counts others, and who the comparators are.

    Parameters
    ----------
    shares
        Rows of `statistics.rating_shares`.
    figures
        Stated figures on quality: how many 'organisations' there are of each kind.
    comparators
        Names of the authorities that the paper compares with.
    area_code
        The edition's own area.
    """
    rows = shares[(shares["area_code"] == area_code) & (shares["of"] == "services") & (shares["basis"] == "counts")]
    rows = rows.drop_duplicates("subject")
    if rows.empty:
        return nothing_to_show("denominators", "Of how many services the shares are")
    of_table = rows.set_index("subject")["denominator"]
    counted_in_text = figures[(figures["measure"] == "organisations") & figures["category"].isin(of_table.index)]
    in_text = counted_in_text.set_index("category")["value"].reindex(of_table.index).dropna()
    other = in_text[in_text != of_table.reindex(in_text.index)]
    told = (
        f"The shares are of the sum of the paper’s own table ({_counts(of_table)}), unrated services included, because "
        "each share printed in it follows from that sum."
    )
    if len(other):
        told += f" The paper’s text counts {_counts(other)}; why the table has other numbers is not stated."
    names = [f"The comparator authorities are {listed(list(comparators))}."] if len(comparators) else []
    return Sentences("denominators", [told, *names])


def _counts(counts: pd.Series) -> str:
    told = [f"{number(count)} {_KINDS.get(str(kind), kind)}" for kind, count in counts.items() if kind != _WHOLE]
    return listed([*told, *(f"{number(count)} in all" for kind, count in counts.items() if kind == _WHOLE)])


def beds(figures: pd.DataFrame, *, area_code: str) -> Sentences:
    """Say how many beds are registered, with what the paper gives for other areas beside it.

    Parameters
    ----------
    figures
        Stated figures on quality; those of 'beds registered' are told.
    area_code
        The edition's own area.
    """
    rows = figures[(figures["measure"] == "beds registered") & figures["value"].notna()]
    own, others = rows[rows["area_code"] == area_code], rows[rows["area_code"] != area_code]
    if own.empty:
        return nothing_to_show("beds", "Beds registered")
    row = own.iloc[0]
    told = f"There are {number(row['value'])} {row['subject']} registered in {row['area']} ({row['period']})."
    if len(others):
        beside = [f"{number(value)} for {area}" for area, value in zip(others["area"], others["value"], strict=True)]
        told += (
            f" The paper sets beside it {listed(beside)}; whether that is an average of authorities is not stated, nor "
            "how many people the beds are for."
        )
    return Sentences("beds", [told])


def ombudsman(rows: pd.DataFrame) -> Sentences:
    """Say in how many of the cases that it decided the Ombudsman found fault.

    Parameters
    ----------
    rows
        A row of `statistics.share_of_cases`: fault found, of those decided.
    """
    if rows.empty:
        return nothing_to_show("ombudsman", "Decisions of the Ombudsman")
    row = rows.iloc[0]
    return Sentences(
        "ombudsman",
        [
            f"The Ombudsman found the council at fault in {in_words(int(row['count']))} of "
            f"{in_words(int(row['denominator']))} cases that it decided in {row['period']}: {number(row['value'])}%, "
            f"with a 95% interval of {interval(row['lower'], row['upper'])}%. So few cases say little."
        ],
    )
