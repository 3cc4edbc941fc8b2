"""An edition built again from nothing, elsewhere, is the same; what is not the same is named."""

import locale
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from jhws.faults import FaultsError
from jhws.publish import verify
from jhws.publish.commit import find_commit
from jhws.publish.elsewhere import Circumstances, circumstances, copy_elsewhere, left_out
from jhws.publish.lock import departures, read_lock
from jhws.publish.release import Facts, Release, compose
from jhws.publish.standing import is_current

ROOT = Path(__file__).resolve().parents[2]
EDITION = "leicester-2023-24"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=An analyst", "-c", "user.email=analyst@example.org", "commit", "--quiet", "-m", "New")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path) -> Path:
    """A small project under version control, not at the top of its repository."""
    project = tmp_path / "repository" / "book"
    (project / "data").mkdir(parents=True)
    (project / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    (project / "data" / "smoking.csv").write_text("value\n13.2\n", encoding="utf-8")
    (project / "data" / "old.csv").write_text("value\n", encoding="utf-8")
    (project / "requirements.txt").write_text(f"pytest=={version('pytest')}\n", encoding="utf-8")
    (project / "pyproject.toml").write_text('[project]\nname = "book"\nversion = "1"\n', encoding="utf-8")
    (project / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(project.parent, "init", "--quiet", "--initial-branch=main")
    commit(project)
    return project


@pytest.fixture
def standing(repository) -> Path:
    """The project with a site of one edition."""
    site = repository / "_build" / "html" / EDITION
    (site / "downloads").mkdir(parents=True)
    (site / "index.html").write_text("<p>13.2%</p>\n", encoding="utf-8")
    (site / "downloads" / "smoking.csv").write_text("value\n13.2\n", encoding="utf-8")
    (site / "record.json").write_text("{}", encoding="utf-8")
    return repository


@pytest.fixture
def rebuilt(standing, tmp_path, monkeypatch) -> Path:
    """Have the build elsewhere give a copy of the site as it stands now, and nothing built."""
    other = shutil.copytree(standing / "_build" / "html" / EDITION, tmp_path / "rebuilt")
    monkeypatch.setattr(verify, "build_elsewhere", lambda edition, copy, circumstances: other)
    return other


# The copy


def files_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_copy_holds_the_files_under_version_control_as_they_stand_and_goes_afterwards(standing):
    first = git(standing, "rev-parse", "HEAD")
    (standing / "data" / "smoking.csv").write_text("value\n13.3\n", encoding="utf-8")
    (standing / "data" / "old.csv").unlink()
    (standing / "data" / "added.csv").write_text("added\n", encoding="utf-8")
    git(standing, "add", "data/added.csv")
    (standing / "data" / "forgotten.csv").write_text("forgotten\n", encoding="utf-8")
    with copy_elsewhere(standing, first) as copy:
        assert " " in str(copy)
        copied = files_of(copy)
        assert find_commit(copy).id == first
    assert copied["data/smoking.csv"] == "value\n13.3\n"
    assert copied["data/added.csv"] == "added\n"
    assert {"data/old.csv", "data/forgotten.csv"}.isdisjoint(copied)
    assert not any(name.startswith("_build/") for name in copied)
    assert not copy.exists()
    assert list(left_out(standing)) == ["not under version control, so not in the copy: data/forgotten.csv."]


def test_a_copy_of_a_commit_holds_what_the_commit_has(standing):
    first = git(standing, "rev-parse", "HEAD")
    (standing / "data" / "smoking.csv").write_text("value\n13.3\n", encoding="utf-8")
    commit(standing)
    with copy_elsewhere(standing, first, as_it_stands=False) as copy:
        assert files_of(copy)["data/smoking.csv"] == "value\n13.2\n"


def test_a_shallow_clone_as_ci_makes_it_is_copied(standing, tmp_path):
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{standing.parent}", "shallow")
    project = tmp_path / "shallow" / "book"
    with copy_elsewhere(project, git(project, "rev-parse", "HEAD")) as copy:
        assert files_of(copy)["data/smoking.csv"] == "value\n13.2\n"


def test_where_there_is_no_version_control_every_file_is_copied_but_what_was_built_and_it_is_told(standing):
    (standing.parent / ".git").rename(standing.parent / "no.git")
    with copy_elsewhere(standing) as copy:
        assert set(files_of(copy)) == {
            *("data/datapackage.json", "data/old.csv", "data/smoking.csv", "pyproject.toml", "requirements.txt")
        }
    assert list(left_out(standing)) == ["the project is not under version control here: every file is copied."]


# Other circumstances


def test_the_rebuild_has_another_locale_time_zone_home_and_hash_seed_and_they_are_told(monkeypatch, tmp_path):
    monkeypatch.setenv("JHWS_PROJECT", "/somewhere")
    other = circumstances(4711)
    variables = other.variables(tmp_path)
    assert (variables["LC_ALL"], variables["TZ"]) == ("de_DE.UTF-8", "Pacific/Chatham")
    assert (variables["PYTHONHASHSEED"], variables["HOME"]) == ("4711", str(tmp_path))
    assert "JHWS_PROJECT" not in variables
    assert str(other) == (
        "locale de_DE.UTF-8, time zone Pacific/Chatham, umask 077, another home folder, PYTHONHASHSEED 4711"
    )


def test_the_hash_seed_is_another_each_time_unless_told():
    assert len({circumstances().hash_seed for _ in range(5)}) > 1


def test_a_locale_or_time_zone_that_this_machine_does_not_have_is_told_and_nothing_is_changed():
    before = locale.setlocale(locale.LC_ALL)
    lacking = list(Circumstances(1, language="xx_XX.UTF-8", time_zone="Nowhere/Atoll").lacking())
    assert lacking[0].startswith("the locale xx_XX.UTF-8 is not installed here")
    assert lacking[1].startswith("the time zone Nowhere/Atoll is not known")
    assert locale.setlocale(locale.LC_ALL) == before
    assert list(Circumstances(1, language="C", time_zone="Pacific/Chatham").lacking()) in ([], lacking[1:])


# The lock


def test_the_lock_is_read_with_its_markers():
    text = """# made by uv
alpha==1.0 \\
    --hash=sha256:00
    # via beta
beta[extra]==2.0.post1 ; python_version < '3' --hash=sha256:00
gamma==3 ; python_version >= '3' \\
    --hash=sha256:00
"""
    assert read_lock(text) == {"alpha": "1.0", "gamma": "3"}


def test_packages_of_another_version_and_missing_ones_are_told():
    installed = version("pytest")
    text = f"pytest=={installed}\nruff==0.0.1\nno-such-package==2\n"
    assert list(departures(text)) == [
        f"ruff {version('ruff')} is installed; the lock has 0.0.1",
        "no-such-package is not installed; the lock has 2",
    ]


# An edition


NEAR = Circumstances(1, language="C")


def verified(project: Path) -> str:
    return str(verify.verify_edition(EDITION, project, NEAR).difference or "")


def test_an_equal_rebuild_has_no_difference(standing, rebuilt):
    assert verified(standing) == ""


def test_a_difference_planted_in_the_standing_site_is_named(standing, rebuilt):
    table = standing / "_build" / "html" / EDITION / "downloads" / "smoking.csv"
    table.write_text("value\n13.3\n", encoding="utf-8")
    (table.parents[1] / "index.html").write_text("<p>13.3%</p>\n", encoding="utf-8")
    assert verified(standing) == (
        f"_build/html/{EDITION}/downloads/smoking.csv, table, line 2: found “13.3”; the rebuild has “13.2” there. "
        f"1 more file differs: index.html. ‘jhws build {EDITION} --force’ makes the site anew."
    )


def test_what_may_differ_for_a_reason_outside_the_project_is_told(standing, rebuilt):
    (standing / "requirements.txt").write_text("pytest==1.0\n", encoding="utf-8")
    (standing / "data" / "forgotten.csv").write_text("forgotten\n", encoding="utf-8")
    told = verify.cautions(standing, NEAR)
    assert told[0] == (
        f"the packages here are not those of requirements.txt: pytest {version('pytest')} is installed; "
        "the lock has 1.0. Run ‘make setup’."
    )
    assert told[-1] == "not under version control, so not in the copy: data/forgotten.csv."


def test_a_site_is_current_until_something_changes_that_it_can_rest_on_whoever_alters_its_files(standing):
    from jhws.publish.standing import everything, note_site

    site = standing / "_build" / "html" / EDITION
    assert not is_current(standing, EDITION)
    note_site(standing, site, everything=everything(standing))
    assert is_current(standing, EDITION)
    (site / "index.html").write_text("altered", encoding="utf-8")
    assert is_current(standing, EDITION)
    (standing / "data" / "smoking.csv").write_text("value\n13.3\n", encoding="utf-8")
    assert not is_current(standing, EDITION)


# A release


@pytest.fixture
def release(standing) -> Release:
    facts = Facts(edition=EDITION, commit=git(standing, "rev-parse", "HEAD"), python="3.99.0", system="Plan9 vax")
    return Release(facts, compose(facts, standing / "_build" / "html" / EDITION, standing))


def verified_release(release: Release, project: Path) -> str:
    return str(verify.verify_release(release, "given.zip", project, NEAR).difference or "")


def test_an_equal_release_has_no_difference(release, rebuilt, standing):
    assert verified_release(release, standing) == ""


def test_another_python_and_system_than_made_a_release_are_told_and_packages_beside_the_lock_of_its_commit(
    release, standing
):
    (standing / "requirements.txt").write_text("pytest==1.0\n", encoding="utf-8")
    first, second, *others = verify.cautions_of_release(release.facts, standing, NEAR)
    assert first.startswith("the release was made with Python 3.99.0; here is Python 3.")
    assert second.startswith("the release was made on Plan9 vax; here is ")
    assert not [told for told in others if "pytest" in told]
    facts = release.facts.model_copy(update={"commit": commit(standing)})
    assert [told for told in verify.cautions_of_release(facts, standing, NEAR) if "the lock has 1.0" in told]


@pytest.mark.parametrize("name", ["site/index.html", "requirements.txt", "sbom.cdx.json", "README.txt"])
def test_whatever_was_changed_in_a_release_on_purpose_is_named(name, release, rebuilt, standing):
    changed = Release(release.facts, release.files | {name: release.files[name] + b"\nchanged"})
    difference = verified_release(changed, standing)
    assert difference.startswith(f"given.zip/{EDITION}/{name}, ")
    assert "the rebuild has " in difference
    assert "do not rely on it" in difference


def test_a_commit_that_the_repository_does_not_have_is_told(release, rebuilt, standing):
    facts = release.facts.model_copy(update={"commit": "0" * 40})
    with pytest.raises(FaultsError, match="the repository here does not have the commit"):
        verified_release(Release(facts, release.files), standing)
    (standing.parent / ".git").rename(standing.parent / "no.git")
    with pytest.raises(FaultsError, match="the repository here does not have the commit"):
        verified_release(release, standing)


# For real


@pytest.mark.slow
def test_the_smallest_edition_built_again_elsewhere_is_equal_byte_for_byte(sites):
    done = verify.verify_edition(EDITION, sites.parents[1], circumstances())
    assert done.difference is None
    assert done.files > 100


def run_apart(folder: Path, *words: str) -> subprocess.CompletedProcess:
    variables = {name: value for name, value in os.environ.items() if name != "JHWS_PROJECT"}
    command = [sys.executable, "-m", "jhws", *words]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_edition_is_verified_released_and_verified_by_somebody_who_has_only_that_and_the_repository(
    small_book, tmp_path
):
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copyfile(ROOT / name, small_book / name)
    (small_book / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(small_book, "init", "--quiet", "--initial-branch=main")
    made = commit(small_book)

    told = run_apart(small_book, "verify", EDITION, "--hash-seed", "7")
    assert told.returncode == 0, told.stderr
    assert f"{EDITION}: no site of what stands in the project now; it is built first." in told.stdout
    assert "time zone Pacific/Chatham, umask 077, another home folder, PYTHONHASHSEED 7" in told.stdout
    assert told.stdout.splitlines()[-1].startswith(f"{EDITION}: equal, all ")

    told = run_apart(small_book, "release", EDITION, "--to", str(tmp_path / "out"))
    assert told.returncode == 0, told.stderr
    file = tmp_path / "out" / f"{EDITION}.zip"
    assert str(file) in told.stdout

    # A year later the tables are others; the release is held against its own commit.
    git(tmp_path, "clone", "--quiet", str(small_book), "clone")
    (tmp_path / "clone" / "data" / "targets.csv").unlink()
    commit(tmp_path / "clone")
    told = run_apart(tmp_path / "clone", "verify", "--release", str(file))
    assert told.returncode == 0, told.stderr
    assert f"{EDITION}: built again from commit {made}, with locale de_DE.UTF-8" in told.stdout
    assert told.stdout.splitlines()[-1].startswith(f"{EDITION}: equal, all ")
