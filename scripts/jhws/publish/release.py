"""A release: one edition in one zip, with all that somebody needs who wants to hold it against the repository."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jhws.edition import Identifier
from jhws.faults import Fault, FaultsError
from jhws.publish.archive import Limits, show, unpack, write_zip
from jhws.publish.differences import read_files
from jhws.publish.git import changed_since, has_commit
from jhws.publish.keys import LOCK
from jhws.publish.lock import departures
from jhws.publish.record import RECORD, faults_of, read_record
from jhws.publish.standing import is_current, sites_folder

SITE = "site"
SUMS = "SHA256SUMS"
_FACTS = "release.json"
_SBOM = "sbom.cdx.json"
_README = "README.txt"
# An edition has some hundred files and less than 10 MB; what is far larger is another thing, or meant to do harm.
_LIMITS = Limits(bytes=300_000_000, parts=5_000, ratio=200)
_LARGEST = 200_000_000
_PACKAGE = "pyproject.toml"
_SUM = re.compile(r"([0-9a-f]{64})  (\S.*)")
_AGAIN = "Fetch the release again from where it was published."
_TEXT = """\
Release of the edition {edition}

site/             the pages: open site/index.html in a browser; no network is needed
release.json      the commit of the repository, and the Python, that it was made with
requirements.txt  the packages that it was made with, each with its version and hashes
sbom.cdx.json     the same as a bill of materials (CycloneDX)
SHA256SUMS        checksums of all these files

To check that nothing was damaged, in this folder:

    sha256sum --check SHA256SUMS

To build the same pages from the tables, and compare them byte for byte, in a clone of the repository:

    make setup
    .venv/bin/jhws verify --release {edition}.zip
"""


class Facts(BaseModel):
    """What stands in ``release.json``: what the release is of, and where it was made."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    edition: Identifier
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
    python: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+]{1,40}$")]
    system: Annotated[str, Field(pattern=r"^[0-9A-Za-z._ -]{1,80}$")]


@dataclass(frozen=True)
class Release:
    """A release whose checksums hold: its facts, and name and content of every file but the checksums."""

    facts: Facts
    files: dict[str, bytes]


def this_python() -> str:
    """Give the version of Python that runs."""
    return platform.python_version()


def this_system() -> str:
    """Give the system and the kind of processor."""
    return f"{platform.system()} {platform.machine()}".strip()


def write_release(edition: str, project: Path, folder: Path) -> Path:
    """Write the release of an edition whose site stands.

    Parameters
    ----------
    edition
        Its name.
    project
        The project's top folder.
    folder
        Where ``<edition>.zip`` comes to stand; the same site of the same commit gives the same bytes.

    Returns
    -------
    Path
        The zip.

    Raises
    ------
    FaultsError
        The site is not built, its checks have not passed, it was changed since, or nobody could build it again: it
        rests on what was not committed, or on other packages than the lock has.
    """
    faults = list(_not_to_be_released(edition, project))
    site = sites_folder(project) / edition
    record = read_record(site)
    if faults or record is None:
        raise FaultsError(faults)
    facts = Facts(edition=edition, commit=record.commit, python=this_python(), system=this_system())
    files = compose(facts, site, project)
    sums = "".join(f"{_sum(content)}  {name}\n" for name, content in files.items())
    target = folder / f"{edition}.zip"
    beside = target.with_name(f".{target.name}.new")
    parts = files | {SUMS: sums.encode()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_zip(beside, ((f"{edition}/{name}", content) for name, content in parts.items()))
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True) if folder.is_dir() else None
        raise FaultsError([Fault(str(target), "", "", f"it cannot be written: {error.strerror}.")]) from None
    return target


def _not_to_be_released(edition: str, project: Path) -> Iterator[Fault]:
    site = sites_folder(project) / edition
    name = f"_build/html/{edition}"
    build, anew = f"Run ‘jhws build {edition}’.", f"Commit it, then run ‘jhws build {edition} --force’."
    if not site.is_dir():
        yield Fault(name, "", "", "the edition is not built.", build)
        return
    yield from faults_of(site)
    if not is_current(project, edition):
        yield Fault(name, "", "", "the site was built before something changed that it can rest on.", build)
    for departure in departures((project / LOCK).read_text(encoding="utf-8")):
        yield Fault(LOCK, "", "", f"{departure}.", "Run ‘make setup’.")
    record = read_record(site)
    if record is None:
        return
    if not record.commit or not has_commit(project, record.commit):
        rule = "the site was not built from a commit of this repository, so nobody else could build it."
        yield Fault(name, "", record.commit, rule, anew)
        return
    for file in dict.fromkeys([*record.uncommitted, *changed_since(project, record.commit, LOCK, _PACKAGE)]):
        yield Fault(file, "", "", "the site’s commit does not have it so: nobody else could build the site.", anew)


