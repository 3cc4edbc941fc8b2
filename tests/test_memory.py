"""What a process tells of itself: the most memory that it has had."""

import subprocess
import sys

from jhws.memory import most_memory

ASK = [sys.executable, "-c", "from jhws.memory import most_memory; print(most_memory())"]


def test_the_memory_is_that_of_the_process_and_not_of_the_one_that_started_it():
    held = bytearray(400_000_000)
    held[::4096] = b"x" * len(held[::4096])  # it is given once it is written to
    told = int(subprocess.run(ASK, check=True, capture_output=True, text=True).stdout)
    # Python itself takes some ten million bytes.
    assert 4e6 < told < 100e6


def test_memory_that_was_given_back_counts():
    held = bytearray(200_000_000)
    held[::4096] = b"x" * len(held[::4096])
    del held
    assert most_memory() > 200e6
