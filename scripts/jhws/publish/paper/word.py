"""The paper for Word: real styles, paragraphs that number themselves, header rows that repeat."""

from __future__ import annotations

import copy
import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from jhws.publish.archive import read_zip, write_zip
from jhws.publish.paper.document import Block, as_json, is_div
from jhws.publish.paper.pandoc import run_pandoc

_LONG, _SHORT, _MARGIN = Cm(29.7), Cm(21.0), Cm(2.2)
_FONT = "Arial"
_RESTYLED = (
    "Normal",
    "Body Text",
    "Title",
    "Author",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Table Caption",
    "Image Caption",
    "Hyperlink",
)
# One numbering for the whole paper: 1. 2. 3. across headings, and a. b. c. anew under each.
_NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="77">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Numbered"/>
    <w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Lettered"/>
    <w:lvlText w:val="%2."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1134" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""
_NUM = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'


def write_word(blocks: list[Block], meta: Mapping[str, str], target: Path, pictures: Path, day: datetime.date) -> None:
    """Write a paper as a Word document: the same bytes for the same paper.

    Parameters
    ----------
    blocks
        The paper, as `document.compose` gives it.
    meta
        `title`, `author`, `lang`.
    target
        The file to write.
    pictures
        Folder of the figures' pictures.
    day
        The date that the document carries.
    """
    reference = target.with_suffix(".reference.docx")
    source = as_json(list(_with_sections(blocks)), meta)
    arguments = [f"--reference-doc={reference}", f"--resource-path={pictures}"]
    try:
        _write_reference(reference)
        draft = run_pandoc("--from=json", "--to=docx+native_numbering", *arguments, "--output=-", text=source)
    finally:
        reference.unlink(missing_ok=True)
    write_zip(target, read_zip(_finished(draft, meta, day)))


def _with_sections(blocks: list[Block]) -> Any:
    """Mark where pages on their side begin and end: a section's properties stand in its last paragraph."""
    for block in map(_in_dots, blocks):
        if is_div(block, "Landscape"):
            yield _section_end()
            yield from block["c"][1]
            if block is not blocks[-1]:
                yield _section_end()
        else:
            yield block


def _in_dots(block: Block) -> Block:
    """Show a figure's picture in dots: not every Word draws an SVG."""
    if block["t"] == "Figure":
        block = copy.deepcopy(block)
        (image,) = block["c"][2][0]["c"]
        image["c"][2][0] += ".png"
    return block


def _section_end() -> Block:
    paragraph = f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:after="0"/><w:sectPr/></w:pPr></w:p>'
    return {"t": "RawBlock", "c": ["openxml", paragraph]}


def _write_reference(target: Path) -> None:
    """Write the document whose styles pandoc takes over."""
    document = docx.Document(io.BytesIO(run_pandoc("--print-default-data-file=reference.docx")))
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING))
    numbering.append(parse_xml(_NUM))
    for level, name in enumerate(("Numbered", "Lettered")):
        style = _add_style(document, name, after=8)
        properties = style.element.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", level), ("w:numId", 77)):
            part = OxmlElement(tag)
            part.set(qn("w:val"), str(value))
            number.append(part)
        properties.insert(0, number)
    _add_style(document, "Source", after=10, size=8)
    _add_style(document, "Title Block", after=4)
    for name in _RESTYLED:
        _plain(document.styles[name])
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Compact"].font.size = Pt(9)
    document.styles["Compact"].font.name = _FONT
    document.styles["Hyperlink"].font.underline = True  # dark as the text, it would look like it
    for name in ("Table Caption", "Image Caption"):
        document.styles[name].font.italic = False
        document.styles[name].paragraph_format.keep_with_next = name == "Table Caption"
    document.save(str(target))


def _add_style(document: Any, name: str, *, after: float, size: float | None = None) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(after)
    if size:
        style.font.size = Pt(size)
    return style


def _plain(style: Any) -> None:
    """Set one font, in a dark colour, for a style that pandoc brings with a theme font and a light blue."""
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if style.name not in {"Normal", "Body Text"}:
        style.font.color.rgb = docx.shared.RGBColor(0x12, 0x43, 0x6D)


def _finished(draft: bytes, meta: Mapping[str, str], day: datetime.date) -> io.BytesIO:
    document = docx.Document(io.BytesIO(draft))
    _set_sections(document)
    _set_tables(document)
    _set_settings(document, meta["lang"])
    for picture in document.inline_shapes:
        inner = picture._inline.graphic.graphicData.pic.nvPicPr.cNvPr
        inner.set("descr", picture._inline.docPr.get("descr"))
    core = document.core_properties
    moment = datetime.datetime(day.year, day.month, day.day)
    core.title, core.author, core.language = meta["title"], meta["author"], meta["lang"]
    core.created = core.modified = moment
    core.last_modified_by, core.revision = meta["author"], 1
    finished = io.BytesIO()
    document.save(finished)
    return finished


def _set_sections(document: Any) -> None:
    """Set pages of A4, upright and on their side in turn, with the page's number at the foot."""
    for place, section in enumerate(document.sections):
        on_its_side = place % 2 == 1
        section.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if on_its_side else (_SHORT, _LONG)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        section.footer.is_linked_to_previous = place > 0
        for restart in section._sectPr.findall(qn("w:footnotePr")):
            section._sectPr.remove(restart)
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.text = "Page "
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _set_tables(document: Any) -> None:
    """Set each table to its section's width; rows stay whole, the first repeats on the next page."""
    on_its_side, body = False, document.element.body
    for element in body.iterchildren():
        if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            on_its_side = not on_its_side
        elif element.tag == qn("w:tbl"):
            _set_widths(element, int(((_LONG if on_its_side else _SHORT) - 2 * _MARGIN) / 635))
            _set_borders(element)
            for row in element.findall(qn("w:tr")):
                row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_settings(document: Any, language: str) -> None:
    """Say what Word the paper is for: one that says nothing opens as for Word 2003, in its compatibility mode."""
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), language)
    of_word = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    compatible = parse_xml(f"<w:compat {nsdecls('w')}><w:compatSetting {of_word}/></w:compat>")
    settings.find(qn("w:rsids")).addprevious(compatible)


def _set_widths(table: Any, width: int) -> None:
    columns = table.find(qn("w:tblGrid")).findall(qn("w:gridCol"))
    shares = [int(column.get(qn("w:w"))) for column in columns]
    widths = [round(width * share / sum(shares)) for share in shares]
    for column, twips in zip(columns, widths, strict=True):
        column.set(qn("w:w"), str(twips))
    for row in table.findall(qn("w:tr")):
        for cell, twips in zip(row.findall(qn("w:tc")), widths, strict=True):
            cell.width = twips * 635
    total = table.tblPr.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(width))


def _set_borders(table: Any) -> None:
    """Rule the rows of a table, so that a reader's eye stays on its line."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="6B6B6B"/>' for side in ("top", "bottom", "insideH")
    )
    # In the order that the format's schema asks for: borders come before the layout.
    table.tblPr.find(qn("w:tblW")).addnext(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
