"""The command ``jhws``, run by a test."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Outcome(NamedTuple):
    """How the command ended and what it told."""

    status: int
    out: str
    err: str


def run_apart(folder: Path, *words: str) -> Outcome:
    """Run the command as an analyst does: a process of its own, in the project's folder, on a narrow terminal."""
    variables = {name: value for name, value in os.environ.items() if name != "JHWS_PROJECT"}
    variables |= {"COLUMNS": "80", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "jhws", *words]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)
