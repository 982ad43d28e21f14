# SPDX-License-Identifier: Apache-2.0
"""What hooks do: a table of actions, each with the argument behind its colon, as uWSGI has them (core/hooks.c).

Zygote and workers run those of their phases themselves, the keeper those of the server.
"""

from __future__ import annotations

import os
from time import monotonic, sleep

from merapi_worker import commands, process
from merapi_worker.hook_files import ACTIONS as ON_FILES
from merapi_worker.hook_files import HookFailed, spin, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List

    Action = Callable[["Host", str], None]

WAIT_SECONDS = 60
"""How long something that is to appear is waited for (uWSGI's wait-for-fs-timeout)."""
PAUSE_SECONDS = 0.1


class Exit(Exception):
    """The process, or the server, is to leave."""

    def __init__(self, status: int) -> None:
        super().__init__("exit %d" % status)
        self.status = status


class Host:
    """The process that hooks run in."""

    def execute(self, line: str) -> int:
        """Runs a shell command to its end; returns its exit code, or minus the signal."""
        return commands.run(line)

    def pause(self, seconds: float) -> None:
        sleep(seconds)

    def log(self, text: str) -> None:
        process.log(text)


def run(host: Host, phase: str, hooks: List[str]) -> None:
    """Runs them one after the other, each ``action:argument``, with a ``!`` before it for one that is not to be told.

    Raises HookFailed at the first that fails, and Exit.
    """
    for hook in hooks:
        private = hook.startswith("!")
        shown = "(private)" if private else hook
        name, _, argument = hook[private:].partition(":")
        host.log("hook %s: %s" % (phase, shown))
        try:
            if name in ON_FILES:
                ON_FILES[name](argument)
            else:
                ACTIONS[name](host, argument)
        except (OSError, ValueError, LookupError, HookFailed) as error:
            reason = type(error).__name__ if private else error
            raise HookFailed("hook %s: %s failed: %s" % (phase, shown, reason)) from error


# ---- commands


def _exec(host: Host, argument: str) -> None:
    status = host.execute(argument)
    if status:
        raise HookFailed(_ended(status))


def _safeexec(host: Host, argument: str) -> None:
    status = host.execute(argument)
    if status:
        host.log("safeexec: %s" % _ended(status))


def _ended(status: int) -> str:
    return "exit code %d" % status if status > 0 else "signal %d" % -status


def _exit(_: Host, argument: str) -> None:
    raise Exit(int(argument or "0"))


def _log(host: Host, argument: str) -> None:
    host.log(argument)


# ---- the process


def set_variable(entry: str) -> None:
    """``NAME=value``, or the name alone of what is to go."""
    name, sign, value = entry.partition("=")
    if sign:
        os.environ[name] = value
    else:
        os.environ.pop(name, None)


def _putenv(_: Host, argument: str) -> None:
    set_variable(argument)


def _hostname(_: Host, argument: str) -> None:
    from _socket import sethostname

    sethostname(argument)


# ---- waiting


def _spinningfifo(host: Host, argument: str) -> None:
    """Waits for the fifo and for a reader of it, however long that takes."""
    path, text = words(argument, 2)
    while not spin(path, text):
        host.pause(PAUSE_SECONDS)


def _waiting_for(is_there: Callable[[str], bool]) -> Action:
    def wait(host: Host, argument: str) -> None:
        deadline = monotonic() + WAIT_SECONDS
        while not is_there(argument):
            if monotonic() > deadline:
                raise HookFailed("not there after %d seconds" % WAIT_SECONDS)
            host.pause(PAUSE_SECONDS)

    return wait


def _answers(address: str) -> bool:
    """Whether somebody accepts connections at a path, ``@name``, ``host:port`` or ``:port``."""
    import socket

    host, colon, port = address.rpartition(":")
    try:
        if colon and port.isdigit():
            socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)), 1).close()
        else:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect("\0" + address[1:] if address.startswith("@") else address)
    except OSError:
        return False
    return True


ACTIONS: Dict[str, Action] = {
    "exec": _exec,
    "safeexec": _safeexec,
    "exit": _exit,
    "print": _log,
    "log": _log,
    "putenv": _putenv,
    "hostname": _hostname,
    "spinningfifo": _spinningfifo,
    "wait_for_fs": _waiting_for(os.path.exists),
    "wait_for_file": _waiting_for(os.path.isfile),
    "wait_for_dir": _waiting_for(os.path.isdir),
    "wait_for_socket": _waiting_for(_answers),
}
