"""Pandoc, run as it is: pypandoc asks it anew for all formats that it knows before each run, which takes longer."""

from __future__ import annotations

import subprocess

import pypandoc


def run_pandoc(*arguments: str, text: str = "") -> bytes:
    """Give what pandoc writes when it reads a text.

    Raises
    ------
    RuntimeError
        Pandoc failed; with what it said.
    """
    ran = subprocess.run(
        [pypandoc.get_pandoc_path(), *arguments], input=text.encode(), capture_output=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"pandoc failed: {ran.stderr.decode(errors='replace')}")
    return ran.stdout
