"""What papers report of their services, brought into one form: shares of people, values before and now."""

from __future__ import annotations

import pandas as pd

from jhws.statistics.intervals import proportion

_SHARES = r"^(?:share|success rate)"


def reported_shares(figures: pd.DataFrame, measures: pd.DataFrame, *, area_code: str) -> pd.DataFrame:
    """Give every share of people that papers report for an area, with the share of another area beside it.

    Parameters
    ----------
    figures
        Stated figures with `subject`, `measure`, `breakdown`, `area_code`, `area`, `period`, `value`, `unit`,
        `qualifier`, `stated`, `source_id`, `locator`. Shares in per cent and of 'in every ten people' without a
        breakdown are used; one of ten people is 10%.
    measures
        Rows of the table of measures; those in per cent that are given as a level are used.
    area_code
        The area whose shares they are.

    Returns
    -------
    pandas.DataFrame
        A row per share, highest first: `name`, `value` (per cent), `unit` (as stated), `qualifier`, `period`,
        `stated`, `reference` and `reference_area` (the share of another area of the same measure; missing where
        none is given), `source_id`, `locator`.
    """
    in_ten = figures["unit"] == "in every ten people"
    shares = (figures["unit"] == "%") & figures["measure"].str.contains(_SHARES)
    rows = figures[(in_ten | shares) & figures["breakdown"].isna() & figures["value"].notna()]
    rows = rows.assign(
        name=rows["subject"] + ": " + rows["measure"],
        value=rows["value"].where(rows["unit"] == "%", 10 * rows["value"]),
    )
    own = rows[rows["area_code"] == area_code]
    others = rows[(rows["area_code"] != area_code) & rows["area"].notna()]
    others = others.rename(columns={"value": "reference", "area": "reference_area"}).drop_duplicates("name")
    own = own.merge(others[["name", "reference", "reference_area"]], on="name", how="left")
    levels = measures[(measures["unit"] == "%") & (measures["evidence"] == "level only")]
    levels = levels.rename(columns={"measure": "name", "latest": "value", "latest_period": "period"})
    columns = ["name", "value", "unit", "qualifier", "period", "stated", "reference", "reference_area"]
    columns += ["source_id", "locator"]
    parts = [part.reindex(columns=columns) for part in (own, levels) if not part.empty]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts).sort_values("value", ascending=False, kind="stable", ignore_index=True)


def before_and_now(figures: pd.DataFrame) -> pd.DataFrame:
    """Pair the figures that papers give for two times.

    Parameters
    ----------
    figures
        Stated figures with `subject`, `measure`, `breakdown`, `category`, `period`, `value`, `unit`, `source_id`,
        `locator`. A pair is either one measure ending in ', before' and one in ', now' or ', after', or the same
        measure with the period 'same period last year' and a later one.

    Returns
    -------
    pandas.DataFrame
        A row per pair in the papers' order: `measure`, `baseline`, `latest`, `unit`, `difference` (latest less
        baseline), `relative_change` (per cent of the baseline), `source_id`, `locator`.
    """
    known = figures[figures["value"].notna()]
    thing = known["measure"].str.replace(r", (?:before|now|after)$", "", regex=True)
    link = known["breakdown"].eq("rating").map({True: " rated ", False: ", "})
    known = known.assign(name=known["subject"] + ": " + thing + (link + known["category"]).fillna(""))
    earlier = known["measure"].str.endswith(", before") | known["period"].eq("same period last year")
    ended = known["measure"].str.contains(r", (?:now|after)$")
    yearly = known["name"].isin(known.loc[known["period"].eq("same period last year"), "name"]) & ~earlier
    before = known[earlier].drop_duplicates("name")
    now = known[ended | yearly].drop_duplicates("name")[["name", "value"]].rename(columns={"value": "latest"})
    pairs = before.rename(columns={"value": "baseline"}).merge(now, on="name")
    pairs["difference"] = pairs["latest"] - pairs["baseline"]
    pairs["relative_change"] = 100 * pairs["difference"] / pairs["baseline"].where(pairs["baseline"] != 0)
    columns = ["name", "baseline", "latest", "unit", "difference", "relative_change", "source_id", "locator"]
    return pairs[columns].rename(columns={"name": "measure"})


def share_of_cases(figures: pd.DataFrame, *, part: str, whole: str) -> pd.DataFrame:
    """Answer what share one stated number is of another, with its limits.

    Parameters
    ----------
    figures
        Stated figures with `subject`, `measure`, `period`, `value`, `source_id`, `locator`.
    part, whole
        The measures that count the part and the whole.

    Returns
    -------
    pandas.DataFrame
        A row per subject and period that has both: `subject`, `period`, `count`, `denominator`, and `value`,
        `lower`, `upper`, `method` and `confidence` as `proportion` gives them; none where a number is missing.
    """
    keys = ["subject", "period"]
    known = figures[figures["value"].notna()]
    counts = known.loc[known["measure"] == part, [*keys, "value", "source_id", "locator"]]
    wholes = known.loc[known["measure"] == whole, [*keys, "value"]].rename(columns={"value": "denominator"})
    rows = counts.rename(columns={"value": "count"}).merge(wholes, on=keys)
    if rows.empty:
        return rows.assign(value=[], lower=[], upper=[], method=[], confidence=[])
    return proportion(rows, count="count", denominator="denominator")
