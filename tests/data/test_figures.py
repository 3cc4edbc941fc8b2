"""The figures in data/ are those of the documents.

Every number in this module was typed by hand from the source documents (the Board paper of 29 May 2025, the
scrutiny committee's agenda pack of 11 November 2019, the published official figures), not taken from the
tables that it checks. A cell that differs is a fault in the table until the document says otherwise.
"""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

DATA = Path(__file__).resolve().parents[2] / "data"
TABLE_1 = "paragraph 10, table Priority 1, "
TABLE_2 = "paragraph 10, second table, "
MENTAL_HEALTH = "cross-cutting priorities, table Improved mental health, "
INEQUALITIES = "cross-cutting priorities, table Reducing health inequalities, "
AREA = {
    "Leicestershire": "E10000018",
    "Leicester": "E06000016",
    "Rutland": "E06000017",
    "England": "E92000001",
}


def read(name: str) -> pd.DataFrame:
    """Read one table as the text that it holds ('N/A' is a word of the paper, not a missing value)."""
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def read_paper(name: str) -> pd.DataFrame:
    """Read the rows of one table that come from the Board paper of 29 May 2025."""
    table = read(name)
    return table[table["source_id"] == "leicestershire-hwb-2025-05-29"]


def as_number(text: str) -> float | None:
    return float(text) if text else None


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return read_paper("activity_figures")


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    return read_paper("measures").set_index("measure_id")


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return pd.concat(
        [read(f"observations/{path.stem}") for path in sorted((DATA / "observations").glob("*.csv"))],
        ignore_index=True,
    )


# The package ----------------------------------------------------------------------------------------------


def test_every_table_of_the_package_meets_its_schema_and_foreign_keys():
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_every_csv_file_in_the_data_folder_is_described_by_the_package():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert described == {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}


def test_every_resource_says_its_licence_source_encoding_and_format():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "data-package"
    for resource in package["resources"]:
        assert resource["licenses"], resource["name"]
        assert resource["sources"], resource["name"]
        assert (resource["encoding"], resource["format"]) == ("utf-8", "csv")
        assert resource["title"]
        assert resource["description"]


@pytest.mark.parametrize("schema", sorted((DATA / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_every_field_of_a_schema_says_what_it_means_and_what_it_allows(schema):
    description = json.loads(schema.read_text(encoding="utf-8"))
    assert description["missingValues"] == [""]
    assert description["primaryKey"]
    for field in description["fields"]:
        assert {"name", "type", "title", "description", "constraints"} <= set(field), field
        assert field["description"].endswith("."), field["name"]
        assert field["constraints"], field["name"]


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.stem)
def test_a_table_is_plain_text_with_stripped_cells_and_rows_of_one_length(path):
    content = path.read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\n")
    rows = list(csv.reader(content.decode("utf-8").splitlines()))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.stem)
def test_every_row_says_where_it_was_read(path):
    table = read(path.relative_to(DATA).with_suffix("").as_posix())
    if path.stem not in {"sources", "areas"}:
        assert (table["source_id"] != "").all()
        assert (table["locator"] != "").all()


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.stem)
def test_no_table_holds_a_telephone_number_or_an_email_address(path):
    text = path.read_text(encoding="utf-8")
    assert "@" not in text
    assert not re.search(r"\b0\d{3}[ -]?\d{6,7}\b|\b01\d{2} \d{3} ?\d{4}\b", text)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_rows_are_sorted_by_key(path):
    table = read(path.stem)
    schema = json.loads((DATA / "schemas" / f"{path.stem}.json").read_text(encoding="utf-8"))
    keys = list(table[schema["primaryKey"]].itertuples(index=False, name=None))
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("sources", 11),
        ("areas", 12),
        ("priorities", 11),
        ("indicators", 17),
        ("commitments", 29),
        ("activities", 26),
        ("activity_figures", 56),
        ("measures", 16),
        ("targets", 1),
        ("statements", 8),
        ("workstreams", 7),
        ("interventions", 14),
        ("rap_criteria", 18),
        ("observations/local_statistics", 435),
        ("observations/smoking", 55),
        ("observations/child_weight", 80),
        ("observations/adult_social_care", 210),
        ("observations/life_expectancy_by_decile", 240),
        ("observations/child_obesity_by_decile", 240),
    ],
)
def test_a_table_has_as_many_rows_as_its_source(table, rows):
    assert len(read(table)) == rows


