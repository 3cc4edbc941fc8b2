"""The chapter on change programmes, made from the project's own tables.

Values were typed by hand from the documents: the scrutiny pack of 11 November 2019 (items 8, 9, 11, 12 and 13),
Leicester's delivery plan update 2023-24 (slides 3, 7, 9 and 11) and Wiltshire's Better Care Fund plan 2023-25
(section 6.1 and appendix C). Differences, shares and sums were worked out on paper.
"""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Nothing

PACK, LEICESTER, WILTSHIRE, BOARD = (
    "leicestershire-asc-scrutiny-2019-11-11",
    "leicester-hws-delivery-2023-24",
    "wiltshire-bcf-plan-2023-25",
    "leicestershire-hwb-2025-05-29",
)
COUNTY, CITY = "E10000018", "E06000016"


def chapter(source: str, as_of: str = "2019-11-11") -> SimpleNamespace:
    """Load and measure as the chapter does."""
    stated = data.read_stated_figures([source])
    pupils = stated[stated["subject"] == "pupils identified as medium or high needs"]
    applications = stated[stated["measure"] == "applications"]
    results = statistics.programme_results(data.read_table("programme_measures", sources=[source]), stated)
    return SimpleNamespace(
        stated=stated,
        results=results,
        verdicts=statistics.programme_verdicts(data.read_table("programmes", sources=[source]), results),
        forecast=statistics.cohort_forecast(
            pupils[pupils["unit"] == "people"], year_group="category", count="value", as_of=as_of
        ),
        ratios=statistics.year_before_ratio(applications, by="category", period="period", count="value"),
        applications=applications,
        actions=data.read_table("actions", sources=[source]),
        milestones=data.read_table("milestones", sources=[source]),
        matrices=data.read_table("matrices", sources=[source]),
    )


@pytest.fixture(scope="module")
def pack() -> SimpleNamespace:
    return chapter(PACK)


@pytest.fixture(scope="module")
def leicester() -> SimpleNamespace:
    return chapter(LEICESTER)


@pytest.fixture(scope="module")
def wiltshire() -> SimpleNamespace:
    return chapter(WILTSHIRE)


@pytest.fixture(scope="module")
def board() -> SimpleNamespace:
    return chapter(BOARD)


def everything_said(c: SimpleNamespace) -> list:
    """Give what the chapter says of single programmes, present or not."""
    said = sentences.programmes
    counted = ["Discharge to Assess", "Perinatal peer support", "Awareness Raising Roadshow"]
    return [
        said.target_operating_model(c.verdicts, c.results, c.stated, c.matrices),
        said.lightbulb(c.verdicts, c.results, c.stated),
        said.home_care(c.verdicts, c.stated, c.milestones),
        said.transitions(c.verdicts, c.results),
        said.inspired_to_care(c.verdicts, c.stated),
        said.pathway_2(c.verdicts, c.results, c.stated, c.milestones, c.matrices),
        said.recruitment(c.verdicts, c.ratios, c.applications),
        said.mental_health_support_teams(c.verdicts, c.stated),
        *(said.counted_so_far(c.verdicts, c.results, name, area=CITY) for name in counted),
        *(
            said.steps_so_far(c.verdicts, c.actions, name)
            for name in ("Home First review", "Demand and capacity modelling")
        ),
    ]


def told(shown) -> str:
    return BeautifulSoup(" ".join(map(str, shown.parts)), "html.parser").get_text()


