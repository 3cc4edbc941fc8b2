"""Run a chapter with Papermill; what comes back is a clean, whole notebook, or the faults."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from jhws.faults import Fault, FaultsError
from jhws.project import PROJECT_VARIABLE
from jhws.publish.cache import Executed
from jhws.publish.client import PromptClient
from jhws.publish.warm import KERNEL, SAME_EVERYWHERE, kernels
from jhws.reads import read_record

LONGEST_CELL = 600  # seconds
_LONGEST_SOCKET = 95  # bytes that its name may have, less than the 104 of macOS
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ARGUMENTS = ["--IPKernelApp.log_level=CRITICAL", "--HistoryManager.hist_file=:memory:", "--matplotlib=inline"]
_NO_KERNEL = "Run ‘make setup’, which registers the kernel jhws, or use python3."
_RECORD = "__import__('jhws.reads', fromlist=['record']).record({target!r}, {project!r})"
# A chapter computes from tables: it may not reach for the network.
_STAY_HERE = "__import__('jhws.offline', fromlist=['forbid_network']).forbid_network()"


def run_chapter(
    notebook: Path, parameters: dict[str, Any], project: Path, kernel: str = KERNEL, timeout: int = LONGEST_CELL
) -> Executed:
    """Run one chapter.

    Parameters
    ----------
    notebook
        The chapter as it is committed.
    parameters
        Values for the chapter's parameters cell.
    project
        The project's top folder; the kernel works there and finds the data from there.
    kernel
        Name of the Jupyter kernel: the warm one, or an ordinary one as ``python3``.
    timeout
        Seconds that a cell may take.

    Raises
    ------
    FaultsError
        There is no such kernel; or a cell failed, took too long, ended its kernel or wrote to standard error: the
        fault names the chapter, the cell and the message.
    """
    name = notebook.relative_to(project).as_posix()
    os.environ.update(SAME_EVERYWHERE | {PROJECT_VARIABLE: str(project)})
    began = time.perf_counter()
    # The kernel's sockets and the record of what it reads: a folder for each, so that no two can clash.
    folder = Path(tempfile.mkdtemp(dir=kernels.folder()))
    record = folder / "reads"
    begun: list[NotebookNode] = []
    try:
        executed = papermill.execute_notebook(
            str(notebook),
            None,
            parameters=parameters,
            kernel_name=kernel,
            progress_bar=False,
            config=_kernel_config(folder),
            resources={"metadata": {"path": str(project)}},
            extra_arguments=[
                *_ARGUMENTS,
                "--IPKernelApp.exec_lines=" + _RECORD.format(target=str(record), project=str(project)),
                "--IPKernelApp.exec_lines=" + _STAY_HERE,
            ],
            execution_timeout=timeout,
            # What a cell shows comes by another way than that it is done; on a busy machine seconds later.
            iopub_timeout=timeout,
            on_cell_start=lambda cell, cell_index: begun.append(cell),
            # All cells have run, and what they gave is here: there is nothing that a kernel could still do.
            shutdown_kernel="immediate",
        )
        reads, memory = read_record(record)
    except PapermillExecutionError as error:
        line = _line_of(error.traceback)
        fault = _tell(name, begun, f"{error.ename}: {error.evalue}", line)
        raise FaultsError([fault]) from None
    except CellTimeoutError:
        raise FaultsError([_tell(name, begun, f"the cell took longer than {timeout} seconds.")]) from None
    except NoSuchKernel:
        raise FaultsError([Fault("--kernel", "", kernel, "there is no such kernel here.", _NO_KERNEL)]) from None
    except DeadKernelError:
        rule = "the cell’s process ended before the cell did; perhaps it needed more memory than there is."
        raise FaultsError([_tell(name, begun, rule)]) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _refuse_warnings(executed, name)
    _remove_traces(executed)
    return Executed(nbformat.writes(executed), reads, time.perf_counter() - began, memory)


def _kernel_config(folder: Path) -> Config:
    """Have sockets in files where the system has them: no port to fight for, and none open to others."""
    file = str(folder / "kernel.json")
    has_room = len(os.fsencode(file)) < _LONGEST_SOCKET
    transport = "ipc" if has_room and sys.platform != "win32" else "tcp"
    kernel = {"transport": transport, "connection_file": file, "client_factory": PromptClient}
    return Config({"KernelManager": kernel})


def _tell(name: str, begun: list[NotebookNode], rule: str, line: int = 1) -> Fault:
    """Tell of the cell that began last, by its number in the committed chapter, without what Papermill adds."""
    cell = begun[-1]
    lines = cell.source.strip("\n").splitlines()
    shown = lines[line - 1].strip()[:80] if 0 < line <= len(lines) else ""
    return Fault(name, _place(begun) + (f", line {line}" if len(lines) > 1 else ""), shown, rule)


def _place(cells: list[NotebookNode]) -> str:
    committed = [cell for cell in cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    return f"cell {len(committed)}"


def _line_of(traceback: list[str]) -> int:
    """Find the line of the cell at which an error came up; IPython names it where the trace passes the cell."""
    found = _LINE.search(_COLOURS.sub("", "\n".join(traceback)))
    return int(found[1]) if found else 1


def _refuse_warnings(notebook: NotebookNode, name: str) -> None:
    """Refuse what was written to standard error: it would stand on the page, and Jupyter Book does not see it."""
    faults = [
        Fault(
            name,
            _place(notebook.cells[:number]),
            _first_line(output["text"]),
            "a chapter writes nothing to standard error.",
        )
        for number, cell in enumerate(notebook.cells, start=1)
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    if faults:
        raise FaultsError(faults)


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:80] if text.strip() else ""


def _remove_traces(notebook: NotebookNode) -> None:
    """Take out what differs from run to run: times, and the random id of the cell that Papermill adds."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
