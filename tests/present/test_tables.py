"""The tables of the book, made from the project's own data.

Cells were typed by hand from the Board paper of 29 May 2025, the agenda pack of 11 November 2019 and the
publishers' tables; costs were divided on paper.
"""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import tables
from jhws.present.exhibit import Sentences, Table

AREA, ENGLAND, AS_OF = "E10000018", "E92000001", "2025-05-29"
PAPER = ["leicestershire-hwb-2025-05-29"]
BY = ["indicator_id", "sex"]


def cells(table: Table) -> dict[str, dict[str, str]]:
    """Read a table's HTML: the text of each cell by row heading and column heading."""
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    for line_break in page.find_all("br"):
        line_break.replace_with(" / ")
    return {
        row.find("th").get_text(): {
            cell["data-label"]: cell.get_text().replace("\N{NO-BREAK SPACE}", " ") for cell in row.find_all("td")
        }
        for row in page.select("tbody tr")
    }


@pytest.fixture(scope="module")
def activities() -> pd.DataFrame:
    return data.read_activities(PAPER)


@pytest.fixture(scope="module")
def numbers() -> pd.DataFrame:
    return data.read_table("activity_figures", sources=PAPER)


@pytest.fixture(scope="module")
def priorities() -> pd.DataFrame:
    return data.read_table("priorities").set_index("priority_id", drop=False)


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    return statistics.measure_progress(data.read_table("measures", sources=PAPER))


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return data.read_observations("adult_social_care", areas=[AREA], as_of=AS_OF)


@pytest.fixture(scope="module")
def targets(observations) -> pd.DataFrame:
    return statistics.target_status(data.read_targets(AREA, as_of=AS_OF), observations, as_of=AS_OF)


@pytest.fixture(scope="module")
def summary(targets) -> pd.DataFrame:
    topics = ["local_statistics", "smoking", "child_weight", "adult_social_care"]
    history = data.read_observations(*topics, areas=[AREA], as_of=AS_OF)
    country = data.read_observations(*topics, areas=[ENGLAND], as_of=AS_OF)
    ahead = statistics.forecast_series(history, by=BY, horizon=3)
    return statistics.summarise_series(history, country, ahead, by=BY, targets=targets)


def of_priority(priority, activities, numbers, priorities, threshold=5) -> Table:
    shown = statistics.suppress_activity_figures(numbers, threshold=threshold)
    costs = statistics.unit_costs(shown).merge(activities[["activity_id", "activity"]])
    return tables.activities(priorities.loc[priority], activities, shown, costs)


# --- activities ----------------------------------------------------------------------------------------------


def find(found: dict, start: str) -> dict[str, str]:
    (row,) = [row for name, row in found.items() if name.startswith(start)]
    return row


@pytest.mark.parametrize(
    ("priority", "activity", "helped", "invested", "cost"),
    [
        ("upscaling-prevention-and-self-care", "Care Co-ordination", "6,486", "£724,160", "£112"),
        ("upscaling-prevention-and-self-care", "Falls – care homes", "about 1,381", "core funding", "–"),
        (
            "upscaling-prevention-and-self-care",
            "Falls – DHU car",
            "1,214 referrals",
            "Ageing Well (other funding)",
            "–",
        ),
        (
            "effective-management-of-frailty-and-complex-care",
            "Domiciliary care",
            "623,483 hours / 4,105 people",
            "£15 million BCF and iBCF contributions",
            "£24 for each hour / £3,650 for each person",
        ),
        (
            "effective-management-of-frailty-and-complex-care",
            "Integrated HART",
            "HART: 4,436 / Therapy: 19,000",
            "HART: £1.7 million / Therapy: £5.4 million",
            "HART: £383 / Therapy: £284",
        ),
        (
            "effective-management-of-frailty-and-complex-care",
            "System one shared access",
            "125 staff",
            "£15k",
            "£120 for each member of staff",
        ),
        ("effective-management-of-frailty-and-complex-care", "High dependency beds", "N/A", "£229,630", "–"),
        ("reducing-health-inequalities", "Shared care records", "all", "not stated", "–"),
        ("reducing-health-inequalities", "Additional housing units", "N/A", "£61k", "–"),
    ],
)
def test_an_activity_stands_as_the_paper_prints_it(
    priority, activity, helped, invested, cost, activities, numbers, priorities
):
    row = find(cells(of_priority(priority, activities, numbers, priorities)), activity)
    assert [row["Helped"], row["Investment"], row["Cost for each"]] == [helped, invested, cost]


