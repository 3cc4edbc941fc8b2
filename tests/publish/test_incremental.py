"""The command builds what it must and no more, tells why, and names every chapter that fails."""

import json
import re
from pathlib import Path

import pytest
from tests.command import run_apart

pytestmark = pytest.mark.slow
EDITION = "leicestershire-2024-25"


def replace(file: Path, old: bytes, new: bytes) -> None:
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new, 1))


def edit_targets(project: Path) -> None:
    replace(project / "data" / "targets.csv", b"74% by 2021", b"74 % by 2021")


def test_build_does_only_what_it_must_and_tells_why(small_book):
    first = run_apart(small_book, "build", EDITION)
    assert first.status == 0
    assert "index begins: it has not run before" in first.err
    assert "(3 of 3)" in first.err
    page = small_book / "_build" / "html" / EDITION / "index.html"
    assert f"Open {page}" in first.out.splitlines()
    assert re.match(r"2 chapters ran, \d+ at a time; the largest, \w+, took \d+ MB\.", first.out)
    times = json.loads((small_book / "_build" / "status" / f"{EDITION}.json").read_text(encoding="utf-8"))
    assert [part["chapter"] for part in times["chapters"]] == ["index", "second"]
    assert all(0 < part["seconds"] < 300 for part in times["chapters"])

    assert "taken from" not in (small_book / "_build" / "status" / "index.html").read_text(encoding="utf-8")

    again = run_apart(small_book, "build", EDITION)
    assert again == (0, f"Nothing changed since the last build.\nOpen {page}\n", "")

    edit_targets(small_book)
    explained = run_apart(small_book, "build", EDITION, "--explain")
    assert explained.out.splitlines() == [
        f"{EDITION}\tindex\tnothing to do",
        f"{EDITION}\tsecond\truns: ‘targets.csv’ changed",
        f"{EDITION}\tbook\tcompiled: chapters run",
    ]
    changed = run_apart(small_book, "build", EDITION)
    assert "second begins: ‘targets.csv’ changed" in changed.err
    assert "index begins" not in changed.err

    # A table that no chapter of the book reads runs none; it stands in the data package to take away.
    table = small_book / "data" / "glossary.csv"
    table.write_bytes(b"\n".join(table.read_bytes().splitlines()[:-1]) + b"\n")
    unread = run_apart(small_book, "build", EDITION)
    assert [line for line in unread.err.splitlines() if " begins" in line] == [f"Building {EDITION}: book begins"]

    # A page that somebody changed or lost is not taken for the one that was built.
    page.write_text("spoilt", encoding="utf-8")
    assert "book begins" in run_apart(small_book, "build", EDITION).err
    assert "spoilt" not in page.read_text(encoding="utf-8")

    forced = run_apart(small_book, "build", EDITION, "--force", "--kernel", "python3", "--workers", "1")
    assert "index begins: told to run everything" in forced.err
    assert "1 at a time" in forced.out


def test_every_chapter_that_fails_is_told_and_those_that_ran_are_not_run_again(small_book, write_notebook):
    write_notebook(small_book / "chapters" / "index.ipynb", "# Is it?", "a = 1\na / 0")
    write_notebook(small_book / "chapters" / "third.ipynb", "# Is it?", "int('x')")
    edition = small_book / "data" / "editions" / f"{EDITION}.yml"
    edition.write_text(edition.read_text(encoding="utf-8").replace("- second", "- second\n- third"), encoding="utf-8")
    told = run_apart(small_book, "build", EDITION)
    assert told.status == 1
    assert told.err.splitlines()[-3:] == [
        "",
        "  chapters/index.ipynb, cell 3, line 2: found “a / 0”; ZeroDivisionError: division by zero",
        "  chapters/third.ipynb, cell 3: found “int('x')”; ValueError: invalid literal for int() with base 10: 'x'",
    ]
    assert not (small_book / "_build" / "html").exists()
    show = "from jhws import data\nfrom jhws.present import tables\ntables.sources(data.read_table('sources'))"
    write_notebook(small_book / "chapters" / "index.ipynb", "# Is it?", show)
    write_notebook(small_book / "chapters" / "third.ipynb", "# Is it?", "1")
    mended = run_apart(small_book, "build", EDITION)
    assert mended.status == 0
    assert "second begins" not in mended.err
