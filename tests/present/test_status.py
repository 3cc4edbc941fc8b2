"""The vocabulary of status is one, and colour is never its only sign."""

import pytest
from bs4 import BeautifulSoup

from jhws.present.status import STATUSES, status_html

# The words of the book, typed by hand from its methods page.
WORDS = """met; on course; off course; missed; no target; not known; getting better; getting worse; increasing;
decreasing; no clear change; cannot be calculated; better; similar; worse; higher; lower; above the English median;
below the English median; equal to the English median; not compared; confirmed; differs; cannot be checked;
up to date; overdue; not met"""


def test_the_vocabulary_is_complete_and_has_no_other_word():
    assert set(STATUSES) == {word.strip() for word in WORDS.replace("\n", " ").split(";")}


def test_every_word_has_a_shape_of_its_own():
    shapes = [status.shape for status in STATUSES.values()]
    assert all(len(shape) == 1 for shape in shapes)
    assert len(set(shapes)) == 27


@pytest.mark.parametrize("word", ["better than England", "", "Met", "nan"])
def test_a_word_outside_the_vocabulary_is_refused(word):
    with pytest.raises(KeyError):
        status_html(word)


@pytest.mark.parametrize("word", list(STATUSES))
def test_a_screen_reader_meets_the_word_and_not_the_shape(word):
    span = BeautifulSoup(status_html(word), "html.parser").find("span", class_="status")
    shape = span.find(attrs={"aria-hidden": "true"}).extract()
    assert shape.get_text() == STATUSES[word].shape
    assert span.get_text(strip=True) == word


def test_good_and_bad_news_differ_in_tone():
    tones = {word: STATUSES[word].tone for word in ("met", "missed", "getting better", "getting worse", "similar")}
    assert tones == {
        "met": "good",
        "missed": "bad",
        "getting better": "good",
        "getting worse": "bad",
        "similar": "plain",
    }
