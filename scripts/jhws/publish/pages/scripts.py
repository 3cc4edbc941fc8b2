"""Keep only the scripts that the pages use, behind the page and in one file, and those of the search on its page."""

from __future__ import annotations

import re
from pathlib import Path

from jhws.publish.pages.files import Pages, add, charset, put_behind, select

SCRIPT = "_static/site.js"
# What a page needs to open its navigation, its search and its dark mode.
_OF_ALL = (
    "_static/documentation_options.js",
    "_static/scripts/pydata-sphinx-theme.js",
    "_static/jhws.js",
)
_OF_SEARCH = (
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/searchtools.js",
    "_static/language_data.js",
    "searchindex.js",
)
# Before the first paint: the reader's own choice of light or dark, or else the system's. Without it, a page in
# dark mode flashes white. (Where a browser keeps no storage for a page, it says so by an error.)
_START = """\
(root => {
  let kept = {};
  try { kept = localStorage } catch {}
  root.dataset.mode = kept.mode || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = root.dataset.mode == "auto" ? (dark ? "dark" : "light") : root.dataset.mode;
})(document.documentElement)"""
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def gather(pages: Pages, site: Path) -> None:
    """Write the scripts of all pages into one file and ask for nothing else; none holds up the first paint."""
    parts = [_SOURCE_MAP.sub("", (site / part).read_text(encoding="utf-8")).strip() for part in _OF_ALL]
    (site / SCRIPT).write_text(";\n".join(parts) + "\n", encoding="utf-8", newline="\n")
    for name, page in pages.items():
        for part in select(page, "script, head noscript, link[rel~=preload]"):
            part.drop_tree()
        start = page.makeelement("script")
        start.text = _START
        put_behind(charset(page), start)
        for address in (SCRIPT, *(_OF_SEARCH if name == "search.html" else ())):
            add(page.head, "script", defer="", src=address)
