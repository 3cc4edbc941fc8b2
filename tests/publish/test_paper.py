"""The Board paper: its words, its numbers, its structure, opened again as Word and as PDF."""

import datetime
import hashlib
import re

import docx
import pandas as pd
import pikepdf
import pytest
from docx.oxml.ns import qn
from tests.colours import contrast

from jhws.edition import load_edition
from jhws.faults import FaultsError
from jhws.publish.bind import BoundChapter
from jhws.publish.kept import Kept
from jhws.publish.offered import PAPERS
from jhws.publish.paper.document import compose, is_div, plain_text
from jhws.publish.paper.pdf import write_pdf
from jhws.publish.paper.sections import read_sections
from jhws.publish.paper.word import write_word
from jhws.publish.paper.write import write_papers
from jhws.publish.pictures import write_png

SECTION_END = f"{qn('w:pPr')}/{qn('w:sectPr')}"
DAY = datetime.date(2025, 5, 29)
META = {"title": "A strategy & its <progress>", "author": "A Board", "lang": "en-GB"}
NASTY = (
    "<script>alert(1)</script> =HYPERLINK(1) 😀 \N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET} #let x = 1 $y$ [z](w) "
    + "x" * 300
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
    '<rect width="200" height="100" fill="#12436d"/></svg>'
)


def table(id: str, columns: int, *, cell: str = "61.8%") -> dict:
    heads = "".join(f'<th scope="col">Column {place}</th>' for place in range(columns))
    cells = '<th scope="row">A row</th>' + f"<td>{cell}</td>" * (columns - 1)
    rows = f"<thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    html = f"<table><caption><strong>Years.</strong> Two years.</caption>{rows}</table>"
    return {"kind": "table", "id": id, "title": "Years", "source": "A council, a paper (row 1)", "table": html}


def figure(id: str) -> dict:
    words = {"title": "A rise", "headline": "A rise.", "caption": "It rose.", "source": "A council, a paper (row 2)"}
    return {"kind": "figure", "id": id, "alt": "Bar of 61.8 and “more”.", "svg": SVG} | words


def sentences(id: str, *parts: str) -> dict:
    return {"kind": "sentences", "id": id, "parts": list(parts)}


EXHIBITS = {
    facts["id"]: facts
    for facts in (
        sentences("answer", "Nine of 16 measures are getting better.", "One target was missed."),
        table("years", 3),
        table("wide", 6),
        figure("rise"),
    )
}
SECTIONS = {
    "chapters/paper/00-title.md": "**Board: 29 May 2025**\n",
    "chapters/paper/10-purpose.md": "# Purpose\n\nTo tell.\n",
    "chapters/paper/15-recommendation.md": "# Recommendation\n\nThe Board is asked to:\n\na. note;\nb. act.\n",
    "chapters/paper/20-progress.md": "# Progress\n\n![](answer)\n\n![](years)\n\n![](rise)\n",
    "chapters/paper/30-targets.md": "# Targets\n\n![](not-of-this-edition)\n",
    "chapters/paper/40-years.md": "# Years\n\n![](wide)\n",
    "chapters/paper/50-end.md": "# Officer\n\nA director.\n\n| A role\n",
}


def composed(sections=None, exhibits=None):
    return compose(sections or SECTIONS, exhibits or EXHIBITS)


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "rise.svg").write_text(SVG, encoding="utf-8")
    write_png(folder / "rise.svg", folder / "rise.png")
    return folder


@pytest.fixture
def word(tmp_path, pictures):
    target = tmp_path / "paper.docx"
    write_word(composed(), META, target, pictures, DAY)
    return docx.Document(str(target))


@pytest.fixture
def pdf(tmp_path, pictures):
    target = tmp_path / "paper.pdf"
    write_pdf(composed(), META, target, pictures, DAY)
    with pikepdf.open(target) as document:
        yield document


