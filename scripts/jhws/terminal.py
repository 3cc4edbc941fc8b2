"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_WIDE = 160  # where the output is no terminal, nothing tells its width


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
