"""The manifest of a site: every result that it shows, with its value and all that it was made from.

It says what follows from the project's files alone, so that the same files give the same manifest, in a clone and in a
copy without history. The commit, which a copy does not have, stands in the site's record.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import nbformat
from lxml.html import fragment_fromstring
from pydantic import TypeAdapter

from jhws.content import digest, file_digest, tree_digests
from jhws.data import describe_tables, read_table
from jhws.edition import Edition, chapter_files
from jhws.publish.bind import DOWNLOADS, BoundChapter
from jhws.publish.book import page_names
from jhws.publish.cache import Run
from jhws.publish.keys import CHAPTER, LOCK, MODULE, PARAMETER, PYTHON, parameters_of
from jhws.publish.uses import PACKAGE
from jhws.python_code import parse

MANIFEST = "manifest.json"
_ABOUT = (
    "Every figure, table and group of sentences that this site shows, and what it was made from. data_sha256 is the "
    "SHA-256 of the file under ‘download’; words_sha256 that of the lines under ‘words’, in UTF-8 with a line feed "
    "between them. A chapter reads its rows by the calls under ‘filters’, in which a name is a parameter or is set in "
    "the chapter. The commit, where there is one, stands in record.json, which is of the build and not of the site."
)
# The digest of a table could be tried out for a number that it hides.
WITHHELD = "withheld: the table holds local records"
_LOCAL = "local records"
_READS = "read_"  # the functions of jhws.data that give rows


@dataclass(frozen=True)
class Result:
    """One thing that a page shows under an id.

    Parameters
    ----------
    id, kind, title
        Its id, whether it is a figure, a table or sentences, and its title; sentences have none.
    chapter, page
        The chapter that computes it and the page that shows it.
    words
        What it says, line by line: a figure's title, caption, alt text and source; a table's with its rows as shown
        in place of the alt text; the paragraphs of sentences.
    words_sha256, data_sha256
        Digests of the words, and of the data that the page offers to download; sentences have no data.
    download
        The file of its data, seen from the site; blank for sentences.
    """

    id: str
    kind: str
    title: str
    chapter: str
    page: str
    words: list[str]
    words_sha256: str
    download: str
    data_sha256: str

    @property
    def value(self) -> str:
        """Give the digest that stands for the result: of its data, or of its words where it has none."""
        return self.data_sha256 or self.words_sha256


@dataclass(frozen=True)
class Made:
    """What a chapter was run with.

    Parameters
    ----------
    name, file, sha256
        The chapter, its file in the project and that file's digest.
    page
        Its page in the site.
    parameters
        The values that it was run with; among them those that its filters name.
    filters
        The calls by which it reads rows, as they stand in it.
    reads
        The project's files that it read, with their digests; that of a table with local records is withheld.
    """

    name: str
    file: str
    sha256: str
    page: str
    parameters: dict[str, Any]
    filters: list[str]
    reads: dict[str, str]

    @property
    def tables(self) -> list[str]:
        """List the tables that it read; the other files describe them or the edition."""
        return [name for name in self.reads if name.endswith(".csv")]


@dataclass(frozen=True)
class Manifest:
    """What stands in a site's ``manifest.json``.

    Parameters
    ----------
    edition
        The edition as its file has it.
    made_with
        The command, and of what it rests on beside chapters and tables: the package, Python, the lock, the packages.
    chapters, results
        In the order of the site.
    """

    edition: dict[str, Any]
    made_with: dict[str, Any]
    chapters: list[Made]
    results: list[Result]

    def result(self, id: str) -> Result | None:
        """Give the result of an id; none where the site shows no such."""
        return next((result for result in self.results if result.id == id), None)

    def chapter(self, name: str) -> Made:
        """Give what a chapter was run with."""
        return next(chapter for chapter in self.chapters if chapter.name == name)


def rests_on(made: Made, made_with: Mapping[str, Any]) -> dict[str, str]:
    """Give all that a chapter's results rest on, named so that `keys.changes` can say what changed."""
    parameters = {f"{PARAMETER}{name}": json.dumps(value) for name, value in made.parameters.items()}
    packages = {f"{MODULE}{name} {number}": number for name, number in made_with["packages"].items()}
    return {
        CHAPTER: made.sha256,
        PYTHON: made_with["python"],
        LOCK: made_with["lock"]["sha256"],
        f"{MODULE}jhws": made_with["jhws"]["sha256"],
        **parameters,
        **packages,
        **made.reads,
    }