def headings(blocks) -> list[str]:
    flat = [inner for block in blocks for inner in (block["c"][1] if is_div(block, "Landscape") else [block])]
    return [plain_text(block["c"][2]) for block in flat if block["t"] == "Header"]


# The words


def test_a_heading_over_nothing_of_this_edition_is_left_out():
    assert headings(composed()) == ["Purpose", "Recommendation", "Progress", "Years", "Officer", "Appendix: tables"]


def test_a_heading_stays_for_what_stands_under_its_own_headings():
    sections = {
        "chapters/paper/1.md": "# One\n\n## Empty\n\n![](none)\n\n## Full\n\nText.\n\n# Two\n\n## Empty\n\n![](none)\n"
    }
    assert headings(composed(sections)) == ["One", "Full"]


def test_an_exhibit_that_the_analyst_asks_for_must_be_there():
    with pytest.raises(FaultsError) as told:
        composed({"data/editions/small/20-progress.md": "# Progress\n\n![](yeers)\n"})
    assert str(told.value.faults[0]) == (
        "data/editions/small/20-progress.md: found “yeers”; "
        "this edition has no such figure, table or sentence. Is it years, mistyped?"
    )


def test_the_analysts_file_takes_the_place_of_the_books_and_new_ones_are_added(copy_of_project):
    own = copy_of_project / "data" / "editions" / "small"
    own.mkdir()
    (own / "10-purpose.md").write_text("# Why\n\nFor $area.\n", encoding="utf-8")
    (own / "15-policy.md").write_text("# Policy\n\nAs agreed, for $$5.\n", encoding="utf-8")
    words = {"title": "T", "area": "Rutland", "period": "2024-25", "day": "1 May 2025", "edition": "small"}
    sections = read_sections("small", copy_of_project, words)
    assert sections["data/editions/small/10-purpose.md"] == "# Why\n\nFor Rutland.\n"
    assert sections["data/editions/small/15-policy.md"] == "# Policy\n\nAs agreed, for $5.\n"
    assert "chapters/paper/10-purpose.md" not in sections
    assert [name.rpartition("/")[2] for name in sections] == sorted(name.rpartition("/")[2] for name in sections)


def test_a_name_that_stands_for_nothing_and_a_file_that_is_not_utf_8_are_told_together(copy_of_project):
    own = copy_of_project / "data" / "editions" / "small"
    own.mkdir()
    (own / "10-purpose.md").write_text("# Why\n\nFor $county.\n", encoding="utf-8")
    (own / "15-policy.md").write_bytes("# Caf\xe9".encode("latin-1"))
    words = {"title": "T", "area": "Rutland", "period": "2024-25", "day": "1 May 2025", "edition": "small"}
    with pytest.raises(FaultsError) as told:
        read_sections("small", copy_of_project, words)
    assert [str(fault) for fault in told.value.faults] == [
        "data/editions/small/10-purpose.md: found “$county”; it stands for nothing; "
        "there are $title, $area, $period, $day, $edition.",
        "data/editions/small/15-policy.md: the file is not UTF-8. Save it again as UTF-8.",
    ]


def test_a_column_has_room_for_its_longest_word_and_more_where_there_is_more_to_read():
    short, long = "similar", "What was done in the year, told at length " * 5
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Measure", "Independent", "Differences", "Words"))
    rows = f"<tr><th>Name</th><td>{short}</td><td>{short}</td><td>{long}</td></tr>"
    wide = f"<table><caption>Years.</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    blocks = composed({"a.md": "# A\n\n![](years)\n"}, {"years": table("years", 3) | {"table": wide}})
    (found,) = [block for block in blocks if block["t"] == "Table"]
    widths = [column[1]["c"] for column in found["c"][2]]
    # An upright page has about 84 letters in a line of a table.
    assert all(
        84 * width >= len(head)
        for width, head in zip(widths, ("Measure", "Independent", "Differences", "Words"), strict=True)
    )
    assert widths[3] == max(widths)
    assert sum(widths) == pytest.approx(1, abs=0.003)


