"""Who gets help, and who is missing? Pictures, tables and sentences of the chapter.

Figures were typed by hand from the agenda pack of 11 November 2019 (item 10, appendix C, question 10), Wiltshire's
plan (section 4, Table 6; section 6.3; section 7) and the strategy 2025-29; requests for support from the publisher's
table. What they imply was worked out apart from the program. Rows by deprivation are generated: no council's.
"""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Nothing, Table

COUNTY, WILTSHIRE, ENGLAND = "E10000018", "E06000054", "E92000001"
EDITIONS = {
    "2024-25": (["leicestershire-asc-strategy-2025-29"], COUNTY, "Leicestershire", "2025-05-29"),
    "2019-20": (["leicestershire-asc-scrutiny-2019-11-11"], COUNTY, "Leicestershire", "2019-11-11"),
    "wiltshire": (["wiltshire-bcf-plan-2023-25"], WILTSHIRE, "Wiltshire", "2023-07-20"),
    "leicester": (["leicester-hws-delivery-2023-24"], "E06000016", "Leicester", "2024-03-31"),
}


def load(edition: str) -> SimpleNamespace:
    """Load and measure as the chapter does."""
    sources, code, area, as_of = EDITIONS[edition]
    access = data.read_stated_figures(sources, "access")
    access = access[access["area_code"] == code]
    residents = data.read_stated_figures(sources, "population", subject=["residents", "residents aged 65 and over"])
    residents = residents[residents["area_code"] == code]
    are_users = access["subject"].isin(["eligible service users", "service users"])
    performance = data.read_stated_figures(sources, "performance")
    budgets = performance[performance["measure"].str.startswith("share in receipt of")]
    care = data.read_observations("adult_social_care", areas=[code, ENGLAND], as_of=as_of)
    totals = statistics.total_users(access[are_users])
    return SimpleNamespace(
        area=area,
        users=access[are_users],
        others=access[~are_users],
        stated=pd.concat([budgets, access[~are_users]]),
        residents=residents,
        matrices=data.read_table("matrices", sources=sources),
        requests=care[care["indicator_id"] == "requests_resulting_in_service"],
        reached=statistics.users_against_residents(access[are_users], residents),
        totals=totals,
        agreed=statistics.agreed_range(totals),
        fifths=statistics.access_by_fifth(data.read_table("access_by_quintile", sources=sources), threshold=5),
    )


@pytest.fixture(scope="module")
def books() -> dict[str, SimpleNamespace]:
    return {edition: load(edition) for edition in EDITIONS}


@pytest.fixture(scope="module")
def fifths() -> pd.DataFrame:
    """Give generated rows: one service whose most deprived fifth has twice its share, one with a small number."""
    rows = [("Generated care", fifth, users) for fifth, users in enumerate([40, 20, 20, 10, 10], start=1)] + [
        ("Generated nursing", fifth, users) for fifth, users in enumerate([3, 12, 14, 21, 25], start=1)
    ]
    return statistics.access_by_fifth(
        pd.DataFrame(rows, columns=["service", "quintile", "users"]).assign(
            area_code=WILTSHIRE,
            deprivation="fifths of the area",
            period="2024-25",
            population=1000,
            source_id="wiltshire-bcf-plan-2023-25",
            locator="generated",
            note="generated",
        ),
        threshold=5,
    )


