"""Plans held against what came, and sums of plans computed again."""

from __future__ import annotations

import numpy as np
import pandas as pd


def plan_against_actual(figures: pd.DataFrame, directions: pd.DataFrame) -> pd.DataFrame:
    """Answer by how much each metric lies above or below its plan, and whether the plan was met.

    Parameters
    ----------
    figures
        Stated figures with `subject`, `breakdown`, `category`, `area`, `period`, `value`, `unit`, `source_id`,
        `locator`; those broken down by 'plan or actual' are used.
    directions
        `row` (the subject) and `mark` ('low is good' or 'high is good').

    Returns
    -------
    pandas.DataFrame
        A row per subject and period with both values: `metric`, `area`, `period`, `plan`, `actual`, `unit`,
        `difference` (actual less plan), `percent_of_plan`, `polarity`, `status` ('met', 'missed', or 'not
        known' where no direction is given), `source_id`, `locator`.
    """
    columns = ["metric", "area", "period", "plan", "actual", "unit", "difference", "percent_of_plan", "polarity"]
    columns += ["status", "source_id", "locator"]
    rows = figures[(figures["breakdown"] == "plan or actual") & figures["value"].notna()]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    keys = ["subject", "area", "period", "unit", "source_id"]
    values = rows.pivot_table(index=keys, columns="category", values="value", sort=False)
    locators = rows.groupby(keys, sort=False)["locator"].first()
    wide = values.reindex(columns=["plan", "actual"]).assign(locator=locators).dropna().reset_index()
    wide = wide.rename(columns={"subject": "metric"})
    wide["difference"] = wide["actual"] - wide["plan"]
    wide["percent_of_plan"] = 100 * wide["actual"] / wide["plan"].where(wide["plan"] != 0)
    wide["polarity"] = wide["metric"].map(directions.set_index("row")["mark"]).fillna("no judgement")
    reached = np.where(wide["polarity"] == "high is good", wide["difference"] >= 0, wide["difference"] <= 0)
    status = np.where(reached, "met", "missed")
    wide["status"] = np.where(wide["polarity"] == "no judgement", "not known", status)
    return wide[columns]


def beds_needed(figures: pd.DataFrame) -> pd.DataFrame:
    """Compute the beds of a model again, with the capacity that it adds.

    Parameters
    ----------
    figures
        Stated figures of one model: `measure` 'beds required' and 'beds required plus …' by `category`,
        'current outcomes as share of demand', and the added share itself ('capacity added to aid flow', in per
        cent); `value`, `source_id`, `locator`. A total names its parts in its category ('2a, 2b and 2d').

    Returns
    -------
    pandas.DataFrame
        A row per part and total in the paper's order: `part`, `is_total`, `demand` (per cent; missing where the
        paper or its copy has none), `beds` and `beds_with_extra` as stated, `computed` (a part's beds times one
        plus the added share, unrounded; a total's sum of the stated parts), `beds_computed` (a total's sum of the
        parts' beds), `verdict` ('confirmed', 'differs', or 'cannot be checked' where there is nothing to hold it
        against), `in_total` (whether the part is in a total), `extra` (the added share, per cent), `source_id`,
        `locator`. Half a bed is the rounding.
    """
    columns = ["part", "is_total", "demand", "beds", "beds_with_extra", "computed", "beds_computed", "verdict"]
    columns += ["in_total", "extra", "source_id", "locator"]
    extra = figures.loc[figures["measure"] == "capacity added to aid flow", "value"]
    named = figures[figures["category"].notna() & figures["value"].notna()]
    if extra.empty or not (named["measure"] == "beds required").any():
        return pd.DataFrame(columns=columns)
    kinds = {
        "demand": named["measure"] == "current outcomes as share of demand",
        "beds": named["measure"].str.startswith("beds required") & ~named["measure"].str.contains("plus"),
        "beds_with_extra": named["measure"].str.startswith("beds required plus"),
    }
    beds = named[kinds["beds"]].drop_duplicates("category").set_index("category")
    rows = beds[["source_id", "locator"]]
    for name, chosen in kinds.items():
        rows = rows.assign(**{name: named[chosen].drop_duplicates("category").set_index("category")["value"]})
    members = {part: _members(part, rows.index) for part in rows.index}
    rows["is_total"] = [bool(found) for found in members.values()]
    rows["in_total"] = [any(part in found for found in members.values()) for part in rows.index]
    rows["extra"] = extra.iloc[0]
    factor = 1 + extra.iloc[0] / 100
    rows["beds_computed"] = [rows["beds"].reindex(found).sum() if found else np.nan for found in members.values()]
    rows["computed"] = [
        rows["beds_with_extra"].reindex(found).sum() if found else rows.at[part, "beds"] * factor
        for part, found in members.items()
    ]
    apart = (rows["computed"] - rows["beds_with_extra"]).abs()
    fits = (apart <= 0.5 + 1e-9) & (~rows["is_total"] | (rows["beds_computed"] == rows["beds"]))
    verdict = np.where(fits, "confirmed", "differs")
    rows["verdict"] = np.where(rows["beds_with_extra"].isna(), "cannot be checked", verdict)
    return rows.rename_axis("part").reset_index().sort_values("is_total", kind="stable", ignore_index=True)[columns]


def _members(total: str, parts: pd.Index) -> list[str]:
    """List the parts that a total's name lists; none for a part."""
    names = total.replace(" and ", ", ").split(", ")
    return names if len(names) > 1 and set(names) <= set(parts) else []
