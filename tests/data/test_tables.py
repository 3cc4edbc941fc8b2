"""Tables are read typed, filtered by the book's own rule of publication, and traced to their sources."""

import pandas as pd
import pytest

from jhws.data import (
    area_name,
    count_rows,
    describe_period,
    describe_sources,
    districts_of,
    in_printed_order,
    read_activities,
    read_deciles,
    read_interventions,
    read_observations,
    read_stated_figures,
    read_table,
    read_targets,
)

BOARD_PAPER = "leicestershire-hwb-2025-05-29"
LEICESTERSHIRE = "E10000018"


@pytest.fixture(autouse=True)
def _in_project(project):
    """Let the tables be found as a chapter finds them."""


def newest(table: str, indicator: str, as_of: str) -> str:
    rows = read_observations(table, areas=[LEICESTERSHIRE], as_of=as_of)
    return rows.loc[rows["indicator_id"] == indicator, "period"].iloc[-1]


# Types


def test_each_column_has_the_type_of_its_schema():
    types = read_table("life_expectancy_by_decile").dtypes
    assert types["value"] == "float64"
    assert types["count"] == "Int64"
    assert types["period"] == "str"
    assert types["category"] == "str"


def test_a_date_is_read_as_a_date_and_a_blank_one_as_missing():
    published = read_table("sources").set_index("source_id")["published"]
    assert published[BOARD_PAPER] == pd.Timestamp(2025, 5, 29)
    assert pd.isna(published["ohid-ncmp"])


def test_the_words_n_a_stay_words_and_only_a_blank_is_missing():
    row = read_table("activity_figures").iloc[0]
    assert (row["activity_id"], row["kind"]) == ("additional-housing-units", "beneficiaries")
    assert row["stated"] == "N/A"
    assert pd.isna(row["value"])
    assert pd.isna(row["qualifier"])


def test_a_number_with_leading_zeroes_in_a_text_column_keeps_them(copy_of_project, edit):
    edit("data/indicators.csv", ",93722,", ",093722,")
    assert read_table("indicators", project=copy_of_project)["fingertips_id"].dropna().tolist()[-1] == "093722"


def test_rows_keep_the_order_of_the_file():
    assert read_table("areas")["name"].tolist()[:4] == ["Leicester", "Rutland", "Wiltshire", "Blaby"]


def test_rows_of_other_sources_can_be_left_out():
    rows = read_table("targets", sources=["leicestershire-asc-scrutiny-2019-11-11"])
    assert rows["target_id"].tolist() == ["information-easy-to-find-2021"]
    assert read_table("targets", sources=[BOARD_PAPER]).empty


def test_an_unknown_table_is_told_with_those_that_there_are():
    with pytest.raises(
        KeyError, match="no table “smokers”; there are access_by_quintile, actions, activities, activity_figures"
    ):
        read_table("smokers")


# What was published by a date: the end of the period plus the publisher's usual lag, worked out by hand.


@pytest.mark.parametrize(
    ("table", "indicator", "day_before", "day", "older", "newer"),
    [
        # 31 December 2022 and 9 months
        ("smoking", "smoking_prevalence", "2023-09-29", "2023-09-30", "2021", "2022"),
        # 31 March 2023 and 9 months; there are no figures for 2020-21
        ("adult_social_care", "service_users_find_information_easy", "2023-12-30", "2023-12-31", "2021-22", "2022-23"),
        ("adult_social_care", "service_users_find_information_easy", "2022-12-30", "2022-12-31", "2019-20", "2021-22"),
        # 31 March 2023 and 8 months
        ("local_statistics", "anxiety", "2023-11-29", "2023-11-30", "2021-22", "2022-23"),
        # 31 December 2022 and 14 months, in a leap year
        ("local_statistics", "preventable_cvd_mortality_under_75", "2024-02-28", "2024-02-29", "2019-21", "2020-22"),
        # 31 December 2023 and 12 months
        ("local_statistics", "healthy_life_expectancy", "2024-12-30", "2024-12-31", "2020-22", "2021-23"),
        # 15 November 2023 and 6 months
        ("local_statistics", "adult_obesity_prevalence", "2024-05-14", "2024-05-15", "2021/22", "2022/23"),
    ],
)
def test_a_figure_is_seen_from_the_day_on_which_it_is_taken_to_be_published(
    table, indicator, day_before, day, older, newer
):
    assert newest(table, indicator, day_before) == older
    assert newest(table, indicator, day) == newer


def test_without_a_date_all_figures_are_seen_and_before_the_first_none():
    assert read_observations("smoking")["period"].max() == "2022"
    assert read_observations("smoking", as_of="2013-09-29").empty
    assert set(read_observations("smoking", as_of="2013-09-30")["period"]) == {"2012"}