@pytest.mark.parametrize(
    ("priority", "caption"),
    [
        ("upscaling-prevention-and-self-care", "Of ten activities, eight have a sum of money stated."),
        ("reducing-health-inequalities", "Of three activities, one has a sum of money stated."),
    ],
)
def test_the_caption_counts_the_sums_and_agrees_with_its_count(priority, caption, activities, numbers, priorities):
    assert of_priority(priority, activities, numbers, priorities).caption == caption


def test_one_activity_and_no_sum_agree_too(activities, numbers, priorities):
    one = activities[activities["activity_id"] == "falls-care-homes"]
    shown = of_priority("upscaling-prevention-and-self-care", one, numbers, priorities)
    assert shown.caption == "Of one activity, none has a sum of money stated."


def test_the_year_of_a_tables_money_stands_in_its_title(activities, numbers, priorities):
    assert of_priority("reducing-health-inequalities", activities, numbers, priorities).title == (
        "Reducing health inequalities: activities and Better Care Fund investment 2023-24"
    )


def test_a_small_number_is_neither_in_the_table_nor_in_its_data(activities, numbers, priorities):
    table = of_priority("upscaling-prevention-and-self-care", activities, numbers, priorities, threshold=100)
    row = find(cells(table), "Mental Health relationship officer")
    assert [row["Helped"], row["Cost for each"]] == ["too few to show", "–"]
    hidden = table.data[table.data["activity_id"] == "mental-health-relationship-officer"]
    assert hidden.loc[hidden["kind"] == "beneficiaries", "value"].isna().all()
    assert not hidden["stated"].eq("69").any()
    assert "3,800" not in table.facts()["table"]


def test_an_activity_without_detail_or_commitment_shows_no_hole(activities, numbers, priorities):
    bare = activities.assign(detail=None, commitment=None)
    found = cells(of_priority("upscaling-prevention-and-self-care", bare, numbers, priorities))
    assert found["Care Co-ordination"]["Commitment that it serves"] == "not stated"


# --- measures, targets, words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "before", "after", "change", "status", "words"),
    [
        ("People given housing support", "1,583 people (2023-24)", "2,160 people (2024-25)", "+577", "▲ getting better",
         "‘up more than 35% in 24/25 from 23/24 (1583 in 23-24, 2160 in 24-25)’"),
        ("Days of stay once medically ready to leave, discharge pathway 2",
         "11.5 days", "7.5 days", "−4 days", "▲ getting better", "‘from 11.5 to 7.5 days’"),
        ("People admitted to hospital after a fall", "–", "–", "about −50%", "▲ getting better",
         "‘approx. 50% reduced’"),
        ("Length of stay per person on the high", "–", "–", "−7 days", "▲ getting better", "‘Reduction of 7 days’"),
        ("Working time of the integrated", "–", "–", "−0.5 days", "▲ getting better",
         "‘saved 0.5 days per team per locality’"),
        ("Capacity of the reablement", "–", "–", "+40%", "▲ getting better", "‘by 40%’"),
        ("People still at home 91 days", "–", "89%", "–", "–",
         "‘89% people still at home 91 days post’"),
        ("Size of care packages", "–", "–", "–", "–", "‘reduced right-sixed’"),
    ],
)  # fmt: skip
def test_a_measure_shows_what_the_paper_gives_and_no_more(measures, measure, before, after, change, status, words):
    row = find(cells(tables.measures(measures)), measure)
    assert row == {
        "Before": before,
        "After": after,
        "Change": change,
        "As reported": status,
        "In the paper’s words": words,
    }


def test_the_measures_are_counted_by_what_is_known_of_them(measures):
    assert tables.measures(measures).caption == (
        "Of 16 measures, four have a value before and after, five only a change, two only a level and five only words."
    )
    one = measures[measures["measure_id"] == "housing-enablement-people"]
    assert tables.measures(one).caption == ("One measure, with a value before and after.")
    told = measures[measures["evidence"].isin(["change only", "words only"])]
    assert tables.measures(told).caption == "Of ten measures, five have only a change and five only words."


