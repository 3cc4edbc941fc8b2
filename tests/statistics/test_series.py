"""The latest value of a series, its reference, the years ahead, and all of it in one row."""

import numpy as np
import pandas as pd
import pytest

from jhws.periods import period_end
from jhws.statistics import (
    changed_since,
    forecast,
    forecast_series,
    latest_values,
    summarise_series,
    target_chances,
    with_reference,
)
from jhws.statistics.series import as_yearly

BY = ["indicator_id", "sex"]


def series(values, *, period_type="financial year", width=None, **more) -> pd.DataFrame:
    """Make a series from its values by period; `width` is half of each interval."""
    rows = pd.DataFrame({"period": list(values), "value": pd.Series(list(values.values()), dtype=float)})
    about = {
        "indicator_id": "x",
        "sex": "Persons",
        "polarity": "high is good",
        "value_type": "score",
        "comparable": True,
        "category": None,
    } | more
    return rows.assign(
        period_type=period_type,
        period_end=pd.to_datetime([period_end(period, period_type) for period in rows["period"]]),
        lower_95=rows["value"] - width if width else np.nan,
        upper_95=rows["value"] + width if width else np.nan,
        **about,
    )


def yearly(values, start=2015, **more) -> pd.DataFrame:
    periods = {f"{start + place}-{(start + place + 1) % 100:02d}": value for place, value in enumerate(values)}
    return series(periods, **more)


# --- the latest value ----------------------------------------------------------------------------------------


def test_the_latest_value_is_the_last_known_one_with_the_one_before_it():
    found = latest_values(yearly([60, 61, np.nan, 63, np.nan]), by=BY).iloc[0]
    assert (found["period"], found["value"]) == ("2018-19", 63)
    assert (found["previous_period"], found["previous_value"]) == ("2016-17", 61)
    assert (found["first_period"], found["first_value"], found["points"]) == ("2015-16", 60, 3)


def test_the_order_of_the_rows_does_not_matter():
    rows = yearly([60, 61, 62, 63])
    assert latest_values(rows.sample(frac=1, random_state=3), by=BY)["value"].tolist() == [63]


def test_the_only_value_of_a_series_has_none_before_it():
    found = latest_values(yearly([60]), by=BY).iloc[0]
    assert pd.isna(found["previous_value"])
    assert pd.isna(found["previous_period"])


def test_series_do_not_lend_each_other_values():
    rows = pd.concat([yearly([60, 61], sex="Male"), yearly([70], sex="Female")])
    found = latest_values(rows, by=BY).set_index("sex")
    assert found["value"].to_dict() == {"Male": 61, "Female": 70}
    assert pd.isna(found.loc["Female", "previous_value"])


def test_a_series_without_a_value_has_no_row():
    assert latest_values(yearly([np.nan, np.nan]), by=BY).empty


def test_a_value_that_is_not_comparable_is_neither_first_nor_previous():
    rows = yearly([11, 60, 61]).assign(comparable=[False, True, True])
    found = latest_values(rows, by=BY).iloc[0]
    assert (found["first_value"], found["previous_value"], found["points"]) == (60, 60, 2)


# --- the reference -------------------------------------------------------------------------------------------


def test_the_reference_is_that_of_the_same_period():
    found = with_reference(yearly([60, 61]), yearly([50, 51, 52], start=2014), by=BY)
    assert found["reference"].tolist() == [51, 52]
    assert found["reference_kind"].tolist() == ["value", "value"]


def test_a_reference_that_is_a_median_says_so():
    found = with_reference(yearly([60]), yearly([50], category="Median"), by=BY)
    assert found["reference_kind"].tolist() == ["median"]


def test_a_row_without_reference_stays_without():
    found = with_reference(yearly([60], start=2020), yearly([50]), by=BY)
    assert found["value"].tolist() == [60]
    assert found["reference"].isna().all()


def test_two_references_for_one_period_are_refused():
    with pytest.raises(pd.errors.MergeError):
        with_reference(yearly([60]), pd.concat([yearly([50]), yearly([51], category="Median")]), by=BY)


# --- the years ahead -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "period_type", "ahead", "end"),
    [
        (["2016", "2017", "2018", "2019", "2020"], "calendar year", ["2021", "2022"], "2022-12-31"),
        (
            ["2095-96", "2096-97", "2097-98", "2098-99", "2099-00"],
            "financial year",
            ["2100-01", "2101-02"],
            "2102-03-31",
        ),
        (
            ["2017/18", "2018/19", "2019/20", "2020/21", "2021/22"],
            "academic year",
            ["2022/23", "2023/24"],
            "2024-08-31",
        ),
        (["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"], "survey year", ["2024/25", "2025/26"], "2026-11-15"),
        (
            ["2017-19", "2018-20", "2019-21", "2020-22", "2021-23"],
            "three calendar years",
            ["2022-24", "2023-25"],
            "2025-12-31",
        ),
    ],
)
def test_forecast_periods_are_named_as_their_publisher_names_them(periods, period_type, ahead, end):
    rows = series(dict(zip(periods, [60, 61, 62, 61, 63], strict=True)), period_type=period_type)
    found = forecast_series(rows, by=BY, horizon=2)
    assert found["period"].tolist() == ahead
    assert found["step"].tolist() == [1, 2]
    assert found["period_end"].iloc[-1] == pd.Timestamp(end)


