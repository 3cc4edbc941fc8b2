"""Who runs the chapters: threads of this machine, each with a kernel of its own, or the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from jhws.faults import Fault, FaultsError
from jhws.publish.cache import Executed
from jhws.publish.execute import run_chapter
from jhws.publish.warm import KERNEL, get_ready, kernels

MEMORY_EACH = 500 * 2**20  # bytes; the book's own chapters take less than half


@dataclass(frozen=True)
class Task:
    """A chapter to run: a name to tell it by, and what `run_chapter` needs."""

    name: str
    notebook: Path
    parameters: dict[str, Any]
    expected: float | None = None


@dataclass(frozen=True)
class Workers:
    """Those who run chapters: how many at a time, on which kernel, and the executor that they stand behind."""

    executor: Executor
    count: int
    kernel: str
    here: bool

    def run(
        self,
        tasks: Sequence[Task],
        project: Path,
        keep: Callable[[Task, Executed], None],
        begins: Callable[[str], None] = lambda name: None,
    ) -> None:
        """Run chapters, the longest first; one that fails does not stop the others.

        Parameters
        ----------
        tasks
            What to run.
        project
            The project's top folder; on a cluster each worker sees it at the same place.
        keep
            Called with each task and what it gave, here, one at a time.
        begins
            Called with a task's name when it begins; on a cluster, where nobody tells, never.

        Raises
        ------
        FaultsError
            The faults of every chapter that failed, once all have run.
        """
        waiting = {self._submit(task, project, begins): task for task in sorted(tasks, key=_longest_first)}
        faults: list[Fault] = []
        try:
            for future in as_completed(waiting):
                try:
                    executed = future.result()
                except FaultsError as error:
                    faults += error.faults
                else:
                    keep(waiting[future], executed)
        except BaseException:
            for future in waiting:
                future.cancel()
            if self.here:
                kernels.stop()
            raise
        if faults:
            raise FaultsError(faults)

    def _submit(self, task: Task, project: Path, begins: Callable[[str], None]) -> Future[Executed]:
        what = (task.notebook, task.parameters, project, self.kernel)
        if not self.here:
            return self.executor.submit(run_chapter, *what)

        def begin_and_run() -> Executed:
            begins(task.name)
            return run_chapter(*what)

        return self.executor.submit(begin_and_run)


def _longest_first(task: Task) -> float:
    return -(float("inf") if task.expected is None else task.expected)


def default_count() -> int:
    """Give how many chapters run at a time unless told: one a core, as far as the memory goes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, psutil.virtual_memory().available // MEMORY_EACH))


@contextmanager
def local_workers(project: Path, count: int | None = None, kernel: str = KERNEL) -> Iterator[Workers]:
    """Give workers on this machine; afterwards no kernel and no template is left."""
    count = count or default_count()
    if kernel == KERNEL:
        get_ready(project)
    try:
        with ThreadPoolExecutor(count, thread_name_prefix="chapter") as executor:
            yield Workers(executor, count, kernel, here=True)
    finally:
        kernels.close()


@contextmanager
def cluster_workers(address: str, kernel: str = KERNEL) -> Iterator[Workers]:
    """Give the workers of a Dask cluster; a task whose worker dies is run by another.

    Raises
    ------
    FaultsError
        Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError:
        remedy = "Run ‘pip install distributed’, or leave the option out."
        raise FaultsError([Fault("--scheduler", "", address, "Dask is not installed here.", remedy)]) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise FaultsError([Fault("--scheduler", "", address, f"no scheduler answers there ({error}).")]) from None
    with client, client.get_executor(pure=False) as executor:
        count = max(1, sum(client.nthreads().values()))
        yield Workers(executor, count, kernel, here=False)
