# SPDX-License-Identifier: Apache-2.0
"""A server that runs: started, watched, measured from outside, stopped."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional

from . import procfs
from .client import fetch
from .servers import Application, Role, Server, Setup

START_SECONDS = 30.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.005
LOG_TAIL_LINES = 12


class StartFailed(Exception):
    """The server did not come to answer; the text says how it ended and what it logged last."""


@dataclass(frozen=True)
class Check:
    """A request and the only right answer to it; `sent` is the body of a POST, or None for a GET."""

    path: str
    expected: bytes
    sent: Optional[bytes] = None

    def fault(self, port: int) -> Optional[str]:
        """What is wrong with the answer, or None."""
        try:
            status, body, _ = fetch(port, self.path, self.sent)
        except http.client.HTTPException as error:
            return f"{self.path} answered with broken HTTP: {error!r}"
        if status != 200:
            return f"{self.path} answered with status {status}"
        if body != self.expected:
            return f"{self.path} answered {len(body)} octets that are not the {len(self.expected)} expected"
        return None


@dataclass(frozen=True)
class Options:
    """What all servers of a run have in common."""

    workers: int
    logs: bool
    python: str


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Running:
    """The processes of one started server."""

    def __init__(self, server: Server, setup: Setup, log: Path) -> None:
        self.server = server
        self.port = setup.port
        self.started = time.monotonic()
        self.ready_seconds = 0.0
        self._log = log
        self._roots: List[subprocess.Popen[bytes]] = []
        with log.open("ab") as output:
            for launch in server.configure(setup):
                self._roots.append(
                    subprocess.Popen(
                        launch.argv,
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=subprocess.STDOUT,
                        cwd=setup.directory,
                        env={**os.environ, **launch.environment},
                        start_new_session=True,
                    )
                )

    def tree(self) -> List[procfs.Process]:
        return procfs.tree(procfs.processes(), [root.pid for root in self._roots])

    def cpu_seconds(self) -> float:
        return procfs.cpu_seconds(self.tree())

    def memory(self) -> Dict[Role, List[procfs.Memory]]:
        """The memory of each process, by what it is there for."""
        members = self.tree()
        parents = {member.parent for member in members}
        found: Dict[Role, List[procfs.Memory]] = {role: [] for role in Role}
        for member in members:
            used = procfs.memory(member.pid)
            if used is not None:
                role = self.server.role(procfs.command_line(member.pid), member.pid in parents)
                found[role].append(used)
        return found

    def foreign_sharers(self) -> int:
        """How many processes that are not the server's run the program of one of its workers.

        Each takes a share of the program's pages, so that the proportional set size of the workers looks smaller.
        """
        mine = {member.pid for member in self.tree()}
        programs = {procfs.executable(pid) for pid in mine if "python" in procfs.executable(pid)}
        everybody = procfs.processes()
        return sum(1 for pid in everybody if pid not in mine and procfs.executable(pid) in programs)

    def await_answer(self, check: Check) -> None:
        """Waits until the right answer comes."""
        deadline = self.started + START_SECONDS
        last = "nothing listens"
        while time.monotonic() < deadline:
            died = [root for root in self._roots if root.poll() is not None]
            if died:
                raise StartFailed(f"ended with status {died[0].returncode}\n{self.log_tail()}")
            with suppress(OSError):
                fault = check.fault(self.port)
                if fault is None:
                    self.ready_seconds = time.monotonic() - self.started
                    return
                last = fault
            time.sleep(POLL_SECONDS)
        raise StartFailed(f"not ready after {START_SECONDS:.0f} s: {last}\n{self.log_tail()}")

    def log_tail(self) -> str:
        """The last lines of what its processes printed and of each log they wrote."""
        lines = []
        for log in sorted(self._log.parent.glob("*.log")):
            lines += log.read_text("utf-8", "replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join(lines)

    def stop(self) -> None:
        """Asks every root to leave, then kills what is left of the tree."""
        members = self.tree()
        for root in self._roots:
            if root.poll() is None:
                root.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for root in self._roots:
            with suppress(subprocess.TimeoutExpired):
                root.wait(max(0.1, deadline - time.monotonic()))
        left = {process.pid: process for process in procfs.processes().values()}
        for member in members:
            survivor = left.get(member.pid)
            if survivor is not None and survivor.session == member.session:
                with suppress(ProcessLookupError):
                    os.kill(member.pid, signal.SIGKILL)
        for root in self._roots:
            root.wait()


@contextmanager
def started(
    server: Server, application: Application, threads: int, options: Options, check: Check
) -> Iterator[Running]:
    """The server, from its first right answer until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="merapi-bench-") as name:
        directory = Path(name)
        setup = Setup(application, free_port(), options.workers, threads, options.logs, options.python, directory)
        running = Running(server, setup, directory / "output.log")
        try:
            running.await_answer(check)
            yield running
        finally:
            running.stop()