def test_a_missing_year_is_a_gap_and_not_a_shorter_series():
    values = [60, 61, np.nan, 63, 64, 62]
    found = forecast_series(yearly(values), by=BY, horizon=1)
    dropped = forecast_series(yearly(values).dropna(subset="value"), by=BY, horizon=1)
    # Independently: the forecast function on the years with their gap, and on years pushed together.
    years = pd.Series(values, index=range(2016, 2022), dtype=float)
    with_gap = forecast(years, 1)["forecast"].iloc[0]
    pushed_together = forecast(years.dropna().set_axis(range(2017, 2022)), 1)["forecast"].iloc[0]
    assert found["forecast"].iloc[0] == dropped["forecast"].iloc[0] == pytest.approx(with_gap)
    assert found["forecast"].iloc[0] != pytest.approx(pushed_together)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([60, 61, 62, 63], "4 values are known; a forecast needs at least 5"),
        ([60, np.nan], "1 value is known; a forecast needs at least 5"),
        ([np.nan], "0 values are known; a forecast needs at least 5"),
    ],
)
def test_a_series_that_is_too_short_has_a_reason_and_no_values(values, reason):
    found = forecast_series(yearly(values), by=BY, horizon=3)
    assert found["reason"].tolist() == [reason]
    assert found[["forecast", "lower_80", "upper_95", "period", "period_end"]].isna().all(axis=None)


def test_values_that_are_not_comparable_do_not_move_the_forecast():
    rows = yearly([5, 60, 61, 62, 63, 64])
    marked = rows.assign(comparable=[False, *[True] * 5])
    found = forecast_series(marked, by=BY, horizon=2)
    assert found["forecast"].tolist() == forecast_series(rows.iloc[1:], by=BY, horizon=2)["forecast"].tolist()
    assert found["forecast"].iloc[0] != forecast_series(rows, by=BY, horizon=2)["forecast"].iloc[0]


def test_a_share_stays_between_0_and_100_and_a_rate_above_0():
    rows = pd.concat(
        [
            yearly([90, 94, 96, 98, 99], value_type="proportion", indicator_id="share"),
            yearly([40, 20, 10, 5, 2], value_type="rate", indicator_id="rate"),
        ]
    )
    found = (
        forecast_series(rows, by=BY, horizon=5).groupby("indicator_id")[["lower_95", "upper_95"]].agg(["min", "max"])
    )
    assert found.loc["share", ("upper_95", "max")] <= 100
    assert found.loc["rate", ("lower_95", "min")] >= 0


def test_each_level_has_its_limits_and_the_wider_holds_the_narrower():
    found = forecast_series(yearly([60, 63, 61, 64, 62, 65]), by=BY, horizon=2, levels=(50, 99))
    assert "lower_95" not in found
    assert (found["lower_99"] < found["lower_50"]).all()
    assert (found["upper_50"] < found["upper_99"]).all()


def test_each_series_is_forecast_alone():
    rows = pd.concat([yearly([60, 61, 62, 63, 64], sex="Male"), yearly([10, 10], sex="Female")])
    found = forecast_series(rows, by=BY, horizon=2)
    assert found["sex"].tolist() == ["Male", "Male", "Female"]
    assert found["reason"].eq("").tolist() == [True, True, False]


def test_no_series_give_no_rows_and_the_same_columns():
    found = forecast_series(yearly([60]).iloc[:0], by=BY, horizon=2)
    assert found.empty
    assert {"indicator_id", "sex", "step", "period_end", "forecast", "lower_80", "upper_95", "reason"} <= set(found)


def test_no_series_keep_the_types_of_their_names_so_that_they_can_be_joined():
    none = yearly([60]).iloc[:0]
    found = forecast_series(none, by=BY, horizon=2)
    assert found[[*BY, "period"]].dtypes.tolist() == none[[*BY, "period"]].dtypes.tolist()


def test_a_year_without_a_value_keeps_its_place_in_the_form_that_is_forecast():
    given = as_yearly(yearly([60, np.nan, 62], width=1).dropna(subset="value"))
    assert given["values"].index.tolist() == [2016, 2017, 2018]
    assert given["values"].tolist() == pytest.approx([60, np.nan, 62], nan_ok=True)
    assert given["upper_95"].tolist() == pytest.approx([61, np.nan, 63], nan_ok=True)


