"""Many areas: from the same notebooks a short profile for each area of a list, and a page that leads to them all.

Each area has a slice of the project to itself, with the rows of its tables that bear on it: so an area costs the same
however many there are, and a figure that changes runs the chapters of its own area only.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, PackageLoader

from jhws.content import file_digest
from jhws.edition import Edition
from jhws.faults import Fault, FaultsError
from jhws.publish.store import cache_folder, write_whole

CHAPTERS = ["trends", "inequality"]
_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True)
_CODE = "area_code"


@dataclass(frozen=True)
class Profile:
    """A short profile: its edition, and the slice of the project that it is built from."""

    edition: Edition
    name: str
    project: Path


def areas_folder(project: Path) -> Path:
    """Give where the profiles stand: never beside the editions."""
    return project / "_build" / "areas"


def read_areas(file: Path, project: Path) -> dict[str, str]:
    """Read a list of areas: a CSV file with a column ``area_code``, or one code a line.

    Returns
    -------
    dict
        Names by codes, in the order of the list.

    Raises
    ------
    FaultsError
        The file is not there, is empty, or names an area that ``data/areas.csv`` does not have.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        remedy = "Give a CSV file in UTF-8 with a column area_code."
        raise FaultsError([Fault(str(file), "", "", "it cannot be read.", remedy)]) from None
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    column = rows[0].index(_CODE) if rows and _CODE in rows[0] else 0
    first = 1 if rows and _CODE in rows[0] else 0
    with (project / "data" / "areas.csv").open(encoding="utf-8-sig", newline="") as table:
        names = {row[_CODE]: row["name"] for row in csv.DictReader(table)}
    codes = [(number, row[column].strip()) for number, row in enumerate(rows[first:], start=first + 1)]
    rule = "data/areas.csv has no such area."
    faults = [Fault(str(file), f"row {number}", code, rule) for number, code in codes if code not in names]
    if faults or not codes:
        raise FaultsError(faults or [Fault(str(file), "", "", "it names no area.")])
    return {code: names[code] for _, code in codes}


def profiles(areas: dict[str, str], model: Edition, project: Path) -> Iterator[Profile]:
    """Give the profile of each area, its slice written anew; what has not changed stays as it is.

    Parameters
    ----------
    areas
        Names by codes.
    model
        The edition whose day, reference, horizon and levels every profile takes.
    project
        The project's top folder.
    """
    tables = _tables_by_area(project)
    for code, name in areas.items():
        kept = {code, model.reference, *_inside(code, tables)}
        slice_of = cache_folder(project) / "areas" / code.lower()
        _write_slice(slice_of, kept, tables, project)
        changes = {
            "id": code.lower(),
            "title": f"{name}: health profile",
            "area": code,
            "comparators": [model.reference],
            "chapters": [{"chapter": chapter, "parameters": {}} for chapter in CHAPTERS],
        }
        edition = Edition.model_validate_json(json.dumps(model.model_dump(mode="json") | changes))
        _write_edition(edition, slice_of)
        yield Profile(edition, name, slice_of)


@dataclass
class _Table:
    """A table as text: its header, and its rows by the area that they are about; none where it names no areas."""

    header: str
    columns: list[str]
    rows: dict[str, list[str]] | None


def _tables_by_area(project: Path) -> dict[str, _Table]:
    tables = {}
    for path in sorted((project / "data").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            columns = next(reader)
            rows: dict[str, list[str]] | None = None
            if _CODE in columns:
                place, rows = columns.index(_CODE), defaultdict(list)
                for row in reader:
                    rows[row[place]].append(_as_text(row))
        tables[path.relative_to(project).as_posix()] = _Table(_as_text(columns), columns, rows)
    return tables


def _as_text(row: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue()


def _inside(code: str, tables: dict[str, _Table]) -> list[str]:
    """List the areas that make up an area."""
    table = tables["data/areas.csv"]
    place, parent = table.columns.index(_CODE), table.columns.index("parent_code")
    rows = (next(csv.reader([text])) for rows in (table.rows or {}).values() for text in rows)
    return [row[place] for row in rows if row[parent] == code]


def _write_slice(slice_of: Path, kept: set[str], tables: dict[str, _Table], project: Path) -> None:
    for name, table in tables.items():
        if table.rows is None:
            _copy(project / name, slice_of / name)
            continue
        text = table.header + "".join(row for code, rows in table.rows.items() if code in kept for row in rows)
        if not (slice_of / name).is_file() or (slice_of / name).read_text(encoding="utf-8") != text:
            write_whole(slice_of / name, text)
    others = [*(project / "data").rglob("*.json"), *(project / "chapters" / "_static").rglob("*.*")]
    pages = (project / "chapters").glob("*.*")
    settings = [project / name for name in ("_config.yml", "requirements.txt") if (project / name).is_file()]
    for path in [*others, *pages, *settings]:
        _copy(path, slice_of / path.relative_to(project))


def _write_edition(edition: Edition, slice_of: Path) -> None:
    """Make the profile's edition the only one of its slice: pages lead to the editions that a project has."""
    path = slice_of / "data" / "editions" / f"{edition.id}.yml"
    text = yaml.safe_dump(edition.model_dump(), sort_keys=False, allow_unicode=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)


def _copy(source: Path, target: Path) -> None:
    if file_digest(source) != file_digest(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def write_areas_page(built: dict[str, str], project: Path) -> Path:
    """Write the page that leads to the profiles: names by codes, a box that searches them, and the project's notice."""
    settings = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    notice = settings.get("html", {}).get("announcement", "")
    areas = [{"code": code, "name": name, "page": f"{code.lower()}/index.html"} for code, name in built.items()]
    page = areas_folder(project) / "index.html"
    write_whole(page, _TEMPLATES.get_template("areas.html.j2").render(areas=areas, notice=notice))
    script = Path(__file__).parent / "templates" / "areas.js"
    write_whole(page.with_name("areas.js"), script.read_text(encoding="utf-8"))
    return page
