"""Progress of a strategy: cost per person helped, measures before and after, targets met or missed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jhws.statistics.suppression import suppress_small_numbers


def unit_costs(figures: pd.DataFrame) -> pd.DataFrame:
    """Divide each investment by the number that it helped, where a source states both.

    Parameters
    ----------
    figures
        A row per figure of an activity: `activity_id`, `kind` ('investment' or 'beneficiaries'), `component`
        (a part of the activity that has a figure of its own, else missing), `value`, `unit`, `qualifier`,
        `rounded_to` (place value of the last printed digit; missing where not known).

    Returns
    -------
    DataFrame
        A row per number helped: `activity_id`, `component`, `beneficiaries`, `unit`, `qualifier`,
        `investment` (pounds), `cost` (pounds for each), `cost_low`, `cost_high`: the least and the most that
        the rounding of the printed investment allows. An investment of a part is divided by that part's
        number; one of the whole activity by each number that the activity states.
    """
    known = figures[figures["value"].notna()].assign(component=lambda rows: rows["component"].fillna(""))
    money = known[known["kind"] == "investment"]
    people = known[(known["kind"] == "beneficiaries") & (known["value"] > 0)]
    keys = ["activity_id", "component"]
    of_part = people.merge(money[[*keys, "value", "rounded_to"]], on=keys, suffixes=("", "_money"))
    whole = money[money["component"] == ""].drop(columns="component")
    of_whole = people[people["component"] != ""].merge(
        whole[["activity_id", "value", "rounded_to"]], on="activity_id", suffixes=("", "_money")
    )
    pairs = pd.concat([of_part, of_whole], ignore_index=True)
    half = pairs["rounded_to_money"].fillna(0) / 2
    pairs = pairs.assign(
        beneficiaries=pairs["value"],
        investment=pairs["value_money"],
        cost=pairs["value_money"] / pairs["value"],
        cost_low=(pairs["value_money"] - half) / pairs["value"],
        cost_high=(pairs["value_money"] + half) / pairs["value"],
    )
    columns = [*keys, "beneficiaries", "unit", "qualifier", "investment", "cost", "cost_low", "cost_high"]
    columns += [column for column in ("source_id", "locator") if column in figures]
    return pairs[columns].sort_values("cost", ascending=False, kind="stable").reset_index(drop=True)


def suppress_activity_figures(figures: pd.DataFrame, *, threshold: int) -> pd.DataFrame:
    """Hide small numbers of people among the figures of activities.

    Parameters
    ----------
    figures
        Rows as `unit_costs` takes them, with `status` and `stated` (the words of the source).
    threshold
        The smallest number of beneficiaries that may be shown.

    Returns
    -------
    DataFrame
        The figures; a hidden one has no value, no words, no note and the status 'suppressed'. The other
        numbers of its cell stay, without the cell's words, which give the hidden one away. Sums of money stay.
    """
    counts = figures[(figures["kind"] == "beneficiaries") & figures["value"].notna()]
    if counts.empty:
        return figures
    checked = suppress_small_numbers(counts, count="value", threshold=threshold)
    hidden = checked.index[checked["suppressed"] != ""]
    beside = counts.index[counts["activity_id"].isin(counts.loc[hidden, "activity_id"])]
    # A number without a component stands for all of its components: less the others, it gives the hidden one away.
    whole = counts.loc[beside, "component"].isna() if "component" in counts else pd.Series(False, index=beside)
    apart = counts.loc[beside, "activity_id"].isin(counts.loc[beside[~whole], "activity_id"])
    hidden = hidden.union(beside[whole & apart])
    figures = figures.copy()
    figures.loc[hidden, "value"] = np.nan
    figures.loc[hidden, "status"] = "suppressed"
    figures.loc[beside, figures.columns.intersection(["stated", "note"])] = ""
    return figures


_NOT_COUNTED = {"%", "days"}  # the units of measures that count nobody


def suppress_measures(measures: pd.DataFrame, *, threshold: int) -> pd.DataFrame:
    """Hide measures that count few people, with all from which the count could be worked out.

    Parameters
    ----------
    measures
        Rows of the table `measures`: `unit`, `evidence`, `baseline`, `latest`, `change`, `stated`, `note`.
    threshold
        The smallest number of people that may be shown.

    Returns
    -------
    DataFrame
        The measures; where the value before or after is hidden, so are the other, the change and the note. Such a
        measure has only words, which say so.
    """
    counts = measures[["baseline", "latest"]].assign(
        change=measures["change"].abs().mask(measures["change_unit"].notna())
    )
    counts = counts.mask(measures["unit"].isin(_NOT_COUNTED))
    hidden = ((counts > 0) & (counts < threshold)).any(axis="columns")
    if not hidden.any():
        return measures
    words = {"evidence": "words only", "stated": "too few to show"}
    blank = ["baseline", "latest", "change", "change_unit", "change_qualifier", "note"]
    measures = measures.copy()
    for column in measures.columns.intersection(blank):
        measures[column] = measures[column].mask(hidden)
    for column, word in words.items():
        measures[column] = measures[column].mask(hidden, word)
    return measures


def measure_progress(measures: pd.DataFrame) -> pd.DataFrame:
    """Say of each reported measure how it moved, from what its source states.

    Parameters
    ----------
    measures
        `baseline`, `latest`, `change`, `change_unit`, `polarity` and `evidence` ('before and after', 'change
        only', 'level only' or 'words only').

    Returns
    -------
    DataFrame
        The measures with `difference` (latest less baseline, in the measure's unit), `relative_change` (that
        in per cent of the baseline) and `over_time`: 'getting better', 'getting worse', 'increasing' or
        'decreasing' (no judgement) or 'cannot be calculated'. A measure that its source gives only as a
        change keeps it as such: no base is worked back. A difference between two values without limits
        states the direction; it is no test.
    """
    difference = measures["latest"] - measures["baseline"]
    relative = 100 * difference / measures["baseline"].where(measures["baseline"] != 0)
    moved = np.sign(difference.fillna(measures["change"]).where(measures["evidence"] != "level only"))
    words = [_direction(sign, polarity) for sign, polarity in zip(moved, measures["polarity"], strict=True)]
    return measures.assign(difference=difference, relative_change=relative, over_time=words)


def _direction(sign: float, polarity: str) -> str:
    if np.isnan(sign) or sign == 0:
        return "cannot be calculated"
    if polarity == "no judgement":
        return "increasing" if sign > 0 else "decreasing"
    return "getting better" if (sign > 0) == (polarity == "high is good") else "getting worse"


_JUDGED = ["status", "best_value", "best_period", "latest_value", "latest_period", "expected", "expected_period"]


def target_status(
    targets: pd.DataFrame, observations: pd.DataFrame, *, as_of: str, forecasts: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Say of each target whether it was met, was missed, or is on course.

    Parameters
    ----------
    targets
        `indicator_id`, `area_code`, `target`, `target_date` and `polarity`.
    observations
        Rows of the same indicators and areas: `period`, `period_end`, `value`.
    as_of
        ISO date that decides whether the target's date has passed.
    forecasts
        Rows of `forecast_series` for the same indicators, to judge a target whose date is still to come.

    Returns
    -------
    DataFrame
        The targets with `status` ('met', 'missed', 'on course', 'off course' or 'not known'), `best_value`
        and `best_period` (the best value of a period that ended by the date), `latest_value`,
        `latest_period`, and `expected` and `expected_period`, the forecast at the target's date where one was
        used. What is not known is missing.

        Met: a value of a period that ended by the target's date reached it. Missed: none did, and the date
        has passed. Before that, on course when the centre of the forecast for the last period that ends by
        the date meets it.
    """
    judged = [_judge(target, observations, pd.Timestamp(as_of), forecasts) for _, target in targets.iterrows()]
    return pd.concat([targets.reset_index(drop=True), pd.DataFrame(judged, columns=_JUDGED)], axis=1)


def _judge(
    target: pd.Series, observations: pd.DataFrame, as_of: pd.Timestamp, forecasts: pd.DataFrame | None
) -> dict[str, object]:
    high = target["polarity"] == "high is good"
    series = observations[
        (observations["indicator_id"] == target["indicator_id"])
        & (observations["area_code"] == target["area_code"])
        & observations["value"].notna()
    ].sort_values("period_end")
    in_time = series[series["period_end"] <= target["target_date"]]
    baseline = target["baseline_period"]
    after_baseline = in_time[in_time["period"] > baseline] if isinstance(baseline, str) else in_time
    result: dict[str, object] = {"status": "not known"}
    if not series.empty:
        latest = series.iloc[-1]
        result |= {"latest_value": latest["value"], "latest_period": latest["period"]}
    if not after_baseline.empty:
        values = after_baseline["value"]
        best = after_baseline.loc[values.idxmax() if high else values.idxmin()]
        result |= {"best_value": best["value"], "best_period": best["period"]}
        if _reaches(best["value"], target["target"], high):
            return result | {"status": "met"}
    if target["target_date"] < as_of:
        return result | {"status": "missed" if not after_baseline.empty else "not known"}
    if forecasts is not None:
        ahead = forecasts[
            (forecasts["indicator_id"] == target["indicator_id"]) & (forecasts["period_end"] <= target["target_date"])
        ]
        if "area_code" in ahead:
            ahead = ahead[ahead["area_code"] == target["area_code"]]
        if not ahead.empty:
            last = ahead.iloc[-1]
            course = "on course" if _reaches(last["forecast"], target["target"], high) else "off course"
            result |= {"status": course, "expected": last["forecast"], "expected_period": last["period"]}
    return result


def _reaches(value: float, target: float, high_is_good: bool) -> bool:
    return value >= target if high_is_good else value <= target
