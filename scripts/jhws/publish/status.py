"""What differs from build to build: times, tests and measurements, beside the sites and never inside them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from jinja2 import Environment, PackageLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from jhws.present.numbers import on_day
from jhws.project import find_project
from jhws.publish.cache import Run
from jhws.publish.plan import Step, say_reasons
from jhws.publish.standing import sites_folder
from jhws.publish.store import read_json, write_whole

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True)
_MEASURED = ("build_times", "lighthouse", "axe")


def status_folder(project: Path) -> Path:
    """Give where the times, the results of the tests and the page that shows them stand."""
    return project / "_build" / "status"


def note_times(edition: str, project: Path, steps: list[Step], done: dict[str, Run], book: float) -> None:
    """Write the times and the memory of an edition's chapters."""
    chapters = [
        {
            "chapter": step.chapter,
            "seconds": done[step.chapter].seconds,
            "memory_mb": round(done[step.chapter].memory / 1e6),
            "ran": step.run is None,
            "why": say_reasons(step.reasons),
        }
        for step in steps
    ]
    built = _now().isoformat(timespec="seconds")
    status = {"edition": edition, "built": built, "book_seconds": round(book, 2), "chapters": chapters}
    write_whole(status_folder(project) / f"{edition}.json", json.dumps(status, indent=1))


def last_time_of_book(edition: str, project: Path) -> float | None:
    """Give the seconds that compiling an edition's book took last; none where that is not known."""
    status: dict[str, Any] | None = read_json(status_folder(project) / f"{edition}.json")
    return status["book_seconds"] if status else None


def write_status_page(project: Path) -> Path:
    """Write ``_build/status/index.html``: the last run of the tests, the times of each edition, what was measured."""
    folder = status_folder(project)
    every = [status for path in sorted(folder.glob("*.json")) if (status := read_json(path))]
    for status in every:
        site = sites_folder(project) / status["edition"]
        status["pages"] = [name for name in ("index", "status", "made") if (site / f"{name}.html").exists()]
    page = folder / "index.html"
    measured = [_as_html(project / "docs" / "measured" / f"{name}.md") for name in _MEASURED]
    template = _TEMPLATES.get_template("status.html.j2")
    write_whole(page, template.render(editions=every, tests=read_tests(project), measured=filter(None, measured)))
    return page


def _moment(when: str) -> str:
    """Write an ISO time as '22 November 2026, 20:38 UTC', without a zone where it has none."""
    time = datetime.datetime.fromisoformat(when)
    return f"{on_day(pd.Timestamp(time))}, {time:%H:%M %Z}".strip()


_TEMPLATES.filters["moment"] = _moment


def read_tests(project: Path) -> dict[str, Any] | None:
    """Read what ``make test`` left of its last run.

    Returns
    -------
    dict or None
        `tests`, `passed`, `failed`, `skipped` (numbers), `seconds` and `when` (ISO); none where the tests have not
        run here, or were broken off.
    """
    try:
        suite = ElementTree.parse(status_folder(project) / "tests.xml").getroot().find("testsuite")
    except (OSError, ElementTree.ParseError):
        return None
    if suite is None:
        return None
    tests, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    return {
        "tests": tests,
        "passed": tests - skipped - failed,
        "failed": failed,
        "skipped": skipped,
        "seconds": float(suite.attrib["time"]),
        "when": suite.attrib["timestamp"].partition(".")[0],
    }


def _as_html(path: Path) -> Markup | None:
    """Turn a page of measurements into HTML, its headings below the page’s own; none where there is no such page."""
    if not path.exists():
        return None
    reader = MarkdownIt("js-default")
    label = f'aria-label="Table of {path.stem.replace("_", " ")}"'
    reader.add_render_rule("table_open", lambda *_: f'<div class="wide" role="group" tabindex="0" {label}>\n<table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    tokens = reader.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) + 2}"
    return Markup(reader.renderer.render(tokens, reader.options, {}))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


if __name__ == "__main__":
    write_status_page(find_project())
