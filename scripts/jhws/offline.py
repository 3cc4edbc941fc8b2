"""A chapter computes from the tables of the project: no part of it may reach for the network unless that is asked for.

`forbid_network` is to be called where a kernel starts, before any cell. It holds for the whole process and cannot be
taken back in it: it is an audit hook of Python, which sees each connection whatever library makes it.
"""

from __future__ import annotations

import os
import sys
from typing import Any

NETWORK_VARIABLE = "JHWS_NETWORK"  # ‘allow’ lets chapters use the network
_NEAR = {"127.0.0.1", "::1", "localhost", ""}  # this machine: the kernel's own sockets


def forbid_network() -> None:
    """Refuse every connection and every look-up of a name from now on, but for those to this machine.

    Nothing is refused where the environment variable ``JHWS_NETWORK`` is ‘allow’. Sockets in files, by which a kernel
    speaks with Papermill, are no network. A program that a chapter would start is not held by this.
    """
    if os.environ.get(NETWORK_VARIABLE) != "allow":
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        address = arguments[:1]
    else:
        return
    # The address of a socket in a file is a text, that of the network a host with a port.
    if isinstance(address, tuple) and (host := _text(address[0])) not in _NEAR:
        raise PermissionError(
            f"a chapter may not use the network, and asked for {host}; {NETWORK_VARIABLE}=allow lets it"
        )


def _text(host: Any) -> str:
    return host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")
