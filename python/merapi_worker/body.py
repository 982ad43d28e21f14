# SPDX-License-Identifier: Apache-2.0
"""wsgi.input where the body is not in the request's frame: in a file, or still on its way.

Both are raw streams; io.BufferedReader makes read, readline, readlines and iteration of them.
"""

from __future__ import annotations

import io

from merapi_worker.wire import BODY_BROKEN, BODY_LAST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, Tuple


class StoredBody(io.RawIOBase):
    """A body that the front has stored in a file, opened when the application first asks for it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: Optional[io.RawIOBase] = None
        self._is_shared = path.startswith("/proc/")
        """It lies in memory that the front uses again for other requests."""

    def _opened(self) -> io.RawIOBase:
        if self._file is None:
            if self.closed:
                raise ValueError("the request is over")
            self._file = io.FileIO(self._path)
        return self._file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, target: Any) -> Optional[int]:
        return self._opened().readinto(target)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._opened().seek(offset, whence)

    def tell(self) -> int:
        return 0 if self._file is None else self._file.tell()

    def fileno(self) -> int:
        """The descriptor of what nobody else uses: it may be kept for longer than the request, by a child say."""
        file = self._opened()
        if self._is_shared:
            from shutil import copyfileobj
            from tempfile import TemporaryFile

            own = TemporaryFile(buffering=0)  # noqa: SIM115 closed by close()
            at = file.tell()
            file.seek(0)
            copyfileobj(file, own)
            own.seek(at)
            file.close()
            self._file = file = own
            self._is_shared = False
        return file.fileno()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


class StreamedBody(io.RawIOBase):
    """A body that arrives while the application reads it."""

    def __init__(self, receive: Callable[[], Tuple[memoryview, int]]) -> None:
        self._receive = receive
        self._part = memoryview(b"")
        self._flags = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        """Waits for an octet at least; raises OSError when the rest will not come."""
        while not self._part:
            if self._flags & BODY_BROKEN:
                raise OSError("the request body ended early: the client has gone, or sent it malformed")
            if self._flags & BODY_LAST:
                return 0
            self._part, self._flags = self._receive()
        view = memoryview(target).cast("B")
        count = min(len(view), len(self._part))
        view[:count] = self._part[:count]
        self._part = self._part[count:]
        return count

    def close(self) -> None:
        self._part = memoryview(b"")
        super().close()
