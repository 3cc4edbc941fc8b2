"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress(title: str, steps: int) -> Iterator[Callable[[str], None]]:
    """Show how far some work is; the function given is called with the name of each step as it begins."""
    if not sys.stderr.isatty():
        done = 0

        def say(step: str) -> None:
            nonlocal done
            done += 1
            print(f"{title}: {step} ({done} of {steps})", file=sys.stderr, flush=True)

        yield say
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(title, total=steps)
        started = False

        def move(step: str) -> None:
            nonlocal started
            bar.update(task, description=f"{title}: {step}", advance=1 if started else 0)
            started = True

        yield move
