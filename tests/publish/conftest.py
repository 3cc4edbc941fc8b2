"""What the tests of publishing may use: a book that is small enough to be built in a test."""

from pathlib import Path

import pytest
import yaml


@pytest.fixture
def small_book(copy_of_project, write_notebook, monkeypatch) -> Path:
    """The project with editions of two small chapters, each of which reads a table."""
    monkeypatch.delenv("JHWS_PROJECT")
    chapters = copy_of_project / "chapters"
    for page in [*chapters.glob("*.ipynb"), *chapters.glob("*.md")]:
        page.unlink()
    show = "from jhws import data\nfrom jhws.present import tables\ntables.sources(data.read_table('sources'))"
    write_notebook(chapters / "index.ipynb", "# Is it there?", show)
    write_notebook(chapters / "second.ipynb", "# And this?", "from jhws import data\nlen(data.read_table('targets'))")
    for path in (copy_of_project / "data" / "editions").glob("*.yml"):
        kept = yaml.safe_load(path.read_text(encoding="utf-8")) | {"chapters": ["index", "second"]}
        path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return copy_of_project


@pytest.fixture
def one_small_edition(small_book) -> Path:
    """The small book with one edition alone."""
    _, *others = sorted((small_book / "data" / "editions").glob("*.yml"), reverse=True)
    for other in others:
        other.unlink()
    return small_book
