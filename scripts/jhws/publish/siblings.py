"""The way between editions: on each page of each built edition, links to the same page of the others."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader

from jhws.publish.pages.about import SIBLINGS, SWITCHER
from jhws.publish.record import RECORD, Record, changed_files, read_record, renew_record

_TEMPLATES = Environment(loader=PackageLoader("jhws.publish"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def built_editions(folder: Path) -> dict[Path, Record]:
    """Find the sites in a folder that are as they were recorded, the newest first."""
    found = {path.parent: read_record(path.parent) for path in sorted(folder.glob(f"*/{RECORD}"))}
    sound = [(site, record) for site, record in found.items() if record and not changed_files(site, record)]
    return dict(sorted(sound, key=lambda pair: (pair[1].as_of, pair[1].edition), reverse=True))


def link_editions(folder: Path) -> None:
    """Go over the pages of all built editions again and write the links between them.

    They are plain links, which need no script and lead from folder to folder without a server. A site that is
    not as it was recorded stays as it is.

    Parameters
    ----------
    folder
        The folder that holds a folder for each built edition.
    """
    editions = built_editions(folder)
    for site, record in editions.items():
        pages = [name for name in record.files if name.endswith(".html")]
        changed = [_link_page(site, name, editions) for name in pages]
        if any(changed):
            renew_record(site, record)


def _link_page(site: Path, name: str, editions: dict[Path, Record]) -> bool:
    here, records = editions[site], list(editions.values())
    of_area = [record for record in records if record.area == here.area]
    facts = {
        "here": here,
        "editions": records,
        "earlier": next((record for record in of_area if record.day < here.day), None),
        "newer": next((record for record in of_area if record.day > here.day), None),
        "address": lambda record: f"../{record.edition}/{name if name in record.files else 'index.html'}",
    }
    path = site / name
    old = path.read_text(encoding="utf-8")
    new = _between(SIBLINGS, _render("siblings.html.j2", facts), old)
    new = _between(SWITCHER, _render("switcher.html.j2", facts), new)
    if new == old:
        return False
    beside = path.with_suffix(".new")
    beside.write_text(new, encoding="utf-8", newline="\n")
    beside.replace(path)
    return True


def _render(template: str, facts: dict[str, object]) -> str:
    return _TEMPLATES.get_template(template).render(facts).strip()


def _between(marks: tuple[str, str], content: str, page: str) -> str:
    """Put content between the two marks of a page, in place of what stands there."""
    begin, end = marks
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    return f"{before}{begin}{content}{end}{after}" if found and closed else page
