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

from jhws.content import tree_digests
from jhws.publish.warm import CAN_FORK

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")]
# A few in every run of the tests; JHWS_KILLS=50 for the long look.
KILLS = int(os.environ.get("JHWS_KILLS", "4"))
LONGEST = 60  # seconds that anything may take to go, on the busiest machine


def family(build: psutil.Process) -> list[psutil.Process]:
    try:
        return [build, *build.children(recursive=True)]
    except psutil.Error:
        return [build]


def test_builds_killed_at_random_moments_leave_nothing_and_the_next_one_builds(one_small_edition):
    temporary = Path(tempfile.mkdtemp())
    environment = {**os.environ, "TMPDIR": str(temporary)}
    built = one_small_edition / "_build"
    command = [sys.executable, "-m", "jhws", "build", "--force"]

    def start() -> subprocess.Popen:
        return subprocess.Popen(
            command,
            cwd=one_small_edition,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def left_over() -> list[Path]:
        return [*temporary.iterdir(), *built.glob(".work-*")]

    began = time.monotonic()
    assert start().communicate()[1].count(" done") == 3
    takes = time.monotonic() - began
    site = next(path for path in (built / "html").iterdir() if path.is_dir())
    stood = tree_digests(site, [site])
    draw = random.Random(6)
    for number in range(KILLS):
        build = start()
        time.sleep(draw.uniform(0, takes))
        processes = family(psutil.Process(build.pid)) if build.poll() is None else []
        build.send_signal(signal.SIGKILL if number % 3 else signal.SIGTERM)
        build.communicate()
        _, alive = psutil.wait_procs(processes, timeout=LONGEST)
        assert alive == []
        wait_until(lambda: left_over() == [])
        # The site that stood stands, or the new one, which is the same to the letter.
        assert tree_digests(site, [site]) == stood
        for facts in (built / ".cache" / "runs").glob("*/[!.]*.json"):
            content = json.loads(facts.read_text(encoding="utf-8"))
            assert content["seconds"] > 0
    done = start()
    assert "book done" in done.communicate()[1]
    assert done.returncode == 0
    assert tree_digests(site, [site]) == stood
    assert [path.name for path in (built / "html").iterdir() if path.is_dir()] == [site.name]
    shutil.rmtree(temporary)


def wait_until(true, seconds=LONGEST):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
