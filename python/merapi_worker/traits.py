# SPDX-License-Identifier: Apache-2.0
"""What the operating system sees of our processes: their titles, priority and processors, and whose they are."""

from __future__ import annotations

import os

from merapi_worker import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

SAME = -1
"""In place of a user's number: the user stays."""
_ID_MASK = 0xFFFFFFFF
_NAME_OCTETS = 15
"""Of what the kernel calls a process."""
_ARG_START = 48 - 3
"""The field of /proc/self/stat, counted from the one behind the name: where the arguments begin (proc_pid_stat(5))."""


def of_zygote(config: Dict[str, Any]) -> None:
    """The workers inherit the priority."""
    _set_title(config["title"], "merapi zygote")
    if config["priority"]:
        try:
            os.setpriority(os.PRIO_PROCESS, 0, config["priority"])
        except OSError as error:
            process.log("prio: the priority cannot be %d: %s" % (config["priority"], error))


def of_worker(config: Dict[str, Any], number: int) -> None:
    """The identity comes last: who is somebody else may not do the rest."""
    _set_title(config["title"], "merapi worker %d" % number)
    if config["sched_batch"]:
        _let_others_go_on()
    if config["cpu_affinity"]:
        _set_affinity(number, config["cpu_affinity"])
    if config["identity"]:
        _become(*config["identity"])


def _become(uid: int, gid: int, *groups: int) -> None:
    os.setgroups([group & _ID_MASK for group in groups])
    os.setgid(gid & _ID_MASK)
    if uid != SAME:
        os.setuid(uid & _ID_MASK)


# ---- processors


def _let_others_go_on() -> None:
    """A request that comes in does not take the processor from the front: more of them come with each wake-up.

    Where the administrator has chosen a policy, or the system lets nobody choose, that one stays.
    """
    try:
        if os.sched_getscheduler(0) == os.SCHED_OTHER:
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    except (AttributeError, OSError):
        return


def processors(allowed: List[int], number: int, count: int) -> List[int]:
    """Those of worker ``number``: each has the next ``count`` of those allowed, in turns."""
    first = (number - 1) * count
    return sorted({allowed[(first + i) % len(allowed)] for i in range(count)})


def _set_affinity(number: int, count: int) -> None:
    try:
        mine = processors(sorted(os.sched_getaffinity(0)), number, count)
        os.sched_setaffinity(0, mine)
        process.log("worker %d runs on processor %s" % (number, ", ".join(map(str, mine))))
    except (AttributeError, OSError) as error:
        process.log("cpu-affinity: worker %d runs on any processor: %s" % (number, error))


# ---- the title


def _set_title(wanted: Any, own: str) -> None:
    """``wanted`` is what stands before the name, a name in place of our own, and what stands behind; or None."""
    if wanted is None:
        return
    before, name, behind = wanted
    title = (before + (name or own) + behind).encode("utf-8", "replace")
    try:
        _write("/proc/self/comm", title[:_NAME_OCTETS])
        with open("/proc/self/stat", "rb") as file:
            start, end = map(int, file.read().rpartition(b") ")[2].split()[_ARG_START : _ARG_START + 2])
        room = end - start
        _write("/proc/self/mem", title[: room - 1].ljust(room, b"\0"), start)
    except OSError as error:
        process.log("procname: %s shows another title: %s" % (own, error))


def _write(path: str, octets: bytes, offset: int = 0) -> None:
    """Where the arguments are is writable memory of our own, which the interpreter has read long ago."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        if offset:
            os.lseek(descriptor, offset, os.SEEK_SET)
        os.write(descriptor, octets)
    finally:
        os.close(descriptor)
