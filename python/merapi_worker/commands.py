# SPDX-License-Identifier: Apache-2.0
"""Starts a shell command as a process: what hooks, daemons and cron jobs are.

A command does not outlive the process that has started it, however that ends: the kernel kills it then
(PR_SET_PDEATHSIG). Where Python was built without ctypes, that is left to whoever sees the end of its parent.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import Any, Dict
else:
    import _signal as signal

SHELL = "/bin/sh"
PR_SET_PDEATHSIG = 1
EXIT_NOT_STARTED = 127
"""What a shell leaves with when it finds no such command."""

PLAIN: Dict[str, Any] = {
    "chdir": "",
    "uid": "",
    "gid": "",
    "stdin": -1,
    "output": -1,
    "session": False,
    "orphan": False,
    "pidfile": "",
}
"""How a command is started, where nothing else is said. ``stdin`` and ``output`` are descriptors, -1 for those of this
process. With ``session`` it leads a session of its own. An ``orphan`` outlives this process. With ``pidfile`` it goes
to the background and its process id is written there."""


def start(line: str, how: Dict[str, Any]) -> int:
    """Returns the process id; what keeps the command from starting is said on its standard error."""
    parent = os.getpid()
    prctl = None if how["orphan"] else _prctl()
    pid = os.fork()
    if not pid:
        try:
            _settle(how)
            if prctl is not None:
                prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if how["orphan"] or prctl is None or os.getppid() == parent:
                os.execv(SHELL, [SHELL, "-c", line])
        except BaseException as error:  # noqa: BLE001 nothing of this process may go on in the child
            _say("cannot start: %s\n" % error)
        os._exit(EXIT_NOT_STARTED)
    return pid


def exit_status(status: int) -> int:
    """Exit code, or minus the signal, of what waitpid() says."""
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def wait(pid: int) -> int:
    """Waits for its end; exit code, or minus the signal."""
    return exit_status(os.waitpid(pid, 0)[1])


def run(line: str) -> int:
    """Runs a command as part of this process's group and waits for its end; exit code, or minus the signal."""
    return wait(start(line, PLAIN))


def send(pid: int, number: int) -> None:
    """Sends a signal to its group, or to the process alone where it leads none."""
    if not send_group(pid, number):
        try:
            os.kill(pid, number)
        except OSError as error:
            _say("signal %d could not be sent to process %d: %s\n" % (number, pid, error))


def send_group(pid: int, number: int) -> bool:
    try:
        os.killpg(pid, number)
    except OSError:
        return False
    return True


def _prctl() -> Any:
    try:
        import ctypes  # in the parent: a fork of a process with threads could not load it

        return ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return None


# ---- in the child


def _settle(how: Dict[str, Any]) -> None:
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # Python ignores them, and what is ignored stays so in a program
    if how["output"] >= 0:
        os.dup2(how["output"], 1)
        os.dup2(how["output"], 2)
    if how["stdin"] >= 0:
        os.dup2(how["stdin"], 0)
    if how["chdir"]:
        os.chdir(how["chdir"])
    _take_identity(how["uid"], how["gid"])
    if how["pidfile"] and os.fork():
        os._exit(0)
    if how["session"]:
        os.setsid()
    if how["pidfile"]:
        with open(how["pidfile"], "w", encoding="ascii") as file:
            file.write("%d\n" % os.getpid())


def _take_identity(user: str, group: str) -> None:
    """By name or number. The groups are those of the user; a user without a name has none but the given one."""
    if not user and not group:
        return
    import grp
    import pwd

    name = ""
    uid, gid = os.getuid(), os.getgid()
    if user:
        try:
            entry = pwd.getpwuid(int(user)) if user.isdigit() else pwd.getpwnam(user)
            name, uid, gid = entry.pw_name, entry.pw_uid, entry.pw_gid
        except KeyError:
            if not user.isdigit():
                raise
            uid = int(user)
    if group:
        gid = int(group) if group.isdigit() else grp.getgrnam(group).gr_gid
    if os.getuid() == 0:
        os.initgroups(name, gid) if name else os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)


def _say(text: str) -> None:
    try:
        os.write(2, text.encode(sys.getfilesystemencoding(), "backslashreplace"))
    except OSError:
        pass  # there is nobody to tell
