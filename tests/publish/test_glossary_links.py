"""A word that the papers explain leads to its meaning where a page first uses it, and only there."""

from bs4 import BeautifulSoup
from tests.markup import seen

from jhws.publish.pages.files import html_of, parse
from jhws.publish.pages.glossary import link_terms

GLOSSARY = (
    '<article><p>Reablement is explained here.</p><table><tr><th><span id="term-reablement">Reablement</span></th></tr>'
    '<tr><th><span id="term-dols">Deprivation of Liberty Safeguards (DoLS)</span></th></tr></table></article>'
)


def linked(body: str) -> BeautifulSoup:
    pages = {
        "glossary.html": parse(GLOSSARY),
        "page.html": parse(f"<article>{body}</article>"),
    }
    link_terms(pages)
    glossary, page = map(seen, pages.values())
    assert not glossary.select("a")
    return page


def test_the_first_use_in_prose_leads_to_the_meaning_and_later_ones_do_not():
    page = linked("<p>After reablement, and more reablement.</p><p>Reablement again.</p>")
    (link,) = page.select("a")
    assert (link["href"], link.get_text()) == ("glossary.html#term-reablement", "reablement")
    assert page.article.get_text() == "After reablement, and more reablement.Reablement again."


def test_a_term_is_known_by_its_short_form_too():
    page = linked("<p>The backlog of DoLS grew.</p>")
    assert page.select_one("a")["href"] == "glossary.html#term-dols"


def test_headings_links_tables_figures_notes_and_parts_of_words_stay_as_they_are():
    body = (
        "<h2>Reablement</h2><p><a href='x.html'>reablement</a></p><table><tr><td><p>reablement</p></td></tr></table>"
        "<figure><figcaption><p>reablement</p></figcaption></figure>"
        "<p>Source: <span class='exhibit-note'>reablement</span></p><p>prereablement</p>"
    )
    assert [link["href"] for link in linked(body).select("a")] == ["x.html"]


def test_a_term_within_a_longer_name_is_that_name_and_no_term():
    page = linked("<p>The Homecare and Reablement Team does reablement.</p>")
    assert [link.get_text() for link in page.select("a")] == ["reablement"]


def test_text_stays_text():
    page = linked("<p>&lt;b&gt; reablement &amp; more</p>")
    assert page.p.get_text() == "<b> reablement & more"
    assert "&lt;b&gt;" in str(page)


def test_a_site_without_a_glossary_is_left_as_it_is():
    pages = {"page.html": parse("<article><p>reablement</p></article>")}
    before = html_of(pages["page.html"])
    link_terms(pages)
    assert html_of(pages["page.html"]) == before
