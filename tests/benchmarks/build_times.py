"""Time the build beside what it replaces, alternating, and print medians and ratios as a table.

    python tests/benchmarks/build_times.py [--rounds 5] [--areas 15 150] [--table FILE]

Everything happens in a copy of the project in a temporary folder. Beside the time on the clock stands the processors’
time: on a machine that others use too it is the fairer of the two. Without ``--areas`` the last row is left out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil
import yaml
from generated_areas import generate

from jhws.edition import Edition, edition_files, load_edition
from jhws.parameters import chapter_parameters
from jhws.publish.book import write_book_files

PROJECT = Path(__file__).resolve().parents[2]
JHWS = [sys.executable, "-m", "jhws"]
JUPYTER_BOOK = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build"]
FLOOR = """
import json, pathlib, sys, time
from jhws.publish.warm_up import prepare
prepare()
from IPython.core.interactiveshell import InteractiveShell
import nbformat
began = time.perf_counter()
cpu = time.process_time()
for path, parameters in json.loads(sys.argv[1]).items():
    shell = InteractiveShell()
    shell.enable_gui = lambda gui: None
    shown = []
    shell.display_pub.publish = lambda data, metadata=None, **more: shown.append(data)
    shell.displayhook.write_format_data = lambda data, metadata=None: shown.append(data)
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source, store_history=False).raise_error()
        if "parameters" in cell.metadata.get("tags", []):
            shell.push(parameters)
