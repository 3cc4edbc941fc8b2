"""Changes among the figures that documents state: before and after, how much more or less."""

from __future__ import annotations

import re

import pandas as pd

_ROLE = re.compile(r"(?P<thing>.+), (?P<role>before|planned|after|lower bound|upper bound)")
_ROLES = ["", "before", "planned", "after", "lower bound", "upper bound"]
_MOVED = re.compile(r"(?P<moved>increase|reduction|improvement) (in|on) (?P<thing>.+)")
_COLUMNS = [
    *("measure_id", "measure", "subject", "unit", "polarity", "evidence", "baseline", "baseline_period", "planned"),
    *("planned_period", "latest", "latest_period", "change", "change_upper", "change_unit", "change_qualifier"),
    *("stated", "source_id", "locator", "note"),
]


def stated_changes(figures: pd.DataFrame) -> pd.DataFrame:
    """Put together the changes that documents state, in the shape of the table `measures`.

    Parameters
    ----------
    figures
        Stated figures: `figure_id`, `subject`, `measure`, `period`, `value`, `unit`, `qualifier`, `stated`, source,
        locator and note. A `measure` that ends in ', before' and one that ends in ', after' make a pair, with
        ', planned' between them; one that begins with 'increase in', 'reduction in' or 'improvement in' is a
        change, and ', lower bound' with ', upper bound' its range.

    Returns
    -------
    DataFrame
        A row per change, in the order of the figures: the columns that `measure_progress` takes, with `subject` (the
        `measure` begins with it), `planned` (the value that was expected) and `change_upper` (the other end of a
        range; `change` is its lower end). A document
        that speaks of an improvement has judged it; on others there is no judgement.
    """
    rows = [_change(group) for _, group in _groups(figures)]
    found = pd.DataFrame([row for row in rows if row], columns=_COLUMNS)
    numbers = ["baseline", "planned", "latest", "change", "change_upper"]
    return found.astype(dict.fromkeys(numbers, "float64"))


def stated_levels(figures: pd.DataFrame) -> pd.DataFrame:
    """Give the stated figures that are no part of a change: how many, how much, how long."""
    used = [id for _, group in _groups(figures) if _change(group) for id in group["figure_id"]]
    return figures[~figures["figure_id"].isin(used)].reset_index(drop=True)


def _groups(figures: pd.DataFrame) -> list[tuple[object, pd.DataFrame]]:
    """Bring together the figures of one thing: the ends of a pair, the bounds of a range."""
    parts = figures["measure"].str.extract(_ROLE)
    rows = figures.assign(thing=parts["thing"].fillna(figures["measure"]), role=parts["role"].fillna(""))
    keys = ["source_id", "subject", "thing", "breakdown", "category"]
    return list(rows[rows["value"].notna()].groupby(keys, sort=False, dropna=False))


def _change(group: pd.DataFrame) -> dict[str, object] | None:
    group = group.sort_values("role", key=lambda roles: roles.map(_ROLES.index), kind="stable")
    role = group.drop_duplicates("role").set_index("role")
    if {"before", "after"} <= set(role.index):
        return _describe(group) | _pair(role)
    moved = _MOVED.fullmatch(group["thing"].iloc[0])
    return _describe(group) | _moved(role, moved) if moved else None


def _describe(group: pd.DataFrame) -> dict[str, object]:
    """Give what a pair and a change have in common."""
    first = group.iloc[0]
    words = dict.fromkeys(group["stated"].dropna())
    return {
        "measure_id": first["figure_id"],
        "measure": f"{_subject(first)}: {first['thing']}",
        "subject": _subject(first),
        "unit": first["unit"],
        "polarity": "no judgement",
        "stated": " … ".join(words),
        "source_id": first["source_id"],
        "locator": "; ".join(dict.fromkeys(group["locator"])),
        "note": " ".join(dict.fromkeys(group["note"].dropna())),
    }


def _pair(role: pd.DataFrame) -> dict[str, object]:
    names = {"before": "baseline", "planned": "planned", "after": "latest"}
    ends = {names[name]: row["value"] for name, row in role.iterrows() if name in names}
    periods = {f"{names[name]}_period": row["period"] for name, row in role.iterrows() if name in names}
    return {"evidence": "before and after"} | ends | periods


def _moved(role: pd.DataFrame, words: re.Match[str]) -> dict[str, object]:
    first, last = role.iloc[0], role.iloc[-1]
    sign = -1 if words["moved"] == "reduction" else 1
    change: dict[str, object] = {
        "evidence": "change only",
        "unit": "not stated",
        "change": sign * first["value"],
        "change_unit": first["unit"],
        "change_qualifier": first["qualifier"],
    }
    if len(role) > 1:
        change["change_upper"] = sign * last["value"]
    if words["moved"] == "improvement":
        return change | {"polarity": "high is good"}
    return change | {"measure": f"{_subject(first)}: {words['thing']}"}


def _subject(row: pd.Series) -> str:
    """Name what a figure is about, with its category where it has one."""
    return f"{row['subject']} ({row['category']})" if isinstance(row["category"], str) else str(row["subject"])
