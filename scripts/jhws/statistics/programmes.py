"""What change programmes promised and what they reached, from the figures that their papers state."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jhws.statistics.progress import measure_progress

# What a paper gives for a measure, the strongest first.
EVIDENCE = ("against its promise", "before and after", "change only", "level only", "words only", "promise only")
_FOUND = ("met", "missed", "better", "worse", "awaited")
_PARTS = ("before", "promised", "reached", "change")
_DETAILS = ("value", "unit", "qualifier", "stated", "area", "area_code", "period")


def programme_results(measures: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Say of each measure of a programme whether its promise was met and how it moved.

    Parameters
    ----------
    measures
        A row per measure: `programme_id`, `kind` ('effect' or 'activity'), `polarity`, `before_id`,
        `promised_id`, `reached_id`, `change_id` (ids of figures, missing where the paper has none),
        `change_from` ('before' or 'promise'), `words`.
    figures
        The stated figures: `figure_id`, `value`, `unit`, `qualifier`, `stated`, `area`, `area_code`, `period`.

    Returns
    -------
    DataFrame
        The measures with the figures that they name, ``<part>_value``, ``<part>_unit`` and so on for the parts
        before, promised, reached and change; and ``evidence`` (one of `EVIDENCE`), ``against_promise``
        ('met', 'missed', 'not known' where nothing reached is stated in figures, 'no target' without a promise)
        and ``over_time`` as `measure_progress` has it. A comparison of two stated figures is no test: papers give
        no limits.
    """
    rows = measures.reset_index(drop=True)
    by_id = figures.set_index("figure_id")
    for part in _PARTS:
        found = by_id.reindex(rows[f"{part}_id"])
        rows = rows.assign(**{f"{part}_{name}": found[name].to_numpy() for name in _DETAILS})
    rows = rows.assign(evidence=[_evidence(row) for _, row in rows.iterrows()])
    of_before = rows["change_value"].where(rows["change_from"] == "before")
    moved = measure_progress(
        rows.assign(
            baseline=rows["before_value"].astype(float),
            latest=rows["reached_value"].astype(float),
            change=of_before.astype(float),
        )
    )
    return rows.assign(
        against_promise=np.array([_against_promise(row) for _, row in rows.iterrows()], dtype=object),
        over_time=moved["over_time"],
    )


def _evidence(row: pd.Series) -> str:
    has = {part: pd.notna(row[f"{part}_value"]) for part in _PARTS}
    cases = (
        (has["promised"] and has["reached"]) or row["change_from"] == "promise",
        has["before"] and has["reached"],
        has["change"],
        has["reached"],
        pd.notna(row["words"]),
        True,
    )
    return EVIDENCE[cases.index(True)]


def _against_promise(row: pd.Series) -> str:
    if row["change_from"] == "promise":
        gained = row["change_value"]
    elif pd.isna(row["promised_value"]):
        return "no target"
    else:
        gained = row["reached_value"] - row["promised_value"]
    if pd.isna(gained) or row["polarity"] == "no judgement":
        return "not known"
    return "met" if gained == 0 or (gained > 0) == (row["polarity"] == "high is good") else "missed"


def programme_verdicts(programmes: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Say of each programme what its paper lets one conclude of its effect.

    Parameters
    ----------
    programmes
        A row per programme: `programme_id`.
    results
        Rows of `programme_results`.

    Returns
    -------
    DataFrame
        The programmes with ``verdict``: the strongest `EVIDENCE` of any effect, or where the paper states no
        effect 'activity only' or 'nothing stated'; and how many of the effects are ``met`` or ``missed`` (promises),
        ``better`` or ``worse`` (over time, where no promise is judged) and ``awaited`` (promised, nothing reached).
    """
    effects = results[results["kind"] == "effect"]
    found = effects["against_promise"].where(effects["against_promise"].isin(["met", "missed"]))
    found = found.fillna(effects["over_time"].map({"getting better": "better", "getting worse": "worse"}))
    found = found.mask(effects["evidence"] == "promise only", "awaited")
    numbers = pd.crosstab(effects["programme_id"], found).reindex(
        index=programmes["programme_id"], columns=list(_FOUND), fill_value=0
    )
    verdicts = [_verdict(results[results["programme_id"] == name]) for name in programmes["programme_id"]]
    told = numbers.reset_index().assign(verdict=verdicts)
    return programmes.merge(told, on="programme_id", validate="one_to_one")


def _verdict(results: pd.DataFrame) -> str:
    if results.empty:
        return "nothing stated"
    found = set(results.loc[results["kind"] == "effect", "evidence"]) - {"promise only"}
    return next((evidence for evidence in EVIDENCE if evidence in found), "activity only")
