"""Forecasts of earlier years beside what came: no look ahead, the right periods, sums that are right by hand."""

import numpy as np
import pandas as pd
import pytest

from jhws.periods import period_end
from jhws.statistics import forecast_record, forecast_series, held_against, last_forecasts, past_forecasts

BY = ["indicator_id", "sex"]
VALUES = [60.0, 62, 61, 64, 63, 66, 64, 67]
ABOUT = {
    "indicator_id": "x",
    "sex": "Persons",
    "indicator": "Some share",
    "unit": "score",
    "decimals": 1,
    "value_type": "score",
    "polarity": "high is good",
    "comparable": True,
}


def series(periods, values, period_type, **more) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": periods,
            "period_end": pd.to_datetime([period_end(period, period_type) for period in periods]),
            "period_type": period_type,
            "value": pd.Series(values, dtype=float),
            "lower_95": np.nan,
            "upper_95": np.nan,
        }
    ).assign(**(ABOUT | more))


def yearly(values=VALUES, start=2015, **more) -> pd.DataFrame:
    periods = [f"{start + place}-{(start + place + 1) % 100:02d}" for place in range(len(values))]
    return series(periods, values, "financial year", **more)


def past(rows, horizon=2) -> pd.DataFrame:
    return past_forecasts(rows, by=BY, horizon=horizon)


# --- past forecasts ------------------------------------------------------------------------------------------


def test_forecasts_are_made_from_the_fifth_value_on_for_every_year_that_is_known_by_now():
    # By hand: eight values, five needed, two years ahead.
    found = past(yearly())
    assert list(found[["origin", "step", "period"]].itertuples(index=False, name=None)) == [
        ("2019-20", 1, "2020-21"),
        ("2019-20", 2, "2021-22"),
        ("2020-21", 1, "2021-22"),
        ("2020-21", 2, "2022-23"),
        ("2021-22", 1, "2022-23"),
    ]
    assert found["actual"].tolist() == [66, 64, 64, 67, 67]
    assert found["unchanged"].tolist() == [63, 63, 66, 66, 64]
    assert found[["indicator_id", "sex", "indicator", "unit", "decimals"]].drop_duplicates().values.tolist() == [
        ["x", "Persons", "Some share", "score", 1]
    ]


@pytest.mark.parametrize("known", [5, 6, 7])
def test_a_past_forecast_is_the_one_that_the_book_would_have_shown_then(known):
    # Independently: the book's forecast of a table that ends with the origin.
    then = forecast_series(yearly(VALUES[:known]), by=BY, horizon=2, levels=(95,))
    rows = past(yearly())
    rows = rows[rows["origin"] == f"{2014 + known}-{15 + known}"]
    then = then.iloc[: len(rows)]
    assert rows["period"].tolist() == then["period"].tolist()
    for column in ("forecast", "lower_95", "upper_95"):
        assert rows[column].tolist() == pytest.approx(then[column].tolist())


def test_no_forecast_looks_ahead_of_its_origin():
    before, after = past(yearly()), past(yearly([*VALUES[:-1], 12.0]))
    told = ["origin", "step", "period", "forecast", "lower_95", "upper_95", "unchanged"]
    pd.testing.assert_frame_equal(before[told], after[told])
    assert after.loc[after["period"] == "2022-23", "actual"].tolist() == [12, 12]
    assert not after.loc[after["period"] == "2022-23", "held"].any()


def test_a_changed_value_changes_only_the_forecasts_that_knew_it():
    before = past(yearly())
    after = past(yearly([*VALUES[:5], 90.0, *VALUES[6:]]))
    same = np.isclose(before["forecast"], after["forecast"])
    assert same.tolist() == [True, True, False, False, False]


def test_held_says_whether_the_limits_held_what_came():
    found = past(yearly([60, 61, 60, 61, 60, 61, 95]), horizon=1)
    assert found["held"].tolist() == [True, False]
    assert (found["held"] == ((found["lower_95"] <= found["actual"]) & (found["actual"] <= found["upper_95"]))).all()


def test_a_year_without_a_value_is_neither_an_origin_nor_forecast_and_does_not_shift_the_years():
    # By hand: 2020-21 is missing, so 2021-22 is two years after 2019-20 and the origin after it is 2021-22.
    found = past(yearly([*VALUES[:5], np.nan, *VALUES[6:]]))
    assert list(found[["origin", "step", "period"]].itertuples(index=False, name=None)) == [
        ("2019-20", 2, "2021-22"),
        ("2021-22", 1, "2022-23"),
    ]
    assert found["unchanged"].tolist() == [63, 64]


def test_a_row_that_is_left_out_is_a_gap_like_a_missing_value():
    values = [*VALUES[:5], np.nan, *VALUES[6:]]
    pd.testing.assert_frame_equal(past(yearly(values)), past(yearly(values).dropna(subset="value")))


def test_the_order_of_the_rows_does_not_matter():
    pd.testing.assert_frame_equal(past(yearly()), past(yearly().sample(frac=1, random_state=1)))


