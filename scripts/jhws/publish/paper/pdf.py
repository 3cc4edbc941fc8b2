"""The paper as PDF: tagged, with an outline, by Typst."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typst

from jhws.publish.paper.document import Block, as_json, is_div
from jhws.publish.paper.pandoc import run_pandoc

_PREAMBLE = """\
#set document(title: TITLE, author: AUTHOR, date: datetime(year: YEAR, month: MONTH, day: DAY))
#set text(font: "DejaVu Sans", size: 10pt, lang: "en", region: "GB")
#set page(paper: "a4", margin: (x: 2.2cm, y: 1.8cm), numbering: "1")
#set par(leading: 0.7em, spacing: 1em)
#set table(stroke: (x: none, y: 0.5pt + rgb("#6b6b6b")), inset: 4pt)
#show table: set text(size: 8pt)
#show table: set align(left)
#show table: set par(leading: 0.55em, justify: false)
#set table.cell(breakable: false)
#show figure: set block(breakable: true)
#show figure.where(kind: image): set block(breakable: false, sticky: true)
#show figure.caption: it => block(width: 100%, sticky: true, align(left, text(size: 9pt, it)))
#show figure.where(kind: table): set figure.caption(position: top)
#show link: underline
#show heading: set text(fill: rgb("#12436d"))
#show heading: set block(above: 1.5em, below: 0.9em)
#show title: set text(fill: rgb("#12436d"), size: 20pt)
#let numbered(number, body) = grid(columns: (2.4em, 1fr), number, body)
#let lettered(letter, body) = pad(left: 2.4em, grid(columns: (2em, 1fr), letter, body))
#let source(body) = text(size: 8pt, body)
#let horizontalrule = line(length: 100%)
#title()

"""


def write_pdf(blocks: list[Block], meta: Mapping[str, str], target: Path, pictures: Path, day: datetime.date) -> None:
    """Write a paper as a PDF of the PDF/UA-1 kind: the same bytes for the same paper.

    Parameters
    ----------
    blocks
        The paper, as `document.compose` gives it.
    meta
        `title`, `author`, `lang`.
    target
        The file to write.
    pictures
        Folder of the figures' pictures; the Typst source stands there while it is compiled.
    day
        The date that the document carries.
    """
    values = {"TITLE": _quoted(meta["title"]), "AUTHOR": _quoted(meta["author"])}
    values |= {"YEAR": str(day.year), "MONTH": str(day.month), "DAY": str(day.day)}
    preamble = _PREAMBLE
    for name, value in values.items():
        preamble = preamble.replace(name, value)
    body = run_pandoc("--from=json", "--to=typst", "--wrap=none", text=as_json(list(_marked(blocks)), {})).decode()
    source = pictures / "paper.typ"
    source.write_text(preamble + body, encoding="utf-8", newline="\n")
    noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    try:
        content = typst.compile(
            str(source),
            root=str(pictures),
            font_paths=[_fonts()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(noon.timestamp()),
        )
    finally:
        source.unlink()
    target.write_bytes(content)


def _marked(blocks: list[Block]) -> Iterator[Block]:
    """Say in Typst what pandoc's own writer does not: numbers, alternative text, pages on their side."""
    number = letter = 0
    for block in blocks:
        if is_div(block, "Numbered"):
            number, letter = number + 1, 0
            yield from _call(f"numbered[{number}.]", block["c"][1])
        elif is_div(block, "Lettered"):
            letter += 1
            yield from _call(f"lettered[{chr(ord('a') + (letter - 1) % 26)}.]", block["c"][1])
        elif is_div(block, "Source"):
            yield from _call("source", block["c"][1])
        elif is_div(block, "Title Block"):
            yield from block["c"][1]
        elif is_div(block, "Landscape"):
            yield from _call("page(flipped: true)", list(_marked(block["c"][1])))
        elif block["t"] == "Figure":
            yield _figure(block)
        else:
            yield block


def _call(function: str, blocks: list[Block]) -> Iterator[Block]:
    yield _raw(f"#{function}[")
    yield from blocks
    yield _raw("]")


def _figure(block: Block) -> Block:
    (_, (_, (caption,)), content) = block["c"]
    (_, _, [[_, width]]), alt, (address, _) = content[0]["c"][0]["c"]
    from_file = f"image({_quoted(f'{address}.svg')}, width: {width}, alt: {_quoted(_plain(alt))})"
    begin, end = ({"t": "RawInline", "c": ["typst", code]} for code in (f"#figure({from_file}, caption: [", "])"))
    return {"t": "Para", "c": [begin, *caption["c"], end]}


def _plain(inlines: list[Any]) -> str:
    return "".join(inline["c"] if inline["t"] == "Str" else " " for inline in inlines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _raw(code: str) -> Block:
    return {"t": "RawBlock", "c": ["typst", code]}


def _fonts() -> str:
    """Give where matplotlib keeps its fonts: the paper is set in the one that the figures are drawn with."""
    import matplotlib as mpl  # not before: only whoever writes the paper need wait for it

    return str(Path(mpl.get_data_path()) / "fonts" / "ttf")
