"""Pages on narrow screens, enlarged, and on paper."""

import pytest

from .conftest import ONE_OF_EACH

pytestmark = pytest.mark.slow
WIDEST = "() => document.documentElement.scrollWidth"


@pytest.mark.parametrize("page", ONE_OF_EACH)
def test_a_page_enlarged_four_times_needs_no_scrolling_to_the_side(visit, page):
    # WCAG 2.2, 1.4.10 Reflow: 320 CSS pixels are a desk of 1280 at 400%.
    view = visit(page, 320, 256)
    for summary in view.locator("main summary").all():
        summary.evaluate("summary => { summary.parentElement.open = true }")
    assert view.evaluate(WIDEST) <= 320


@pytest.mark.parametrize("page", [page for page in ONE_OF_EACH if not page.endswith(("/search.html", "/404.html"))])
def test_a_page_enlarged_twice_loses_nothing_and_its_text_overlaps_nowhere(visit, page):
    view = visit(page, 640, 450, device_scale_factor=2)
    assert view.evaluate(WIDEST) <= 640
    assert view.locator("h1").is_visible()
    assert view.locator("button.primary-toggle").is_visible()


@pytest.mark.parametrize("page", ONE_OF_EACH)
def test_buttons_are_large_enough_for_a_finger(visit, page):
    # WCAG 2.2, 2.5.8 Target Size (Minimum): 24 by 24 CSS pixels.
    view = visit(page, 360)
    for button in view.locator("button:visible, summary:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24, button.inner_text()


@pytest.mark.parametrize("page", [page for page in ONE_OF_EACH if not page.endswith(("/search.html", "/404.html"))])
def test_on_paper_the_page_stands_alone_in_black_on_white(visit, page):
    view = visit(page, scheme="dark")
    view.emulate_media(media="print")
    for part in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article", ".prev-next-footer"):
        assert not view.locator(part).is_visible()
    assert view.locator(".bd-article h1").first.is_visible()
    for part in (".bd-article", ".bd-article h1", ".bd-article p"):
        colour = view.locator(part).first.evaluate("part => getComputedStyle(part).color")
        assert colour == "rgb(0, 0, 0)", part
    ground = "part => getComputedStyle(part).backgroundColor"
    assert view.locator("body").evaluate(ground) in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    for table in view.locator(".exhibit table:visible").all():
        assert table.evaluate("table => getComputedStyle(table).breakInside") == "auto"
    # A4 less its margins is 26 cm high; a centimetre on paper is 37.8 CSS pixels.
    for picture in view.locator("figure img").all():
        assert picture.bounding_box()["height"] <= 17 * 37.8
