"""A warm kernel is an ordinary kernel in all but the time; nothing of it is left when it, or its build, is killed."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from jhws.faults import FaultsError
from jhws.publish.execute import run_chapter
from jhws.publish.warm import CAN_FORK, Fork, Template, kernels

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CAN_FORK, reason="there is no fork here")]
BOTH = pytest.mark.parametrize("kernel", ["jhws", "python3"])


@pytest.fixture(autouse=True, scope="module")
def _no_kernel_is_left():
    yield
    kernels.close()


def run_in_both(tmp_path, write_notebook, *cells):
    notebook = write_notebook(tmp_path / "chapters" / "small.ipynb", *cells)
    warm, ordinary = (run_chapter(notebook, {"area": "ab"}, tmp_path, kernel) for kernel in ("jhws", "python3"))
    return warm, ordinary


CELLS = {
    "value": "area * 2",
    "streams": "print('out'); import os; os.system('echo from a child'); print('again', end='')",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1, None], 'b': ['x', 'y']}).describe(include='all')",
    "picture": "import matplotlib.pyplot as plt\nplt.plot([1, 2], [2, 1]);",
    "rich": "from IPython.display import HTML, display\ndisplay(HTML('<b>1</b>'), {'b', 'a', 'c'})\n1",
    "history": "_ = 3\nIn, Out, _i",
    "where": "import sys, os\nos.getcwd(), sys.argv[0].rpartition('/')[2], sys.path, sys.flags, __name__, sys.stdin",
    "names": "sorted(globals())",
    "settings": "import matplotlib as mpl, pandas as pd\n[*mpl.rcParams.items(), pd.options.display.max_rows]",
    "environment": "import os\nsorted(set(os.environ) - {'JPY_PARENT_PID', '_'})",
    "signals": "import signal\n[str(signal.getsignal(s)) for s in (2, 15, 17)], os.getsid(0) == os.getpid()",
    "threads": "import multiprocessing, subprocess\nsubprocess.run(['echo', '1'], capture_output=True).stdout",
}


@pytest.mark.parametrize("name", list(CELLS))
def test_a_warm_kernel_gives_the_same_notebook_as_an_ordinary_one(name, tmp_path, write_notebook):
    warm, ordinary = run_in_both(tmp_path, write_notebook, "import os", CELLS[name])
    shown = nbformat.reads(warm.notebook, as_version=4).cells[-1].outputs
    assert shown
    assert warm.notebook == ordinary.notebook
    assert warm.reads == ordinary.reads


@pytest.mark.parametrize(
    "cell", ["1 / 0", "raise SystemExit(4)", "import nowhere", "def f(:", "raise KeyboardInterrupt"]
)
def test_an_error_is_the_same_fault(cell, tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "small.ipynb", cell)
    told = []
    for kernel in ("jhws", "python3"):
        with pytest.raises(FaultsError) as raised:
            run_chapter(notebook, {}, tmp_path, kernel)
        told.append(raised.value.faults)
    assert told[0] == told[1]


async def start(kernel, folder):
    """Start a kernel as Papermill does, with a client."""
    config = Config({"KernelManager": {"transport": "ipc", "connection_file": str(folder / f"{kernel}.json")}})
    manager = AsyncKernelManager(kernel_name=kernel, config=config)
    await manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    return manager, client


async def status_after(kernel, folder, act):
    manager, client = await start(kernel, folder)
    provisioner = manager.provisioner
    await act(manager, client)
    for _ in range(300):
        status = await provisioner.poll()
        if status is not None:
            break
        await asyncio.sleep(0.1)
    client.stop_channels()
    await manager.cleanup_resources()
    return status


def does(code):
    async def act(manager, client):
        client.execute(code)

    return act


def sends(number):
    async def act(manager, client):
        await manager.signal_kernel(number)

    return act


async def shuts_down(manager, client):
    for _ in range(3):  # a kernel that is still getting ready may miss the request, and is asked again
        client.shutdown()
        for _ in range(50):
            if await manager.provisioner.poll() is not None:
                return
            await asyncio.sleep(0.1)


@BOTH
@pytest.mark.parametrize(
    ("act", "status"),
    [
        (does("import os; os._exit(7)"), 7),
        (does("import os; os.kill(os.getpid(), 11)"), -signal.SIGSEGV),
        (sends(signal.SIGKILL), -signal.SIGKILL),
        (sends(signal.SIGTERM), -signal.SIGTERM),
        (shuts_down, 0),
    ],
    ids=["exit 7", "fault", "killed", "told to end", "shut down"],
)
def test_a_kernel_ends_with_the_status_that_a_process_has(kernel, act, status, tmp_path):
    assert asyncio.run(status_after(kernel, Path(tmp_path), act)) == status


async def interrupted(kernel, folder):
    manager, client = await start(kernel, folder)
    # Without stop_on_error, as else what is asked right after an error may be dropped.
    asked = client.execute("print('before')\nimport time\ntime.sleep(60)", stop_on_error=False)
    while (await client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
        pass
    await manager.interrupt_kernel()
    while (reply := await client.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != asked:
        pass
    answer = await client._async_execute_interactive("1 + 1", timeout=30, output_hook=lambda message: None)
    await manager.shutdown_kernel(now=True)
    client.stop_channels()
    return reply["content"]["ename"], answer["content"]["status"], manager.has_kernel


@BOTH
def test_an_interrupt_stops_the_cell_and_the_kernel_goes_on(kernel, tmp_path):
    assert asyncio.run(interrupted(kernel, Path(tmp_path))) == ("KeyboardInterrupt", "ok", False)


def test_each_kernel_draws_random_numbers_of_its_own(tmp_path, write_notebook):
    draw = "import random, numpy\nprint(random.random(), numpy.random.random())"
    notebook = write_notebook(tmp_path / "small.ipynb", draw)
    assert run_chapter(notebook, {}, tmp_path).notebook != run_chapter(notebook, {}, tmp_path).notebook


def test_a_kernel_leaves_the_next_one_untouched(tmp_path, write_notebook):
    spoil = (
        "import pandas, os\npandas.read_csv = None\nos.environ['SPOILT'] = '1'\nimport builtins\nbuiltins.spoilt = 1"
    )
    run_chapter(write_notebook(tmp_path / "first.ipynb", spoil), {}, tmp_path)
    look = "import pandas, os, builtins\npandas.read_csv is None, 'SPOILT' in os.environ, hasattr(builtins, 'spoilt')"
    second = run_chapter(write_notebook(tmp_path / "second.ipynb", look), {}, tmp_path)
    assert "(False, False, False)" in second.notebook


def test_a_template_that_cannot_get_ready_leaves_it_to_ordinary_kernels(tmp_path, write_notebook, monkeypatch):
    kernels.close()
    monkeypatch.setattr(kernels, "unusable", False)
    monkeypatch.setattr(Template.__init__, "__defaults__", ("jhws.nowhere:nothing", None, None))
    assert (
        "'abab'" in run_chapter(write_notebook(tmp_path / "small.ipynb", "area * 2"), {"area": "ab"}, tmp_path).notebook
    )
    assert kernels.unusable
    kernels.close()  # the next test must not wait for this one


def test_a_template_that_died_is_replaced(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "small.ipynb", "area")
    run_chapter(notebook, {}, tmp_path)
    first = kernels.template()
    os.kill(first.pid, signal.SIGKILL)
    first._process.wait()
    run_chapter(notebook, {}, tmp_path)
    assert kernels.template().pid != first.pid
    assert not kernels.unusable


def test_a_template_runs_one_thread_so_that_a_fork_is_safe():
    template = kernels.template()
    template.fork([sys.executable, "-c", "pass"], dict(os.environ)).wait()
    assert psutil.Process(template.pid).num_threads() == 1


def test_code_run_in_a_fork_gets_its_arguments_streams_and_status(tmp_path):
    log = tmp_path / "log"
    with log.open("wb") as out:
        code = "import sys, os; print(sys.argv, os.environ['A'], flush=True); sys.exit(5)"
        fork = kernels.template().fork([sys.executable, "-c", code, "x"], {"A": "b"}, "/", (out.fileno(), out.fileno()))
    assert isinstance(fork, Fork)
    assert fork.wait() == 5
    assert log.read_text() == "['-c', 'x'] b\n"


def test_a_template_that_cannot_get_ready_tells_everybody_who_asks():
    template = Template("jhws.nowhere:nothing")
    for _ in range(2):
        with pytest.raises(EOFError):
            template.fork([sys.executable, "-c", "pass"], dict(os.environ))
    template.close()


def test_a_template_forked_from_another_is_one_of_its_own():
    first = Template("gc:collect")
    second = Template("gc:collect", None, first)
    assert psutil.Process(second.pid).ppid() == first.pid
    first.close()
    fork = second.fork([sys.executable, "-c", "import sys; sys.exit(5)"], dict(os.environ))
    assert fork.wait() == 5
    process = psutil.Process(second.pid)
    second.close()
    process.wait(timeout=15)


def test_a_template_whose_parent_cannot_get_ready_starts_alone():
    first = Template("jhws.nowhere:nothing")
    second = Template("gc:collect", None, first)
    fork = second.fork([sys.executable, "-c", "import sys; sys.exit(5)"], dict(os.environ))
    assert fork.wait() == 5
    for template in (second, first):
        template.close()


def test_nothing_is_left_of_a_template_and_of_the_one_forked_from_it_when_the_build_is_killed():
    code = """
        import os, signal, subprocess, sys
        from jhws.publish.warm import Template
        first = Template("gc:collect")
        second = Template("gc:collect", None, first)
        sleeps = second.fork([sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
        print(first.pid, second.pid, sleeps.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    told = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    numbers = told.stdout.split()
    assert len(numbers) == 3
    wait_until(lambda: not any(psutil.pid_exists(int(number)) for number in numbers))


CHILD = """
    import sys, time
    from pathlib import Path
    from jhws.publish.execute import run_chapter
    run_chapter(Path(sys.argv[1]), {}, Path(sys.argv[1]).parent)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_a_killed_build(number, tmp_path, write_notebook):
    begun = tmp_path / "begun"
    cell = f"import time, os\nopen({str(begun)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    notebook = write_notebook(tmp_path / "small.ipynb", cell)
    script = textwrap.dedent(CHILD)
    temporary = Path(tempfile.mkdtemp())  # the name of a socket must be short
    environment = {**os.environ, "TMPDIR": str(temporary)}
    build = subprocess.Popen([sys.executable, "-c", script, str(notebook)], env=environment, stderr=subprocess.DEVNULL)
    wait_until(lambda: begun.exists() and begun.read_text())
    family = [psutil.Process(build.pid), *psutil.Process(build.pid).children(recursive=True)]
    assert int(begun.read_text()) in {process.pid for process in family}
    build.send_signal(number)
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []
    wait_until(lambda: not list(temporary.iterdir()))
    temporary.rmdir()


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
