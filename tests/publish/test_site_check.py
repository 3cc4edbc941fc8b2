"""Checks of the built pages see what Jupyter Book's warnings do not."""

import pytest

from jhws.publish.pages.files import read_pages
from jhws.publish.site_check import check_pages


def check(site):
    return check_pages(read_pages(site), site)


def write(site, body, name="page.html"):
    site.mkdir(exist_ok=True)
    (site / name).write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
    return site


@pytest.mark.parametrize("alt", ["", "_images/3f2a.svg", "figure.png", None])
def test_a_picture_without_words_of_its_own_is_a_fault(tmp_path, alt):
    attribute = "" if alt is None else f' alt="{alt}"'
    (fault,) = check(write(tmp_path / "site", f'<img src="figure.png"{attribute}>'))
    assert fault.file == "page.html"
    assert "alt text" in fault.rule


def test_a_picture_with_words_is_sound(tmp_path):
    assert check(write(tmp_path / "site", '<img src="a.png" alt="Line from 56.8% to 61.8%.">')) == []


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/x.css">',
        '<img src="http://tracker.example/x.gif" alt="words">',
        '<iframe src="https://video.example/x"></iframe>',
    ],
)
def test_a_request_to_another_host_is_a_fault(tmp_path, body):
    (fault,) = check(write(tmp_path / "site", body))
    assert fault.rule == "a page asks no other host for anything."


def test_a_link_that_a_reader_may_follow_elsewhere_is_no_request(tmp_path):
    assert check(write(tmp_path / "site", '<a href="https://www.gov.uk/">GOV.UK</a>')) == []


def test_a_link_to_a_file_that_is_not_there_is_a_fault(tmp_path):
    site = write(tmp_path / "site", '<a href="gone.html#part">Gone</a> <a href="page.html">Here</a>')
    (fault,) = check(site)
    assert fault.value == "gone.html"


def test_a_link_to_a_place_that_is_not_there_is_a_fault(tmp_path):
    site = write(tmp_path / "site", '<a href="#gone">Gone</a> <a href="page.html#x">Here</a> <p id="x">Place</p>')
    (fault,) = check(site)
    assert (fault.value, fault.rule) == ("#gone", "there is no such place in the page.")
