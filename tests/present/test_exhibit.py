"""Exhibits hold all that a page needs, and text from data stays text."""

import base64
import csv
import io
import json
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from jhws.present import style
from jhws.present.exhibit import (
    Column,
    Figure,
    Sentences,
    Table,
    csv_text,
    headline,
    nothing_to_show,
)
from jhws.present.markup import EXHIBIT_MIME, figure_note, table_page

DATA = pd.DataFrame({"area": ["Leicestershire", "Müllheim – “x”, y"], "value": [61.8, np.nan]})
FACTS = {"id": "an-id", "title": "A title", "caption": "A caption.", "source": "A source, table 1", "data": DATA}
HOSTILE = [
    "<script>alert(1)</script>",
    "\"quoted\" and 'single' > < &amp; &",
    '" onerror="alert(1)',
    "{{ 7 * 7 }} {% raw %} ${7}",
    "🙂👩🏽‍⚕️ emoji",
    "العربية مع اتجاه \u202eيمين\u202c",
    "long " * 60,
    "</td></table></figcaption>",
]


def draw() -> Figure:
    with style.book_style():
        picture, axes = plt.subplots(2, layout="constrained", sharex=True)
        axes[0].plot([1, 2, 3], [3, 1, 2], marker="o")
        axes[1].fill_between([1, 2, 3], [3, 1, 2], alpha=0.4)
        axes[1].set_title("a title of a panel")
    return Figure(**FACTS, alt="Three dots: 3, 1 and 2.", picture=picture)


def make_table(**facts) -> Table:
    columns = [Column("Area", ["Leicestershire", "Rutland"]), Column("Value, %", ["61.8%", "–"], numeric=True)]
    return Table(**(FACTS | {"columns": columns} | facts))


def html(thing) -> BeautifulSoup:
    return BeautifulSoup(thing._repr_mimebundle_()["text/html"], "html.parser")


@pytest.mark.parametrize("name", ["title", "caption", "source"])
@pytest.mark.parametrize("text", ["", " \n"])
def test_an_exhibit_without_title_caption_or_source_is_refused(name, text):
    with pytest.raises(ValueError, match=f"table an-id has no {name}"):
        make_table(**{name: text})


@pytest.mark.parametrize("name", ["", "Capital", "two words", "a--b", "-a", "a/../b", "ä", "a\n"])
def test_an_id_is_small_letters_digits_and_single_hyphens(name):
    with pytest.raises(ValueError, match="small letters"):
        make_table(id=name)


def test_a_figure_without_alt_text_is_refused():
    with pytest.raises(ValueError, match="no alt text"):
        Figure(**FACTS, alt=" ", picture=plt.figure())


def test_a_table_whose_columns_differ_in_length_is_refused_and_told_which():
    columns = [Column("Area", ["a", "b"]), Column("Value", ["1"])]
    with pytest.raises(ValueError, match=r"differ in length \(Area 2, Value 1\)"):
        make_table(columns=columns)


def test_a_table_without_columns_is_refused():
    with pytest.raises(ValueError, match="no column"):
        make_table(columns=[])


def test_the_same_data_give_the_same_picture_byte_for_byte():
    assert draw().svg() == draw().svg()


def test_a_figure_can_be_shown_twice():
    figure = draw()
    assert figure.svg() == figure.svg()


def test_a_picture_holds_no_clock_and_no_program():
    svg = draw().svg()
    assert "<dc:date>" not in svg
    assert "Matplotlib v" not in svg


def test_a_style_ends_with_its_picture():
    before = plt.rcParams["font.size"]
    draw().svg()
    assert plt.rcParams["font.size"] == before


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_data_is_inert_in_a_table(text):
    page = html(make_table(title=text, caption=text, source=text, columns=[Column(text, [text]), Column("v", [text])]))
    assert [tag.name for tag in page.find_all(["script", "img"])] == []
    assert page.find("tbody").find("th").get_text() == text
    assert page.find("td").get_text() == text
    assert page.find("thead").find("th").get_text() == text
    assert page.find("div", role="region")["aria-label"] == text
    assert text in page.find("caption").get_text()
    assert f"Source: {text}." in page.get_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_data_is_inert_in_a_figure(text):
    figure = Figure(**(FACTS | {"title": text, "caption": text}), alt=text, picture=plt.figure())
    page = html(figure)
    assert page.find("img")["alt"] == text
    assert set(page.find("img").attrs) == {"src", "alt"}
    assert page.find("script") is None
    assert page.find("figcaption").find("strong").get_text() == f"{text}."


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_data_is_inert_in_sentences_alone_and_inside_markup(text):
    page = html(Sentences("told", [text, Markup("<strong>{}</strong>").format(text)]))
    assert [part.get_text() for part in page.find_all("p")] == [text, text]
    assert page.find("script") is None


