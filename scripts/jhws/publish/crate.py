"""The manifest as an RO-Crate, in the form that repositories of research data read: a site that can be deposited.

It follows RO-Crate 1.3 and the profile Workflow Run Crate 0.6: the edition's file is the workflow, the chapters are its
parts, the build is an action that used the tables and made the site, and within it each chapter's run is one. The
library is rocrate. No action says when it ended or who ran it: the same files give the same crate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
from rocrate.model import ComputerLanguage, ContextEntity, Entity
from rocrate.rocrate import ROCrate

from jhws.content import file_digest
from jhws.data import describe_tables, read_table
from jhws.edition import Edition, chapter_files
from jhws.publish.book import page_names
from jhws.publish.keys import LOCK
from jhws.publish.manifest import MANIFEST, WITHHELD, Manifest
from jhws.publish.offered import DATA_PACKAGE, PAPERS, WORKBOOKS

CRATE = "ro-crate-metadata.json"
WORKFLOW = Path("workflow")  # the folder of the site that holds what the build ran
_AUTHOR = "#author"
_OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_MIT = "https://spdx.org/licenses/MIT"
_LICENCES = {_OGL: "Open Government Licence v3.0", _MIT: "MIT License"}
_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.6": ("Process Run Crate", "0.6"),
    "https://w3id.org/ro/wfrun/workflow/0.6": ("Workflow Run Crate", "0.6"),
}
_KINDS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yml": "application/yaml",
    ".zip": "application/zip",
}


def write_crate(manifest: Manifest, edition: Edition, project: Path, site: Path) -> None:
    """Write an edition's crate into its site, and beside it, below ``workflow/``, what the build ran.

    Parameters
    ----------
    manifest
        The site's manifest.
    edition
        The edition.
    project
        The project's top folder, with chapters, edition and lock.
    site
        The folder of the finished site; its pages and downloads become parts of the crate.
    """
    crate = ROCrate()
    _add(crate, _AUTHOR, "Organization", name="The JHWS report book")
    for id, name in _LICENCES.items():
        _add(crate, id, "CreativeWork", name=name, url=id)
    workflow = _add_workflow(crate, manifest, edition, project)
    chapters = _add_chapters(crate, manifest, edition, project)
    workflow["hasPart"] = list(chapters.values())
    package = _add_file(crate, site / DATA_PACKAGE, DATA_PACKAGE, "The tables, as a data package")
    tables = _add_tables(crate, manifest, package, project)
    pages = {
        name: _add_file(crate, site / f"{page}.html", f"{page}.html", f"Page of the chapter {name}")
        for name, page in page_names(edition).items()
    }
    data = _add_data(crate, manifest, site)
    papers = [_add_file(crate, site / name, name, f"{edition.title}: {name}") for name in (*PAPERS, *WORKBOOKS)]
    runs = [
        _add_run(
            crate,
            f"#run-{made.name}",
            f"Run of the chapter {made.name}",
            chapters[made.name],
            used=[tables[name] for name in made.tables],
            gave=[pages[made.name], *data[made.name]],
            description=f"Reads its rows by {'; '.join(made.filters)}" if made.filters else "",
        )
        for made in manifest.chapters
    ]
    build = _add_run(
        crate,
        "#build",
        f"Build of {edition.title}",
        workflow,
        used=[package, *_add_parameters(crate, edition, workflow)],
        gave=[*pages.values(), *chain(*data.values()), *papers],
        description=manifest.made_with["command"],
    )
    _add_file(crate, site / MANIFEST, MANIFEST, "Every result, and what it was made from", about=build)
    _describe(crate, edition, [build, *runs], list(_add_sources(crate, edition, project)))
    crate.write(site)


def _describe(crate: ROCrate, edition: Edition, runs: list[Entity], sources: list[Entity]) -> None:
    """Describe the crate as a whole."""
    root = crate.root_dataset
    root["name"] = edition.title
    root["description"] = (
        f"The report book of the edition {edition.id}, as of {edition.as_of.isoformat()}: pages, the data of every "
        "figure and table, and what they were computed from and with."
    )
    root["datePublished"] = edition.as_of.isoformat()
    root["license"] = _ref(_OGL)  # of all that names no other
    root["author"] = _ref(_AUTHOR)
    root["isBasedOn"] = sources  # a ‘citation’ needs an address, which the papers have not
    root["mentions"] = runs
    for id, (name, version) in _PROFILES.items():
        root.append_to("conformsTo", _add(crate, id, ["CreativeWork", "Profile"], name=name, version=version))


def _ref(id: str) -> dict[str, str]:
    return {"@id": id}


def _add(crate: ROCrate, id: str, kind: str | list[str], **properties: Any) -> Entity:
    """Add an entity that is no file of the crate; properties without a value are left out."""
    given = {name: value for name, value in properties.items() if value not in (None, "")}
    return crate.add(ContextEntity(crate, id, properties={"@type": kind, **given}))


def _add_file(crate: ROCrate, source: Path, place: Path | str, name: str, **properties: Any) -> Entity:
    """Add a file, which has the crate's licence unless told; it is copied to its place when the crate is written."""
    about = {"name": name, "encodingFormat": _KINDS[source.suffix], **properties}
    return crate.add_file(source, str(place), properties=about, record_size=True)


