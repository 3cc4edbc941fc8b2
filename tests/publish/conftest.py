"""A book that is built in a few seconds."""

import pytest
import yaml


@pytest.fixture
def small_book(copy_of_project, write_notebook, monkeypatch):
    """The project with one edition of two small chapters."""
    monkeypatch.delenv("JHWS_PROJECT")
    chapters = copy_of_project / "chapters"
    for page in [*chapters.glob("*.ipynb"), *chapters.glob("*.md")]:
        page.unlink()
    show = "from jhws import data\nfrom jhws.present import tables\ntables.sources(data.read_table('sources'))"
    write_notebook(chapters / "index.ipynb", "# Is it there?", show)
    write_notebook(chapters / "second.ipynb", "# And this?", "import time\ntime.sleep(0.3)\narea")
    editions = sorted((copy_of_project / "data" / "editions").glob("*.yml"))
    for other in editions[:-1]:
        other.unlink()
    kept = yaml.safe_load(editions[-1].read_text(encoding="utf-8")) | {"chapters": ["index", "second"]}
    editions[-1].write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return copy_of_project
