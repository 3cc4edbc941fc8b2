"""A clock that was set back, between builds or during one, changes nothing: decisions rest on content, not on time."""

import itertools
import os
import time

import pytest

from jhws.content import tree_digests
from jhws.edition import edition_files, load_edition
from jhws.publish.build import build_edition
from jhws.publish.cache import Runs
from jhws.publish.standing import nothing_to_do

YEAR = 366 * 24 * 3600


def build(project):
    (file,) = edition_files(project)
    built = build_edition(load_edition(file, project), project)
    return built, tree_digests(built.page.parent, [built.page.parent])


@pytest.mark.slow
def test_after_the_clock_was_set_back_a_year_what_changed_is_built_and_what_did_not_is_not(one_small_edition):
    first, stood = build(one_small_edition)
    assert list(first.ran) == ["index", "second"]
    # All that was written before is now a year ahead of the clock.
    for path in one_small_edition.rglob("*"):
        os.utime(path, (time.time() + YEAR,) * 2)
    assert nothing_to_do(one_small_edition) is not None
    assert build(one_small_edition)[0].ran == {}
    table = one_small_edition / "data" / "sources.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("Leicestershire", "Rutland", 1), encoding="utf-8")
    os.utime(table, (0, 0))  # older than anything that was built from it
    assert nothing_to_do(one_small_edition) is None
    again, now = build(one_small_edition)
    assert list(again.ran) == ["index"]
    assert now != stood
    table.write_text(text, encoding="utf-8")
    assert build(one_small_edition)[1] == stood


@pytest.mark.slow
def test_a_clock_that_goes_back_during_a_build_leaves_the_same_site(one_small_edition, monkeypatch):
    stood = build(one_small_edition)[1]
    backwards = itertools.count(time.time(), -3600)
    monkeypatch.setattr(time, "time", lambda: next(backwards))
    (file,) = edition_files(one_small_edition)
    built = build_edition(load_edition(file, one_small_edition), one_small_edition, force=True)
    assert tree_digests(built.page.parent, [built.page.parent]) == stood


@pytest.mark.slow
def test_a_clock_set_far_ahead_for_one_build_costs_no_chapter_that_was_built_last(one_small_edition, monkeypatch):
    build(one_small_edition)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10 * YEAR)
    Runs(one_small_edition).prune()
    monkeypatch.undo()
    assert build(one_small_edition)[0].ran == {}
