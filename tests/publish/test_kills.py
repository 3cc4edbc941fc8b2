"""A build that is killed at any moment leaves no process, no socket and no half file, and the next one builds."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
import yaml

from jhws.publish.warm import CAN_FORK

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")]
# A few in every run of the tests; JHWS_KILLS=30 for the long look.
KILLS = int(os.environ.get("JHWS_KILLS", "4"))


@pytest.fixture
def small_book(copy_of_project, write_notebook, monkeypatch):
    """The project with one edition of two small chapters."""
    monkeypatch.delenv("JHWS_PROJECT")
    chapters = copy_of_project / "chapters"
    for page in [*chapters.glob("*.ipynb"), *chapters.glob("*.md")]:
        page.unlink()
    show = "from jhws import data\nfrom jhws.present import tables\ntables.sources(data.read_table('sources'))"
    write_notebook(chapters / "index.ipynb", "# Is it there?", show)
    write_notebook(chapters / "second.ipynb", "# And this?", "import time\ntime.sleep(0.3)\narea")
    editions = sorted((copy_of_project / "data" / "editions").glob("*.yml"))
    for other in editions[:-1]:
        other.unlink()
    kept = yaml.safe_load(editions[-1].read_text(encoding="utf-8")) | {"chapters": ["index", "second"]}
    editions[-1].write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return copy_of_project


def family(build: psutil.Process) -> list[psutil.Process]:
    try:
        return [build, *build.children(recursive=True)]
    except psutil.Error:
        return [build]


def test_builds_killed_at_random_moments_leave_nothing_and_the_next_one_builds(small_book):
    temporary = Path(tempfile.mkdtemp())
    environment = {**os.environ, "TMPDIR": str(temporary)}
    built = small_book / "_build"
    command = [sys.executable, "-m", "jhws", "build", "--force"]

    def start() -> subprocess.Popen:
        return subprocess.Popen(
            command, cwd=small_book, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def left_over() -> list[Path]:
        return [*temporary.iterdir(), *built.glob(".work-*")]

    began = time.monotonic()
    assert start().communicate()[1].count(" done") == 3
    takes = time.monotonic() - began
    site = next(path for path in (built / "html").iterdir() if path.is_dir())
    pages = {path.name for path in site.glob("*.html")}
    draw = random.Random(6)
    for number in range(KILLS):
        build = start()
        time.sleep(draw.uniform(0, takes))
        processes = family(psutil.Process(build.pid)) if build.poll() is None else []
        build.send_signal(signal.SIGKILL if number % 3 else signal.SIGTERM)
        build.communicate()
        _, alive = psutil.wait_procs(processes, timeout=15)
        assert alive == []
        wait_until(lambda: left_over() == [])
        # The site that stood stands, in its place or (killed between two renames) beside it for the next build.
        standing = site if site.exists() else site.with_name(f".{site.name}.old")
        assert {path.name for path in standing.glob("*.html")} == pages
        for facts in (built / ".cache" / "runs").glob("*/[!.]*.json"):
            content = json.loads(facts.read_text(encoding="utf-8"))
            assert content["seconds"] > 0
    done = start()
    assert "book done" in done.communicate()[1]
    assert done.returncode == 0
    assert {path.name for path in site.glob("*.html")} == pages
    assert [path.name for path in (built / "html").iterdir() if path.is_dir()] == [site.name]
    shutil.rmtree(temporary)


def wait_until(true, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