# Word


def test_word_has_real_styles_for_headings_and_numbered_paragraphs(word):
    found = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if paragraph.text]
    assert ("Heading 1", "Purpose") in found
    assert ("Numbered", "Nine of 16 measures are getting better.") in found
    assert ("Lettered", "note;") in found
    assert ("Title Block", "Board: 29 May 2025") in found
    numbered = [text for style, text in found if style == "Numbered"]
    assert numbered == [
        "To tell.",
        "The Board is asked to:",
        "Nine of 16 measures are getting better.",
        "One target was missed.",
        "In the appendix: Years.",
        "A director.",
    ]


def test_word_numbers_paragraphs_by_their_style_so_that_they_follow_when_somebody_edits(word):
    for name, level in (("Numbered", "0"), ("Lettered", "1")):
        numbering = word.styles[name].element.pPr.numPr
        assert numbering.ilvl.val == int(level)
        assert numbering.numId.val == 77
    kept = word.part.numbering_part.element.xpath('//w:num[@w:numId="77"]')
    assert len(kept) == 1


def test_word_repeats_the_header_row_of_each_table_and_keeps_rows_whole(word):
    assert len(word.tables) == 2
    for found in word.tables:
        assert found.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in found.rows)
    assert word.tables[0].rows[1].cells[1].text == "61.8%"


def test_word_puts_wide_tables_together_at_the_end_on_pages_on_their_side_and_links_to_them(word):
    widths = [section.page_width > section.page_height for section in word.sections]
    assert widths == [False, True]
    body = [element.tag.rpartition("}")[2] + ":" + "".join(element.itertext())[:8] for element in word.element.body]
    first_end = next(place for place, element in enumerate(word.element.body) if element.findall(SECTION_END))
    assert "p:Appendix" in body[first_end + 1 : first_end + 4]
    (link,) = word.element.xpath("//w:hyperlink/@w:anchor")
    assert link in word.element.xpath("//w:bookmarkStart/@w:name")
    assert "In the appendix: " in "".join(word.element.xpath("//w:p[w:hyperlink]")[0].itertext())


def test_word_knows_its_title_its_language_and_what_its_pictures_show(word):
    assert word.core_properties.title == META["title"]
    assert word.core_properties.language == "en-GB"
    assert word.settings.element.find(qn("w:themeFontLang")).get(qn("w:val")) == "en-GB"
    for described in ("//wp:docPr/@descr", "//pic:cNvPr/@descr"):
        assert word.element.xpath(described) == ["Bar of 61.8 and “more”."]


