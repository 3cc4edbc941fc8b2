"""The template process: it has imported what chapters need, and forks a kernel from itself for each.

Run by `jhws.publish.warm`, never by hand: ``python -m jhws.publish.template FD PREPARE [PATTERNS]``. FD is a socket to
the process that started it; when that ends, in whatever way, so do the template and all that it forked, and the
folders go that the patterns match, in which it worked.
"""

from __future__ import annotations

import contextlib
import gc
import glob
import importlib
import json
import os
import runpy
import select
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jhws.memory import collect_seldom

HEADER = 4  # bytes that tell how long a request is
GOODBYE = bytes(HEADER)  # whoever asks ends as it should
READY, UNABLE = b"r", b"u"


class Command(NamedTuple):
    """What a fork is to run: ``python -m module`` or ``python -c code``, with these variables, in this folder.

    One that is lasting is not ended with this template.
    """

    argv: list[str]
    env: dict[str, str]
    cwd: str | None
    lasting: bool


def main() -> None:
    """Prepare, fork for each request, and end with whoever asked."""
    number, prepare, *patterns = sys.argv[1:]
    control = socket.socket(fileno=int(number))
    # What `python -m` puts there is this process's folder, not that of the kernels.
    del sys.path[0]
    module, _, function = prepare.partition(":")
    word = READY
    given = dict(os.environ)
    collect_seldom()
    with _ending_with(control, patterns):
        try:
            getattr(importlib.import_module(module), function)()
        except Exception:  # an ordinary kernel runs instead, and tells what is wrong in the cell that meets it
            word = UNABLE
    # A library may set variables when it is imported; whoever imports it in a fork has them too.
    of_libraries = {name: value for name, value in os.environ.items() if given.get(name) != value}
    gc.collect()
    gc.freeze()  # the collector leaves what is shared with the forks alone, so that it stays shared
    try:
        control.sendall(word)
        command = _serve(control)
    except OSError:  # the other end was killed
        _remove(patterns)
    else:
        if command is not None:
            _become(command, of_libraries)


@contextlib.contextmanager
def _ending_with(control: socket.socket, patterns: list[str]) -> Iterator[None]:
    """End this process as soon as the other end closes: on a busy machine it takes long to prepare, for nobody."""
    woken, wake = socket.socketpair()
    watch = select.poll()
    watch.register(control, 0)  # its other end's closing is told all the same
    watch.register(woken, select.POLLIN)

    def end_unless_woken() -> None:
        if woken.fileno() not in dict(watch.poll()):
            _remove(patterns)
            os._exit(1)

    watcher = threading.Thread(target=end_unless_woken, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        wake.send(b"w")
        watcher.join()  # a fork takes over no thread, and must find no lock held by one
        woken.close()
        wake.close()


def _remove(patterns: list[str]) -> None:
    for pattern in patterns:
        for folder in glob.glob(pattern):  # noqa: PTH207 - the pattern is a whole path
            shutil.rmtree(folder, ignore_errors=True)


def _serve(control: socket.socket) -> Command | None:
    """Fork until told to end. Gives a command in a fork, and none in the template.

    Raises
    ------
    OSError
        The other end closed without a word: its process was killed.
    """
    forks: dict[int, socket.socket] = {}
    lasting: set[int] = set()
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    try:
        while True:
            ready, _, _ = select.select([control, woken], [], [])
            if woken in ready:
                woken.recv(4096)
                _reap(forks)
            if control in ready:
                request = _receive(control)
                if request is None:
                    return None
                command, answer, streams = request
                pid = os.fork()
                if pid == 0:
                    forks_of_others = [*forks.values(), answer, control, woken, wake]
                    forks.clear()
                    _take_leave(forks_of_others, streams)
                    return command
                for stream in streams:
                    os.close(stream)
                forks[pid] = answer
                if command.lasting:
                    lasting.add(pid)
                with contextlib.suppress(OSError):  # whoever asked has just ended: the next look tells
                    answer.sendall(f"{pid}\n".encode())
    finally:
        for pid in forks.keys() - lasting:  # none in a fork itself
            _kill_group(pid)
            os.waitpid(pid, 0)


def _receive(control: socket.socket) -> tuple[Command, socket.socket, list[int]] | None:
    header, handles, _, _ = socket.recv_fds(control, HEADER, 4)  # the line to answer on, and up to three streams
    if header == GOODBYE:
        return None
    if not header:
        raise ConnectionError
    length, body = int.from_bytes(header, "big"), b""
    while len(body) < length:
        part = control.recv(length - len(body))
        if not part:
            raise ConnectionError
        body += part
    answer, *streams = handles
    return Command(**json.loads(body)), socket.socket(fileno=answer), streams


def _reap(forks: dict[int, socket.socket]) -> None:
    """Tell of each fork that has ended with what status."""
    while forks:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with forks.pop(pid) as answer:
            try:
                answer.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            except OSError:
                continue  # nobody waits for it any more


def _take_leave(sockets: list[socket.socket], streams: list[int]) -> None:
    """In a fork: keep nothing of the template's own, and be a process as a shell would start it."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for end in sockets:
        end.close()
    for number, stream in enumerate(streams, start=1):
        if stream != number:
            os.dup2(stream, number)
            os.close(stream)
    os.setsid()


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            continue


def _become(command: Command, of_libraries: dict[str, str]) -> None:
    """Run a command as if Python had been started with it; the interpreter's own end gives the status."""
    os.environ.clear()
    os.environ.update(of_libraries | command.env)
    if command.cwd is not None:
        os.chdir(command.cwd)
    _draw_anew()
    _, flag, what, *arguments = command.argv
    if flag == "-c":
        sys.path.insert(0, "")
        sys.argv = ["-c", *arguments]
        exec(what, {"__name__": "__main__"})
        return
    sys.path.insert(0, str(Path.cwd()))
    sys.argv = [what, *arguments]
    if what == "ipykernel_launcher":  # it looks whether its parent lives, and that is the template
        sys.argv.append(f"--IPKernelApp.parent_handle={os.getppid()}")
    runpy.run_module(what, run_name="__main__", alter_sys=True)


def _draw_anew() -> None:
    """Forks of one process must not draw the same random numbers (`random` sees to itself)."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


if __name__ == "__main__":
    main()
