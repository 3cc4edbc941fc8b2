"""The sites that stand, and what each was built from: whether there is anything to do is told before much is loaded."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import yaml

from jhws.content import digest, tree_digests
from jhws.publish.store import cache_folder, read_json, write_whole
from jhws.publish.uses import PACKAGE

RESTS_ON = ("data", "chapters", "_config.yml", "_toc.yml", "requirements.txt")


def sites_folder(project: Path) -> Path:
    """Give where the sites of the editions stand, each in a folder of its edition's name."""
    return project / "_build" / "html"


def everything(project: Path) -> str:
    """Give the digest of all that any build can rest on: the project's files, the package, Python."""
    files = tree_digests(project, [project / name for name in RESTS_ON if (project / name).exists()])
    return digest([files, tree_digests(PACKAGE, [PACKAGE]), platform.python_version()])


def soundness(project: Path) -> str:
    """Give the digest of all that the check of tables and editions rests on."""
    chapters = sorted(path.name for path in (project / "chapters").glob("*"))
    code = [PACKAGE / "data", PACKAGE / "edition.py", PACKAGE / "check.py", PACKAGE / "periods.py"]
    return digest([tree_digests(project, [project / "data"]), chapters, tree_digests(PACKAGE, code)])


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


def found_sound(project: Path) -> bool:
    """Tell whether the tables and editions were found sound as they are."""
    return read_json(cache_folder(project) / "sound.json") == soundness(project)


def note_sound(project: Path) -> None:
    """Note that the tables and editions are sound as they are."""
    write_whole(cache_folder(project) / "sound.json", json.dumps(soundness(project)))


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
