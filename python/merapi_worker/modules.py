# SPDX-License-Identifier: Apache-2.0
"""Which files the process's code comes from, for the front to watch: ``py-autoreload``."""

from __future__ import annotations

import _thread
import os
import sys
from time import sleep

from merapi_worker import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket
    from typing import Any, Dict, Iterable, Iterator, Optional, Set

_OURS = os.path.dirname(os.path.abspath(__file__))


class Modules:
    """The files of ``sys.modules``, each told once."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self.seconds: int = config["watch_modules"]
        """How often modules that have been imported meanwhile are looked for; 0: never, nothing is told."""
        self._ignored = tuple(config["watch_ignored"])
        self._told: Set[str] = set()
        self._connection: Optional[socket] = None

    def news(self, errors: Iterable[BaseException] = ()) -> bytes:
        """A frame of the files that have not been told, or nothing. Those that ``errors`` came through are among
        them: what fails to import is not in ``sys.modules``."""
        if not self.seconds:
            return b""
        files = set(self._files())
        for error in errors:
            files.update(_files_of(error))
        new = files - self._told
        self._told |= new
        return wire.modules(sorted(new)) if new else b""

    def _files(self) -> Iterator[str]:
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if isinstance(path, str) and not self._is_ignored(name):
                path = os.path.abspath(path[:-1] if path.endswith(".pyc") else path)
                if os.path.dirname(path) != _OURS:
                    yield path

    def _is_ignored(self, name: str) -> bool:
        return any(name == each or name.startswith(each + ".") for each in self._ignored)

    def open(self, connection: socket) -> None:
        """In a worker: they are told there."""
        self._connection = connection

    def tell(self, errors: Iterable[BaseException] = ()) -> None:
        connection = self._connection
        frame = self.news(errors)
        if connection is not None and frame:
            connection.sendall(frame)

    def keep_telling(self) -> None:
        """Tells what there is, and from now on what comes, where anything is to be told."""
        if self._connection is not None:
            self.tell()
            _thread.start_new_thread(self._run, ())

    def _run(self) -> None:
        try:
            while True:
                sleep(self.seconds)
                self.tell()
        except OSError:
            pass  # the front is gone

    def disown(self) -> None:
        """In a process that the application forks."""
        if self._connection is not None:
            self._connection.close()


def _files_of(error: BaseException) -> Iterator[str]:
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if not path.startswith("<") and os.path.dirname(path) != _OURS:
            yield os.path.abspath(path)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        yield os.path.abspath(error.filename)
