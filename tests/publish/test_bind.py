"""What a chapter shows is bound to its page: alt text, caption and name in the cell, data in files."""

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from jhws.faults import FaultsError
from jhws.present.exhibit import Column, Figure, Sentences, Table, nothing_to_show
from jhws.publish.bind import BoundChapter, as_markdown, bind_chapter, check_ids

ROWS = pd.DataFrame({"year": [2021, 2022], "value": [56.8, 61.8]})


def figure(**changes) -> Figure:
    picture, axes = plt.subplots()
    axes.plot(ROWS["year"], ROWS["value"])
    facts = {
        "id": "rise",
        "title": "A *rise*",
        "caption": "It rose to 61.8% [sic].",
        "alt": "Line from 56.8% to 61.8%.",
        "source": "A council, a paper (row 1)",
    }
    return Figure(**(facts | changes), data=ROWS, picture=picture)


def table() -> Table:
    return Table(
        id="years",
        title="Years",
        caption="Two years.",
        source="A council, a paper (row 1)",
        data=ROWS,
        columns=[Column("Year", ["2021", "2022"]), Column("Value", ["56.8", "61.8"], numeric=True)],
    )


def shown(*exhibits) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", data=exhibit._repr_mimebundle_(), metadata={}) for exhibit in exhibits]
    return new_code_cell("show()", outputs=outputs)


def bind(tmp_path, *cells):
    executed = tmp_path / "executed.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Why?", id="title"), *cells]), executed)
    page = tmp_path / "book" / "page.ipynb"
    bound = bind_chapter(executed, page, "chapters/page.ipynb")
    return bound, nbformat.read(page, as_version=4)


def test_a_figure_keeps_its_picture_and_its_words_go_into_the_cell(tmp_path):
    _, page = bind(tmp_path, shown(figure()))
    cell = page.cells[1]
    assert set(cell.outputs[0].data) == {"image/svg+xml", "text/plain"}
    assert cell.metadata.mystnb.image.alt == "Line from 56.8% to 61.8%."
    assert cell.metadata.mystnb.figure.name == "rise"
    caption, _, note = cell.metadata.mystnb.figure.caption.partition("\n\n")
    assert caption == r"**A \*rise\*\.** It rose to 61\.8\% \[sic\]\."
    assert "Source: A council, a paper (row 1)." in note
    assert 'href="downloads/rise.csv"' in note


def test_the_data_of_figures_and_tables_lie_beside_the_page(tmp_path):
    bind(tmp_path, shown(figure()), shown(table()))
    downloads = tmp_path / "book" / "downloads"
    assert sorted(path.name for path in downloads.iterdir()) == ["rise.csv", "years.csv"]
    assert (downloads / "rise.csv").read_bytes() == b"year,value\n2021,56.8\n2022,61.8\n"


def test_a_table_points_to_its_file_instead_of_holding_its_data(tmp_path):
    _, page = bind(tmp_path, shown(table()))
    html = page.cells[1].outputs[0].data["text/html"]
    assert 'href="downloads/years.csv"' in html
    assert "base64" not in html
    assert "<caption><strong>Years.</strong> Two years.</caption>" in html


def test_code_is_shown_once_folded_at_the_end(tmp_path):
    setup = new_code_cell("import jhws", id="setup")
    _, page = bind(tmp_path, setup, shown(Sentences("told", ["A sentence."])))
    tags = [cell.metadata.get("tags") for cell in page.cells]
    assert tags == [None, ["remove-cell"], ["remove-input"], None, ["hide-input"]]
    assert page.cells[-2].source == "## The code of this page"
    assert page.cells[-1].source == "import jhws\n\nshow()"


def test_two_figures_in_one_cell_are_refused(tmp_path):
    with pytest.raises(FaultsError, match="each figure needs its own cell"):
        bind(tmp_path, shown(figure(), figure(id="second")))
    assert not (tmp_path / "book").exists()


@pytest.mark.parametrize("other", [table(), Sentences("told", ["A sentence."])], ids=["table", "sentences"])
@pytest.mark.parametrize("figure_first", [True, False])
def test_a_figure_with_anything_else_in_its_cell_is_refused(tmp_path, other, figure_first):
    both = [figure(), other] if figure_first else [other, figure()]
    with pytest.raises(FaultsError, match=r"it shows a figure and more; .* each figure needs its own cell"):
        bind(tmp_path, shown(*both))
    assert not (tmp_path / "book").exists()


def test_tables_and_sentences_may_share_a_cell(tmp_path):
    _, page = bind(tmp_path, shown(table(), Sentences("told", ["A sentence."])))
    assert len(page.cells[1].outputs) == 2


def test_a_picture_that_is_no_figure_of_the_book_is_refused(tmp_path):
    bare = new_code_cell("plot()", id="bare", outputs=[new_output("display_data", data={"image/png": "iVBOR"})])
    with pytest.raises(FaultsError, match="without alt text"):
        bind(tmp_path, bare)


def test_an_id_that_two_exhibits_share_is_told_with_both_chapters():
    first = BoundChapter("chapters/a.ipynb", [{"kind": "table", "id": "years"}])
    second = BoundChapter("chapters/b.ipynb", [{"kind": "table", "id": "years"}])
    (fault,) = check_ids([first, second])
    assert (fault.file, fault.value) == ("chapters/b.ipynb", "years")
    assert "chapters/a.ipynb" in fault.rule


def test_plain_text_stays_plain_in_markdown():
    assert as_markdown("a_b [c](d) <e> {{ f }}\n# g") == r"a\_b \[c\]\(d\) \<e\> \{\{ f \}\} \# g"


def test_a_section_that_this_edition_has_nothing_for_is_left_out_with_its_heading(tmp_path):
    bound, page = bind(
        tmp_path,
        new_markdown_cell("## Targets\n\nWere they met?", id="targets"),
        shown(nothing_to_show("targets", "Targets")),
        new_markdown_cell("## Years", id="years"),
        shown(nothing_to_show("none", "None"), table()),
    )
    headings = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    assert headings == ["# Why?", "## Years", "## The code of this page"]
    assert [facts["id"] for facts in bound.exhibits] == ["years"]
    assert "nothing to show" not in nbformat.writes(page)


def test_a_heading_over_sections_goes_only_when_all_of_them_are_empty(tmp_path):
    _, page = bind(
        tmp_path,
        new_markdown_cell("## Money", id="money"),
        new_markdown_cell("### Spent", id="spent"),
        shown(nothing_to_show("spent-none", "Spent")),
        new_markdown_cell("### Left", id="left"),
        shown(table()),
        new_markdown_cell("## People", id="people"),
        new_markdown_cell("### Helped", id="helped"),
        shown(nothing_to_show("helped-none", "Helped")),
        new_markdown_cell("## How to read", id="how"),
    )
    headings = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    assert headings == ["# Why?", "## Money", "### Left", "## How to read", "## The code of this page"]


def test_a_chapter_with_nothing_at_all_is_refused_and_not_shown_empty(tmp_path):
    with pytest.raises(FaultsError) as told:
        bind(tmp_path, new_markdown_cell("## Targets", id="t"), shown(nothing_to_show("targets", "Targets")))
    assert "nothing to show in this edition" in str(told.value.faults[0])
    assert "Take it out of the edition’s chapters" in str(told.value.faults[0])
