"""What a template does before it forks: import what chapters need, and use it once."""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# The kernel itself, and what it would import only as it starts.
_OF_A_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.magics.execution",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
)


def prepare() -> None:
    """Import the libraries of the chapters and run a throw-away analysis, so that no kernel pays for a first time."""
    for name in _OF_A_KERNEL:
        importlib.import_module(name)
    import pandas as pd

    from jhws.present import figures, sentences, tables  # noqa: F401

    rows = pd.DataFrame({"year": range(2012, 2022), "value": range(10), "by": ["a", "b"] * 5})
    read = pd.read_csv(io.StringIO(rows.to_csv(index=False)), dtype={"by": "str"})
    read.merge(rows, on="year").groupby("by_x")["value_x"].mean().to_string()
    _draw(rows)


def prepare_book() -> None:
    """Import Jupyter Book and what it loads for a book, and what writes that which readers take away."""
    import jupyter_book.cli.main  # noqa: F401
    import myst_nb.sphinx_ext  # noqa: F401
    import sphinx_book_theme  # noqa: F401
    import sphinx_external_toc  # noqa: F401

    import jhws.publish.downloads
    import jhws.publish.paper.write
    import jhws.publish.takeaways  # noqa: F401


def _draw(frame: pd.DataFrame) -> None:
    import matplotlib.pyplot as plt

    from jhws.present import style
    from jhws.present.exhibit import Column, Figure, Table

    with style.book_style():
        picture, axes = plt.subplots(figsize=(2, 1), layout="constrained")
        axes.plot(frame["value"], frame["value"], marker="o")
        axes.fill_between(frame["value"], 0, frame["value"], alpha=0.3)
        axes.set_title("A title")
        axes.set_xlabel("A label")
    Figure(
        id="warm", title="A title", caption="A caption.", source="A source", data=frame, alt="A line", picture=picture
    )._repr_mimebundle_()
    column = Column("Value", ["1"] * len(frame))
    Table(
        id="warm", title="A title", caption="A caption.", source="A source", data=frame, columns=[column]
    )._repr_mimebundle_()
    plt.close("all")
