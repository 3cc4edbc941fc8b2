"""One page leads to the sites of all editions that are built."""

from bs4 import BeautifulSoup

from jhws.publish.editions_page import write_editions_page


def links(page) -> list[str]:
    return [link["href"] for link in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all("a")]


def stand(project, *editions) -> None:
    for edition in editions:
        site = project / "_build" / "html" / edition
        site.mkdir(parents=True)
        (site / "index.html").write_text("a site", encoding="utf-8")


def test_the_page_leads_to_each_built_edition_by_area_and_newest_first(copy_of_project):
    stand(copy_of_project, "wiltshire-2023-25", "leicestershire-2019-20", "leicestershire-2024-25")
    page = write_editions_page(copy_of_project)
    assert links(page) == [
        "leicestershire-2024-25/index.html",
        "leicestershire-2019-20/index.html",
        "wiltshire-2023-25/index.html",
    ]
    assert all((page.parent / link).exists() for link in links(page))
    assert "29 May 2025" in page.read_text(encoding="utf-8")


def test_a_title_from_an_edition_file_cannot_become_markup(copy_of_project, edit):
    edit("data/editions/wiltshire-2023-25.yml", "Wiltshire health", "<script>alert(1)</script> health")
    stand(copy_of_project, "wiltshire-2023-25")
    page = write_editions_page(copy_of_project)
    assert "<script" not in page.read_text(encoding="utf-8")
