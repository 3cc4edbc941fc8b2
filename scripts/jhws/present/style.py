"""One calm style for every picture: colours of the Analysis Function palette, sizes for a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

# Government Analysis Function, 'Data visualisation: colours in charts'. Contrast against white in brackets.
DARK_BLUE = "#12436D"  # 10.2 : 1
TURQUOISE = "#28A197"  # 3.2 : 1, for areas and lines, never for text
DARK_PINK = "#801650"  # 9.8 : 1
ORANGE = "#F46A25"  # 3.0 : 1, for areas and lines, never for text
DARK_GREY = "#3D3D3D"  # 10.9 : 1
MID_GREY = "#6B6B6B"  # 5.3 : 1
LIGHT_GREY = "#BFBFBF"  # 1.8 : 1, for grid lines only

# Pictures are drawn as wide as a column that a phone still shows legibly (inches).
WIDTH = 4.6

_SETTINGS = {
    "figure.dpi": 100,
    "svg.fonttype": "path",
    # Names inside an SVG come from this and not from a clock, so that two builds are equal.
    "svg.hashsalt": "jhws",
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.labelcolor": DARK_GREY,
    "axes.edgecolor": MID_GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LIGHT_GREY,
    "grid.linewidth": 0.6,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "text.color": DARK_GREY,
    "xtick.color": DARK_GREY,
    "ytick.color": DARK_GREY,
    "lines.linewidth": 2,
}


@contextmanager
def book_style() -> Iterator[None]:
    """Draw in the book's style; what was set before comes back afterwards."""
    import seaborn as sns  # not before: it loads all of SciPy, which whoever wants a colour need not wait for

    settings: Any = {**sns.axes_style("white"), **_SETTINGS}
    with mpl.rc_context(settings):
        yield
