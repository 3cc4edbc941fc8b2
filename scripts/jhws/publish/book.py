"""Compile the pages of an edition with Jupyter Book and put the finished site in place of the old one."""

from __future__ import annotations

import calendar
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from jhws.edition import Edition
from jhws.faults import Fault, FaultsError
from jhws.publish.bind import DOWNLOADS

STATIC = Path("chapters") / "_static"


def site_address(project: Path) -> str:
    """Give the address at which the editions will be read, where ``_config.yml`` has one; no stroke at its end."""
    config = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    return str(config["sphinx"]["config"].get("html_baseurl") or "").rstrip("/")


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
        "html_extra_path": ["extra"],
        "suppress_warnings": [],
    }
    if address := site_address(project):
        config["sphinx"]["config"]["html_baseurl"] = f"{address}/{edition.id}/"
    pages = [chapter for chapter in edition.chapter_names() if chapter != "index"]
    contents = {"format": "jb-book", "root": "index", "chapters": [{"file": page} for page in pages]}
    _write_yaml(book / "_config.yml", config)
    _write_yaml(book / "_toc.yml", contents)
    shutil.copytree(project / STATIC, book / "_static")
    (book / DOWNLOADS).mkdir(exist_ok=True)
    shutil.copytree(book / DOWNLOADS, book / "extra" / DOWNLOADS)


def compile_book(book: Path, output: Path, edition: Edition) -> Path:
    """Run Jupyter Book over a folder of pages; any warning is a fault.

    Returns
    -------
    Path
        The folder of the built HTML.

    Raises
    ------
    FaultsError
        Jupyter Book warned or failed; a fault for each line that it printed about it.
    """
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command += ["build", str(book), "--path-output", str(output), "-W", "--keep-going", "-q"]
    # Sphinx takes the time from here, so that a page built again is the same page.
    moment = calendar.timegm(edition.as_of.timetuple())
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment), "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise FaultsError([Fault("Jupyter Book", "", "", line) for line in _complaints(done, book)])
    return output / "_build" / "html"


def _complaints(done: subprocess.CompletedProcess[str], book: Path) -> list[str]:
    lines = [line.replace(f"{book}{os.sep}", "") for line in done.stderr.splitlines() if line.strip()]
    told = [line for line in lines if "WARNING" in line or "ERROR" in line]
    return told or lines[-5:] or [f"it ended with status {done.returncode} and said nothing."]


def swap_in(site: Path, place: Path) -> None:
    """Put a finished site where readers look, in place of the one that stands there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.old")
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    shutil.copytree(site, fresh)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _write_yaml(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
