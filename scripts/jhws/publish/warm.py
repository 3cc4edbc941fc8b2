"""Warm kernels: ordinary Jupyter kernels that are forked from a prepared process instead of started anew.

`WarmProvisioner` is registered with ``jupyter_client`` (entry point ``jupyter_client.kernel_provisioners``) and named
by the kernel ``jhws``. Papermill asks for that kernel as for any other and notices no difference but the time. Where
there is no ``fork``, or the template cannot be had, the same provisioner starts an ordinary kernel.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from jhws.publish.template import GOODBYE, HEADER, READY
from jhws.publish.workplace import KERNELS, leftovers, make_folder

KERNEL = "jhws"
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"  # macOS's own libraries do not survive a fork
_PREPARE = "jhws.publish.warm_up:prepare"
PREPARE_BOOK = "jhws.publish.warm_up:prepare_book"
# The same for every kernel, warm or ordinary, so that a chapter leaves the same bytes. One thread: a fork takes over no
# more than one, and many kernels at once must not each take every core.
SAME_EVERYWHERE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
INLINE = "module://matplotlib_inline.backend_inline"


class Fork:
    """A process that a template forked, with the methods of `subprocess.Popen` that jupyter_client needs."""

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._heard = b""
        while b"\n" not in self._heard:
            self._hear()
        pid, _, self._heard = self._heard.partition(b"\n")
        self.pid = int(pid)
        self.returncode: int | None = None

    def _hear(self) -> None:
        part = self._line.recv(64)
        if not part:
            raise EOFError("the template is gone")
        self._heard += part

    def poll(self) -> int | None:
        """Give the exit status, or none while the process runs."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit status; as `subprocess.Popen` does, no longer than so many seconds."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self._end()
        assert self.returncode is not None
        return self.returncode

    def _end(self) -> None:
        try:
            while b"\n" not in self._heard:
                self._hear()
            self.returncode = int(self._heard)
        except (EOFError, OSError):
            self.returncode = -signal.SIGKILL  # the template ends its forks when it ends
        self._line.close()

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Template:
    """A process that has imported what is needed, and forks.

    Parameters
    ----------
    prepare
        What the process does first, as ``module:function``.
    project
        Whose working folders of this process go when this process ends, even if it is killed.
    parent
        A template that has imported most of it already: this one is forked from it as soon as it is ready.
    """

    def __init__(self, prepare: str = _PREPARE, project: Path | None = None, parent: Template | None = None) -> None:
        self._lock = threading.Lock()
        self._word = b""  # whether it is ready, once it has said so
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-m", "jhws.publish.template"], [prepare, *leftovers(project)]
        self._started: Future[Fork | subprocess.Popen[bytes]] = Future()
        if parent is None:
            self._started.set_result(_start(*command, theirs))
        else:
            threading.Thread(target=self._start_from, args=(parent, *command, theirs), daemon=True).start()

    def _start_from(self, parent: Template, command: list[str], arguments: list[str], theirs: socket.socket) -> None:
        process: Fork | subprocess.Popen[bytes]
        try:
            try:
                process = _fork_from(parent, command, arguments, theirs)
            except (OSError, EOFError):
                process = _start(command, arguments, theirs)
        except Exception as error:  # told to whoever asks for the process
            self._started.set_exception(error)
        else:
            self._started.set_result(process)

    @property
    def _process(self) -> Fork | subprocess.Popen[bytes]:
        return self._started.result()

    @property
    def pid(self) -> int:
        """The process id of the template itself."""
        return self._process.pid

    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def fork(
        self,
        argv: list[str],
        env: dict[str, str],
        cwd: str | None = None,
        streams: tuple[int, ...] = (),
        *,
        lasting: bool = False,
    ) -> Fork:
        """Run ``python -m module arguments`` in a fork; `streams` are its standard output and error.

        One that is `lasting` does not end with the template: it sees itself when it has to.

        Raises
        ------
        OSError or EOFError
            The template is gone.
        """
        body = json.dumps({"argv": argv, "env": env, "cwd": cwd, "lasting": lasting}).encode()
        mine, theirs = socket.socketpair()
        with theirs, self._lock:
            self._wait_until_ready()
            handles = [theirs.fileno(), *streams]
            socket.send_fds(self._control, [len(body).to_bytes(HEADER, "big")], handles)
            self._control.sendall(body)
        return Fork(mine)

    def _wait_until_ready(self) -> None:
        self._word = self._word or self._control.recv(1)
        if self._word != READY:
            raise EOFError("the template could not be prepared")

    def close(self) -> None:
        """End it and all that it forked."""
        process = self._process
        if self._word != READY:  # it has forked nothing yet, and need not finish getting ready
            process.kill()
        with self._lock, contextlib.suppress(OSError):
            self._control.sendall(GOODBYE)
        self._control.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(command: list[str], arguments: list[str], theirs: socket.socket) -> subprocess.Popen[bytes]:
    """Start a template; `theirs` is its end of the line to whoever asks it."""
    with theirs:
        return subprocess.Popen(
            [*command, str(theirs.fileno()), *arguments],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=_template_environment(),
            start_new_session=True,  # a Ctrl-C in the terminal is for the command, which then ends its template
        )