@pytest.mark.parametrize(
    ("unit", "before", "after", "change"),
    [
        ("%", 80, 83, "+3 percentage points"),
        ("days", 3, 2, "−1 day"),
        ("not stated", 3, 5, "+2"),
        ("people", 5, 4, "−1"),
        ("days", 2.5, 3.25, "+0.8 days"),
        ("days", 3, None, "–"),
    ],
)
def test_a_change_has_the_unit_of_a_difference(measures, unit, before, after, change):
    one = measures[measures["measure_id"] == "length-of-stay-pathway-1"].drop(columns="over_time")
    moved = statistics.measure_progress(one.assign(unit=unit, baseline=before, latest=after).astype({"latest": float}))
    (row,) = cells(tables.measures(moved)).values()
    assert row["Change"] == change


def test_a_target_stands_with_its_start_its_best_and_its_latest_value(targets, observations):
    (row,) = cells(tables.targets(targets, observations)).values()
    status = row.pop("Status")
    assert list(row.values()) == ["59.7% (2018-19)", "74% by 2021", "61.5% (2019-20)", "61.8% (2022-23)"]
    assert status == "○ missed"


def test_a_target_of_which_nothing_is_known_shows_blanks(targets):
    nothing = data.read_observations("adult_social_care", areas=[AREA]).iloc[:0]
    asked = data.read_targets(AREA, as_of=AS_OF).assign(baseline=float("nan"), baseline_period=None)
    table = tables.targets(statistics.target_status(asked, nothing, as_of=AS_OF), nothing)
    (row,) = cells(table).values()
    assert list(row.values()) == ["–", "74% by 2021", "–", "–", "? not known"]
    assert "Office for Local Government" not in table.source


def test_a_target_names_the_paper_that_set_it_and_the_values_that_it_was_judged_by(targets, observations):
    assert tables.targets(targets, observations).source == (
        "Leicestershire County Council, Adults and Communities Overview and Scrutiny Committee, 11 November 2019: "
        "agenda pack (item 10, Equality and Human Rights Impact Assessment, section 2, question 10, Disability); "
        "Office for Local Government, Adult social care metrics (ASC3)"
    )


def test_statements_are_counted(activities):
    rows = data.read_table("statements", sources=PAPER)
    assert tables.statements(rows, "challenge", title="x").caption == "The paper names four challenges."
    assert tables.statements(rows, "next step", title="x").caption == "The paper names four next steps."
    assert tables.statements(rows.iloc[[0]], "next step", title="x").caption == "The paper names one next step."


def test_what_the_text_of_the_paper_has_lost_is_said_only_if_something_is_lost():
    rows = data.read_interventions(PAPER)
    assert tables.interventions(rows).caption == (
        "14 actions. Which commitment or workstream belongs to 12 of them cannot be read in the copy of the paper that "
        "this book was made from."
    )
    first = find(cells(tables.interventions(rows.assign(commitment=None))), rows["intervention"].iloc[0])
    assert first["Commitment"] == "not legible"
    assert tables.interventions(rows.assign(alignment="as printed")).caption == "14 actions."
    assert "nan" not in tables.interventions(rows).facts()["table"].lower()


# --- indicators ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "latest", "before", "over_time", "england", "target"),
    [
        ("Healthy life expectancy at birth, women", "62.6 years (2021-23)", "64.1 years (2020-22)",
         "cannot be calculated", "similar", "no target"),
        ("Adults who smoke", "9.4% (2022)", "11.2% (2021)", "no clear change", "better", "no target"),
        ("Carers who find information easy to find", "49.4% (2021-22)", "60.3% (2018-19)",
         "cannot be calculated", "below the English median (high is good)", "no target"),
        ("People using services who find information easy to find", "61.8% (2022-23)", "56.8% (2021-22)",
         "cannot be calculated", "below the English median (high is good)", "missed"),
        ("Turnover of the social care workforce", "34.2% (2022-23)", "34.2% (2021-22)",
         "cannot be calculated", "above the English median (low is good)", "no target"),
        ("Requests for support that lead to a service", "2,325 per 100,000 adults (2022-23)",
         "2,212 per 100,000 adults (2021-22)", "cannot be calculated", "above the English median", "no target"),
        ("Quality of life of people who use services", "0.413 out of 1 (2022-23)", "0.408 out of 1 (2021-22)",
         "cannot be calculated", "equal to the English median (high is good)", "no target"),
        ("Children in Year 6 who are overweight or obese", "33.2% (2021/22)", "30.6% (2019/20)",
         "cannot be calculated", "better", "no target"),
    ],
)  # fmt: skip
def test_a_series_stands_at_a_glance(summary, series, latest, before, over_time, england, target):
    row = cells(tables.at_a_glance(summary, area="Leicestershire"))[series]
    assert [row["Latest"], row["Before"]] == [latest, before]
    words = [row[name].split(" ", 1)[1] for name in ("Over time", "Against England", "Against its target")]
    assert words == [over_time, england, target]


