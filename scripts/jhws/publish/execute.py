"""Run a chapter with Papermill and leave behind a clean, whole notebook or nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from jhws.faults import Fault, FaultsError
from jhws.project import PROJECT_VARIABLE

# Sockets in files where the system has them: no port that two kernels could fight for, none open to others.
_KERNEL_CONFIG = Config() if sys.platform == "win32" else Config({"KernelManager": {"transport": "ipc"}})


def run_chapter(notebook: Path, target: Path, parameters: dict[str, Any], project: Path) -> None:
    """Run one chapter and write the executed notebook.

    Parameters
    ----------
    notebook
        The chapter as it is committed.
    target
        Where the executed notebook goes: written beside and renamed, so that it is whole or not there.
    parameters
        Values for the chapter's parameters cell.
    project
        The project's top folder; the kernel works there and finds the data from there.

    Raises
    ------
    FaultsError
        A cell failed, or wrote to standard error; the fault names the chapter, the cell and the message.
    """
    name = notebook.relative_to(project).as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial.ipynb")
    os.environ[PROJECT_VARIABLE] = str(project)
    try:
        papermill.execute_notebook(
            str(notebook),
            str(partial),
            parameters=parameters,
            kernel_name="python3",
            cwd=str(project),
            progress_bar=False,
            config=_KERNEL_CONFIG,
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )
        executed = nbformat.read(partial, as_version=4)
    except PapermillExecutionError as error:
        message = f"{error.ename}: {error.evalue}"
        raise FaultsError([Fault(name, f"cell {error.cell_index + 1}", _first_line(error.source), message)]) from None
    finally:
        partial.unlink(missing_ok=True)
    _refuse_warnings(executed, name)
    _remove_traces(executed)
    nbformat.write(executed, partial)
    partial.replace(target)


def _first_line(source: str) -> str:
    return source.strip().splitlines()[0][:80] if source.strip() else ""


def _refuse_warnings(notebook: NotebookNode, name: str) -> None:
    """Refuse what was written to standard error: it would stand on the page, and Jupyter Book does not see it."""
    faults = [
        Fault(name, f"cell {number}", _first_line(output["text"]), "a chapter writes nothing to standard error.")
        for number, cell in enumerate(notebook.cells, start=1)
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    if faults:
        raise FaultsError(faults)


def _remove_traces(notebook: NotebookNode) -> None:
    """Take out what differs from run to run: times, and the random id of the cell that Papermill adds."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
