"""Mend the built pages: faults of the theme that no setting of its own puts right."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup


def mend_pages(site: Path) -> None:
    """Go over every page of a built site.

    The theme's page header is empty, yet its hidden button is the only one that the theme's script wires to
    the navigation: with the header gone, the button that readers see opens it, on a phone too.
    """
    for page in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for header in soup.select("#pst-header"):
            header.decompose()
        page.write_text(str(soup), encoding="utf-8", newline="\n")