# Activities: paragraph 10 and the cross-cutting priorities ------------------------------------------------


@pytest.mark.parametrize(
    ("table", "priority", "rows"),
    [
        (TABLE_1, "upscaling-prevention-and-self-care", 10),
        (TABLE_2, "effective-management-of-frailty-and-complex-care", 9),
        (MENTAL_HEALTH, "improved-mental-health", 4),
        (INEQUALITIES, "reducing-health-inequalities", 3),
    ],
)
def test_every_row_of_an_activity_table_is_an_activity_of_its_priority(table, priority, rows):
    activities = read_paper("activities")
    of_table = activities[activities["locator"].str.startswith(table)]
    assert len(of_table) == rows
    assert set(of_table["priority_id"]) == {priority}
    numbers = sorted(int(re.search(r"row (\d+)", locator)[1]) for locator in of_table["locator"])
    assert numbers == list(range(1, rows + 1))


def test_an_activity_and_its_commitment_stand_under_the_same_priority():
    commitments = read("commitments").set_index("commitment_id")["priority_id"]
    activities = read("activities")
    assert (activities["commitment_id"].map(commitments) == activities["priority_id"]).all()


@pytest.mark.parametrize(
    ("table", "year", "pounds"),
    [
        (
            TABLE_1,
            "2024-25",
            724_160 + 3_834_762 + 262_053 + 985_000 + 199_000 + 1_000_000 + 286_760 + 2_650_000,
        ),
        (
            TABLE_2,
            "2024-25",
            15_000
            + 1_700_000
            + 5_400_000
            + 2_000_000
            + 15_000_000
            + 108_000
            + 229_630
            + 4_800_000
            + 976_170
            + 1_000_000,
        ),
        (MENTAL_HEALTH, "2024-25", 366_863 + 341_251 + 916_000 + 198_000),
        (INEQUALITIES, "2023-24", 61_000),
    ],
)
def test_investment_of_a_table_adds_up_to_the_cells_of_the_paper(figures, table, year, pounds):
    investment = figures[(figures["kind"] == "investment") & figures["locator"].str.startswith(table)]
    assert set(investment["financial_year"]) == {year}
    assert sum(int(value) for value in investment["value"] if value) == pounds


def test_investment_of_the_whole_paper_is_the_sum_of_its_tables(figures):
    investment = figures[(figures["kind"] == "investment") & (figures["value"] != "")]
    by_year = investment["value"].astype(int).groupby(investment["financial_year"]).sum()
    assert by_year.to_dict() == {"2023-24": 61_000, "2024-25": 42_992_649}


