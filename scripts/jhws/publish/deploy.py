"""Put the built editions where GitHub Pages, or any other server of files, takes them from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, PackageLoader

from jhws.faults import Fault, FaultsError
from jhws.publish.git import git
from jhws.publish.record import BUILD_AGAIN, Record, faults_of, read_record
from jhws.publish.swap import swap_in

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
# A file of this name at the top marks a folder as one that this command may write over.
_MARK = ".nojekyll"


def publish_to_folder(html: Path, folder: Path, address: str = "") -> list[str]:
    """Copy every built edition into a folder, with a page at its top that leads to the newest.

    Parameters
    ----------
    html
        The folder that holds a folder for each built edition.
    folder
        Where to put them: a folder that is not there, is empty, or was written by this command before. What
        stands in it then goes.
    address
        Where readers will find it, for the links of the page that is shown where there is none.

    Returns
    -------
    list of str
        The editions, the newest first.

    Raises
    ------
    FaultsError
        No edition is built, a site's checks have not passed or it was changed since, or the folder holds
        something else.
    """
    editions = checked_editions(html)
    _refuse_foreign(folder)
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _write(editions, fresh, address)
    swap_in(fresh, folder)
    return [record.edition for record in editions.values()]


def publish_to_branch(html: Path, project: Path, branch: str, address: str = "") -> list[str]:
    """Commit every built edition to a branch that holds nothing else; it is not pushed.

    Neither the working tree nor its index is touched. The other parameters, and what it returns and raises, are
    those of `publish_to_folder`.
    """
    editions = checked_editions(html)
    with _folder_beside(html) as folder:
        site = folder / "site"
        _write(editions, site, address)
        own = {
            "GIT_DIR": git(project, "rev-parse", "--absolute-git-dir"),
            "GIT_INDEX_FILE": str(folder / "index"),
            "GIT_WORK_TREE": str(site),
        }
        git(site, "add", "--all", "--force", ".", variables=own)
        tree = git(site, "write-tree", variables=own)
        parent = git(project, "rev-parse", "--quiet", "--verify", f"refs/heads/{branch}", may_fail=True)
        if not parent or git(project, "rev-parse", f"{parent}^{{tree}}") != tree:
            words = f"Publish {', '.join(record.edition for record in editions.values())}"
            after = ["-p", parent] if parent else []
            commit = git(project, "commit-tree", tree, *after, "-m", words)
            git(project, "update-ref", f"refs/heads/{branch}", commit)
    return [record.edition for record in editions.values()]


def checked_editions(html: Path) -> dict[Path, Record]:
    """Find the built editions, the newest first; refuse all when one was not checked, or changed since.

    Raises
    ------
    FaultsError
        No edition is built, or the fault of each site that is not as it was checked.
    """
    sites = sorted(path.parent for path in html.glob("*/index.html"))
    if not sites:
        raise FaultsError([Fault("_build/html", "", "", "there is no built edition.", BUILD_AGAIN)])
    records = {site: read_record(site) for site in sites}
    faults = [fault for site, record in records.items() for fault in _faults(site, record, {s.name for s in sites})]
    if faults:
        raise FaultsError(faults)
    checked = [(site, record) for site, record in records.items() if record]
    return dict(sorted(checked, key=lambda pair: (pair[1].as_of, pair[1].edition), reverse=True))


def _faults(site: Path, record: Record | None, built: set[str]) -> Iterator[Fault]:
    yield from faults_of(site)
    for name in sorted(set(record.leads_to) - built) if record else []:
        yield Fault(
            f"_build/html/{site.name}", "", "", f"its pages lead to edition {name}, which is not built.", BUILD_AGAIN
        )


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        rule = f"the folder holds something that ‘jhws publish’ did not write (it has no {_MARK})."
        raise FaultsError([Fault(str(folder), "", "", rule, "Name another folder, or empty this one.")])


def _write(editions: dict[Path, Record], folder: Path, address: str) -> None:
    folder.mkdir(parents=True)
    # Without it, GitHub leaves out every folder whose name begins with an underscore.
    (folder / _MARK).touch()
    for site, record in editions.items():
        shutil.copytree(site, folder / record.edition)
    records = list(editions.values())
    for name, template in {"index.html": "front.html.j2", "404.html": "nowhere.html.j2"}.items():
        page = _TEMPLATES.get_template(template).render(newest=records[0], editions=records, address=address)
        (folder / name).write_text(page.strip() + "\n", encoding="utf-8", newline="\n")


@contextmanager
def _folder_beside(html: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=".publish-", dir=html.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
