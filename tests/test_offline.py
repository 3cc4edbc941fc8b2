"""A chapter that reaches for the network is refused, one that speaks with its own machine is not."""

import os
import subprocess
import sys

import pytest

GUARDED = "from jhws.offline import forbid_network; forbid_network()\n"
# 192.0.2.1 is set aside for documents (RFC 5737) and .invalid is no domain (RFC 2606): nobody is asked.
REACHING = {
    "a library": "import urllib.request; urllib.request.urlopen('http://host.invalid/', timeout=1)",
    "an address": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "a datagram": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "a look-up": "import socket; socket.gethostbyname('host.invalid')",
    "pandas": "import pandas; pandas.read_csv('http://192.0.2.1/table.csv')",
}


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", GUARDED + code]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("way", REACHING)
def test_a_chapter_cannot_reach_the_network(way):
    done = run(REACHING[way])
    assert done.returncode == 1
    assert "a chapter may not use the network" in done.stderr


def test_it_is_let_through_where_that_was_asked_for():
    done = run(REACHING["an address"].replace("timeout=1", "timeout=0.01"), JHWS_NETWORK="allow")
    assert "may not use the network" not in done.stderr


def test_the_machine_itself_is_no_network():
    done = run(
        "import socket\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname(), timeout=5).close()\n"
        "socket.getaddrinfo('localhost', 80)\n"
        "print('spoken')"
    )
    assert done.stdout == "spoken\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="sockets in files need POSIX")
def test_a_socket_in_a_file_is_no_network(tmp_path):
    place = tmp_path / "kernel-1"
    done = run(
        "import socket\n"
        f"server = socket.socket(socket.AF_UNIX); server.bind({str(place)!r}); server.listen()\n"
        f"socket.socket(socket.AF_UNIX).connect({str(place)!r}); print('spoken')"
    )
    assert done.stdout == "spoken\n", done.stderr
