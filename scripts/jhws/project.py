"""Where the project lies on disk."""

from __future__ import annotations

import os
from pathlib import Path

from jhws.faults import Fault, FaultsError

PROJECT_VARIABLE = "JHWS_PROJECT"
_MARK = Path("data") / "datapackage.json"


def find_project(start: Path | None = None) -> Path:
    """Find the project's top folder: the nearest one, from `start` upwards, that holds the data package.

    Parameters
    ----------
    start
        Folder to begin at; the working folder unless told. The environment variable
        ``JHWS_PROJECT`` goes before both, so that a notebook finds its data wherever it is run.

    Raises
    ------
    FaultsError
        No folder from `start` upwards holds ``data/datapackage.json``.
    """
    if named := os.environ.get(PROJECT_VARIABLE):
        return Path(named)
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / _MARK).is_file():
            return folder
    raise FaultsError(
        [
            Fault(
                file=str(start),
                place="",
                value="",
                rule=f"neither this folder nor one above it holds {_MARK.as_posix()}.",
                remedy="Run the command from inside the report book's folder.",
            )
        ]
    )
