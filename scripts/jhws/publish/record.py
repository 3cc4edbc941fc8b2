"""The record of a built site: which edition it is, that its checks passed, and the hash of each of its files."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from jhws.edition import Edition

RECORD = "record.json"
CHECKED = "alt text, addresses, requests to other hosts: no fault"


@dataclass(frozen=True)
class Record:
    """What stands in a site's ``record.json``; a site has one only when its checks have passed."""

    edition: str
    title: str
    area: str
    period: str
    as_of: str
    checked: str
    files: dict[str, str]

    @property
    def day(self) -> datetime.date:
        """The day whose knowledge the edition shows."""
        return datetime.date.fromisoformat(self.as_of)


def write_record(site: Path, edition: Edition) -> None:
    """Record a site whose checks have passed.

    Parameters
    ----------
    site
        The folder of the site.
    edition
        The edition that it is of.
    """
    day = edition.as_of.isoformat()
    record = Record(edition.id, edition.title, edition.area, edition.period, day, CHECKED, _hashes(site))
    _write(record, site)


def read_record(site: Path) -> Record | None:
    """Read a site's record; nothing where it has none, or none that can be read."""
    try:
        return Record(**json.loads((site / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def renew_record(site: Path, record: Record) -> None:
    """Record a site's files anew, after the project itself has changed them."""
    _write(Record(**(asdict(record) | {"files": _hashes(site)})), site)


def changed_files(site: Path, record: Record) -> list[str]:
    """List the files of a site that are not as recorded: altered, added or gone."""
    now = _hashes(site)
    return sorted(name for name in now.keys() | record.files.keys() if now.get(name) != record.files.get(name))


def _hashes(site: Path) -> dict[str, str]:
    files = sorted(path for path in site.rglob("*") if path.is_file() and path != site / RECORD)
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _write(record: Record, site: Path) -> None:
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"
    (site / RECORD).write_text(text, encoding="utf-8", newline="\n")