def _fork_from(parent: Template, command: list[str], arguments: list[str], theirs: socket.socket) -> Fork:
    """Fork a template from another, once that is ready."""
    streams = (1, 2, theirs.fileno())  # by these numbers in the fork: the last is its 3
    fork = parent.fork([*command, "3", *arguments], _template_environment(), streams=streams, lasting=True)
    theirs.close()
    return fork


def _template_environment() -> dict[str, str]:
    return {**os.environ, **SAME_EVERYWHERE, "MPLBACKEND": INLINE, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


class _Kernels:
    """The template for kernels of this process, and the folder for their sockets; made when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._template: Template | None = None
        self._folder: Path | None = None
        self._stopped = False
        self.unusable = not CAN_FORK

    def folder(self) -> Path:
        """Give the folder for the kernels' files: short, as the name of a socket must be, and open to nobody else."""
        with self._lock:
            if self._folder is None:
                self._folder = make_folder(Path(tempfile.gettempdir()), KERNELS)
                atexit.register(self.close)
            return self._folder

    def template(self, project: Path | None = None) -> Template:
        """Give the template, started if there is none or the last one died."""
        with self._lock:
            if self._stopped:
                raise RuntimeError("the build is ending: no kernel starts any more")
            if self._template is None or not self._template.alive():
                self._template = Template(project=project)
            template = self._template
        self.folder()  # after the template, which takes the folder away if this process is killed
        return template

    def running(self) -> Template | None:
        """Give the template if there is one."""
        with self._lock:
            return self._template

    def close(self) -> None:
        """End the template and all warm kernels; the next kernel starts a new one, stopped or not."""
        self._end()
        self._stopped = False

    def stop(self) -> None:
        """End every kernel of this process, ordinary ones too, and let none start until this is closed."""
        self._stopped = True
        self._end()
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error):
                if "ipykernel_launcher" in child.cmdline():
                    child.kill()

    def _end(self) -> None:
        with self._lock:
            template, self._template = self._template, None
            folder, self._folder = self._folder, None
        if template is not None:
            template.close()
        if folder is not None:
            atexit.unregister(self.close)
            shutil.rmtree(folder, ignore_errors=True)


kernels = _Kernels()


def get_ready(project: Path) -> None:
    """Start the template now, so that it is prepared by the time the first chapter needs it."""
    if not kernels.unusable:
        kernels.template(project)


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel from the template of this process; otherwise as jupyter_client's own."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start an ordinary one where that cannot be."""
        if not kernels.unusable and len(cmd) > 2 and cmd[1] == "-m":
            env = {**kwargs.get("env", os.environ), "JPY_PARENT_PID": str(os.getpid())}
            cwd = kwargs.get("cwd")
            try:
                fork = await asyncio.to_thread(lambda: kernels.template().fork(cmd, env, cwd and str(cwd)))
            except (OSError, EOFError):
                kernels.unusable = True
            else:
                self.process = fork  # type: ignore[assignment]
                self.pid = self.pgid = fork.pid
                self.cwd = cwd
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and be sure that it is gone: the manager would look again only after a tenth of a second."""
        process = self.process
        await super().kill(restart)
        if isinstance(process, Fork):
            await asyncio.to_thread(process.wait)
