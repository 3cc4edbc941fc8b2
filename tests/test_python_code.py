"""Python code is read, from several threads at once too."""

import gc
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from jhws.python_code import parse


@pytest.fixture
def threads_take_turns():
    """Let another thread go on whenever memory is tidied up, which happens in the midst of parsing."""

    def pause(phase, info):
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(pause)
    gc.set_threshold(50)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(pause)


def test_several_threads_read_code_at_once(threads_take_turns):
    source = "\n".join(f"name_{number} = [{number}, (1, {{'a': -x}})]" for number in range(50))
    with ThreadPoolExecutor(4) as executor:
        trees = list(executor.map(parse, [source] * 8))
    assert [len(tree.body) for tree in trees] == [50] * 8


def test_code_that_is_none_is_refused():
    with pytest.raises(SyntaxError):
        parse("a = = 1")
