"""Pieces that several pictures share."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.patheffects import withStroke

from jhws.present import style

_ROW, _LINE = 0.27, 0.18  # inches: a row's mark, and each line of its label
_LETTERS = 63  # that fit on a line

# For words inside a picture: a rim that keeps them legible where a line runs behind.
RIM = [withStroke(linewidth=2.5, foreground="white")]


def labelled_rows(labels: Sequence[str], *, extra_height: float = 0.5, marks: int = 1) -> tuple[Picture, Axes]:
    """Open a picture with a row for each label; the label stands above its row, so that none is cut.

    Rows run from 0 at the top downwards; marks are drawn at the row's number, or around it where a row has several.
    """
    wrapped = [textwrap.fill(label, _LETTERS) for label in labels]
    lines = max(label.count("\n") + 1 for label in wrapped)
    zone = _ROW * marks
    row = zone + _LINE * lines
    picture, axes = plt.subplots(figsize=(style.WIDTH, row * len(labels) + extra_height))
    for place, label in enumerate(wrapped):
        axes.annotate(
            label,
            xy=(0, place - 0.5 * zone / row),
            xycoords=("axes fraction", "data"),
            va="bottom",
            fontsize=9,
            linespacing=1.05,
            annotation_clip=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},  # hides lines that run behind the words
        )
    axes.set_ylim(len(labels) - 0.5, -1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False)
    return picture, axes
