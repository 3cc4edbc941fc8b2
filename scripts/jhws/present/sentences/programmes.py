"""Are the change programmes paying off? In sentences."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from jhws.present.exhibit import Sentences, nothing_to_show
from jhws.present.numbers import (
    counted,
    in_words,
    interval,
    listed,
    number,
    on_day,
    pounds,
    sentence,
    some_of,
    with_unit,
)
from jhws.present.tables.programmes import figure

_MEASURED = ["before and after", "change only"]
_NO_FIGURE = ["words only", "activity only", "nothing stated"]
# What a paper lets one conclude, where that is little.
_CLOSING = {
    "level only": "There is nothing to compare the figure of its effect with.",
    "words only": "The paper tells of the effect in words; it states no figure of it.",
    "activity only": "The paper states no measure of effect.",
    "nothing stated": "The paper states no measure of effect.",
}


def answer(verdicts: pd.DataFrame, results: pd.DataFrame, forecast: pd.DataFrame) -> Sentences:
    """Open the chapter: which programmes have figures of their effect, and what these say.

    Parameters
    ----------
    verdicts
        Rows of `statistics.programme_verdicts`.
    results
        Rows of `statistics.programme_results`.
    forecast
        Rows of `statistics.cohort_forecast`, or none.
    """
    if verdicts.empty:
        return nothing_to_show("programmes-answer", "Are the change programmes paying off?")
    rows = verdicts.sort_values("position", kind="stable")
    effects = results[results["kind"] == "effect"].sort_values("position", kind="stable")
    told = [
        _held(rows[rows["verdict"] == "against its promise"], effects, len(rows)),
        *(_measured(row, effects) for _, row in rows[rows["verdict"].isin(_MEASURED)].iterrows()),
        *(_level(row, effects) for _, row in rows[rows["verdict"] == "level only"].iterrows()),
    ]
    without = rows.loc[rows["verdict"].isin(_NO_FIGURE), "programme"].tolist()
    if without:
        told.append(f"The papers state no figure of the effect of {in_words(len(without))}: {listed(without)}.")
    parts = [" ".join(told)]
    if len(forecast) > 1:
        first, last = forecast.iloc[0], forecast.iloc[-1]
        parts.append(
            "Young people with medium or high needs: by the paper’s counts, "
            f"{number(first['lower'])} turn {first['age']} in the school year {first['school_year']} and "
            f"{number(last['upper'])} in {last['school_year']}, if needs stay as they are and nobody moves in or out."
        )
    return Sentences("programmes-answer", parts, lead=True)


def target_operating_model(
    verdicts: pd.DataFrame, results: pd.DataFrame, figures: pd.DataFrame, matrices: pd.DataFrame
) -> Sentences:
    """Say how the Target Operating Model stands: its own status, its tests, the benefit promised."""
    name = "Target Operating Model"
    own = figures[figures["subject"] == name]
    status = matrices[matrices["matrix"] == f"{name}: status in words"]
    told = []
    if len(status):
        words = [f"{mark} {against}" for mark, against in status[["mark", "column"]].to_numpy()]
        told.append(f"The paper calls it {listed(words)}.")
    tested, teams = _stated(own, "teams in the design phase"), _stated(own, "teams county-wide")
    if pd.notna(tested) and pd.notna(teams):
        told.append(f"The results so far are of {in_words(int(tested))} test teams, of about {number(teams)} in all.")
    rows = _of(verdicts, results, name)
    moved = [
        f"{_small(row['measure'])}, from {figure(row, 'before')} to {figure(row, 'reached')}"
        for _, row in rows[rows["evidence"] == "before and after"].iterrows()
    ]
    changes = int((rows["evidence"] == "change only").sum())
    if moved:
        more = f"; beside these, {counted(changes, 'change', 'changes')} without the figures before and after"
        told.append(f"The paper reports {'; '.join(moved)}{more if changes else ''}.")
    lower, upper = (_stated(own, f"forecast recurrent benefit, {end} bound") for end in ("lower", "upper"))
    if pd.notna(lower) and pd.notna(upper):
        fee = _stated(own, "one-off fee of the strategic development partner")
        once = f", for a one-off fee of {pounds(fee)} to its partner" if pd.notna(fee) else ""
        told.append(
            f"Promised is a benefit of {pounds(lower)} to {pounds(upper)} each year{once}; how much of it has come is "
            "not stated."
        )
    kinds = matrices.loc[matrices["matrix"] == f"{name}: workstream by kind of benefit", "column"].value_counts()
    if len(kinds):
        of_each = [f"{in_words(int(count))} of {kind}s" for kind, count in kinds.items()]
        told.append(f"It is to come from {in_words(int(kinds.sum()))} workstreams: {listed(of_each)}.")
    return _programme(verdicts, name, told)


def lightbulb(verdicts: pd.DataFrame, results: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say what Lightbulb promised and reached, and what its paper leaves open."""
    name = "Lightbulb"
    rows = _of(verdicts, results, name)
    told = []
    for _, row in rows[rows["reached_unit"] == "days"].dropna(subset=["before_value", "promised_value"]).iterrows():
        before, promised, reached = (row[f"{part}_value"] for part in ("before", "promised", "reached"))
        told.append(
            f"It takes {number(reached)} days on average to deliver a case: {_fewer(before, reached)} than before "
            f"({number(before)}) and {_fewer(promised, reached)} than the business case promised ({number(promised)})."
        )
    told += [
        f"{row['measure']}: from {number(row['before_value'])} to {number(row['reached_value'])}."
        for _, row in rows[rows["evidence"] == "before and after"].iterrows()
    ]
    told += [f"{row['measure']}: {figure(row, 'change')}." for _, row in rows[rows["change_value"].notna()].iterrows()]
    wished = _stated(figures, "share of customers who wished to have a single point of contact", subject=name)
    if pd.notna(wished):
        told.append(
            f"Before it began, {number(wished)}% of customers wished for a single point of contact; how satisfied "
            "customers are now is not stated."
        )
    return _programme(verdicts, name, told)


