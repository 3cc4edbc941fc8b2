"""Mend the theme: what no setting of its own puts right."""

from __future__ import annotations

from collections import Counter

from lxml.etree import Comment
from lxml.html import HtmlElement

from jhws.publish.pages.files import add, first, parse_part, select

# Each part of a page that goes, and why.
_SUPERFLUOUS = {
    "#jb-print-docs-body": "It repeats the title as a second heading of the first order.",
    ".pst-async-banner-revealer, #ethical-ad-placement": "Places for banners and advertisements.",
    "#searchbox, .bd-footer, .sidebar-header-items": "Empty.",
    "meta[name^='docsearch:'], [rel=search]": "For a search service elsewhere.",
    "meta[name=viewport]": "There are three; the book writes one.",
    ".component-author": "The sources are the authors; each exhibit names its own.",
    ".copyright br": "At the end of the copyright line.",
}
# Words that a reader hears or sees when pointing, in place of the theme's.
_NAMES = {
    ".primary-toggle": "Menu",
    ".secondary-toggle": "On this page",
    ".search-button": "Search",
    "#pst-primary-sidebar-modal": "Menu",
    "#pst-secondary-sidebar-modal": "On this page",
    "#pst-search-dialog": "Search",
    "form.bd-search input": "Search this edition",
}
_MODES = {"light": "Colours: light", "dark": "Colours: dark", "auto": "Colours: as on your device"}
_CLOSE = '<form method="dialog" class="close-dialog"><button class="btn">Close</button></form>'


def mend(page: HtmlElement) -> None:
    """Mend the theme's faults in a page: its navigation, its names for screen readers, what it has too much."""
    for part in select(page, ", ".join(_SUPERFLUOUS)):
        part.drop_tree()
    for remark in list(page.iter(Comment)):
        remark.drop_tree()
    _let_the_navigation_open(page)
    _name_the_parts(page)
    _tell_tables_apart(page)
    _part_shared_ids(page)
    for link in select(page, "a.headerlink"):
        link.drop_tree()
    for target in select(page, "#main-content"):
        target.set("tabindex", "-1")  # so that the skip link takes the keyboard along, too
        _drop(target, "role")


def _drop(part: HtmlElement, *names: str) -> None:
    for name in names:
        part.attrib.pop(name, None)


def _let_the_navigation_open(page: HtmlElement) -> None:
    """Leave the theme's script one button for each sidebar, the one that readers see, and a way to close it again.

    The script binds the first button that it finds, and that one stands in a header that is never shown. The
    header itself stays, as the script measures it.
    """
    for header in select(page, "#pst-header"):
        header[:] = []
        header.text = None
        header.tag = "div"
        header.set("hidden", "")
        _drop(header, "class")
    for sidebar in select(page, "#pst-primary-sidebar, #pst-secondary-sidebar"):
        sidebar.insert(0, parse_part(_CLOSE))


def _name_the_parts(page: HtmlElement) -> None:
    for part in select(page, "[data-bs-toggle], [data-bs-title]"):
        _drop(part, "data-bs-toggle", "data-bs-placement", "data-bs-title", "title", "aria-label")
    for selector, words in _NAMES.items():
        for part in select(page, selector):
            part.set("aria-label", words)
    for part in select(page, "button[aria-label]"):
        part.set("title", part.get("aria-label"))
    for field in select(page, "form.bd-search input"):
        field.set("placeholder", "Search")
        _drop(field, "autocorrect", "autocapitalize")
    for icon in select(page, ".theme-switch"):
        _drop(icon, "title")
        add(icon, "span", **{"class": "visually-hidden"}).text = _MODES[icon.get("data-mode")]
    for summary in select(page, "summary[aria-label]"):
        _drop(summary, "aria-label")  # other words than those that are seen
    for link in select(page, ".prev-next-area a"):
        _drop(link, "title")
    for brand in select(page, ".sidebar-primary-item:has(> .navbar-brand)"):
        brand.tag = "header"  # so that the whole page lies in landmarks
    for link in select(page, ".bd-docs-nav a.current"):
        link.set("aria-current", "page")


def _tell_tables_apart(page: HtmlElement) -> None:
    """Give a table that was written as plain Markdown what those of the book have: a caption, headings with scope."""
    named: Counter[str] = Counter()
    for table in select(page, "table"):
        if first(table, "caption") is not None:
            continue
        headings = table.xpath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4][1]")
        words = headings[0].text_content().removesuffix("#") if headings else ""
        named[words] += 1
        if named[words] > 1:
            words = f"{words}, table {named[words]}"
        caption = table.makeelement("caption", {"class": "visually-hidden"})
        caption.text = words
        table.insert(0, caption)
        for cell in select(table, "thead th"):
            cell.set("scope", "col")
        for box in table.xpath("ancestor::*[contains(@class, 'pst-scrollable-table-container')][1]"):
            box.attrib.update({"role": "region", "aria-label": words, "tabindex": "0"})
    for cell in select(page, "th"):
        if not cell.text_content().strip():
            cell.tag = "td"
            _drop(cell, "scope")


def _part_shared_ids(page: HtmlElement) -> None:
    """Let an exhibit give way to a section of the same name: a link to it leads to the section's heading."""
    sections = {section.get("id") for section in select(page, "section[id]")}
    for exhibit in select(page, "figure[id], .exhibit[id], .sentences[id]"):
        if exhibit.get("id") in sections:
            exhibit.set("id", f"{exhibit.get('id')}-exhibit")
