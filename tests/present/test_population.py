"""Who lives here, and how will that change? Pictures, tables and sentences of the chapter.

Figures were typed by hand from the strategy 2025-29 ('How we have come to the outcomes', bullet 4), the agenda pack of
11 November 2019 (item 10, appendix C, question 10; item 13, paragraph 4) and Wiltshire's plan (section 5). What they
imply was worked out apart from the program.
"""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from jhws import data, statistics
from jhws.present import figures, sentences, tables
from jhws.present.exhibit import Nothing, Table

STRATEGY, PACK = "leicestershire-asc-strategy-2025-29", "leicestershire-asc-scrutiny-2019-11-11"
PLAN, LEICESTER = "wiltshire-bcf-plan-2023-25", "leicester-hws-delivery-2023-24"
EDITIONS = {
    "2024-25": ([STRATEGY, "leicestershire-hwb-2025-05-29"], "E10000018", "Leicestershire"),
    "2019-20": ([PACK], "E10000018", "Leicestershire"),
    "wiltshire": ([PLAN], "E06000054", "Wiltshire"),
    "leicester": ([LEICESTER], "E06000016", "Leicester"),
}


def load(edition: str) -> SimpleNamespace:
    sources, code, area = EDITIONS[edition]
    population = data.read_stated_figures(sources, "population")
    outlook = statistics.population_outlook(population[population["area_code"] == code])
    residents = population[population["subject"].str.startswith("residents")]
    parts = statistics.older_share(outlook)
    return SimpleNamespace(area=area, population=population, residents=residents, outlook=outlook, parts=parts)


@pytest.fixture(scope="module")
def books() -> dict[str, SimpleNamespace]:
    return {edition: load(edition) for edition in EDITIONS}


def cells(table: Table) -> list[list[str]]:
    page = BeautifulSoup(table.facts()["table"], "html.parser")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]


def answer(book: SimpleNamespace) -> str:
    told = sentences.population.answer(book.outlook, book.parts, book.residents, area=book.area)
    return " ".join(told.parts)


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (
            "2024-25",
            "Leicestershire is expected to have 621,352 people aged 18 and over by 2029, 5.5% more than in 2023. About "
            "62% of the increase, 20,130 people, will be aged 65 and over. The number of people aged 85 and over is "
            "expected to grow fastest: by 15.8% by 2029 and by 44.7% by 2033, 8,900 more.",
        ),
        (
            "2019-20",
            "Leicestershire had 690,212 residents in 2017, 1.1% more than in 2016. Of them, 20.2% (139,268) were aged "
            "65 and over. The number of people aged over 65 is expected to grow by 33% by 2030. The number of people "
            "aged 25 to 64 is expected to fall by 2% by 2030, 6,000 fewer.",
        ),
        (
            "wiltshire",
            "In Wiltshire, the number of people aged 85 and over is expected to grow fastest: by 87%; that of people "
            "aged 65 and over by 43%. By which year is not certain: the paper prints ‘by 20240’. It prints no "
            "number of people.",
        ),
    ],
)
def test_the_answer_says_how_many_there_are_and_who_will_be_more(edition, words, books):
    assert answer(books[edition]) == words


def test_the_answer_of_numbers_in_other_orders_reads_well(books):
    book = books["2024-25"]
    alone = book.outlook[book.outlook["category"] == "65+"]
    told = sentences.population.answer(alone, statistics.older_share(alone), book.residents, area=book.area)
    assert told.parts == [
        "In Leicestershire, the number of people aged 65 and over is expected to grow by 13% by 2029, 20,130 more."
    ]


def test_implied_numbers_are_called_implied_and_stand_with_their_range(books):
    book = books["2024-25"]
    first, younger, undated = sentences.population.implied(book.outlook, book.parts).parts
    assert "588,959 aged 18 and over (between 588,680 and 589,239)" in first
    assert "154,846 aged 65 and over (between 149,074 and 161,080)" in first
    assert "19,911 aged 85 and over (between 19,777 and 20,045)" in first
    assert "worked out in this book" in first
    assert younger == (
        "What remains of the growth is that of people aged 18 to 64: 12,263 more on about 434,000, or about 2.8%."
    )
    assert undated == "For people aged 85 and over the year from which the growth by 2033 counts is not printed."


def test_the_outlook_shows_ranges_for_what_is_implied_alone(books):
    assert cells(tables.population_outlook(books["2024-25"].outlook, area="Leicestershire")) == [
        ["18 and over", "2023 to 2029", "+5.5%", "588,959 (588,680 to 589,239)", "+32,393 (32,113 to 32,672)",
         "621,352", "implied: worked out in this book"],
        ["65 and over", "2023 to 2029", "+13%", "154,846 (149,074 to 161,080)", "+20,130",
         "174,976 (169,199 to 181,215)", "implied: worked out in this book"],
        ["85 and over", "by 2029", "+15.8%", "–", "–", "–", "no number of people is printed"],
        ["85 and over", "by 2033", "+44.7%", "19,911 (19,777 to 20,045)", "+8,900", "28,811 (28,627 to 28,995)",
         "implied: worked out in this book"],
    ]  # fmt: skip
    assert cells(tables.population_outlook(books["2019-20"].outlook, area="Leicestershire")) == [
        ["25 to 64", "by 2030", "−2%", "339,900", "−6,000", "333,900", "printed in the paper"],
        ["Over 65", "by 2030", "+33%", "–", "–", "–", "no number of people is printed"],
    ]


