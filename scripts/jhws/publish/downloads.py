"""What readers can take away: each picture as SVG and PNG, one workbook of all tables, the data package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jhws.edition import Edition
from jhws.publish.archive import write_zip
from jhws.publish.bind import DOWNLOADS, BoundChapter
from jhws.publish.pictures import write_png
from jhws.publish.workbook import compose_workbook, write_ods, write_xlsx

WORKBOOKS = ("tables.xlsx", "tables.ods")
DATA_PACKAGE = "data-package.zip"


def write_downloads(chapters: Iterable[BoundChapter], edition: Edition, project: Path, folder: Path) -> None:
    """Write an edition's downloads beside its pages.

    Parameters
    ----------
    chapters
        What the chapters showed.
    edition
        The edition.
    project
        The project's top folder, with the tables.
    folder
        The folder of the pages: pictures go to ``downloads/``, beside the data that `bind_chapter` wrote there.
    """
    exhibits = [facts for chapter in chapters for facts in chapter.exhibits]
    pictures = folder / DOWNLOADS
    pictures.mkdir(parents=True, exist_ok=True)
    for facts in exhibits:
        if facts["kind"] == "figure":
            svg = pictures / f"{facts['id']}.svg"
            svg.write_text(facts["svg"], encoding="utf-8", newline="\n")
            write_png(svg, svg.with_suffix(".png"))
    workbook = compose_workbook(exhibits, edition)
    xlsx, ods = (folder / name for name in WORKBOOKS)
    write_xlsx(workbook, xlsx)
    write_ods(workbook, ods)
    write_zip(folder / DATA_PACKAGE, _data_package(project / "data"))


def _data_package(data: Path) -> Iterable[tuple[str, bytes]]:
    """Give the tables with their description: everything under ``data/`` but the editions."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path.suffix in {".csv", ".json"} and not name.startswith("editions/"):
            yield name, path.read_bytes()
