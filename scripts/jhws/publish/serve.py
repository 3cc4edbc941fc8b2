"""Show an edition in the browser while it is being written: each saved change appears, and so does each fault."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path

from tornado.iostream import StreamClosedError
from tornado.web import Application, RequestHandler, StaticFileHandler
from watchfiles import DefaultFilter, awatch

from jhws.faults import FaultsError, fold
from jhws.publish.build import prepared_book
from jhws.publish.preview import Preview
from jhws.publish.uses import PACKAGE, forget
from jhws.publish.warm import get_ready, kernels
from jhws.publish.workers import local_workers
from jhws.publish.workplace import workplace

HOST = "127.0.0.1"  # nobody else's browser
_LIVE = Path(__file__).parent / "templates" / "live.js"
_POLICY = re.compile(rb"<meta[^>]*Content-Security-Policy[^>]*>", re.IGNORECASE)
_SCRIPT = b'<script src="/_live.js" defer></script>'
_WAITING = b"<!DOCTYPE html><html lang=en-GB><title>Preview</title><p>The first pages are being made.</p>"
# What this process itself has loaded: after a change there it starts anew.
_OWN = ("publish", "edition.py", "check.py", "data", "cli.py", "present/exhibit.py")


class State:
    """What a page needs to know: which version is there, and what is wrong with the newest change."""

    def __init__(self) -> None:
        self.version = 0
        self.faults: list[str] = []
        self._changed = asyncio.Event()

    def tell(self, faults: list[str]) -> None:
        """Note how a build ended, and wake those who wait."""
        self.faults = faults
        self.version += not faults
        self._changed.set()
        self._changed = asyncio.Event()

    async def next(self) -> None:
        """Wait for the next build to end."""
        await self._changed.wait()

    def as_event(self) -> str:
        """Write the state as a browser's `EventSource` reads it."""
        return f"data: {json.dumps({'version': self.version, 'faults': self.faults})}\n\n"


class _Events(RequestHandler):
    def initialize(self, state: State) -> None:
        self._state = state

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        try:
            while True:
                self.write(self._state.as_event())
                await self.flush()
                await self._state.next()
        except StreamClosedError:
            return


class _Live(RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(_LIVE.read_bytes())


class _Page(RequestHandler):
    """A page of the site with the script that keeps it up to date; nothing is written into the site itself."""

    def initialize(self, preview: Preview) -> None:
        self._preview = preview

    def get(self, name: str) -> None:
        page = self._preview.site / (name or "index.html") if self._preview.site else None
        if page is not None and not page.is_file():
            self.send_error(404)
            return
        content = _POLICY.sub(b"", page.read_bytes()) if page else _WAITING
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(content.replace(b"</head>", _SCRIPT + b"</head>", 1) if b"</head>" in content else content + _SCRIPT)


class _File(StaticFileHandler):
    """Any other file of the site that is newest now."""

    def initialize(self, preview: Preview) -> None:  # type: ignore[override]
        self.root = str(preview.site or "")
        self.default_filename = None

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        return os.path.abspath(os.path.join(root, path))  # noqa: PTH100, PTH118 - as the class it overrides


def make_application(preview: Preview, state: State) -> Application:
    """Make the web application: pages with the live script, every other file as it is."""
    return Application(
        [
            (r"/_live", _Events, {"state": state}),
            (r"/_live\.js", _Live),
            (r"/((?:.*\.html)?)", _Page, {"preview": preview}),
            (r"/(.*)", _File, {"preview": preview}),
        ]
    )


async def rebuild(preview: Preview, state: State, say: Callable[[str], None]) -> None:
    """Build the edition as it is now, and tell the pages and the terminal how it went."""
    began = time.perf_counter()
    try:
        ran = await asyncio.to_thread(preview.build)
    except FaultsError as error:
        faults = list(fold(error.faults))
        state.tell(faults)
        say("\n".join(["Not shown, the last good page stays:", *(f"  {fault}" for fault in faults)]))
    except Exception as error:  # a preview outlives whatever a half-done change brings about
        state.tell([f"{type(error).__name__}: {error}"])
        say(f"Not shown, the last good page stays: {type(error).__name__}: {error}")
    else:
        state.tell([])
        say("\n".join([*(f"  {line}" for line in ran), f"Shown after {time.perf_counter() - began:.1f} s."]))


def serve(
    edition: str,
    project: Path,
    *,
    port: int,
    browser: bool,
    say: Callable[[str], None],
    check: Callable[[], None] = lambda: None,
) -> None:
    """Show an edition in the browser and keep it up to date until told to end.

    Parameters
    ----------
    edition
        Name of the edition.
    project
        The project's top folder.
    port
        Where the browser finds it, on this machine only; 0 for any that is free.
    browser
        Whether to open it.
    say
        Called with lines for the terminal.
    check
        Checks tables and editions before each build; see `Preview`.
    """
    with local_workers(project) as workers, prepared_book(project) as template, workplace(project) as work:
        preview = Preview(edition, project, work, workers, template, check)
        anew = asyncio.run(_serve(preview, project, port, browser, say))
    if not anew:
        return
    say("The package itself changed: starting anew.")
    os.execv(sys.executable, [sys.executable, "-m", "jhws", *sys.argv[1:]])


async def _serve(preview: Preview, project: Path, port: int, browser: bool, say: Callable[[str], None]) -> bool:
    """Serve and rebuild until told to end, or (true) the code of this very process changed."""
    state, ended = State(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends it there too
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    server = make_application(preview, state).listen(port, HOST)
    (socket,) = server._sockets.values()
    address = f"http://{HOST}:{socket.getsockname()[1]}/"
    say(f"Preview at {address} – Ctrl-C ends it.")
    if browser:
        webbrowser.open(address)
    await rebuild(preview, state, say)
    watched = [project / "chapters", project / "data", project / "_config.yml", PACKAGE]
    async for changes in awatch(*watched, watch_filter=DefaultFilter(), debounce=200, step=50, stop_event=ended):
        files = [Path(name) for _, name in changes]
        if any(file.is_relative_to(PACKAGE / own) for file in files for own in _OWN):
            return True
        if any(file.is_relative_to(PACKAGE) for file in files):
            forget()
            kernels.close()
            get_ready(project)
        await rebuild(preview, state, say)
    return False
