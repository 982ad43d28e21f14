# SPDX-License-Identifier: Apache-2.0
"""The Python stacks of a worker's threads, for the front to ask for: the STACKS connection of docs/workerlink.md.

On a signal, faulthandler writes them to the connection from its handler in C. That needs no lock of the interpreter's,
so it works while a thread holds it, blocked in an extension or in an endless loop in C.
"""

from __future__ import annotations

import faulthandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket
    from typing import Optional

SIGNAL = 54
"""A real-time signal, which nobody else is likely to use; the front has the zygote send it."""


class Stacks:
    def __init__(self) -> None:
        self._connection: Optional[socket] = None

    def open(self, connection: socket) -> None:
        """The stacks go there from now on.

        Python 3.8 writes them octet by octet, which fills a socket soon: it blocks until the front, which always reads,
        has done so.
        """
        faulthandler.register(SIGNAL, file=connection.fileno(), all_threads=True)
        self._connection = connection

    def close(self) -> None:
        """In a process that the application forks: the descriptor may become anything."""
        if self._connection is not None:
            faulthandler.unregister(SIGNAL)
            self._connection.close()
            self._connection = None
