"""The commit that a project stands at, where it is a checkout of git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from jhws.publish.standing import RESTS_ON

_SOURCES = (*RESTS_ON, "scripts")


@dataclass(frozen=True)
class Commit:
    """A commit, and the files that a build rests on and that are not as it has them."""

    id: str
    uncommitted: list[str]


def find_commit(project: Path) -> Commit | None:
    """Find the commit of a project; none where it is no checkout, has no commit yet, or there is no git.

    A copy that lies inside the checkout of another project, which does not have its files, is no checkout.
    """
    if not _git(project, "ls-files", "--", "data/datapackage.json"):
        return None
    commit = _git(project, "rev-parse", "--verify", "--quiet", "HEAD")
    states = _git(project, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *_SOURCES)
    # Each is two letters for what was done, a blank and the name.
    return Commit(commit.strip(), sorted(state[3:] for state in states.split("\0") if state)) if commit else None


def _git(project: Path, *words: str) -> str:
    """Run git and give what it printed; nothing where it fails."""
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=project,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        return ""
    return "" if done.returncode else done.stdout
