"""A chapter runs again exactly when something that it rests on changed, and the build says what."""

import json
import os
import shutil

import nbformat
import pytest

from jhws.edition import Edition
from jhws.faults import FaultsError
from jhws.publish import uses
from jhws.publish.cache import Runs
from jhws.publish.execute import run_chapter
from jhws.publish.plan import plan_chapters, say_reasons
from jhws.publish.warm import kernels

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def _no_kernel_is_left():
    yield
    kernels.close()


def edition(name="one", chapters=("apples", "pears"), **changes) -> Edition:
    values = {
        "id": name,
        "title": "A book",
        "area": "E10000018",
        "reference": "E92000001",
        "comparators": ["E92000001"],
        "period": "2024-25",
        "as_of": "2025-05-29",
        "sources": ["a-paper"],
        "chapters": list(chapters),
        "forecast_horizon": 3,
        "confidence_levels": [95],
        "suppression_threshold": 5,
    }
    return Edition.model_validate_json(json.dumps(values | changes))


@pytest.fixture
def book(tmp_path, write_notebook):
    """Two chapters, each of which reads a table of its own name."""
    (tmp_path / "data").mkdir()
    for name in ("apples", "pears"):
        (tmp_path / "data" / f"{name}.csv").write_text(f"kind\n{name}\n", encoding="utf-8")
        write_notebook(tmp_path / "chapters" / f"{name}.ipynb", f'print(area, open("data/{name}.csv").read())')
    (tmp_path / "requirements.txt").write_text("pandas==3\n", encoding="utf-8")
    return tmp_path


def build(book, edition, *, force=False) -> dict[str, str]:
    """Run what must run; give why, by chapter."""
    runs = Runs(book)
    ran = {}
    for step in plan_chapters(edition, book, runs, force=force):
        run = step.run
        if run is None:
            ran[step.chapter] = say_reasons(step.reasons)
            run = runs.keep(run_chapter(step.notebook, step.parameters, book), step.ingredients)
        runs.remember(edition.id, step.chapter, run)
    return ran


def test_what_never_ran_runs_and_then_nothing_does(book):
    assert build(book, edition()) == {"apples": "it has not run before", "pears": "it has not run before"}
    assert build(book, edition()) == {}


def test_only_the_chapter_that_read_a_changed_table_runs_and_the_table_is_named(book):
    build(book, edition())
    (book / "data" / "apples.csv").write_text("kind\ncox\n", encoding="utf-8")
    assert build(book, edition()) == {"apples": "‘apples.csv’ changed"}


def test_a_table_that_is_changed_back_runs_nothing(book):
    build(book, edition())
    table = book / "data" / "apples.csv"
    before = table.read_bytes()
    table.write_text("kind\ncox\n", encoding="utf-8")
    build(book, edition())
    table.write_bytes(before)
    assert build(book, edition()) == {}


def test_touching_files_runs_nothing(book):
    build(book, edition())
    for file in book.rglob("*.*"):
        if file.is_file():
            os.utime(file, (1e9, 1e9))
    assert build(book, edition()) == {}


def test_a_parameter_that_changed_is_named_with_both_values(book):
    build(book, edition())
    told = build(book, edition(area="E06000054"))
    assert told["apples"] == 'the parameter area changed from "E10000018" to "E06000054"'
    # The chapters declare no horizon, so that it does not concern them.
    assert build(book, edition(area="E06000054", forecast_horizon=5)) == {}


def test_a_chapter_that_changed_runs_but_not_for_outputs_that_somebody_saved_with_it(book):
    build(book, edition())
    path = book / "chapters" / "pears.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="saved by an editor")]
    notebook.cells[1].execution_count = 7
    nbformat.write(notebook, path)
    assert build(book, edition()) == {}
    notebook.cells[1].source += "\nprint(1)"
    nbformat.write(notebook, path)
    assert build(book, edition()) == {"pears": "the chapter itself changed"}


def test_changed_packages_run_everything(book):
    build(book, edition())
    (book / "requirements.txt").write_text("pandas==4\n", encoding="utf-8")
    assert build(book, edition()) == dict.fromkeys(("apples", "pears"), "the locked packages changed")


def test_a_module_that_changed_runs_only_the_chapters_that_use_it(book, write_notebook, monkeypatch):
    copy = book / "package"
    shutil.copytree(uses.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(uses, "PACKAGE", copy)
    write_notebook(book / "chapters" / "pears.ipynb", "from jhws.present import tables", "tables.outlook")
    build(book, edition())
    module = copy / "present" / "tables" / "trends.py"
    module.write_text(module.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert build(book, edition()) == {"pears": "‘present/tables/trends.py’ changed"}
    other = copy / "present" / "tables" / "delivered.py"
    other.write_text("# changed", encoding="utf-8")
    assert build(book, edition()) == {}


def test_a_file_that_was_sought_in_vain_and_is_now_there_runs_its_chapter(book, write_notebook):
    seek = "import os.path\ntry:\n    print(open('data/later.csv').read())\nexcept FileNotFoundError:\n    pass"
    write_notebook(book / "chapters" / "pears.ipynb", seek)
    build(book, edition())
    (book / "data" / "later.csv").write_text("now", encoding="utf-8")
    assert build(book, edition()) == {"pears": "‘later.csv’ is new"}


def test_editions_share_the_runs_of_equal_chapters_with_equal_parameters(book):
    build(book, edition())
    assert build(book, edition("two", title="Another book")) == {}
    assert build(book, edition("three", area="E06000054")).keys() == {"apples", "pears"}


def test_told_to_everything_runs(book):
    build(book, edition())
    assert build(book, edition(), force=True) == dict.fromkeys(("apples", "pears"), "told to run everything")


def test_a_kept_run_that_was_damaged_counts_for_nothing(book):
    build(book, edition())
    for notebook in (book / "_build" / ".cache" / "runs").glob("*/*.ipynb"):
        notebook.write_bytes(notebook.read_bytes()[:100])
    assert build(book, edition()) == dict.fromkeys(("apples", "pears"), "its last run is no longer kept")
    assert build(book, edition()) == {}


def test_runs_that_no_build_used_for_a_month_go_but_those_that_an_edition_was_last_built_from_stay(book):
    folder = book / "_build" / ".cache" / "runs"
    build(book, edition())
    first = set(folder.glob("*/*.json"))
    build(book, edition(area="E92000001"))
    last = set(folder.glob("*/*.json")) - first
    young, *_ = first
    for facts in (first | last) - {young}:
        os.utime(facts, (1e9, 1e9))
    Runs(book).prune()
    kept = last | {young}
    assert set(folder.glob("*/*")) == kept | {facts.with_suffix(".ipynb") for facts in kept}


def test_a_notebook_that_was_cut_short_is_told(book):
    chapter = book / "chapters" / "pears.ipynb"
    chapter.write_bytes(chapter.read_bytes()[:50])
    with pytest.raises(FaultsError, match=r"chapters/pears\.ipynb: it cannot be read as a notebook\. Save it again"):
        plan_chapters(edition(), book, Runs(book))


def test_what_a_killed_build_had_half_written_goes(book):
    killed = book / "_build" / ".cache" / "runs" / "key" / ".new-999999999-x"
    killed.parent.mkdir(parents=True)
    killed.write_text("half", encoding="utf-8")
    Runs(book).prune()
    assert not killed.exists()


def test_many_reasons_are_told_in_few_words():
    assert say_reasons(["a changed", "b changed", "c changed", "d changed"]) == "a changed, b changed and 2 more"
