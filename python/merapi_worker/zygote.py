# SPDX-License-Identifier: Apache-2.0
"""The zygote: imports the application once, then only forks workers and reports how they end.

    HELLO, CONFIG -> load -> LOADED | LOAD_FAILED -> ( SPAWN -> fork -> SPAWNED | a worker ends -> EXITED )* -> STOP

One thread, so that forking is safe; it waits for frames and for children at once. When the front is gone, it sees to it
that no worker stays, and tidies up.
"""

from __future__ import annotations

import _thread
import fcntl
import gc
import marshal
import os
import select
import sys
from _socket import MSG_DONTWAIT, MSG_PEEK

from merapi_worker import limits, loading, mounts, process, traits, wire
from merapi_worker.children import Children
from merapi_worker.modules import Modules
from merapi_worker.worker import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType
    from typing import Any, Dict, NoReturn, Optional, Set
else:
    import _signal as signal

ORPHAN_SECONDS = 0.5
"""How long workers may go on when the front is gone."""


def main(socket_path: str) -> NoReturn:
    """Called by the front's ``python -c``, whose traces it removes."""
    parent = os.path.abspath(sys.path.pop(0))
    sys.modules["merapi_worker"].__path__ = [os.path.join(parent, "merapi_worker")]
    for name in ("sys", "main"):
        vars(sys.modules["__main__"]).pop(name, None)
    process.make_streams_line_buffered()
    process.leave_signals_to_the_front()
    try:
        Zygote(os.path.abspath(socket_path)).run()
    except BaseException as error:  # noqa: BLE001 the root of the process
        process.log_error(error, "the zygote failed: ")
    process.leave(1)


class Zygote:
    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path
        self._connection = process.connect(socket_path, wire.hello(wire.ROLE_ZYGOTE, os.getpid(), 0, 0, 0))
        self._inbox = wire.Inbox(4096)
        self._config: Dict[str, Any] = {}
        self._application: Optional[loading.Application] = None
        self._modules: Optional[Modules] = None
        self._children = Children()
        self._numbers: Set[int] = set()
        """Of the workers that have been forked."""
        self._is_stopping = False

    def run(self) -> NoReturn:
        os.register_at_fork(
            before=process.hold_signals, after_in_parent=process.release_signals, after_in_child=self._disown
        )
        while not self._config:
            self._receive()
        self._load()
        children = self._children
        children.watch()
        while children or not self._is_stopping:
            readable = select.select([self._connection, children.wake], [], [])[0]
            if children.wake in readable:
                for seat, pid, status in children.reap():
                    self._send(wire.exited(seat, pid, status))
            if self._connection in readable:
                self._receive()
        process.leave(0)

    # ---- the front

    def _receive(self) -> None:
        try:
            count = self._connection.recv_into(self._inbox.room())
        except OSError:
            count = 0
        if not count:
            self._end_orphaned()
        self._inbox.received(count)
        header = self._inbox.next()
        while header is not None:
            self._take(header[1], bytes(self._inbox.view[self._inbox.at - header[0] : self._inbox.at]))
            header = self._inbox.next()

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == wire.CONFIG and not self._config:
            self._config = marshal.loads(payload)
        elif kind == wire.SPAWN and self._config:
            if not self._is_stopping:
                self._spawn(*wire.unpack_two_u32(payload))
        elif kind == wire.SIGNAL and self._config:
            self._children.signal(*wire.unpack_two_u32(payload))
        elif kind == wire.STOP and self._config:
            self._is_stopping = True
        else:
            raise wire.WireError("a frame of kind %d for the zygote" % kind)

    def _send(self, frame: bytes) -> None:
        try:
            self._connection.sendall(frame)
        except OSError:
            self._end_orphaned()

    # ---- the application

    def _load(self) -> None:
        config = self._config
        loaded = mounts.Loaded()
        self._watch_front(True)
        try:
            limits.apply(config)
            traits.of_zygote(config)
            loading.prepare(config)
            loading.import_shared(config["shared_imports"], config["aliases"])
            if not config["lazy_apps"]:
                loaded = mounts.load(config)
        except BaseException as error:  # noqa: BLE001 what prepares it
            loaded.failed("", "", error)
        finally:
            self._watch_front(False)
        self._application = loaded.application
        self._modules = Modules(config)
        frame = self._modules.news(loaded.errors)
        if frame:
            self._send(frame)
        failures = loaded.tell_failures()
        if failures and not loaded.application:
            return self._send(wire.load_failed(failures))
        gc.collect()
        if hasattr(gc, "freeze"):
            gc.freeze()  # the workers' collections leave the application's pages alone, and so shared
        return self._send(
            wire.loaded(
                {
                    "version": "%d.%d.%d" % sys.version_info[:3],
                    "implementation": sys.implementation.name,
                    "executable": sys.executable,
                    "applications": loaded.report,
                    "threads": _thread._count(),  # pyright: ignore[reportPrivateUsage]
                }
            )
        )

    def _watch_front(self, is_on: bool) -> None:
        """An import may take long; the end of the front ends it."""
        connection = self._connection
        flags = fcntl.fcntl(connection, fcntl.F_GETFL)
        if is_on:
            signal.signal(signal.SIGIO, self._on_sigio)
            fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(connection, fcntl.F_SETFL, flags | os.O_ASYNC)
        else:
            fcntl.fcntl(connection, fcntl.F_SETFL, flags & ~os.O_ASYNC)
            if signal.getsignal(signal.SIGIO) == self._on_sigio:
                signal.signal(signal.SIGIO, signal.SIG_DFL)

    def _on_sigio(self, _number: int, _frame: Optional[FrameType]) -> None:
        try:
            is_over = not self._connection.recv(1, MSG_PEEK | MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._end_orphaned()

    # ---- workers

    def _spawn(self, number: int, seat: int) -> None:
        try:
            pid = self._children.fork(seat)
        except OSError as error:
            process.log("worker %d could not be forked: %s" % (number, error))
            return self._send(wire.exited(seat, 0, 1))
        if not pid:
            self._become_worker(number, seat)
        self._numbers.add(number)
        return self._send(wire.spawned(seat, pid))

    def _become_worker(self, number: int, seat: int) -> NoReturn:
        try:
            traits.of_worker(self._config, number)
            place = (number, seat, number not in self._numbers)
            Worker(self._config, self._socket_path, place, self._application, self._modules).run()
        except BaseException as error:  # noqa: BLE001 the root of the process
            process.log_error(error, "worker %d failed: " % number)
        process.leave(1)

    def _disown(self) -> None:
        """In every process forked from this one, and from those: only the zygote holds its connection, or its end is
        not seen."""
        self._connection.close()
        if self._children.is_forking:
            self._children.is_forking = False
        else:
            process.restore_signals()
        self._children.disown()
        process.release_signals()

    # ---- the end

    def _end_orphaned(self) -> NoReturn:
        """The front is gone, or this connection alone has ended; then the directory is the front's to remove."""
        self._children.end(ORPHAN_SECONDS)
        directory = os.path.realpath(self._config.get("runtime_dir", ""))
        is_ours = directory == os.path.realpath(os.path.dirname(self._socket_path))
        if is_ours and self._is_front_gone():
            process.remove_directory(directory)
        process.leave(0)

    def _is_front_gone(self) -> bool:
        """Whether nobody listens. A dying process may for a moment: then what has just been accepted ends, too."""
        for _ in range(3):
            try:
                connection = process.connect(self._socket_path, b"")
            except OSError:
                return True
            if not select.select([connection], [], [], ORPHAN_SECONDS)[0]:
                return False
            connection.close()
        return False
