"""Build an edition from its tables to its finished site, or change nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jhws.edition import Edition, chapter_files, load_editions
from jhws.faults import Fault, FaultsError
from jhws.publish.bind import bind_chapter, check_ids
from jhws.publish.book import compile_book, swap_in, write_book_files
from jhws.publish.execute import run_chapter
from jhws.publish.pages import finish_pages
from jhws.publish.parameters import chapter_parameters
from jhws.publish.record import write_record
from jhws.publish.site_check import check_site

Tell = Callable[[str], None]


def build_edition(edition: Edition, project: Path, tell: Tell = lambda step: None) -> Path:
    """Build one edition from tables and editions that have been checked.

    Parameters
    ----------
    edition
        The edition to build.
    project
        The project's top folder.
    tell
        Called with the name of each step when it begins: each chapter, 'book', 'site'.

    Returns
    -------
    Path
        The first page of the finished site, ``_build/html/<edition>/index.html``.

    Raises
    ------
    FaultsError
        Something is wrong with a chapter or a page. The site that stands is untouched.
    """
    chapters = {name: chapter_files(project)[name] for name in edition.chapter_names()}
    notebooks = {name: path for name, path in chapters.items() if path.suffix == ".ipynb"}
    parameters = {name: chapter_parameters(path, edition, project) for name, path in notebooks.items()}
    with _workplace(project) as work:
        book = work / "book"
        book.mkdir()
        bound = []
        for name, path in chapters.items():
            tell(name)
            if path.suffix == ".md":
                shutil.copyfile(path, book / path.name)
                continue
            executed = work / "executed" / path.name
            run_chapter(path, executed, parameters[name], project)
            bound.append(bind_chapter(executed, book / path.name, f"chapters/{path.name}"))
        tell("book")
        _refuse(check_ids(bound))
        write_book_files(book, edition, project)
        site = compile_book(book, work, edition)
        tell("site")
        editions = load_editions(project)
        finish_pages(site, edition, editions)
        _refuse(check_site(site))
        write_record(site, edition, editions)
        place = project / "_build" / "html" / edition.id
        swap_in(site, place)
    return place / "index.html"


def build_steps(edition: Edition) -> int:
    """Count the steps that `build_edition` tells of."""
    return len(edition.chapter_names()) + 2


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise FaultsError(faults)


@contextmanager
def _workplace(project: Path) -> Iterator[Path]:
    """Give a folder to work in, beside the site so that renaming stays on one disk; it goes afterwards."""
    build = project / "_build"
    build.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".work-", dir=build))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
