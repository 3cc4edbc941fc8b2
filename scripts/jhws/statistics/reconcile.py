"""Do the published figures add up? Claims computed again from the figures that they rest on."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from jhws.formula import Bounds, compute


def reconcile(claims: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Compute each claim again and say whether it holds.

    Parameters
    ----------
    claims
        `claim_id`, `stated_value`, `comparison` ('equal', 'more than', 'less than', 'at least', 'at most'),
        `tolerance` (half the place value of the last printed digit, more where the claim says 'about'),
        `formula` (missing where the figures that it would need are not published) and `reason` for that.
    figures
        `figure_id`, `value`, `unit`, `rounded_to` (place value of the last printed digit; missing where that is
        not known). A count that is printed to the last digit is exact; what is measured never is.

    Returns
    -------
    DataFrame
        The claims with `verdict` ('confirmed', 'differs' or 'cannot be checked'), `computed` with `computed_low`
        and `computed_high`, the range that the rounding of the figures allows, `difference` (stated less
        computed) and `reason`. A claim is confirmed when its own range and the computed one meet, so that no
        rounding is taken for an error.
    """
    known = {row["figure_id"]: _bounds(row) for _, row in figures[figures["value"].notna()].iterrows()}
    checked = [_check(claim, known) for _, claim in claims.iterrows()]
    columns = ["verdict", "computed", "computed_low", "computed_high", "difference", "reason"]
    return claims.drop(columns="reason").reset_index(drop=True).join(pd.DataFrame(checked, columns=columns))


_MEASURED = {"%", "percentage points", "times", "hours", "days", "weeks", "months", "years"}


def _bounds(row: pd.Series) -> Bounds:
    rounded_to = 0.0 if pd.isna(row["rounded_to"]) else row["rounded_to"]
    exact = rounded_to == 1 and row["unit"] not in _MEASURED
    half = 0.0 if exact else rounded_to / 2
    return Bounds(row["value"] - half, row["value"], row["value"] + half)


def _check(claim: pd.Series, known: Mapping[str, Bounds]) -> tuple[str, float, float, float, float, str]:
    nothing = (math.nan,) * 4
    if pd.isna(claim["formula"]):
        return "cannot be checked", *nothing, str(claim["reason"])
    try:
        found = compute(claim["formula"], known)
    except KeyError as error:
        return "cannot be checked", *nothing, f"the figure {error} is not published as a number"
    except ZeroDivisionError as error:
        return "cannot be checked", *nothing, str(error)
    stated, slack = claim["stated_value"], claim["tolerance"]
    low, high = stated - slack, stated + slack
    holds = {
        "equal": found.low <= high + _HAIR and found.high >= low - _HAIR,
        "more than": found.high > stated,
        "less than": found.low < stated,
        "at least": found.high >= stated - _HAIR,
        "at most": found.low <= stated + _HAIR,
    }[claim["comparison"]]
    verdict = "confirmed" if holds else "differs"
    reason = claim["reason"] if isinstance(claim["reason"], str) else ""
    return verdict, found.value, found.low, found.high, stated - found.value, reason


_HAIR = 1e-9  # the error of floating point arithmetic, far below any printed digit
