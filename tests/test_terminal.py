"""Progress is told in plain lines where there is no terminal; what is left is guessed from what is known."""

import time

import pytest

from jhws.terminal import Watcher, in_words, progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set."""
    now = {"seconds": 100.0}
    monkeypatch.setattr(time, "monotonic", lambda: now["seconds"])
    return lambda seconds: now.update(seconds=now["seconds"] + seconds)


def test_plain_lines_tell_each_step_why_how_many_and_how_long_still(capsys, clock):
    with progress("Building a-book", {"trends": 6.0, "book": 2.0}) as watcher:
        watcher.begin("trends", "‘smoking.csv’ changed")
        clock(5.0)
        watcher.end("trends")
        watcher.begin("book")
        clock(1.5)
        watcher.end("book")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Building a-book: trends begins: ‘smoking.csv’ changed",
        "Building a-book: trends done in 5.0 s (1 of 2; about 2 s still)",
        "Building a-book: book begins",
        "Building a-book: book done in 1.5 s (2 of 2)",
    ]


def test_what_is_left_is_shared_among_workers_but_takes_as_long_as_its_longest_step(clock):
    assert Watcher({"a": 4.0, "b": 4.0, "c": 4.0, "d": 4.0}, workers=2).still() == 8.0
    assert Watcher({"a": 9.0, "b": 1.0}, workers=2).still() == 9.0


def test_a_step_that_runs_counts_with_what_is_left_of_it(clock):
    watcher = Watcher({"a": 4.0, "b": 3.0})
    watcher.begin("a")
    clock(3.0)
    assert watcher.still() == 4.0
    clock(10.0)
    assert watcher.still() == 3.0


def test_a_step_of_which_nothing_is_known_is_taken_for_the_mean_of_the_others(clock):
    watcher = Watcher({"a": None, "b": None, "c": None})
    watcher.begin("a")
    clock(7.0)
    watcher.end("a")
    assert watcher.still() == 14.0


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, "1 s"), (12.4, "12 s"), (89, "89 s"), (100, "2 min"), (600, "10 min")]
)
def test_a_time_is_told_in_seconds_or_minutes(seconds, told):
    assert in_words(seconds) == told
