"""Pages, as another reader than the book's own finds them."""

from bs4 import BeautifulSoup
from lxml.html import HtmlElement

from jhws.publish.pages.files import html_of


def seen(page: HtmlElement) -> BeautifulSoup:
    """Read a page anew from what is written of it."""
    return BeautifulSoup(html_of(page), "html.parser")
