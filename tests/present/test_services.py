"""How well do care services perform? Its pictures, tables and sentences, made from the project's own tables.

Values were typed by hand: official figures and medians from the Office for Local Government's adult social care
metrics; ratings from agenda item 14 of the pack of 11 November 2019, paragraphs 3 to 7; admissions, outcomes and beds
from Wiltshire's Better Care Fund plan, section 5.3 and Appendix C; reablement from paragraph 12 of the Board paper of
29 May 2025. Wilson's limits were computed with statsmodels.
"""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Nothing, Sentences, Table

ENGLAND = "E92000001"
AREAS = ["E10000018", "E06000016", "E06000017", "E06000054"]
EDITIONS = {
    "now": ("E10000018", "2025-05-29", ["leicestershire-hwb-2025-05-29", "leicestershire-asc-strategy-2025-29"]),
    "then": ("E10000018", "2019-11-11", ["leicestershire-asc-scrutiny-2019-11-11"]),
    "leicester": ("E06000016", "2024-03-31", ["leicester-hws-delivery-2023-24"]),
    "wiltshire": ("E06000054", "2023-07-20", ["wiltshire-bcf-plan-2023-25"]),
}
CARE = "adult_social_care"


def read(area: str, as_of: str, sources: list[str]) -> SimpleNamespace:
    history = data.read_observations(CARE, areas=[area], as_of=as_of)
    performance = data.read_stated_figures(sources, "performance")
    quality = data.read_stated_figures(sources, "quality")
    reported = data.read_table("measures", sources=sources)
    matrices = data.read_table("matrices", sources=sources)
    directions = matrices[matrices["matrix"].str.endswith("direction that is good")]
    shares = statistics.rating_shares(quality)
    return SimpleNamespace(
        area=data.area_name(area),
        area_code=area,
        summary=statistics.summarise_series(
            history, data.read_observations(CARE, areas=[ENGLAND], as_of=as_of), by=["indicator_id", "sex"]
        ),
        others=data.read_observations(CARE, areas=[code for code in AREAS if code != area], as_of=as_of),
        targets=statistics.target_status(data.read_targets(area, as_of=as_of), history, as_of=as_of),
        performance=performance,
        quality=quality,
        matrices=matrices,
        directions=directions,
        in_words=matrices[matrices["matrix"].str.endswith("performance in words")],
        changes=statistics.measure_progress(reported),
        pairs=statistics.before_and_now(pd.concat([performance, quality])),
        reported=statistics.reported_shares(performance, reported, area_code=area),
        ratings=shares,
        against=statistics.ratings_against(shares, area_code=area),
        plans=statistics.plan_against_actual(performance, directions),
        beds=statistics.beds_needed(performance),
    )


@pytest.fixture(scope="module")
def editions() -> dict[str, SimpleNamespace]:
    return {name: read(*about) for name, about in EDITIONS.items()}


@pytest.fixture(autouse=True)
def _close_pictures():
    yield
    plt.close("all")