@pytest.mark.parametrize(
    ("period_type", "periods", "origin", "period"),
    [
        ("three calendar years", [f"{year}-{year - 1998}" for year in range(2012, 2018)], "2016-18", "2017-19"),
        ("calendar year", [str(year) for year in range(2012, 2018)], "2016", "2017"),
        ("survey year", [f"{year}/{year - 1999}" for year in range(2012, 2018)], "2016/17", "2017/18"),
    ],
)
def test_periods_are_named_as_the_publisher_names_them(period_type, periods, origin, period):
    found = past(series(periods, VALUES[:6], period_type), horizon=3)
    assert found[["origin", "period"]].values.tolist() == [[origin, period]]


@pytest.mark.parametrize("values", [[], [60.0], VALUES[:5], [*VALUES[:5], np.nan]])
def test_a_series_of_five_values_or_fewer_has_no_past_forecast(values):
    found = past(yearly(values))
    assert found.empty
    assert list(found) == list(past(yearly()))


def test_values_that_are_not_comparable_are_neither_known_nor_forecast():
    rows = yearly([5.0, *VALUES])
    marked = rows.assign(comparable=[False, *[True] * len(VALUES)])
    pd.testing.assert_frame_equal(past(marked), past(rows.iloc[1:]))


def test_each_series_is_looked_back_on_alone():
    long, short = yearly(sex="Male"), yearly(VALUES[:5], sex="Female")
    pd.testing.assert_frame_equal(past(pd.concat([short, long])), past(long))


# --- what they add up to -------------------------------------------------------------------------------------


def test_the_last_forecast_of_each_series_is_of_its_latest_value():
    rows = pd.concat([yearly(sex="Male"), yearly([*VALUES[:6], np.nan, 67.0], sex="Female")])
    found = last_forecasts(past(rows, horizon=3), by=BY)
    assert found[["sex", "origin", "step", "period"]].values.tolist() == [
        ["Male", "2021-22", 1, "2022-23"],
        ["Female", "2020-21", 2, "2022-23"],
    ]
    assert found["actual"].tolist() == [67, 67]


def test_the_record_is_the_mean_distance_and_the_share_that_was_held():
    rows = pd.DataFrame(
        {
            "indicator_id": ["x", "x", "x", "y"],
            "forecast": [10.0, 12, 9, 1],
            "actual": [11.0, 10, 9, 4],
            "unchanged": [11.0, 11, 12, 4],
            "held": [True, False, True, True],
        }
    )
    found = forecast_record(rows, by=["indicator_id"]).set_index("indicator_id")
    # By hand: (1 + 2 + 0) / 3, (0 + 1 + 3) / 3, two of three.
    assert found.loc["x"].tolist() == pytest.approx([3, 1, 4 / 3, 2 / 3])
    assert found.loc["y"].tolist() == [1, 3, 0, 1]


def test_without_past_forecasts_there_is_neither_a_last_one_nor_a_record():
    none = past(yearly(VALUES[:4]))
    assert last_forecasts(none, by=BY).empty
    record = forecast_record(none, by=BY)
    assert record.empty
    assert {"forecasts", "error", "unchanged_error", "held"} <= set(record)


# --- what came after an edition ------------------------------------------------------------------------------


def ahead(levels=(80, 95)) -> pd.DataFrame:
    """Two years ahead of 2022-23, as typed."""
    rows = pd.DataFrame({"step": [1, 2], "period": ["2023-24", "2024-25"], "forecast": [68.0, 69]})
    for level in levels:
        rows = rows.assign(**{f"lower_{level}": rows["forecast"] - level / 10, f"upper_{level}": rows["forecast"] + 9})
    return rows.assign(indicator_id="x", sex="Persons")


def test_what_came_later_is_held_against_the_forecast_of_its_own_period():
    found = held_against(ahead(), yearly([59.9, 70, 71], start=2023), by=BY)
    assert found["period"].tolist() == ["2023-24", "2024-25"]
    assert found["actual"].tolist() == [59.9, 70]
    assert found["forecast"].tolist() == [68, 69]
    # By hand: the lower limit at 95% is 68 - 9.5 = 58.5, at 80% it would be 60.
    assert found["lower"].tolist() == [58.5, 59.5]
    assert found["held"].tolist() == [True, True]
    assert found["level"].tolist() == [95, 95]


def test_an_edition_is_judged_by_its_own_widest_limits():
    found = held_against(ahead(levels=(50, 80)), yearly([59.9, 70], start=2023), by=BY)
    assert found["level"].tolist() == [80, 80]
    assert found["held"].tolist() == [False, True]


@pytest.mark.parametrize(
    "later", [yearly([np.nan, np.nan], start=2023), yearly([70.0], start=2026), yearly([], start=2023)]
)
def test_a_value_that_is_missing_or_was_not_forecast_is_left_out(later):
    assert held_against(ahead(), later, by=BY).empty


def test_a_series_that_was_too_short_to_forecast_or_not_there_is_left_out():
    short = forecast_series(yearly(VALUES[:3]), by=BY, horizon=2)
    none = forecast_series(yearly([]), by=BY, horizon=2)
    for forecasts in (short, none):
        assert held_against(forecasts, yearly([70.0], start=2018), by=BY).empty
