"""What is published: every built edition whose checks passed and that nobody has changed since."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from jhws.faults import FaultsError
from jhws.publish.deploy import publish_to_branch, publish_to_folder
from jhws.publish.record import RECORD, changed_files, read_record, write_record

PAGE = "<h1>A page</h1>"
EDITIONS = ["shire-2024-25", "city-2023-24", "shire-2019-20"]


def edition(name: str, day: str) -> SimpleNamespace:
    return SimpleNamespace(id=name, title=f"Health in {name}", period=name[-7:], as_of=datetime.date.fromisoformat(day))


@pytest.fixture
def html(tmp_path) -> Path:
    """A folder with three built editions."""
    folder = tmp_path / "_build" / "html"
    for made, pages in [
        (edition("shire-2019-20", "2019-11-11"), ["index.html", "trends.html"]),
        (edition("shire-2024-25", "2025-05-29"), ["index.html", "trends.html", "money.html"]),
        (edition("city-2023-24", "2024-03-01"), ["index.html"]),
    ]:
        site = folder / made.id
        site.mkdir(parents=True)
        for page in pages:
            (site / page).write_text(PAGE, encoding="utf-8")
        write_record(site, made, [SimpleNamespace(id=name) for name in EDITIONS])
    return folder


def links(page: Path) -> str:
    return page.read_text(encoding="utf-8")


# Records


def test_a_record_tells_what_was_altered_added_and_taken_away(html):
    site = html / "shire-2024-25"
    assert changed_files(site, read_record(site)) == []
    (site / "index.html").write_text("altered", encoding="utf-8")
    (site / "new.html").write_text("added", encoding="utf-8")
    (site / "money.html").unlink()
    assert changed_files(site, read_record(site)) == ["index.html", "money.html", "new.html"]


# Publishing


def test_a_folder_holds_every_edition_and_leads_to_the_newest(html, tmp_path):
    folder = tmp_path / "pages"
    assert publish_to_folder(html, folder) == ["shire-2024-25", "city-2023-24", "shire-2019-20"]
    assert (folder / ".nojekyll").is_file()
    assert "url=shire-2024-25/index.html" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "shire-2019-20" / "trends.html").is_file()
    assert "There is no such page" in (folder / "404.html").read_text(encoding="utf-8")


def test_where_the_address_is_known_the_page_for_what_is_missing_leads_back(html, tmp_path):
    publish_to_folder(html, tmp_path / "pages", "https://example.org/book")
    missing = (tmp_path / "pages" / "404.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/book/shire-2024-25/index.html"' in missing


def test_published_again_a_folder_holds_only_what_is_built_now(html, tmp_path):
    folder = tmp_path / "pages"
    publish_to_folder(html, folder)
    (folder / "old.html").write_text("left over", encoding="utf-8")
    publish_to_folder(html, folder)
    assert not (folder / "old.html").exists()


def test_a_folder_that_holds_something_else_is_refused(html, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(FaultsError, match="did not write"):
        publish_to_folder(html, tmp_path)
    assert (tmp_path / "thesis.docx").exists()


@pytest.mark.parametrize("tamper", ["altered", "added", "gone", "no record", "broken record"])
def test_a_site_that_is_not_as_it_was_checked_is_refused_and_what_is_published_stays(html, tmp_path, tamper):
    folder = tmp_path / "pages"
    publish_to_folder(html, folder)
    site = html / "shire-2024-25"
    match tamper:
        case "altered":
            (site / "trends.html").write_text("altered", encoding="utf-8")
        case "added":
            (site / "more.html").write_text("added", encoding="utf-8")
        case "gone":
            (site / "trends.html").unlink()
        case "no record":
            (site / RECORD).unlink()
        case "broken record":
            (site / RECORD).write_text(json.dumps({"files": {}}), encoding="utf-8")
    with pytest.raises(FaultsError, match=r"_build/html/shire-2024-25.*jhws build --all"):
        publish_to_folder(html, folder)
    assert links(folder / "shire-2024-25" / "trends.html") == PAGE


def test_an_edition_that_pages_lead_to_has_to_be_built(html, tmp_path):
    shutil.rmtree(html / "city-2023-24")
    with pytest.raises(FaultsError, match="shire-2024-25: its pages lead to edition city-2023-24, which is not built"):
        publish_to_folder(html, tmp_path / "pages")


def test_nothing_built_is_told(tmp_path):
    with pytest.raises(FaultsError, match="there is no built edition"):
        publish_to_folder(tmp_path, tmp_path / "pages")


def git(project: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(html, monkeypatch) -> Path:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "An analyst")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "analyst@example.org")
    project = html.parents[1]
    git(project, "init", "--quiet", "--initial-branch=main")
    (project / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(project, "add", ".gitignore")
    git(project, "commit", "--quiet", "-m", "First")
    return project


def test_a_branch_holds_the_same_and_the_working_tree_is_not_touched(html, repository):
    publish_to_branch(html, repository, "gh-pages")
    listed = git(repository, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".nojekyll", "index.html", "404.html", "shire-2024-25/trends.html"} <= set(listed)
    assert ".gitignore" not in listed
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "branch", "--show-current") == "main"


def test_publishing_the_same_again_adds_no_commit_and_a_change_adds_one(html, repository):
    publish_to_branch(html, repository, "gh-pages")
    first = git(repository, "rev-parse", "gh-pages")
    publish_to_branch(html, repository, "gh-pages")
    assert git(repository, "rev-parse", "gh-pages") == first
    site = html / "city-2023-24"
    (site / "index.html").write_text("built anew", encoding="utf-8")
    write_record(site, edition(site.name, "2024-03-01"), [])
    publish_to_branch(html, repository, "gh-pages")
    assert git(repository, "rev-parse", "gh-pages~1") == first
