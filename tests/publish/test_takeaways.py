"""What readers take away is written beside Jupyter Book, and a fault of it is told as any other."""

import contextlib
import hashlib
from pathlib import Path

import psutil
import pytest

from jhws.edition import load_edition
from jhws.faults import FaultsError
from jhws.publish import takeaways
from jhws.publish.bind import BoundChapter
from jhws.publish.takeaways import Order, begin_takeaways, write_takeaways
from jhws.publish.warm import CAN_FORK, PREPARE_BOOK, Template

pytestmark = pytest.mark.slow

EDITION = "leicester-2023-24"
WORDS = "# Purpose\n\n1. To tell.\n"


@pytest.fixture
def made(copy_of_project):
    for section in (copy_of_project / "chapters" / "paper").glob("*.md"):
        section.unlink()
    (copy_of_project / "chapters" / "paper" / "01-purpose.md").write_text(WORDS, encoding="utf-8")
    return copy_of_project


@pytest.fixture(scope="module")
def template():
    template = Template(PREPARE_BOOK)
    yield template
    template.close()


def order(project: Path, folder: Path, *, value: str = "1", anew: bool = True) -> Order:
    folder.mkdir()
    table = {
        "kind": "table", "id": "small", "title": "A table", "caption": "Of one row.", "source": "A source",
        "csv": f"area,value\nLeicester,{value}\n",
    }  # fmt: skip
    edition = load_edition(project / "data" / "editions" / f"{EDITION}.yml", project)
    return Order([BoundChapter("chapters/small.ipynb", [table])], edition, project, folder, anew)


def take_away(project: Path, folder: Path, template: Template | None) -> dict[str, str]:
    with begin_takeaways(order(project, folder), template) as wait:
        wait()
    return written_to(folder)


def written_to(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")
def test_they_are_the_same_bytes_whoever_writes_them(made, template, tmp_path, monkeypatch):
    with monkeypatch.context() as here:
        here.delattr(takeaways, "write_part")
        written = take_away(made, tmp_path / "beside", template)
    assert written.keys() == {"board-paper.docx", "board-paper.pdf", "tables.xlsx", "tables.ods", "data-package.zip"}
    assert take_away(made, tmp_path / "here", None) == written


@pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")
def test_a_fault_met_beside_is_told_here(made, template, tmp_path):
    own = made / "data" / "editions" / EDITION
    own.mkdir()
    (own / "10-purpose.md").write_text("# Why\n\nFor $county.\n", encoding="utf-8")
    with pytest.raises(FaultsError, match=rf"data/editions/{EDITION}/10-purpose\.md: found “\$county”"):
        take_away(made, tmp_path / "beside", template)


@pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")
def test_nobody_writes_any_more_once_the_build_has_failed(made, template, tmp_path):
    with contextlib.suppress(ZeroDivisionError), begin_takeaways(order(made, tmp_path / "beside"), template):
        assert psutil.Process(template.pid).children()
        raise ZeroDivisionError
    assert not psutil.Process(template.pid).children()


def test_where_something_changed_what_is_kept_gives_the_bytes_of_what_is_made_anew(made, tmp_path):
    def take(name: str, value: str, *, anew: bool) -> dict[str, str]:
        write_takeaways(order(made, tmp_path / name, value=value, anew=anew))
        return written_to(tmp_path / name)

    before = take("before", "1", anew=False)
    after = take("after", "2", anew=False)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"tables.xlsx", "tables.ods"}
    (made / "chapters" / "paper" / "01-purpose.md").write_text(WORDS.replace("tell", "say"), encoding="utf-8")
    after_both = take("after both", "2", anew=False)
    assert {name for name in after if after[name] != after_both[name]} == {"board-paper.docx", "board-paper.pdf"}
    assert after_both == take("anew", "2", anew=True)
