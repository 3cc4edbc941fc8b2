"""Build the profiles of many areas, a few at a time, and the page that leads to them; a killed build goes on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

from jhws.edition import Edition
from jhws.faults import Fault, FaultsError
from jhws.publish.areas import Profile, areas_folder, profiles, read_areas, write_areas_page
from jhws.publish.build import Watch, Watcher, build_edition, prepared_book
from jhws.publish.warm import Template, kernels
from jhws.publish.workers import Workers


def build_profiles(
    file: Path, model: Edition, project: Path, workers: Workers, watch: Watch, *, force: bool = False
) -> Path:
    """Build a short profile for each area of a list.

    Parameters
    ----------
    file
        The list; see `jhws.publish.areas.read_areas`.
    model
        The edition whose day, reference, horizon and levels every profile takes.
    project
        The project's top folder.
    workers
        Who runs the chapters.
    watch
        Makes somebody to tell of each area; see `build_edition`.
    force
        Build every area anew, changed or not.

    Returns
    -------
    Path
        The page that leads to all areas of the list that are built.

    Raises
    ------
    FaultsError
        The list is faulty, or areas failed: all others are built, and the page leads to them.
    """
    areas = read_areas(file, project)
    built: dict[str, str] = {}
    faults: list[Fault] = []
    with prepared_book(project) as template, watch("Building areas", dict.fromkeys(areas), workers.count) as watcher:
        for profile, ended in _each(profiles(areas, model, project), workers, watcher, template, project, force):
            try:
                ended.result()
            except FaultsError as error:
                faults += [replace(fault, file=f"{profile.edition.area}, {fault.file}") for fault in error.faults]
            else:
                built[profile.edition.area] = profile.name
            watcher.end(profile.edition.area)
    page = write_areas_page({code: areas[code] for code in areas if code in built}, project)
    if faults:
        raise FaultsError(faults)
    return page


def _each(
    waiting: Iterator[Profile],
    workers: Workers,
    watcher: Watcher,
    template: Template | None,
    project: Path,
    force: bool,
) -> Iterator[tuple[Profile, Future[object]]]:
    """Build profiles, a few at a time, and give each as it ends; no more are held than are being built."""
    sites = areas_folder(project)

    def build(profile: Profile) -> object:
        watcher.begin(profile.edition.area)
        return build_edition(
            profile.edition,
            profile.project,
            workers=workers,
            force=force,
            template=template,
            sites=sites,
            papers=False,
        )

    running: dict[Future[object], Profile] = {}
    with ThreadPoolExecutor(workers.count, thread_name_prefix="area") as executor:
        try:
            for profile in waiting:
                running[executor.submit(build, profile)] = profile
                if len(running) > workers.count:
                    yield from _ended(running)
            while running:
                yield from _ended(running)
        except BaseException:
            for future in running:
                future.cancel()
            kernels.stop()
            raise


def _ended(running: dict[Future[object], Profile]) -> Iterator[tuple[Profile, Future[object]]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    gc.collect()  # what an area leaves behind would wait for a collection that comes too seldom for a list of areas
    for future in done:
        yield running.pop(future), future
