"""Compute one result of a site again from the tables, and hold it against what the site shows.

The chapter is run whole, in the way that a build runs it: what comes out is what a build would publish now, and the
cells after the one in question cost less than a second. No run that is kept is taken for it.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from jhws.content import file_digest
from jhws.edition import chapter_files, load_edition
from jhws.faults import Fault, FaultsError
from jhws.parameters import chapter_parameters
from jhws.present.markup import EXHIBIT_MIME
from jhws.publish.cache import Executed
from jhws.publish.keys import changes, ingredients
from jhws.publish.manifest import (
    WITHHELD,
    Manifest,
    Result,
    describe,
    describe_chapter,
    describe_software,
    read_manifest,
    rests_on,
)
from jhws.publish.standing import sites_folder
from jhws.publish.uses import package_digests
from jhws.publish.workers import Task, Workers

_NOTHING = "nothing"
_MOST = 20  # differences that are told


@dataclass(frozen=True)
class Published:
    """A result as a site shows it."""

    site: Path
    manifest: Manifest
    result: Result


@dataclass(frozen=True)
class Reproduced:
    """What came of computing a result again.

    Parameters
    ----------
    published, computed
        The result as the site shows it and as it was computed now; none where the chapter shows no such any more.
    differences
        What differs, a line each, with both values; none where they are equal.
    changed
        What changed since the site was built, of all that the result rests on.
    """

    published: Result
    computed: Result | None
    differences: list[str]
    changed: list[str]

    @property
    def equal(self) -> bool:
        """Tell whether the result came out as it is shown."""
        return not self.differences

    def tell(self) -> Iterator[str]:
        """Say it in lines: what it is, both values, what differs and why it may, and whether they are equal."""
        shown = self.published
        yield f"{shown.kind.capitalize()} {shown.id}, {shown.title or shown.words[0]}"
        yield f"published: {_value(shown)}"
        yield f"computed:  {_value(self.computed) if self.computed else 'nothing'}"
        yield from (f"- {difference}" for difference in self.differences[:_MOST])
        if len(self.differences) > _MOST:
            yield f"- and {len(self.differences) - _MOST} more differences"
        if self.changed:
            yield f"Since the site was built: {'; '.join(self.changed)}."
        yield "Equal." if self.equal else "Not equal."


class UnknownResultError(Exception):
    """No site shows a result of that id; `close` are the ids that it may be mistyped for."""

    def __init__(self, id: str, close: Sequence[str]) -> None:
        self.id, self.close = id, close
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        super().__init__(f"no figure, table or sentences have the id “{id}”.{meant}")


def _value(result: Result) -> str:
    return f"data {result.data_sha256}" if result.download else f"words {result.words_sha256}"


def find_published(id: str, project: Path, edition: str | None = None, site: Path | None = None) -> Published:
    """Find a result by its id in the newest site that shows it.

    Parameters
    ----------
    id
        The result's id.
    project
        The project's top folder.
    edition
        Name of an edition: its site alone is asked.
    site
        Folder of a site that was published: it alone is asked, whatever is built here.

    Raises
    ------
    UnknownResultError
        The sites that are asked show no such result.
    FaultsError
        There is no site to ask.
    """
    here = sites_folder(project)
    folders = [site] if site else [here / edition] if edition else sorted(here.glob("*"))
    read = ((folder, read_manifest(folder)) for folder in folders)
    found = [(folder, manifest) for folder, manifest in read if manifest]
    found = [(folder, each) for folder, each in found if edition in (None, each.edition["id"])]
    if not found:
        raise FaultsError([_no_site(project, edition, site)])
    found.sort(key=lambda each: each[1].edition["as_of"], reverse=True)
    for folder, manifest in found:
        if result := manifest.result(id):
            return Published(folder, manifest, result)
    known = sorted({result.id for _, manifest in found for result in manifest.results})
    raise UnknownResultError(id, difflib.get_close_matches(id, known))


def _no_site(project: Path, edition: str | None, site: Path | None) -> Fault:
    place = site or sites_folder(project) / (edition or "")
    name = place.relative_to(project) if place.is_relative_to(project) else place
    which = f" of the edition {edition}" if edition else ""
    build = "jhws build" + (f" {edition}" if edition else " --all")
    rule = f"there is no site{which} with a manifest here to hold the result against."
    return Fault(name.as_posix(), "", "", rule, f"Run ‘{build}’, or name the folder of a published site with --site.")


def reproduce(published: Published, project: Path, workers: Workers) -> Reproduced:
    """Compute a result again from the tables as they are now.

    Parameters
    ----------
    published
        The result, as `find_published` finds it.
    project
        The project's top folder; tables and editions have been checked.
    workers
        Who runs the chapter.

    Raises
    ------
    FaultsError
        The project has no such edition or chapter, or the chapter fails.
    """
    name, edition_id = published.result.chapter, published.manifest.edition["id"]
    edition = load_edition(project / "data" / "editions" / f"{edition_id}.yml", project)
    notebook = chapter_files(project).get(name)
    if notebook is None:
        raise FaultsError([Fault(f"chapters/{name}.ipynb", "", "", "there is no such chapter any more.")])
    parameters = chapter_parameters(notebook, edition, project)
    executed = _run(Task(name, notebook, parameters), project, workers)
    facts = next((each for each in _shown(executed) if each["id"] == published.result.id), None)
    computed = describe(facts, name, published.result.page) if facts else None
    made = published.manifest.chapter(name)
    withheld = {table for table, digest in made.reads.items() if digest == WITHHELD}
    reads = executed.reads | dict.fromkeys(executed.reads.keys() & withheld, WITHHELD)
    ingredients_now = ingredients(nbformat.read(notebook, as_version=4), parameters, package_digests(), project)
    now = describe_chapter(notebook, made.page, ingredients_now, reads, project)
    changed = changes(
        rests_on(made, published.manifest.made_with), rests_on(now, describe_software(edition_id, project))
    )
    return Reproduced(published.result, computed, list(_differences(published, computed, facts)), changed)


def _run(task: Task, project: Path, workers: Workers) -> Executed:
    done: list[Executed] = []
    workers.run([task], project, lambda task, executed: done.append(executed))
    return done[0]


def _shown(executed: Executed) -> Iterator[dict[str, Any]]:
    """Give the facts of what a run showed, without what the edition has nothing for."""
    for cell in nbformat.reads(executed.notebook, as_version=4).cells:
        for output in cell.get("outputs", []):
            facts = output.get("data", {}).get(EXHIBIT_MIME)
            if facts and facts["kind"] != _NOTHING:
                yield facts


def _differences(published: Published, computed: Result | None, facts: dict[str, Any] | None) -> Iterator[str]:
    result = published.result
    if computed is None or facts is None:
        yield f"published under the id {result.id}; now the chapter has nothing to show there"
        return
    if result.kind != computed.kind:
        yield f"kind: published {result.kind}, computed {computed.kind}"
    if result.download:
        yield from _compare_data(published.site / result.download, result, facts.get("csv", ""))
    yield from _compare_words(result.words, computed.words)


def _compare_data(file: Path, result: Result, computed: str) -> Iterator[str]:
    """Hold what was computed against the file that readers download, and that file against its manifest."""
    if file_digest(file) != result.data_sha256:
        yield f"{result.download}: {'it is not the file that the manifest names' if file.exists() else 'it is gone'}"
    if file.exists():
        yield from compare_tables(file.read_bytes().decode("utf-8", errors="replace"), computed, result.download)


def compare_tables(published: str, computed: str, name: str) -> Iterator[str]:
    """Tell in which rows and columns two tables differ, with both values.

    Parameters
    ----------
    published, computed
        The tables as CSV text. Rows that only one of them has are found, so that those after them are held against
        each other.
    name
        What to call the table.

    Yields
    ------
    str
        A difference; rows are counted as a spreadsheet does, the heading first, in the published table, or in the
        computed one for a row that is new.
    """
    if published == computed:
        return
    heading, *before = csv.reader(io.StringIO(published))
    now_heading, *now = list(csv.reader(io.StringIO(computed))) or [[]]
    for column in [column for column in heading if column not in now_heading]:
        yield f"{name}: published with the column {column}, computed without it"
    for column in [column for column in now_heading if column not in heading]:
        yield f"{name}: published without the column {column}, computed with it"
    columns = [column for column in heading if column in now_heading]
    old = [tuple(row[heading.index(column)] for column in columns) for row in before]
    new = [tuple(row[now_heading.index(column)] for column in columns) for row in now]
    told = False
    for first, second in _pairs(old, new):
        told = True
        if second is None and first is not None:
            yield f"{name}, row {first + 2}: published “{_row(old[first])}”, computed without it"
        elif first is None and second is not None:
            yield f"{name}, row {second + 2} of the computed: published without it, computed “{_row(new[second])}”"
        elif first is not None and second is not None:
            for column, value, other in zip(columns, old[first], new[second], strict=True):
                if value != other:
                    yield f"{name}, row {first + 2}, column {column}: published “{value}”, computed “{other}”"
    if not told and heading != now_heading and sorted(heading) == sorted(now_heading):
        yield f"{name}: the columns stand in another order"
    elif not told and heading == now_heading:
        yield f"{name}: the same cells, written in another way"


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Pair the places of what differs between two lists: changed, only in the old one, only in the new one."""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            both = min(b - a, d - c)
            yield from zip(range(a, a + both), range(c, c + both), strict=True)
            yield from ((place, None) for place in range(a + both, b))
            yield from ((None, place) for place in range(c + both, d))


def _compare_words(published: Sequence[str], computed: Sequence[str]) -> Iterator[str]:
    for first, second in _pairs(published, computed):
        old = "nothing" if first is None else f"“{published[first]}”"
        new = "nothing" if second is None else f"“{computed[second]}”"
        yield f"words: published {old}, computed {new}"


def _row(cells: Iterable[str]) -> str:
    return ", ".join(cell for cell in cells if cell)
