"""The sites that stand, and what each was built from: whether there is anything to do is told before much is loaded."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from jhws.content import digest, file_digest, tree_digests
from jhws.publish.store import cache_folder, read_json, write_whole
from jhws.publish.uses import PACKAGE

# The code that checks tables and editions, and the tables that all others are held against.
_CHECKED_BY = ("data", "check.py", "edition.py", "faults.py", "formula.py", "parameters.py", "periods.py")
_HELD_AGAINST = ("sources", "indicators")
RESTS_ON = ("data", "chapters", "_config.yml", "_toc.yml", "requirements.txt")


def sites_folder(project: Path) -> Path:
    """Give where the sites of the editions stand, each in a folder of its edition's name."""
    return project / "_build" / "html"


def everything(project: Path) -> str:
    """Give the digest of all that any build can rest on: the project's files, the package, Python."""
    files = tree_digests(project, [project / name for name in RESTS_ON if (project / name).exists()])
    return digest([files, tree_digests(PACKAGE, [PACKAGE]), platform.python_version()])


@dataclass(frozen=True)
class Soundness:
    """What the check of tables and editions rests on: digests of all of it, and of each table's own part."""

    everything: str
    tables: dict[str, str]


def soundness(project: Path) -> Soundness:
    """Give what the check rests on now; no tables where their description cannot be read."""
    data = tree_digests(project, [project / "data"])
    chapters = sorted(path.name for path in (project / "chapters").glob("*"))
    code = [tree_digests(PACKAGE, [PACKAGE / name for name in _CHECKED_BY]), file_digest(project / "requirements.txt")]
    try:
        tables = _tables(project, data, digest(code))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        tables = {}  # the check of the tables tells
    return Soundness(digest([data, chapters, code]), tables)


def _tables(project: Path, data: dict[str, str], code: str) -> dict[str, str]:
    """Give for each table the digest of all that its check reads: itself, the tables that it names, descriptions."""
    package = project / "data" / "datapackage.json"
    described = {table["name"]: table for table in json.loads(package.read_text(encoding="utf-8"))["resources"]}
    schemas = {name: held for name, held in data.items() if name.endswith(".json")}

    def held(table: str) -> str:
        return data.get(f"data/{described[table]['path']}", "")

    tables = {}
    for name, table in described.items():
        schema = table["schema"]
        if isinstance(schema, str):
            schema = json.loads((package.parent / schema).read_text(encoding="utf-8"))
        named = {key["reference"]["resource"] or name for key in schema.get("foreignKeys", [])}
        against = {other: held(other) for other in named | set(_HELD_AGAINST)}
        tables[name] = digest([code, schemas, held(name), against])
    return tables


def _note(project: Path, edition: str) -> Path:
    return cache_folder(project) / "sites" / f"{edition}.json"


def _fingerprint(site: Path) -> str:
    return digest(tree_digests(site, [site])) if site.is_dir() else ""


def stands(project: Path, site: Path, **rests_on: str) -> bool:
    """Tell whether a site stands as it was built, and was built from this (``everything=`` or ``pages=``)."""
    note = read_json(_note(project, site.name))
    if note is None or any(note.get(name) != value for name, value in rests_on.items()):
        return False
    return note["site"] == _fingerprint(site)


def is_current(project: Path, edition: str) -> bool:
    """Tell whether an edition's site was built from what stands here now, whatever became of its files since."""
    note = read_json(_note(project, edition))
    built = note is not None and (sites_folder(project) / edition).is_dir()
    return built and note.get("everything") == everything(project)


def note_site(project: Path, site: Path, **rests_on: str) -> None:
    """Note from what the site that stands now was built."""
    write_whole(_note(project, site.name), json.dumps(rests_on | {"site": _fingerprint(site)}))


def found_sound(project: Path) -> Soundness:
    """Give what was found sound last."""
    try:
        return Soundness(**read_json(cache_folder(project) / "sound.json"))
    except TypeError:
        return Soundness("", {})


def note_sound(project: Path, sound: Soundness) -> None:
    """Note what was found sound."""
    write_whole(cache_folder(project) / "sound.json", json.dumps(asdict(sound)))


def nothing_to_do(project: Path, edition: str | None = None, *, every: bool = False) -> list[Path] | None:
    """Give the first pages of the sites that a build is asked for if all of them stand as they should; else none.

    Parameters
    ----------
    project
        The project's top folder.
    edition
        Name of an edition; the newest unless given.
    every
        Whether all editions are asked for.
    """
    try:
        days = {file.stem: _day(file) for file in (project / "data" / "editions").glob("*.yml")}
        names = [edition] if edition else sorted(days) if every else [max(days, key=lambda name: days[name])]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
        return None  # the check of the editions tells
    now = everything(project)
    sites = [sites_folder(project) / name for name in names]
    return (
        [site / "index.html" for site in sites]
        if all(stands(project, site, everything=now) for site in sites)
        else None
    )


def _day(file: Path) -> str:
    return str(yaml.safe_load(file.read_text(encoding="utf-8"))["as_of"])
