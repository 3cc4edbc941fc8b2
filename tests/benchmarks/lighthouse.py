"""Measure the chapters of the built book with Lighthouse and write docs/measured/lighthouse.md.

Usage, from the project's folder, with the editions built::

    .venv/bin/python tests/benchmarks/lighthouse.py [--lighthouse PATH] [--runs 3] [--only EDITION]

Lighthouse is a Node program and no part of this project: ``npx`` fetches it into a folder of its own, unless
``--lighthouse`` names one that is there. It needs Chromium. The site is served from this machine with gzip, as
a server of files does; a phone on a slow line is simulated (Lighthouse's own default), and the median of the
runs is told. What a machine does beside it moves the first column by a point or two.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import http.server
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SITES = PROJECT / "_build" / "html"
TABLE = PROJECT / "docs" / "measured" / "lighthouse.md"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".csv"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serve files with gzip, and say nothing of it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in COMPRESSED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    def handler(*words, **more):
        return Compressing(*words, directory=str(folder), **more)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def measure(command: list[str], address: str, runs: int, browser: str) -> dict[str, object]:
    """Run Lighthouse on a page and give the median of each score, with the audits that lost points."""
    scores: dict[str, list[int]] = {name: [] for name in CATEGORIES}
    lost: set[str] = set()
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            flags = ["--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
            flags.append("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
            environment = {**os.environ, "CHROME_PATH": browser}
            subprocess.run([*command, address, *flags], check=True, capture_output=True, env=environment)
            told = json.loads(report.read_text(encoding="utf-8"))
        for name in CATEGORIES:
            scores[name].append(round(100 * told["categories"][name]["score"]))
            if name != "performance":
                audits = [part["id"] for part in told["categories"][name]["auditRefs"] if part["weight"]]
                lost |= {audit for audit in audits if told["audits"][audit]["score"] not in (None, 1)}
    return {name: statistics.median_low(values) for name, values in scores.items()} | {"lost": sorted(lost)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--lighthouse", help="the lighthouse program; fetched with npx unless told")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--only", default="", help="an edition, or a page of it; every chapter of all unless told")
    words.add_argument("--sites", type=Path, default=SITES)
    chosen = words.parse_args()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    command = [chosen.lighthouse] if chosen.lighthouse else [shutil.which("npx") or "", "--yes", "lighthouse"]
    if not browser or not command[0]:
        raise SystemExit("Chromium and npx (Node) are needed; neither is part of this project.")
    found = sorted(path.relative_to(chosen.sites).as_posix() for path in chosen.sites.glob("*/*.html"))
    chapters = [page for page in found if not page.endswith(("/404.html", "/search.html"))]
    pages = [page for page in chapters if page.startswith(chosen.only)]
    rows = []
    with served(chosen.sites.resolve()) as address:
        for page in pages:
            result = measure(command, f"{address}/{page}", chosen.runs, browser)
            print(page, result, flush=True)
            rows.append((page, result))
    write_table(rows, chosen.runs)


def write_table(rows: list[tuple[str, dict[str, object]]], runs: int) -> None:
    day = datetime.datetime.now(datetime.UTC).date()
    lines = [
        "# Lighthouse",
        "",
        f"{len(rows)} chapters, {day.day} {day:%B %Y}: mobile, simulated slow line, served compressed from "
        f"the same machine ({os.cpu_count()} cores, {platform.system()}), median of {runs}. "
        "Made by `tests/benchmarks/lighthouse.py`.",
        "",
        "| Page | Performance | Accessibility | Best practices | SEO |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [f"| {page} | {' | '.join(str(result[name]) for name in CATEGORIES)} |" for page, result in rows]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