@pytest.mark.parametrize(
    ("activity", "component", "pounds", "rounded_to", "stated"),
    [
        ("care-co-ordination", "", 724_160, 1, "£724,160"),
        ("disabled-facilities-grants", "", 3_834_762, 1, "£3,834,762"),
        ("mental-health-relationship-officer", "", 262_053, 1, "£262,053"),
        ("ld-short-breaks", "", 985_000, 1_000, "£985k"),
        ("first-contact-plus", "", 199_000, 1_000, "£199k"),
        ("assistive-technology", "", 1_000_000, 1_000_000, "£1 million"),
        ("housing-enablement-team", "", 286_760, 1, "£286,760"),
        ("urgent-care-centres", "", 2_650_000, 10_000, "£2.65 million"),
        ("system-one-shared-access", "", 15_000, 1_000, "£15k"),
        ("hart-reablement-and-therapy", "HART", 1_700_000, 100_000, "£1.7 million HART £5.4 million Therapy"),
        (
            "hart-reablement-and-therapy",
            "Therapy",
            5_400_000,
            100_000,
            "£1.7 million HART £5.4 million Therapy",
        ),
        ("home-first-teams", "", 2_000_000, 1_000_000, "£2 million"),
        ("domiciliary-care", "", 15_000_000, 1_000_000, "£15 million BCF and iBCF contributions"),
        ("royal-voluntary-service-discharge-support", "", 108_000, 1_000, "£108k"),
        ("high-dependency-beds", "", 229_630, 1, "£229,630"),
        ("nursing-care", "", 4_800_000, 100_000, "£4.8 million"),
        ("residential-respite", "", 976_170, 1, "£976,170"),
        ("community-response-service", "", 1_000_000, 1_000_000, "£1 million"),
        ("transforming-care-programme", "", 366_863, 1, "£366,863"),
        ("improving-mental-health-discharges", "", 341_251, 1, "£341,251"),
        ("high-dependency-support", "", 916_000, 1_000, "£916k"),
        ("mh-social-workers-and-advocacy", "", 198_000, 1_000, "£198k"),
        ("additional-housing-units", "", 61_000, 1_000, "£61k"),
    ],
)
def test_investment_is_in_pounds_with_the_place_it_was_rounded_to(
    figures, activity, component, pounds, rounded_to, stated
):
    row = figures[
        (figures["activity_id"] == activity) & (figures["kind"] == "investment") & (figures["component"] == component)
    ].squeeze()
    assert (int(row["value"]), int(row["rounded_to"])) == (pounds, rounded_to)
    assert (row["unit"], row["status"], row["stated"]) == ("pounds", "figure", stated)


@pytest.mark.parametrize(
    ("activity", "status", "stated", "year"),
    [
        ("falls-care-homes", "core funding", "Core funding", "2024-25"),
        ("falls-dhu-car", "other funding", "Ageing Well", "2024-25"),
        ("shared-care-records", "blank in the source", "", "2023-24"),
        ("system-one-unit-for-mental-health", "blank in the source", "", "2023-24"),
    ],
)
def test_a_money_cell_without_a_figure_keeps_what_it_says(figures, activity, status, stated, year):
    row = figures[(figures["activity_id"] == activity) & (figures["kind"] == "investment")].squeeze()
    assert (row["value"], row["rounded_to"]) == ("", "")
    assert (row["status"], row["stated"], row["financial_year"]) == (status, stated, year)


def test_the_money_cells_of_the_paper_are_all_there(figures):
    investment = figures[figures["kind"] == "investment"]
    assert investment["status"].value_counts().to_dict() == {
        "figure": 23,
        "blank in the source": 2,
        "core funding": 1,
        "other funding": 1,
    }


@pytest.mark.parametrize(
    ("activity", "component", "value", "unit", "qualifier", "status", "stated"),
    [
        ("care-co-ordination", "", 6486, "not stated", "", "figure", "6486"),
        ("falls-care-homes", "", 1381, "not stated", "approx", "figure", "1381 approx"),
        ("falls-dhu-car", "", 1214, "referrals", "", "figure", "1214 referrals"),
        ("disabled-facilities-grants", "", 385, "not stated", "", "figure", "385"),
        ("mental-health-relationship-officer", "", 69, "not stated", "", "figure", "69"),
        ("ld-short-breaks", "", 133, "not stated", "", "figure", "133"),
        ("first-contact-plus", "", 9989, "not stated", "", "figure", "9989"),
        ("assistive-technology", "", 929, "not stated", "", "figure", "929"),
        ("housing-enablement-team", "", 2160, "not stated", "", "figure", "2160"),
        ("urgent-care-centres", "", 144_000, "not stated", "", "figure", "144,000"),
        ("system-one-shared-access", "", 125, "staff", "", "figure", "125 staff"),
        ("hart-reablement-and-therapy", "HART", 4436, "not stated", "", "figure", "4436 HART 19,000 Therapy"),
        (
            "hart-reablement-and-therapy",
            "Therapy",
            19_000,
            "not stated",
            "",
            "figure",
            "4436 HART 19,000 Therapy",
        ),
        ("home-first-teams", "", 6421, "not stated", "", "figure", "6421"),
        ("domiciliary-care", "people", 4105, "people", "", "figure", "4105 people 623,483 hours"),
        ("domiciliary-care", "hours", 623_483, "hours", "", "figure", "4105 people 623,483 hours"),
        ("royal-voluntary-service-discharge-support", "", 792, "not stated", "", "figure", "792"),
        ("high-dependency-beds", "", None, "not stated", "", "not applicable", "N/A"),
        ("nursing-care", "", 237, "not stated", "", "figure", "237"),
        ("residential-respite", "", 151, "not stated", "", "figure", "151"),
        ("community-response-service", "", 550, "not stated", "", "figure", "550"),
        ("transforming-care-programme", "", None, "not stated", "", "not applicable", "N/A"),
        ("improving-mental-health-discharges", "", None, "not stated", "", "not applicable", "N/A"),
        ("high-dependency-support", "", 146, "not stated", "", "figure", "146"),
        ("mh-social-workers-and-advocacy", "", None, "not stated", "", "not applicable", "N/A"),
        ("shared-care-records", "", None, "not stated", "", "everyone", "All"),
        ("system-one-unit-for-mental-health", "", None, "not stated", "", "not applicable", "N/A"),
        ("additional-housing-units", "", None, "not stated", "", "not applicable", "N/A"),
    ],
)
def test_beneficiaries_keep_number_unit_and_word_of_the_paper(
    figures, activity, component, value, unit, qualifier, status, stated
):
    row = figures[
        (figures["activity_id"] == activity)
        & (figures["kind"] == "beneficiaries")
        & (figures["component"] == component)
    ].squeeze()
    assert as_number(row["value"]) == value
    assert (row["unit"], row["qualifier"], row["status"]) == (unit, qualifier, status)
    assert (row["stated"], row["financial_year"]) == (stated, "")


