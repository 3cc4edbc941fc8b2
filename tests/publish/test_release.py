"""A release holds what others need to build it again; one that is not sound is not written, nor believed."""

import datetime
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from jhws.faults import FaultsError
from jhws.publish.commit import find_commit
from jhws.publish.record import write_record
from jhws.publish.release import read_release, write_release
from jhws.publish.standing import everything, note_site

EDITION = "shire-2024-25"


def git(project: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=True).stdout.strip()


def commit(project: Path) -> None:
    git(project, "add", ".")
    git(project, "-c", "user.name=An analyst", "-c", "user.email=analyst@example.org", "commit", "--quiet", "-m", "New")


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> Path:
    """A project under version control, with the site of one edition that was built from it and checked."""
    project = tmp_path_factory.mktemp("release") / "book"
    (project / "data").mkdir(parents=True)
    (project / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    (project / "pyproject.toml").write_text('[project]\nname = "book"\nversion = "1"\n', encoding="utf-8")
    (project / "requirements.txt").write_text(f"pytest=={version('pytest')}\n", encoding="utf-8")
    (project / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(project, "init", "--quiet", "--initial-branch=main")
    commit(project)
    site = project / "_build" / "html" / EDITION
    (site / "downloads").mkdir(parents=True)
    (site / "index.html").write_text("<h1>A page</h1>", encoding="utf-8")
    (site / "downloads" / "smoking.csv").write_text("value\n13.2\n", encoding="utf-8")
    record(project)
    return project


@pytest.fixture(scope="module")
def released(committed) -> Path:
    return write_release(EDITION, committed, committed.parent / "out")


@pytest.fixture
def book(committed, tmp_path) -> Path:
    """A copy of the project, to spoil."""
    return shutil.copytree(committed, tmp_path / "book")


def record(project: Path) -> None:
    """Record the site as built from what stands in the project now, and checked."""
    day = datetime.date(2025, 5, 29)
    edition = SimpleNamespace(id=EDITION, title="Health in the shire", period="2024-25", as_of=day)
    site = project / "_build" / "html" / EDITION
    write_record(site, edition, [edition], find_commit(project))
    note_site(project, site, everything=everything(project))


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name.removeprefix(f"{EDITION}/"): archive.read(name) for name in archive.namelist()}


def pack(parts: dict[str, bytes], folder: Path, top: str = EDITION) -> Path:
    file = folder / "given.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"{top}/{name}", content)
    return file


def with_sums(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Write the checksums anew, as somebody would who changed a file on purpose."""
    files = {name: content for name, content in parts.items() if name != "SHA256SUMS"}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return files | {"SHA256SUMS": "".join(lines).encode()}


# Writing


def test_a_release_holds_the_site_its_record_the_lock_the_list_of_packages_and_how_to_verify_it(released, book):
    parts = parts_of(released)
    assert released.name == f"{EDITION}.zip"
    assert {"site/index.html", "site/record.json", "site/downloads/smoking.csv"} <= set(parts)
    assert parts["requirements.txt"] == (book / "requirements.txt").read_bytes()
    bill = json.loads(parts["sbom.cdx.json"])
    assert (bill["bomFormat"], [part["name"] for part in bill["components"]]) == ("CycloneDX", ["pytest"])
    assert json.loads(parts["release.json"])["commit"] == git(book, "rev-parse", "HEAD")
    assert f"jhws verify --release {EDITION}.zip" in parts["README.txt"].decode()


def test_the_checksums_are_those_that_sha256sum_checks(released, tmp_path):
    with zipfile.ZipFile(released) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / EDITION
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert len(done.stdout.splitlines()) == len(files)


def test_the_same_site_gives_the_same_bytes(released, book, tmp_path):
    assert write_release(EDITION, book, tmp_path / "again").read_bytes() == released.read_bytes()
    assert [path.name for path in (tmp_path / "again").iterdir()] == [f"{EDITION}.zip"]


def alter_a_page(book: Path) -> str:
    (book / "_build" / "html" / EDITION / "index.html").write_text("altered", encoding="utf-8")
    return r"index\.html: the file is not as it was when the site’s checks passed"


def lose_the_record(book: Path) -> str:
    (book / "_build" / "html" / EDITION / "record.json").unlink()
    return "there is no record that the site’s checks have passed"


def change_a_table(book: Path) -> str:
    (book / "data" / "new.csv").write_text("a\n1\n", encoding="utf-8")
    commit(book)
    return "the site was built before something changed"


def leave_a_table_uncommitted(book: Path) -> str:
    (book / "data" / "new.csv").write_text("a\n1\n", encoding="utf-8")
    record(book)
    return r"data/new\.csv: the site’s commit does not have it so: nobody else could build the site"


def change_a_file_without_a_commit(book: Path) -> str:
    (book / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return r"pyproject\.toml: the site’s commit does not have it so"


def forget_the_history(book: Path) -> str:
    (book / ".git").rename(book / "no.git")
    return "the site was not built from a commit of this repository"


def lock_another_version(book: Path) -> str:
    (book / "requirements.txt").write_text("pytest==1.0\nnosuchpackage==2\n", encoding="utf-8")
    commit(book)
    record(book)
    return r"pytest \S+ is installed; the lock has 1\.0"


def lose_the_site(book: Path) -> str:
    (book / "_build" / "html" / EDITION).rename(book / "_build" / "elsewhere")
    return "the edition is not built"


SPOILT = [
    alter_a_page,
    lose_the_record,
    change_a_table,
    leave_a_table_uncommitted,
    change_a_file_without_a_commit,
    forget_the_history,
    lock_another_version,
    lose_the_site,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_site_that_was_not_checked_or_that_nobody_could_build_again_is_not_released(spoil, book, tmp_path):
    reason = spoil(book)
    with pytest.raises(FaultsError, match=reason):
        write_release(EDITION, book, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(book, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(FaultsError, match=f"out/{EDITION}.zip: it cannot be written"):
        write_release(EDITION, book, tmp_path / "out")


# Reading


def test_a_release_that_was_written_is_read(released):
    release = read_release(released)
    assert release.facts.edition == EDITION
    assert release.files["site/index.html"] == b"<h1>A page</h1>"
    assert "SHA256SUMS" not in release.files


def altered(parts: dict[str, bytes]) -> dict[str, bytes]:
    return parts | {"site/index.html": b"<h1>Another page</h1>"}


def facts(**others: object) -> object:
    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        told = json.loads(parts["release.json"]) | others
        return with_sums(parts | {"release.json": json.dumps(told).encode()})

    return change


TAMPERED = {
    "altered": (altered, r"part site/index\.html: it is not as its checksum in SHA256SUMS says"),
    "added": (lambda parts: parts | {"site/new.html": b"x"}, r"part site/new\.html: it is there and does not stand in"),
    "gone": (
        lambda parts: {name: content for name, content in parts.items() if name != "site/downloads/smoking.csv"},
        r"part site/downloads/smoking\.csv: it stands in SHA256SUMS and is not there",
    ),
    "no checksums": (
        lambda parts: {name: content for name, content in parts.items() if name != "SHA256SUMS"},
        "part SHA256SUMS: a release has it; this one has not",
    ),
    "no record": (
        lambda parts: with_sums({name: content for name, content in parts.items() if name != "site/record.json"}),
        r"part site/record\.json: a release has it; this one has not",
    ),
    "checksums that are none": (
        lambda parts: parts | {"SHA256SUMS": b"\x1b[2J hello\n"},
        r"part SHA256SUMS, line 1: found “\\x1b\[2J hello”; a line holds a SHA-256",
    ),
    "checksums twice": (
        lambda parts: parts | {"SHA256SUMS": parts["SHA256SUMS"] * 2},
        "each file once",
    ),
    "a commit that is an option of git": (facts(commit="--upload-pack=touch x"), r"part release\.json, key commit"),
    "an edition that is a way": (facts(edition="../../etc"), r"part release\.json, key edition"),
    "another edition": (facts(edition="city-2024-25"), "the folder in the zip has the edition’s name"),
    "a number for a text": (facts(python=3), r"part release\.json, key python"),
    "facts without end": (
        lambda parts: with_sums(parts | {"release.json": b"[" * 100_000}),
        r"part release\.json",
    ),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_a_release_that_was_tampered_with_is_refused_with_the_reason(kind, released, tmp_path):
    change, reason = TAMPERED[kind]
    with pytest.raises(FaultsError, match=reason) as refused:
        read_release(pack(change(parts_of(released)), tmp_path))
    assert all(str(fault).isprintable() for fault in refused.value.faults)


def test_a_zip_of_two_folders_or_of_something_else_is_no_release(released, tmp_path):
    file = pack({"a.txt": b"a"}, tmp_path, top="thesis")
    with pytest.raises(FaultsError, match="a release has it"):
        read_release(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("other/b.txt", b"b")
    with pytest.raises(FaultsError, match="a release holds one folder"):
        read_release(file)


def test_a_file_that_is_not_there_or_no_zip_is_told(tmp_path):
    with pytest.raises(FaultsError, match="cannot be read: No such file"):
        read_release(tmp_path / "nothing.zip")
    with pytest.raises(FaultsError, match="cannot be read"):
        read_release(tmp_path)
    (tmp_path / "page.zip").write_text("<html>", encoding="utf-8")
    with pytest.raises(FaultsError, match="cannot be read as a zip"):
        read_release(tmp_path / "page.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(released, tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{EDITION}/site/index.html", bytes(50_000_000))
    (tmp_path / "bomb.zip").write_bytes(file.getvalue())
    with pytest.raises(FaultsError, match="packed more than 200 times smaller"):
        read_release(tmp_path / "bomb.zip")
