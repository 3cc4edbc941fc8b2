"""Executed chapters, kept by what they rest on, so that no chapter runs twice with the same of everything.

Below ``_build/.cache/``: ``runs/<key>/<reads>.ipynb`` with its facts beside it in ``.json``, shared between editions;
``last/<edition>/<chapter>.json``, which run a chapter of an edition had last, to tell why it runs again. Each file is
written beside and renamed: whole, or not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jhws.content import digest
from jhws.publish.keys import read_now
from jhws.publish.store import KEPT_FOR, cache_folder, read_json, remove_half_written, write_whole


@dataclass(frozen=True)
class Executed:
    """What a run gives.

    Parameters
    ----------
    notebook
        The executed notebook as text, without a trace of when and where it ran.
    reads
        The project's files that it read, by name, with the digests of what they held.
    seconds
        How long it took, the kernel's start included.
    memory
        The most memory that its kernel had, in bytes; 0 where the system does not tell.
    """

    notebook: str
    reads: dict[str, str]
    seconds: float
    memory: int


@dataclass(frozen=True)
class Run:
    """A run that is kept: its executed notebook, and what it rests on."""

    notebook: Path
    content: str
    ingredients: dict[str, str]
    reads: dict[str, str]
    seconds: float
    memory: int


class Runs:
    """The runs that a project keeps."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._folder = cache_folder(project)

    def find(self, ingredients: dict[str, str]) -> Run | None:
        """Give the run that rests on these ingredients and on the files as they are now, if there is one."""
        for facts in sorted((self._folder / "runs" / digest(ingredients)).glob("*.json")):
            run = self._load(facts)
            if run is not None and run.reads == read_now(run.reads, self._project):
                os.utime(facts)
                return run
        return None

    def _load(self, facts: Path) -> Run | None:
        """Read a run; one whose notebook is not as it was kept counts for nothing."""
        about = read_json(facts)
        notebook = facts.with_suffix(".ipynb")
        if about is None or not notebook.is_file() or _digest(notebook.read_bytes()) != about["content"]:
            return None
        return Run(notebook, **about)

    def keep(self, executed: Executed, ingredients: dict[str, str]) -> Run:
        """Keep what a run gave."""
        facts = self._facts(ingredients, executed.reads)
        notebook = facts.with_suffix(".ipynb")
        content = _digest(executed.notebook.encode())
        run = Run(notebook, content, ingredients, executed.reads, round(executed.seconds, 2), executed.memory)
        write_whole(notebook, executed.notebook)
        write_whole(facts, json.dumps({key: value for key, value in asdict(run).items() if key != "notebook"}))
        return run

    def _facts(self, ingredients: dict[str, str], reads: dict[str, str]) -> Path:
        return self._folder / "runs" / digest(ingredients) / f"{digest(reads)[:16]}.json"

    def last(self, edition: str, chapter: str) -> dict[str, Any] | None:
        """Give what a chapter of an edition rested on when it was last built: ingredients, reads, seconds."""
        return read_json(self._last(edition, chapter))

    def remember(self, edition: str, chapter: str, run: Run) -> None:
        """Note that a chapter of an edition is built from this run."""
        about = {"ingredients": run.ingredients, "reads": run.reads, "seconds": run.seconds}
        if self.last(edition, chapter) != about:
            write_whole(self._last(edition, chapter), json.dumps(about))

    def _last(self, edition: str, chapter: str) -> Path:
        return self._folder / "last" / edition / f"{chapter}.json"

    def prune(self) -> None:
        """Let go of runs that no build has used for a month, and of what a killed build had half written.

        The runs that editions were last built from stay, whatever the clock says.
        """
        last = filter(None, map(read_json, (self._folder / "last").rglob("*.json")))
        stays = {self._facts(about["ingredients"], about["reads"]) for about in last}
        oldest = time.time() - KEPT_FOR
        remove_half_written(self._folder)
        for facts in (self._folder / "runs").glob("*/*.json"):
            if facts not in stays and facts.stat().st_mtime < oldest:
                facts.unlink()
                facts.with_suffix(".ipynb").unlink(missing_ok=True)
                if not any(facts.parent.iterdir()):
                    facts.parent.rmdir()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