def test_the_rounding_of_an_approximate_figure_is_left_open(figures):
    approximate = figures[figures["qualifier"] == "approx"]
    assert list(approximate["stated"]) == ["1381 approx"]
    assert list(approximate["rounded_to"]) == [""]


def test_the_staff_of_care_co_ordination_are_a_figure_of_their_own(figures):
    row = figures[figures["kind"] == "staff"].squeeze()
    assert (row["activity_id"], row["value"], row["unit"]) == (
        "care-co-ordination",
        "19.5",
        "full-time equivalent",
    )


def test_a_figure_has_a_value_and_any_other_status_has_none(figures):
    assert ((figures["status"] == "figure") == (figures["value"] != "")).all()


# Measures: paragraph 12 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "bullet", "evidence", "baseline", "latest", "change", "change_unit", "qualifier"),
    [
        ("domiciliary-care-waits", 1, "words only", None, None, None, "", ""),
        ("reablement-capacity", 2, "change only", None, None, 40, "%", ""),
        ("pathway-2-bed-usage", 3, "change only", None, None, -36, "%", ""),
        ("no-further-need-after-reablement", 4, "level only", None, 84, None, "", ""),
        ("at-home-91-days-after-reablement", 4, "level only", None, 89, None, "", ""),
        ("size-of-care-packages", 5, "words only", None, None, None, "", ""),
        ("length-of-stay-pathway-1", 6, "before and after", 4, 2, None, "", ""),
        ("length-of-stay-pathway-2", 6, "before and after", 11.5, 7.5, None, "", ""),
        ("length-of-stay-pathway-3", 6, "before and after", 18, 17.5, None, "", ""),
        ("length-of-stay-high-dependency", 7, "change only", None, None, -7, "days", ""),
        ("housing-enablement-people", 8, "before and after", 1583, 2160, 35, "%", "more than"),
        ("admissions-after-care-home-falls", 9, "change only", None, None, -50, "%", "approx"),
        ("hip-fractures-from-falls", 10, "words only", None, None, None, "", ""),
        ("working-time-of-integrated-teams", 11, "change only", None, None, -0.5, "days", ""),
        ("collaboration-between-partners", 12, "words only", None, None, None, "", ""),
        ("high-dependency-recognition", 13, "words only", None, None, None, "", ""),
    ],
)
def test_a_measure_holds_what_paragraph_12_gives_and_nothing_worked_back(
    measures, measure, bullet, evidence, baseline, latest, change, change_unit, qualifier
):
    row = measures.loc[measure]
    assert row["locator"] == f"paragraph 12, bullet {bullet}"
    assert row["evidence"] == evidence
    assert [as_number(row[name]) for name in ("baseline", "latest", "change")] == [baseline, latest, change]
    assert (row["change_unit"], row["change_qualifier"]) == (change_unit, qualifier)


