"""The project at another place, and a build of it there as somebody else would do it, from nothing."""

from __future__ import annotations

import locale
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jhws.faults import Fault, FaultsError
from jhws.project import PROJECT_VARIABLE
from jhws.publish.git import changed, git, head, is_tracked, untracked
from jhws.publish.standing import RESTS_ON, sites_folder
from jhws.publish.workplace import make_folder

# What a build can rest on, for git.
BEARS_ON = (*RESTS_ON, "pyproject.toml", "scripts")
_FOLDER = "jhws verify-"  # a space, as many a folder of an office has
_COPY = "the book, elsewhere"


@dataclass(frozen=True)
class Circumstances:
    """What is not the same for somebody else.

    Parameters
    ----------
    hash_seed
        ``PYTHONHASHSEED``: in which order sets give what they hold.
    language
        The locale.
    time_zone
        One whose clock differs by an odd number of minutes and is often on another day.
    umask
        Which rights new files do not get.
    """

    hash_seed: int
    language: str = "de_DE.UTF-8"
    time_zone: str = "Pacific/Chatham"
    umask: int = 0o077

    def __str__(self) -> str:
        return (
            f"locale {self.language}, time zone {self.time_zone}, umask {self.umask:03o}, "
            f"another home folder, PYTHONHASHSEED {self.hash_seed}"
        )

    def variables(self, home: Path) -> dict[str, str]:
        """Give the variables of the environment of a process that is to run so, with a home folder of its own."""
        kept = {name: value for name, value in os.environ.items() if name != PROJECT_VARIABLE}
        own = {"LC_ALL": self.language, "TZ": self.time_zone, "PYTHONHASHSEED": str(self.hash_seed)}
        return kept | own | {"HOME": str(home), "USERPROFILE": str(home)}

    def lacking(self) -> Iterator[str]:
        """Tell which of these this machine does not have, so that they change less than they should."""
        before = locale.setlocale(locale.LC_ALL)
        try:
            locale.setlocale(locale.LC_ALL, self.language)
        except locale.Error:
            remedy = "Debian has it in locales-all"
            yield f"the locale {self.language} is not installed here ({remedy}); LC_ALL names it all the same."
        finally:
            locale.setlocale(locale.LC_ALL, before)
        if not any((Path(folder) / self.time_zone).exists() for folder in zoneinfo.TZPATH):
            yield f"the time zone {self.time_zone} is not known (Debian has it in tzdata); TZ names it all the same."


def circumstances(hash_seed: int | None = None) -> Circumstances:
    """Give circumstances for a rebuild; the hash seed is drawn unless given."""
    return Circumstances(secrets.randbelow(2**32) if hash_seed is None else hash_seed)


@contextmanager
def copy_elsewhere(project: Path, commit: str | None = None) -> Iterator[Path]:
    """Copy the project into a temporary folder, which goes afterwards.

    Parameters
    ----------
    project
        The project's top folder.
    commit
        Copy what this commit holds; unless given, the files under version control as they stand now, or every file but
        what was built where the project is not under version control.

    Yields
    ------
    Path
        The project's top folder in the copy; it has never been built.
    """
    folder = make_folder(Path(tempfile.gettempdir()), _FOLDER)
    try:
        yield _clone(project, folder / _COPY, commit) if is_tracked(project) else _copy(project, folder / _COPY)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clone(project: Path, place: Path, commit: str | None) -> Path:
    top = git(project, "rev-parse", "--show-toplevel")
    git(project, "clone", "--quiet", "--shared", "--no-checkout", top, str(place))
    git(place, "checkout", "--quiet", "--detach", commit or head(project))
    copy = place / git(project, "rev-parse", "--show-prefix")
    for name in [] if commit else changed(project):
        (copy / name).unlink(missing_ok=True)
        if (project / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / name, copy / name)
    return copy


def _copy(project: Path, place: Path) -> Path:
    return shutil.copytree(project, place, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__"))


def left_out(project: Path) -> Iterator[str]:
    """Tell what bears on a build and is not in the copy, or that this cannot be told."""
    if not is_tracked(project):
        yield "the project is not under version control here: every file is copied."
        return
    others = untracked(project, *BEARS_ON)
    if others:
        yield f"not under version control, so not in the copy: {', '.join(others)}."


def build_elsewhere(edition: str, copy: Path, circumstances: Circumstances) -> Path:
    """Build an edition in a copy of the project, by the package that lies in it, and give the folder of its site.

    What the build tells as it goes appears on the error stream.

    Raises
    ------
    FaultsError
        The build failed; what is wrong has been told.
    """
    home = copy.parent / "home"
    home.mkdir(exist_ok=True)
    # The package as it is in the copy goes before the one that is installed.
    variables = circumstances.variables(home) | {"PYTHONPATH": str(copy / "scripts")}
    done = subprocess.run(
        [sys.executable, "-m", "jhws", "build", edition],
        cwd=copy,
        env=variables,
        umask=circumstances.umask,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        rule = "it cannot be built again elsewhere; why is told above."
        raise FaultsError([Fault(edition, "", "", rule, "Try ‘jhws build --force’ here.")])
    return sites_folder(copy) / edition
