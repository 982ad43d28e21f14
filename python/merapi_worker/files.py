# SPDX-License-Identifier: Apache-2.0
"""wsgi.file_wrapper, and the connection on which descriptors of open files are passed to the front."""

from __future__ import annotations

import _socket
import io
import os
import stat
from _thread import allocate_lock
from struct import pack

from merapi_worker import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, Optional, Tuple

    from merapi_worker.answer import Answer

INLINE_BYTES = 16 << 10
"""Up to here a file is read and sent like any body: cheaper than passing its descriptor."""

# The only types known to read just what their descriptor holds: gzip's and the like have a fileno(), too.
_PLAIN = (io.FileIO, io.BufferedReader, io.BufferedRandom)


class FileWrapper:
    """PEP 3333 "Optional Platform-Specific File Handling"."""

    def __init__(self, filelike: Any, blksize: int = 65536) -> None:
        self.filelike = filelike
        self.blksize = blksize

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self.filelike.read(self.blksize)
        if not block:
            raise StopIteration
        return block

    def close(self) -> None:
        close = getattr(self.filelike, "close", None)
        if close is not None:
            close()


def give(answer: Answer, wrapper: FileWrapper) -> bool:
    """Answers with the rest of a real file, which the front sends; False where it must be read like any iterable."""
    found = _open_regular(wrapper.filelike)
    if found is None:
        return False
    descriptor, offset, available = found
    try:
        answer.known = available
        answer.begin()
        count = min(answer.left, available)
        if 0 < count <= INLINE_BYTES:
            answer.add(os.pread(descriptor, count, offset))
        elif count == answer.left > 0:
            number = answer.link.worker.files.send(descriptor)
            if not number:
                return False
            answer.held_file = offset, count, number
            answer.left = 0
        return True
    finally:
        os.close(descriptor)


def _open_regular(filelike: Any) -> Optional[Tuple[int, int, int]]:
    """A new descriptor of a regular file, the offset that ``filelike`` stands at, and how many octets follow.

    None where the octets that ``filelike`` would give cannot be had so. The descriptor is opened by way of /proc, for
    that is how the front opens it again: what this process may not open, the front may not either.
    """
    file = _plain(filelike)
    if file is None:
        return None
    try:
        descriptor = file.fileno()
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or file.fileno() != filelike.fileno():
            return None
        file.flush()
        offset = file.tell()
        opened = os.open("/proc/self/fd/%d" % descriptor, os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError):  # closed, or not a file after all
        return None
    return opened, offset, max(0, status.st_size - offset)


def _plain(filelike: Any) -> Any:
    """The file itself; tempfile's and Django's files have it as their ``file``."""
    for _ in range(3):
        if type(filelike) in _PLAIN:
            return filelike
        filelike = getattr(filelike, "file", None)
    return None


class Files:
    """The FILES connection of a worker; its threads share it."""

    def __init__(self, connect: Callable[[int, int], _socket.socket]) -> None:
        self._connect = connect
        self._lock = allocate_lock()
        self._socket: Optional[_socket.socket] = None
        self._is_refused = False
        self._sent = 0

    def send(self, descriptor: int) -> int:
        """Passes an open file to the front; its number on the connection, or 0 where the front does not take any."""
        with self._lock:
            if self._is_refused:
                return 0
            try:
                if self._socket is None:
                    self._open()
                socket = self._socket
                assert socket is not None
                socket.sendmsg([b"F"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, pack("i", descriptor))])
            except OSError:
                self._is_refused = True
                self.close()
                return 0
            self._sent += 1
            return self._sent

    def _open(self) -> None:
        """Connects, and waits until the front says that it is ready for descriptors."""
        socket = self._socket = self._connect(wire.ROLE_FILES, 0)
        answer = b""
        while len(answer) < wire.HEADER_BYTES:
            received = socket.recv(wire.HEADER_BYTES - len(answer))
            if not received:
                raise OSError("the front takes no descriptors")
            answer += received
        _, kind, _, role, _ = wire.unpack_header(answer)
        if kind != wire.HELLO or role != wire.ROLE_FILES:
            raise OSError("the front answered HELLO with a frame of kind %d" % kind)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