def compose(facts: Facts, site: Path, project: Path) -> dict[str, bytes]:
    """Give the files of a release but its checksums: all that follow from the facts, a site and the project."""
    return {
        _README: _TEXT.format(edition=facts.edition).encode(),
        _FACTS: (facts.model_dump_json(indent=1) + "\n").encode(),
        LOCK: (project / LOCK).read_bytes(),
        _SBOM: _bill_of_materials(project),
        **{f"{SITE}/{name}": content for name, content in read_files(site).items()},
    }


def _bill_of_materials(project: Path) -> bytes:
    """List all that the lock names, as ``make sbom`` does."""
    words = ["-m", "cyclonedx_py", "requirements", LOCK, "--pyproject", _PACKAGE]
    words += ["--output-reproducible", "--output-format", "JSON", "--output-file", "-"]
    done = subprocess.run([sys.executable, *words], cwd=project, capture_output=True, check=False)
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines() or ["it failed and said nothing."]
        raise FaultsError(
            [Fault(LOCK, "", "", f"its bill of materials cannot be made: {told[-1]}", "Run ‘make setup’.")]
        )
    return done.stdout


def read_release(file: Path) -> Release:
    """Read a release that somebody gave us, and hold its files against its own checksums; nothing is unpacked to disk.

    Raises
    ------
    FaultsError
        It cannot be read or is too large; it is no release; a file is not as its checksums say, or not among them.
    """
    try:
        size = file.stat().st_size
        if size > _LARGEST:
            rule = f"the file has {size / 1e6:,.0f} MB; {_LARGEST / 1e6:,.0f} MB are allowed."
            raise FaultsError([Fault(file.name, "", "", rule)])
        content = file.read_bytes()
    except OSError as error:
        rule = f"the file cannot be read: {error.strerror}."
        raise FaultsError([Fault(file.name, "", "", rule, "Check its name and folder.")]) from None
    parts = unpack(content, file.name, _LIMITS)
    tops = {name.partition("/")[0] for name in parts}
    if len(tops) != 1:
        rule = "a release holds one folder, of its edition’s name."
        raise FaultsError([Fault(file.name, "", ", ".join(map(show, sorted(tops)[:3])), rule, _AGAIN)])
    top = tops.pop()
    files = {name.partition("/")[2]: content for name, content in parts.items()}
    faults = [
        Fault(file.name, f"part {name}", "", "a release has it; this one has not.", _AGAIN)
        for name in (_FACTS, SUMS, LOCK, f"{SITE}/{RECORD}", f"{SITE}/index.html")
        if name not in files
    ] or list(_unlike_sums(files.pop(SUMS), files, file.name))
    if faults:
        raise FaultsError(faults)
    return Release(_read_facts(files[_FACTS], file.name, top), files)


def _unlike_sums(sums: bytes, files: Mapping[str, bytes], file: str) -> Iterator[Fault]:
    expected: dict[str, str] = {}
    for number, line in enumerate(sums.decode("utf-8", errors="replace").splitlines(), start=1):
        match = _SUM.fullmatch(line)
        if match is None or match[2] in expected:
            rule = "a line holds a SHA-256 and the name of one file, each file once."
            yield Fault(file, f"part {SUMS}, line {number}", show(line), rule, _AGAIN)
            return
        expected[match[2]] = match[1]
    for name in sorted(expected.keys() | files.keys()):
        place = f"part {show(name)}"
        if name not in files:
            yield Fault(file, place, "", f"it stands in {SUMS} and is not there.", _AGAIN)
        elif name not in expected:
            yield Fault(file, place, "", f"it is there and does not stand in {SUMS}.", _AGAIN)
        elif _sum(files[name]) != expected[name]:
            yield Fault(file, place, "", f"it is not as its checksum in {SUMS} says.", _AGAIN)


def _read_facts(content: bytes, file: str, top: str) -> Facts:
    try:
        facts = Facts.model_validate_json(content)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ", ".join([f"part {_FACTS}", *(f"key {show(str(key))}" for key in problem["loc"])])
        raise FaultsError([Fault(file, place, "", f"{problem['msg']}.", _AGAIN)]) from None
    if facts.edition != top:
        rule = f"the folder in the zip has the edition’s name, and that is {facts.edition}."
        raise FaultsError([Fault(file, f"part {show(top)}", "", rule, _AGAIN)])
    return facts


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
