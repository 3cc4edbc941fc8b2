"""A finished folder comes to stand in one step; where the system has no such step, the old one is put back."""

import os
import threading

import pytest

from jhws.publish import swap
from jhws.publish.swap import put_back, swap_in


@pytest.fixture
def fresh(tmp_path):
    return site_of(tmp_path / "fresh", "new")


def site_of(folder, words):
    folder.mkdir()
    (folder / "index.html").write_text(words, encoding="utf-8")
    return folder


@pytest.mark.parametrize("one_step", [True, False])
def test_the_new_folder_stands_and_nothing_is_left_of_the_old(one_step, fresh, tmp_path, monkeypatch):
    if not one_step:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    place = site_of(tmp_path / "site", "old")
    (place / "page.html").touch()
    swap_in(fresh, place)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert [(path.name, path.read_text(encoding="utf-8")) for path in place.iterdir()] == [("index.html", "new")]


def test_a_first_folder_is_moved_where_none_stood(fresh, tmp_path):
    swap_in(fresh, tmp_path / "html" / "site")
    assert (tmp_path / "html" / "site" / "index.html").read_text(encoding="utf-8") == "new"


def test_a_swap_that_was_killed_between_two_renames_is_undone(tmp_path):
    site_of(tmp_path / ".site.old", "old")
    put_back(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "old"
    site_of(tmp_path / ".site.old", "older")
    put_back(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no exchange in one step here")
def test_a_reader_finds_a_folder_in_the_place_at_every_moment(tmp_path):
    place = site_of(tmp_path / "site", "0")
    missing, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            if not place.is_dir():
                missing.append(place)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(300):
        swap_in(site_of(tmp_path / f"fresh{number}", str(number)), place)
    ended.set()
    reader.join()
    assert missing == []