def test_the_outlook_gives_limits_where_they_are_published_and_says_where_no_forecast_is(summary):
    found = cells(tables.outlook(summary, area="Leicestershire"))
    smoking, carers = found["Adults who smoke"], found["Carers who find information easy to find"]
    assert smoking["Latest, with 95% interval"] == "9.4% (2022) / 7.0 to 11.7"
    assert carers["Latest, with 95% interval"] == "49.4% (2021-22)"
    assert carers["Forecast"] == "none: 3 values known"
    assert re.match(r"\d+\.\d%\s+\(2025\)", smoking["Forecast"])
    assert smoking["Against England"] == "■ better"
    assert carers["Against England"] == "⇩ below the English median (high is good)"
    alone = summary[summary["indicator"] == "Carers who find information easy to find"].assign(points=1)
    assert cells(tables.outlook(alone, area="x")).popitem()[1]["Forecast"] == "none: 1 value known"
    assert tables.outlook(alone, area="x").caption.startswith("One series, each with")


def test_the_outlook_works_with_the_levels_of_any_edition(summary):
    renamed = summary.rename(
        columns={"forecast_lower_95": "forecast_lower_99", "forecast_upper_95": "forecast_upper_99"}
    )
    assert "in 99 cases of 100" in tables.outlook(renamed, area="Leicestershire").caption


# --- inequality and sources ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slopes() -> pd.DataFrame:
    groups = ["area_code", "area_name", "sex"]
    deciles = data.read_deciles("life_expectancy_by_decile", areas=[AREA, ENGLAND, "E06000017"], as_of=AS_OF)
    found = statistics.slope_index_of_inequality(
        deciles,
        quantile="decile",
        population="denominator",
        value="value",
        standard_error="standard_error",
        by=groups,
    )
    return statistics.mark_unstable(found, deciles, by=groups, standard_error="standard_error", largest=3.0)


def test_the_slope_of_each_area_and_sex_has_its_interval(slopes):
    found = cells(tables.slope_indices(slopes, source="PHE", period="2014-16"))
    assert found["Leicestershire, men"]["Slope index, years"] == "6.24"
    assert found["Leicestershire, women"]["Slope index, years"] == "5.27"
    assert found["Leicestershire, men"]["Its 95% interval, years"] == "5.34 to 7.14"
    assert found["Leicestershire, women"]["Its 95% interval, years"] == "4.37 to 6.16"
    # Standard errors above 3 years, Rutland alone: women of tenth 3 (15.8), men of tenths 3 and 8 (3.3 and 3.5).
    assert {name: row["Flag"] for name, row in found.items()} == {
        "England, men": "not flagged",
        "England, women": "not flagged",
        "Leicestershire, men": "not flagged",
        "Leicestershire, women": "not flagged",
        "Rutland, men": "unstable",
        "Rutland, women": "unstable",
    }


def test_the_file_of_the_slopes_says_of_which_years_in_which_unit_and_from_where(slopes):
    rows = tables.slope_indices(slopes, source="PHE", period="2014-16 (period inferred)").data
    assert len(rows) == 6
    assert set(rows[["period", "unit", "source"]].itertuples(index=False, name=None)) == {
        ("2014-16 (period inferred)", "years", "PHE")
    }


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        (0, "None of six rows rests on a tenth"),
        (1, "One of six rows rests on a tenth"),
        (2, "Two of six rows rest on a tenth"),
    ],
)
def test_the_caption_agrees_with_how_many_slopes_are_unstable(slopes, weak, words):
    marked = slopes.assign(unstable=[place < weak for place in range(6)])
    assert words in tables.slope_indices(marked, source="PHE", period="2014-16").caption


