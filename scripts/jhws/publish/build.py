"""Build an edition from its tables to its finished site, or change nothing. What need not be done again is not done."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jhws.content import digest, file_digest, tree_digests
from jhws.edition import Edition, chapter_files, load_editions
from jhws.faults import Fault, FaultsError
from jhws.publish.bind import BoundChapter, bind_chapter, check_ids
from jhws.publish.book import STATIC, compile_book, page_names, write_book_files
from jhws.publish.cache import Executed, Run, Runs
from jhws.publish.commit import find_commit
from jhws.publish.crate import write_crate
from jhws.publish.kept import Kept
from jhws.publish.last_book import forget_books, last_book
from jhws.publish.links import drop_absent_links
from jhws.publish.manifest import compose_manifest, describe_software, read_manifest, software, write_manifest
from jhws.publish.pages import finish_pages
from jhws.publish.paper.sections import SECTIONS
from jhws.publish.plan import Step, plan_chapters, say_reasons
from jhws.publish.record import write_record
from jhws.publish.site_check import check_pages
from jhws.publish.standing import everything, note_site, sites_folder, stands
from jhws.publish.status import last_time_of_book, note_times
from jhws.publish.store import cache_folder
from jhws.publish.swap import put_back, swap_in
from jhws.publish.takeaways import Order, begin_takeaways
from jhws.publish.warm import CAN_FORK, PREPARE_BOOK, Template, kernels
from jhws.publish.workers import Task, Workers, local_workers
from jhws.publish.workplace import workplace

BOOK = "book"
_CHANGED = Fault(
    "data or chapters",
    "",
    "",
    "a file changed while the book was built: some pages would say what it held before, others what it holds now.",
    "Build again, once nothing is being saved.",
)


class Watcher(Protocol):
    """Told of each step as it begins and ends."""

    def begin(self, step: str, why: str = "") -> None:
        """Tell that a step begins."""

    def end(self, step: str) -> None:
        """Tell that it is done."""


Watch = Callable[[str, Mapping[str, float | None], int], AbstractContextManager[Watcher]]


@dataclass(frozen=True)
class Built:
    """What a build did.

    Parameters
    ----------
    page
        The first page of the finished site.
    ran
        The chapters that ran, with the reasons.
    compiled
        Whether the book was compiled, or stood already.
    largest
        The chapter whose kernel took the most memory, and how many bytes; none where nothing ran.
    """

    page: Path
    ran: dict[str, list[str]]
    compiled: bool
    largest: tuple[str, int] | None


def build_edition(
    edition: Edition,
    project: Path,
    *,
    workers: Workers | None = None,
    watch: Watch | None = None,
    force: bool = False,
    template: Template | None = None,
    sites: Path | None = None,
    papers: bool = True,
) -> Built:
    """Build one edition from tables and editions that have been checked.

    Parameters
    ----------
    edition
        The edition to build.
    project
        The project's top folder.
    workers
        Who runs the chapters; threads of this machine unless given.
    watch
        Makes, from a title, the steps with the seconds that each took last time and how many run at a time, somebody
        to tell of each step.
    force
        Run every chapter and compile the book, whatever is kept.
    template
        A process that has Jupyter Book loaded; started for this build unless given.
    sites
        Where the site comes to stand, in a folder of the edition's name, on the project's disk; ``_build/html`` unless
        given.
    papers
        Whether the Board paper, the workbooks, the pictures to take away and the manifest are made too; short profiles,
        which are no edition of the project, have none.

    Raises
    ------
    FaultsError
        Something is wrong with a chapter or a page, or a file changed meanwhile. The site that stands is untouched.
    """
    seen = everything(project)
    place = (sites or sites_folder(project)) / edition.id
    runs = Runs(project)
    steps = plan_chapters(edition, project, runs, force=force)
    to_run = [step for step in steps if step.run is None]
    done = {step.chapter: step.run for step in steps if step.run is not None}
    pages = "" if to_run else _pages_key(edition, project, done)
    if not to_run and not force and stands(project, place, pages=pages):
        _remember(edition, done, runs)
        note_site(project, place, everything=seen, pages=pages)
        return Built(_first_page(place), {}, False, None)
    with contextlib.ExitStack() as stack:
        # The template first: killed at any moment from here on, it takes the workplace away.
        template = template or stack.enter_context(prepared_book(project, kernels.running()))
        work = stack.enter_context(workplace(project))
        if workers is None and to_run:
            workers = stack.enter_context(local_workers(project))
        expected = {step.chapter: step.expected for step in to_run} | {BOOK: last_time_of_book(edition.id, project)}
        count = workers.count if workers else 1
        watcher = stack.enter_context((watch or _unwatched)(f"Building {edition.id}", expected, count))
        if workers is not None and to_run:
            done |= run_steps(to_run, project, workers, runs, watcher)
        _remember(edition, done, runs)
        began = time.perf_counter()
        watcher.begin(BOOK)
        put_back(place)
        site = _compile(edition, project, done, work, template, papers=papers, force=force)
        if everything(project) != seen:
            raise FaultsError([_CHANGED])
        swap_in(site, place)
        watcher.end(BOOK)
        note_site(project, place, everything=seen, pages=_pages_key(edition, project, done))
        note_times(edition.id, project, steps, done, time.perf_counter() - began)
    runs.prune()
    ran = {step.chapter: step.reasons for step in to_run}
    largest = max(((name, done[name].memory) for name in ran), key=lambda each: each[1], default=None)
    return Built(_first_page(place), ran, True, largest)


def explain_edition(edition: Edition, project: Path, *, force: bool = False) -> Iterator[tuple[str, str]]:
    """Tell, for each notebook and for the book, what a build would do and why; nothing is done."""
    steps = plan_chapters(edition, project, Runs(project), force=force)
    for step in steps:
        yield step.chapter, "nothing to do" if step.run else f"runs: {say_reasons(step.reasons, most=10)}"
    done = {step.chapter: step.run for step in steps if step.run is not None}
    if len(done) < len(steps):
        yield BOOK, "compiled: chapters run"
    elif stands(project, sites_folder(project) / edition.id, pages=_pages_key(edition, project, done)):
        yield BOOK, "nothing to do"
    else:
        yield BOOK, "compiled: a page, the configuration or the site that stands changed"


def run_steps(steps: list[Step], project: Path, workers: Workers, runs: Runs, watcher: Watcher) -> dict[str, Run]:
    """Run chapters; each run is kept as soon as it is there, so that a killed build need not run it again."""
    by_name = {step.chapter: step for step in steps}
    done: dict[str, Run] = {}

    def keep(task: Task, executed: Executed) -> None:
        done[task.name] = runs.keep(executed, by_name[task.name].ingredients)
        watcher.end(task.name)

    tasks = [Task(step.chapter, step.notebook, step.parameters, step.expected) for step in steps]
    workers.run(tasks, project, keep, lambda name: watcher.begin(name, say_reasons(by_name[name].reasons)))
    return done


def _remember(edition: Edition, done: dict[str, Run], runs: Runs) -> None:
    for chapter, run in done.items():
        runs.remember(edition.id, chapter, run)


def _first_page(site: Path) -> Path:
    return site / "index.html"


def write_pages(edition: Edition, project: Path, done: dict[str, Run], book: Path) -> list[BoundChapter]:
    """Write the pages of an edition, and all that Jupyter Book needs beside them, into an empty folder.

    Returns
    -------
    list of BoundChapter
        What the chapters showed.

    Raises
    ------
    FaultsError
        What a chapter shows cannot be bound to its page, or two exhibits share an id.
    """
    bound = []
    files = chapter_files(project)
    pages = page_names(edition)
    for name in edition.chapter_names():
        path = files[name]
        page = (book / pages[name]).with_suffix(path.suffix)
        if name in done:
            bound.append(bind_chapter(done[name].notebook, page, f"chapters/{path.name}"))
        else:
            shutil.copyfile(path, page)
        drop_absent_links(page, known=files, present=pages.values())
    refuse(check_ids(bound))
    write_book_files(book, edition, project)
    return bound


def _compile(
    edition: Edition,
    project: Path,
    done: dict[str, Run],
    work: Path,
    template: Template | None,
    *,
    papers: bool,
    force: bool,
) -> Path:
    """Compile the pages and look the site over."""
    book = work / "book"
    book.mkdir()
    bound = write_pages(edition, project, done, book)
    extra = work / "extra"
    extra.mkdir()
    editions, kept = load_editions(project), Kept(project, anew=force)
    order = Order(bound, edition, project, extra, anew=force)
    with begin_takeaways(order, template) if papers else nullcontext(_nothing) as wait:
        books = cache_folder(project) / "books"
        # No book is kept of short profiles: each is some megabytes, and a list may have hundreds.
        last = books / edition.id if papers else work / "last"
        with last_book(book, last, software(project), anew=force) as pages_of_now:
            written = compile_book(pages_of_now, last, edition, template)
        site = work / "site"
        shutil.copytree(written, site)

        def settle() -> None:
            wait()
            shutil.copytree(extra, site, dirs_exist_ok=True)

        if papers:
            write_manifest(compose_manifest(bound, done, edition, project), site)
        pages = finish_pages(site, edition, editions, kept, settle)
    kept.prune()
    forget_books(books, (each.id for each in editions))
    refuse(check_pages(pages, site))
    if manifest := read_manifest(site):
        write_crate(manifest, edition, project, site)
    write_record(site, edition, editions, find_commit(project))
    return site


def _nothing() -> None:
    """Wait for nothing: there is nothing to take away."""


def _pages_key(edition: Edition, project: Path, done: dict[str, Run]) -> str:
    """Give the digest of all that the site rests on once the chapters have run."""
    files = chapter_files(project)
    return digest(
        {
            "edition": edition.model_dump(mode="json"),
            "chapters": {
                name: [file_digest(files[name]), done[name].content if name in done else ""]
                for name in edition.chapter_names()
            },
            "book": tree_digests(project, [project / "_config.yml", project / STATIC]),
            # The data package is a download, and the paper has words of its own.
            "downloads": tree_digests(project, [project / "data", project / SECTIONS]),
            "software": describe_software(edition.id, project),
        }
    )


def refuse(faults: list[Fault]) -> None:
    """Raise what was found, if anything was."""
    if faults:
        raise FaultsError(faults)


@contextmanager
def prepared_book(project: Path, parent: Template | None = None) -> Iterator[Template | None]:
    """Give a process that loads Jupyter Book while the chapters run; none where there is no fork.

    A `parent` has loaded half of it: the kernels' own template, where it lives as long.
    """
    if not CAN_FORK:
        yield None
        return
    template = Template(PREPARE_BOOK, project, parent)
    try:
        yield template
    finally:
        template.close()


class Nobody:
    """Somebody to tell who does not mind."""

    def begin(self, step: str, why: str = "") -> None:
        """Take no notice."""

    def end(self, step: str) -> None:
        """Take no notice."""


@contextmanager
def _unwatched(title: str, steps: Mapping[str, float | None], count: int) -> Iterator[Watcher]:
    yield Nobody()
