"""Hold a site, or a release, against the same edition built again from nothing, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jhws.faults import Fault, FaultsError
from jhws.publish.commit import find_commit
from jhws.publish.differences import read_files, tell_difference
from jhws.publish.elsewhere import Circumstances, build_elsewhere, copy_elsewhere, left_out
from jhws.publish.git import git, has_commit
from jhws.publish.keys import LOCK
from jhws.publish.lock import departures
from jhws.publish.record import read_record
from jhws.publish.release import Facts, Release, compose, this_python, this_system
from jhws.publish.standing import sites_folder

_FEW = 5


class Verified(NamedTuple):
    """How many files were built again, and the first that differs; none where all are equal byte for byte."""

    files: int
    difference: Fault | None


def cautions(project: Path, circumstances: Circumstances) -> list[str]:
    """Tell why a site and its rebuild may differ for a reason outside the project, or their likeness says less."""
    lock = project / LOCK
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    return [*_other_packages(text), *circumstances.lacking(), *left_out(project)]


def cautions_of_release(facts: Facts, project: Path, circumstances: Circumstances) -> list[str]:
    """Tell the same of a release: here is another Python than made it, another system, not what its commit locks."""
    text = git(project, "show", f"{facts.commit}:./{LOCK}", may_fail=True)
    return [*_other_machine(facts), *_other_packages(text), *circumstances.lacking()]


def verify_edition(edition: str, project: Path, circumstances: Circumstances) -> Verified:
    """Build an edition again under other circumstances, and compare it with the site that stands.

    Parameters
    ----------
    edition
        Its name; its site stands below ``_build/html``.
    project
        The project's top folder.
    circumstances
        Of the process that builds again.

    Raises
    ------
    FaultsError
        The edition cannot be built again.
    """
    site = sites_folder(project) / edition
    with copy_elsewhere(project, _commit_of(site, project)) as copy:
        rebuilt = read_files(build_elsewhere(edition, copy, circumstances))
    remedy = f"‘jhws build {edition} --force’ makes the site anew."
    return Verified(len(rebuilt), tell_difference(read_files(site), rebuilt, f"_build/html/{edition}", remedy))


def verify_release(release: Release, file: str, project: Path, circumstances: Circumstances) -> Verified:
    """Build the edition of a release again from the commit that it names, and compare all that is in it.

    Parameters
    ----------
    release
        What `jhws.publish.release.read_release` gave.
    file
        Its name, for messages.
    project, circumstances
        As `verify_edition` has them.

    Raises
    ------
    FaultsError
        The repository does not have the commit, or it cannot be built again.
    """
    facts = release.facts
    if find_commit(project) is None or not has_commit(project, facts.commit):
        rule = "the repository here does not have the commit that the release was made from."
        remedy = "Run this in a clone of the repository that it comes from; ‘git fetch’ brings what is new."
        raise FaultsError([Fault(file, "part release.json, key commit", facts.commit, rule, remedy)])
    with copy_elsewhere(project, facts.commit, as_it_stands=False) as copy:
        rebuilt = compose(facts, build_elsewhere(facts.edition, copy, circumstances), copy)
    remedy = "Unless a warning explains it, the release is not what its commit gives: do not rely on it."
    return Verified(len(rebuilt), tell_difference(release.files, rebuilt, f"{file}/{facts.edition}", remedy))


def _commit_of(site: Path, project: Path) -> str:
    """Give the commit that a site says it was built from, or else the one that is checked out; blank without history.

    What changed since then without a bearing on the site is no reason for its record to differ.
    """
    now = find_commit(project)
    record = read_record(site)
    if now is None:
        return ""
    return record.commit if record and record.commit and has_commit(project, record.commit) else now.id


def _other_machine(facts: Facts) -> Iterator[str]:
    if facts.python != this_python():
        yield f"the release was made with Python {facts.python}; here is Python {this_python()}."
    if facts.system != this_system():
        yield f"the release was made on {facts.system}; here is {this_system()}."


def _other_packages(lock: str) -> Iterator[str]:
    told = list(departures(lock))
    if told:
        more = f" and {len(told) - _FEW} more" if len(told) > _FEW else ""
        yield f"the packages here are not those of {LOCK}: {'; '.join(told[:_FEW])}{more}. Run ‘make setup’."
