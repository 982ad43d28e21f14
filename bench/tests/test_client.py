# SPDX-License-Identifier: Apache-2.0
import socket
import threading
import time
import unittest
from contextlib import suppress

from merapi_bench.client import HeldConnections, complete, fetch

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ENDLESS = b"HTTP/1.1 200 OK\r\n\r\nok"


class Scripted:
    """A server that answers the first `served` connections it accepts and lets the others wait."""

    def __init__(self, answer: bytes, served: int = 1000, close: bool = False) -> None:
        self._answer, self._served, self._close = answer, served, close
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        self._accepted: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> "Scripted":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for connection in self._accepted:
            connection.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._accepted.append(connection)
                if len(self._accepted) <= self._served:
                    connection.recv(65536)
                    connection.sendall(self._answer)
                    if self._close:
                        connection.close()


class CompleteTest(unittest.TestCase):
    def test_needs_head_and_body(self) -> None:
        for length in range(len(ANSWER)):
            self.assertFalse(complete(ANSWER[:length]), length)
        self.assertTrue(complete(ANSWER))

    def test_an_answer_of_no_announced_length_is_never_known_to_be_complete(self) -> None:
        self.assertFalse(complete(ENDLESS))


class FetchTest(unittest.TestCase):
    def test_tells_status_and_body(self) -> None:
        with Scripted(ANSWER) as server:
            self.assertEqual(fetch(server.port, "/"), (200, b"ok", False))

    def test_tells_when_only_the_end_of_the_connection_ends_the_body(self) -> None:
        with Scripted(ENDLESS, close=True) as server:
            self.assertEqual(fetch(server.port, "/"), (200, b"ok", True))


class HeldConnectionsTest(unittest.TestCase):
    def test_grows_to_the_number_asked_for_and_on(self) -> None:
        with Scripted(ANSWER) as server, HeldConnections(server.port, "/") as held:
            self.assertEqual(held.grow(70), 70)
            self.assertEqual(held.grow(75), 75)

    def test_counts_who_is_answered_while_all_stay(self) -> None:
        with Scripted(ANSWER, served=2) as server, HeldConnections(server.port, "/") as held:
            self.assertEqual(held.ask(5, patience=0.2), 2)

    def test_does_not_hold_what_the_server_closes(self) -> None:
        with Scripted(ANSWER, close=True) as server, HeldConnections(server.port, "/") as held:
            self.assertEqual(held.ask(3), 3)
            deadline = time.monotonic() + 10
            while held.grow(0) and time.monotonic() < deadline:
                pass
            self.assertEqual(held.grow(0), 0)


if __name__ == "__main__":
    unittest.main()
