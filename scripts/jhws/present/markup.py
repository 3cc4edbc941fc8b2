"""An exhibit as HTML: the package's templates filled in with its facts. A page needs no more than this to show it."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

# The name under which a cell's output holds the facts of what it shows.
EXHIBIT_MIME = "application/vnd.jhws.exhibit+json"
_TEMPLATES = Environment(loader=PackageLoader("jhws.present"), autoescape=True, trim_blocks=True)


def table_page(facts: dict[str, str], csv_address: str) -> str:
    """Write a table with its source and the address of its data as HTML."""
    return render("table.html.j2", facts | {"table": Markup(facts["table"])}, csv_address=csv_address)


def figure_note(facts: dict[str, str], csv_address: str) -> str:
    """Write what stands under a figure, its source and the address of its data, as HTML."""
    return render("note.html.j2", facts, csv_address=csv_address)


def render(template: str, facts: dict[str, Any], **more: Any) -> str:
    """Fill one of the package's templates; text from data is escaped."""
    return _TEMPLATES.get_template(template).render(**facts, **more).strip()
