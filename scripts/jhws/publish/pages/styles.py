"""Put all styles into one file and leave out those that no page can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import rcssmin
import tinycss2

from jhws.publish.kept import Kept
from jhws.publish.pages.files import Pages, add, select

STYLES = "_static/site.css"
_SHEETS = "link[rel~=stylesheet]"
_WORD = re.compile(r"[\w-]+")
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["'];""")
_CALLED = re.compile(r"var\(\s*(--[\w-]+)")
_ANIMATED = re.compile(r"animation(?:-name)?\s*:([^;}]+)")
# At-rules around other rules, and pseudo-classes that match when one of their selectors does.
_GROUPS = {"media", "supports", "layer"}
_CHOICES = {"is", "where", "has"}
_KEYFRAMES = "@keyframes "


def gather(pages: Pages, site: Path, kept: Kept) -> None:
    """Write one style sheet for all pages, in place of those that they ask for; one that is kept is not made again."""
    addresses = dict.fromkeys(link.get("href") for page in pages.values() for link in select(page, _SHEETS))
    css = "\n".join(_read(site / address.partition("?")[0]) for address in addresses)
    # A name that no style sheet knows does not bear on it.
    names = sorted(names_used(pages, site) & set(_WORD.findall(css)))

    def make(target: Path) -> None:
        target.write_text(purge(css, set(names)) + "\n", encoding="utf-8", newline="\n")

    kept.write(site / STYLES, [css, names], make)
    for page in pages.values():
        for link in select(page, _SHEETS):
            link.drop_tree()
        add(page.head, "link", rel="stylesheet", href=STYLES)


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
        for part in page.iter("*"):
            names |= {part.tag, part.get("id", ""), *part.get("class", "").split()}
    for address in {script.get("src") for page in pages.values() for script in select(page, "script[src]")}:
        names |= set(_WORD.findall((site / address).read_text(encoding="utf-8")))
    return names


@dataclass(frozen=True)
class _Block:
    """What stands in a style sheet before braces, and what stands in them: declarations, or more blocks."""

    head: str
    content: list[_Block | str]

    def __str__(self) -> str:
        return f"{self.head}{{{''.join(map(str, self.content))}}}"


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
    parts = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))
    small, before = "".join(map(str, parts)), ""
    while small != before:
        # What is called changes with each part that goes.
        called = {*_CALLED.findall(small), *(word for part in _ANIMATED.findall(small) for word in _WORD.findall(part))}
        parts = list(_called(parts, called))
        small, before = "".join(map(str, parts)), small
    return str(rcssmin.cssmin(small))


def _called(parts: list[_Block | str], called: set[str]) -> Iterator[_Block | str]:
    """Leave out own properties and animations that nothing calls, and blocks with nothing left in them."""
    for part in parts:
        if isinstance(part, str):
            if not part.startswith("--") or part.partition(":")[0] in called:
                yield part
        elif part.head.startswith(_KEYFRAMES):
            if part.head.removeprefix(_KEYFRAMES) in called:
                yield part
        elif content := list(_called(part.content, called)):
            yield _Block(part.head, content)


def _rules(nodes: list[Any], names: Set[str]) -> Iterator[_Block | str]:
    for node in nodes:
        if node.type == "qualified-rule":
            if selectors := [part for part in _split(node.prelude) if _can_match(part, names)]:
                head = ",".join(tinycss2.serialize(part).strip() for part in selectors)
                yield _Block(head, list(_declarations(node.content)))
        elif node.type == "at-rule":
            yield from _at_rule(node, names)


def _at_rule(node: Any, names: Set[str]) -> Iterator[_Block | str]:
    keyword = node.lower_at_keyword
    prelude = tinycss2.serialize(node.prelude).strip()
    if keyword in _GROUPS and node.content is not None:
        inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        yield _Block(f"@{keyword} {prelude}", list(_rules(inside, names)))
    elif keyword == "keyframes":
        yield _Block(f"{_KEYFRAMES}{prelude}", [tinycss2.serialize(node.content)])
    # The pages read in the reader's own fonts: the theme's were for its icons alone.
    elif keyword not in {"font-face", "charset"}:
        yield node.serialize()


def _declarations(content: list[Any]) -> Iterator[str]:
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
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
