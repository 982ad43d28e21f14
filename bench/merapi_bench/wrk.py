# SPDX-License-Identifier: Apache-2.0
"""Runs the load generator wrk and reads what report.lua and mixed.lua print at its end."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Mapping

LUA = Path(__file__).resolve().parent / "lua"
MARK = "merapi-bench "
ERRORS = ("connect", "read", "write", "status", "timeout", "content")
TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Load:
    """What is asked of wrk."""

    path: str
    connections: int
    script: str = "report.lua"
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What wrk saw. Times are microseconds; `seconds` is how long it ran, `cpu_seconds` what it used itself."""

    requests: int
    seconds: float
    received_bytes: int
    p50: float
    p99: float
    longest: float
    slow_p50: float
    errors: Dict[str, int]
    cpu_seconds: float


class WrkFailed(Exception):
    """wrk did not run to its end; the text is what it printed."""


def parse(output: str, cpu_seconds: float) -> Outcome:
    """Reads the line of JSON in wrk's output."""
    for line in output.splitlines():
        if line.startswith(MARK):
            seen = json.loads(line[len(MARK) :])
            return Outcome(
                requests=seen["requests"],
                seconds=seen["micros"] / 1e6,
                received_bytes=seen["bytes"],
                p50=seen["p50"],
                p99=seen["p99"],
                longest=seen["max"],
                slow_p50=seen.get("slow_p50", 0),
                errors={kind: seen[kind] for kind in ERRORS if seen.get(kind)},
                cpu_seconds=cpu_seconds,
            )
    raise WrkFailed(output.strip() or "no output")


def run(port: int, load: Load, seconds: float) -> Outcome:
    """Loads 127.0.0.1:`port` for whole `seconds` (at least one)."""
    generators = max(1, min(load.connections, (os.cpu_count() or 1) // 4))
    command = ["wrk", f"-t{generators}", f"-c{load.connections}", f"-d{max(1, round(seconds))}s"]
    command += ["--timeout", f"{TIMEOUT_SECONDS}s", "-s", str(LUA / load.script), f"http://127.0.0.1:{port}{load.path}"]
    environment = {**os.environ, **load.environment, "BENCH_LUA": str(LUA)}
    before = _children_cpu()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        raise WrkFailed(done.stdout.strip())
    return parse(done.stdout, _children_cpu() - before)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