print(json.dumps([time.perf_counter() - began, time.process_time() - cpu]), file=sys.stderr)
"""


class Spent(NamedTuple):
    """Seconds on the clock, and seconds of the processors."""

    clock: float
    processors: float


def timed(work: Callable[[], object]) -> Spent:
    """Time some work; the processors’ time is that of the processes that it starts."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def run(*command: str, cwd: Path) -> str:
    """Run a command; give what it wrote to standard error."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-1000:] + done.stderr[-3000:])
    return done.stderr


class Bench:
    """The project, copied, and the ways to build it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = self._copy(folder / "jhws")
        self.plain = self._copy(folder / "plain")
        self.edition = newest(self.project)
        self.notebooks = {
            path: chapter_parameters(path, self.edition, self.project)
            for name in self.edition.chapter_names()
            if (path := self.project / "chapters" / f"{name}.ipynb").exists()
        }
        self.pages = folder / "pages"
        run(*JUPYTER_BOOK, str(self.plain), "-q", cwd=self.plain)

    @staticmethod
    def _copy(target: Path) -> Path:
        for part in ("data", "chapters"):
            shutil.copytree(PROJECT / part, target / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        for part in ("_config.yml", "_toc.yml", "requirements.txt"):
            shutil.copyfile(PROJECT / part, target / part)
        return target

    def from_nothing(self) -> Spent:
        """Build all chapters and the book with two workers, nothing kept."""
        shutil.rmtree(self.project / "_build", ignore_errors=True)
        return timed(lambda: run(*JHWS, "build", "--workers", "2", cwd=self.project))

    def nothing_changed(self) -> Spent:
        """Build again."""
        return timed(lambda: run(*JHWS, "build", "--workers", "2", cwd=self.project))

    def one_cell_changed(self, table: str, old: str, new: str) -> Spent:
        """Change a cell of a table, build, and change it back."""
        path = self.project / "data" / table
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        spent = timed(lambda: run(*JHWS, "build", "--workers", "2", cwd=self.project))
        path.write_text(content, encoding="utf-8")
        return spent

    def one_by_one(self) -> Spent:
        """Run each chapter with the papermill command, then Jupyter Book over what came out."""
        shutil.rmtree(self.pages, ignore_errors=True)
        self.pages.mkdir()
        values = self.folder / "values.yml"

        def work() -> None:
            for path, parameters in self.notebooks.items():
                values.write_text(yaml.safe_dump(parameters), encoding="utf-8")
                papermill = [sys.executable, "-m", "papermill", str(path), str(self.pages / path.name)]
                run(*papermill, "--parameters_file", str(values), "--no-progress-bar", cwd=self.project)
            self._book()

        return timed(work)

    def _book(self) -> None:
        files = self.project / "chapters"
        for name in self.edition.chapter_names():
            if (files / f"{name}.md").exists():
                shutil.copyfile(files / f"{name}.md", self.pages / f"{name}.md")
        if not (self.pages / "_static").exists():
            write_book_files(self.pages, self.edition, self.project)
        shutil.rmtree(self.pages / "_build", ignore_errors=True)
        run(*JUPYTER_BOOK, str(self.pages), "-q", cwd=self.pages)

    def floor(self) -> Spent:
        """Run the chapters’ cells in one warm process, then Jupyter Book once; start and imports do not count."""
        given = json.dumps({str(path): parameters for path, parameters in self.notebooks.items()})
        told = run(sys.executable, "-c", FLOOR, given, cwd=self.project).splitlines()[-1]
        cells, book = Spent(*json.loads(told)), timed(self._book)
        return Spent(cells.clock + book.clock, cells.processors + book.processors)

    def plain_nothing_changed(self) -> Spent:
        """Build with Jupyter Book and its cache, nothing changed."""
        return timed(lambda: run(*JUPYTER_BOOK, str(self.plain), "-q", cwd=self.plain))

    def help(self) -> Spent:
        """Start the command."""
        return timed(lambda: run(str(Path(sys.executable).with_name("jhws")), "--help", cwd=self.project))

    def python(self) -> Spent:
        """Start Python."""
        return timed(lambda: run(sys.executable, "-c", "pass", cwd=self.project))


def newest(project: Path) -> Edition:
    """Load the newest edition."""
    return max((load_edition(path, project) for path in edition_files(project)), key=lambda edition: edition.as_of)


def areas(count: int, folder: Path) -> tuple[Spent, float]:
    """Build generated areas; give the time, and the most memory of all its processes at one time, in bytes."""
    listed = generate(count, folder)
    most, ended = 0, threading.Event()

    def watch(build: psutil.Process) -> None:
        nonlocal most
        while not ended.wait(0.5):
            total = 0
            try:
                for process in [build, *build.children(recursive=True)]:
                    total += process.memory_full_info().uss
            except psutil.Error:
                continue
            most = max(most, total)

    def work() -> None:
        with tempfile.TemporaryFile() as told:
            command = [*JHWS, "build", "--workers", "2", "--areas", listed.name]
            build = subprocess.Popen(command, cwd=folder, stdout=told, stderr=told)
            watcher = threading.Thread(target=watch, args=(psutil.Process(build.pid),))
            watcher.start()
            status = build.wait()
            ended.set()
            watcher.join()
            told.seek(0)
            if status:
                raise SystemExit(told.read()[-3000:].decode())

    return timed(work), most


def row(what: str, ours: list[Spent], against: str, theirs: list[Spent], reach: str) -> str:
    """Write a row: medians on the clock and of the processors, and the ratios of both."""
    mine, other = (Spent(*map(statistics.median, zip(*spent, strict=True))) for spent in (ours, theirs))
    return (
        f"| {what} | {mine.clock:.2f} ({mine.processors:.2f}) | {against} | {other.clock:.2f} ({other.processors:.2f}) "
        f"| {mine.clock / other.clock:.2f} ({mine.processors / other.processors:.2f}) | {reach} |"
    )


def measure(rounds: int, sizes: list[int], folder: Path) -> list[str]:
    """Measure everything, alternating; give the table."""
    bench = Bench(folder)
    cell = ("observations/child_obesity_by_decile.csv", ",7287,34353,", ",7288,34353,")
    works: dict[str, Callable[[], Spent]] = {
        "one by one": bench.one_by_one,
        "from nothing": bench.from_nothing,
        "floor": bench.floor,
        "nothing changed": bench.nothing_changed,
        "plain nothing changed": bench.plain_nothing_changed,
        "cell": lambda: bench.one_cell_changed(*cell),
        "help": bench.help,
        "python": bench.python,
    }
    spent: dict[str, list[Spent]] = {name: [] for name in works}
    for number in range(1, rounds + 1):
        for name, work in works.items():
            spent[name].append(work())
            clock, processors = spent[name][-1]
            print(f"round {number}: {name} {clock:.2f} s ({processors:.2f})", file=sys.stderr, flush=True)
    starts = [Spent(a.clock - b.clock, 0) for a, b in zip(spent["help"], spent["python"], strict=True)]
    start = 1000 * statistics.median(each.clock for each in starts)
    rows = [
        "| what | seconds (of the processors) | against | seconds (of the processors) | ratio | to reach |",
        "| --- | --- | --- | --- | --- | --- |",
        row(
            "papermill and jupyter-book",
            spent["one by one"],
            "all from nothing, two workers",
            spent["from nothing"],
            "3.5 or more",
        ),
        row(
            "all from nothing, two workers",
            spent["from nothing"],
            "cells in one warm process, one Sphinx build",
            spent["floor"],
            "1.7 or less",
        ),
        row(
            "nothing changed",
            spent["nothing changed"],
            "jupyter-book with its cache",
            spent["plain nothing changed"],
            "0.5 or less",
        ),
        row("one cell of one table changed", spent["cell"], "all from nothing", spent["from nothing"], "0.3 or less"),
        row(
            "`jhws --help`",
            spent["help"],
            f"`python -c pass` (difference {start:.0f} ms)",
            spent["python"],
            "150 ms or less",
        ),
    ]
    if sizes:
        few, many = sizes
        (less, low), (more, high) = (areas(count, folder / f"areas-{count}") for count in (few, many))
        reach = f"{1.05 * many / few:.1f} or less"
        rows.append(row(f"{many} areas", [more], f"{few} areas", [less], reach))
        told = f"{high / 1e6:.0f} MB", f"{low / 1e6:.0f} MB", f"{high / low:.2f}"
        rows.append(f"| most memory, {many} areas | {told[0]} | {few} areas | {told[1]} | {told[2]} | 0.85 to 1.15 |")
    return rows


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--areas", type=int, nargs=2, default=[])
    asked.add_argument("--table", type=Path)
    given = asked.parse_args()
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(given.rounds, given.areas, Path(folder))
    loads.append(os.getloadavg()[0])
    chapters = len(newest(PROJECT).chapter_names())
    machine = f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB, {platform.system()}"
    about = (
        f"{datetime.date.today():%-d %B %Y}, {machine}, Python {platform.python_version()}; {chapters} chapters, "
        f"medians of {given.rounds} alternating rounds; load average {loads[0]:.1f} before and {loads[1]:.1f} after: "
        + ("others used the machine too." if max(loads) > 3 else "nobody else used the machine.")
    )
    text = "\n".join(["# Build times", "", about, "", *rows, ""])
    print(text)
    if given.table:
        given.table.parent.mkdir(parents=True, exist_ok=True)
        given.table.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
