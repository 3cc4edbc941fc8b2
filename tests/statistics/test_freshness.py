"""How new are the figures? Dates were worked out by hand from periods and lags."""

import pandas as pd
import pytest

from jhws.periods import period_end
from jhws.statistics import data_freshness

COLUMNS = ["indicator_id", "indicator", "period", "available_from", "next_period", "next_due", "state", "source_id"]


def series(indicator, kind, lag, *periods, value=1.0):
    return pd.DataFrame(
        {
            "indicator_id": indicator,
            "indicator": indicator.capitalize(),
            "period": list(periods),
            "period_end": pd.to_datetime([period_end(period, kind) for period in periods]),
            "period_type": kind,
            "publication_lag_months": lag,
            "value": value,
            "source_id": "x",
            "locator": "table 1",
        }
    )


def only(rows, as_of):
    (found,) = data_freshness(rows, as_of=as_of).to_dict("records")
    return found


def test_the_next_period_is_due_once_the_usual_lag_after_its_end_has_passed():
    rows = series("smoking", "calendar year", 9, "2020", "2021", "2022")
    found = only(rows, "2024-09-29")
    assert (found["period"], found["next_period"]) == ("2022", "2023")
    assert found["available_from"] == pd.Timestamp("2023-09-30")
    assert found["next_due"] == pd.Timestamp("2024-09-30")
    assert found["state"] == "up to date"
    assert only(rows, "2024-09-30")["state"] == "overdue"


def test_a_survey_of_every_second_year_is_not_overdue_after_one():
    rows = series("carers", "financial year", 9, "2016-17", "2018-19", "2021-22")
    found = only(rows, "2024-06-01")
    assert (found["next_period"], found["next_due"]) == ("2023-24", pd.Timestamp("2024-12-31"))
    assert found["state"] == "up to date"


def test_three_year_averages_move_on_by_a_year():
    found = only(series("life", "three calendar years", 12, "2019-21", "2020-22"), "2024-01-01")
    assert (found["next_period"], found["next_due"]) == ("2021-23", pd.Timestamp("2024-12-31"))


def test_of_a_single_period_nobody_can_say_when_the_next_is_due():
    found = only(series("deciles", "three calendar years", 15, "2014-16"), "2025-01-01")
    assert found["state"] == "not known"
    assert pd.isna(found["next_due"])


def test_a_period_without_a_value_is_not_the_newest():
    rows = pd.concat(
        [series("anxiety", "financial year", 8, "2020-21", "2021-22"),
         series("anxiety", "financial year", 8, "2022-23", value=float("nan"))]
    )  # fmt: skip
    assert only(rows, "2024-01-01")["period"] == "2021-22"


def test_what_is_overdue_comes_first_and_then_what_is_next():
    rows = pd.concat(
        [
            series("alone", "calendar year", 3, "2022"),
            series("later", "calendar year", 9, "2022", "2023"),
            series("sooner", "calendar year", 3, "2022", "2023"),
            series("late", "calendar year", 3, "2020", "2021"),
        ]
    )
    found = data_freshness(rows, as_of="2025-01-01")
    assert found["indicator_id"].tolist() == ["late", "sooner", "later", "alone"]


@pytest.mark.parametrize("columns", [COLUMNS])
def test_without_observations_there_is_nothing_to_say_and_the_columns_stand(columns):
    found = data_freshness(series("x", "calendar year", 3, "2022").iloc[:0], as_of="2025-01-01")
    assert found.empty
    assert set(columns) <= set(found.columns)
