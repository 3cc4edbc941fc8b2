"""Say at each figure and table, folded away, how it was made and with which command it is made again."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader
from lxml.html import HtmlElement

from jhws.publish.manifest import MANIFEST, Manifest, Result
from jhws.publish.pages.exhibits import below
from jhws.publish.pages.files import around, first, parse_part, put_behind

_TEMPLATES = Environment(
    loader=PackageLoader("jhws.publish.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_SHOWN = 12  # letters of a digest: enough to tell results apart, few enough to read out


def tell_how(page: HtmlElement, name: str, manifest: Manifest) -> None:
    """Write into a page how each of its results was made: at each figure and table, and once for all sentences.

    Parameters
    ----------
    page
        The page.
    name
        Its name in the site, `trends.html`.
    manifest
        The site's manifest.
    """
    results = [result for result in manifest.results if result.page == name]
    for result in results:
        if result.download:
            _tell_at(page, result, manifest)
    sentences = [result for result in results if not result.download]
    code = first(page, "section#the-code-of-this-page")
    if sentences and code is not None:
        code.addprevious(_fold(manifest, sentences))


def _tell_at(page: HtmlElement, result: Result, manifest: Manifest) -> None:
    link = first(page, f'a.exhibit-data[download="{result.id}.csv"]')
    if link is None:
        return
    fold = _fold(manifest, [result])
    if (figure := around(link, "figure")) is not None:
        below(figure).append(fold)
    elif (note := around(link, "p")) is not None:
        put_behind(note, fold)


def _fold(manifest: Manifest, results: list[Result]) -> HtmlElement:
    words = _TEMPLATES.get_template("made.html.j2").render(
        results=results,
        chapter=manifest.chapter(results[0].chapter),
        edition=manifest.edition["id"],
        shown=_SHOWN,
        manifest=MANIFEST,
    )
    return parse_part(words)
