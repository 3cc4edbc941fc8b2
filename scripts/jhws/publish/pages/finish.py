"""Go over every page of a built site, each duty in its turn, and leave behind only what the pages need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jhws.edition import Edition
from jhws.publish.kept import Kept
from jhws.publish.manifest import read_manifest
from jhws.publish.pages import (
    about,
    exhibits,
    glossary,
    icons,
    made,
    maths,
    missing,
    pictures,
    scripts,
    security,
    sharing,
    styles,
    takeaway,
    theme,
)
from jhws.publish.pages.files import Pages, read_pages, select, write_pages


def finish_pages(
    site: Path, edition: Edition, editions: Sequence[Edition], kept: Kept, settle: Callable[[], None] = lambda: None
) -> Pages:
    """Finish the pages that Jupyter Book built for an edition.

    Parameters
    ----------
    site
        The folder of the built HTML; its pages are changed in place, its superfluous files removed.
    edition
        The edition that the pages are of.
    editions
        All editions of the project, which the pages lead to.
    kept
        What is kept of earlier builds: tables of data, style sheets and cards.
    settle
        Waits until the site holds all that readers can take away; called once as late as can be.

    Returns
    -------
    Pages
        The pages as they now stand.

    Raises
    ------
    FaultsError
        A formula that cannot be read.
    """
    pages = read_pages(site)
    pages[missing.NAME] = missing.make_page(pages[missing.SHELL])
    glyphs = icons.read_glyphs(site)
    manifest = read_manifest(site)
    for name, page in pages.items():
        theme.mend(page)
        icons.draw(page, glyphs)
        maths.write_mathml(page, name)
        pictures.give_sizes(page, site)
        exhibits.show_data(page, site, kept)
        if manifest:
            made.tell_how(page, name, manifest)
        sharing.describe(page, edition)
    glossary.link_terms(pages)
    about.tell_edition(pages, edition, editions)
    sharing.draw_card(site, edition, pages["index.html"], kept)
    settle()
    takeaway.offer_files(pages["index.html"], site)
    for page in pages.values():
        takeaway.offer_pictures(page, site)
    scripts.gather(pages, site)
    styles.gather(pages, site, kept)
    _sweep(pages, site)
    # The last thing to do: it counts what stands in the page.
    for page in pages.values():
        security.forbid_the_rest(page)
    write_pages(pages, site)
    return pages


def _sweep(pages: Pages, site: Path) -> None:
    """Remove files of the theme and pictures that no page asks for, and Sphinx's note of where the site was built."""
    (site / ".buildinfo").unlink(missing_ok=True)
    asked = set(_asked(pages))
    for folder in ("_static", "_images"):
        for path in sorted((site / folder).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(site).as_posix() not in asked:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _asked(pages: Pages) -> Iterator[str]:
    yield sharing.CARD
    for page in pages.values():
        for part in select(page, "[src], link[href]"):
            yield (part.get("src") or part.get("href")).partition("?")[0]
