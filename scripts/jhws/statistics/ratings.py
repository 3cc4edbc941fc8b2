"""Ratings of services: what share has each, how sure that is, and how it stands against other areas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jhws.statistics.benchmark import compare
from jhws.statistics.intervals import proportion

# Ratings of the Care Quality Commission, best first, and what is good of each. Fewer Good may mean more
# Outstanding, so Good alone is not judged.
RATINGS = ("Outstanding", "Good", "Requires Improvement", "Inadequate", "Unrated")
GOOD_OR_OUTSTANDING = "Good or Outstanding"
_POLARITIES = {
    GOOD_OR_OUTSTANDING: "high is good",
    "Outstanding": "high is good",
    "Good": "no judgement",
    "Requires Improvement": "low is good",
    "Inadequate": "low is good",
    "Unrated": "no judgement",
}
_GROUP = ["subject", "area", "area_code", "period", "of"]
_COLUMNS = [*_GROUP, "rating", "count", "stated_share", "rounded_to", "denominator", "value", "lower", "upper", "basis"]
_COLUMNS += ["source_id", "locator"]


def rating_shares(figures: pd.DataFrame) -> pd.DataFrame:
    """Answer what share of some services has each rating, with limits where the counts allow them.

    Parameters
    ----------
    figures
        Stated figures with `subject`, `measure`, `breakdown` ('rating', alone or with a second breakdown),
        `category` (the rating first), `area`, `area_code`, `period`, `value`, `unit`, `rounded_to`,
        `source_id`, `locator`. A share ('share of …', in %) and the count of the same rating are two rows.

    Returns
    -------
    pandas.DataFrame
        A row per group and rating, in the order of the ratings: `subject`, `area`, `area_code`, `period`, `of`
        (what is counted), `rating`, `count`, `stated_share` and its `rounded_to`, `denominator` (the sum of the
        group's counts), `value`, `lower`, `upper` (per cent), `basis`, `source_id`, `locator`.

        `basis` is 'counts' where every share stated follows from the counts and their own sum, within its
        rounding: then the limits are Wilson's at 95%. Otherwise the share is the one stated, without limits:
        'no counts' are given, or 'counts differ' from the shares beside them. A group of a single rating is no
        distribution and is left out.
    """
    rows = figures[figures["breakdown"].str.startswith("rating", na=False) & figures["value"].notna()]
    rows = rows.assign(
        rating=rows["category"].str.split(";").str[0],
        of=rows["measure"].str.removeprefix("share of "),
        kind=np.where(rows["unit"] == "%", "stated_share", "count"),
    )
    if rows.empty:
        return pd.DataFrame(columns=_COLUMNS)
    # A paper may print the same share twice, in two tables.
    rows = rows.drop_duplicates([*_GROUP, "rating", "kind"], keep="last")
    parts = [_shares(group) for _, group in rows.groupby(_GROUP, sort=False, dropna=False)]
    parts = [part for part in parts if len(part) > 1]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)


def _shares(group: pd.DataFrame) -> pd.DataFrame:
    """Set counts and shares of one group side by side and take the one that can be relied on."""
    about = group.drop_duplicates("rating").set_index("rating")
    wide = about[[*_GROUP, "source_id", "locator"]].reindex([name for name in RATINGS if name in about.index])
    for kind in ("count", "stated_share"):
        wide[kind] = group[group["kind"] == kind].set_index("rating")["value"].reindex(wide.index)
    wide["denominator"] = wide["count"].sum() if wide["count"].notna().all() else np.nan
    wide["rounded_to"] = group.loc[group["kind"] == "stated_share", "rounded_to"].max()
    wide["basis"] = _basis(wide)
    wide = wide.reset_index()
    if wide["basis"].iloc[0] == "counts":
        limits = proportion(wide, count="count", denominator="denominator")
        return wide.assign(value=limits["value"], lower=limits["lower"], upper=limits["upper"])[_COLUMNS]
    return wide.assign(value=wide["stated_share"], lower=np.nan, upper=np.nan)[_COLUMNS]


def _basis(wide: pd.DataFrame) -> str:
    if wide["count"].isna().any() or wide["count"].sum() == 0:
        return "no counts"
    computed = 100 * wide["count"] / wide["count"].sum()
    differs = (computed - wide["stated_share"]).abs() > wide["rounded_to"] / 2 + 1e-9
    return "counts differ" if differs.any() else "counts"


def ratings_against(shares: pd.DataFrame, *, area_code: str) -> pd.DataFrame:
    """Answer how an area's ratings stand against those of each other area of the same kind and time.

    Parameters
    ----------
    shares
        Rows of `rating_shares`.
    area_code
        The area whose shares have limits.

    Returns
    -------
    pandas.DataFrame
        A row per kind of service, rating and other area: `subject`, `period`, `of`, `area`, `rating`, `count`,
        `denominator`, `value`, `lower`, `upper`, `other` (the other area's name), `reference` (its share),
        `reference_rounding` (how far printing may have moved it), `polarity`, `comparison`, `source_id`,
        `locator`. Good and Outstanding are added up as a rating of their own, which comes first.

    Notes
    -----
    The comparison is that of `compare`, made with the least and the most that the printed share may stand for;
    where the two do not agree, the area is similar: a share printed as 0% is not taken for none.
    """
    own = shares[(shares["area_code"] == area_code) & (shares["basis"] == "counts")]
    others = shares[shares["area_code"] != area_code]
    own, others = (pd.concat([_good_or_outstanding(part), part], ignore_index=True) for part in (own, others))
    others = others.assign(reference_rounding=others["rounded_to"] / 2)
    others = others.rename(columns={"area": "other", "value": "reference"})
    keys = ["subject", "period", "of", "rating"]
    kept = [*keys, "area", "count", "denominator", "source_id", "locator"]
    rows = own[kept].merge(others[[*keys, "other", "reference", "reference_rounding"]], on=keys)
    if rows.empty:
        return rows.assign(value=[], lower=[], upper=[], polarity=[], comparison=[])
    rows = proportion(rows, count="count", denominator="denominator").drop(columns=["method", "confidence"])
    rows["polarity"] = rows["rating"].map(_POLARITIES)
    least, most = (_compared(rows, sign) for sign in (-1, 1))
    rows["comparison"] = least.where(least == most, "similar")
    order = {subject: place for place, subject in enumerate(own["subject"].unique())}
    order |= {rating: place for place, rating in enumerate(_POLARITIES)}
    return rows.sort_values(["subject", "rating"], key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _compared(rows: pd.DataFrame, sign: int) -> pd.Series:
    """Compare with the share at one end of its rounding; no share is below nought."""
    end = (rows["reference"] + sign * rows["reference_rounding"]).clip(lower=0)
    rows = rows.assign(end=end)
    return compare(rows, value="value", lower="lower", upper="upper", reference="end", polarity="polarity")[
        "comparison"
    ]


def _good_or_outstanding(shares: pd.DataFrame) -> pd.DataFrame:
    """Add up the two ratings; the rounding of the sum is that of both."""
    both = shares[shares["rating"].isin(["Good", "Outstanding"])]
    sums = both.groupby([*_GROUP, "denominator", "basis"], sort=False, dropna=False, as_index=False).agg(
        {"count": "sum", "value": "sum", "rounded_to": "sum", "source_id": "first", "locator": "first"}
    )
    return sums.assign(rating=GOOD_OR_OUTSTANDING)
