"""Mend the theme: what no setting of its own puts right."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Comment

from jhws.publish.pages.files import parse

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


def mend(page: BeautifulSoup) -> None:
    """Mend the theme's faults in a page: its navigation, its names for screen readers, what it has too much."""
    for part in page.select(", ".join(_SUPERFLUOUS)):
        part.decompose()
    for remark in page.find_all(string=lambda text: isinstance(text, Comment)):
        remark.extract()
    _let_the_navigation_open(page)
    _name_the_parts(page)
    _tell_tables_apart(page)
    _part_shared_ids(page)
    for link in page.select("a.headerlink"):
        link.decompose()
    for target in page.select("#main-content"):
        target["tabindex"] = "-1"  # so that the skip link takes the keyboard along, too
        del target["role"]


def _let_the_navigation_open(page: BeautifulSoup) -> None:
    """Leave the theme's script one button for each sidebar, the one that readers see, and a way to close it again.

    The script binds the first button that it finds, and that one stands in a header that is never shown. The
    header itself stays, as the script measures it.
    """
    for header in page.select("#pst-header"):
        header.clear()
        header.name, header["hidden"] = "div", ""
        del header["class"]
    for sidebar in page.select("#pst-primary-sidebar, #pst-secondary-sidebar"):
        sidebar.insert(0, parse(_CLOSE))


def _name_the_parts(page: BeautifulSoup) -> None:
    for part in page.select("[data-bs-toggle], [data-bs-title]"):
        for name in ("data-bs-toggle", "data-bs-placement", "data-bs-title", "title", "aria-label"):
            del part[name]
    for selector, words in _NAMES.items():
        for part in page.select(selector):
            part["aria-label"] = words
    for part in page.select("button[aria-label]"):
        part["title"] = part["aria-label"]
    for field in page.select("form.bd-search input"):
        field["placeholder"] = "Search"
        for name in ("autocorrect", "autocapitalize"):
            del field[name]
    for icon in page.select(".theme-switch"):
        del icon["title"]
        mode = page.new_tag("span", attrs={"class": "visually-hidden"})
        mode.string = _MODES[str(icon["data-mode"])]
        icon.append(mode)
    for summary in page.select("summary[aria-label]"):
        del summary["aria-label"]  # other words than those that are seen
    for link in page.select(".prev-next-area a"):
        del link["title"]
    for brand in page.select(".sidebar-primary-item:has(> .navbar-brand)"):
        brand.name = "header"  # so that the whole page lies in landmarks
    for link in page.select(".bd-docs-nav a.current"):
        link["aria-current"] = "page"


def _tell_tables_apart(page: BeautifulSoup) -> None:
    """Give a table that was written as plain Markdown what those of the book have: a caption, headings with scope."""
    named: Counter[str] = Counter()
    for table in page.select("table:not(:has(caption))"):
        heading = table.find_previous(["h1", "h2", "h3", "h4"])
        words = heading.get_text().removesuffix("#") if heading else ""
        named[words] += 1
        if named[words] > 1:
            words = f"{words}, table {named[words]}"
        caption = page.new_tag("caption", attrs={"class": "visually-hidden"})
        caption.string = words
        table.insert(0, caption)
        for cell in table.select("thead th"):
            cell["scope"] = "col"
        around = table.find_parent(class_="pst-scrollable-table-container")
        if around is not None:
            around["role"], around["aria-label"], around["tabindex"] = "region", words, "0"
    for cell in page.select("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
            del cell["scope"]


def _part_shared_ids(page: BeautifulSoup) -> None:
    """Let an exhibit give way to a section of the same name: a link to it leads to the section's heading."""
    sections = {str(section["id"]) for section in page.select("section[id]")}
    for exhibit in page.select("figure[id], .exhibit[id], .sentences[id]"):
        if exhibit["id"] in sections:
            exhibit["id"] = f"{exhibit['id']}-exhibit"