def test_an_observation_carries_what_its_indicator_and_its_area_say():
    rows = read_observations("adult_social_care", areas=[LEICESTERSHIRE], as_of="2025-05-29")
    rows = rows[rows["indicator_id"] == "service_users_find_information_easy"]
    row = rows.iloc[-1]
    assert (row["area_name"], row["period"], row["value"]) == ("Leicestershire", "2022-23", 61.8)
    assert (row["unit"], row["value_type"], row["polarity"]) == ("%", "proportion", "high is good")
    assert (row["period_type"], row["decimals"]) == ("financial year", 1)
    assert row["priority_id"] == "upscaling-prevention-and-self-care"
    assert row["period_end"] == pd.Timestamp(2023, 3, 31)
    assert row["available_from"] == pd.Timestamp(2023, 12, 31)
    assert rows["period"].tolist() == ["2015-16", "2016-17", "2017-18", "2018-19", "2019-20", "2021-22", "2022-23"]


def test_only_what_a_note_calls_not_comparable_is_not_comparable():
    rows = read_observations("adult_social_care", "smoking")
    apart = rows[~rows["comparable"]]
    assert set(apart["indicator_id"]) == {"requests_resulting_in_service"}
    assert set(apart["period"]) == {"2015-16"}
    assert len(apart) == 5
    blank = rows[rows["note"] == "blank in the source: reason not stated"]
    assert len(blank) > 0
    assert blank["comparable"].all()


def test_tables_are_read_together_and_lose_no_row():
    together = read_observations("smoking", "child_weight")
    assert set(together["indicator_id"]) == {"smoking_prevalence", "year6_overweight"}
    assert len(together) == 55 + 80


# Areas, deciles, targets


def test_the_districts_of_the_county_are_its_seven():
    assert [area_name(code) for code in districts_of(LEICESTERSHIRE)] == [
        "Blaby",
        "Charnwood",
        "Harborough",
        "Hinckley and Bosworth",
        "Melton",
        "North West Leicestershire",
        "Oadby and Wigston",
    ]


@pytest.mark.parametrize("area", ["E06000017", "E92000001", "E07000129"])
def test_a_unitary_area_a_district_and_england_have_no_districts(area):
    assert districts_of(area) == []


def test_deciles_count_from_the_most_deprived_and_ten_comes_last():
    rows = read_deciles("life_expectancy_by_decile", areas=[LEICESTERSHIRE])
    men = rows[rows["sex"] == "Male"].set_index("decile")
    assert men.index.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert men.loc[1, "value"] == 76.686357
    assert men.loc[10, "value"] == 82.466377
    assert men.loc[1, "count"] == 997
    assert men.loc[10, "denominator"] == 101660


def test_a_target_is_seen_from_the_day_of_the_paper_that_sets_it():
    assert read_targets(LEICESTERSHIRE, as_of="2019-11-10").empty
    (target,) = read_targets(LEICESTERSHIRE, as_of="2019-11-11").to_dict("records")
    assert (target["baseline"], target["baseline_period"], target["target"]) == (59.7, "2018-19", 74)
    assert target["target_date"] == pd.Timestamp(2021, 12, 31)
    assert target["indicator"] == "People using services who find information easy to find"
    assert (target["unit"], target["polarity"], target["decimals"]) == ("%", "high is good", 1)


def test_an_area_without_targets_has_none():
    assert read_targets("E06000016", as_of="2025-05-29").empty


# Activities and interventions


def test_activities_carry_the_words_of_their_priority_and_stand_in_its_order():
    rows = read_activities([BOARD_PAPER])
    assert len(rows) == 26
    assert rows["position"].is_monotonic_increasing
    priority = rows.set_index("activity_id")["priority"]
    assert priority["assistive-technology"] == "Upscaling Prevention and Self-Care"
    assert read_activities([]).empty


def test_an_intervention_whose_commitment_is_lost_is_kept_without_one():
    rows = read_interventions([BOARD_PAPER]).set_index("intervention_id")
    assert len(rows) == 14
    assert pd.isna(rows.loc["analysis-for-strategy-refresh", "commitment"])
    assert rows.loc["analysis-for-strategy-refresh", "priority"] == "Normalising End of Life Planning"


# Periods


@pytest.mark.parametrize(
    ("periods", "notes", "words"),
    [
        (["2014-16"], [None], "2014-16"),
        (["2014-16"] * 2, [None, "period inferred from the deaths"], "2014-16 (period inferred)"),
        (["2013-15", "2014-16", "2013-15"], [None] * 3, "2013-15, 2014-16"),
        (["2013-15", "2014-16"], ["period inferred", "blank in the source"], "2013-15, 2014-16 (period inferred)"),
        (["2014-16"], ["the period is that of the paper"], "2014-16"),
    ],
)
def test_a_period_is_named_once_and_called_inferred_where_a_note_says_so(periods, notes, words):
    rows = pd.DataFrame({"period": periods, "note": pd.Series(notes, dtype="str")})
    assert describe_period(rows) == words


