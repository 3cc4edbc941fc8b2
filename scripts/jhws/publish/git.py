"""Ask git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from jhws.faults import Fault, FaultsError


def git(folder: Path, *words: str, variables: Mapping[str, str] | None = None, may_fail: bool = False) -> str:
    """Run git in a folder, with variables of its own, and give what it printed.

    Nothing where it fails, or is not installed, and may.

    Raises
    ------
    FaultsError
        It failed and may not: the last line that it told.
    """
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=folder,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", **(variables or {})},
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        if may_fail:
            return ""
        raise FaultsError([Fault("git", "", "", "it is not installed here.", "Install git.")]) from None
    if done.returncode and not may_fail:
        told = done.stderr.strip().splitlines() or ["it failed and said nothing."]
        raise FaultsError([Fault(f"git {words[0]}", "", "", told[-1])])
    return "" if done.returncode else done.stdout.rstrip("\n")


def has_commit(project: Path, commit: str) -> bool:
    """Tell whether the repository holds a commit."""
    return bool(git(project, "rev-parse", "--quiet", "--verify", f"{commit}^{{commit}}", may_fail=True))


def changed_since(project: Path, commit: str, *paths: str) -> list[str]:
    """List the files under version control that are not as a commit has them, by their names seen from the project."""
    return names(git(project, "diff", "--name-only", "-z", "--relative", commit, "--", *paths))


def names(told: str) -> list[str]:
    """Take apart what git printed with ``-z``."""
    return [name for name in told.split("\0") if name]
