"""Chapters run on real kernels; what comes back is clean and whole, or faults."""

import nbformat
import pytest
from papermill.clientwrap import PapermillNotebookClient

from jhws.faults import FaultsError
from jhws.publish.execute import run_chapter
from jhws.publish.warm import kernels

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def _no_kernel_is_left():
    yield
    kernels.close()


def test_a_chapter_runs_with_its_parameters_and_leaves_no_trace_of_the_run(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "area * 2")
    executed = nbformat.reads(run_chapter(notebook, {"area": "ab"}, tmp_path).notebook, as_version=4)
    declared, injected, last = executed.cells
    assert declared.source == 'area = "E10000018"'
    assert injected.source.strip().endswith('area = "ab"')
    assert injected.id == "injected-parameters"
    assert last.outputs[0].data["text/plain"] == "'abab'"
    assert "papermill" not in executed.metadata
    assert all(not {"papermill", "execution"} & set(cell.metadata) for cell in executed.cells)


def test_a_run_writes_nothing_beside_the_chapter_and_keeps_no_socket(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "area")
    run_chapter(notebook, {}, tmp_path)
    assert list(tmp_path.rglob("*")) == [notebook.parent, notebook]
    assert list(kernels.folder().iterdir()) == []


def test_two_runs_give_the_same_bytes(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "# A heading", "print(area)", "{'b', 'a', 'c'}")
    first = run_chapter(notebook, {"area": "x"}, tmp_path)
    assert run_chapter(notebook, {"area": "x"}, tmp_path).notebook == first.notebook


def test_what_a_cell_shows_may_come_later_than_that_it_is_done(tmp_path, write_notebook, monkeypatch):
    # As on a machine so busy that it waits longer than Papermill's default for it, four seconds.
    defaults = PapermillNotebookClient._static_immutable_initial_values
    assert defaults["iopub_timeout"] == 4
    monkeypatch.setitem(defaults, "iopub_timeout", 0)
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "for n in range(1000):\n    print(n, flush=True)")
    assert "999" in run_chapter(notebook, {}, tmp_path).notebook


def test_what_a_chapter_reads_is_recorded_with_its_content_and_what_it_writes_is_not(tmp_path, write_notebook):
    table = tmp_path / "data" / "table.csv"
    table.parent.mkdir()
    table.write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "data" / "other.csv").write_text("not read", encoding="utf-8")
    notebook = write_notebook(
        tmp_path / "chapters" / "small.ipynb",
        "import pandas as pd\nfrom pathlib import Path",
        'pd.read_csv("data/table.csv")',
        'Path("written.txt").write_text("x")',
        'try:\n    open("data/not-there.csv")\nexcept FileNotFoundError:\n    pass',
    )
    executed = run_chapter(notebook, {}, tmp_path)
    # sha256sum of the two lines "a" and "1", by the tool of that name.
    assert executed.reads == {
        "data/table.csv": "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc",
        "data/not-there.csv": "",
    }


@pytest.mark.parametrize("kernel", ["jhws", "python3"])
def test_a_chapter_that_reaches_for_the_network_is_refused_unless_that_is_asked_for(
    kernel, tmp_path, write_notebook, monkeypatch
):
    # 192.0.2.1 is set aside for documents (RFC 5737): nobody is asked.
    notebook = write_notebook(tmp_path / "small.ipynb", "import pandas as pd\npd.read_csv('http://192.0.2.1/t.csv')")
    with pytest.raises(FaultsError, match=r"line 2: .*a chapter may not use the network, and asked for 192\.0\.2\.1"):
        run_chapter(notebook, {}, tmp_path, kernel)
    monkeypatch.setenv("JHWS_NETWORK", "allow")
    short = write_notebook(
        tmp_path / "short.ipynb",
        "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), timeout=0.01)\n"
        "except PermissionError:\n    raise\nexcept OSError:\n    pass",
    )
    run_chapter(short, {}, tmp_path, kernel)


def test_the_memory_that_a_chapter_takes_is_told(tmp_path, write_notebook):
    small = run_chapter(write_notebook(tmp_path / "small.ipynb", "1"), {}, tmp_path)
    large = run_chapter(write_notebook(tmp_path / "large.ipynb", 'block = b"x" * 300_000_000'), {}, tmp_path)
    assert 250e6 < large.memory - small.memory < 350e6


def test_an_error_below_the_cell_is_told_by_the_line_of_the_cell_that_led_to_it(tmp_path, write_notebook):
    cell = "import json\njson.loads('{')"
    with pytest.raises(FaultsError, match=r"cell 2, line 2: found “json\.loads\('\{'\)”; JSONDecodeError"):
        run_chapter(write_notebook(tmp_path / "small.ipynb", cell), {"area": "x"}, tmp_path)


def test_a_line_that_is_no_python_is_told(tmp_path, write_notebook):
    with pytest.raises(FaultsError, match=r"cell 2, line 2: found “b = = 2”; SyntaxError: invalid syntax"):
        run_chapter(write_notebook(tmp_path / "small.ipynb", "a = 1\nb = = 2"), {}, tmp_path)


def test_a_failing_cell_is_told_by_chapter_cell_line_and_message(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "# A heading", "1 + 1\n\nlen([\n    area / 2\n])")
    with pytest.raises(FaultsError) as raised:
        run_chapter(notebook, {"area": "x"}, tmp_path)
    (fault,) = raised.value.faults
    assert fault.file == "chapters/small.ipynb"
    assert fault.place == "cell 3, line 4"  # as the committed chapter counts, without the cell that Papermill adds
    assert fault.value == "area / 2"
    assert fault.rule.startswith("TypeError: unsupported operand")


@pytest.mark.parametrize("kernel", ["jhws", "python3"])
def test_a_cell_that_ends_its_kernel_is_told(kernel, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "import os; os._exit(3)")
    with pytest.raises(
        FaultsError, match=r"small\.ipynb, cell 2: found “import os; os._exit\(3\)”; the cell’s process ended before"
    ):
        run_chapter(notebook, {}, tmp_path, kernel)


@pytest.mark.parametrize("kernel", ["jhws", "python3"])
def test_a_cell_that_takes_too_long_is_told(kernel, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "import time; time.sleep(60)")
    with pytest.raises(FaultsError, match=r"small\.ipynb, cell 2: .* the cell took longer than 1 seconds"):
        run_chapter(notebook, {}, tmp_path, kernel, timeout=1)


def test_a_kernel_that_is_not_installed_is_told(tmp_path, write_notebook):
    with pytest.raises(FaultsError, match=r"--kernel: found “nosuch”; there is no such kernel here\. Run ‘make setup’"):
        run_chapter(write_notebook(tmp_path / "small.ipynb", "1"), {}, tmp_path, "nosuch")


def test_what_a_chapter_writes_to_standard_error_is_a_fault(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", 'import warnings\nwarnings.warn("careful")')
    with pytest.raises(FaultsError, match="careful"):
        run_chapter(notebook, {}, tmp_path)
