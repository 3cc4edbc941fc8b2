"""A paper as pandoc's document: the words of its sections, with the edition's exhibits in their places."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from statistics import mean
from typing import Any

from jhws.faults import Fault, FaultsError
from jhws.publish.paper.pandoc import run_pandoc
from jhws.publish.paper.sections import SECTIONS

Block = dict[str, Any]

# Text from data and from an analyst stays text: no markup of another language, no citation.
_MARKDOWN = "markdown-raw_html-raw_tex-raw_attribute-citations-tex_math_dollars+smart"
_LETTERED = ("BulletList", "OrderedList")
_WIDEST, _TALLEST = 12.0, 11.0  # centimetres of a picture
_LETTERS = 84  # in a line of a table on an upright page
_LONG_CELL = 60  # letters, from which on a longer cell makes its column no wider
_WIDE = 5  # columns, from which on a table needs a page on its side
_APPENDIX = "Appendix: tables"


def compose(sections: Mapping[str, str], exhibits: Mapping[str, dict[str, Any]]) -> list[Block]:
    """Put the exhibits into the sections and number the paragraphs.

    Parameters
    ----------
    sections
        Markdown by file. A paragraph that is only ``![](id)`` gives place to that exhibit.
    exhibits
        Facts of the edition's exhibits by id.

    Returns
    -------
    list of dict
        Pandoc blocks: headings, tables and figures, Divs of the styles 'Numbered', 'Lettered', 'Source' and, at the
        end, 'Landscape' for the wide tables. Each figure has a picture of its id, to which a writer adds the ending of
        the kind that it shows. An exhibit that the edition does not have is left out of the book's own sections, and a
        heading that would head nothing with it.

    Raises
    ------
    FaultsError
        A section of the analyst's asks for an exhibit that the edition does not have.
    """
    blocks: list[Block] = []
    faults: list[Fault] = []
    parts = [(file, block, _asked_for(block)) for file, text in sections.items() for block in parse(text)]
    tables = _tables([exhibits[wanted] for _, _, wanted in parts if wanted and wanted in exhibits])
    for file, block, wanted in parts:
        if wanted is None:
            blocks.append(block)
        elif wanted in exhibits:
            blocks += _shown(exhibits[wanted], tables)
        elif not file.startswith(SECTIONS.as_posix()):
            close = difflib.get_close_matches(wanted, exhibits, n=1)
            rule = "this edition has no such figure, table or sentence."
            faults.append(Fault(file, "", wanted, rule, f"Is it {close[0]}, mistyped?" if close else ""))
    if faults:
        raise FaultsError(faults)
    return _without_empty_headings(_numbered(_with_appendix(blocks)))


def parse(text: str) -> list[Block]:
    """Read Markdown as pandoc's blocks."""
    return _read(text, _MARKDOWN)


def _read(text: str, kind: str) -> list[Block]:
    return json.loads(run_pandoc("--from", kind, "--to", "json", text=text))["blocks"]


def _asked_for(block: Block) -> str | None:
    """Give the id of the exhibit that a paragraph asks for, if that is all that it does."""
    if block["t"] == "Figure":
        block = block["c"][2][0]
    if block["t"] in {"Para", "Plain"} and len(block["c"]) == 1 and block["c"][0]["t"] == "Image":
        return str(block["c"][0]["c"][2][0])
    return None


def _shown(facts: dict[str, Any], tables: Mapping[str, Block]) -> list[Block]:
    if facts["kind"] == "sentences":
        return [_para(part) for part in facts["parts"]]
    source = _div("Source", [_para(f"Source: {facts['source']}.")])
    if facts["kind"] == "table":
        return [tables[facts["id"]], source]
    return [_figure(facts), source]


def _figure(facts: dict[str, Any]) -> Block:
    image = {
        "t": "Image",
        "c": [["", [], [["width", f"{_width(facts['svg']):.1f}cm"]]], _words(facts["alt"]), [facts["id"], ""]],
    }
    caption = [None, [{"t": "Plain", "c": [_strong(facts["headline"]), _space(), *_words(facts["caption"])]}]]
    return {"t": "Figure", "c": [[facts["id"], [], []], caption, [{"t": "Plain", "c": [image]}]]}


def _width(svg: str) -> float:
    """Give the width of a picture in centimetres, so that it takes at most half a page."""
    across, down = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())  # type: ignore[union-attr]
    return min(_WIDEST, _TALLEST * across / down)


def _tables(exhibits: Iterable[dict[str, Any]]) -> dict[str, Block]:
    """Read all tables at once: pandoc takes longer to start than to read them."""
    tables = [facts for facts in exhibits if facts["kind"] == "table"]
    read = _read("\n".join(facts["table"] for facts in tables), "html")
    return {facts["id"]: _table(facts["id"], table) for facts, table in zip(tables, read, strict=True)}


