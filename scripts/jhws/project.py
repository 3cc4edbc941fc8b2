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
        No folder from `start` upwards, or not the one that ``JHWS_PROJECT`` names, holds
        ``data/datapackage.json``.
    """
    mark = _MARK.as_posix()
    if named := os.environ.get(PROJECT_VARIABLE):
        if (Path(named) / _MARK).is_file():
            return Path(named).resolve()
        rule = f"the environment variable {PROJECT_VARIABLE} names this folder, which does not hold {mark}."
        raise FaultsError([Fault(named, "", "", rule, "Name the report book's folder, or unset the variable.")])
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / _MARK).is_file():
            return folder
    rule = f"neither this folder nor one above it holds {mark}."
    remedy = "Run the command from inside the report book's folder."
    raise FaultsError([Fault(str(start), "", "", rule, remedy)])