def test_word_opens_the_paper_as_its_own_and_not_in_a_compatibility_mode(word):
    assert word.settings.element.xpath(".//w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]


def test_every_colour_of_words_stands_out_from_the_page_and_links_are_underlined_too(word):
    used = {*word.element.xpath("//w:pStyle/@w:val"), *word.element.xpath("//w:rStyle/@w:val")}
    styles = [style for style in word.styles if style.style_id in used]
    assert {style.name for style in styles} >= {"Title", "Heading 1", "Numbered", "Hyperlink", "Table Caption"}
    colours = {style.name: style.font.color.rgb for style in styles if style.font.color and style.font.color.rgb}
    assert "Hyperlink" in colours
    assert [name for name, colour in colours.items() if contrast(f"#{colour}", "#ffffff") < 4.5] == []
    assert word.styles["Hyperlink"].font.underline


def test_papers_are_made_again_when_what_they_show_changes_and_not_for_what_they_do_not(tmp_path, project, monkeypatch):
    edition = load_edition(project / "data" / "editions" / "leicestershire-2024-25.yml", project)
    made = []
    monkeypatch.setattr("jhws.publish.paper.write.write_pdf", lambda blocks, meta, target, *rest: make(blocks, target))
    monkeypatch.setattr("jhws.publish.paper.write.write_word", lambda blocks, meta, target, *rest: make(blocks, target))

    def make(blocks, target):
        made.append(target.name)
        target.write_text(plain_text(blocks), encoding="utf-8")

    def written(*shown) -> tuple[str, int]:
        made.clear()
        write_papers([BoundChapter("a", list(shown))], edition, project, tmp_path, Kept(tmp_path))
        assert len({(tmp_path / name).read_text(encoding="utf-8") for name in PAPERS}) == 1
        return (tmp_path / PAPERS[0]).read_text(encoding="utf-8"), len(made)

    first, other = sentences("front-answer", "Nine of 16."), sentences("asked-for-by-no-section", "Anything.")
    text, times = written(first, other)
    assert "Nine of 16." in text
    assert times == 2
    assert written(first, sentences(other["id"], "Something else.")) == (text, 0)
    text, times = written(sentences("front-answer", "Ten of 16."), other)
    assert "Ten of 16." in text
    assert times == 2


# PDF


def test_the_pdf_is_tagged_has_an_outline_a_title_and_a_language(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).lower() == "en-gb"
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == META["title"]
        assert metadata["pdfuaid:part"] == "1"
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["Purpose", "Recommendation", "Progress", "Years", "Officer", "Appendix: tables"]


def test_the_pdf_tags_header_cells_and_says_what_the_picture_shows(pdf):
    tags, alts = [], []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            tags.append(str(node.S))
            if "/Alt" in node:
                alts.append(str(node.Alt))
            walk(node.get("/K", pikepdf.Array()))

    walk(pdf.Root.StructTreeRoot.K)
    assert tags.count("/Table") == 2
    assert tags.count("/TH") >= 9
    assert alts == ["Bar of 61.8 and “more”."]


def test_the_pdf_embeds_every_font_that_it_uses(pdf):
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        (inner,) = font.DescendantFonts
        assert any(name.startswith("/FontFile") for name in inner.FontDescriptor)


# Both


def test_text_from_data_stays_text_in_both(tmp_path, pictures):
    exhibits = {"answer": sentences("answer", NASTY), "years": table("years", 3, cell=NASTY.replace("<", "&lt;"))}
    sections = {"chapters/paper/1.md": "# One\n\n![](answer)\n\n![](years)\n"}
    blocks = composed(sections, exhibits)
    write_word(blocks, META, tmp_path / "paper.docx", pictures, DAY)
    write_pdf(blocks, META, tmp_path / "paper.pdf", pictures, DAY)
    document = docx.Document(str(tmp_path / "paper.docx"))
    plain = " ".join(NASTY.split())
    assert plain in [paragraph.text for paragraph in document.paragraphs]
    assert document.tables[0].rows[1].cells[1].text == plain
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert not [note for page in pdf.pages for note in page.get("/Annots", [])]


def test_the_same_paper_is_the_same_bytes(tmp_path, pictures):
    def fingerprint(name):
        write_word(composed(), META, tmp_path / f"{name}.docx", pictures, DAY)
        write_pdf(composed(), META, tmp_path / f"{name}.pdf", pictures, DAY)
        return [hashlib.sha256((tmp_path / f"{name}.{kind}").read_bytes()).hexdigest() for kind in ("docx", "pdf")]

    assert fingerprint("first") == fingerprint("second")


def test_nothing_but_the_paper_is_left_behind(tmp_path, pictures):
    write_word(composed(), META, tmp_path / "paper.docx", pictures, DAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.docx", "pictures"]


def test_the_books_own_sections_ask_only_for_exhibits_in_the_form_of_ids(project):
    words = dict.fromkeys(["title", "area", "period", "day", "edition"], "X")
    asked = re.findall(r"!\[\]\(([^)]*)\)", "\n".join(read_sections("none", project, words).values()))
    assert asked
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in asked)
    assert pd.Series(asked).is_unique