def compose_manifest(
    bound: Iterable[BoundChapter], runs: Mapping[str, Run], edition: Edition, project: Path
) -> Manifest:
    """Compose the manifest of an edition.

    Parameters
    ----------
    bound
        What the chapters showed.
    runs
        The run of each chapter, by its name.
    edition
        The edition.
    project
        The project's top folder.
    """
    files, pages = chapter_files(project), page_names(edition)
    local = _tables_of_local_records(project)
    shown = {Path(chapter.name).stem: chapter.exhibits for chapter in bound}
    chapters, results = [], []
    for name in edition.chapter_names():
        if name in runs:
            run, page = runs[name], f"{pages[name]}.html"
            reads = run.reads | dict.fromkeys(run.reads.keys() & local, WITHHELD)
            chapters.append(describe_chapter(files[name], page, run.ingredients, reads, project))
            results += [describe(facts, name, page) for facts in shown[name]]
    return Manifest(edition.model_dump(mode="json"), describe_software(edition.id, project), chapters, results)


def _tables_of_local_records(project: Path) -> set[str]:
    """List the files of the tables that hold a row of an analyst's own records."""
    sources = read_table("sources", project=project)
    local = sources.loc[sources["document_type"] == _LOCAL, "source_id"]
    return {
        f"data/{about['path']}"
        for name, about in describe_tables(project).items()
        if len(local)
        and "source_id" in about["fields"]
        and read_table(name, project=project)["source_id"].isin(local).any()
    }


def describe(facts: dict[str, Any], chapter: str, page: str) -> Result:
    """Describe a result by the facts that its chapter gave."""
    words = list(_words(facts))
    data = facts.get("csv")
    return Result(
        id=facts["id"],
        kind=facts["kind"],
        title=facts.get("title", ""),
        chapter=chapter,
        page=page,
        words=words,
        words_sha256=_digest("\n".join(words)),
        download=f"{DOWNLOADS}/{facts['id']}.csv" if data is not None else "",
        data_sha256=_digest(data) if data is not None else "",
    )


def _words(facts: dict[str, Any]) -> Iterator[str]:
    if facts["kind"] == "sentences":
        yield from facts["parts"]
        return
    yield from (facts["title"], facts["caption"])
    if facts["kind"] == "figure":
        yield facts["alt"]
    else:
        for row in fragment_fromstring(facts["table"]).iter("tr"):
            yield " | ".join(" ".join(" ".join(cell.xpath(".//text()")).split()) for cell in row.iter("th", "td"))
    yield facts["source"]


def describe_chapter(
    file: Path, page: str, ingredients: Mapping[str, str], reads: Mapping[str, str], project: Path
) -> Made:
    """Describe a chapter by what its run rests on."""
    return Made(
        name=file.stem,
        file=file.relative_to(project).as_posix(),
        sha256=file_digest(file),
        page=page,
        parameters=parameters_of(ingredients),
        filters=list(_filters(file)),
        reads={name: reads[name] for name in sorted(reads) if reads[name]},
    )


def _filters(file: Path) -> Iterator[str]:
    """Give the calls by which a chapter reads rows, in their order."""
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type == "code":
            for node in ast.walk(parse(cell.source)):
                match node:
                    case ast.Call(func=ast.Attribute(attr=name)) if name.startswith(_READS):
                        yield ast.unparse(node)


def describe_software(edition: str, project: Path) -> dict[str, Any]:
    """Describe what makes an edition's site beside its chapters and tables: the package, Python, the lock, packages."""
    return {"command": f"jhws build {edition}", **software(project)}


def software(project: Path) -> dict[str, Any]:
    """Describe what makes any site: the package, Python, the lock, packages."""
    return {
        "jhws": {"version": version("jhws"), "sha256": digest(tree_digests(PACKAGE, [PACKAGE]))},
        "python": ".".join(map(str, sys.version_info[:2])),
        "lock": {"file": LOCK, "sha256": file_digest(project / LOCK)},
        "packages": _packages(),
    }


def _packages() -> dict[str, str]:
    """Give the installed versions of the packages that the package itself names; the lock has all others."""
    needed = [needs for needs in requires("jhws") or [] if "extra ==" not in needs]
    names = sorted(re.split(r"[^A-Za-z0-9._-]", needs, maxsplit=1)[0] for needs in needed)
    return {name: version(name) for name in names}


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write a manifest into the folder of a site."""
    text = json.dumps({"about": _ABOUT} | asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def read_manifest(site: Path) -> Manifest | None:
    """Read a site's manifest; nothing where it has none, or none that can be read."""
    try:
        return TypeAdapter(Manifest).validate_json((site / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
