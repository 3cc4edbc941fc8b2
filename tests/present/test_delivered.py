"""What was delivered, for each of the four editions: expected words and numbers were typed from their documents."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Figure, Table
from jhws.present.stated import amount, change_in_words, figure_in_words, level, when

BOARD, STRATEGY = "leicestershire-hwb-2025-05-29", "leicestershire-asc-strategy-2025-29"
PACK, UPDATE, PLAN = (
    "leicestershire-asc-scrutiny-2019-11-11",
    "leicester-hws-delivery-2023-24",
    "wiltshire-bcf-plan-2023-25",
)


class Book:
    """What the chapter has at hand in an edition."""

    def __init__(self, *sources: str, area: str, period: str):
        self.area, self.period = area, period
        self.papers = data.read_table("sources").set_index("source_id").loc[list(sources)].reset_index()
        self.activities = data.read_activities(list(sources))
        self.figures = data.read_table("activity_figures", sources=list(sources))
        stated = data.read_stated_figures(list(sources), "delivery")
        reported = pd.concat([data.read_table("measures", sources=list(sources)), statistics.stated_changes(stated)])
        self.measures = statistics.measure_progress(reported.reset_index(drop=True))
        self.levels = statistics.stated_levels(stated)
        self.aims = data.read_stated_figures(list(sources), "target")
        self.milestones = data.read_table("milestones", sources=list(sources))

    def answer(self) -> list[str]:
        targets = statistics.target_status(
            data.read_targets("nowhere", as_of="2025-05-29"), pd.DataFrame(), as_of="2025-05-29"
        )
        told = sentences.delivered.answer(
            self.activities, self.figures, self.measures, targets, self.levels, self.aims, self.papers,
            area=self.area, period=self.period,
        )  # fmt: skip
        return list(told.parts)

    def services(self, paper: int = 0) -> dict[str, list[str]]:
        table = tables.services(self.levels, self.papers.iloc[paper], area=self.area)
        assert isinstance(table, Table)
        names, told = (column.cells for column in table.columns)
        return {name: lines_of(cell) for name, cell in zip(names, told, strict=True)}


def lines_of(cell: str) -> list[str]:
    return [str(Markup(line).unescape()) for line in str(cell).split("<br>")]


@pytest.fixture(scope="module")
def books() -> dict[str, Book]:
    return {
        "2024-25": Book(BOARD, STRATEGY, area="Leicestershire", period="2024-25"),
        "2019-20": Book(PACK, area="Leicestershire", period="2019-20"),
        "leicester": Book(UPDATE, area="Leicester", period="2023-24"),
        "wiltshire": Book(PLAN, area="Wiltshire", period="2023-24"),
    }


# --- the answer of each edition ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        # Agenda pack, item 9, paragraphs 8 and 11; item 8, paragraph 16, point i, result ii.
        ("2019-20", "Lightbulb: districts that deliver Disabled Facilities Grants within the 20 weeks target went "
         "from 2 to 7. Target Operating Model (eight design teams): contact time of the Customer Service Centre went "
         "from 8 to 4 days. Lightbulb: average time to deliver a case went from 42 to 28 days (36 were planned). "
         "Target Operating Model (eight design teams): share of calls to the Customer Service Centre answered went "
         "from 73% to 84%."),
        ("2019-20", "The agenda pack counts about 5,449 cases completed by Housing Support Coordinators since the full "
         "roll-out in October 2017 (Lightbulb)."),
        # Draft strategy 2025-2029: Reduce need, paragraphs 3 and 8; People, paragraph 3.
        ("2024-25", "The draft strategy counts 4,300 referrals worked through (Homecare Assessment and Reablement Team "
         "(HART), 2023-24; share of referrals that needed ongoing long-term support or a larger care package than "
         "before: 10%), 3,722 carers supported after a carers assessment, by services or information and advice "
         "(unpaid carers, 2023-24) and about 3,000 referrals received (Care Technology, as of September 2024)."),
        # Slides of 2023-24: Discharge to Assess Project, Awareness Raising Roadshow.
        ("leicester", "The delivery update counts 401 people who benefited (Discharge to Assess Project, 1 November "
         "2023 to 31 January 2024; share of people who became fully independent, with no ongoing care needs: 58%) "
         "and 327 people spoken to (Awareness Raising Roadshow)."),
        # Better Care Fund plan, section 6, what is to be delivered over the next 12 months.
        ("wiltshire", "The plan sets five levels to reach by a date: 2-hour Urgent Care Response, 70% by June 2023; "
         "length of stay in care homes, 28 days by July 2023; length of stay in community hospitals, 35 days by July "
         "2023; Virtual Wards, 136 beds by December 2023; Virtual Wards, 180 beds by March 2024. Whether they were "
         "reached it does not say."),
        # The same, Table 8: 'moved from being a 5 to 7-day service'.
        ("wiltshire", "Integrated Brokerage: opening went from 5 to 7 days a week."),
    ],
)  # fmt: skip
def test_each_edition_opens_with_what_its_papers_state(books, edition, expected):
    assert expected in books[edition].answer()


def test_a_plan_opens_with_what_it_sets_out_to_reach(books):
    assert books["wiltshire"].answer()[0].startswith("The plan sets five levels to reach by a date")


def test_figures_of_another_area_are_not_in_the_answer(books):
    # 7,700 were reached in all LLR and 11 teams work there; the slide says that this is not the city alone.
    told = " ".join(books["leicester"].answer())
    assert "7,700" not in told
    assert "11 teams" not in told
    # Visitors to a shop and employees of a firm were not all spoken to.
    assert "1,880" not in told


def test_each_paper_is_named_by_its_kind_and_what_it_can_tell(books):
    book = books["2024-25"]
    told = sentences.delivered.papers(book.papers, book.levels, book.figures).parts
    assert told[0].startswith("The progress report by Leicestershire Health and Wellbeing Board, ‘")
    assert told[0].endswith("’, tells what was done in the year.")
    assert told[1] == (
        "The draft strategy by Leicestershire County Council, ‘Adults and Communities Strategy 2025-2029 (draft)’, "
        "tells what services do now and what they aim at; it does not report on one year."
    )


def test_where_two_papers_count_one_service_it_is_said_whose_figure_is_whose(books):
    book = books["2024-25"]
    # Board paper, paragraph 10, second table, row 2; draft strategy, Reduce need, paragraph 8.
    assert sentences.delivered.papers(book.papers, book.levels, book.figures).parts[2:] == [
        "Two papers count HART: the progress report has 4,436 beneficiaries, the draft strategy 4,300 referrals worked "
        "through (2023-24). They count in different ways or years and make no series."
    ]


def test_official_statistics_are_no_papers_of_an_edition(books):
    official = data.read_table("sources", sources=["ohid-ncmp"])
    none = books["2024-25"].levels.iloc[:0]
    assert sentences.delivered.papers(official, none, books["2024-25"].figures).kind == "nothing"


def test_a_target_without_a_value_since_it_was_set_says_so():
    rows = data.read_targets("E10000018", as_of="2019-11-11")
    known = data.read_observations("adult_social_care", areas=["E10000018"], as_of="2019-11-11")
    (target,) = [row for _, row in statistics.target_status(rows, known, as_of="2019-11-11").iterrows()]
    assert str(sentences.delivered.target(target)).endswith(
        "The latest value is 68.6% in 2017-18. No value since it was set was published by then."
    )


# --- pictures ------------------------------------------------------------------------------------------------


def test_the_plan_between_before_and_after_is_marked(books):
    figure = figures.days_before_and_after(books["2019-20"].measures)
    assert isinstance(figure, Figure)
    assert figure.caption == "Fewer days after than before in both rows. The upright mark is what was planned."
    assert "Lightbulb: average time to deliver a case: 42 days before, 28 after" in figure.alt
    words = [text.get_text().replace("\n", " ") for text in figure.picture.axes[0].texts]
    assert "Lightbulb: average time to deliver a case (planned: 36)" in words
    plt.close(figure.picture)


def test_changes_in_per_cent_are_drawn_from_the_largest_rise_to_the_largest_fall(books):
    figure = figures.changes(books["2019-20"].measures)
    assert isinstance(figure, Figure)
    # Item 8, paragraph 16, point i; item 9, paragraph 9; item 10, appendix A.
    assert figure.data["change"].tolist() == [37, 30, 18, 10, 3, 3, 2, -15, -25]
    assert figure.data["change_upper"].tolist() == [37, 30, 18, 30, 3, 3, 2, -15, -25]
    assert "improvement in case progression in the locality teams +10% to +30%" in figure.alt
    assert "residential placements on discharge from the acute hospital about −25%" in figure.alt
    plt.close(figure.picture)


def test_the_dates_by_which_levels_are_to_be_reached_stand_on_a_line_of_time(books):
    book = books["wiltshire"]
    figure = figures.due(book.milestones, book.aims, as_of="2023-07-20")
    assert isinstance(figure, Figure)
    assert len(figure.data) == 8
    for words in ("70%, June 2023 (planned)", "28 days, July 2023 (planned)", "136 'beds', December 2023 (planned)",
                  "New End of Life care model launched, October 2023 (planned)"):  # fmt: skip
        assert words in figure.alt
    plt.close(figure.picture)


@pytest.mark.parametrize("edition", ["2024-25", "2019-20", "leicester"])
def test_papers_without_dated_levels_have_no_line_of_time(books, edition):
    book = books[edition]
    assert figures.due(book.milestones, book.aims, as_of="2025-05-29").kind == "nothing"


# --- tables --------------------------------------------------------------------------------------------------


def test_a_service_shows_its_counts_and_then_its_shares(books):
    assert books["2024-25"].services(1)["Care Technology"] == [
        "about 2,500 installations made (as of September 2024)",
        "more than 5,100 pieces of equipment installed (as of September 2024)",
        "about 3,000 referrals received (as of September 2024)",
        "100%: share of answers that are 'very satisfied' with the installation",
    ]


@pytest.mark.parametrize(
    ("edition", "paper", "service", "line"),
    [
        ("2024-25", 1, "Volunteers", "19,600 hours given to Culture Leicestershire services (2023-24)"),
        ("2024-25", 1, "Occupational Therapy", "464 people supported per month, on average (2024)"),
        ("2024-25", 1, "Creative Expression in Libraries (CEIL)", "8 interactive workshops (Oadby)"),
        ("2024-25", 1, "Adult Learning Service", "more than 80 apprentices trained (2024)"),
        ("2024-25", 1, "Short-term intervention (HART)",
         "‘a large majority of people’: people who do not need long-term support afterwards"),
        ("2019-20", 0, "Target Operating Model", "about 35 teams county-wide"),
        ("2019-20", 0, "Target Operating Model",
         "23 people with a learning disability moved from residential care to supported living (eight design teams)"),
        ("leicester", 0, "Mental Health Support Teams",
         "7,700 children and young people reached in the mental health week (LLR; 5 to 11 February, year not "
         "printed)"),
        ("wiltshire", 0, "Trusted Assessor", "152 process days saved (early weeks of the pandemic)"),
    ],
)  # fmt: skip
def test_what_a_paper_counts_of_a_service_stands_with_its_time_and_its_area(books, edition, paper, service, line):
    assert line in books[edition].services(paper)[service]


def test_a_paper_without_figures_of_services_has_no_table_of_them(books):
    book = books["2024-25"]
    assert tables.services(book.levels, book.papers.iloc[0], area="Leicestershire").kind == "nothing"


def test_levels_to_be_reached_are_named_with_their_area_and_judged_by_none(books):
    table = tables.aims(books["leicester"].aims, area="Leicester")
    assert isinstance(table, Table)
    assert table.caption == (
        "Eight levels. The paper says what is to be reached, not what came of it, so this book judges none of them."
    )
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert ("Mental Health Support Teams", "working teams (LLR)", "11 teams",
            "end of the 2023/24 academic year") in rows  # fmt: skip
    assert rows[0] == (
        "Discharge to Assess Project",
        "time to discharge once medically ready, for those who need social care support (England)",
        "up to 2 hours",
        "not stated",
    )
    assert tables.aims(books["2024-25"].aims, area="Leicestershire").kind == "nothing"


def test_a_measure_has_its_subject_below_its_name(books):
    table = tables.measures(books["2019-20"].measures)
    assert isinstance(table, Table)
    names = [[Markup(line).striptags() for line in str(cell).split("<br>")] for cell in table.columns[0].cells]
    assert ["Average time to deliver a case", "Lightbulb"] in names
    assert ["Contact time of the Customer Service Centre", "Target Operating Model (eight design teams)"] in names


def test_a_change_in_money_has_its_pound_sign(books):
    table = tables.measures(books["2019-20"].measures)
    assert isinstance(table, Table)
    row = [cell for column in table.columns if column.heading == "Change" for cell in column.cells]
    # Item 8, paragraph 16, point i, result vii: 'in the region of £160/week per service user'.
    assert "about −£160 a week" in [cell.replace("\N{WORD JOINER}", "") for cell in row]


# --- figures in words ----------------------------------------------------------------------------------------


def row_of(**fields: object) -> pd.Series:
    blank = {
        "breakdown": None,
        "category": None,
        "period": None,
        "qualifier": None,
        "area": "Rutland",
        "unit": "people",
        "stated": "x",
    }
    return pd.Series(blank | fields, dtype=object)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"measure": "people helped", "value": 1200.0}, "1,200 people helped"),
        ({"measure": "people helped", "value": 7.0, "area": "England"}, "7 people helped (England)"),
        ({"measure": "people helped", "value": 7.0, "area": "not stated"}, "7 people helped (area not stated)"),
        ({"measure": "people in the LLR area", "value": 7.0, "area": "LLR"}, "7 people in the LLR area"),
        ({"measure": "people helped", "value": 7.0, "breakdown": "age band", "category": "5-18"},
         "7 people helped (ages 5 to 18)"),
        ({"measure": "teams", "value": 5.0, "category": "Kent, with cover of Surrey", "area": "Kent and Surrey"},
         "5 teams (Kent, with cover of Surrey)"),
        ({"measure": "cases since 2017", "value": 7.0, "period": "since 2017"}, "7 cases since 2017"),
        ({"measure": "share of people helped", "value": 2.5, "unit": "%", "qualifier": "at least"},
         "at least 2.5%: share of people helped"),
        ({"measure": "target for delivery", "value": 1.0, "unit": "weeks"}, "1 week: target for delivery"),
        ({"measure": "people helped", "value": np.nan, "stated": "many"}, "‘many’: people helped"),
    ],
)  # fmt: skip
def test_a_stated_figure_is_told_with_what_limits_it(fields, told):
    assert figure_in_words(row_of(**fields), area="Rutland") == told


def test_amounts_and_changes_keep_sign_unit_and_qualifier():
    assert amount(-160, "pounds a week") == "−£160 a week"
    assert level(row_of(value=136.0, unit="beds", qualifier="up to")) == "up to 136 beds"
    change = {"change": 0.5, "change_upper": np.nan, "change_unit": "days", "change_qualifier": "approx"}
    assert change_in_words(pd.Series(change, dtype=object)) == "about +0.5 days"


def test_days_are_written_as_they_are_said_and_years_stay():
    assert when("2023-11-01 to 2024-01-31") == "1 November 2023 to 31 January 2024"
    assert when("2023-24") == "2023-24"
