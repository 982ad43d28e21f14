# SPDX-License-Identifier: Apache-2.0
"""The keeper: starts and watches the server's commands, which a JVM cannot lead in sessions of their own.

It decides nothing: the front tells it on standard input what to start and to signal, and hears on standard output what
has become of that:

    place DIRECTORY [ENTRY ...] what commands find from now on: a working directory, or "", and NAME=value, or the name
                                alone of what is to go, besides what the keeper was started with
    run ID LINE HOW             start a command, in the way of commands.PLAIN and with these keys besides:
                                watched: its output is reported; whole: its group ends with it
    signal ID PID NUMBER        to the group of the command of that id, or of the process PID, where there is none
    hooks PHASE [HOOK ...]      run hooks

    started ID PID
    output ID OCTETS            what a command has written; id 0: what hooks tell
    exited ID STATUS            exit code, or minus the signal
    closed ID                   no more output
    hooked FAILURE EXIT DIRECTORY ENVIRONMENT
                                what hooks have come to: a sentence or "", the status to leave with or -1, and
                                what the process has now

When standard input ends the front has died, or needs no keeper any more: what still runs is terminated, then killed.
"""

from __future__ import annotations

import os
import select
from time import monotonic

from merapi_worker import commands, hooks, messages, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import Any, Dict, List, NoReturn, Optional, Sequence
else:
    import _signal as signal

ORPHAN_SECONDS = 0.5
"""How long commands may take to end when the front is gone."""

_PLAIN: Dict[str, Any] = dict(commands.PLAIN, stdin=False, watched=False, whole=False)
_OUTPUT_BYTES = 32768
_STDIN, _STDOUT, _STDERR = 0, 1, 2


def main() -> NoReturn:
    """Called by the front's ``python -c``."""
    process.leave_signals_to_the_front()
    try:
        Keeper().serve()
    except BaseException as error:  # noqa: BLE001 the root of the process
        process.log_error(error, "the keeper of daemons failed: ")
    process.leave(1)


class _Child:
    """A command that runs; number 0 is one of hooks'."""

    def __init__(self, number: int, how: Dict[str, Any]) -> None:
        self.number = number
        self.how = how


