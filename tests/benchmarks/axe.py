"""Look every page of the built book over with axe-core in Chromium and write docs/measured/axe.md.

Usage, from the project's folder, with the editions built: ``.venv/bin/python tests/benchmarks/axe.py``. The same is
held by ``tests/site/test_axe.py``; this script only writes down what was found, with the date.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
from collections import Counter
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
TABLE = PROJECT / "docs" / "measured" / "axe.md"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sites", type=Path, default=PROJECT / "_build" / "html")
    words.add_argument("--only", default="", help="an edition; every page of all unless told")
    chosen = words.parse_args()
    sites = chosen.sites.resolve()
    found: dict[str, list[int]] = {}
    rules: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        version, engine = browser.version, ""
        for page in sorted(sites.glob(f"{chosen.only}*/*.html")):
            counts = []
            for width, scheme in VIEWS:
                view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                view.goto(page.as_uri())
                told = Axe().run(view, options={"runOnly": RULES, "preload": False}).response
                counts.append(sum(len(rule["nodes"]) for rule in told["violations"]))
                rules.update(rule["id"] for rule in told["violations"])
                engine = told["testEngine"]["version"]
                view.close()
            found[page.relative_to(sites).as_posix()] = counts
            print(page.relative_to(sites), counts, flush=True)
        browser.close()
    day = datetime.datetime.now(datetime.UTC).date()
    heads = " | ".join(f"{width} px, {scheme}" for width, scheme in VIEWS)
    lines = [
        "# axe",
        "",
        f"What axe-core {engine} found, {day.day} {day:%B %Y}, in Chromium {version.partition('.')[0]}: rules WCAG "
        "2.0, 2.1 and 2.2, levels A and AA, and best practices. Made by `tests/benchmarks/axe.py`.",
        "",
        f"| Page | {heads} |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {page} | {' | '.join(map(str, counts))} |" for page, counts in found.items()),
    ]
    if rules:
        lines += ["", "Rules: " + ", ".join(f"{rule} ({count})" for rule, count in rules.items()) + "."]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
