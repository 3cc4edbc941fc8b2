"""Compile the pages of an edition with Jupyter Book and put the finished site in place of the old one."""

from __future__ import annotations

import calendar
import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from jhws.disk import passed_on
from jhws.edition import Edition
from jhws.faults import Fault, FaultsError
from jhws.publish.bind import DOWNLOADS
from jhws.publish.warm import Template

STATIC = Path("chapters") / "_static"


def site_address(project: Path) -> str:
    """Give the address at which the editions will be read, where ``_config.yml`` has one; no stroke at its end."""
    config = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    return str(config["sphinx"]["config"].get("html_baseurl") or "").rstrip("/")


def page_names(edition: Edition) -> dict[str, str]:
    """Give the name of each chapter's page: its own, but the first page of a site is the index, whatever it holds."""
    names = edition.chapter_names()
    return {name: name if "index" in names or name != names[0] else "index" for name in names}


def write_book_files(book: Path, edition: Edition, project: Path) -> None:
    """Write the configuration, the contents and the styles that Jupyter Book needs beside the pages.

    The configuration is the project's own ``_config.yml``; only what an edition sets is changed: its title,
    that nothing is run again, and where its downloads lie.
    """
    config = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    config["title"] = edition.title
    config["execute"] = {"execute_notebooks": "off"}
    config["sphinx"]["config"] |= {
        "html_static_path": ["_static"],
        "suppress_warnings": [],
    }
    if notice := config.get("html", {}).get("announcement"):
        # Options of the theme that stand in the file would put Jupyter Book's own setting out of force.
        config["sphinx"]["config"]["html_theme_options"]["announcement"] = html.escape(notice)
    if address := site_address(project):
        config["sphinx"]["config"]["html_baseurl"] = f"{address}/{edition.id}/"
    root = "index"
    pages = [page for page in map(page_names(edition).get, edition.chapter_names()) if page != root]
    contents = {"format": "jb-book", "root": root, "chapters": [{"file": page} for page in pages]}
    _write_yaml(book / "_config.yml", config)
    _write_yaml(book / "_toc.yml", contents)
    shutil.copytree(project / STATIC, book / "_static")
    (book / DOWNLOADS).mkdir(exist_ok=True)


def compile_book(book: Path, output: Path, edition: Edition, template: Template | None = None) -> Path:
    """Run Jupyter Book over a folder of pages; any warning is a fault.

    Parameters
    ----------
    book
        The folder of the pages.
    output
        Where Jupyter Book puts its own ``_build``.
    edition
        Its day is the time that Sphinx sees.
    template
        A process that has Jupyter Book loaded already; a new one is started unless given.

    Returns
    -------
    Path
        The folder of the built HTML, with the downloads of the chapters.

    Raises
    ------
    FaultsError
        Jupyter Book warned or failed; a fault for each line that it printed about it.
    OSError
        The disk refused it a file.
    """
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command += ["build", str(book), "--path-output", str(output), "-W", "--keep-going", "-q"]
    # Sphinx takes the time from here, so that a page built again is the same page.
    moment = calendar.timegm(edition.as_of.timetuple())
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    status, told = _run(command, environment, template)
    if status and (refused := passed_on(told, output)):
        raise refused
    if status:
        raise FaultsError([Fault("Jupyter Book", "", "", line) for line in _complaints(status, told, book)])
    site = output / "_build" / "html"
    shutil.rmtree(site / DOWNLOADS, ignore_errors=True)  # of pages that were compiled here before
    shutil.copytree(book / DOWNLOADS, site / DOWNLOADS)
    return site


def _run(command: list[str], environment: dict[str, str], template: Template | None) -> tuple[int, str]:
    """Run a command; give its status and what it wrote to standard error."""
    # Not beside the pages: when that disk is full, this is how it is told.
    with tempfile.TemporaryFile() as told, Path(os.devnull).open("wb") as nothing:
        try:
            if template is None:
                raise EOFError
            fork = template.fork(command, environment, streams=(nothing.fileno(), told.fileno()))
            status = fork.wait()
        except (EOFError, OSError):
            status = subprocess.run(command, stdout=nothing, stderr=told, env=environment, check=False).returncode
        told.seek(0)
        return status, told.read().decode("utf-8", errors="replace")


def _complaints(status: int, told: str, book: Path) -> list[str]:
    lines = [line.replace(f"{book}{os.sep}", "") for line in told.splitlines() if line.strip()]
    of_system = [line for line in lines if line.startswith("OSError")]  # as a full disk: nothing else is to blame
    worst = of_system[-1:] or [line for line in lines if "WARNING" in line or "ERROR" in line]
    return worst or lines[-5:] or [f"it ended with status {status} and said nothing."]


def _write_yaml(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
