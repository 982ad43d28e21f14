# SPDX-License-Identifier: Apache-2.0
"""The command line of bench/compare."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
from pathlib import Path
from typing import Dict, List, Optional, Sequence

from . import protocols, report
from .alone import memory, start_up
from .gateways import GATEWAYS, NGINX_MERAPI
from .goals import GOALS
from .loading import under_load
from .merapi import MERAPI, MERAPI_COLD
from .peers import PEERS
from .plan import Plan
from .results import ScenarioResult
from .running import Options, free_port
from .scenarios import INSTALL, SCENARIOS, Kind, Scenario
from .servers import Need, Server, Setup
from .unit import UNIT

OURS = (MERAPI, MERAPI_COLD, *GATEWAYS)
SERVERS = (MERAPI, NGINX_MERAPI, *PEERS, UNIT, MERAPI_COLD, *GATEWAYS[1:])
USUAL = tuple(server.name for server in (MERAPI, NGINX_MERAPI, *PEERS, UNIT))
MEASURES = {Kind.LOAD: under_load, Kind.MEMORY: memory, Kind.START: start_up}


def parser() -> argparse.ArgumentParser:
    """The options, all with defaults that make a complete run."""
    names = [scenario.name for scenario in SCENARIOS]
    options = argparse.ArgumentParser("bench/compare", description=__doc__, epilog="See bench/README.md.")
    options.add_argument("--scenario", action="append", choices=names, help="only this one; may be repeated")
    options.add_argument("--servers", help=f"comma-separated, of: {', '.join(s.name for s in SERVERS)}")
    options.add_argument(
        "--protocols",
        action="store_true",
        help="only nginx + Merapi over each protocol, next to nginx + uWSGI, with a table in Markdown at the end",
    )
    options.add_argument("--rounds", type=int, default=5, help="rounds per scenario (default %(default)s)")
    options.add_argument("--seconds", type=int, default=5, help="length of a round (default %(default)s)")
    options.add_argument(
        "--warmup", type=int, default=10, help="seconds of load before the first round (default %(default)s)"
    )
    options.add_argument("--connections", type=int, help="instead of the scenarios' own number (64)")
    options.add_argument("--workers", type=int, default=2, help="worker processes of each server (default %(default)s)")
    options.add_argument("--with-logs", action="store_true", help="each server writes a line per request to a file")
    options.add_argument(
        "--python", default="/usr/bin/python3", help="interpreter of the application (default %(default)s)"
    )
    options.add_argument("--json", type=Path, metavar="FILE", help="write every round's values there")
    options.add_argument("--quick", action="store_true", help="one short round each: whether it works, not how fast")
    return options


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Measures and prints.

    The status is 0 when the goals that were measured are met without an error of Merapi's, 1 when not, 2 when it cannot
    run.
    """
    asked = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if shutil.which("wrk") is None:
        print("wrk, the load generator, is missing: apt-get install wrk", file=sys.stderr)
        return 2
    wanted = _wanted(asked)
    unknown = set(wanted) - {server.name for server in SERVERS}
    if unknown:
        print(f"no such server: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    servers = _installed([server for server in SERVERS if server.name in wanted], asked.python)
    chosen = asked.scenario or (protocols.SCENARIOS if asked.protocols else [scenario.name for scenario in SCENARIOS])
    scenarios = [scenario for scenario in SCENARIOS if scenario.name in chosen]
    told = {server.name: server.version(asked.python) for server in servers}
    print("\n".join(f"{name}: {version}" for name, version in told.items()) + "\n", flush=True)
    results: Dict[str, ScenarioResult] = {}
    try:
        for scenario in scenarios:
            _measure(scenario, servers, _plan(asked), results)
    except KeyboardInterrupt:
        print("\ninterrupted; what was measured so far:", file=sys.stderr)
    if asked.protocols:
        print(protocols.table(results) + "\n")
    print(report.goals(GOALS, results))
    print(report.errors(results))
    if asked.json:
        document = {"machine": _machine(), "versions": told, "options": _told(asked)}
        asked.json.write_text(json.dumps({**document, **report.as_json(results, GOALS)}, indent=1) + "\n")
    return 1 if _missed(results) else 0


def _wanted(asked: argparse.Namespace) -> List[str]:
    if asked.servers:
        return asked.servers.split(",")
    if asked.protocols:
        return [name for name, _ in protocols.ROWS]
    return [*USUAL, MERAPI_COLD.name]


def _plan(asked: argparse.Namespace) -> Plan:
    options = Options(asked.workers, asked.with_logs, asked.python)
    rounds, seconds, warmup = (1, 1, 1) if asked.quick else (asked.rounds, asked.seconds, asked.warmup)
    return Plan(options, rounds, seconds, warmup, asked.connections, _say)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _installed(servers: Sequence[Server], python: str) -> List[Server]:
    """The servers that can run here; what the others lack is told, with the line that brings it."""
    able = []
    for server in servers:
        missing = server.missing(python)
        if missing:
            for need in missing:
                print(f"-- without {server.name}: {need.what} is missing: {need.install}")
        else:
            able.append(server)
    return able


def _measure(scenario: Scenario, servers: Sequence[Server], plan: Plan, results: Dict[str, ScenarioResult]) -> None:
    """Runs one scenario with the servers that are for it and prints its table."""
    for module in scenario.application.imports:
        need = Need.module(module, INSTALL[module])
        if not need.present(plan.options.python):
            print(f"-- without scenario {scenario.name}: {need.what} is missing: {need.install}")
            return
    fit = [server for server in servers if _fits(server, scenario)]
    able = []
    for server in fit:
        options = plan.options
        setup = Setup(
            scenario.application, free_port(), options.workers, scenario.threads, options.logs, options.python, Path()
        )
        reason = server.unable(setup)
        if reason:
            print(f"-- {scenario.name} without {server.name}: it {reason}")
        else:
            able.append(server)
    results[scenario.name] = MEASURES[scenario.kind](scenario, able, plan)
    plan.say("")
    print(report.table(results[scenario.name]) + "\n", flush=True)


def _fits(server: Server, scenario: Scenario) -> bool:
    """Some scenarios have servers of their own; the others are for all but the one that is slow only at its start."""
    return server.name in scenario.servers if scenario.servers else server is not MERAPI_COLD


def _missed(results: Dict[str, ScenarioResult]) -> bool:
    measured = [(goal, goal.measured(results)) for goal in GOALS]
    ours = {server.name for server in OURS}
    failed = any(one.errors for result in results.values() for name, one in result.servers.items() if name in ours)
    return failed or any(seen is not None and not goal.met(seen.median) for goal, seen in measured)


def _machine() -> Dict[str, object]:
    return {"cpus": os.cpu_count(), "kernel": platform.release(), "architecture": platform.machine()}


def _told(asked: argparse.Namespace) -> Dict[str, object]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in vars(asked).items()}