class Keeper(hooks.Host):
    def __init__(self) -> None:
        self._inbox = messages.Messages()
        self._waiting: List[Sequence[Any]] = []
        """Hooks that are to be run when those that run have come to their end."""
        self._children: Dict[int, _Child] = {}
        """By process id."""
        self._outputs: Dict[int, int] = {}
        """Command by the descriptor that its output is read from."""
        self._ended: Dict[int, int] = {}
        """Status by process id, of those that hooks wait for."""
        self._own = self._environment = dict(os.environ)
        """What it was started with, and what hooks begin with."""
        self._null = os.open(os.devnull, os.O_RDONLY)
        self._wake, waker = os.pipe()
        for descriptor in (self._wake, waker):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, process.ignore)
        signal.set_wakeup_fd(waker)

    def serve(self) -> NoReturn:
        while True:
            self._turn(None)
            while self._waiting:
                self._hooks(*self._waiting.pop(0))

    def _turn(self, seconds: Optional[float]) -> None:
        """Waits for something to happen, and takes it in."""
        readable = select.select([_STDIN, self._wake, *self._outputs], [], [], seconds)[0]
        for descriptor in readable:
            if descriptor in self._outputs:
                self._carry(descriptor)
        if self._wake in readable:
            self._reap()
        if _STDIN in readable:
            self._hear()

    # ---- the front

    def _hear(self) -> None:
        octets = os.read(_STDIN, 65536)
        if not octets:
            self._end()
        at_once = {"place": self._place, "run": self._run, "signal": self._signal}
        for name, *arguments in self._inbox.feed(octets):
            at_once.get(name, self._wait)(*arguments)

    def _wait(self, *hooks_of_phase: Any) -> None:
        self._waiting.append(hooks_of_phase)

    def _tell(self, *message: Any) -> None:
        rest = messages.encode(*message)
        try:
            while rest:
                rest = rest[os.write(_STDOUT, rest) :]
        except OSError:
            self._end()

    # ---- commands

    def _place(self, directory: str, entries: List[str]) -> None:
        os.environ.clear()
        os.environ.update(self._own)
        for entry in entries:
            hooks.set_variable(entry)
        self._environment = dict(os.environ)
        if directory:
            os.chdir(directory)

    def _run(self, number: int, line: str, how: Dict[str, Any]) -> int:
        """The process id, or 0 where it cannot be forked."""
        how = dict(_PLAIN, **how)
        reader, writer = os.pipe() if how["watched"] else (-1, os.dup(_STDERR))
        stdin = self._stdin_of_the_front() if how["stdin"] else os.dup(self._null)
        try:
            pid = commands.start(line, dict(how, output=writer, stdin=stdin))
            self._children[pid] = _Child(number, how)
        except OSError as error:
            os.write(writer, b"cannot be started: %s\n" % str(error).encode())
            pid = 0
        finally:
            os.close(stdin)
            os.close(writer)
        if reader >= 0:
            self._outputs[reader] = number
        if number:
            self._tell("started", number, pid)
            if not pid:
                self._tell("exited", number, commands.EXIT_NOT_STARTED)
        return pid

    def _stdin_of_the_front(self) -> int:
        try:
            return os.open("/proc/%d/fd/0" % os.getppid(), os.O_RDONLY)
        except OSError:
            return os.dup(self._null)  # it has none, or one that cannot be shared

    def _signal(self, number: int, pid: int, signal_number: int) -> None:
        for own, child in self._children.items():
            if child.number == number:
                pid = own
        if pid > 1:
            commands.send(pid, signal_number)

    def _carry(self, descriptor: int) -> None:
        octets = os.read(descriptor, _OUTPUT_BYTES)
        if octets:
            self._tell("output", self._outputs[descriptor], octets)
        else:
            os.close(descriptor)
            self._tell("closed", self._outputs.pop(descriptor))

    def _reap(self) -> None:
        self._forget_wake()
        for pid in list(self._children):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self._exited(pid, commands.exit_status(status))

    def _forget_wake(self) -> None:
        try:
            os.read(self._wake, 4096)
        except BlockingIOError:
            pass

    def _exited(self, pid: int, status: int) -> None:
        child = self._children.pop(pid)
        if child.how["whole"]:
            commands.send_group(pid, signal.SIGKILL)
        if child.number:
            self._tell("exited", child.number, status)
        else:
            self._ended[pid] = status

    # ---- hooks

    def _hooks(self, phase: str, texts: List[str]) -> None:
        failure, status = "", -1
        try:
            hooks.run(self, phase, texts)
        except hooks.HookFailed as error:
            failure = str(error)
        except hooks.Exit as error:
            status = error.status
        changed = {name: value for name, value in os.environ.items() if self._environment.get(name) != value}
        self._tell("hooked", failure, status, os.getcwd(), changed)

    def execute(self, line: str) -> int:
        pid = self._run(0, line, {"watched": True, "session": True})
        while pid and pid not in self._ended:
            self._turn(None)
        while self._has_output():
            self._turn(0.0)
        return self._ended.pop(pid, commands.EXIT_NOT_STARTED)

    def _has_output(self) -> bool:
        """Whether there is more of hooks' output; what they have left running may keep it open."""
        mine = [descriptor for descriptor, number in self._outputs.items() if not number]
        return bool(mine) and bool(select.select(mine, [], [], 0)[0])

    def pause(self, seconds: float) -> None:
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            self._turn(max(0.0, deadline - monotonic()))

    def log(self, text: str) -> None:
        self._tell("output", 0, text.encode("utf-8", "backslashreplace") + b"\n")

    # ---- the end

    def _end(self) -> NoReturn:
        """The front is gone."""
        pids = [pid for pid, child in self._children.items() if not child.how["orphan"]]
        for pid in pids:
            commands.send(pid, signal.SIGTERM)
        deadline = monotonic() + ORPHAN_SECONDS
        left = set(pids)
        while left and monotonic() < deadline:
            select.select([self._wake], [], [], max(0.0, deadline - monotonic()))
            self._forget_wake()
            left = {pid for pid in left if not os.waitpid(pid, os.WNOHANG)[0]}
        for pid in pids:
            commands.send_group(pid, signal.SIGKILL)
        process.leave(0)
