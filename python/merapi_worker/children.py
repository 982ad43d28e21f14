# SPDX-License-Identifier: Apache-2.0
"""The worker processes as their parent sees them: forked, waited for, killed.

SIGCHLD's handler does nothing; the interpreter writes to a pipe that there was one, and the pipe is selected on with
the rest. Only workers are waited for: the application may have children of its own.
"""

from __future__ import annotations

import os
import select
from time import monotonic

from merapi_worker import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import Any, Dict, List, Optional, Tuple
else:
    import _signal as signal


class Children:
    def __init__(self) -> None:
        self.wake, self._waker = os.pipe()
        """Readable when a child may have ended."""
        os.set_blocking(self.wake, False)
        os.set_blocking(self._waker, False)
        self.is_forking = False
        """A worker is being forked; otherwise it is the application that forks."""
        self._seats: Dict[int, int] = {}
        self._before: Optional[Tuple[Any, int]] = None

    def __len__(self) -> int:
        return len(self._seats)

    def watch(self) -> None:
        """Called when the application has set up its own signals: the workers get them back."""
        self._before = signal.signal(signal.SIGCHLD, process.ignore), signal.set_wakeup_fd(self._waker)

    def fork(self, seat: int) -> int:
        """os.fork(); the parent remembers the child as the worker in that seat."""
        process.flush_streams()  # or the child would write it once more
        self.is_forking = True
        try:
            pid = os.fork()
        finally:
            self.is_forking = False
        if pid:
            self._seats[pid] = seat
        return pid

    def signal(self, seat: int, number: int) -> None:
        """Sends a signal to the worker in that seat, if there still is one."""
        for pid, of in self._seats.items():
            if of == seat:
                try:
                    os.kill(pid, number)
                except OSError as error:
                    process.log("signal %d could not be sent to pid %d: %s" % (number, pid, error))

    def disown(self) -> None:
        """In a forked process, whoever forked it: it has none of these children."""
        if self._before is not None:
            handler, descriptor = self._before
            signal.set_wakeup_fd(descriptor)
            if handler is not None:
                signal.signal(signal.SIGCHLD, handler)
            self._before = None
        if self._waker >= 0:
            os.close(self.wake)
            os.close(self._waker)
            self._waker = -1
        self._seats.clear()

    def reap(self) -> List[Tuple[int, int, int]]:
        """Those that have ended since: seat, pid, and exit code or minus signal."""
        try:
            os.read(self.wake, 4096)
        except BlockingIOError:
            pass
        ended: List[Tuple[int, int, int]] = []
        for pid, seat in list(self._seats.items()):
            try:
                found, status = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:  # the application has waited for it, or has SIGCHLD ignored
                found, status = pid, 0
            if found:
                del self._seats[pid]
                ended.append((seat, pid, -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)))
        return ended

    def end(self, patience: float) -> None:
        """Gives them so many seconds to leave by themselves, then kills them."""
        deadline = monotonic() + patience
        self.reap()
        while self._seats and monotonic() < deadline:
            select.select([self.wake], [], [], max(0.0, deadline - monotonic()))
            self.reap()
        for pid in self._seats:
            os.kill(pid, signal.SIGKILL)
