"""An edition as it is being written: built again after each change, and the site that stands is not touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from jhws.edition import Edition, load_edition, load_editions
from jhws.publish.book import compile_book
from jhws.publish.build import Nobody, refuse, run_steps, write_pages
from jhws.publish.cache import Runs
from jhws.publish.kept import Kept
from jhws.publish.last_book import last_book
from jhws.publish.pages import finish_pages
from jhws.publish.plan import plan_chapters, say_reasons
from jhws.publish.site_check import check_pages
from jhws.publish.warm import Template
from jhws.publish.workers import Workers


class Preview:
    """Builds an edition again and again in a folder of its own.

    Jupyter Book's own state is kept between builds, so that it writes anew only the pages that changed.

    Parameters
    ----------
    edition
        Name of the edition.
    project
        The project's top folder.
    work
        A folder to work in.
    workers
        Who runs the chapters.
    template
        A process that has Jupyter Book loaded.
    check
        Called first in each build: checks tables and editions, and raises what is wrong with them.
    """

    def __init__(
        self,
        edition: str,
        project: Path,
        work: Path,
        workers: Workers,
        template: Template | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._edition = edition
        self._project = project
        self._work = work
        self._workers = workers
        self._template = template
        self._check = check
        self._count = 0
        self.site: Path | None = None

    def build(self) -> list[str]:
        """Build the edition as its files are now; `site` is then the new site.

        Returns
        -------
        list of str
            Which chapters ran, and why.

        Raises
        ------
        FaultsError
            Something is wrong. `site` stays the last good one.
        """
        self._check()
        edition = load_edition(self._project / "data" / "editions" / f"{self._edition}.yml", self._project)
        runs = Runs(self._project)
        steps = plan_chapters(edition, self._project, runs)
        to_run = [step for step in steps if step.run is None]
        done = {step.chapter: step.run for step in steps if step.run is not None}
        done |= run_steps(to_run, self._project, self._workers, runs, Nobody())
        for chapter, run in done.items():
            runs.remember(edition.id, chapter, run)
        fresh = self._work / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        write_pages(edition, self._project, done, fresh)
        self._compile(edition, fresh)
        return [f"{step.chapter}: {say_reasons(step.reasons)}" for step in to_run]

    def _compile(self, edition: Edition, fresh: Path) -> None:
        kept = self._work / "last"
        with last_book(fresh, kept) as book:
            written = compile_book(book, kept, edition, self._template)
        self._count += 1
        site = self._work / f"site-{self._count}"
        shutil.copytree(written, site)
        refuse(check_pages(finish_pages(site, edition, load_editions(self._project), Kept(self._project)), site))
        before, self.site = self.site, site
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)
