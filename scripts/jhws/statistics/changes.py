"""What one edition knows that the one before did not, knew otherwise, or no longer tells."""

from __future__ import annotations

import pandas as pd

CHANGES = ("new", "revised", "method changed", "dropped", "not repeated", "the same")
_KEYS = ["table", "series", "period", "document"]
_KEPT = ["name", "value", "stated", "unit", "decimals", "method", "source_id", "locator"]


def changes_between(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Set every value that an edition knows beside what an earlier one knew.

    Parameters
    ----------
    now, then
        Values as `jhws.data.read_known` gives them: `table`, `series`, `name`, `period`, `value`, `stated`, `unit`,
        `decimals`, `method`, `source_id`, `locator`; one row a series and period (and document, where no period is
        stated).

    Returns
    -------
    DataFrame
        A row per series and period of either: `table`, `series`, `name`, `period`, `value`, `stated`,
        `method` of today with `value_then`, `stated_then`, `method_then`, `period_then` (of a new value, those of the
        latest that was known of its series); `unit`, `decimals`, `source_id` and `locator`
        (of the earlier row where there is none today), and `change`, one of `CHANGES`:

        - new: the period was not known (or, without a period, stands in another document);
        - revised: the same series and period has another value;
        - method changed: the unit or the comparability differs, so that the values cannot be compared;
        - dropped: nothing of the series is known today, or its own source has taken the value back;
        - not repeated: a later document tells the series without this period;
        - the same.

    Raises
    ------
    ValueError
        A series and period stands twice in one of the frames.
    """
    earlier = _keyed(then)[[*_KEYS, *_KEPT]].rename(columns={name: f"{name}_then" for name in _KEPT})
    rows = _keyed(now)[[*_KEYS, *_KEPT]].merge(
        earlier, on=_KEYS, how="outer", validate="one_to_one", indicator="side", sort=True
    )
    methods = {key: set(group) for key, group in then.groupby(["table", "series"])["method"]}
    today = {key: set(group) for key, group in now.groupby(["table", "series"])["source_id"]}
    rows["change"] = [_change(row, methods, today) for row in rows.to_dict("records")]
    rows = _with_latest_before(rows, then)
    for name in ("name", "unit", "decimals", "source_id", "locator"):
        rows[name] = rows[name].fillna(rows.pop(f"{name}_then"))
    return rows.drop(columns=["document", "side"])


def _keyed(rows: pd.DataFrame) -> pd.DataFrame:
    # Without a period two values are the same only if they stand in one document.
    return rows.assign(document=rows["source_id"].where(rows["period"] == "", ""))


def _with_latest_before(rows: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Set beside each new value the latest that was known of its series."""
    latest = then.sort_values("period", kind="stable").drop_duplicates(["table", "series"], keep="last")
    latest = latest.set_index(["table", "series"])[["value", "stated", "method", "period"]]
    beside = latest.reindex(pd.MultiIndex.from_frame(rows[["table", "series"]])).set_axis(rows.index)
    is_new = rows["side"] == "left_only"
    rows["period_then"] = rows["period"].where(~is_new, beside["period"])
    for name in ("value", "stated", "method"):
        rows[f"{name}_then"] = rows[f"{name}_then"].where(~is_new, beside[name])
    return rows


def _change(row: dict, methods: dict, today: dict) -> str:
    series = row["table"], row["series"]
    if row["side"] == "right_only":
        later_document = series in today and row["source_id_then"] not in today[series]
        return "not repeated" if later_document else "dropped"
    if row["side"] == "left_only":
        known = methods.get(series, set()) - {""}
        return "method changed" if known and row["method"] and row["method"] not in known else "new"
    if row["method"] != row["method_then"] and row["method"] and row["method_then"]:
        return "method changed"
    if _differ(row["value"], row["value_then"]):
        return "revised"
    return "the same"


def _differ(one: float, other: float) -> bool:
    return bool(pd.isna(one) != pd.isna(other)) or (not pd.isna(one) and one != other)