def cells(table: Table) -> list[list[str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    rows = [row.find_all(["th", "td"]) for row in page.select("tbody tr")]
    return [[cell.get_text(" / ").replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows]


def answer(book: SimpleNamespace, fifths: pd.DataFrame | None = None) -> list[str]:
    shown = book.fifths if fifths is None else fifths
    told = sentences.access.answer(book.reached, book.matrices, book.stated, book.requests, shown, area=book.area)
    return list(told.parts)


@pytest.mark.parametrize(
    ("edition", "found", "more"),
    [
        (
            "2019-20",
            "Women are 60% of the users of adult social care in Leicestershire, against 50.5% of its residents and "
            "53.8% of its residents aged 65 and over. Whether any ethnic group is missing cannot be told: it is not "
            "recorded for 5% of users, and these could turn every comparison round. Of gender reassignment and "
            "religion or belief nothing is known: services do not record them as a rule.",
            "In 2017-18, 2,137 requests for support for every 100,000 adults of Leicestershire led to a service; the "
            "median of English authorities was 1,599. In 2018-19, 49% of service users and 95% of carers had a direct "
            "payment.",
        ),
        (
            "wiltshire",
            "The plan of Wiltshire finds inequity in its services under six headings: age, carers, disability, "
            "ethnicity, religion or belief and sexual orientation. It gives no figure of who uses services by any of "
            "them, nor by deprivation, so who is missing cannot be measured.",
            "In 2021-22, 1,107 requests for support for every 100,000 adults of Wiltshire led to a service; the median "
            "of English authorities was 1,730.",
        ),
        (
            "2024-25",
            "The papers of this edition do not say who in Leicestershire gets help by age, sex, ethnic group or "
            "deprivation, so nobody can read from them who is missing.",
            "In 2022-23, 2,325 requests for support for every 100,000 adults of Leicestershire led to a service; the "
            "median of English authorities was 1,695. In 2023-24, about 33% of people with a personal budget had a "
            "direct payment.",
        ),
    ],
)
def test_the_answer_says_who_gets_more_help_and_what_nobody_can_tell(edition, found, more, books):
    assert answer(books[edition]) == [found, more]


def test_the_caveats_name_years_and_ages(books):
    book = books["2019-20"]
    first, older, services, mixed = sentences.access.caveats(book.reached, book.users, book.residents).parts
    assert "does not date its figures of users" in first
    assert "of 2011 by ethnic group and of 2017 by sex" in first
    assert "residents of all ages include children" in first
    assert "residents aged 65 and over are the closer comparison" in older
    assert "shares of services, not of users" in services
    assert mixed == (
        "For the group ‘Mixed or multiple ethnic group’, 1.7% of residents, the paper gives no share of users."
    )


def test_the_ratios_stand_with_their_range_and_what_the_unrecorded_could_do(books):
    rows = cells(tables.representation(books["2019-20"].reached, area="Leicestershire"))
    assert rows[0] == ["Women", "60%", "50.5%", "residents, 2017", "1.19 (1.18 to 1.20)", "–", "more than its share"]
    assert rows[3] == [
        "Men", "40%", "46.2%", "residents aged 65 and over, 2017", "0.87 (0.85 to 0.88)", "–", "less than its share"
    ]  # fmt: skip
    assert rows[4:] == [
        ["White", "89%", "91.4%", "residents, 2011", "0.97 (0.97 to 0.98)", "1.04", "cannot be told"],
        ["Asian or Asian British", "5%", "6.3%", "residents, 2011", "0.79 (0.71 to 0.88)", "1.76", "cannot be told"],
        ["Black, African, Caribbean or Black British", "1%", "0.6%", "residents, 2011", "1.67 (0.77 to 2.73)", "12.73",
         "cannot be told"],
    ]  # fmt: skip


def test_the_picture_shows_each_ratio_and_the_unrecorded(books):
    figure = figures.representation(books["2019-20"].reached, area="Leicestershire")
    assert figure.alt.startswith(
        "Dot plot of seven ratios. Women: 60% of users, 50.5% of residents, ratio 1.19 (1.18 to 1.20);"
    )
    assert "all the 5% of users whose group is not recorded" in figure.caption
    plt.close("all")


def test_the_four_counts_agree_on_one_total(books):
    figure = figures.total_users(books["2019-20"].totals, books["2019-20"].agreed, area="Leicestershire")
    assert "All agree on 9,310 to 9,389, the orange band." in figure.caption
    for told in (
        "White: 8,332 people, 89%: 9,310 to 9,414",
        "Women: 5,605 people, 60%: 9,265 to 9,420",
        "Physical support: 4,554 people, 49%: 9,200 to 9,389",
        "Aged 80 to 89: 2,093 people, 22%: 9,303 to 9,734",
    ):
        assert told in figure.alt
    apart = figures.total_users(books["2019-20"].totals, None, area="Leicestershire")
    assert "they cannot all be shares of one whole" in apart.caption
    plt.close("all")


def test_limiting_illness_is_held_against_users_with_its_assumption_said(books):
    # By hand: 16.2% of 690,212 is 111,814; over 9,310 to 9,389 users 11.9 to 12.0.
    (told,) = sentences.access.disability(
        books["2019-20"].residents, books["2019-20"].agreed, area="Leicestershire"
    ).parts
    assert "If that share still held among the 690,212 residents of 2017, it would be about 112,000 people" in told
    assert "about 12 for each user" in told


def test_users_without_a_figure_of_residents_say_why(books):
    rows = cells(tables.users_alone(books["2019-20"].users, books["2019-20"].reached, area="Leicestershire"))
    assert rows[0] == [
        "Aged 80 to 89", "Age band", "22%", "2,093", "the paper has no number of residents of these ages"
    ]  # fmt: skip
    assert [row[:4] for row in rows if row[1] == "Primary need"] == [
        ["Physical support", "Primary need", "49%", "4,554"],
        ["Mental health support", "Primary need", "20%", "–"],
        ["Learning disability support", "Primary need", "17%", "–"],
        ["Social support", "Primary need", "11%", "–"],
        ["Support with memory and recognition", "Primary need", "4%", "–"],
    ]
    assert rows[-1][3:] == ["187", "not counted: worked out from the share of the United Kingdom"]


def test_what_is_not_recorded_is_listed(books):
    table = tables.not_recorded(books["2019-20"].matrices)
    assert cells(table) == [
        ["Gender Reassignment", "Not recorded"],
        ["Religion or Belief", "Not routinely captured"],
    ]
    assert table.caption.startswith("Two characteristics that services do not record")


def test_inequity_stands_beside_what_is_done(books):
    rows = {row[0]: row[1:] for row in cells(tables.inequities(books["wiltshire"].matrices))}
    assert list(rows) == ["Age", "Carers", "Disability", "Ethnicity", "Religion or belief", "Sexual orientation"]
    inequity, action = rows["Disability"]
    assert "more often wait to leave hospital" in inequity
    assert action == "Escalation processes and an MDT approach, to find individual solutions"
    assert len(rows["Sexual orientation"][1].split(" / ")) == 6


def test_the_groups_of_core20plus_are_those_of_the_plan(books):
    rows = {row[0]: row[1:] for row in cells(tables.core20plus(books["wiltshire"].matrices))}
    assert "20% of areas" in rows["CORE20"][0]
    assert rows["PLUS, adults"][0] == "Gypsy, Roma, Traveller and Boater people, and routine and manual workers"
    assert rows["Five clinical areas"][0] == "Not stated"


def test_carers_imply_the_residents_whom_they_are_among(books):
    # By hand: 42,262 over 8.65% and 8.55%.
    carers = books["wiltshire"].others
    (told,) = sentences.access.carers(statistics.total_users(carers[carers["subject"] == "unpaid carers"])).parts
    assert "42,262 unpaid carers" in told
    assert "they imply 488,600 to 494,300 residents" in told


def test_other_statements_stand_in_the_papers_words(books):
    rows = cells(tables.access_figures(books["2019-20"].stated, area="Leicestershire"))
    assert ["Mobile library", "People using the service", "‘843 people’", "not stated"] in rows
    assert ["Service users", "Share in receipt of a personal budget", "‘96% during 2018/19’", "2018-19"] in rows
    plan = cells(tables.access_figures(books["wiltshire"].stated, area="Wiltshire"))
    assert [row[1] for row in plan if row[0] == "Young carers service"] == ["Ages served"]


def test_a_mark_that_was_lost_is_not_legible(books):
    rows = {row[0]: row[1:] for row in cells(tables.equality_impact(books["2019-20"].matrices))}
    assert rows["Age"][0] == "Yes"
    assert rows["Gender Reassignment"][0] == "No"
    assert rows["Sex"] == ["not legible", ""]
    (rights,) = sentences.access.human_rights(books["2019-20"].matrices).parts
    assert rights.startswith("Of 15 rights of the Human Rights Act, the assessment marks six that")


def test_generated_rows_by_deprivation_show_themselves(books, fifths):
    figure = figures.access_by_fifth(fifths, area="Wiltshire")
    assert "Generated care, 2024-25: fifth 1 2.00 (1.55 to 2.49)" in figure.alt
    assert "Two fifths are left out for small numbers." in figure.caption
    rows = cells(tables.access_by_fifth(fifths, area="Wiltshire"))
    assert rows[0] == ["Generated care, 2024-25", "1, most deprived", "40", "1,000", "2.00", "1.55 to 2.49"]
    assert rows[5] == ["Generated nursing, 2024-25", "1, most deprived", "too few to show", "1,000", "–", "–"]
    assert rows[6][2] == "too few to show"
    (first, _) = answer(books["wiltshire"], fifths)
    assert first.startswith(
        "People of the most deprived fifth use ‘Generated care’ more than their number would give (ratio 2.00, 1.55 to "
        "2.49, 2024-25)."
    )
    assert "nor by deprivation" not in first
    plt.close("all")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_exhibit_holds_in_every_edition(edition, books):
    book = books[edition]
    carers = book.others[book.others["subject"] == "unpaid carers"]
    shown = [
        sentences.access.answer(book.reached, book.matrices, book.stated, book.requests, book.fifths, area=book.area),
        sentences.access.caveats(book.reached, book.users, book.residents),
        sentences.access.disability(book.residents, book.agreed, area=book.area),
        sentences.access.carers(statistics.total_users(carers)),
        sentences.access.human_rights(book.matrices),
        figures.representation(book.reached, area=book.area),
        figures.total_users(book.totals, book.agreed, area=book.area),
        figures.access_by_fifth(book.fifths, area=book.area),
        tables.representation(book.reached, area=book.area),
        tables.users_alone(book.users, book.reached, area=book.area),
        tables.access_figures(book.stated, area=book.area),
        tables.inequities(book.matrices),
        tables.core20plus(book.matrices),
        tables.not_recorded(book.matrices),
        tables.equality_impact(book.matrices),
        tables.access_by_fifth(book.fifths, area=book.area),
    ]
    empty = sum(isinstance(exhibit, Nothing) for exhibit in shown)
    assert empty == {"2024-25": 14, "2019-20": 5, "wiltshire": 11, "leicester": 16}[edition]
    plt.close("all")