def _table(id: str, table: Block) -> Block:
    attributes, caption, columns, head, bodies, foot = table["c"]
    for cell in (cell for row in head[1] for cell in row[1]):
        cell[4] = [{"t": "Plain", "c": [_strong(plain_text(cell[4]))]}]
    widths = _widths(head, bodies)
    columns = [
        [alignment, {"t": "ColWidth", "c": width}] for (alignment, _), width in zip(columns, widths, strict=True)
    ]
    table["c"] = [[f"table-{id}", [], attributes[2]], caption, columns, head, bodies, foot]
    return table


def _widths(head: list[Any], bodies: list[Any]) -> list[float]:
    """Share the width of the page: each column has room for its longest word, and more the more its cells hold."""
    rows = [*head[1], *(row for body in bodies for row in body[3])]
    cells = list(zip(*([plain_text(cell[4]) for cell in row[1]] for row in rows), strict=True))
    words = [_longest_word(column) + 3 for column in cells]
    texts = [min(mean(map(len, column)), _LONG_CELL) for column in cells]
    more = [max(text - word, 0) for word, text in zip(words, texts, strict=True)]
    share = min(1, max(_LETTERS - sum(words), 0) / max(sum(more), 1))
    widths = [word + share * extra for word, extra in zip(words, more, strict=True)]
    return [round(width / sum(widths), 3) for width in widths]


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def plain_text(node: Any) -> str:
    """Give the words of any part of a pandoc document."""
    if isinstance(node, list):
        return "".join(plain_text(part) for part in node)
    if not isinstance(node, dict):
        return ""
    if node["t"] == "Str":
        return str(node["c"])
    if node["t"] in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    return plain_text(node.get("c", ""))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give each paragraph the style that numbers it, and each item of a list the one that letters it.

    What stands before the first heading is the block under the title; lines marked with | stay as they are.
    """
    begun = False
    for block in blocks:
        begun = begun or block["t"] == "Header"
        if block["t"] == "Para":
            yield _div("Numbered" if begun else "Title Block", [block])
        elif block["t"] in _LETTERED:
            items = block["c"][1] if block["t"] == "OrderedList" else block["c"]
            for item in items:
                yield _div("Lettered", [{"t": "Para", "c": item[0]["c"]}, *item[1:]])
        else:
            yield block


def _without_empty_headings(blocks: Iterator[Block]) -> list[Block]:
    kept: list[Block] = []
    level_below = 0
    for block in reversed(list(blocks)):
        level = block["c"][0] if block["t"] == "Header" else 99
        # From the end: a heading stays when something lower than itself stands directly below it.
        if level < 99 and (not kept or level_below <= level):
            continue
        kept.append(block)
        level_below = level
    return kept[::-1]


def _with_appendix(blocks: list[Block]) -> Iterator[Block]:
    """Put wide tables and their sources together at the end, on pages on their side; a line leads to each."""
    appendix: list[Block] = []
    of_wide = False
    for block in blocks:
        if _is_wide(block):
            yield {"t": "Para", "c": [*_words("In the appendix:"), _space(), _link_to(block)]}
        of_wide = _is_wide(block) or (of_wide and is_div(block, "Source"))
        if of_wide:
            appendix.append(block)
        else:
            yield block
    if appendix:
        yield _div("Landscape", [{"t": "Header", "c": [1, ["", [], []], _words(_APPENDIX)]}, *appendix])


def _link_to(table: Block) -> Block:
    """Give the words that a table's caption begins with, as a link to the table."""
    id, caption = table["c"][0][0], table["c"][1][1]
    headline = next(part for part in caption[0]["c"] if part["t"] == "Strong")
    return {"t": "Link", "c": [["", [], []], _words(plain_text(headline)), [f"#{id}", ""]]}


def _is_wide(block: Block) -> bool:
    return block["t"] == "Table" and len(block["c"][2]) >= _WIDE


def is_div(block: Block, style: str) -> bool:
    """Tell whether a block is a Div of one of the paper's styles."""
    return block["t"] == "Div" and ["custom-style", style] in block["c"][0][2]


def _div(style: str, blocks: list[Block]) -> Block:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _para(text: str) -> Block:
    return {"t": "Para", "c": _words(text)}


def _words(text: str) -> list[Block]:
    """Write plain text as words: nothing in it is markup."""
    parts: list[Block] = []
    for word in text.split():
        parts += [_space(), {"t": "Str", "c": word}] if parts else [{"t": "Str", "c": word}]
    return parts


def _strong(text: str) -> Block:
    return {"t": "Strong", "c": _words(text)}


def _space() -> Block:
    return {"t": "Space"}


def as_json(blocks: list[Block], meta: Mapping[str, str]) -> str:
    """Write blocks as a pandoc document with its title and language."""
    inlines = {key: {"t": "MetaInlines", "c": _words(value)} for key, value in meta.items()}
    return json.dumps({"pandoc-api-version": _api_version(), "meta": inlines, "blocks": blocks})


@cache
def _api_version() -> list[int]:
    return json.loads(run_pandoc("--to", "json"))["pandoc-api-version"]