def test_the_period_of_the_life_expectancies_is_inferred_and_that_of_the_children_is_not():
    assert describe_period(read_deciles("life_expectancy_by_decile", areas=[LEICESTERSHIRE])) == (
        "2014-16 (period inferred)"
    )
    children = read_deciles("child_obesity_by_decile")
    assert describe_period(children[children["period"] == "2017/18"]) == "2017/18"


# Sources


def rows_from(*places: tuple[str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["source_id", "locator"])


def test_a_source_is_described_by_publisher_title_and_places():
    rows = rows_from(
        ("oflog-adult-social-care", "ASC3"), ("oflog-adult-social-care", "ASC1"), ("oflog-adult-social-care", "ASC3")
    )
    assert describe_sources(rows) == "Office for Local Government, Adult social care metrics (ASC3; ASC1)"


def test_more_than_three_places_of_a_source_are_counted():
    rows = rows_from(*(("oflog-adult-social-care", f"ASC{number}") for number in range(1, 8)))
    assert describe_sources(rows) == ("Office for Local Government, Adult social care metrics (ASC1 and 6 more places)")


def test_several_sources_stand_beside_each_other_in_the_order_of_their_names():
    rows = rows_from(("ons-smoking-habits", "table 1"), ("oflog-adult-social-care", "ASC1"), (None, None))
    assert describe_sources(rows) == (
        "Office for Local Government, Adult social care metrics (ASC1); "
        "Office for National Statistics, Smoking habits in the UK (Annual Population Survey) (table 1)"
    )


def test_stated_figures_name_their_area_by_code_or_in_words():
    rows = read_stated_figures(["leicestershire-asc-scrutiny-2019-11-11"]).set_index("figure_id")
    assert rows.loc["asc19-lightbulb-dfg-change-blaby", "area"] == "Blaby"
    assert rows.loc["asc19b-inspired-turnover-uk", "area"] == "United Kingdom"
    assert rows.loc["asc19-lightbulb-days-now", "area"] == "Leicestershire"
    assert rows["area"].notna().all()


def test_stated_figures_can_be_chosen_by_topic_and_subject():
    wiltshire = ["wiltshire-bcf-plan-2023-25"]
    money = read_stated_figures(wiltshire, "money")
    assert set(money["topic"]) == {"money"}
    lightbulb = read_stated_figures(["leicestershire-asc-scrutiny-2019-11-11"], "delivery", subject="Lightbulb")
    assert set(lightbulb["subject"]) == {"Lightbulb"}
    assert read_stated_figures(wiltshire, subject=["no such subject"]).empty


def test_rows_can_be_put_into_the_order_of_the_printed_table():
    money = read_stated_figures(["leicestershire-asc-scrutiny-2019-11-11"], "money")
    ordered = in_printed_order(money[money["measure"].str.endswith("lower bound") & money["breakdown"].notna()])
    # The table of item 8, paragraph 11, from its first row to its last; rows without a number come after.
    printed = ["7790000", "1250000", "6540000", "2660000", "9200000"]
    assert [f"{value:.0f}" for value in ordered["value"]][:5] == printed
    assert ordered["figure_id"].tolist()[5:] == sorted(ordered["figure_id"].tolist()[5:])


def test_rows_are_counted_whole_and_by_the_papers_of_an_edition():
    counts = count_rows(["wiltshire-bcf-plan-2023-25"]).set_index("table")
    assert counts.loc["activities", "rows"] == 26
    assert counts.loc["activities", "used"] == 0
    assert pd.isna(counts.loc["smoking", "used"])
    assert 0 < counts.loc["stated_figures", "used"] < counts.loc["stated_figures", "rows"]


def test_a_stated_figure_of_a_district_of_another_area_is_left_out():
    leicester = ["leicester-hws-delivery-2023-24"]
    everything = read_stated_figures(leicester)
    own = read_stated_figures(leicester, area="E06000016")
    assert set(everything["figure_id"]) - set(own["figure_id"]) == {"lhws24-mhst-new-teams-blaby"}
    county = read_stated_figures(["leicestershire-asc-scrutiny-2019-11-11"], area=LEICESTERSHIRE)
    assert "asc19-lightbulb-dfg-change-blaby" in set(county["figure_id"])


def test_a_table_of_observations_that_holds_none_yet_is_read_as_none(copy_of_project):
    header = (copy_of_project / "data" / "observations" / "smoking.csv").read_text(encoding="utf-8").splitlines()[0]
    (copy_of_project / "data" / "observations" / "smoking.csv").write_text(header + "\n", encoding="utf-8")
    assert read_observations("smoking", as_of="2025-05-29", project=copy_of_project).empty
