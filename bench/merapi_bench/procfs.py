# SPDX-License-Identifier: Apache-2.0
"""Processor time and memory of a tree of processes, read from /proc (proc(5))."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, List, Optional

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """One line of /proc/PID/stat; `ticks` is user and system time, its own and that of children it has reaped."""

    pid: int
    name: str
    parent: int
    session: int
    ticks: int


@dataclass(frozen=True)
class Memory:
    """Octets of proportional set size, and the part of it that is not backed by files."""

    pss: int
    anonymous: int


@dataclass(frozen=True)
class MachineTime:
    """Seconds since boot, summed over processors, that they were busy and that passed."""

    busy: float
    total: float

    def __sub__(self, earlier: MachineTime) -> MachineTime:
        return MachineTime(self.busy - earlier.busy, self.total - earlier.total)


def parse_stat(text: str) -> Process:
    """Reads /proc/PID/stat; the name stands in parentheses and may itself hold parentheses and spaces."""
    opening, closing = text.index("("), text.rindex(")")
    rest = text[closing + 2 :].split()
    return Process(
        pid=int(text[:opening]),
        name=text[opening + 1 : closing],
        parent=int(rest[1]),
        session=int(rest[3]),
        ticks=sum(int(field) for field in rest[11:15]),
    )


def parse_rollup(text: str) -> Memory:
    """Reads /proc/PID/smaps_rollup."""
    kib = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        fields = value.split()
        if len(fields) == 2 and fields[1] == "kB":
            kib[key] = int(fields[0])
    return Memory(kib["Pss"] * 1024, (kib["Pss_Anon"] + kib["Pss_Shmem"]) * 1024)


def parse_machine(text: str) -> MachineTime:
    """Reads the first line of /proc/stat: user nice system idle iowait irq softirq steal."""
    fields = [int(field) for field in text.splitlines()[0].split()[1:9]]
    total = sum(fields)
    idle = fields[3] + fields[4]
    return MachineTime((total - idle) / TICKS_PER_SECOND, total / TICKS_PER_SECOND)


def machine_time() -> MachineTime:
    return parse_machine((PROC / "stat").read_text())


def processes() -> Dict[int, Process]:
    """All processes there are, by pid."""
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                process = parse_stat((entry / "stat").read_text())
            except (FileNotFoundError, ProcessLookupError):
                continue
            found[process.pid] = process
    return found


def tree(everything: Dict[int, Process], roots: Iterable[int]) -> List[Process]:
    """The roots, their descendants, and what is left in the roots' sessions after its parent has gone."""
    wanted = set(roots)
    sessions = set(wanted)
    grown = True
    while grown:
        grown = False
        for process in everything.values():
            if process.pid not in wanted and (process.parent in wanted or process.session in sessions):
                wanted.add(process.pid)
                grown = True
    return [everything[pid] for pid in sorted(wanted) if pid in everything]


def cpu_seconds(members: Iterable[Process]) -> float:
    """Processor time of the members and of those they have outlived.

    A child's time moves to its parent when it is reaped, so nothing is counted twice and nothing is lost as long as the
    parent is a member.
    """
    return sum(process.ticks for process in members) / TICKS_PER_SECOND


def memory(pid: int) -> Optional[Memory]:
    """The memory of a process, or None when it has gone."""
    try:
        return parse_rollup((PROC / str(pid) / "smaps_rollup").read_text())
    except (FileNotFoundError, ProcessLookupError, KeyError):
        return None


def command_line(pid: int) -> str:
    """The command line, or what the process has made of it; empty when it has gone."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return raw.replace(b"\0", b" ").decode("utf-8", "replace").strip()


def executable(pid: int) -> str:
    """The path of the program it runs; empty when it has gone or may not be known."""
    try:
        return os.readlink(PROC / str(pid) / "exe")
    except OSError:
        return ""