def test_a_source_shows_its_date_or_that_none_is_stated():
    found = cells(tables.sources(data.read_table("sources")))
    assert find(found, "Adults and Communities Overview")["Date"] == "11 November 2019"
    assert find(found, "Joint Health and Wellbeing Strategy progress")["Date"] == "29 May 2025"
    assert find(found, "Explore local statistics")["Date"] == "not stated"


def test_the_rule_for_publication_counts_its_months():
    rows = data.read_table("indicators")
    found = cells(tables.indicators(rows.assign(publication_lag_months=[1, *[9] * (len(rows) - 1)])))
    assert next(iter(found.values()))["Taken as published"] == "1 month after its period ends"
    assert find(found, "Adults who smoke")["Taken as published"] == "9 months after its period ends"


# --- other editions ------------------------------------------------------------------------------------------


def test_where_nothing_is_known_a_sentence_stands_instead_of_an_empty_table(
    activities, numbers, priorities, measures, targets, observations, summary, slopes
):
    empty = [
        of_priority("best-start-for-life", activities, numbers, priorities),
        tables.measures(measures.iloc[:0]),
        tables.targets(targets.iloc[:0], observations),
        tables.interventions(data.read_interventions([])),
        tables.statements(data.read_table("statements", sources=[]), "challenge", title="Challenges"),
        tables.outlook(summary.iloc[:0], area="Wiltshire"),
        tables.at_a_glance(summary.iloc[:0], area="Wiltshire"),
        tables.slope_indices(slopes.iloc[:0], source="", period=""),
    ]
    assert all(isinstance(found, Sentences) for found in empty)
    assert empty[4].parts == ["Challenges: this edition has nothing to show here."]


# --- hindsight, control charts, other measures ---------------------------------------------------------------


@pytest.fixture(scope="module")
def record() -> pd.DataFrame:
    history = data.read_observations(
        "local_statistics", "smoking", "child_weight", "adult_social_care", areas=[AREA], as_of=AS_OF
    )
    past = statistics.past_forecasts(history, by=BY, horizon=3)
    return statistics.forecast_record(past, by=[*BY, "indicator", "unit", "decimals"])


@pytest.fixture(scope="module")
def charts() -> pd.DataFrame:
    history = data.read_observations("adult_social_care", areas=[AREA], as_of=AS_OF)
    known = history[history["value"].notna() & history["comparable"]]
    points = statistics.control_chart(
        known, period="period", value="value", polarity="polarity", by=[*BY, "indicator", "unit", "decimals"]
    )
    return points.groupby(BY, sort=False).tail(1)


@pytest.fixture(scope="module")
def others() -> pd.DataFrame:
    return statistics.inequality_measures(
        data.read_deciles("life_expectancy_by_decile", areas=[AREA], as_of=AS_OF),
        group="decile",
        population="denominator",
        value="value",
        ordered=True,
        polarity="high is good",
        standard_error="standard_error",
        by="sex",
    )


def test_a_row_of_the_record_says_how_far_off_and_how_often_held(record):
    rows = record[record["indicator_id"] == "smoking_prevalence"].assign(
        error=0.944, unchanged_error=1.256, held=14 / 15
    )
    # By hand: eleven years from 2012 to 2022, so origins 2016 to 2021: 3 + 3 + 3 + 3 + 2 + 1 = 15 forecasts.
    assert cells(tables.forecast_record(rows, source="x")) == {
        "Adults who smoke": {
            "Forecasts": "15",
            "Mean distance from what came": "0.94",
            "That of ‘no change’": "1.26",
            "Held by 95% limits": "93%",
        }
    }


def test_every_series_that_is_long_enough_has_its_record(record):
    found = cells(tables.forecast_record(record, source="x"))
    assert len(found) == 14
    assert "Healthy life expectancy at birth, women" in found
    assert "Quality of life of carers" not in found


def test_a_control_chart_shows_its_latest_point_and_its_usual_range(charts):
    found = cells(tables.signals(charts, source="x"))
    # By hand: 63.5, 60.3, 49.4 have the mean 57.73 and moving ranges 3.2 and 10.9, so 57.73 -+ 2.66 x 7.05.
    assert found["Carers who find information easy to find"] == {
        "Latest": "49.4% (2021-22)",
        "Usual range": "39.0 to 76.5",
        "Values": "3",
        "What it shows": "nothing unusual",
    }