def test_sentences_keep_no_tags_in_their_plain_text():
    told = Sentences("told", [Markup("<strong>{}</strong>: 1 < 2").format("A & B"), "plain < text"])
    assert told._repr_mimebundle_()["text/plain"] == "A & B: 1 < 2 plain < text"


def test_a_table_tells_its_structure_to_a_screen_reader():
    page = html(make_table())
    assert page.find("caption").get_text() == "A title. A caption."
    assert [cell["scope"] for cell in page.select("thead th")] == ["col", "col"]
    assert [cell.get_text() for cell in page.select('tbody th[scope="row"]')] == ["Leicestershire", "Rutland"]
    assert [cell["data-label"] for cell in page.select("tbody td")] == ["Value, %", "Value, %"]
    assert page.select_one('div[role="region"]')["tabindex"] == "0"


def test_numbers_are_aligned_and_blanks_are_marked():
    first, second = html(make_table()).select("tbody td")
    assert first["class"] == ["number"]
    assert second["class"] == ["number", "blank"]


def test_the_data_are_utf8_with_lf_and_hold_the_figures():
    csv = draw().facts()["csv"]
    assert csv == 'area,value\nLeicestershire,61.8\n"Müllheim – “x”, y",\n'
    assert "\r" not in csv


def test_the_data_are_behind_the_link_of_the_page():
    link = html(make_table()).find("a", class_="exhibit-data")
    assert link["download"] == "an-id.csv"
    content = base64.b64decode(link["href"].removeprefix("data:text/csv;base64,")).decode()
    assert content.splitlines()[1] == "Leicestershire,61.8"


@pytest.mark.parametrize("thing", [draw, make_table, lambda: Sentences("told", ["Some 🙂 text."])])
def test_the_facts_of_an_exhibit_survive_json(thing):
    facts = thing()._repr_mimebundle_()[EXHIBIT_MIME]
    assert facts["kind"] in {"figure", "table", "sentences"}
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts


def test_a_page_made_from_the_facts_is_the_page_that_the_exhibit_shows():
    bundle = make_table()._repr_mimebundle_()
    facts = json.loads(json.dumps(bundle[EXHIBIT_MIME]))
    page = BeautifulSoup(table_page(facts, "downloads/an-id.csv"), "html.parser")
    assert page.find("a")["href"] == "downloads/an-id.csv"
    page.find("a")["href"] = BeautifulSoup(bundle["text/html"], "html.parser").find("a")["href"]
    assert str(page) == str(BeautifulSoup(bundle["text/html"], "html.parser"))


def test_the_note_under_a_figure_names_source_and_data():
    note = BeautifulSoup(figure_note(draw().facts(), "downloads/an-id.csv"), "html.parser")
    assert note.get_text() == "Source: A source, table 1. Download the data of “A title” (CSV)"


def test_where_there_is_nothing_to_show_the_page_says_so():
    told = nothing_to_show("targets", "Targets that were set")
    assert list(told.parts) == ["Targets that were set: this edition has nothing to show here."]


def test_a_title_that_asks_is_not_followed_by_a_colon():
    told = nothing_to_show("signals", "Is the latest value out of the ordinary?")
    assert told.parts == ["Is the latest value out of the ordinary? This edition has nothing to show here."]


@pytest.mark.parametrize(
    ("title", "words"), [("A title", "A title."), ("Is it?", "Is it?"), ("It is!", "It is!"), ("It is.", "It is.")]
)
def test_a_sentence_can_follow_a_title(title, words):
    assert headline(title) == words
    assert make_table(title=title).facts()["headline"] == words


# A spreadsheet opens the data


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("https://example.org","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "-A1", "=1"]
)
def test_a_text_that_begins_as_a_formula_does_is_marked_as_text(text):
    (row,) = pd.read_csv(io.StringIO(csv_text(pd.DataFrame({"words": [text]})))).itertuples(index=False)
    assert row.words == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+8.9%", "-1,234.5", "a = b", "2+3", "−5", "", "e-mail"])
def test_a_text_that_is_a_number_or_begins_as_words_do_stays(text):
    _, row = csv.reader(io.StringIO(csv_text(pd.DataFrame({"words": [text], "more": ["x"]}))))
    assert row[0] == text


def test_numbers_below_nought_stay_numbers():
    data = pd.DataFrame({"value": [-5.0, 2.5], "count": [-1, 3]})
    assert csv_text(data) == "value,count\n-5.0,-1\n2.5,3\n"


def test_a_sign_that_the_font_lacks_does_not_stop_the_book():
    figure = draw()
    figure.picture.axes[0].set_title("Tea \N{TEAPOT}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert figure.svg().startswith("<?xml")