def test_only_the_housing_enablement_team_has_stated_years(measures):
    dated = measures[(measures["baseline_period"] != "") | (measures["latest_period"] != "")]
    assert list(dated.index) == ["housing-enablement-people"]
    assert dated.iloc[0][["baseline_period", "latest_period"]].tolist() == ["2023-24", "2024-25"]


def test_evidence_names_exactly_the_figures_that_are_filled(measures):
    has_two = (measures["baseline"] != "") & (measures["latest"] != "")
    has_one = (measures["baseline"] == "") & (measures["latest"] != "")
    has_change = measures["change"] != ""
    assert (has_two == (measures["evidence"] == "before and after")).all()
    assert (has_one == (measures["evidence"] == "level only")).all()
    assert ((has_change & ~has_two & ~has_one) == (measures["evidence"] == "change only")).all()


# Statements and the Dying Well tables: paragraphs 11 and 13 to 17 -----------------------------------------


def test_challenges_and_next_steps_are_those_of_paragraphs_13_to_17():
    statements = read_paper("statements")
    assert sorted(statements.loc[statements["kind"] == "challenge", "locator"]) == [
        "paragraph 13, bullet 1",
        "paragraph 13, bullet 2",
        "paragraph 13, bullet 3",
        "paragraph 13, bullet 4",
    ]
    assert sorted(statements.loc[statements["kind"] == "next step", "locator"]) == [
        "paragraph 14",
        "paragraph 15",
        "paragraph 16",
        "paragraph 17",
    ]


def test_interventions_are_counted_by_priority_as_the_dying_well_tables_have_them():
    assert read_paper("interventions")["priority_id"].value_counts().to_dict() == {
        "understanding-need": 1,
        "effective-transitions": 7,
        "normalising-end-of-life-planning": 6,
    }


def test_a_link_that_the_text_lost_is_left_blank_and_says_so():
    interventions = read_paper("interventions").set_index("intervention_id")
    whole = (interventions["commitment_id"] != "") & (interventions["workstream_id"] != "")
    assert (whole == (interventions["alignment"] == "as printed")).all()
    assert (interventions.loc[~whole, "note"] != "").all()
    assert interventions["workstream_id"].to_dict() == {
        "public-engagement": "5",
        "health-equity-audit": "",
        "shared-understanding-of-records": "",
        "information-review-feeds-strategy": "",
        "frailty-pilots": "",
        "service-mapping": "",
        "information-review": "",
        "anticipatory-medication-pilot": "7",
        "audit-review": "4",
        "information-review-in-engagement": "5",
        "training-matrix-review": "3",
        "performance-framework": "3",
        "analysis-for-strategy-refresh": "",
        "live-service-directory": "",
    }


# The target -----------------------------------------------------------------------------------------------


def test_the_councils_target_for_finding_information_is_74_percent_by_the_end_of_2021(observations):
    target = read("targets").squeeze()
    assert target["indicator_id"] == "service_users_find_information_easy"
    assert target["area_code"] == AREA["Leicestershire"]
    assert (target["baseline"], target["target"]) == ("59.7", "74")
    assert (target["target_date"], target["target_stated"]) == ("2021-12-31", "74% by 2021")
    published = observations[
        (observations["indicator_id"] == target["indicator_id"])
        & (observations["area_code"] == target["area_code"])
        & (observations["period"] == target["baseline_period"])
    ].squeeze()
    assert published["value"] == target["baseline"]


