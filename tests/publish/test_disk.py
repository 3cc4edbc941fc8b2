"""A disk that is full or may not be written ends a build in words; the site that stood stands, whole.

Everywhere, a write of each place in the package is refused in turn, with half a file left behind. Where a name space of
its own may be made (`unshare`), `_build` also lies on a small disk in memory that is really full, or really read-only,
and is seen by the commands that run in that name space alone.
"""

import contextlib
import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import jhws
from jhws.content import tree_digests
from jhws.disk import disk_fault
from jhws.edition import edition_files, load_edition
from jhws.faults import FaultsError
from jhws.publish import build as building
from jhws.publish.book import compile_book
from jhws.publish.deploy import publish_to_folder
from jhws.publish.workers import local_workers

ROOMY = 400  # MB
PACKAGE = Path(jhws.__file__).parent


class Door:
    """Sees each write below a folder as Python begins it, and refuses one: the disk is full, half the file is there."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.refuse = 0
        self.seen: list[str] = []
        sys.addaudithook(self._hear)  # for as long as the process lives; there is no way to take it out

    @contextlib.contextmanager
    def watch(self, folder: Path, refuse: int = 0) -> Iterator[list[str]]:
        """Note who in the package writes below a folder; the write of this number, counted from 1, is refused."""
        self.folder, self.refuse, self.seen = folder, refuse, []
        try:
            yield self.seen
        finally:
            self.folder = None

    def _hear(self, event: str, arguments: tuple) -> None:
        if self.folder is None or not self._writes(event, arguments):
            return
        folder, path = self.folder, Path(os.fsdecode(arguments[0]))
        if not path.is_relative_to(folder):
            return
        self.seen.append(self._who())
        if len(self.seen) == self.refuse:
            self.folder = None
            if event == "open" and path.parent.is_dir():
                path.write_bytes(b"half")
            self.folder = folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @staticmethod
    def _writes(event: str, arguments: tuple) -> bool:
        if event == "open":
            return isinstance(arguments[0], (str, bytes)) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        return event in {"os.mkdir", "os.rename"}

    @staticmethod
    def _who() -> str:
        """Name the place in the package from which the write comes."""
        frame = sys._getframe()
        while frame and not frame.f_code.co_filename.startswith(str(PACKAGE)):
            frame = frame.f_back
        return f"{Path(frame.f_code.co_filename).relative_to(PACKAGE)}:{frame.f_lineno}" if frame else "others"


DOOR = Door()


@dataclass
class Kept:
    """Workers who give what they gave the first time."""

    runs: dict
    count: int = 1

    def run(self, tasks, project, keep, begins) -> None:
        for task in tasks:
            keep(task, self.runs[task.name])


class NoFork:
    """A template that gives none, so that this process writes everything."""

    def fork(self, *what, **how):
        raise OSError


@pytest.fixture
def quick_build(one_small_edition, monkeypatch):
    """A build of the small book whose chapters have run and whose pages have been compiled by the real ones before."""
    (file,) = edition_files(one_small_edition)
    edition = load_edition(file, one_small_edition)
    place = one_small_edition / "_build" / "html" / edition.id
    runs, compiled = {}, one_small_edition / "compiled"

    class Noting:
        count = 1

        def run(self, tasks, project, keep, begins) -> None:
            def note(task, executed):
                runs[task.name] = executed
                keep(task, executed)

            with local_workers(one_small_edition) as crew:
                crew.run(tasks, project, note)

    def compile_once(book, output, edition, template):
        html = output / "_build" / "html"
        if not compiled.exists():
            shutil.copytree(compile_book(book, output, edition, None), compiled)
        else:
            shutil.copytree(compiled, html)
        return html

    monkeypatch.setattr(building, "compile_book", compile_once)

    def build() -> dict[str, str]:
        crew = Kept(runs) if runs else Noting()
        building.build_edition(edition, one_small_edition, workers=crew, force=True, template=NoFork())
        return tree_digests(place, [place])

    return place, build


@pytest.mark.slow
def test_whichever_write_of_a_build_fails_a_whole_site_stands_and_the_next_build_needs_nothing(
    quick_build, one_small_edition
):
    place, build = quick_build
    new = build()
    with DOOR.watch(one_small_edition / "_build") as writes:
        assert build() == new
    turns = sorted(writes.index(who) + 1 for who in set(writes))
    assert {"workplace", "store", "build", "bind", "record", "swap"} <= {Path(who).stem.split(".")[0] for who in writes}
    for turn in turns:
        shutil.rmtree(place)
        place.mkdir()
        (place / "index.html").write_text("the site that stands", encoding="utf-8")
        old = tree_digests(place, [place])
        with DOOR.watch(one_small_edition / "_build", refuse=turn) as seen, contextlib.suppress(OSError, FaultsError):
            build()
        assert len(seen) >= turn, "what the build before left behind stopped this one"
        assert tree_digests(place, [place]) in (old, new), writes[turn - 1]
    assert build() == new


@pytest.mark.slow
def test_whichever_write_of_publishing_fails_what_was_published_stands_whole(quick_build, one_small_edition):
    _, build = quick_build
    build()
    html, pages = one_small_edition / "_build" / "html", one_small_edition / "_build" / "pages"
    with DOOR.watch(one_small_edition) as writes:
        publish_to_folder(html, pages)
    stood = tree_digests(pages, [pages])
    assert len(writes) > len(stood)
    for turn in range(1, len(writes) + 1):
        with DOOR.watch(one_small_edition, refuse=turn), contextlib.suppress(OSError):
            publish_to_folder(html, pages)
        assert tree_digests(pages, [pages]) == stood, writes[turn - 1]


def test_what_a_disk_refuses_is_named_with_what_to_do(tmp_path):
    (tmp_path / "_build").mkdir()
    full = disk_fault(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), tmp_path)
    assert "the disk is full" in full.rule
    assert "Make room there" in full.remedy
    passed_on = disk_fault(RuntimeError(f"pandoc: resource exhausted ({os.strerror(errno.ENOSPC)})"), tmp_path)
    assert passed_on == full
    forbidden = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path / "_build" / "html"))
    assert str(disk_fault(forbidden, tmp_path)).startswith(
        "_build/html: it may not be read or written (permission denied)."
    )
    assert disk_fault(ValueError("of another kind"), tmp_path) is None


@dataclass
class SmallDisk:
    """A project whose `_build` is a disk in memory; `keeper` is the process that keeps its name space."""

    project: Path
    keeper: int

    @property
    def build(self) -> Path:
        """Where this process sees the disk."""
        return Path(f"/proc/{self.keeper}/root{self.project}/_build")

    def run(self, *command: str) -> subprocess.CompletedProcess:
        inside = ["nsenter", "--target", str(self.keeper), "--user", "--mount", "--preserve-credentials"]
        return subprocess.run([*inside, *command], cwd=self.project, capture_output=True, text=True, timeout=300)

    def jhws(self, *words: str) -> subprocess.CompletedProcess:
        return self.run("env", f"JHWS_PROJECT={self.project}", sys.executable, "-m", "jhws", *words)

    def mount(self, options: str) -> None:
        done = self.run("mount", "-o", f"remount,{options}", str(self.project / "_build"))
        assert done.returncode == 0, done.stderr

    def leave_free(self, kilobytes: int) -> None:
        """Make the disk so small that this much is left."""
        used = shutil.disk_usage(self.build).used // 1024
        self.mount(f"size={used + kilobytes}k")

    def site(self) -> dict[str, str]:
        (site,) = (path for path in (self.build / "html").iterdir() if path.is_dir())
        return tree_digests(site, [site])


@contextlib.contextmanager
def name_space(project: Path) -> Iterator[int]:
    (project / "_build").mkdir()
    mount = f'mount -t tmpfs -o size={ROOMY}m tmpfs "$0/_build" && echo ready && exec sleep 3600'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(project)]
    keeper = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield keeper.pid if keeper.stdout and keeper.stdout.readline() == "ready\n" else 0
    finally:
        keeper.kill()
        keeper.communicate()


@pytest.fixture
def small_disk(one_small_edition):
    if not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("there are no name spaces here: the errors are faked in the other tests alone")
    with name_space(one_small_edition) as keeper:
        if not keeper:
            pytest.skip("no disk may be mounted here: the errors are faked in the other tests alone")
        yield SmallDisk(one_small_edition, keeper)


@pytest.mark.slow
def test_a_full_disk_is_told_with_what_is_left_and_the_site_stands_whatever_did_not_fit(small_disk):
    assert small_disk.jhws("build").returncode == 0
    stood = small_disk.site()
    for kilobytes in (0, 100, 3_000):  # no chapter can be kept; the pages do not fit; what is compiled does not
        small_disk.leave_free(kilobytes)
        done = small_disk.jhws("build", "--force")
        assert done.returncode == 1
        (fault,) = (line.strip() for line in done.stderr.splitlines() if "the disk is full" in line)
        told = re.fullmatch(
            r"_build: the disk is full: (\d+\.\d) MB are free in this folder, and more is needed\. Make room there and "
            r"run the command again\. A build takes about (\d+) MB\.",
            fault,
        )
        assert told, fault
        assert told[1] == f"{shutil.disk_usage(small_disk.build).free / 1e6:.1f}"
        assert float(told[1]) < float(told[2])
        assert "1 fault found; nothing was changed." in done.stderr
        assert "Traceback" not in done.stderr
        assert small_disk.site() == stood
        small_disk.mount(f"size={ROOMY}m")
    change_a_table(small_disk.project)
    done = small_disk.jhws("build")
    assert done.returncode == 0, done.stderr
    assert small_disk.site() != stood
    assert [path.name for path in small_disk.build.glob(".work-*")] == []


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_is_named_and_the_site_stands(small_disk):
    assert small_disk.jhws("build").returncode == 0
    stood = small_disk.site()
    change_a_table(small_disk.project)
    small_disk.mount("ro")
    for command in ("build", "publish"):
        done = small_disk.jhws(command)
        assert done.returncode == 1
        assert "_build" in done.stderr
        assert "it may not be read or written (read-only file system). Have the right to it" in done.stderr
        assert "Traceback" not in done.stderr
        assert small_disk.site() == stood
    small_disk.mount("rw")
    assert small_disk.jhws("build").returncode == 0
    assert small_disk.site() != stood


def change_a_table(project: Path) -> None:
    """Change a word that the small book shows."""
    table = project / "data" / "sources.csv"
    text = table.read_text(encoding="utf-8")
    assert "Leicestershire" in text
    table.write_text(text.replace("Leicestershire", "Rutland", 1), encoding="utf-8")