def cells(table: Table) -> dict[str, dict[str, str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    return {
        " ".join(row.find("th").get_text(" ").split()): {
            cell["data-label"]: " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        }
        for row in page.select("tbody tr")
    }


def told(words: Sentences) -> str:
    return " ".join(words.parts)


def answer(edition: SimpleNamespace) -> str:
    found = sentences.services.answer(
        edition.summary, edition.against, edition.plans, edition.reported, area=edition.area
    )
    assert found.lead
    return told(found)


# --- the answer, right for each edition ----------------------------------------------------------------------


def test_the_answer_counts_measures_on_either_side_of_the_median(editions):
    # Above 78.2 after reablement; below 7.2, 57.3 and 67.5; above 28.0 in turnover; 0.413 against 0.413.
    assert answer(editions["now"]).startswith(
        "Of seven national measures of adult social care (2021-22 and 2022-23), Leicestershire is on the good side of "
        "the English median in one (‘People who need no long-term support after reablement’), on the wrong side in "
        "four and level with it in one. One cannot be judged good or bad."
    )


def test_leicester_has_the_national_measures_alone(editions):
    # Above 0.413 in quality of life, below 28.0 in turnover; below 7.2, 57.3, 78.2 and 67.5.
    assert answer(editions["leicester"]) == (
        "Of seven national measures of adult social care (2021-22 and 2022-23), Leicester is on the good side of the "
        "English median in two (‘Quality of life of people who use services’ and ‘Turnover of the social care "
        "workforce’) and on the wrong side in four. One cannot be judged good or bad."
    )


def test_the_answer_of_the_board_paper_tells_of_reablement(editions):
    assert answer(editions["now"]).endswith(
        "Of people who had reablement, the papers report 89% still at home 91 days afterwards and 84% with no further "
        "need afterwards."
    )


def test_the_answer_of_2019_tells_how_services_are_rated(editions):
    text = answer(editions["then"])
    assert (
        "146 of 183 care homes are rated Good or Outstanding (79.8%, 95% interval 73.4 to 85.0), similar to comparator "
        "authorities (80%) and England (78%)."
    ) in text
    assert "75 of 104 community-based services are rated Good or Outstanding (72.1%, 95% interval 62.8 to 79.8)" in text
    assert "Outstanding care homes are fewer than in comparator authorities (1.6% against 6%)." in text
    assert "the papers report about nine in ten still living at home three months after discharge" in text


def test_the_answer_of_wiltshire_tells_that_its_plan_was_missed(editions):
    assert answer(editions["wiltshire"]).endswith(
        "There were 3,207 admissions in 2022-23 (unplanned admissions for chronic ambulatory care sensitive "
        "conditions) against a plan of 2,261: 42% more than planned, so the plan was missed."
    )


# --- beside the median ---------------------------------------------------------------------------------------


def test_the_picture_tells_each_measure_with_its_median(editions):
    edition = editions["now"]
    alt = figures.against_median(edition.summary, edition.others, area=edition.area).alt
    assert alt.startswith("Seven rows of dots. ")
    assert "reablement, 2022-23: 87.8%, above the English median of 78.2." in alt
    assert "workforce, 2022-23: 34.2%, above the English median of 28.0." in alt
    assert "services, 2022-23: 0.413 out of 1, equal to the English median of 0.413." in alt


def test_other_areas_stand_only_under_their_own_name_and_in_the_same_period(editions):
    edition = editions["now"]
    figure = figures.against_median(edition.summary, edition.others, area=edition.area)
    assert "Small grey dots are Leicester, Rutland and Wiltshire in the same period." in figure.caption
    periods = figure.data.groupby("indicator_id")["period"].nunique()
    assert periods.eq(1).all()
    assert set(figure.data["area_name"]) == {"Leicestershire", "Leicester", "Rutland", "Wiltshire"}


def test_the_table_says_above_or_below_the_median_and_which_way_is_good(editions):
    edition = editions["now"]
    found = cells(tables.against_median(edition.summary, edition.others, area=edition.area))
    carers = found["Carers who find information easy to find"]
    assert carers["Leicestershire"] == "49.4% (2021-22)"
    assert carers["English median"] == "57.3%"
    assert carers["Where it stands"].endswith("below the English median (high is good)")
    requests = found["Requests for support that lead to a service"]["Where it stands"]
    assert requests.endswith("above the English median")


def test_the_target_is_told_with_its_status(editions):
    assert "The target of 74% by 2021" in told(sentences.services.targets(editions["now"].targets))
    assert "missed" in told(sentences.services.targets(editions["now"].targets))
    assert isinstance(sentences.services.targets(editions["wiltshire"].targets), Nothing)


# --- ratings -------------------------------------------------------------------------------------------------


def test_ratings_are_drawn_beside_comparators_and_england(editions):
    edition = editions["then"]
    figure = figures.ratings_by_area(edition.ratings, area_code=edition.area_code)
    assert (
        "Care homes, Leicestershire (183): Outstanding 2%, Good 78%, Requires Improvement 18%, Inadequate 0%, "
        "Unrated 2%."
    ) in figure.alt
    assert "Community-based adult social care, England: Outstanding 3%, Good 65%," in figure.alt
    assert figure.caption.endswith("Comparator authorities and England: shares as printed, the numbers are not stated.")
    assert set(figure.data["area"]) == {"Leicestershire", "comparator authorities", "England"}


def test_the_inspections_of_2019_are_drawn_beside_all_ratings(editions):
    edition = editions["then"]
    figure = figures.ratings_inspected(edition.ratings, area_code=edition.area_code)
    assert "Care homes, inspected in 2019 (50): Outstanding 0%, Good 56%, Requires Improvement 44%" in figure.alt
    assert "services, inspected in 2019 (72): Outstanding 1%, Good 61%, Requires Improvement 36%" in figure.alt
    assert (
        "care, inspected in 2019, shares as printed: Outstanding 5%, Good 73%, Requires Improvement 17%" in figure.alt
    )
    assert set(figure.data["area"]) == {"Leicestershire"}


def test_a_rating_below_half_a_per_cent_is_not_drawn_as_none(editions):
    # 1 of 287 is 0.35%; the paper prints 0%.
    edition = editions["then"]
    figure = figures.ratings_inspected(edition.ratings, area_code=edition.area_code)
    assert "all, November 2019 (287): Outstanding 2%, Good 75%, Requires Improvement 15%, Inadequate 0.3%" in figure.alt


def test_the_table_of_ratings_has_limits_for_the_own_area_alone(editions):
    edition = editions["then"]
    found = cells(tables.ratings(edition.against, area=edition.area))
    row = found["Care homes: Outstanding"]
    assert row["Services"] == "3 of 183"
    assert row["Share and 95% interval"] == "1.6% 0.6 to 4.7"
    assert row["Comparator authorities"].startswith("6%")
    assert row["Comparator authorities"].endswith("worse")
    assert row["England"].endswith("similar")
    assert found["Community-based adult social care: Unrated"]["Share and 95% interval"] == "17.3% 11.2 to 25.7"


def test_it_is_said_of_how_many_services_the_shares_are(editions):
    edition = editions["then"]
    words = sentences.services.denominators(
        edition.ratings, edition.quality, ["Devon", "Suffolk"], area_code=edition.area_code
    )
    assert "(183 care homes, 104 community-based services and 287 in all)" in told(words)
    assert "The paper’s text counts 184 care homes and 126 community-based services;" in told(words)
    assert told(words).endswith("The comparator authorities are Devon and Suffolk.")


def test_counts_of_2019_that_do_not_fit_are_told(editions):
    edition = editions["then"]
    text = told(sentences.services.inspected(edition.ratings, edition.quality, area_code=edition.area_code))
    assert "Of the 50 care homes inspected in 2019, 56.0% (42.3 to 68.8) were rated Good" in text
    assert "against 78.1% (71.6 to 83.5) of all 183." in text
    assert "usually left for two years or more" in text
    assert "add up to 29, of which 16 Good would be 55%, where the paper prints 73%." in text


# --- plans, outcomes and beds --------------------------------------------------------------------------------


def test_the_plan_is_drawn_beside_what_came(editions):
    edition = editions["wiltshire"]
    figure = figures.against_plan(edition.plans, area=edition.area)
    assert "2022-23 (low is good): 3,207 admissions against a plan of 2,261, 142% of it." in figure.alt
    assert figure.caption == "One metric has both a plan and an actual figure; one plan was missed."


def test_metrics_without_figures_stand_in_the_plans_words(editions):
    edition = editions["wiltshire"]
    found = cells(tables.plan_metrics(edition.plans, edition.in_words, edition.directions))
    admissions = found["Unplanned admissions for chronic ambulatory care sensitive conditions"]
    assert [admissions[head] for head in ("Plan", "Actual", "Against plan")] == ["2,261", "3,207", "+42%"]
    assert admissions["Status"].endswith("missed")
    falls = found["Emergency hospital admissions after a fall, people over 65"]
    assert falls["Plan"] == "–"
    assert falls["Status"].endswith("not known")
    assert "an improvement of 2% kept up" in falls["In the paper’s words"]
    assert len(found) == 4


def test_what_hospitals_the_plan_does_not_name_is_said(editions):
    text = told(sentences.services.admissions(editions["wiltshire"].performance))
    assert "42% were to RUH, 31% to SFT and 19% to GWH" in text
    assert text.endswith("Where the other 8% went is not stated.")


def test_outcomes_of_pathway_2_are_drawn_and_told(editions):
    edition = editions["wiltshire"]
    figure = figures.outcomes_of_discharge(edition.performance, area=edition.area)
    assert figure.alt.startswith("Bar chart, largest first: Nursing home 18%, Hospital readmission 17%, Home with")
    assert "their shares add up to 100%" in figure.caption
    text = told(sentences.services.afterwards(edition.performance))
    assert "38% went home: 10% on their own, 16% with a package of care and 12% with the Home First service." in text
    assert "A further 32% went into a care home, 17% were back in hospital and 13% were at the end of life." in text


def test_the_bed_model_is_drawn_told_and_computed_again(editions):
    edition = editions["wiltshire"]
    words = edition.matrices[edition.matrices["matrix"] == "Pathway 2 bed model"]
    places = words[words["column"] == "Where the beds are"].set_index("row")["mark"]
    figure = figures.beds_needed(edition.beds, places)
    assert "2a: PW2 Hub Model 22, or 25 with 15% more;" in figure.alt
    assert "2e: HomeFirst Service 6;" in figure.alt
    assert figure.caption.endswith("The blue bars, 2a, 2b and 2d, make up the hub: 53, or 61 with 15% more.")
    found = cells(tables.bed_model(edition.beds, words))
    row = next(row for name, row in found.items() if name.startswith("2c"))
    assert [row[head] for head in ("Beds", "With 15% more, stated", "Computed")] == ["18", "21", "20.7"]
    assert "15% on the first total gives 60.95: the totals agree with their parts." in told(
        sentences.services.bed_totals(edition.beds)
    )
    assert "The share of demand of 2a is not legible" in told(sentences.services.bed_totals(edition.beds))


# --- what papers report --------------------------------------------------------------------------------------


def test_reported_shares_are_drawn_as_stated(editions):
    now, then = (
        figures.reported_shares(edition.reported, area=edition.area) for edition in (editions["now"], editions["then"])
    )
    assert now.alt.endswith("reablement 89%; People with no further need after reablement 84%.")
    assert "share in paid employment 11% (England 5%)." in then.alt
    assert "three months after discharge about nine in ten;" in then.alt
    assert "share in receipt of a direct payment (2018-19) 49%" in then.alt


def test_the_official_figure_stands_beside_the_papers_own(editions):
    indicator = "no_further_support_after_reablement"
    for name, words in {
        "now": "‘84% on average’ of people with no further need after reablement. The official figure for "
        "Leicestershire is 87.8% in 2022-23; the median of English authorities is 78.2%.",
        "then": "‘Eight in every ten people’ of people with no further need after reablement. The official figure for "
        "Leicestershire is 80.4% in 2017-18; the median of English authorities is 76.9%.",
    }.items():
        edition = editions[name]
        text = told(
            sentences.services.official_beside(
                edition.reported, edition.summary, indicator=indicator, area=edition.area
            )
        )
        assert words in text


def test_before_and_now_hold_stays_and_backlog(editions):
    stays = cells(tables.before_and_now(editions["now"].pairs, editions["now"].changes))
    pathway = stays["Days of stay once medically ready to leave, discharge pathway 2"]
    assert list(pathway.values()) == ["11.5 days", "7.5 days", "−4 days (−35%)"]
    assert stays["Use of beds on discharge pathway 2"]["Change"] == "−36%"
    then = cells(tables.before_and_now(editions["then"].pairs, editions["then"].changes))
    assert list(then["Deprivation of Liberty Safeguards: backlog"].values()) == ["1,316", "436", "−880 (−67%)"]
    assert then["Care homes: services rated Inadequate"]["Before"] == "5 services"


def test_stated_figures_join_the_ends_of_a_range_and_name_another_area(editions):
    edition = editions["then"]
    rows = edition.quality[~edition.quality["breakdown"].str.startswith("rating", na=False)]
    found = cells(tables.stated_figures(rows, id="x", title="X", area_code=edition.area_code))
    complaints = found["Complaints on adult social care: time that some complaints took to resolve"]
    assert complaints["Figure"] == "20 to 65 days"
    assert found["Residential and nursing care beds: beds registered"]["Figure"] == "5,144 beds"
    assert found["Residential and nursing care beds: beds registered ( England )"]["Figure"] == "6,322 beds"
    assert not any("backlog" in name for name in found)


def test_beds_and_cases_are_told_with_what_is_not_known(editions):
    edition = editions["then"]
    text = told(sentences.services.beds(edition.quality, area_code=edition.area_code))
    assert text.startswith("There are 5,144 residential and nursing care beds registered in Leicestershire")
    assert "6,254 for comparator authorities and 6,322 for England; whether" in text
    cases = statistics.share_of_cases(
        edition.quality,
        part="cases in which the Ombudsman found the council at fault",
        whole="cases decided by the Ombudsman",
    )
    assert "in five of 13 cases that it decided in 2018-19: 38%, with a 95% interval of 18 to 64%." in told(
        sentences.services.ombudsman(cases)
    )


def test_words_without_figures_stand_as_said(editions):
    now, then = (
        cells(tables.in_the_papers_words(edition.in_words, pd.concat([edition.performance, edition.quality])))
        for edition in (editions["now"], editions["then"])
    )
    assert now["Adult Social Care providers: share rated Good or Outstanding by the CQC"]["What is said"] == (
        "in line with the national average"
    )
    assert then["Delayed discharges across Leicestershire"]["What is said"] == "reduced"
    assert len(then) == 13


# --- nothing to show, and no holes ---------------------------------------------------------------------------


def exhibits(edition: SimpleNamespace) -> list:
    places = pd.Series(dtype=str)
    return [
        figures.against_median(edition.summary, edition.others, area=edition.area),
        figures.reported_shares(edition.reported, area=edition.area),
        figures.against_plan(edition.plans, area=edition.area),
        figures.outcomes_of_discharge(edition.performance, area=edition.area),
        figures.beds_needed(edition.beds, places),
        figures.ratings_by_area(edition.ratings, area_code=edition.area_code),
        figures.ratings_inspected(edition.ratings, area_code=edition.area_code),
        tables.against_median(edition.summary, edition.others, area=edition.area),
        tables.before_and_now(edition.pairs, edition.changes),
        tables.plan_metrics(edition.plans, edition.in_words, edition.directions),
        tables.bed_model(edition.beds, edition.matrices),
        tables.ratings(edition.against, area=edition.area),
        tables.stated_figures(edition.quality, id="stated", title="Stated", area_code=edition.area_code),
        tables.in_the_papers_words(edition.in_words, edition.performance),
        sentences.services.targets(edition.targets),
        sentences.services.official_beside(
            edition.reported, edition.summary, indicator="no_further_support_after_reablement", area=edition.area
        ),
        sentences.services.admissions(edition.performance),
        sentences.services.afterwards(edition.performance),
        sentences.services.bed_totals(edition.beds),
        sentences.services.inspected(edition.ratings, edition.quality, area_code=edition.area_code),
        sentences.services.denominators(edition.ratings, edition.quality, [], area_code=edition.area_code),
        sentences.services.beds(edition.quality, area_code=edition.area_code),
    ]


def test_an_edition_without_papers_on_services_shows_the_national_measures_alone(editions):
    shown = [exhibit.id for exhibit in exhibits(editions["leicester"]) if not isinstance(exhibit, Nothing)]
    assert shown == ["against-median", "measures-against-median"]


def test_nothing_at_all_is_no_fault(editions):
    edition = editions["then"]
    frames = {name: value.iloc[:0] for name, value in vars(edition).items() if isinstance(value, pd.DataFrame)}
    nothing = SimpleNamespace(**(vars(edition) | frames))
    assert all(isinstance(exhibit, Nothing) for exhibit in exhibits(nothing))
    assert isinstance(
        sentences.services.answer(nothing.summary, nothing.against, nothing.plans, nothing.reported, area="X"), Nothing
    )


@pytest.mark.parametrize("name", EDITIONS)
def test_no_words_hold_a_hole_of_the_program(editions, name):
    for exhibit in exhibits(editions[name]):
        words = " ".join(exhibit.parts) if isinstance(exhibit, Sentences) else f"{exhibit.title} {exhibit.caption}"
        words += getattr(exhibit, "alt", "")
        assert not any(hole in words for hole in ("nan", "None", "NaT", "<NA>", "  ", "..")), exhibit.id
        if isinstance(exhibit, Table):
            assert not any("nan" in cell.split() for column in exhibit.columns for cell in column.cells), exhibit.id
