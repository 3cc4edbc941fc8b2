"""Offer what readers can take with them: paper, workbooks and data on the front page, pictures by each figure."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader
from lxml.html import HtmlElement

from jhws.publish.manifest import MANIFEST
from jhws.publish.offered import DATA_PACKAGE, PAPERS, WORKBOOKS
from jhws.publish.pages.files import first, parse_part, put_behind, select

_TEMPLATES = Environment(
    loader=PackageLoader("jhws.publish.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_WORD, _PDF = PAPERS
_XLSX, _ODS = WORKBOOKS
# In the order in which they are offered.
_FILES = {
    _PDF: "Board paper to read and print (PDF)",
    _WORD: "Board paper to edit (Word)",
    _XLSX: "All tables in one workbook (Excel)",
    _ODS: "All tables in one workbook (OpenDocument)",
    DATA_PACKAGE: "The data package: every table of the book, with its description (zip)",
    MANIFEST: "How every figure was made: tables, rows, software and hashes (JSON)",
}


def offer_files(front: HtmlElement, site: Path) -> None:
    """Write on the front page, before its code, the files that the site holds, each with its size."""
    files = [
        {"name": name, "words": words, "size": _size(site / name)}
        for name, words in _FILES.items()
        if (site / name).exists()
    ]
    code = first(front, "section#the-code-of-this-page")
    if files and code is not None:
        code.addprevious(parse_part(_TEMPLATES.get_template("takeaway.html.j2").render(files=files)))


def offer_pictures(page: HtmlElement, site: Path) -> None:
    """Write below each figure where its picture lies, for a slide or for print."""
    for link in select(page, "figure a.exhibit-data"):
        data = link.get("href")
        kinds = [kind for kind in ("png", "svg") if (site / data).with_suffix(f".{kind}").exists()]
        title = link.text_content().partition("“")[2].rpartition("”")[0]
        words = _TEMPLATES.get_template("pictures.html.j2").render(
            address=data.removesuffix(".csv"), title=title, kinds=kinds
        )
        if kinds:
            put_behind(link, parse_part(words))


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
