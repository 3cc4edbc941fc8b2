"""Make the page that a server shows where there is none."""

from __future__ import annotations

import copy

from lxml.html import HtmlElement

from jhws.publish.pages.files import parse_part, replace, select

NAME = "404.html"
# The search page has the theme's frame and no chapter in it.
SHELL = "search.html"
_WORDS = """\
<article class="bd-article">
<h1>There is no such page</h1>
<p>The address may be mistyped, or the page may stand in another edition.</p>
<p><a href="index.html">Go to the front page</a> or choose a chapter from the menu.</p>
</article>"""


def make_page(shell: HtmlElement) -> HtmlElement:
    """Write the words of the missing page into the frame of another."""
    page = copy.deepcopy(shell)
    for part in select(page, ".bd-search-container"):
        replace(part, parse_part(_WORDS))
    for title in select(page, "title"):
        title.text = title.text_content().replace("Search", "There is no such page", 1)
    return page