def rows(table) -> dict[str, list[str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    for line_break in page.find_all("br"):
        line_break.replace_with(" / ")
    return {
        row.find("th").get_text(): [cell.get_text() for cell in row.find_all("td")] for row in page.select("tbody tr")
    }


# The answer


def test_the_pack_of_2019_is_answered_with_the_one_programme_that_met_its_promise(pack):
    text = told(sentences.programmes.answer(pack.verdicts, pack.results, pack.forecast))
    assert (
        "One of five change programmes can be held against what it promised, Lightbulb: both promises were met" in text
    )
    assert "28 days, where 36 days were promised" in text
    assert "Target Operating Model reports eight measures that became better in its test teams" in text
    assert "what it promised has no result yet" in text
    assert (
        "no figure of the effect of three: New home care service, Preparing for Adulthood and Inspired to Care" in text
    )
    assert "146 turn 18 in the school year 2020/21 and 208 in 2023/24" in text


def test_where_nothing_was_promised_in_figures_the_answer_says_so(wiltshire, leicester):
    text = told(sentences.programmes.answer(wiltshire.verdicts, wiltshire.results, wiltshire.forecast))
    assert text.startswith("None of four change programmes can be held against what it promised.")
    assert "applications to the three services, January: 49 to 117" in text
    assert "February: 28 to 106" in text
    text = told(sentences.programmes.answer(leicester.verdicts, leicester.results, leicester.forecast))
    assert "Discharge to Assess has a figure of its effect" in text
    assert "58%), but nothing to compare it with" in text


def test_an_edition_without_programmes_has_nothing_in_any_place(board):
    names = ["Lightbulb", "Mental Health Support Teams", "Pathway 2 pilot"]
    shown = [
        *everything_said(board),
        sentences.programmes.answer(board.verdicts, board.results, board.forecast),
        sentences.programmes.cohort(board.forecast, board.stated),
        tables.programmes(board.verdicts),
        *(tables.programme(board.verdicts, board.results, name, area=COUNTY) for name in names),
        figures.promise_and_result(board.results, unit="days", id="days", title="Days"),
        figures.cohort(board.forecast, source="none"),
        figures.turnover(board.stated, area=COUNTY),
        figures.applications(board.ratios, source="none"),
        tables.cohort(board.forecast, source="none"),
        tables.applications(board.ratios, source="none"),
        tables.service_model(board.matrices, matrix="Home care: model of the new service"),
    ]
    assert [exhibit.id for exhibit in shown if not isinstance(exhibit, Nothing)] == []


@pytest.mark.parametrize("source", [PACK, LEICESTER, WILTSHIRE])
def test_every_programme_of_a_document_is_told_of(source):
    loaded = chapter(source)
    told_of = {shown.id for shown in everything_said(loaded) if not isinstance(shown, Nothing)}
    assert told_of == set("so-far-" + loaded.verdicts["programme_id"])


# All programmes


def test_each_programme_says_what_it_should_bring_and_what_its_paper_shows(pack, wiltshire, leicester):
    found = rows(tables.programmes(pack.verdicts))
    assert list(found) == [
        "Target Operating Model",
        "Lightbulb",
        "New home care service",
        "Preparing for Adulthood",
        "Inspired to Care",
    ]
    assert found["Target Operating Model"][1].endswith("Eight measures better, one promise without a result yet")
    assert found["Lightbulb"][1].endswith("Two promises met, two measures better")
    assert found["New home care service"][1] == "No measure of effect is stated"
    assert "no effect is stated" in found["Preparing for Adulthood"][1]
    assert "no figure" in found["Inspired to Care"][1]
    assert "no figure" in rows(tables.programmes(wiltshire.verdicts))["Pathway 2 pilot"][1]
    assert "nothing to compare" in rows(tables.programmes(leicester.verdicts))["Discharge to Assess"][1]


# Target Operating Model


def test_the_target_operating_model_stands_in_its_papers_words_with_what_is_not_stated(pack):
    text = told(sentences.programmes.target_operating_model(pack.verdicts, pack.results, pack.stated, pack.matrices))
    assert "on track against the programme plan and original objectives" in text
    assert "on track against the benefits forecast at the outset" in text
    assert "eight test teams, of about 35 in all" in text
    assert "from 73% to 84%" in text
    assert "from 8 days to 4 days" in text
    assert "£10 million to £14 million each year, for a one-off fee of £4.5 million" in text
    assert "how much of it has come is not stated" in text
    # OA1, OA2, WAA1, WAA2 and WAA3 are cashable; OA3 and WAA4 are of quality.
    assert "seven workstreams: five of cashable or demand offset savings and two of quality improvements" in text


def test_a_change_without_a_base_keeps_its_papers_words(pack):
    found = rows(tables.programme(pack.verdicts, pack.results, "Target Operating Model", area=COUNTY))
    assert found["Benefit in money each year, all workstreams"] == ["promised: ‘between £10m-£14m’", "not reported yet"]
    assert found["Improvement in moving cases forward to agreed goals"][0] == "‘Between a 10% and 30% improvement’"
    hospital = "Reduction in residential placements on discharge from the acute hospital"
    assert found[hospital][0] == "about 25%"
    moved = "People with a learning disability who moved from residential care to supported living"
    assert found[moved] == ["reached: 23 people", "nothing to compare"]


# Lightbulb


def test_lightbulb_is_held_against_its_business_case(pack):
    text = told(sentences.programmes.lightbulb(pack.verdicts, pack.results, pack.stated))
    assert "28 days on average to deliver a case: 14 fewer than before (42) and eight fewer than" in text
    assert "promised (36)" in text
    assert "95% of customers wished for a single point of contact" in text
    assert "how satisfied customers are now is not stated" in text
    found = rows(tables.programme(pack.verdicts, pack.results, "Lightbulb", area=COUNTY))
    days = found["Average time to deliver a case"]
    assert days[0] == "before: 42 days (before October 2017) / promised: 36 days (2018) / reached: 28 days"
    assert days[1].endswith("met")
    cases = found["Cases completed by Housing Support Coordinators since the roll-out"]
    assert cases == ["reached: about 5,449 cases (since October 2017)", "activity"]


def test_the_picture_of_days_tells_all_three_and_its_words_do_not_cover_each_other(pack):
    shown = figures.promise_and_result(pack.results, unit="days", id="days", title="Days")
    assert "42 days before, 36 promised, 28 reached" in shown.alt
    assert "The promise is met." in shown.caption
    canvas = shown.picture.canvas
    canvas.draw()
    words = [text for text in shown.picture.axes[0].texts if text.get_text()]
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in words]
    for first in range(len(boxes)):
        for second in range(first + 1, len(boxes)):
            pair = (words[first].get_text(), words[second].get_text())
            assert not boxes[first].overlaps(boxes[second]), pair


# Home care


def test_home_care_names_its_contract_its_dates_and_what_is_recommended(pack):
    text = told(sentences.programmes.home_care(pack.verdicts, pack.stated, pack.milestones))
    for part in (
        "for three years, with up to two more",
        "ends by November 2020",
        "may be extended up to November 2021",
        "250 to 1,000 hours a week each",
        "nearest five minutes",
        "procurement completed, Spring 2020",
        "implementation finishes, Autumn 2020",
        "The paper states no measure of effect",
    ):
        assert part in text
    model = rows(tables.service_model(pack.matrices, matrix="Home care: model of the new service"))
    assert len(model["Part of the model"][0].split(" / ")) == 5
    assert "Night Time Care" in model["Part of the model"][0]
    assert model["Core service principle"] == ["Availability / Monitoring / Staff / Training"]


# Young people who become adults


def test_the_cohorts_are_shown_by_school_year_with_their_assumptions(pack):
    text = told(sentences.programmes.cohort(pack.forecast, pack.stated))
    assert "146 are in Year 12 now and turn 18 in 2020/21" in text
    assert "projects 208, 42% more; they turn 18 in 2023/24" in text  # 208 / 146 = 1.425
    assert "between 646 and 770" in text  # 146 + 2 x 146 + 208 and 146 + 2 x 208 + 208
    assert "About 1,000 young people in Year 9 to Year 14" in text
    assert "15% of them" in text  # 146 of about 1,000
    for assumption in ("nobody moves in or out", "nobody’s needs change", "turn 17 in Year 12", "lies between the two"):
        assert assumption in text
    found = rows(tables.cohort(pack.forecast, source="pack"))
    assert found["2021/22"] == ["Year 11", "146", "208", "between stated year groups"]
    assert found["2023/24"] == ["Year 9", "208", "208", "stated"]
    shown = figures.cohort(pack.forecast, source="pack")
    assert "2020/21 146, 2021/22 between 146 and 208" in shown.alt


def test_the_team_grew_and_no_effect_is_claimed(pack):
    text = told(sentences.programmes.transitions(pack.verdicts, pack.results))
    assert "from 6 to 12 full-time equivalent" in text
    assert "the posts are not all filled" in text
    assert "The paper states no measure of effect" in text


# Inspired to Care


def test_turnover_stands_beside_the_united_kingdom_and_staff_needed_are_added_up(pack):
    text = told(sentences.programmes.inspired_to_care(pack.verdicts, pack.stated))
    assert "32.3% of social care staff in Leicestershire" in text
    assert "30.8% of adult social care staff in the United Kingdom and 15% of staff of all sectors" in text
    assert "4,465 more staff by 2030: 2,858 in residential services and 1,607 in non-residential services" in text
    assert "80 members" in text
    assert "32,166 people (area not stated)" in text


def test_each_bar_of_turnover_names_its_area_or_that_there_is_none(pack):
    alt = figures.turnover(pack.stated, area=COUNTY).alt
    assert "home care (area not stated) 50.4%" in alt
    assert "Social care staff (Leicestershire) 32.3%" in alt
    assert "Staff of all sectors (United Kingdom) 15.0%" in alt
    assert alt.endswith("supported living (area not stated) 13.3%.")


def test_a_figure_of_another_area_names_it(pack, leicester):
    found = rows(tables.programme(pack.verdicts, pack.results, "Inspired to Care", area=COUNTY))
    assert found["Students at the careers event"][0] == (
        "reached: 300 people (8 October 2019; Leicester, Leicestershire and Rutland)"
    )
    assert "area not stated" in found["People reached by a sponsored campaign on Facebook"][0]
    teams = rows(tables.programme(leicester.verdicts, leicester.results, "Mental Health Support Teams", area=CITY))
    assert "LLR" in teams["Working teams"][0]
    assert teams["Of these, in the city"][0] == "planned: 6 localities (end of the 2023/24 academic year)"
    assert "Blaby" in teams["New team in Blaby"][0]


# Wiltshire


def test_the_pilot_is_told_with_what_came_before_and_without_a_number_of_its_own(wiltshire):
    text = told(
        sentences.programmes.pathway_2(
            wiltshire.verdicts, wiltshire.results, wiltshire.stated, wiltshire.milestones, wiltshire.matrices
        )
    )
    assert "From October 2020 to March 2022, 10% of people went home from these beds independently and 16%" in text
    assert "17% went back to hospital" in text
    assert "from 1 September 2022 to 31 March 2023" in text
    assert "shorter stays; more people returning home" in text
    assert "it states no figure of it" in text
    found = rows(tables.programme(wiltshire.verdicts, wiltshire.results, "Pathway 2 pilot", area="E06000054"))
    assert found["Length of stay in the beds"] == [
        "promised: about 28 days (September 2022 to March 2023) / ‘Shorter stays’",
        "in words only",
    ]


def test_applications_are_pairs_with_their_ratio_and_what_chance_allows(wiltshire):
    text = told(sentences.programmes.recruitment(wiltshire.verdicts, wiltshire.ratios, wiltshire.applications))
    assert "from 49 in January 2022 to 117 in January 2023: 2.4 times as many" in text
    assert "from 28 in February 2022 to 106 in February 2023: 3.8 times as many" in text
    assert "10 to 31 January only" in text
    # Reablement in January (31 to 36) and Wiltshire Support at Home in February (18 to 29).
    assert "two of six changes could be chance" in text
    shown = figures.applications(wiltshire.ratios, source="plan")
    assert "Outreach & Intensive Enablement, February 2022 and 2023: 2 to 45, 22.5 times" in shown.alt
    assert "all eight numbers rose" in shown.caption
    assert len(rows(tables.applications(wiltshire.ratios, source="plan"))) == 4  # three teams and the total


def test_a_review_without_a_result_counts_its_steps(wiltshire):
    text = told(sentences.programmes.steps_so_far(wiltshire.verdicts, wiltshire.actions, "Home First review"))
    assert "lists seven steps and reports progress on none" in text
    assert "by the end of July 2023" in text
    modelling = sentences.programmes.steps_so_far(
        wiltshire.verdicts, wiltshire.actions, "Demand and capacity modelling"
    )
    assert "scope and count the backlogs on P1 and P2 (done)" in told(modelling)


# Leicester


def test_the_roll_out_of_teams_names_places_and_what_is_not_stated(leicester):
    text = told(sentences.programmes.mental_health_support_teams(leicester.verdicts, leicester.stated))
    assert "By the end of the 2023/24 academic year 11 teams are to be working in LLR" in text
    assert "six in Leicester City and five in Leicestershire, with cover within Rutland" in text
    assert "two in City Central & West and one in Blaby" in text
    assert "7,700 children and young people across LLR" in text
    assert "how many of these in each area is not stated" in text


def test_peer_support_has_one_worker_and_no_measure_of_effect(leicester):
    shown = sentences.programmes.counted_so_far(
        leicester.verdicts, leicester.results, "Perinatal peer support", area=CITY
    )
    assert "Peer support workers in the service: 1 person. The paper states no measure of effect." in told(shown)


def test_discharge_to_assess_counts_its_people_and_has_nothing_to_compare(leicester):
    shown = sentences.programmes.counted_so_far(leicester.verdicts, leicester.results, "Discharge to Assess", area=CITY)
    assert "People who benefited in the first three months: 401;" in told(shown)
    assert "became fully independent, with no ongoing care needs: 58%" in told(shown)
    assert "There is nothing to compare the figure of its effect with." in told(shown)


# The tables behind


def test_every_figure_that_a_measure_names_is_of_its_own_document():
    measures = data.read_table("programme_measures")
    source = data.read_table("stated_figures").set_index("figure_id")["source_id"]
    for part in ("before_id", "promised_id", "reached_id", "change_id"):
        named = measures.dropna(subset=[part])
        assert (named["source_id"].to_numpy() == source[named[part]].to_numpy()).all(), part


def test_every_measure_says_something_and_a_change_says_what_from():
    measures = data.read_table("programme_measures")
    links = measures[["before_id", "promised_id", "reached_id", "change_id", "words"]]
    assert links.notna().any(axis=1).all()
    assert (measures["change_id"].notna() == measures["change_from"].notna()).all()
    assert not measures.duplicated(["programme_id", "position"]).any()