# The official figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "rows"),
    [
        ("healthy_life_expectancy", 110),
        ("preventable_cvd_mortality_under_75", 110),
        ("adult_obesity_prevalence", 50),
        ("early_cancer_diagnosis", 45),
        ("life_satisfaction", 60),
        ("anxiety", 60),
        ("smoking_prevalence", 55),
        ("year6_overweight", 80),
        ("carer_quality_of_life", 12 + 3),
        ("service_user_quality_of_life", 24 + 6),
        ("service_users_find_information_easy", 28 + 7),
        ("carers_find_information_easy", 12 + 3),
        ("no_further_support_after_reablement", 32 + 8),
        ("requests_resulting_in_service", 32 + 8),
        ("workforce_turnover", 28 + 7),
        ("life_expectancy_at_birth", 240),
        ("child_obesity", 240),
    ],
)
def test_an_indicator_has_a_row_for_each_published_figure(observations, indicator, rows):
    assert (observations["indicator_id"] == indicator).sum() == rows


@pytest.mark.parametrize(
    ("indicator", "area", "sex", "period", "value", "lower", "upper"),
    [
        ("adult_obesity_prevalence", "Leicester", "Persons", "2015/16", "25.49343", "22.42744", "28.62797"),
        (
            "adult_obesity_prevalence",
            "Leicestershire",
            "Persons",
            "2022/23",
            "26.24627",
            "24.62764",
            "27.84898",
        ),
        (
            "adult_obesity_prevalence",
            "Leicestershire",
            "Persons",
            "2024/25",
            "29.83343",
            "27.98246",
            "31.75439",
        ),
        ("healthy_life_expectancy", "Leicestershire", "Female", "2011-13", "65.39", "63.37", "67.4"),
        ("healthy_life_expectancy", "Leicestershire", "Female", "2021-23", "62.6", "59.99", "65.21"),
        ("healthy_life_expectancy", "Leicestershire", "Male", "2011-13", "64.39", "62.59", "66.18"),
        ("healthy_life_expectancy", "Leicestershire", "Male", "2021-23", "62.67", "60.41", "64.92"),
        ("early_cancer_diagnosis", "Leicestershire", "Persons", "2013", "54.19748", "52.15553", "56.22542"),
        ("early_cancer_diagnosis", "Leicestershire", "Persons", "2021", "52.56714", "50.61975", "54.50675"),
        ("early_cancer_diagnosis", "Leicester", "Persons", "2019", "", "", ""),
        (
            "preventable_cvd_mortality_under_75",
            "Leicestershire",
            "Persons",
            "2001-03",
            "52.40587",
            "48.71904",
            "56.29672",
        ),
        (
            "preventable_cvd_mortality_under_75",
            "Leicestershire",
            "Persons",
            "2011-13",
            "28.29321",
            "25.82706",
            "30.9301",
        ),
        (
            "preventable_cvd_mortality_under_75",
            "Leicestershire",
            "Persons",
            "2022-24",
            "25.782282",
            "23.627907",
            "28.080027",
        ),
        (
            "preventable_cvd_mortality_under_75",
            "England",
            "Persons",
            "2022-24",
            "30.230023",
            "29.950067",
            "30.511942",
        ),
        ("life_satisfaction", "Leicestershire", "Persons", "2022-23", "7.38", "7.19", "7.56"),
        ("life_satisfaction", "Leicester", "Persons", "2011-12", "7.45", "7.29", "7.61"),
        ("anxiety", "Leicestershire", "Persons", "2022-23", "3.45", "3.2", "3.69"),
        ("anxiety", "Leicester", "Persons", "2011-12", "3.27", "3.04", "3.5"),
        ("smoking_prevalence", "England", "Persons", "2012", "19.3", "19.1", "19.6"),
        ("smoking_prevalence", "England", "Persons", "2022", "12.7", "12.3", "13.0"),
        ("smoking_prevalence", "Leicestershire", "Persons", "2022", "9.4", "7.0", "11.7"),
        ("year6_overweight", "England", "Persons", "2006/07", "31.65328", "31.51596", "31.79092"),
        ("year6_overweight", "England", "Persons", "2021/22", "37.7598", "37.63742", "37.88234"),
        ("year6_overweight", "Leicestershire", "Persons", "2007/08", "28.474", "27.35767", "29.66723"),
        ("year6_overweight", "Leicestershire", "Persons", "2020/21", "", "", ""),
        ("year6_overweight", "Leicestershire", "Persons", "2021/22", "33.20053", "32.14996", "34.27705"),
    ],
)
def test_a_figure_with_limits_is_as_published(observations, indicator, area, sex, period, value, lower, upper):
    row = observations[
        (observations["indicator_id"] == indicator)
        & (observations["area_code"] == AREA[area])
        & (observations["sex"] == sex)
        & (observations["period"] == period)
    ].squeeze()
    assert (row["value"], row["lower_95"], row["upper_95"]) == (value, lower, upper)
    assert row["note"] == ("" if value else "not published: unreliable")


