"""The page that leads to the sites of all editions that are built."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader

from jhws.data import area_name
from jhws.edition import Edition, edition_files, load_edition
from jhws.present.numbers import on_day

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True)
PAGE = "editions.html"


def write_editions_page(project: Path) -> Path:
    """Write ``_build/html/editions.html``: every edition that has a site, by area, newest first.

    Returns
    -------
    Path
        The page. Plain ``jupyter-book build .`` keeps its own ``index.html`` beside it.
    """
    sites = project / "_build" / "html"
    built = [
        edition
        for edition in (load_edition(path, project) for path in edition_files(project))
        if (sites / edition.id / "index.html").exists()
    ]
    page = sites / PAGE
    partial = page.with_suffix(".partial")
    partial.write_text(_TEMPLATES.get_template("editions.html.j2").render(areas=_by_area(built, project)), "utf-8")
    partial.replace(page)
    return page


def _by_area(editions: list[Edition], project: Path) -> list[tuple[str, list[dict[str, str]]]]:
    newest_first = sorted(editions, key=lambda edition: edition.as_of, reverse=True)
    by_area = sorted(newest_first, key=lambda edition: area_name(edition.area, project=project))
    return [
        (area_name(code, project=project), [_told(edition) for edition in group])
        for code, group in groupby(by_area, key=lambda edition: edition.area)
    ]


def _told(edition: Edition) -> dict[str, str]:
    return {"id": edition.id, "title": edition.title, "day": on_day(pd.Timestamp(edition.as_of))}
