"""The whole site by keyboard alone, with a focus that is seen, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from .conftest import CHAPTERS, EDITIONS, ONE_OF_EACH

pytestmark = pytest.mark.slow
CHAPTER = CHAPTERS[-1]
LONG = next(page for page in CHAPTERS if page.endswith("/trends.html"))

# What the keyboard must reach, of all that is seen.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")]
  .filter(part => part.checkVisibility({visibilityProperty: true})).length"""
# Where the keyboard is: a number for the part, and whether its focus is seen.
FOCUSED = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  window.seen ??= new Map();
  if (!window.seen.has(part)) window.seen.set(part, window.seen.size);
  const shown = [part, part.parentElement].map(one => getComputedStyle(one));
  const ring = shown.some(style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
    || style.boxShadow !== "none");
  return {number: window.seen.get(part), ring, html: part.outerHTML.slice(0, 120)};
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", ONE_OF_EACH)
def test_every_link_and_button_is_reached_by_the_tab_key_and_its_focus_is_seen(visit, page, width):
    view = visit(page, width)
    wanted = view.evaluate(REACHABLE)
    reached, unseen = set(), []
    for _ in range(wanted + 20):
        view.keyboard.press("Tab")
        focused = view.evaluate(FOCUSED)
        if focused is None:
            break
        reached.add(focused["number"])
        if not focused["ring"]:
            unseen.append(focused["html"])
    assert unseen == []
    assert len(reached) >= wanted


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    view = visit(CHAPTER)
    view.keyboard.press("Tab")
    link = view.locator("#pst-skip-link a")
    assert link.evaluate("link => link === document.activeElement")
    assert link.is_visible()
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.closest('main') !== null")


def test_the_navigation_of_a_phone_opens_and_closes_by_keyboard(visit):
    view = visit(CHAPTER, 360)
    menu, dialog = view.locator("button.primary-toggle"), view.locator("#pst-primary-sidebar-modal")
    expect(dialog).to_be_hidden()
    menu.focus()
    view.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    assert view.evaluate("document.activeElement.closest('#pst-primary-sidebar-modal') !== null")
    assert dialog.get_by_role("link").count() >= 5
    view.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("toggle", ["primary", "secondary"])
def test_a_dialog_of_a_phone_has_a_button_that_closes_it(visit, toggle):
    view = visit(CHAPTER, 360)
    view.locator(f"button.{toggle}-toggle").click()
    dialog = view.locator(f"#pst-{toggle}-sidebar-modal")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    view.locator(f"button.{toggle}-toggle").click()  # and it opens again
    expect(dialog).to_be_visible()


def test_a_place_chosen_from_the_list_of_a_page_is_shown_and_the_list_closes(visit):
    view = visit(LONG, 360)
    view.locator("button.secondary-toggle").click()
    dialog = view.locator("#pst-secondary-sidebar-modal")
    link = dialog.get_by_role("link").nth(3)
    place = link.get_attribute("href")
    link.click()
    expect(dialog).to_be_hidden()
    view.wait_for_function(
        "place => Math.abs(document.querySelector(place).getBoundingClientRect().top) < 300", arg=place
    )


def test_the_navigation_of_a_desk_hides_and_comes_back(visit):
    view = visit(CHAPTER, 1280)
    sidebar = view.locator("#pst-primary-sidebar")
    assert sidebar.is_visible()
    view.locator("button.primary-toggle").press("Enter")
    view.wait_for_function(
        "() => getComputedStyle(document.querySelector('#pst-primary-sidebar')).visibility === 'hidden'"
    )
    view.locator("button.primary-toggle").press("Enter")
    view.wait_for_function(
        "() => getComputedStyle(document.querySelector('#pst-primary-sidebar')).visibility === 'visible'"
    )


def test_the_search_opens_by_keyboard_and_finds_without_a_server(visit):
    view = visit(CHAPTER)
    view.keyboard.press("Control+k")
    view.keyboard.type("life expectancy")
    view.keyboard.press("Enter")
    view.wait_for_selector("#search-results li a")
    found = view.locator("#search-results li a").first
    assert view.url.startswith("file:")
    assert found.get_attribute("href")
    assert view.faults == []


def test_the_reader_chooses_light_or_dark_and_the_next_page_keeps_it(visit):
    view = visit(CHAPTER, scheme="light")
    button = view.locator("button.theme-switch-button")
    assert button.inner_text().strip() == "Colours: as on your device"
    button.press("Enter")
    assert button.evaluate("button => button === document.activeElement")
    assert view.evaluate("document.documentElement.dataset.theme") == "dark"
    view.locator(".prev-next-area a").first.click()
    assert view.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_the_navigation_and_the_other_editions_are_there(visit, width):
    view = visit(CHAPTER, width, java_script_enabled=False)
    assert view.get_by_role("navigation", name="Main").get_by_role("link").first.is_visible()
    assert not view.locator("button.primary-toggle").is_visible()
    if len(EDITIONS) > 1:
        others = view.get_by_role("navigation", name="Editions").get_by_role("link")
        assert others.count() == len(EDITIONS)
        others.first.click()
        assert view.title()
