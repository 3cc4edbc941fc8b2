"""The book as Jupyter Book had it last, with what it made of it: it reads and writes anew only the pages that changed.

What changed is told by content. Sphinx itself goes by the clock and does not see all that a page shows of others, so
whatever could bear on every page, their headings too, has it begin again from nothing.
"""

from __future__ import annotations

import filecmp
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jhws.content import digest, tree_digests
from jhws.publish.bind import DOWNLOADS
from jhws.publish.store import read_json, write_whole

BOOK = "book"
_PAGES = {".ipynb", ".md"}
# How Sphinx writes the index of its search.
_BEFORE, _AFTER = "Search.setIndex(", ")"
_HEADING = re.compile(r"^#.*$", re.MULTILINE)


@contextmanager
def last_book(fresh: Path, folder: Path, made_by: Any = None, *, anew: bool = False) -> Iterator[Path]:
    """Give the book of last time, made to hold the pages of now; what Jupyter Book makes of it belongs beside it.

    Left by an error, nothing is kept, and by a kill, nothing that the next time would use: a warning is told once, and
    pages that are read again from nothing tell it again.

    Parameters
    ----------
    fresh
        The folder of the book's files as they are now.
    folder
        Where the book is kept, with Jupyter Book's output.
    made_by
        What else the output rests on, as the software, as JSON can hold it.
    anew
        Begin again from nothing, whatever is kept.

    Yields
    ------
    Path
        The folder of the book to compile.
    """
    book, whole = folder / BOOK, folder / "whole.json"
    rests_on = digest([_shown_everywhere(fresh), made_by])
    if anew or read_json(whole) != rests_on:
        shutil.rmtree(folder, ignore_errors=True)
    whole.unlink(missing_ok=True)
    for name in _follow(fresh, book):
        # Without it Sphinx reads the page again, whatever the clock says.
        (folder / "_build" / ".doctrees" / name).with_suffix(".doctree").unlink(missing_ok=True)
    try:
        yield book
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _forget_lost_words(folder / "_build" / "html" / "searchindex.js")
    write_whole(whole, json.dumps(rests_on))


def forget_books(folder: Path, editions: Iterable[str]) -> None:
    """Remove the kept books of editions that are there no more."""
    for book in {path.name for path in folder.glob("*")} - set(editions):
        shutil.rmtree(folder / book)


def _shown_everywhere(book: Path) -> list[object]:
    """Give what any page may show: names and headings of all, the configuration, the styles."""
    files = [file for file in sorted(book.rglob("*")) if file.is_file()]
    pages = {file.relative_to(book).as_posix(): _headings(file) for file in files if file.suffix in _PAGES}
    others = [file for file in files if file.suffix not in _PAGES and DOWNLOADS not in file.relative_to(book).parts]
    return [pages, tree_digests(book, others)]


def _headings(page: Path) -> list[str]:
    if page.suffix == ".md":
        return _HEADING.findall(page.read_text(encoding="utf-8"))
    cells = json.loads(page.read_bytes())["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return [heading for text in texts for heading in _HEADING.findall(text)]


def _follow(fresh: Path, book: Path) -> Iterator[Path]:
    """Make one folder hold what another holds; leave files alone that are equal already, and give the others."""
    wanted = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
    for path in list(book.rglob("*")):
        if path.is_file() and path.relative_to(book) not in wanted:
            path.unlink()
    for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
        (book / folder.relative_to(fresh)).mkdir(parents=True, exist_ok=True)
    for name in wanted:
        if not (book / name).is_file() or not filecmp.cmp(fresh / name, book / name, shallow=False):
            shutil.copyfile(fresh / name, book / name)
            yield name


def _forget_lost_words(index: Path) -> None:
    """Take words that stand on no page any more out of the index: Sphinx leaves them there, with no page."""
    if not index.exists():
        return
    words = json.loads(index.read_text(encoding="utf-8").removeprefix(_BEFORE).removesuffix(_AFTER))
    for kind in ("terms", "titleterms"):
        words[kind] = {word: pages for word, pages in words[kind].items() if pages != []}
    text = json.dumps(words, separators=(",", ":"), sort_keys=True)
    index.write_text(f"{_BEFORE}{text}{_AFTER}", encoding="utf-8", newline="\n")
