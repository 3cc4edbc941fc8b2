"""The record of a built site: which edition it is, that its checks passed, and the hash of each of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jhws.edition import Edition
from jhws.faults import Fault
from jhws.publish.commit import Commit

RECORD = "record.json"
BUILD_AGAIN = "Run ‘jhws build --all’."
CHECKED = "alt text, addresses, requests to other hosts: no fault"


@dataclass(frozen=True)
class Record:
    """What stands in a site's ``record.json``; a site has one only when its checks have passed.

    `leads_to` are the editions that its pages have links to. `commit` is what the project stood at when the site was
    built, blank where it was no checkout of git, and `uncommitted` the files that were not as that commit has them.
    They tell of the build and not of what was built: two sites are the same if their `files` are.
    """

    edition: str
    title: str
    period: str
    as_of: str
    checked: str
    leads_to: list[str]
    commit: str
    uncommitted: list[str]
    files: dict[str, str]


def write_record(site: Path, edition: Edition, editions: Sequence[Edition], commit: Commit | None = None) -> None:
    """Record a site whose checks have passed.

    Parameters
    ----------
    site
        The folder of the site.
    edition
        The edition that it is of.
    editions
        All editions of the project.
    commit
        The commit that the project stands at; none where it is no checkout of git.
    """
    record = Record(
        edition=edition.id,
        title=edition.title,
        period=edition.period,
        as_of=edition.as_of.isoformat(),
        checked=CHECKED,
        leads_to=sorted(each.id for each in editions),
        commit=commit.id if commit else "",
        uncommitted=commit.uncommitted if commit else [],
        files=_hashes(site),
    )
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"
    (site / RECORD).write_text(text, encoding="utf-8", newline="\n")


def read_record(site: Path) -> Record | None:
    """Read a site's record; nothing where it has none, or none that can be read."""
    try:
        return Record(**json.loads((site / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def faults_of(site: Path) -> Iterator[Fault]:
    """Tell why a site is not to be published: its checks have not passed, or it is not as they left it."""
    record = read_record(site)
    if record is None:
        rule = f"there is no record that the site’s checks have passed ({RECORD})."
        yield Fault(f"_build/html/{site.name}", "", "", rule, BUILD_AGAIN)
        return
    for name in changed_files(site, record):
        rule = "the file is not as it was when the site’s checks passed."
        yield Fault(f"_build/html/{site.name}/{name}", "", "", rule, BUILD_AGAIN)


def changed_files(site: Path, record: Record) -> list[str]:
    """List the files of a site that are not as recorded: altered, added or gone."""
    now = _hashes(site)
    return sorted(name for name in now.keys() | record.files.keys() if now.get(name) != record.files.get(name))


def _hashes(site: Path) -> dict[str, str]:
    files = sorted(path for path in site.rglob("*") if path.is_file() and path != site / RECORD)
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