def home_care(verdicts: pd.DataFrame, figures: pd.DataFrame, milestones: pd.DataFrame) -> Sentences:
    """Say when the present home care contract ends, and what is known of the new service."""
    name = "New home care service"
    told = []
    contract = "domiciliary care contract (now running)"
    years, more = (
        _stated(figures, part, subject=contract) for part in ("length of the contract", "possible extension")
    )
    if pd.notna(years) and pd.notna(more):
        told.append(
            f"The present contract was for {in_words(int(years))} years, with up to {in_words(int(more))} more."
        )
    ends = milestones[milestones["programme"] == "Home care: present service"]
    told += [f"{milestone} {when}." for milestone, when in ends[["milestone", "date_stated"]].to_numpy()]
    lower, upper = (
        _stated(figures, f"hours a week that a provider would deliver, as recommended, {end} bound")
        for end in ("lower", "upper")
    )
    if pd.notna(lower) and pd.notna(upper):
        told.append(
            "For the new service the market analysis recommends local owner-managed providers of "
            f"{number(lower)} to {number(upper)} hours a week each, beside larger ones."
        )
    minutes = _stated(figures, "rounding of visits in the payment rules, as recommended")
    if pd.notna(minutes):
        told.append(f"It recommends that paid visits be rounded to the nearest {in_words(int(minutes))} minutes.")
    undated = milestones[milestones["programme"] == "Home care: procurement"]
    undated = undated[undated[["start", "end"]].isna().all(axis=1) & undated["date_stated"].str.contains(r"\d{4}")]
    if len(undated):
        seasons = [
            f"{_small(milestone)}, {when}" for milestone, when in undated[["milestone", "date_stated"]].to_numpy()
        ]
        told.append(f"Without a month the paper gives: {'; '.join(seasons)}.")
    told.append("The report on it does not state how many providers and visits there are now.")
    return _programme(verdicts, name, told)


def transitions(verdicts: pd.DataFrame, results: pd.DataFrame) -> Sentences:
    """Say what has been set up for young people who move to adults' services."""
    name = "Preparing for Adulthood"
    told = []
    for _, row in _of(verdicts, results, name).iterrows():
        if pd.notna(row["before_value"]) and pd.notna(row["reached_value"]):
            told.append(
                f"{row['measure']}: from {number(row['before_value'])} to {number(row['reached_value'])} "
                f"{row['reached_unit']}."
            )
            if isinstance(row["note"], str):
                told.append(row["note"])
    return _programme(verdicts, name, told)


