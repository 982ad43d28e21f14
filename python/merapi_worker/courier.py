# SPDX-License-Identifier: Apache-2.0
"""Parts of an answer on their way while the application makes the next one.

PEP 3333 "Buffering and Streaming" lets no part wait, and names three ways: the part is handed to the system before
the application goes on, another thread carries it while the application does, or another process. A part that comes
after a pause goes the first way. Parts that come in quick succession go the second: they are kept for a thread, which
sends as one frame what there is as soon as it gets to run. That is when the application waits for something, at the
latest when the interpreter switches threads (sys.getswitchinterval(), 5 ms). A write costs several times what making a
small part does.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread
from time import monotonic_ns

from merapi_worker.wire import DATA, DATA_FIXED_BYTES, pack_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket
    from typing import List

    from merapi_worker.link import Link

QUICK_NANOS = 200_000
"""Parts further apart than this are sent at once: the write is a small share of what they take."""

MOST_BYTES = 64 << 10
"""Of parts that are kept."""

IDLE_SECONDS = 1.0
"""After these the thread leaves: a process that forks had better have one thread only."""


class Courier:
    """Of one link, for the answer it is at. Raises nothing, as the link itself: it is broken then."""

    __slots__ = (
        "_bytes",
        "_ended",
        "_guard",
        "_has_thread",
        "_is_called",
        "_kept",
        "_last",
        "_link",
        "_socket",
        "_wake",
    )

    def __init__(self, link: Link, socket: socket) -> None:
        self._link = link
        self._socket = socket
        self._kept: List[bytes] = []
        self._bytes = 0
        """Carried since the application's thread last sent any itself."""
        self._last = 0
        """When the last part came."""
        self.disown()

    def disown(self) -> None:
        """There is no thread; in a forked process, that of the parent may have held the guard."""
        self._guard = allocate_lock()
        """Held while parts are sent: what comes later must not overtake."""
        self._wake = allocate_lock()
        """Released to call the thread."""
        self._wake.acquire()
        self._has_thread = False
        self._is_called = False

    def carry(self, part: bytes) -> None:
        """Sends a part with those before it, or keeps it for the thread."""
        now = monotonic_ns()
        self._kept.append(part)
        self._bytes += len(part)
        if now - self._last > QUICK_NANOS or self._bytes > MOST_BYTES:
            self._send_kept()
        elif not self._is_called:
            self._call()
        self._last = now

    def take(self) -> bytes:
        """What is still kept, to go with what follows; nothing is on its way then."""
        with self._guard:
            return self._take()

    def _call(self) -> None:
        self._is_called = True
        if not self._has_thread:
            try:
                start_new_thread(self._run, ())
            except RuntimeError:  # there may be no more threads
                self._is_called = False
                return self._send_kept()
            self._has_thread = True
        return self._wake.release()

    def _run(self) -> None:
        """The thread."""
        while True:
            if self._wake.acquire(True, IDLE_SECONDS):
                self._is_called = False
                self._send_kept()
            else:
                self._has_thread = False
                if not self._is_called:
                    return
                self._has_thread = True  # it has been called just now

    def _send_kept(self) -> None:
        try:
            with self._guard:
                self._bytes = 0
                part = self._take()
                if part and not self._link.is_broken:
                    size = DATA_FIXED_BYTES + len(part)
                    self._socket.sendall(pack_data(size, DATA, 0, 0, self._link.seq, 0) + part)
        except OSError:
            self._link.is_broken = True
        except BaseException:  # a signal handler's: how much was sent is not known
            self._link.is_broken = True
            raise

    def _take(self) -> bytes:
        """What is kept; the application's thread may be adding to it."""
        count = len(self._kept)
        taken = self._kept[:count]
        del self._kept[:count]
        return b"".join(taken)
