"""The memory of this process: the most that it has had, and how often Python looks for what it can give back."""

from __future__ import annotations

import gc
import sys

# New objects, and rounds of looking, before Python looks again: its own 700 cost a build a quarter of its time.
_SELDOM = (200_000, 50, 100)


def collect_seldom() -> None:
    """Let the collector of unused objects look less often: what runs here makes many objects, keeps them, and ends."""
    gc.set_threshold(*_SELDOM)


def most_memory() -> int:
    """Give the most memory that this process has had, in bytes; 0 where the system keeps no such count."""
    try:
        # Linux: getrusage would count what the process held that started this one.
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
