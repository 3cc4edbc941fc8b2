"""Chapters run on real kernels; what is left behind is clean and whole, or nothing."""

import nbformat
import pytest

from jhws.faults import FaultsError
from jhws.publish.execute import run_chapter

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path):
    return tmp_path / "out" / "small.ipynb"


def test_a_chapter_runs_with_its_parameters_and_leaves_no_trace_of_the_run(tmp_path, place, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "area * 2")
    run_chapter(notebook, place, {"area": "ab"}, tmp_path)
    executed = nbformat.read(place, as_version=4)
    declared, injected, last = executed.cells
    assert declared.source == 'area = "E10000018"'
    assert injected.source.strip().endswith('area = "ab"')
    assert injected.id == "injected-parameters"
    assert last.outputs[0].data["text/plain"] == "'abab'"
    assert "papermill" not in executed.metadata
    assert all(not {"papermill", "execution"} & set(cell.metadata) for cell in executed.cells)
    assert list(place.parent.iterdir()) == [place]


def test_two_runs_leave_the_same_bytes(tmp_path, place, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "# A heading", "print(area)", "area")
    run_chapter(notebook, place, {"area": "x"}, tmp_path)
    first = place.read_bytes()
    run_chapter(notebook, place, {"area": "x"}, tmp_path)
    assert place.read_bytes() == first


def test_a_failing_cell_is_told_by_chapter_cell_and_message_and_leaves_nothing(tmp_path, place, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", "1 + 1", "area / 2")
    with pytest.raises(FaultsError) as raised:
        run_chapter(notebook, place, {"area": "x"}, tmp_path)
    (fault,) = raised.value.faults
    assert fault.file == "chapters/small.ipynb"
    assert fault.place == "cell 4"  # the injected cell counts
    assert fault.value == "area / 2"
    assert fault.rule.startswith("TypeError: unsupported operand")
    assert list(place.parent.iterdir()) == []


def test_what_a_chapter_writes_to_standard_error_is_a_fault(tmp_path, place, write_notebook):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", 'import warnings\nwarnings.warn("careful")')
    with pytest.raises(FaultsError, match="careful"):
        run_chapter(notebook, place, {}, tmp_path)
    assert list(place.parent.iterdir()) == []
