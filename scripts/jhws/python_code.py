"""Read Python code without running it."""

from __future__ import annotations

import ast
import threading

_ONE_AT_A_TIME = threading.Lock()


def parse(source: str) -> ast.Module:
    """Parse Python code; safe from several threads at once.

    Python 3.11 counts the depth of its syntax trees for all threads together, and ends with a SystemError when two
    are made at once (CPython issue 106905).

    Raises
    ------
    SyntaxError, ValueError, RecursionError or MemoryError
        Python cannot read it.
    """
    with _ONE_AT_A_TIME:
        return ast.parse(source)
