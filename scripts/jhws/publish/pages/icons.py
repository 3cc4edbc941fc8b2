"""Draw the theme's icons as small pictures in the page, instead of loading its icon script and fonts."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from lxml.html import HtmlElement

from jhws.publish.pages.files import parse_part, replace, select

_FONT = Path("_static") / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.ttf"
# Classes that say how an icon is drawn, not which one it is.
_MANNERS = {"fa-solid", "fa-lg", "fa-fw"}


class Glyphs:
    """The glyphs of the theme's icon font, by the name that the theme gives them."""

    def __init__(self, font: bytes) -> None:
        self._font = TTFont(io.BytesIO(font))
        self._shapes = self._font.getGlyphSet()

    def picture(self, name: str) -> str:
        """Give a glyph as SVG, hidden from screen readers: the words beside it say what it means."""
        pen = SVGPathPen(self._shapes, ntos=lambda number: str(round(number)))
        self._shapes[name].draw(pen)
        ascent, descent = self._font["hhea"].ascent, self._font["hhea"].descent
        box = f"0 {-ascent} {self._shapes[name].width} {ascent - descent}"
        # A font counts upwards, a picture downwards.
        path = f'<path transform="scale(1 -1)" d="{pen.getCommands()}"></path>'
        return f'<svg class="icon" viewBox="{box}" aria-hidden="true" focusable="false">{path}</svg>'


def read_glyphs(site: Path) -> Glyphs:
    """Read the icon font that the theme put into a site."""
    return Glyphs((site / _FONT).read_bytes())


def draw(page: HtmlElement, glyphs: Glyphs) -> None:
    """Put a picture in place of each icon; its own classes stay for the theme's styles and scripts."""
    for icon in select(page, ".fa-solid"):
        classes = icon.get("class").split()
        name = next(word for word in classes if word.startswith("fa-") and word not in _MANNERS)
        picture = parse_part(glyphs.picture(name.removeprefix("fa-")))
        kept = [word for word in classes if not word.startswith("fa-")]
        if kept:
            icon.set("class", " ".join(kept))
            icon.tag = "span"
            icon.append(picture)
        else:
            replace(icon, picture)
