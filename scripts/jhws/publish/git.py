"""Ask git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from jhws.faults import Fault, FaultsError

_PROJECT_FILE = "data/datapackage.json"


def git(folder: Path, *words: str, variables: Mapping[str, str] | None = None, may_fail: bool = False) -> str:
    """Run git in a folder, with variables of its own, and give what it printed.

    Raises
    ------
    FaultsError
        There is no git here, or it failed and may not: the last line that it told.
    """
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=folder,
            env={**os.environ, **(variables or {})},
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise FaultsError([Fault("git", "", "", "it is not installed here.", "Install git.")]) from None
    if done.returncode and not may_fail:
        told = done.stderr.strip().splitlines() or ["it failed and said nothing."]
        raise FaultsError([Fault(f"git {words[0]}", "", "", told[-1])])
    return "" if done.returncode else done.stdout.strip()


def is_tracked(project: Path) -> bool:
    """Tell whether the project is under version control and has a commit."""
    return bool(
        shutil.which("git")
        and git(project, "ls-files", "--", _PROJECT_FILE, may_fail=True)
        and git(project, "rev-parse", "--quiet", "--verify", "HEAD", may_fail=True)
    )


def head(project: Path) -> str:
    """Give the commit that is checked out."""
    return git(project, "rev-parse", "HEAD")


def has_commit(project: Path, commit: str) -> bool:
    """Tell whether the repository holds a commit."""
    return bool(git(project, "rev-parse", "--quiet", "--verify", f"{commit}^{{commit}}", may_fail=True))


def changed(project: Path, *paths: str) -> list[str]:
    """List the files under version control that are not as the commit has them, as seen from the project's folder."""
    return _names(git(project, "diff", "--name-only", "-z", "--relative", "HEAD", "--", *paths))


def untracked(project: Path, *paths: str) -> list[str]:
    """List the files that are not under version control, as seen from the project's folder."""
    return _names(git(project, "ls-files", "--others", "--exclude-standard", "-z", "--", *paths))


def _names(told: str) -> list[str]:
    return [name for name in told.split("\0") if name]
