"""Each service's answer becomes rows of the book's tables, or is refused with the place where it is wrong."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.faults import FaultsError
from jhws.refresh.series import Series, plan_refresh
from jhws.refresh.services import ASK, BASES
from jhws.refresh.transport import Answer

AREAS = {
    "E10000018": "Leicestershire",
    "E92000001": "England",
    "E06000016": "Leicester",
    "E06000017": "Rutland",
    "E06000054": "Wiltshire",
}
FINGERTIPS = "/fingertips/all_data/csv/by_indicator_id"
FEMALE = "/els/data/healthy-life-expectancy-female.csv"
DATASET = "/beta/datasets/wellbeing-local-authority"
VERSION = f"{DATASET}/editions/time-series/versions/4"


@pytest.fixture
def ask(officials, copy_of_project, anew):
    """Give a function that asks for a series of the book as it stands, by its indicator (and sex)."""

    def asked(indicator: str, sex: str = "", *, areas: dict[str, str] = AREAS, **changes):
        plan = plan_refresh(copy_of_project, indicator)
        series = next(one for one in plan.series if sex in {"", one.strata[0][0]})
        series = dataclasses.replace(series, **changes)
        return ASK[series.service](series, areas, anew())

    return asked


def refusal(ask, indicator: str, sex: str = "") -> str:
    with pytest.raises(FaultsError) as refused:
        ask(indicator, sex)
    return str(refused.value)


def figures(rows) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(row["area_code"], row["period"]): (row["value"], row["lower_95"], row["upper_95"]) for row in rows}


# What is asked


def test_each_service_is_asked_at_its_documented_address():
    assert BASES == {
        "fingertips": "https://fingertips.phe.org.uk/api",
        "local-statistics": "https://www.ons.gov.uk/explore-local-statistics/api/v1",
        "ons-beta": "https://api.beta.ons.gov.uk/v1",
        "nomis": "https://www.nomisweb.co.uk/api/v01",
    }


def test_each_service_is_asked_with_its_documented_parameters(ask, service):
    for indicator in ("early_cancer_diagnosis", "healthy_life_expectancy", "anxiety", "population"):
        ask(indicator)
    codes = "E10000018,E92000001,E06000016,E06000017,E06000054"
    select = "date_name,geography_code,geography_name,obs_value,obs_status_name"
    assert [(path, parameters) for path, parameters, _ in service.asked] == [
        (FINGERTIPS, {"indicator_ids": "93671", "child_area_type_id": "502", "parent_area_type_id": "15"}),
        (FEMALE, {"geo": codes, "time": "all", "includeStatus": "true"}),
        (DATASET, {}),
        (VERSION, {}),
        ("/downloads/4.csv", {}),
        (
            "/nomis/dataset/NM_2002_1.data.csv",
            {"geography": codes, "gender": "0", "c_age": "200", "measures": "20100", "select": select},
        ),
    ]


# What is read


def test_figures_of_fingertips_are_read_once_each_and_without_deprivation_deciles(ask):
    rows = ask("preventable_cvd_mortality_under_75")
    # 22 periods, 2001-03 to 2022-24, of five areas; the service gives each twice, a decile and Kent beside them.
    assert len(rows) == 110
    assert {row["category"] for row in rows} == {""}
    # Typed from data/observations/local_statistics.csv, rows 393 and 436.
    found = figures(rows)
    assert found["E10000018", "2001-03"] == ("52.40587", "48.71904", "56.29672")
    assert found["E92000001", "2022-24"] == ("30.230023", "29.950067", "30.511942")


def test_a_row_carries_where_it_comes_from(ask):
    row = ask("preventable_cvd_mortality_under_75")[0]
    assert (row["source_id"], row["locator"]) == ("ohid-fingertips", "Fingertips: indicator 93722")


def test_a_value_that_was_not_published_says_why(ask):
    (row,) = [row for row in ask("early_cancer_diagnosis") if not row["value"]]
    assert (row["area_code"], row["period"]) == ("E06000016", "2019")
    assert row["note"] == "not published: value not published as too few cases"


def test_the_example_of_the_documentation_is_read(ask, service):
    # ONSdigital/explore-local-statistics-app, docs/api/data-formats.md, section csv.
    example = (
        "areacd,areanm,period,value,lci_95,uci_95\n"
        "E07000148,Norwich,2020-01-01/P1Y,79,71.6,86.4\n"
        "E07000148,Norwich,2021-01-01/P1Y,84.3,78.3,90.3\n"
        "E07000148,Norwich,2022-01-01/P1Y,81.5,74.5,88.5\n"
        "E07000148,Norwich,2023-01-01/P1Y,82.7,75,90.4\n"
    )
    service.does("/els/data/employment-rate.csv", service.give(example))
    rows = ask(
        "healthy_life_expectancy",
        name="employment-rate",
        period_type="calendar year",
        held=frozenset(),
        areas={"E07000148": "Norwich"},
    )
    assert figures(rows) == {
        ("E07000148", "2020"): ("79", "71.6", "86.4"),
        ("E07000148", "2021"): ("84.3", "78.3", "90.3"),
        ("E07000148", "2022"): ("81.5", "74.5", "88.5"),
        ("E07000148", "2023"): ("82.7", "75", "90.4"),
    }


@pytest.mark.parametrize(
    ("span", "kind", "period"),
    # The first three as the service's own list labels them: periods_for_each_indicator.csv, rows 56, 60 and 70.
    [
        ("2001-01-01/P3Y", "three calendar years", "2001-03"),
        ("2022-04-01/P1Y", "financial year", "2022-23"),
        ("2023-11-16/P1Y", "survey year", "2023/24"),
        ("1999-08-01/P1Y", "academic year", "1999/00"),
        ("2023-01-01/P1Y", "calendar year", "2023"),
    ],
)
def test_a_day_and_a_length_are_written_as_the_book_writes_periods(span, kind, period, ask, service):
    service.does(FEMALE, service.give(f"areacd,areanm,period,value\nE92000001,England,{span},61.5\n"))
    (row,) = ask("healthy_life_expectancy", "Female", period_type=kind, held=frozenset())
    assert row["period"] == period


def test_a_status_without_a_value_is_kept_as_the_reason(ask, change):
    change(
        FEMALE,
        "E92000001,England,2011-01-01/P3Y,",
        "E92000001,England,2010-01-01/P3Y,,,,x\r\nE06000099,Nowhere,2011-01-01/P3Y,",
        1,
    )
    (row,) = [row for row in ask("healthy_life_expectancy", "Female") if not row["value"]]
    assert (row["period"], row["note"]) == ("2010-12", "not published: marked “x” by the publisher")


def test_of_the_beta_api_only_the_mean_of_the_one_measure_is_taken(ask):
    rows = ask("anxiety")
    assert len(rows) == 60  # twelve years, 2011-12 to 2022-23, of five areas
    # Typed from data/observations/local_statistics.csv, row 99.
    assert figures(rows)["E10000018", "2022-23"] == ("3.45", "3.2", "3.69")
    assert "4.1" not in {row["value"] for row in rows}  # the estimate ‘poor’ of the file


def test_a_data_set_that_two_indicators_share_is_fetched_once(officials, copy_of_project, transport, service):
    for series in plan_refresh(copy_of_project).series:
        if series.service == "ons-beta":
            ASK[series.service](series, AREAS, transport)
    assert [path for path, _, _ in service.asked] == [DATASET, VERSION, "/downloads/4.csv"]


def test_estimates_of_nomis_carry_no_note_for_a_normal_value(ask):
    rows = ask("population")
    assert len(rows) == 10
    assert {(row["value"], row["note"], row["sex"], row["age"]) for row in rows} == {
        ("400000", "", "Persons", "All ages")
    }


# What is refused


def test_a_column_under_another_name_is_told(ask, change):
    change(FINGERTIPS, "Time period,", "Period,")
    told = refusal(ask, "early_cancer_diagnosis")
    assert "header: found “Indicator ID,Indicator Name" in told.replace(", ", ",")
    assert "the column Time period is missing. See docs/refresh.md, ‘When a service changes’." in told


def test_a_value_column_under_another_name_is_told(ask, change):
    change("/downloads/4.csv", "v4_3,", "observation,")
    assert "the column v4_ and a number is missing." in refusal(ask, "anxiety")


def test_a_web_page_is_told(ask, service):
    service.does(FINGERTIPS, service.give("<html><body>We will be back soon</body></html>", "text/html"))
    assert "the answer is a web page, not data" in refusal(ask, "early_cancer_diagnosis")


@pytest.mark.parametrize("body", ["", "areacd,areanm,period,value\r\n"])
def test_an_answer_without_a_figure_is_told(body, ask, service):
    service.does(FEMALE, service.give(body))
    assert "the answer is empty: it has no figure at all." in refusal(ask, "healthy_life_expectancy", "Female")


def test_a_row_that_was_cut_is_told(ask, service):
    service.does(FEMALE, service.give("areacd,areanm,period,value\r\nE92000001,England,2020-01-01/P3Y,61\r\nE1000"))
    told = refusal(ask, "healthy_life_expectancy", "Female")
    assert "row 3: the row has 1 cells, the header 4: the answer may have been cut off." in told


def test_a_quote_that_is_never_closed_is_told(ask, service):
    service.does(FEMALE, service.give('areacd,areanm,period,value\r\nE92000001,"England,2020-01-01/P3Y,61\r\n'))
    assert "the answer is not a whole CSV table" in refusal(ask, "healthy_life_expectancy", "Female")


def test_an_area_under_another_code_is_told_with_the_code(ask, change):
    change(FINGERTIPS, "E10000018", "E06000069")
    told = refusal(ask, "early_cancer_diagnosis")
    assert "area codes: found “E10000018 Leicestershire”; the answer has Leicestershire under another code, " in told
    assert "E06000069: codes change when councils do." in told


def test_an_area_that_is_there_no_more_is_told(ask, change):
    change(FEMALE, "E10000018,Leicestershire", "E10000099,Elsewhere")
    told = refusal(ask, "healthy_life_expectancy", "Female")
    assert "found “E10000018 Leicestershire”; the answer has no figure of this area, of which the book has some" in told


def test_an_area_of_which_only_other_ages_are_there_is_not_called_renamed(ask, service):
    header = "Indicator ID,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
    header += "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note\n"
    england = "93671,E92000001,England,Persons,All ages,,,2021,54.2,54,55,,,\n"
    county = "93671,E10000018,Leicestershire,Persons,<75 yrs,,,2021,52.5,50,55,,,\n"
    service.does(FINGERTIPS, service.give(header + england + county))
    told = refusal(ask, "early_cancer_diagnosis")
    assert "found “E10000018 Leicestershire”; the answer has no figure of this area, of which the book has some" in told


def test_ages_under_another_name_are_told(ask, change):
    change(FINGERTIPS, "<75 yrs", "Under 75")
    told = refusal(ask, "preventable_cvd_mortality_under_75")
    assert "fields Sex and Age: found “Persons, Under 75”; the book shows Persons, <75 yrs; there is none." in told


def test_another_indicator_than_was_asked_for_is_told(ask, change):
    change(FINGERTIPS, "93671,An indicator", "93672,Another")
    assert "field Indicator ID: found “93672”; indicator 93671 was asked for." in refusal(ask, "early_cancer_diagnosis")


def test_a_period_of_another_kind_is_told_with_its_row(ask, change):
    change(FEMALE, "2011-01-01/P3Y", "2011-01-01/P5Y", 1)
    told = refusal(ask, "healthy_life_expectancy", "Female")
    assert (
        "row 2, period: found “2011-01-01/P5Y”; the book's periods of Healthy life expectancy at birth are of" in told
    )
    assert "‘three calendar years’, written as 2014-16." in told


def test_a_quarter_in_place_of_a_year_is_told(ask, change):
    change(FINGERTIPS, ",2013,", ",2013 Q1,", 1)
    assert "period: found “2013Q1”; the book's periods of Cancers found early" in refusal(ask, "early_cancer_diagnosis")


def test_two_values_for_one_figure_are_told(ask, change):
    change("/nomis/dataset/NM_2002_1.data.csv", "2024,E06000017,Rutland,400000", "2023,E06000017,Rutland,400001")
    told = refusal(ask, "population")
    assert "found “400001”; the figure of Rutland, 2023 is there twice, with different values." in told


def test_a_data_set_that_is_known_no_more_is_told(ask, service):
    service.does(DATASET, service.fail(404))
    assert "found “404 Not Found”; the service answered with this error" in refusal(ask, "anxiety")


@pytest.mark.parametrize(
    "body", ["{}", '{"links": {"latest_version": null}}', '{"links": ', "[]", '"x"', "[" * 100_000]
)
def test_a_description_without_its_link_is_told(body, ask, service):
    service.does(DATASET, service.give(body, "application/json"))
    assert "links.latest_version.href: the answer does not hold this link." in refusal(ask, "anxiety")


@pytest.mark.parametrize("led", ["https://ons.gov.uk.example/4.csv", "file:///etc/hosts", "http://169.254.169.254/"])
def test_a_link_that_leads_away_is_not_followed(led, ask, service):
    body = json.dumps({"downloads": {"csv": {"href": led}}})
    service.does(VERSION, service.give(body, "application/json"))
    assert "the link leads away from the Office for National Statistics." in refusal(ask, "anxiety")
    assert [path for path, _, _ in service.asked] == [DATASET, VERSION]


# Whatever a service answers

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["E92000001", "England", "Persons", "All ages", "2020 - 22", "2021", "2022-01-01/P3Y", "61.5", "-1"]
    ),
)
HEADERS = {
    "fingertips": "Indicator ID,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note",
    "local-statistics": "areacd,areanm,period,value,lci_95,uci_95,status",
    "nomis": "GEOGRAPHY_CODE,GEOGRAPHY_NAME,DATE_NAME,OBS_VALUE,OBS_STATUS_NAME",
    "ons-beta": "v4_3,Lower limit,Upper limit,Time,administrative-geography,Geography",
}


def bodies(service: str):
    """Make any bytes, or a table with the service's header and any cells."""
    header = HEADERS[service]
    row = st.lists(CELLS, min_size=header.count(",") + 1, max_size=header.count(",") + 1)
    table = st.lists(row, min_size=1, max_size=5).map(lambda rows: "\n".join([header, *map(",".join, rows)]))
    return st.one_of(st.binary(max_size=300), table.map(lambda text: text.encode("utf-8", "surrogatepass")))


class Canned:
    """Give one answer, whatever is asked; the beta API's two steps before it go well."""

    def __init__(self, service: str, content: bytes):
        link = {"href": "https://api.beta.ons.gov.uk/x"}
        steps = json.dumps({"links": {"latest_version": link}, "downloads": {"csv": link}}).encode()
        self.contents = [steps, steps, content] if service == "ons-beta" else [content]

    def get(self, address, parameters=None):
        return Answer("https://api.beta.ons.gov.uk/x", self.contents.pop(0), "text/csv")


@pytest.mark.parametrize("service", sorted(ASK))
@given(anything=st.data())
@settings(deadline=None, max_examples=150)
def test_an_answer_is_read_or_refused_and_never_anything_else(service, anything):
    body = anything.draw(bodies(service))
    series = Series(
        indicator_id="x",
        title="X",
        table="x",
        service=service,
        name="x",
        strata=(("Persons", "All ages"),),
        held=frozenset(),
        source_id="x",
        locator="x",
        period_type="three calendar years",
        decimals=1,
    )
    try:
        rows = ASK[service](series, {"E92000001": "England"}, Canned(service, body))
    except FaultsError:
        return
    assert {row["area_code"] for row in rows} == {"E92000001"}