def _add_workflow(crate: ROCrate, manifest: Manifest, edition: Edition, project: Path) -> Entity:
    """Add the edition's file as the workflow, with the version of the package that runs it and the lock."""
    made_with = manifest.made_with
    file = project / "data" / "editions" / f"{edition.id}.yml"
    yaml = {"name": "YAML", "url": "https://yaml.org/", "version": "1.2"}
    workflow = crate.add_workflow(
        file,
        str(WORKFLOW / "edition.yml"),
        main=True,
        lang=crate.add(ComputerLanguage(crate, "#yaml", properties=yaml)),
        record_size=True,
        properties={
            "name": f"{edition.title}: its chapters and what they are run with",
            "description": f"Run by ‘{made_with['command']}’, with Papermill and Jupyter Book.",
            "encodingFormat": _KINDS[file.suffix],
            "sha256": file_digest(file),
            "version": made_with["jhws"]["version"],
            "author": _ref(_AUTHOR),
            "license": _ref(_MIT),
            "runtimePlatform": f"Python {made_with['python']}",
        },
    )
    lock = project / LOCK
    if lock.exists():
        words = "Every package that is installed, with its hash"
        file = _add_file(crate, lock, WORKFLOW / LOCK, words, sha256=file_digest(lock), license=_ref(_MIT))
        workflow["softwareRequirements"] = file
    return workflow


def _add_chapters(crate: ROCrate, manifest: Manifest, edition: Edition, project: Path) -> dict[str, Entity]:
    """Add the chapters as they are committed: code and text, each under its own licence."""
    python = {"name": "Python", "url": "https://www.python.org/", "version": manifest.made_with["python"]}
    crate.add(ComputerLanguage(crate, "#python", properties=python))
    about = {
        "@type": ["File", "SoftwareSourceCode"],
        "programmingLanguage": _ref("#python"),
        "author": _ref(_AUTHOR),
        "license": [_ref(_MIT), _ref(_OGL)],
    }
    files = chapter_files(project)
    return {
        name: _add_file(
            crate,
            files[name],
            WORKFLOW / "chapters" / files[name].name,
            f"Chapter {name}",
            sha256=file_digest(files[name]),
            **about,
        )
        for name in edition.chapter_names()
    }


def _add_tables(crate: ROCrate, manifest: Manifest, package: Entity, project: Path) -> dict[str, Entity]:
    """Add the tables that the chapters read; they lie within the data package, so they are no files of the crate."""
    titles = {f"data/{about['path']}": about["title"] for about in describe_tables(project).values()}
    digests = {name: made.reads[name] for made in manifest.chapters for name in made.tables}
    return {
        name: _add(
            crate,
            f"#{name}",
            "File",
            name=titles.get(name, name),
            localPath=name,
            encodingFormat=_KINDS[".csv"],
            sha256=None if digests[name] == WITHHELD else digests[name],
            isPartOf=package,
        )
        for name in sorted(digests)
    }


def _add_data(crate: ROCrate, manifest: Manifest, site: Path) -> dict[str, list[Entity]]:
    """Add the data of the figures and tables, by the chapter that shows them."""
    data: dict[str, list[Entity]] = {made.name: [] for made in manifest.chapters}
    for result in manifest.results:
        if result.download:
            about = {"description": result.words[1], "sha256": result.data_sha256}
            file = _add_file(crate, site / result.download, result.download, result.title, **about)
            data[result.chapter].append(file)
    return data


def _add_parameters(crate: ROCrate, edition: Edition, workflow: Entity) -> list[Entity]:
    """Add what the chapters of an edition are run with, each as a parameter of the workflow; give their values."""
    about = {name: field.description for name, field in Edition.model_fields.items()}
    values = []
    for name, value in edition.parameters().items():
        one = value[0] if isinstance(value, list) else value
        kind = "Integer" if isinstance(one, int) else "Text"
        words = about["id" if name == "edition" else name]
        parameter = crate.add_formal_parameter(name, kind, f"#parameter-{name}", words, valueRequired=True)
        workflow.append_to("input", parameter)
        values.append(
            _add(crate, f"#value-{name}", "PropertyValue", name=name, value=_one(value), exampleOfWork=parameter)
        )
    return values


def _add_run(
    crate: ROCrate,
    id: str,
    name: str,
    instrument: Entity,
    *,
    used: list[Entity],
    gave: list[Entity],
    description: str = "",
) -> Entity:
    """Add that something was run, from what, and what came of it."""
    done = {"name": name, "description": description} if description else {"name": name}
    return crate.add_action(instrument, id, object=_one(used), result=_one(gave), properties=done)


def _one(values: Any) -> Any:
    """Write a list of one as that one, as JSON-LD does."""
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def _add_sources(crate: ROCrate, edition: Edition, project: Path) -> Iterator[Entity]:
    """Add the papers that the edition reports and the official statistics, as works that it cites.

    A source whose licence is not stated has none here; its note says how it is used.
    """
    sources = read_table("sources", project=project)
    official = sources["document_type"].str.startswith("official")
    for source in sources[sources["source_id"].isin(edition.sources) | official].to_dict("records"):
        id = f"#publisher-{re.sub(r'[^a-z0-9]+', '-', source['publisher'].lower()).strip('-')}"
        day = source["published"]
        yield _add(
            crate,
            f"#source-{source['source_id']}",
            "CreativeWork",
            name=source["title"],
            publisher=crate.get(id) or _add(crate, id, "Organization", name=source["publisher"]),
            datePublished=None if pd.isna(day) else day.date().isoformat(),
            license=_ref(_OGL) if source["licence"] == _LICENCES[_OGL] else None,
            description=None if pd.isna(source["note"]) else source["note"],
        )