def test_women_and_men_are_those_of_the_pack(books):
    table = tables.women_and_men(books["2019-20"].residents, area="Leicestershire")
    assert cells(table) == [
        ["All ages", "348,694", "341,518", "+7,176", "50.5%"],
        ["Aged 65 and over", "74,889", "64,379", "+10,510", "53.8%"],
        ["Aged 20 to 24", "20,217", "24,507", "−4,290", "45.2%"],
    ]
    assert table.caption == (
        "Of three groups, two have more women than men. From 2016 to 2017 the number of women grew by 1.2% and that of "
        "men by 1%."
    )


def test_figures_of_other_areas_name_their_area(books):
    table = tables.of_other_areas(books["2019-20"].population, area="Leicestershire")
    rows = cells(table)
    own = [row for row in rows if row[1] == "Leicestershire"]
    assert own == [
        ["People identifying as lesbian, gay or bisexual, by the UK share", "Leicestershire", "not stated",
         "‘around 13800 people’"]
    ]  # fmt: skip
    assert {row[1] for row in rows} == {"Leicestershire", "United Kingdom", "not stated"}
    assert "none of them counted in Leicestershire" in table.caption


def test_the_growth_is_drawn_with_the_years_of_each_group(books):
    figure = figures.growth_by_age(books["2024-25"].outlook, area="Leicestershire")
    assert figure.alt == (
        "Bar chart of four changes: 85 and over, by 2033 +44.7%; 85 and over, by 2029 +15.8%; "
        "65 and over, 2023 to 2029 +13%; 18 and over, 2023 to 2029 +5.5%."
    )
    assert "years in which the groups’ growth ends differ" in figure.caption
    lost = figures.growth_by_age(books["wiltshire"].outlook, area="Wiltshire")
    assert lost.alt.endswith("85 and over, by 20240, as printed +87%; 65 and over, by 20240, as printed +43%.")
    fall = figures.growth_by_age(books["2019-20"].outlook, area="Leicestershire").picture.axes[0]
    assert min(bar.get_width() for bar in fall.patches) == -2
    plt.close("all")


def test_the_additional_people_are_drawn_with_what_rounding_allows(books):
    figure = figures.additional_people(books["2024-25"].parts, area="Leicestershire")
    assert figure.alt == (
        "Bar chart of additional people by age: 65 and over 20,130; 18 to 64 12,263, 11,978 to 12,547 within rounding."
    )
    assert "62% (62 to 63% within rounding)" in figure.caption
    assert [bar.get_width() for bar in figure.picture.axes[0].patches] == pytest.approx([20130, 12262.76], abs=0.01)
    plt.close("all")


@pytest.mark.parametrize(
    ("breakdown", "alt"),
    [
        (
            "age band",
            "Bar chart of four groups: 0 to 14: 115,749 people 16.8%; 15 to 39: 204,171 people 29.6%; 40 to 64: "
            "231,024 people 33.5%; 65 and over: 139,268 people 20.2%.",
        ),
        (
            "ethnic group",
            "Bar chart of four groups: White 91.4%; Asian or Asian British 6.3%; Mixed or multiple ethnic group 1.7%; "
            "Black, African, Caribbean or Black British 0.6%. East Midlands 89% White and England 85% White.",
        ),
        (
            "religion",
            "Bar chart of nine groups: Christian 60.3%; No religion 27.1%; Hindu 2.8%; Muslim 1.4%; Sikh 1.2%; "
            "Buddhist 0.2%; Jewish 0.1%; Other religion 0.4%; Not stated 6.5%. East Midlands 58.8% Christian and "
            "England 59.4% Christian.",
        ),
    ],
)
def test_residents_are_drawn_by_group_with_other_areas_named(breakdown, alt, books):
    figure = figures.residents_by(books["2019-20"].residents, breakdown, area="Leicestershire")
    assert figure.alt == alt
    plt.close("all")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_exhibit_holds_in_every_edition(edition, books):
    book = books[edition]
    shown = [
        sentences.population.answer(book.outlook, book.parts, book.residents, area=book.area),
        sentences.population.implied(book.outlook, book.parts),
        sentences.population.limits_of_census(book.residents, area=book.area),
        figures.growth_by_age(book.outlook, area=book.area),
        figures.additional_people(book.parts, area=book.area),
        *(
            figures.residents_by(book.residents, kind, area=book.area)
            for kind in ("age band", "ethnic group", "religion")
        ),
        tables.population_outlook(book.outlook, area=book.area),
        tables.women_and_men(book.residents, area=book.area),
        tables.of_other_areas(book.population, area=book.area),
    ]
    empty = sum(isinstance(exhibit, Nothing) for exhibit in shown)
    assert empty == {"2024-25": 6, "2019-20": 2, "wiltshire": 9, "leicester": 11}[edition]
    plt.close("all")


def test_no_row_and_a_missing_value_do_not_crash(books):
    book = books["2019-20"]
    for rows in (book.residents.iloc[:0], book.residents.assign(value=float("nan"))):
        figure = figures.residents_by(rows, "age band", area=book.area)
        assert isinstance(figure, Nothing)
    assert isinstance(tables.women_and_men(book.residents.assign(value=float("nan")), area=book.area), Nothing)
    nothing = pd.DataFrame(columns=book.population.columns)
    assert isinstance(tables.of_other_areas(nothing.astype({"measure": "str", "subject": "str"}), area="x"), Nothing)
