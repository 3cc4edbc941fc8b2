"""Two editions' values set beside each other: each row has the one word that a reader by hand would give it."""

import pandas as pd
import pytest

from jhws.statistics import changes_between

SMOKING = {
    "table": "smoking",
    "series": "smoking; E10000018",
    "name": "Adults who smoke",
    "stated": "",
    "unit": "%",
    "decimals": 1,
    "method": "%",
    "source_id": "ons",
    "locator": "APS",
}
PAPER = SMOKING | {"table": "measures", "series": "stay", "source_id": "paper-2025", "period": "", "stated": "4 days"}


def values(*rows):
    frame = pd.DataFrame([SMOKING | row for row in rows], columns=[*SMOKING, "period", "value"])
    return frame.astype({"value": float, "decimals": "Int64"})


def told(now, then):
    rows = changes_between(now, then)
    return dict(zip(rows["period"], rows["change"], strict=True))


def test_each_value_is_new_revised_withdrawn_or_the_same():
    then = values(*({"period": year, "value": value} for year, value in (("2019", 11), ("2020", 10.5), ("2021", 10))))
    now = values(*({"period": year, "value": value} for year, value in (("2019", 11), ("2020", 10.7), ("2022", 9.4))))
    assert told(now, then) == {"2019": "the same", "2020": "revised", "2021": "dropped", "2022": "new"}


def test_a_revised_value_stands_beside_the_one_before():
    (row,) = changes_between(
        values({"period": "2020", "value": 10.7}), values({"period": "2020", "value": 10.5})
    ).to_dict("records")
    assert (row["value_then"], row["value"], row["unit"]) == (10.5, 10.7, "%")


def test_a_value_that_came_or_went_is_revised_too():
    blank, known = values({"period": "2020", "value": None}), values({"period": "2020", "value": 10.5})
    assert told(known, blank) == told(blank, known) == {"2020": "revised"}


def test_another_unit_or_comparability_is_another_method_for_old_and_for_new_values():
    then = values({"period": "2020", "value": 10.5})
    other = {"method": "%, not comparable with later values"}
    assert told(values({"period": "2020", "value": 10.5, **other}), then) == {"2020": "method changed"}
    later = values({"period": "2020", "value": 10.5}, {"period": "2021", "value": 105, "method": "per 1,000"})
    assert told(later, then) == {"2020": "the same", "2021": "method changed"}


def test_a_method_that_is_not_stated_is_no_other_method():
    then = values({"period": "2020", "value": 10.5, "method": ""})
    assert told(values({"period": "2021", "value": 10.5}), then)["2021"] == "new"


def test_without_a_stated_period_values_of_two_papers_are_two_and_of_one_paper_are_one():
    then = values(PAPER | {"value": 4})
    assert changes_between(values(PAPER | {"value": 4}), then)["change"].tolist() == ["the same"]
    later = changes_between(values(PAPER | {"value": 3, "source_id": "paper-2026"}), then)
    assert sorted(later["change"]) == ["new", "not repeated"]


def test_what_nobody_gives_any_more_is_dropped():
    assert changes_between(values(), values(PAPER | {"value": 4}))["change"].tolist() == ["dropped"]


def test_a_series_and_period_that_stands_twice_is_refused():
    twice = values({"period": "2020", "value": 1}, {"period": "2020", "value": 2})
    with pytest.raises(ValueError, match="not unique"):
        changes_between(twice, values({"period": "2020", "value": 1}))


def test_beside_a_new_value_stands_the_latest_that_was_known():
    then = values({"period": "2019", "value": 11}, {"period": "2020", "value": 10.5})
    rows = changes_between(
        values({"period": "2021", "value": 10}, {"series": "other", "period": "2021", "value": 1}), then
    )
    new = rows[rows["change"] == "new"].set_index("series")
    assert (new.loc["smoking; E10000018", "value_then"], new.loc["smoking; E10000018", "period_then"]) == (10.5, "2020")
    assert pd.isna(new.loc["other", "value_then"])
