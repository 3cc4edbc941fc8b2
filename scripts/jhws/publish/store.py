"""The files that are kept from build to build, below ``_build/.cache/``: each whole, or not there."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import psutil

KEPT_FOR = 30 * 24 * 3600  # seconds after its last use


def cache_folder(project: Path) -> Path:
    """Give the folder for what is kept from build to build."""
    return project / "_build" / ".cache"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and rename it, so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".new-{os.getpid()}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def remove_half_written(folder: Path) -> None:
    """Remove what `write_whole` had not renamed yet when its process was killed."""
    for beside in folder.rglob(".new-*-*"):
        if not psutil.pid_exists(int(beside.name.split("-")[1])):
            beside.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """Read a file that is kept; none where there is none or it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