@pytest.mark.parametrize(
    ("indicator", "code", "period", "leicestershire", "median"),
    [
        ("carer_quality_of_life", "ASC1", "2018-19", "7.5", "7.4"),
        ("carer_quality_of_life", "ASC1", "2021-22", "7.0", "7.2"),
        ("service_user_quality_of_life", "ASC2", "2022-23", "0.413", "0.413"),
        ("service_users_find_information_easy", "ASC3", "2015-16", "67.1", "74.3"),
        ("service_users_find_information_easy", "ASC3", "2018-19", "59.7", "70.3"),
        ("service_users_find_information_easy", "ASC3", "2021-22", "56.8", "65.2"),
        ("service_users_find_information_easy", "ASC3", "2022-23", "61.8", "67.5"),
        ("carers_find_information_easy", "ASC4", "2021-22", "49.4", "57.3"),
        ("no_further_support_after_reablement", "ASC5", "2018-19", "84.5", "78.05"),
        ("no_further_support_after_reablement", "ASC5", "2022-23", "87.8", "78.2"),
        ("requests_resulting_in_service", "ASC6", "2015-16", "1174.446273", "807.500116"),
        ("requests_resulting_in_service", "ASC6", "2022-23", "2324.898182", "1695.266068"),
        ("workforce_turnover", "ASC7", "2018-19", "", "30.327492"),
        ("workforce_turnover", "ASC7", "2022-23", "34.245143", "28.043171"),
    ],
)
def test_adult_social_care_gives_the_county_and_the_median_of_english_authorities(
    observations, indicator, code, period, leicestershire, median
):
    rows = observations[(observations["indicator_id"] == indicator) & (observations["period"] == period)]
    county = rows[rows["area_code"] == AREA["Leicestershire"]].squeeze()
    assert (county["value"], county["locator"], county["category"]) == (leicestershire, code, "")
    england = rows[rows["area_code"] == AREA["England"]].squeeze()
    assert (england["value"], england["category_type"], england["category"]) == (
        median,
        "Summary of English authorities",
        "Median",
    )


@pytest.mark.parametrize(
    ("sex", "years", "deaths"),
    [
        (
            "Male",
            "76.686357 78.748871 79.273456 80.280684 80.621645 82.195156 81.631765 82.039337 83.291538 82.466377",
            997 + 930 + 950 + 947 + 861 + 851 + 903 + 833 + 718 + 723,
        ),
        (
            "Female",
            "80.082175 82.511727 83.056607 83.577031 84.325148 85.026168 84.667775 85.357994 85.414803 85.831489",
            1135 + 1017 + 1021 + 1008 + 896 + 902 + 906 + 926 + 721 + 655,
        ),
    ],
)
def test_life_expectancy_of_leicestershire_runs_from_the_most_to_the_least_deprived_tenth(
    observations, sex, years, deaths
):
    rows = observations[
        (observations["indicator_id"] == "life_expectancy_at_birth")
        & (observations["area_code"] == AREA["Leicestershire"])
        & (observations["sex"] == sex)
    ]
    assert list(rows["category"]) == [str(decile) for decile in range(1, 11)]
    assert list(rows["value"]) == years.split()
    assert rows["count"].astype(int).sum() == deaths