def cohort(forecast: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say how many reach adulthood and when, which share of those at risk is counted, and what is assumed.

    Parameters
    ----------
    forecast
        Rows of `statistics.cohort_forecast`.
    figures
        Stated figures, among them the number at medium or high risk over a range of year groups.
    """
    if len(forecast) < 2:
        return nothing_to_show("cohort-said", "Who becomes adult when")
    first, last = forecast.iloc[0], forecast.iloc[-1]
    lower, upper = forecast["lower"].sum(), forecast["upper"].sum()
    parts = [
        f"Of the pupils with medium or high needs, {number(first['lower'])} are in {first['year_group']} now and turn "
        f"{first['age']} in {first['school_year']}. For those who are in {last['year_group']} now the paper projects "
        f"{number(last['upper'])}, {_more(first['lower'], last['upper'])}; they turn {last['age']} in "
        f"{last['school_year']}. The {in_words(len(forecast))} school years together come to between {number(lower)} "
        f"and {number(upper)}."
    ]
    for _, row in figures[figures["measure"] == "people in any given year"].iterrows():
        parts.append(
            f"About {number(row['value'])} young people in {row['category']} are ranked at medium or high risk in any "
            f"given year. The paper gives one of these year groups as it is now, {first['year_group']}: "
            f"{number(100 * first['lower'] / row['value'])}% of them. How many are at low risk, and how many will have "
            "needs that adults’ services must meet, is not stated."
        )
    turns = figures[figures["measure"] == "age reached in the school year"]
    ages = [
        f"pupils turn {number(row['value'])} in {row['category']}, as the paper says, and a year older each year after"
        for _, row in turns.iterrows()
    ]
    assumed = [
        "nobody moves in or out, and nobody’s needs change",
        *ages,
        "each year group that is not stated lies between the two that are, as the paper finds more need in the younger "
        "ones",
    ]
    parts.append(f"What is assumed: {'; '.join(assumed)}. How the paper made its projection is not stated.")
    return Sentences("cohort-said", parts)


def inspired_to_care(verdicts: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say how high turnover is, how many staff are needed, and whom the team has reached."""
    name = "Inspired to Care"
    told = []
    rates = figures[figures["measure"] == "turnover rate, average"]
    own, others = rates[rates["breakdown"].isna()], rates[rates["breakdown"] == "comparator"]
    if len(own) and len(others):
        others = others.sort_values("value", ascending=False)
        beside = [
            f"{with_unit(value, '%', 1 if value % 1 else 0)} of {subject} in the {area}"
            for value, subject, area in others[["value", "subject", "area"]].to_numpy()
        ]
        here = own.iloc[0]
        told.append(
            f"Turnover is {number(here['value'], 1)}% of {here['subject']} in {here['area']}, beside {listed(beside)}; "
            "the year is not stated."
        )
    needed = figures[figures["measure"] == "further staff required"].sort_values("value", ascending=False)
    if len(needed):
        parts = [f"{number(value)} in {kind} services" for kind, value in needed[["category", "value"]].to_numpy()]
        told.append(
            f"Outside providers need {number(needed['value'].sum())} more staff {needed.iloc[0]['period']}: "
            f"{listed(parts)}. How many they have now is not stated."
        )
    members = _stated(figures, "members of the scheme")
    reach = figures[figures["measure"] == "people reached"]
    if pd.notna(members) and len(reach):
        told.append(
            f"The scheme has {number(members)} members; how many providers there are is not stated. A campaign reached "
            f"{number(reach.iloc[0]['value'])} people ({_area(reach.iloc[0])})."
        )
    return _programme(verdicts, name, told)


def pathway_2(
    verdicts: pd.DataFrame,
    results: pd.DataFrame,
    figures: pd.DataFrame,
    milestones: pd.DataFrame,
    matrices: pd.DataFrame,
) -> Sentences:
    """Say what was wrong before the pilot, where people went, and what it is said to have brought."""
    name = "Pathway 2 pilot"
    told = []
    issues = matrices.loc[matrices["matrix"] == "Pathway 2: issues before the hub model", "row"]
    if len(issues):
        told.append(f"What the paper found before: {'; '.join(_small(issue) for issue in issues)}.")
    outcomes = figures[figures["breakdown"] == "outcome of discharge"].set_index("category")
    if {"Home independently", "Home with Package of Care", "Hospital readmission"} <= set(outcomes.index):
        share = outcomes["value"].map(number)
        told.append(
            f"From {outcomes['period'].iloc[0]}, {share['Home independently']}% of people went home from these beds "
            f"independently and {share['Home with Package of Care']}% with a package of care, which the paper calls "
            f"the aim for most; {share['Hospital readmission']}% went back to hospital."
        )
    pilot = milestones[(milestones["programme"] == "Pathway 2") & milestones["milestone"].str.startswith("Pilot")]
    for _, row in pilot.dropna(subset=["start", "end"]).iterrows():
        start, end = (on_day(pd.Timestamp(row[day])) for day in ("start", "end"))
        told.append(f"The pilot ran from {start} to {end}.")
    words = _of(verdicts, results, name)["words"].dropna()
    if len(words):
        told.append(f"It reports, without a number: {'; '.join(map(_small, words))}.")
    return _programme(verdicts, name, told)


def recruitment(verdicts: pd.DataFrame, ratios: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say how applications for jobs rose, how far chance could bring it, and what is not known.

    Parameters
    ----------
    ratios
        Rows of `statistics.year_before_ratio`: `category` is the team, 'Total' all of them.
    figures
        The stated counts, with their notes.
    """
    name = "Recruitment to hospital discharge services"
    told = [
        f"Applications to all the teams together went from {number(row['before'])} in {row['period_before']} to "
        f"{number(row['after'])} in {row['period']}: {number(row['ratio'], 1)} times as many "
        f"(95% limits {interval(row['lower'], row['upper'], 1)})."
        for _, row in ratios[ratios["category"] == "Total"].iterrows()
    ]
    teams = ratios[ratios["category"] != "Total"]
    unsure = int(((teams["lower"] <= 1) & (teams["upper"] >= 1)).sum())
    if len(teams):
        told.append(
            f"Team by team and month by month the numbers are small: "
            f"{some_of(unsure, len(teams), 'change', 'changes')} could be chance."
        )
    notes = figures.loc[figures["period"].isin(ratios["period"]), "note"].dropna().unique()
    told += [f"The paper notes: {_small(note)}" for note in notes]
    if told:
        told.append(
            "How many posts were filled, how many staff stayed, and whether the incentives brought the rise cannot be "
            "told from these figures."
        )
    return _programme(verdicts, name, told)


def mental_health_support_teams(verdicts: pd.DataFrame, figures: pd.DataFrame) -> Sentences:
    """Say how many teams there are to be, where, and whom they have reached."""
    name = "Mental Health Support Teams"
    own = figures[figures["subject"] == name]
    told = []
    parts = own[own["measure"] == "localities"].sort_values("value", ascending=False)
    for _, row in own[own["measure"] == "working teams"].iterrows():
        where = [f"{in_words(int(value))} in {place}" for place, value in parts[["category", "value"]].to_numpy()]
        told.append(
            f"By the {row['period']} {number(row['value'])} teams are to be working in {row['area']}: {listed(where)}."
        )
    planned = own[own["measure"] == "new wave 11 teams planned"].sort_values("value", ascending=False)
    if len(planned):
        where = [f"{in_words(int(value))} in {place}" for place, value in planned[["category", "value"]].to_numpy()]
        told.append(f"More are being planned for {planned.iloc[0]['period']}: {listed(where)}.")
    reached = "children and young people reached in the mental health week"
    for _, row in own[own["measure"] == reached].iterrows():
        told.append(
            f"In the mental health week they reached {number(row['value'])} children and young people across "
            f"{row['area']}, by initial numbers; how many of these in each area is not stated."
        )
    return _programme(verdicts, name, told)


def counted_so_far(verdicts: pd.DataFrame, results: pd.DataFrame, name: str, *, area: str) -> Sentences:
    """Say what a programme has counted so far.

    Parameters
    ----------
    name
        The programme's name.
    area
        Code of the edition's area; a figure of another names its own.
    """
    rows = _of(verdicts, results, name)
    rows = rows[rows["reached_value"].notna()]
    told = [f"{sentence('; '.join(_told(row, 'reached', area) for _, row in rows.iterrows()))}."] if len(rows) else []
    return _programme(verdicts, name, told)


def steps_so_far(verdicts: pd.DataFrame, actions: pd.DataFrame, name: str) -> Sentences:
    """Say of how many steps of a programme progress is reported."""
    told = []
    for strand in verdicts.loc[verdicts["programme"] == name, "strand"]:
        rows = actions[actions["strand"] == strand]
        given = rows[(rows["update"] == "given") & rows["progress"].notna()]
        told.append(
            f"The paper lists {counted(len(rows), 'step', 'steps')} and reports progress on {in_words(len(given))}."
        )
        if len(given):
            steps = [
                f"{_small(action.rstrip('.'))} ({_small(done)})"
                for action, done in given[["action", "progress"]].to_numpy()
            ]
            told.append(f"These are: {'; '.join(steps)}.")
    return _programme(verdicts, name, told)


def _programme(verdicts: pd.DataFrame, name: str, so_far: list[str]) -> Sentences:
    """Tell of a programme: what it should bring, what it has brought so far, what is still to come."""
    rows = verdicts[verdicts["programme"] == name]
    if rows.empty:
        return nothing_to_show(f"so-far-{name.lower().replace(' ', '-')}", name)
    row = rows.iloc[0]
    closing = _CLOSING.get(row["verdict"])
    so_far = [*so_far, *([closing] if closing else [])]
    parts = [
        (f"{name}: what it should bring", row["aim"]),
        ("So far", " ".join(so_far)),
        ("Still to come", row["to_come"]),
    ]
    return Sentences(
        f"so-far-{row['programme_id']}",
        [Markup("<strong>{}.</strong> {}").format(label, text) for label, text in parts if text],
    )


def _of(verdicts: pd.DataFrame, results: pd.DataFrame, name: str) -> pd.DataFrame:
    ids = verdicts.loc[verdicts["programme"] == name, "programme_id"]
    return results[results["programme_id"].isin(ids)].sort_values("position", kind="stable")


def _stated(figures: pd.DataFrame, measure: str, *, subject: str | None = None) -> float:
    """Give the value of a stated figure; no number where there is none."""
    rows = figures[figures["measure"] == measure]
    if subject is not None:
        rows = rows[rows["subject"] == subject]
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


def _held(rows: pd.DataFrame, effects: pd.DataFrame, total: int) -> str:
    """Say which programmes can be held against what they promised, and what came of the first promise of each."""
    of_all = f"of {counted(total, 'change programme', 'change programmes')}"
    if rows.empty:
        return f"None {of_all} can be held against what it promised."
    met, promises = int(rows["met"].sum()), int((rows["met"] + rows["missed"]).sum())
    told = [
        f"{sentence(in_words(len(rows)))} {of_all} can be held against what it promised, "
        f"{listed(rows['programme'].tolist())}: {some_of(met, promises, 'promise', 'promises')} "
        f"{'was' if met < 2 else 'were'} met."
    ]
    pairs = effects[effects["programme_id"].isin(rows["programme_id"])].dropna(
        subset=["promised_value", "reached_value"]
    )
    told += [
        f"{row['measure']}: {figure(row, 'reached')}, where {figure(row, 'promised')} were promised."
        for _, row in pairs.drop_duplicates("programme_id").iterrows()
    ]
    return " ".join(told)


def _measured(row: pd.Series, effects: pd.DataFrame) -> str:
    moved = [
        f"{counted(int(row[word]), 'measure', 'measures')} that became {word}"
        for word in ("better", "worse")
        if row[word]
    ]
    where = f" {row['scope']}" if isinstance(row["scope"], str) else ""
    told = f"{row['programme']} reports {listed(moved) or 'no measure that moved'}{where}"
    own = effects[effects["programme_id"] == row["programme_id"]].dropna(subset=["before_value", "reached_value"])
    if len(own) == row["better"] + row["worse"]:
        pairs = [
            f"{_small(one['measure'])}: {number(one['before_value'])} to {number(one['reached_value'])}"
            for _, one in own.iterrows()
        ]
        told = f"{told} ({'; '.join(pairs)})"
    return f"{told}; what it promised has no result yet." if row["awaited"] else f"{told}."


def _level(row: pd.Series, effects: pd.DataFrame) -> str:
    own = effects[effects["programme_id"] == row["programme_id"]]
    told = [f"{_small(one['measure'])}: {figure(one, 'reached')}" for _, one in own.iterrows()]
    return f"{row['programme']} has a figure of its effect ({'; '.join(told)}), but nothing to compare it with."


def _fewer(before: float, now: float) -> str:
    return f"{in_words(int(abs(before - now)))} {'fewer' if now <= before else 'more'}"


def _told(row: pd.Series, part: str, area: str) -> str:
    where = "" if row[f"{part}_area_code"] == area else f" ({_area(row, f'{part}_')})"
    told, unit = figure(row, part), str(row[f"{part}_unit"])
    # ‘Events: 13’, not ‘13 events’.
    told = told.removesuffix(f" {unit}") if unit in row["measure"].lower().split() else told
    return f"{_small(row['measure'])}: {told}{where}"


def _area(row: pd.Series, prefix: str = "") -> str:
    found = row[f"{prefix}area"]
    return "area not stated" if found == "not stated" else str(found)


def _more(before: float, after: float) -> str:
    change = 100 * (after / before - 1)
    return f"{number(abs(change))}% {'more' if change >= 0 else 'fewer'}"


def _small(text: str) -> str:
    """Write a text so that it can stand inside a sentence; names in capitals stay."""
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"
