"""What files hold, as digests: equal digests, equal content, whatever the clock says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def file_digest(path: Path | str) -> str:
    """Give the digest of a file's content; nothing for a file that is not there."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - called for each file that a chapter opens
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def digest(content: Any) -> str:
    """Give the digest of anything that JSON can hold; the order of keys does not matter."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def tree_digests(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Give the digests of files, and of all files below folders, by their names seen from `folder`."""
    files: list[Path] = []
    for path in paths:
        files += [path] if path.is_file() else (file for file in path.rglob("*") if _counts(file, path))
    return {file.relative_to(folder).as_posix(): file_digest(file) for file in sorted(files)}


def _counts(file: Path, top: Path) -> bool:
    parts = file.relative_to(top).parts
    return file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts)
