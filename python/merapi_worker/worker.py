# SPDX-License-Identifier: Apache-2.0
"""A worker: opens its lifeline and one link per thread, serves them, and leaves when they have ended.

The lifeline is a connection on which nothing is ever sent. Its end raises SIGIO, whose default action ends the process:
a worker does not outlive the front, whatever its threads are doing.
"""

from __future__ import annotations

import _thread
import fcntl
import os
import sys

from merapi_worker import head, limits, loading, mounts, process, wire
from merapi_worker.fields import Edits
from merapi_worker.files import Files, FileWrapper
from merapi_worker.link import Link
from merapi_worker.modules import Modules
from merapi_worker.scoreboard import map_slots
from merapi_worker.stacks import Stacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from _socket import socket
    from threading import Thread
    from typing import Any, Callable, Dict, List, NoReturn, Optional, Tuple
else:
    import _signal as signal

EXIT_NO_APPLICATION = 22
NATIVE_ID: Callable[[], int] = getattr(_thread, "get_native_id", lambda: 0)
"""The kernel's id of the thread; PyPy 7.3 does not tell it."""


class Worker:
    def __init__(
        self,
        config: Dict[str, Any],
        socket_path: str,
        place: Tuple[int, int, bool],
        application: Optional[loading.Application],
        modules: Optional[Modules],
    ) -> None:
        """``place`` is the number by which the application and the log know it, its seat on the scoreboard, and whether
        it is the first of that number."""
        self.application = application
        self.files = Files(self._connect)
        self.stacks = Stacks()
        self._modules = modules or Modules(config)
        self._config = config
        self._socket_path = socket_path
        self._number, self._seat, self._is_first = place
        self._pid = os.getpid()
        self._sockets: List[socket] = []
        self._links: List[Link] = []

    def run(self) -> NoReturn:
        os.register_at_fork(after_in_child=self._disown)
        self._sockets.append(self._open_lifeline())
        self.stacks.open(self._connect(wire.ROLE_STACKS, 0))
        if self._modules.seconds:
            self._modules.open(self._connect(wire.ROLE_MODULES, 0))
        if self._config["lazy_apps"]:
            self._load()
        self._modules.keep_telling()
        process.run_hooks(self._config, "post-fork")
        if self._config["worker_chdir"]:
            os.chdir(self._config["worker_chdir"])
        head.edit(Edits(self._config))
        for phase in self._accepting_phases():
            process.run_hooks(self._config, phase)
        self._open_links()
        threads = self._start_threads(self._links[1:])
        self._serve(self._links[0])
        for thread in threads:
            thread.join()
        self._leave()

    def _load(self) -> None:
        loaded = mounts.load(self._config)
        self.application = loaded.application
        if loaded.tell_failures():
            self._modules.tell(loaded.errors)
        for point, target, _, failure in loaded.report:
            if failure:
                process.log("%s%s is not loaded: %s" % (target, point and " at " + point, failure))
        if self.application is None and self._config["need_app"]:
            process.leave(EXIT_NO_APPLICATION)

    def _accepting_phases(self) -> List[str]:
        """Of which hooks are run last before it takes requests."""
        phases = ["accepting"]
        if self._is_first:
            phases.append("accepting-once")
        if self._number == 1:
            phases.append("accepting1")
            if self._is_first:
                phases.append("accepting1-once")
        return phases

    def cause(self, error: BaseException) -> int:
        """Of a request that failed with that."""
        if isinstance(error, mounts.NotLoaded):
            return wire.CAUSE_NO_APPLICATION
        return wire.CAUSE_FATAL if limits.is_fatal(self._config, error) else wire.CAUSE_RAISED

    # ---- connections

    def _connect(self, role: int, thread: int) -> socket:
        hello = wire.hello(role, self._pid, self._seat, thread, self._config["generation"])
        return process.connect(self._socket_path, hello)

    def _open_lifeline(self) -> socket:
        lifeline = self._connect(wire.ROLE_LIFELINE, 0)
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, self._pid)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
        return lifeline

    def _open_links(self) -> None:
        threads: int = self._config["threads"]
        words = map_slots(self._config["scoreboard"], self._seat, threads)
        for thread in range(threads):
            connection = self._connect(wire.ROLE_LINK, thread)
            self._sockets.append(connection)
            slot = words[thread * wire.SLOT_WORDS : (thread + 1) * wire.SLOT_WORDS]
            self._links.append(Link(self, connection, slot, self._constants(thread)))

    def _constants(self, thread: int) -> Dict[str, Any]:
        """The entries of every environ that do not depend on the request (PEP 3333 "environ Variables")."""
        constants: Dict[str, Any] = dict(self._config["environ"])
        for name in ("uwsgi.version", "uwsgi.node"):
            if name in constants:
                constants[name] = constants[name].encode()
        threads = self._config["threads"]
        if threads > 1:
            constants["uwsgi.core"] = thread
        constants["wsgi.version"] = (1, 0)
        constants["wsgi.errors"] = sys.stderr
        constants["wsgi.multithread"] = threads > 1
        constants["wsgi.multiprocess"] = self._config["processes"] > 1
        constants["wsgi.run_once"] = False
        if self._config["file_wrapper"]:
            constants["wsgi.file_wrapper"] = FileWrapper
        constants["wsgi.input_terminated"] = True
        return constants

    # ---- threads

    def _start_threads(self, links: List[Link]) -> List[Thread]:
        """Serves all links but the main thread's."""
        if not links and "threading" not in sys.modules:
            return []
        import threading

        threading.current_thread().name = self._thread_name(0)
        threads: List[Thread] = []
        for number, link in enumerate(links, 1):
            thread = threading.Thread(target=self._serve, args=(link,), name=self._thread_name(number), daemon=True)
            threads.append(thread)
            thread.start()
        return threads

    def _thread_name(self, thread: int) -> str:
        return "uWSGIWorker%dCore%d" % (self._number, thread)  # uWSGI's: log formats have it

    def _serve(self, link: Link) -> None:
        """The root of a thread."""
        link.words[wire.IDENT] = _thread.get_ident()
        link.words[wire.NATIVE] = NATIVE_ID()
        try:
            link.serve()
        except BaseException as error:  # noqa: BLE001 a defect of ours, or a signal handler of the application's
            process.log_error(error, "a link of worker %d failed: " % self._number)
        if os.getpid() != self._pid:
            process.log("a process that the application forked came back from its request; it has been ended")
            process.leave(1)
        try:
            link.close()
        except OSError as error:
            process.log("worker %d: the application has closed what is not its own: %s" % (self._number, error))

    # ---- the end

    def _disown(self) -> None:
        """In a process that the application forks: only the worker holds its connections, or its end is not seen."""
        for connection in self._sockets:
            connection.close()
        for link in self._links:
            link.courier.disown()
        self.files.close()
        self.stacks.close()
        self._modules.disown()

    def _leave(self) -> NoReturn:
        """What the interpreter does at its end, in its order, save for its finalization."""
        try:
            threading = sys.modules.get("threading")
            if threading is not None:
                threading._shutdown()  # waits for the application's threads that are not daemons
            atexit = sys.modules.get("atexit")
            if atexit is not None:
                atexit._run_exitfuncs()
        except BaseException as error:  # noqa: BLE001 the application's
            process.log_error(error)
        process.leave(0)
