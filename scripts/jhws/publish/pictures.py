"""Pictures for those who cannot use SVG: the same picture in dots."""

from __future__ import annotations

from pathlib import Path

import typst

_DOTS_PER_INCH = 200


def write_png(svg: Path, target: Path) -> None:
    """Draw an SVG file as PNG, 200 dots an inch.

    Parameters
    ----------
    svg
        The picture; its words are outlines, so that no font is needed.
    target
        The file to write.
    """
    page = f'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("{svg.name}")\n'
    source = svg.with_suffix(".typ")
    source.write_text(page, encoding="utf-8")
    try:
        compiled = typst.compile(
            str(source), root=str(svg.parent), ignore_system_fonts=True, format="png", ppi=_DOTS_PER_INCH
        )
    finally:
        source.unlink()
    target.write_bytes(compiled)
