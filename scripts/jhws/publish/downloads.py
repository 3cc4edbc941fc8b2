"""What readers can take away: each picture as SVG and PNG, one workbook of all tables, the data package."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from jhws.data import read_table
from jhws.edition import Edition
from jhws.publish.archive import write_zip
from jhws.publish.bind import DOWNLOADS, BoundChapter
from jhws.publish.kept import Kept
from jhws.publish.offered import DATA_PACKAGE, WORKBOOKS
from jhws.publish.pictures import write_png
from jhws.publish.workbook import compose_workbook, write_ods, write_xlsx


def write_pictures(chapters: Iterable[BoundChapter], folder: Path, kept: Kept) -> None:
    """Write each figure as SVG and PNG.

    Parameters
    ----------
    chapters
        What the chapters showed.
    folder
        The folder of the pages: pictures go to ``downloads/``, beside the data that `bind_chapter` wrote there.
    kept
        The files that were made before.
    """
    pictures = folder / DOWNLOADS
    pictures.mkdir(parents=True, exist_ok=True)
    for facts in _exhibits(chapters):
        if facts["kind"] == "figure":
            svg = pictures / f"{facts['id']}.svg"
            svg.write_text(facts["svg"], encoding="utf-8", newline="\n")
            kept.write(svg.with_suffix(".png"), facts["svg"], partial(write_png, svg))


def write_workbooks(chapters: Iterable[BoundChapter], edition: Edition, folder: Path, kept: Kept) -> None:
    """Write all tables that the chapters showed as one workbook, in two formats."""
    workbook = compose_workbook(_exhibits(chapters), edition)
    xlsx, ods = (folder / name for name in WORKBOOKS)
    rests_on = asdict(workbook) | {"day": str(workbook.day)}
    kept.write(xlsx, rests_on, partial(write_xlsx, workbook))
    kept.write(ods, rests_on, partial(write_ods, workbook))


def write_data_package(project: Path, folder: Path) -> None:
    """Write the tables that the book rests on, with their description, as one zip."""
    write_zip(folder / DATA_PACKAGE, _data_package(project))


def _exhibits(chapters: Iterable[BoundChapter]) -> list[dict[str, Any]]:
    return [facts for chapter in chapters for facts in chapter.exhibits]


def _data_package(project: Path) -> Iterable[tuple[str, bytes]]:
    """Give the tables with their description: everything under ``data/`` but the editions and local records."""
    data = project / "data"
    sources = read_table("sources", project=project)
    local = set(sources.loc[sources["document_type"] == "local records", "source_id"])
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path.suffix in {".csv", ".json"} and not name.startswith("editions/"):
            yield name, _without_rows_of(local, path.read_bytes()) if path.suffix == ".csv" else path.read_bytes()


def _without_rows_of(local: set[str], table: bytes) -> bytes:
    """Leave out an analyst's own records: their small counts are hidden everywhere else."""
    header, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    if "source_id" not in header:
        return table
    place = header.index("source_id")
    kept = [row for row in rows if row[place] not in local]
    if len(kept) == len(rows):
        return table
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *kept])
    return out.getvalue().encode()