@pytest.mark.parametrize(
    ("area", "sex", "decile", "value", "error", "deaths", "person_years"),
    [
        ("Leicester", "Male", "1", "73.77375", "0.623211", "445", "50830"),
        ("Leicestershire", "Male", "1", "76.686357", "0.445019", "997", "100515"),
        ("Leicestershire", "Female", "10", "85.831489", "0.420251", "655", "102569"),
        ("England", "Male", "1", "73.943999", "0.050117", "78006", "8144011"),
        ("England", "Female", "10", "86.179968", "0.043546", "63943", "8036536"),
        ("Rutland", "Female", "3", "107.964344", "15.804625", "16", "4121"),
    ],
)
def test_life_expectancy_keeps_its_standard_error_deaths_and_inferred_period(
    observations, area, sex, decile, value, error, deaths, person_years
):
    row = observations[
        (observations["indicator_id"] == "life_expectancy_at_birth")
        & (observations["area_code"] == AREA[area])
        & (observations["sex"] == sex)
        & (observations["category"] == decile)
    ].squeeze()
    assert (row["value"], row["standard_error"]) == (value, error)
    assert (row["count"], row["denominator"]) == (deaths, person_years)
    assert row["period"] == "2014-16"
    assert row["note"].startswith("period inferred")


@pytest.mark.parametrize(
    ("age", "period", "decile", "obese", "measured"),
    [
        ("10-11 yrs", "2006/07", "1", 7287, 34353),
        ("10-11 yrs", "2017/18", "1", 20929, 77978),
        ("10-11 yrs", "2017/18", "10", 6244, 53425),
        ("4-5 yrs", "2017/18", "1", 10913, 85271),
        ("4-5 yrs", "2017/18", "10", 2940, 51174),
    ],
)
def test_child_obesity_is_computed_from_the_two_published_counts(observations, age, period, decile, obese, measured):
    row = observations[
        (observations["indicator_id"] == "child_obesity")
        & (observations["age"] == age)
        & (observations["period"] == period)
        & (observations["category"] == decile)
    ].squeeze()
    assert (int(row["count"]), int(row["denominator"])) == (obese, measured)
    assert float(row["value"]) == pytest.approx(100 * obese / measured, abs=5.1e-7)
    assert row["note"] == "value computed from count and denominator"


def test_limits_enclose_their_value(observations):
    numbers = observations[["lower_95", "value", "upper_95"]].apply(pd.to_numeric).dropna()
    assert len(numbers) == 435 - 1 + 55 + 80 - 7
    assert (numbers["lower_95"] <= numbers["value"]).all()
    assert (numbers["value"] <= numbers["upper_95"]).all()


def test_a_blank_value_says_why_and_has_no_limits(observations):
    blank = observations[observations["value"] == ""]
    assert len(blank) == 1 + 7 + 1
    assert (blank["note"] != "").all()
    assert (blank[["lower_95", "upper_95"]] == "").all(axis=None)


def test_numbers_keep_the_unit_that_their_indicator_states():
    units = read("indicators").set_index("indicator_id")["unit"]
    assert units["requests_resulting_in_service"] == "per 100,000 adults"
    assert units["preventable_cvd_mortality_under_75"] == "per 100,000"
    assert units["carer_quality_of_life"] == "score out of 12"
    assert units["service_user_quality_of_life"] == "score from 0 to 1"
    assert units["healthy_life_expectancy"] == "years"


def test_months_until_published_are_said_to_be_a_rule_of_the_book():
    schema = json.loads((DATA / "schemas" / "indicators.json").read_text(encoding="utf-8"))
    lag = next(field for field in schema["fields"] if field["name"] == "publication_lag_months")
    assert "rule of this book, not a publication date" in lag["description"]
    assert read("indicators").set_index("indicator_id")["publication_lag_months"].to_dict() == {
        "healthy_life_expectancy": "12",
        "preventable_cvd_mortality_under_75": "14",
        "adult_obesity_prevalence": "6",
        "early_cancer_diagnosis": "26",
        "life_satisfaction": "8",
        "anxiety": "8",
        "smoking_prevalence": "9",
        "year6_overweight": "3",
        "carer_quality_of_life": "9",
        "service_user_quality_of_life": "9",
        "service_users_find_information_easy": "9",
        "carers_find_information_easy": "9",
        "no_further_support_after_reablement": "9",
        "requests_resulting_in_service": "9",
        "workforce_turnover": "9",
        "life_expectancy_at_birth": "15",
        "child_obesity": "3",
    }