def test_without_published_limits_none_are_given_to_the_forecast():
    given = as_yearly(yearly([60, 61]))
    assert (given["lower_95"], given["upper_95"]) == (None, None)


@pytest.mark.parametrize(
    ("value_type", "values", "scale"),
    [
        ("proportion", [60, 61], "proportion"),
        ("proportion", [60, 100], "identity"),
        ("proportion", [0, 61], "identity"),
        ("rate", [60, 100], "rate"),
        ("directly standardised rate", [60, 120], "rate"),
        ("rate", [0, 61], "identity"),
        ("score", [0, 100], "identity"),
    ],
)
def test_a_series_is_forecast_on_the_scale_of_its_type_unless_it_touches_the_bound(value_type, values, scale):
    assert as_yearly(yearly(values, value_type=value_type))["scale"] == scale


# --- targets -------------------------------------------------------------------------------------------------

RISING = [60, 62, 61, 64, 63, 66]


def target(value, date="2030-12-31", **more) -> pd.DataFrame:
    about = {"target_id": "t", "indicator_id": "x", "indicator": "X", "area_code": "A", "target": float(value)}
    about |= {"target_stated": f"{value} by {date[:4]}", "polarity": "high is good"} | more
    return pd.DataFrame([about]).assign(target_date=pd.Timestamp(date))


def chances(targets, values=RISING, **more) -> pd.DataFrame:
    return target_chances(targets, yearly(values, area_code="A", **more), horizon=3)


def test_the_chance_of_a_target_is_read_off_the_limits_of_the_forecast():
    # Independently: a target at the centre is met in half of all cases, one on the upper 95% limit in 2.5%.
    ahead = forecast_series(yearly(RISING), by=BY, horizon=3).iloc[1]
    for value, chance in ((ahead["forecast"], 0.5), (ahead["upper_95"], 0.025), (ahead["lower_80"], 0.9)):
        found = chances(target(value)).iloc[1]
        assert found["period"] == "2022-23"
        assert found["chance"] == pytest.approx(chance, abs=1e-4)
        low = chances(target(value, polarity="low is good")).iloc[1]
        assert low["chance"] == pytest.approx(1 - chance, abs=1e-4)


def test_each_year_ahead_has_its_chance_and_its_period():
    found = chances(target(70))
    assert found["period"].tolist() == ["2021-22", "2022-23", "2023-24"]
    assert found["chance"].between(0, 1).all()
    assert found["chance"].is_monotonic_increasing
    assert list(found) == [*target(70).columns, "period", "chance", "in_time"]


@pytest.mark.parametrize(
    ("date", "in_time"),
    [
        ("2023-03-31", [True, True, False]),
        ("2023-03-30", [True, False, False]),
        ("2030-12-31", [True, True, True]),
        ("2019-12-31", [False, False, False]),
    ],
)
def test_a_period_is_in_time_when_it_ends_by_the_day_of_the_target(date, in_time):
    assert chances(target(70, date))["in_time"].tolist() == in_time


@pytest.mark.parametrize(
    ("targets", "values"),
    [
        (target(70), [60, 61, 62, 63]),
        (target(70), []),
        (target(70, polarity="no judgement"), RISING),
        (target(70, area_code="B"), RISING),
        (target(70, indicator_id="y"), RISING),
        (target(70).iloc[:0], RISING),
    ],
)
def test_a_target_that_cannot_be_forecast_has_no_row(targets, values):
    found = chances(targets, values)
    assert found.empty
    assert {"target_id", "period", "chance", "in_time"} <= set(found)


def test_values_that_are_not_comparable_do_not_move_a_chance():
    rows = yearly([5, *RISING], area_code="A").assign(comparable=[False, *[True] * 6])
    found = target_chances(target(70), rows, horizon=1)["chance"].tolist()
    assert found == target_chances(target(70), rows.iloc[1:], horizon=1)["chance"].tolist()


# --- all of it in one row ------------------------------------------------------------------------------------


def summarise(history, reference, *, levels=(80, 95), targets=None):
    ahead = forecast_series(history, by=BY, horizon=2, levels=levels)
    return summarise_series(history, reference, ahead, by=BY, targets=targets)


@pytest.mark.parametrize(
    ("polarity", "england", "word"),
    [
        ("high is good", 60, "better"),
        ("low is good", 60, "worse"),
        ("no judgement", 60, "higher"),
        ("high is good", 66, "similar"),
        ("high is good", 65.9, "similar"),
        ("high is good", 70, "worse"),
        ("low is good", 70, "better"),
        ("no judgement", 70, "lower"),
    ],
)
def test_a_value_with_limits_is_held_against_england_by_them(polarity, england, word):
    history = yearly([61, 62, 63, 64, 65], width=1, polarity=polarity)
    assert summarise(history, yearly([england] * 5))["against_reference"].tolist() == [word]


