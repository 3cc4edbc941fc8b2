"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_WIDE = 160  # where the output is no terminal, nothing tells its width

_USUAL = 3.0  # seconds that a step is taken to need when nothing is known of it


class Watcher:
    """Follows some steps, a few at a time: which run, how many are done, how long it will still take.

    Parameters
    ----------
    steps
        Names of the steps with the seconds that each took last time; none where that is not known.
    workers
        How many run at a time.
    """

    def __init__(self, steps: Mapping[str, float | None], workers: int = 1) -> None:
        self._left = dict(steps)
        self._known = [seconds for seconds in steps.values() if seconds is not None]
        self._began: dict[str, float] = {}
        self._workers = workers
        self._lock = threading.Lock()
        self.total = len(steps)
        self.done = 0

    def begin(self, step: str, why: str = "") -> None:
        """Tell that a step begins, and why it must."""
        with self._lock:
            self._began[step] = time.monotonic()
            self._show_begin(step, why)

    def end(self, step: str) -> None:
        """Tell that a step is done."""
        with self._lock:
            began = self._began.pop(step, None)
            self._left.pop(step, None)
            self.done += 1
            seconds = None if began is None else time.monotonic() - began
            if seconds is not None:
                self._known.append(seconds)
            self._show_end(step, seconds)

    def running(self) -> list[str]:
        """List the steps that have begun and not ended."""
        return list(self._began)

    def still(self) -> float:
        """Guess the seconds that are left."""
        now = time.monotonic()
        usual = sum(self._known) / len(self._known) if self._known else _USUAL
        run = {name: now - began for name, began in self._began.items()}
        left = [
            max(0.0, (usual if seconds is None else seconds) - run.get(name, 0.0))
            for name, seconds in self._left.items()
        ]
        return max(max(left, default=0.0), sum(left) / self._workers)

    def _show_begin(self, step: str, why: str) -> None: ...

    def _show_end(self, step: str, seconds: float | None) -> None: ...


class _Lines(Watcher):
    """A plain line as each step begins and ends."""

    def __init__(self, title: str, steps: Mapping[str, float | None], workers: int) -> None:
        super().__init__(steps, workers)
        self._title = title

    def _show_begin(self, step: str, why: str) -> None:
        self._say(f"{step} begins: {why}" if why else f"{step} begins")

    def _show_end(self, step: str, seconds: float | None) -> None:
        took = "" if seconds is None else f" in {seconds:.1f} s"
        left = f"; about {in_words(self.still())} still" if self.done < self.total else ""
        self._say(f"{step} done{took} ({self.done} of {self.total}{left})")

    def _say(self, text: str) -> None:
        print(f"{self._title}: {text}", file=sys.stderr, flush=True)


class _Bar(Watcher):
    """A bar, with the steps that run just now."""

    def __init__(self, title: str, steps: Mapping[str, float | None], workers: int, bar: Progress) -> None:
        super().__init__(steps, workers)
        self._title = title
        self._bar = bar
        self._task = bar.add_task(title, total=self.total, still="")

    def _show_begin(self, step: str, why: str) -> None:
        if why:
            self._bar.console.print(f"{step}: {why}", markup=False, highlight=False)
        self._show()

    def _show_end(self, step: str, seconds: float | None) -> None:
        self._bar.update(self._task, advance=1)
        self._show()

    def _show(self) -> None:
        now = ", ".join(self.running()) or "…"
        self._bar.update(self._task, description=f"{self._title}: {now}", still=f"about {in_words(self.still())} still")


def in_words(seconds: float) -> str:
    """Write a time as somebody who waits would say it."""
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


@contextmanager
def progress(title: str, steps: Mapping[str, float | None], workers: int = 1) -> Iterator[Watcher]:
    """Show how far some work is, on the error stream; see `Watcher` for the parameters."""
    if not sys.stderr.isatty():
        yield _Lines(title, steps, workers)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[still]}"))
    with Progress(*columns, TimeElapsedColumn(), transient=True, console=Console(stderr=True)) as bar:
        yield _Bar(title, steps, workers, bar)


@contextmanager
def silence(title: str, steps: Mapping[str, float | None], workers: int = 1) -> Iterator[Watcher]:
    """Show nothing."""
    yield Watcher(steps, workers)


def show(table: RenderableType) -> None:
    """Print a table on the output."""
    Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False).print(table)


def plain_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Set rows out as a table for the terminal; a text is never taken for markup."""
    table = Table(title=Text(title), title_justify="left")
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
