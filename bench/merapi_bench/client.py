# SPDX-License-Identifier: Apache-2.0
"""A small client: single requests to look at, and many connections to hold open."""

from __future__ import annotations

import http.client
import selectors
import socket
import time
from contextlib import suppress
from typing import Dict, List, NamedTuple, Optional

BATCH = 64


class Answer(NamedTuple):
    """What came back; `until_close` when nothing but the connection's end tells where the body ends."""

    status: int
    body: bytes
    until_close: bool


def fetch(port: int, path: str, body: Optional[bytes] = None, timeout: float = 10.0) -> Answer:
    """One request: POST when there is a body to send, else GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET" if body is None else "POST", path, body=body)
        response = connection.getresponse()
        delimited = response.length is not None or response.chunked
        return Answer(response.status, response.read(), not delimited)
    finally:
        connection.close()


def complete(received: bytes) -> bool:
    """Whether this is a whole answer with a Content-Length."""
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return len(body) >= int(value)
    return False


class HeldConnections:
    """Connections that have each been answered once and then stay open, idle."""

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode("ascii")
        self._open: List[socket.socket] = []

    def __enter__(self) -> HeldConnections:
        return self

    def __exit__(self, *exception: object) -> None:
        for connection in self._open:
            connection.close()

    def ask(self, count: int, patience: float = 3.0) -> int:
        """Opens `count` connections at once and returns how many are answered while all of them stay open."""
        answered = self._batch(count, patience)
        self._open.extend(answered)
        return len(answered)

    def grow(self, count: int, patience: float = 3.0) -> int:
        """Opens more, a batch at a time, until `count` are held; gives up `patience` seconds after the last answer.

        Returns how many are held, answered and not closed by the server: less than `count` when it would not have more.
        """
        while len(self._open) < count:
            wanted = min(BATCH, count - len(self._open))
            if self.ask(wanted, patience) < wanted:
                break
        for connection in [connection for connection in self._open if _closed(connection)]:
            connection.close()
            self._open.remove(connection)
        return len(self._open)

    def _batch(self, count: int, patience: float) -> List[socket.socket]:
        pending: Dict[socket.socket, bytes] = {}
        with selectors.DefaultSelector() as selector:
            for _ in range(count):
                with suppress(OSError):
                    connection = socket.create_connection(("127.0.0.1", self._port), timeout=patience)
                    connection.sendall(self._request)
                    connection.setblocking(False)
                    selector.register(connection, selectors.EVENT_READ)
                    pending[connection] = b""
            answered = self._answers(selector, pending, patience)
        for connection in pending:
            connection.close()
        return answered

    @staticmethod
    def _answers(
        selector: selectors.BaseSelector, pending: Dict[socket.socket, bytes], patience: float
    ) -> List[socket.socket]:
        answered = []
        deadline = time.monotonic() + patience
        while pending and time.monotonic() < deadline:
            for key, _ in selector.select(deadline - time.monotonic()):
                connection = key.fileobj
                assert isinstance(connection, socket.socket)
                part = _read(connection)
                pending[connection] += part
                if complete(pending[connection]):
                    answered.append(connection)
                elif part:
                    continue
                else:
                    connection.close()
                selector.unregister(connection)
                del pending[connection]
                deadline = time.monotonic() + patience
        return answered


def _read(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
