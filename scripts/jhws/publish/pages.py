"""Mend the built pages: faults of the theme that no setting of its own puts right."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

# Each part of a page that goes, and why.
_SUPERFLUOUS = {
    "#pst-header": "It is empty, but its hidden button is the only one that the theme's script wires to the "
    "navigation. Without it, the button that readers see opens the navigation, on a phone too.",
    "#jb-print-docs-body": "It repeats the title as a second heading of the first order.",
}


def mend_pages(site: Path) -> None:
    """Go over every page of a built site and take out what the theme should not have put there.

    Sphinx's note to itself goes too: it holds a hash of where the site was built.
    """
    (site / ".buildinfo").unlink(missing_ok=True)
    for page in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for part in soup.select(", ".join(_SUPERFLUOUS)):
            part.decompose()
        page.write_text(str(soup), encoding="utf-8", newline="\n")
