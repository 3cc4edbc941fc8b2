"""A file to take away is made once from the same of everything, and again from anything else."""

import contextlib
import hashlib
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from jhws.publish.kept import Kept
from jhws.publish.store import KEPT_FOR, remove_half_written

CONTENT = b"\x00a file\r\n\xff" * 10_000


class Maker:
    """Makes a file, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, target: Path) -> None:
        self.times += 1
        target.write_bytes(CONTENT)


@pytest.fixture
def made() -> Maker:
    return Maker()


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "a file.bin"


def pieces(project: Path) -> list[Path]:
    return sorted((project / "_build" / ".cache" / "kept").glob("[!.]*"))


def test_a_file_is_made_once_and_is_the_same_bytes_when_it_is_wanted_again(tmp_path, target, made):
    Kept(tmp_path).write(target, {"rows": ["1"]}, made)
    target.unlink()
    Kept(tmp_path).write(target, {"rows": ["1"]}, made)
    assert target.read_bytes() == CONTENT
    assert made.times == 1


def test_a_file_is_made_again_when_what_goes_into_it_its_name_or_the_lock_changes(tmp_path, target, made):
    Kept(tmp_path).write(target, {"rows": ["1"]}, made)
    Kept(tmp_path).write(target, {"rows": ["2"]}, made)
    assert made.times == 2
    Kept(tmp_path).write(target.with_suffix(".other"), {"rows": ["1"]}, made)
    assert made.times == 3
    (tmp_path / "requirements.txt").write_text("typst==0.15.0\n", encoding="utf-8")
    Kept(tmp_path).write(target, {"rows": ["1"]}, made)
    assert made.times == 4


def test_a_file_is_made_again_when_the_package_changes(tmp_path, target, made, monkeypatch):
    Kept(tmp_path).write(target, "", made)
    package = tmp_path / "jhws"
    package.mkdir()
    (package / "module.py").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr("jhws.publish.manifest.PACKAGE", package)
    Kept(tmp_path).write(target, "", made)
    assert made.times == 2


def test_a_text_is_made_once_and_again_when_what_it_rests_on_changes(tmp_path):
    texts = iter(["ein Gruß\r\n", "another"])
    for rests_on, text in ([1], "ein Gruß\r\n"), ([1], "ein Gruß\r\n"), ([2], "another"):
        assert Kept(tmp_path).text("words", rests_on, lambda: next(texts)) == text


def test_told_to_make_anew_it_makes_and_keeps_what_it_made(tmp_path, target, made):
    Kept(tmp_path).write(target, "", made)
    Kept(tmp_path, anew=True).write(target, "", lambda path: path.write_bytes(b"new"))
    Kept(tmp_path).write(target, "", made)
    assert target.read_bytes() == b"new"
    assert made.times == 1


@pytest.mark.parametrize("left", [0, 10, 40, 5_000])
def test_a_piece_that_is_not_whole_is_made_again(tmp_path, target, made, left):
    Kept(tmp_path).write(target, "", made)
    (piece,) = pieces(tmp_path)
    piece.write_bytes(piece.read_bytes()[:left])
    Kept(tmp_path).write(target, "", made)
    assert made.times == 2
    assert target.read_bytes() == CONTENT


def test_what_fails_keeps_nothing(tmp_path, target):
    def fail(path: Path) -> None:
        path.write_bytes(CONTENT[:5])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Kept(tmp_path).write(target, "", fail)
    assert pieces(tmp_path) == []


def write_often(project: Path, worker: int) -> set[str]:
    target = project / f"{worker}" / "a file.bin"
    target.parent.mkdir()
    found = set()
    kept = Kept(project)
    for _ in range(100):
        kept.write(target, "", Maker())
        found.add(hashlib.sha256(target.read_bytes()).hexdigest())
        for piece in pieces(project):
            with contextlib.suppress(FileNotFoundError):
                os.utime(piece, (0, 0))
        kept.prune()
    return found


def test_processes_that_write_and_let_go_of_the_same_piece_at_once_do_each_other_no_harm(tmp_path):
    with ProcessPoolExecutor(3) as workers:
        found = list(workers.map(write_often, [tmp_path] * 3, range(3)))
    assert found == [{hashlib.sha256(CONTENT).hexdigest()}] * 3
    remove_half_written(tmp_path)
    assert len(pieces(tmp_path)) <= 1


def test_a_piece_goes_a_month_after_its_last_use(tmp_path, target, made):
    kept = Kept(tmp_path)
    for rows in ("old", "used", "new"):
        kept.write(target, rows, made)
    long_ago = time.time() - KEPT_FOR - 60
    for piece in pieces(tmp_path):
        os.utime(piece, (long_ago, long_ago))
    kept.write(target, "used", made)
    kept.write(target, "new", made)
    kept.prune()
    assert len(pieces(tmp_path)) == 2
    kept.write(target, "old", made)
    assert made.times == 4
