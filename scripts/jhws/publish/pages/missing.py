"""Make the page that a server shows where there is none."""

from __future__ import annotations

import copy

from bs4 import BeautifulSoup

from jhws.publish.pages.files import parse

NAME = "404.html"
# The search page has the theme's frame and no chapter in it.
SHELL = "search.html"
_WORDS = """\
<article class="bd-article">
<h1>There is no such page</h1>
<p>The address may be mistyped, or the page may stand in another edition.</p>
<p><a href="index.html">Go to the front page</a> or choose a chapter from the menu.</p>
</article>"""


def make_page(shell: BeautifulSoup) -> BeautifulSoup:
    """Write the words of the missing page into the frame of another."""
    page = copy.copy(shell)
    for part in page.select(".bd-search-container"):
        part.replace_with(parse(_WORDS))
    for title in page.select("title"):
        title.string = title.get_text().replace("Search", "There is no such page", 1)
    return page
