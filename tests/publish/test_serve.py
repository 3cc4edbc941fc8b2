"""The preview shows a saved change soon, tells a fault on the page, and keeps the last good page and the real site."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
import yaml

pytestmark = pytest.mark.slow


class Events:
    """What the pages of a preview are told, one state at a time."""

    def __init__(self, address: str) -> None:
        self._stream = urllib.request.urlopen(f"{address}_live", timeout=120)

    def next(self) -> dict:
        while not (line := self._stream.readline().decode()).startswith("data: "):
            pass
        return json.loads(line.removeprefix("data: "))


@pytest.fixture
def preview(copy_of_project, write_notebook):
    """A preview of a small book, as a process of its own; gives its address, the project and its first state."""
    chapters = copy_of_project / "chapters"
    for page in [*chapters.glob("*.ipynb"), *chapters.glob("*.md")]:
        page.unlink()
    write_notebook(chapters / "index.ipynb", "# Is it there?", "from jhws import data\nlen(data.read_table('areas'))")
    write_notebook(chapters / "second.ipynb", "# And this?", "print('first words')")
    *others, newest = sorted((copy_of_project / "data" / "editions").glob("*.yml"))
    for other in others:
        other.unlink()
    kept = yaml.safe_load(newest.read_text(encoding="utf-8")) | {"chapters": ["index", "second"]}
    newest.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "jhws", "serve", "--port", "0", "--no-browser"]
    variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=copy_of_project, env=variables, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0]
    events = Events(address)
    while (state := events.next())["version"] == 0:
        assert state["faults"] == []
    yield address, copy_of_project, events
    process.terminate()
    process.wait(timeout=30)
    assert not list((copy_of_project / "_build").glob(".work-*"))


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as page:
        return page.read().decode()


def test_a_saved_change_is_shown_a_fault_is_told_and_the_last_good_page_stays(preview, write_notebook):
    address, project, events = preview
    assert "first words" in get(f"{address}second.html")
    assert '<script src="/_live.js" defer></script>' in get(address)
    assert "EventSource" in get(f"{address}_live.js")

    chapter = project / "chapters" / "second.ipynb"
    write_notebook(chapter, "# And this?", "print('other words')")
    assert events.next() == {"version": 2, "faults": []}
    assert "other words" in get(f"{address}second.html")

    write_notebook(chapter, "# And this?", "a = 1\n1 / 0")
    told = events.next()
    assert told["version"] == 2
    assert told["faults"] == [
        "chapters/second.ipynb, cell 3, line 2: found “1 / 0”; ZeroDivisionError: division by zero"
    ]
    assert "other words" in get(f"{address}second.html")

    table = project / "data" / "areas.csv"
    good = table.read_bytes()
    table.write_bytes(good.replace(b"Melton,district", b"Melton,distrikt"))
    assert any("data/areas.csv, row 9, field area_type: found “distrikt”" in fault for fault in events.next()["faults"])
    table.write_bytes(good)
    assert "1 / 0" in events.next()["faults"][0]

    write_notebook(chapter, "# And this?", "print('last words')")
    assert events.next() == {"version": 3, "faults": []}
    assert "last words" in get(f"{address}second.html")
    assert not (project / "_build" / "html").exists()


def test_what_is_not_there_is_not_found_and_nothing_outside_the_site_is_given(preview):
    address, _, _ = preview
    for name in ("nowhere.html", "nowhere.css", "..%2f..%2f..%2fdata%2fareas.csv", "../../../data/areas.csv"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(address + name)
        assert refused.value.code in (403, 404)
