"""The commit that a project stands at, where it is a checkout of git."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jhws.publish.git import git, names
from jhws.publish.standing import RESTS_ON

SOURCES = (*RESTS_ON, "scripts")


@dataclass(frozen=True)
class Commit:
    """A commit, and the files that a build rests on and that are not as it has them."""

    id: str
    uncommitted: list[str]


def find_commit(project: Path) -> Commit | None:
    """Find the commit of a project; none where it is no checkout, has no commit yet, or there is no git.

    A copy that lies inside the checkout of another project, which does not have its files, is no checkout.
    """
    if not git(project, "ls-files", "--", "data/datapackage.json", may_fail=True):
        return None
    commit = git(project, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True)
    what = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *SOURCES)
    # Each is two letters for what was done, a blank and the name.
    uncommitted = sorted(state[3:] for state in names(git(project, "status", *what, may_fail=True)))
    return Commit(commit, uncommitted) if commit else None
