"""What Jupyter Book made last is made again only where pages changed, and comes to the same as made from nothing."""

from pathlib import Path

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tests.command import run_apart

from jhws.content import tree_digests
from jhws.edition import edition_files
from jhws.publish.bind import DOWNLOADS
from jhws.publish.last_book import forget_books, last_book


@pytest.fixture
def fresh(tmp_path) -> Path:
    folder = tmp_path / "fresh"
    (folder / DOWNLOADS).mkdir(parents=True)
    (folder / DOWNLOADS / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "_config.yml").write_text("title: A\n", encoding="utf-8")
    (folder / "index.md").write_text("# Why?\n\nSo.\n", encoding="utf-8")
    page(folder, "# Is it?", "It is.")
    return folder


def page(folder: Path, *texts: str) -> None:
    shown = new_code_cell("1", outputs=[new_output("execute_result", data={"text/plain": texts[-1]})])
    write(new_notebook(cells=[*map(new_markdown_cell, texts), shown]), folder / "second.ipynb")


def compiled(fresh: Path, folder: Path, **how) -> set[str]:
    """Do as Jupyter Book does with doctrees; give the pages that it would have read."""
    with last_book(fresh, folder, **how) as book:
        held = {path.relative_to(book): path.read_bytes() for path in book.rglob("*") if path.is_file()}
        assert held == {path.relative_to(fresh): path.read_bytes() for path in fresh.rglob("*") if path.is_file()}
        trees = folder / "_build" / ".doctrees"
        trees.mkdir(parents=True, exist_ok=True)
        read = {name for name in ("index", "second") if not (trees / f"{name}.doctree").exists()}
        for name in read:
            (trees / f"{name}.doctree").touch()
    return read


def test_only_a_page_that_changed_is_read_again(fresh, tmp_path):
    assert compiled(fresh, tmp_path / "last") == {"index", "second"}
    assert compiled(fresh, tmp_path / "last") == set()
    page(fresh, "# Is it?", "It is not.")
    assert compiled(fresh, tmp_path / "last") == {"second"}


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: page(folder, "# Is it so?", "It is."),
        lambda folder: page(folder, "# Is it?", "## Why not\n\nIt is."),
        lambda folder: (folder / "index.md").write_text("# Why not?\n\nSo.\n", encoding="utf-8"),
        lambda folder: (folder / "_config.yml").write_text("title: B\n", encoding="utf-8"),
        lambda folder: (folder / "third.md").write_text("# Three\n", encoding="utf-8"),
    ],
    ids=["title", "heading", "title of Markdown", "configuration", "new page"],
)
def test_what_other_pages_show_of_a_page_has_all_of_them_read_again(fresh, tmp_path, change):
    compiled(fresh, tmp_path / "last")
    change(fresh)
    assert compiled(fresh, tmp_path / "last") == {"index", "second"}


def test_other_software_or_being_told_to_reads_all_pages_again(fresh, tmp_path):
    compiled(fresh, tmp_path / "last", made_by="one")
    assert compiled(fresh, tmp_path / "last", made_by="two") == {"index", "second"}
    assert compiled(fresh, tmp_path / "last", made_by="two") == set()
    assert compiled(fresh, tmp_path / "last", made_by="two", anew=True) == {"index", "second"}


def test_what_was_broken_off_is_begun_from_nothing(fresh, tmp_path):
    compiled(fresh, tmp_path / "last")
    with pytest.raises(KeyboardInterrupt), last_book(fresh, tmp_path / "last"):
        raise KeyboardInterrupt
    assert compiled(fresh, tmp_path / "last") == {"index", "second"}


def test_a_file_that_is_gone_goes_and_its_folder_stays(fresh, tmp_path):
    compiled(fresh, tmp_path / "last")
    (fresh / DOWNLOADS / "a.csv").unlink()
    compiled(fresh, tmp_path / "last")
    with last_book(fresh, tmp_path / "last") as book:
        assert list((book / DOWNLOADS).iterdir()) == []


def test_the_book_of_an_edition_that_is_gone_goes(fresh, tmp_path):
    books = tmp_path / "books"
    for edition in ("old", "new"):
        compiled(fresh, books / edition)
    forget_books(books, ["new", "newest"])
    assert not (books / "old").exists()
    assert compiled(fresh, books / "new") == set()
    forget_books(tmp_path / "never made", ["new"])


def test_a_folder_with_nothing_in_it_is_there(fresh, tmp_path):
    (fresh / DOWNLOADS / "a.csv").unlink()
    with last_book(fresh, tmp_path / "last") as book:
        assert (book / DOWNLOADS).is_dir()


def figure(name: str) -> str:
    return (
        "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom jhws.present.exhibit import Figure\n"
        f"picture, axes = plt.subplots()\naxes.plot([1, {len(name)}])\n"
        f"Figure(id='{name}', title='A line', caption='It rises.', source='A source', alt='It rises.', "
        "data=pd.DataFrame({'a': [1, 2]}), picture=picture)"
    )


@pytest.mark.slow
def test_a_book_that_was_changed_page_by_page_is_the_book_made_from_nothing(one_small_edition, write_notebook):
    project = one_small_edition
    (edition,) = edition_files(project)
    site = project / "_build" / "html" / edition.stem
    assert run_apart(project, "build").status == 0
    # The second page gets a figure, and another in its place; then the first page does: the second's has a new number.
    for chapter, heading, name in (
        ("second", "# And this?", "line"),
        ("second", "# And this?", "other-line"),
        ("index", "# Is it there?", "the-first-line"),
    ):
        write_notebook(project / "chapters" / f"{chapter}.ipynb", heading, figure(name))
        assert run_apart(project, "build").status == 0
    changed = tree_digests(site, [site])
    assert sum(name.startswith("_images/") for name in changed) == 2
    assert "Fig. 2" in (site / "second.html").read_text(encoding="utf-8")
    assert run_apart(project, "build", "--force").status == 0
    assert tree_digests(site, [site]) == changed
