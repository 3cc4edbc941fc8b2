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
from jhws.publish.commit import SOURCES, find_commit
from jhws.publish.git import changed_since, git, names
from jhws.publish.standing import sites_folder
from jhws.publish.workplace import make_folder

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
def copy_elsewhere(project: Path, commit: str = "", *, as_it_stands: bool = True) -> Iterator[Path]:
    """Copy the project into a temporary folder, which goes afterwards.

    Parameters
    ----------
    project
        The project's top folder.
    commit
        The commit that the copy, a clone, stands at. Where the project is not under version control there is none, and
        every file is copied but what was built.
    as_it_stands
        Whether the files under version control are copied as they stand now, or as the commit has them.

    Yields
    ------
    Path
        The project's top folder in the copy; it has never been built.
    """
    folder = make_folder(Path(tempfile.gettempdir()), _FOLDER)
    try:
        place = folder / _COPY
        if not commit:
            yield shutil.copytree(project, place, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__"))
            return
        copy = _clone(project, place, commit)
        for name in changed_since(project, commit) if as_it_stands else []:
            (copy / name).unlink(missing_ok=True)
            if (project / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(project / name, copy / name)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clone(project: Path, place: Path, commit: str) -> Path:
    """Clone the repository, and give the folder of the project in it: it need not be the top one."""
    top = git(project, "rev-parse", "--show-toplevel")
    git(project, "clone", "--quiet", "--shared", "--no-checkout", "--", top, str(place))
    git(place, "checkout", "--quiet", "--detach", commit)
    return place / git(project, "rev-parse", "--show-prefix")


def left_out(project: Path) -> Iterator[str]:
    """Tell what bears on a build and is not in a copy, or that this cannot be told."""
    if find_commit(project) is None:
        yield "the project is not under version control here: every file is copied."
        return
    others = names(git(project, "ls-files", "--others", "--exclude-standard", "-z", "--", *SOURCES))
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
    home = copy / "_build" / "home"
    home.mkdir(parents=True, exist_ok=True)
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
