"""Chapters run a few at a time, here or on a cluster; one that fails stops no other, and all faults are told."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from jhws.faults import FaultsError
from jhws.publish import workers
from jhws.publish.warm import kernels
from jhws.publish.workers import MEMORY_EACH, Task, Workers, cluster_workers, default_count, local_workers

pytestmark = pytest.mark.slow


def gather(crew: Workers, tasks, project) -> dict[str, str]:
    gathered = {}
    crew.run(tasks, project, lambda task, executed: gathered.update({task.name: executed.notebook}))
    return gathered


@pytest.fixture
def tasks(tmp_path, write_notebook):
    def make(**cells: str) -> list[Task]:
        return [
            Task(name, write_notebook(tmp_path / "chapters" / f"{name}.ipynb", cell), {"area": name})
            for name, cell in cells.items()
        ]

    return make


def test_a_chapter_that_fails_does_not_stop_the_others_and_every_fault_is_told(tmp_path, tasks):
    made = tasks(first="1 / 0", second="area", third="'a' + 1", fourth="area * 2")
    gathered = {}
    with local_workers(tmp_path, 2) as crew, pytest.raises(FaultsError) as raised:
        crew.run(made, tmp_path, lambda task, executed: gathered.update({task.name: executed.notebook}))
    assert [(fault.file, fault.place) for fault in raised.value.faults] == [
        ("chapters/first.ipynb", "cell 2"),
        ("chapters/third.ipynb", "cell 2"),
    ]
    assert gathered.keys() == {"second", "fourth"}
    assert "'fourthfourth'" in gathered["fourth"]


def test_outputs_of_chapters_that_run_at_once_are_kept_apart(tmp_path, tasks):
    cell = "import time\nfor _ in range(20):\n    print(area); time.sleep(0.02)"
    with local_workers(tmp_path, 4) as crew:
        gathered = gather(crew, tasks(a=cell, b=cell, c=cell, d=cell), tmp_path)
    for name, notebook in gathered.items():
        assert notebook.count(f"{name}\\n") == 20
        assert not any(f'"{other}\\n"' in notebook for other in gathered if other != name)


def test_no_kernel_and_no_template_is_left_afterwards(tmp_path, tasks):
    with local_workers(tmp_path, 2) as crew:
        gather(crew, tasks(a="1", b="2"), tmp_path)
        template = psutil.Process(kernels.template().pid)
    assert not template.is_running()
    assert not [child for child in psutil.Process().children() if "ipykernel_launcher" in child.cmdline()]


def test_a_run_that_is_broken_off_starts_no_kernel_more_and_the_next_run_does(tmp_path, tasks):
    def break_off(task, executed):
        raise KeyboardInterrupt

    with local_workers(tmp_path, 2) as crew:
        with pytest.raises(KeyboardInterrupt):
            crew.run(tasks(a="1"), tmp_path, break_off)
        with pytest.raises(RuntimeError, match="the build is ending"):
            kernels.template()
    with local_workers(tmp_path, 2) as crew:
        assert gather(crew, tasks(b="2"), tmp_path).keys() == {"b"}


def test_the_longest_begin_first_and_no_more_at_a_time_than_told(tmp_path, monkeypatch):
    order, at_once, most = [], 0, 0
    lock = threading.Lock()

    def run(notebook, parameters, project, kernel):
        nonlocal at_once, most
        with lock:
            order.append(parameters["name"])
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.05)
        with lock:
            at_once -= 1

    monkeypatch.setattr(workers, "run_chapter", run)
    seconds = {"short": 1.0, "long": 9.0, "unknown": None, "middle": 4.0}
    made = [Task(name, tmp_path, {"name": name}, expected) for name, expected in seconds.items()]
    with ThreadPoolExecutor(2) as executor:
        Workers(executor, 2, "jhws", here=True).run(made, tmp_path, lambda task, executed: None)
    assert set(order[:2]) == {"unknown", "long"}
    assert order[2:] == ["middle", "short"]
    assert most == 2


def test_as_many_run_at_a_time_as_there_is_memory_for_and_at_least_one(monkeypatch):
    def with_memory(available):
        monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": available}))
        return default_count()

    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    assert with_memory(100 * MEMORY_EACH) == 8
    assert with_memory(3 * MEMORY_EACH + 1) == 3
    assert with_memory(0) == 1


def test_forty_kernels_eight_at_a_time_start_without_a_clash(tmp_path, tasks):
    with local_workers(tmp_path, 8) as crew:
        gathered = gather(crew, tasks(**{f"n{number}": "area" for number in range(40)}), tmp_path)
    assert all(f"'{name}'" in notebook for name, notebook in gathered.items())
    assert len(gathered) == 40


# On a cluster: a real scheduler and two real workers, each a process of its own


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers on the loopback; gives the address and the workers."""
    folder = tmp_path_factory.mktemp("cluster")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    from distributed import Client

    module = "distributed.cli.dask_"
    command = [sys.executable, "-m", f"{module}scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    scheduler = subprocess.Popen([*command, "--scheduler-file", "scheduler.json"], **quiet)
    file = folder / "scheduler.json"
    wait_until(file.exists)
    command = [sys.executable, "-m", f"{module}worker", "--scheduler-file", str(file), "--nthreads", "1"]
    command += ["--no-dashboard", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(folder)]
    hands = [subprocess.Popen(command, **quiet) for _ in range(2)]
    with Client(scheduler_file=str(file), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield address, hands
    for process in [*hands, scheduler]:
        process.terminate()
    for process in [*hands, scheduler]:
        process.wait(timeout=30)


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_cluster_runs_the_same_chapters_to_the_same_bytes(cluster, tmp_path, tasks):
    address, _ = cluster
    made = tasks(a="area", b="print(area)", c="{'x', 'y', 'z'}")
    with cluster_workers(address) as crew:
        there = gather(crew, made, tmp_path)
        assert crew.count == 2
    with local_workers(tmp_path, 1) as crew:
        assert gather(crew, made, tmp_path) == there


def test_faults_travel_from_the_cluster(cluster, tmp_path, tasks):
    address, _ = cluster
    with cluster_workers(address) as crew, pytest.raises(FaultsError) as raised:
        gather(crew, tasks(a="1 / 0", b="area"), tmp_path)
    (fault,) = raised.value.faults
    assert (fault.file, fault.place, fault.rule) == (
        "chapters/a.ipynb",
        "cell 2",
        "ZeroDivisionError: division by zero",
    )


def test_a_worker_that_dies_is_survived(cluster, tmp_path, tasks):
    address, hands = cluster
    begun = tmp_path / "begun"
    begun.mkdir()
    cell = f"import time, pathlib\n(pathlib.Path({str(begun)!r}) / area).touch()\ntime.sleep(3)\narea"
    made = tasks(**{f"n{number}": cell for number in range(4)})

    def kill_one():
        wait_until(lambda: len(list(begun.iterdir())) >= 2)
        os.kill(hands[0].pid, signal.SIGKILL)
        hands[0].wait()

    killer = threading.Thread(target=kill_one)
    killer.start()
    with cluster_workers(address) as crew:
        gathered = gather(crew, made, tmp_path)
    killer.join()
    assert gathered.keys() == {"n0", "n1", "n2", "n3"}


def test_an_address_where_nobody_answers_is_told():
    told = pytest.raises(FaultsError, match=r"--scheduler: found “tcp://127.0.0.1:1”; no scheduler answers there")
    with told, cluster_workers("tcp://127.0.0.1:1"):
        pass