@pytest.mark.parametrize(
    ("median", "word"),
    [
        (60, "above the English median"),
        (70, "below the English median"),
        (65, "equal to the English median"),
        (np.nan, "not compared"),
    ],
)
def test_a_median_has_no_limits_so_a_value_is_only_above_or_below_it(median, word):
    history = yearly([61, 62, 63, 64, 65], width=1)
    found = summarise(history, yearly([median] * 5, category="Median"))
    assert found["against_reference"].tolist() == [word]


def test_without_limits_or_without_england_nothing_is_compared_and_the_reason_is_told():
    found = summarise(yearly([61, 62, 63, 64, 65]), yearly([60] * 5)).iloc[0]
    assert (found["against_reference"], found["reason"]) == ("not compared", "The value has no confidence limits.")
    found = summarise(yearly([61, 62, 63, 64, 65], width=1), yearly([60]).iloc[:0]).iloc[0]
    assert (found["against_reference"], found["reason"]) == ("not compared", "There is no reference to compare with.")


@pytest.mark.parametrize(("polarity", "word"), [("high is good", "getting better"), ("low is good", "getting worse")])
def test_a_clear_rise_is_told_in_the_books_words(polarity, word):
    history = yearly([50, 55, 60, 65, 70], width=1, polarity=polarity)
    found = summarise(history, yearly([60] * 5)).iloc[0]
    assert (found["over_time"], found["over_time_reason"]) == (word, "")


def test_a_trend_that_cannot_be_tested_says_why():
    found = summarise(yearly([50, 55], width=1), yearly([60] * 5)).iloc[0]
    assert found["over_time"] == "cannot be calculated"
    assert found["over_time_reason"] != ""


def test_the_outlook_is_the_last_step_of_the_forecast():
    history = yearly([60, 63, 61, 64, 62, 65])
    ahead = forecast_series(history, by=BY, horizon=3)
    found = summarise_series(history, yearly([60] * 6), ahead, by=BY).iloc[0]
    assert found["forecast_period"] == "2023-24"
    assert found["forecast"] == ahead["forecast"].iloc[2]
    assert found["forecast_lower_80"] == ahead["lower_80"].iloc[2]
    assert found["forecast_upper_95"] == ahead["upper_95"].iloc[2]


def test_the_outlook_has_the_levels_of_the_edition():
    found = summarise(yearly([60, 63, 61, 64, 62]), yearly([60] * 5), levels=(50, 99))
    assert {"forecast_lower_50", "forecast_upper_99"} <= set(found)
    assert "forecast_lower_95" not in found


def test_series_that_are_all_too_short_are_summed_up_without_a_forecast():
    found = summarise(yearly([60, 61]), yearly([60] * 2)).iloc[0]
    assert np.isnan(found["forecast"])
    assert found["forecast_reason"] == "2 values are known; a forecast needs at least 5"


def test_a_series_without_a_target_says_so():
    history = pd.concat([yearly([60, 61]), yearly([60, 61], indicator_id="y")])
    targets = pd.DataFrame({"indicator_id": ["y"], "status": ["missed"]})
    found = summarise(history, yearly([60] * 2), targets=targets).set_index("indicator_id")
    assert found["target_status"].to_dict() == {"x": "no target", "y": "missed"}
    for none in (None, targets.iloc[:0]):
        assert set(summarise(history, yearly([60] * 2), targets=none)["target_status"]) == {"no target"}


def test_no_series_at_all_are_summed_up_in_no_rows():
    none = yearly([60]).iloc[:0]
    found = summarise(none, none)
    assert found.empty
    assert {"over_time", "against_reference", "forecast", "forecast_upper_95", "target_status"} <= set(found)


def test_what_changed_sets_the_earlier_state_beside_todays():
    then = summarise_series(series({"2018-19": 70.0, "2019-20": 68.0}), series({"2019-20": 70.0}), by=BY)
    now = summarise_series(series({"2019-20": 68.0, "2021-22": 66.5}), series({"2021-22": 66.0}), by=BY)
    changed = changed_since(now, then, by=BY).iloc[0]
    assert (changed["value_then"], changed["period_then"]) == (68.0, "2019-20")
    assert (changed["value"], changed["period"]) == (66.5, "2021-22")
    assert changed["difference"] == -1.5
    assert changed["newer"]


def test_a_series_that_the_earlier_edition_did_not_know_has_not_changed():
    now = summarise_series(series({"2021-22": 66.5}), series({"2021-22": 66.0}), by=BY)
    then = summarise_series(series({"2021-22": 1.0}).iloc[:0], series({"2021-22": 66.0}).iloc[:0], by=BY)
    assert changed_since(now, then, by=BY).empty
