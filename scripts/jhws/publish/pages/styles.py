"""Put all styles into one file and leave out those that no page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise
from pathlib import Path
from typing import Any

import rcssmin
import tinycss2

from jhws.publish.pages.files import Pages

STYLES = "_static/site.css"
_SHEETS = "link[rel~=stylesheet]"
_WORD = re.compile(r"[\w-]+")
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["'];""")
_CALLED = re.compile(r"var\(\s*(--[\w-]+)")
_ANIMATED = re.compile(r"animation(?:-name)?\s*:([^;}]+)")
# At-rules around other rules, and pseudo-classes that match when one of their selectors does.
_GROUPS = {"media", "supports", "layer"}
_CHOICES = {"is", "where", "has"}


def gather(pages: Pages, site: Path) -> None:
    """Write one style sheet for all pages, in place of those that they ask for."""
    addresses = dict.fromkeys(str(link["href"]) for page in pages.values() for link in page.select(_SHEETS))
    css = "\n".join(_read(site / address.partition("?")[0]) for address in addresses)
    (site / STYLES).write_text(purge(css, names_used(pages, site)) + "\n", encoding="utf-8", newline="\n")
    for page in pages.values():
        for link in page.select(_SHEETS):
            link.decompose()
        assert page.head is not None
        page.head.append(page.new_tag("link", attrs={"rel": "stylesheet", "href": STYLES}))


def _read(sheet: Path) -> str:
    """Read a style sheet with those that it imports where it imports them."""
    css = sheet.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: _read(sheet.parent / found[1]), css)


def names_used(pages: Pages, site: Path) -> Set[str]:
    """Collect the names that a selector may hold: elements, classes and ids of pages, and the words of scripts.

    A script makes elements and adds classes by words that stand in it.
    """
    names: set[str] = set()
    for page in pages.values():
        for part in page.find_all(True):
            names |= {part.name, str(part.get("id", "")), *map(str, part.get_attribute_list("class"))}
    for address in {str(script["src"]) for page in pages.values() for script in page.select("script[src]")}:
        names |= set(_WORD.findall((site / address).read_text(encoding="utf-8")))
    return names


def purge(css: str, names: Set[str]) -> str:
    """Write a style sheet small, without rules, own properties and animations that nothing calls.

    Parameters
    ----------
    css
        The style sheet.
    names
        Elements, classes and ids that there are. A selector with any other can match nothing. What a page can
        come to be (hover, focus, open, an attribute's value) is taken to happen.
    """
    called: Set[str] | None = None
    while True:
        nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        fewer = "".join(_rules(nodes, names, called))
        if fewer == css:
            return str(rcssmin.cssmin(css))
        css = fewer
        # What is called changes with each rule that goes.
        called = set(_CALLED.findall(css)) | {word for part in _ANIMATED.findall(css) for word in _WORD.findall(part)}


def _rules(nodes: list[Any], names: Set[str], called: Set[str] | None) -> Iterator[str]:
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [part for part in _split(node.prelude) if _can_match(part, names)]
            content = "".join(_declarations(node.content, called))
            if selectors and content:
                yield f"{','.join(tinycss2.serialize(part).strip() for part in selectors)}{{{content}}}"
        elif node.type == "at-rule":
            yield from _at_rule(node, names, called)


def _at_rule(node: Any, names: Set[str], called: Set[str] | None) -> Iterator[str]:
    keyword = node.lower_at_keyword
    prelude = tinycss2.serialize(node.prelude).strip()
    if keyword in _GROUPS and node.content is not None:
        inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        if content := "".join(_rules(inside, names, called)):
            yield f"@{keyword} {prelude}{{{content}}}"
    elif keyword == "keyframes":
        if called is None or prelude in called:
            yield f"@{keyword} {prelude}{{{tinycss2.serialize(node.content)}}}"
    # The pages read in the reader's own fonts: the theme's were for its icons alone.
    elif keyword not in {"font-face", "charset"}:
        yield node.serialize()


def _declarations(content: list[Any], called: Set[str] | None) -> Iterator[str]:
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type != "declaration" or called is None or not part.name.startswith("--") or part.name in called:
            yield f"{part.serialize().rstrip(';')};"


def _split(tokens: list[Any]) -> list[list[Any]]:
    """Part a list of selectors at its commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _can_match(selector: list[Any], names: Set[str]) -> bool:
    """Say whether every element, class and id of a selector is there."""
    return all(_is_there(before, token, names) for before, token in pairwise([None, *selector]))


def _is_there(before: Any, token: Any, names: Set[str]) -> bool:
    if token.type == "hash" or (token.type == "ident" and before != ":"):
        return token.value in names
    if token.type == "function" and token.lower_name in _CHOICES:
        return any(_can_match(part, names) for part in _split(token.arguments))
    return True
