"""How long each chapter took, beside the sites and never inside them: a file for each edition, and a page of all."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader

from jhws.publish.cache import Run
from jhws.publish.plan import Step, say_reasons
from jhws.publish.store import read_json, write_whole

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True)


def status_folder(project: Path) -> Path:
    """Give where the times stand."""
    return project / "_build" / "status"


def note_times(edition: str, project: Path, steps: list[Step], done: dict[str, Run], book: float) -> None:
    """Write the times and the memory of an edition's chapters, and the page that shows those of all editions."""
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
    built = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    status = {"edition": edition, "built": built, "book_seconds": round(book, 2), "chapters": chapters}
    folder = status_folder(project)
    write_whole(folder / f"{edition}.json", json.dumps(status, indent=1))
    every = [status for path in sorted(folder.glob("*.json")) if (status := read_json(path))]
    write_whole(folder / "index.html", _TEMPLATES.get_template("status.html.j2").render(editions=every))


def last_time_of_book(edition: str, project: Path) -> float | None:
    """Give the seconds that compiling an edition's book took last; none where that is not known."""
    status: dict[str, Any] | None = read_json(status_folder(project) / f"{edition}.json")
    return status["book_seconds"] if status else None