@pytest.mark.parametrize(
    ("variation", "words"),
    [
        ("special cause improvement", "a signal of improvement"),
        ("special cause concern", "a signal of concern"),
        ("special cause neither improvement nor concern", "a signal"),
        ("cannot be calculated", "cannot be calculated"),
    ],
)
def test_a_signal_is_told_in_plain_words(charts, variation, words):
    row = charts.iloc[[0]].assign(variation=variation)
    assert cells(tables.signals(row, source="x")).popitem()[1]["What it shows"] == words


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        ([False, False], "worked out from the series itself."),
        ([True, False], "For one of two series it rests on fewer than twelve values and is a trial."),
        ([True, True], "For both series it rests on fewer than twelve values and is a trial."),
    ],
)
def test_the_caption_counts_the_ranges_that_are_a_trial(charts, trial, words):
    assert tables.signals(charts.iloc[:2].assign(trial_limits=trial), source="x").caption.endswith(words)


def test_a_range_that_is_not_known_is_a_blank(charts):
    row = charts.iloc[[0]].assign(lower_limit=float("nan"), upper_limit=float("nan"))
    assert cells(tables.signals(row, source="x")).popitem()[1]["Usual range"] == "–"


def test_other_measures_stand_men_first_with_their_limits_and_meaning(others):
    found = cells(tables.other_measures(others, area="Leicestershire", source="PHE", period="2014-16"))
    assert len(found) == 14
    assert [name.rsplit(", ")[1] for name in found] == ["men"] * 7 + ["women"] * 7
    risk = found["Population attributable risk, men"]
    # By hand: the least deprived tenth, 82.466, less the weighted mean of all tenths, 80.729.
    assert risk["Value"] == "1.74"
    assert risk["What it says"].startswith("Years the whole area would gain")
    assert all(cell for row in found.values() for cell in row.values())


def test_small_measures_have_four_places_and_larger_ones_two(others):
    found = cells(tables.other_measures(others.iloc[[0]].assign(value=0.01234, lower=-0.5, upper=0.0999),
                                        area="X", source="x", period="2014-16")).popitem()[1]  # fmt: skip
    assert (found["Value"], found["95% interval"]) == ("0.0123", "−0.50 to 0.0999")


def test_without_past_forecasts_charts_or_measures_a_sentence_stands_instead(record, charts, others):
    empty = [
        tables.forecast_record(record.iloc[:0], source=""),
        tables.signals(charts.iloc[:0], source=""),
        tables.other_measures(others.iloc[:0], area="Wiltshire", source="", period=""),
    ]
    assert all(isinstance(found, Sentences) for found in empty)
    assert all(found.parts[0].endswith("edition has nothing to show here.") for found in empty)


# Claims ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return statistics.reconcile(data.read_table("claims"), data.read_claim_figures())


def test_a_claim_that_differs_stands_with_what_is_stated_and_what_is_computed(claims):
    # Scrutiny pack of November 2019, item 14, paragraph 3: 184 + 126 + 5 = 315, added up on paper.
    rows = claims[claims["claim_id"] == "asc19b-regulated-total"]
    (row,) = cells(tables.claims(rows, "differs")).values()
    assert (row["Stated"], row["Computed"], row["Verdict"]) == ("289 services", "315 services", "≠ differs")


def test_a_claim_that_cannot_be_checked_says_why(claims):
    table = cells(tables.claims(claims[claims["claim_id"] == "lcc25-claim-adults-growth"], "cannot be checked"))
    (row,) = table.values()
    assert row["Verdict"] == "⊘ cannot be checked"
    assert row["Why not"].startswith("The mid-2023 number is not printed")


def test_where_no_claim_has_a_verdict_a_sentence_stands_instead(claims):
    assert isinstance(tables.claims(claims.iloc[:0], "differs"), Sentences)


def test_many_claims_are_folded_behind_their_title_and_few_are_not(claims):
    rows = pd.concat([claims.iloc[:1]] * 31).assign(verdict="confirmed")
    assert tables.claims(rows, "confirmed").folded
    assert not tables.claims(rows.iloc[:30], "confirmed").folded
