"""Two builds at once: the second says that it waits, and both end well; a build that dies holds nobody up.

Nor does a build publish a mixture where somebody saves a table meanwhile.
"""

import os
import signal
import subprocess
import sys
import threading

import pytest

from jhws.content import tree_digests
from jhws.edition import edition_files, load_edition
from jhws.faults import FaultsError
from jhws.publish import build as building
from jhws.publish.turn import WAITING, our_turn


def hold(project) -> subprocess.Popen:
    """Have another process take its turn and keep it."""
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom jhws.publish.turn import our_turn\n"
        "with our_turn(Path(sys.argv[1]), print):\n    print('held', flush=True)\n    time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(project)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    return holder


def test_who_is_alone_hears_nothing(tmp_path):
    told = []
    for _ in range(2):
        with our_turn(tmp_path, told.append):
            pass
    assert told == []


@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM"])
@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended as POSIX does")
def test_the_second_says_that_it_waits_and_goes_on_when_the_first_is_killed(end, tmp_path):
    holder = hold(tmp_path)
    told = []

    def tell(words):
        told.append(words)
        holder.send_signal(getattr(signal, end))

    try:
        with our_turn(tmp_path, tell):
            assert told == [WAITING]
    finally:
        holder.kill()
        holder.communicate()


def test_an_error_gives_the_turn_back(tmp_path):
    with pytest.raises(ValueError, match="of the build"), our_turn(tmp_path, print):
        raise ValueError("of the build")
    waited = threading.Event()
    with our_turn(tmp_path, lambda words: waited.set()):
        assert not waited.is_set()


@pytest.mark.slow
def test_two_builds_at_once_both_end_well_and_a_whole_site_stands(one_small_edition):
    environment = {**os.environ, "JHWS_PROJECT": str(one_small_edition)}
    command = [sys.executable, "-m", "jhws", "build", "--force"]
    builds = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [(build.communicate(timeout=300), build.returncode) for build in builds]
    assert [status for _, status in ended] == [0, 0]
    assert sorted(WAITING in out for (out, _), _ in ended) == [False, True]
    (site,) = (path for path in (one_small_edition / "_build" / "html").iterdir() if path.is_dir())
    stood = tree_digests(site, [site])
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0
    assert tree_digests(site, [site]) == stood


@pytest.mark.slow
def test_a_table_that_is_saved_during_a_build_makes_no_mixture(one_small_edition, monkeypatch):
    (file,) = edition_files(one_small_edition)
    edition = load_edition(file, one_small_edition)
    site = building.build_edition(edition, one_small_edition).page.parent
    stood = tree_digests(site, [site])
    compile_book, table = building.compile_book, one_small_edition / "data" / "sources.csv"

    def save_meanwhile(*given):
        table.write_text(table.read_text(encoding="utf-8").replace("Leicestershire", "Rutland", 1), encoding="utf-8")
        return compile_book(*given)

    monkeypatch.setattr(building, "compile_book", save_meanwhile)
    with pytest.raises(FaultsError, match="a file changed while the book was built"):
        building.build_edition(edition, one_small_edition, force=True)
    assert tree_digests(site, [site]) == stood
    monkeypatch.undo()
    building.build_edition(edition, one_small_edition)
    assert tree_digests(site, [site]) != stood
