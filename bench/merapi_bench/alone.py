# SPDX-License-Identifier: Apache-2.0
"""Measures servers one at a time: their memory, for pages that two of them share would count half to each, and how soon
they answer."""

from __future__ import annotations

import resource
import statistics
import time
from typing import Callable, Dict, List, Sequence

from . import procfs, wrk
from .client import HeldConnections
from .plan import Plan, noting
from .results import Metric, ScenarioResult, ServerResult
from .running import Running
from .scenarios import IDLE_CONNECTIONS, Scenario
from .servers import Role, Server

KIB = 1 << 10
MIB = 1 << 20
SPARE_DESCRIPTORS = 200

Memories = Dict[Role, List[procfs.Memory]]
Measure = Callable[[Scenario, Running, Plan, ServerResult], Dict[Metric, float]]


def memory(scenario: Scenario, servers: Sequence[Server], plan: Plan) -> ScenarioResult:
    """Front and workers: started and left alone for a while, after load, and with thousands of idle connections."""
    return _in_turn(scenario, servers, plan, _memory_of)


def start_up(scenario: Scenario, servers: Sequence[Server], plan: Plan) -> ScenarioResult:
    """From starting the processes to the first right answer."""
    return _in_turn(scenario, servers, plan, _start_of)


def _in_turn(scenario: Scenario, servers: Sequence[Server], plan: Plan, measure: Measure) -> ScenarioResult:
    result = ScenarioResult(scenario.name, scenario.title)
    for number in range(plan.rounds):
        for server in servers:
            plan.say(f"{scenario.name}: round {number + 1} of {plan.rounds}, {server.name}")
            mine = result.of(server.name)
            with noting(mine, "round"), plan.start(server, scenario) as running:
                mine.add(measure(scenario, running, plan, mine), number)
    return result


def _start_of(scenario: Scenario, running: Running, plan: Plan, result: ServerResult) -> Dict[Metric, float]:
    return {Metric.READY: running.ready_seconds}


def _memory_of(scenario: Scenario, running: Running, plan: Plan, result: ServerResult) -> Dict[Metric, float]:
    sharers = running.foreign_sharers()
    if sharers:
        result.note(
            f"{sharers} other processes run the same Python: the workers' PSS is understated; see bench/README.md"
        )
    time.sleep(plan.warmup)  # idle: what starting needed is given back
    idle = running.memory()
    outcome = wrk.run(running.port, plan.load(scenario), plan.seconds)
    result.errors.update(outcome.errors)
    loaded = running.memory()
    values = {
        Metric.WORKER: statistics.mean(used.pss for used in loaded[Role.WORKER]) / MIB,
        Metric.WORKER_ANONYMOUS: statistics.mean(used.anonymous for used in loaded[Role.WORKER]) / MIB,
        Metric.EVERYTHING: sum(_pss(loaded, role) for role in Role) / MIB,
    }
    if loaded[Role.FRONT]:
        values[Metric.FRONT_IDLE] = _pss(idle, Role.FRONT) / MIB
        values[Metric.FRONT_LOADED] = _pss(loaded, Role.FRONT) / MIB
    values.update(_idle_connections(scenario, running, result))
    return values


def _pss(memories: Memories, role: Role) -> int:
    return sum(used.pss for used in memories[role])


def _idle_connections(scenario: Scenario, running: Running, result: ServerResult) -> Dict[Metric, float]:
    """What an idle keep-alive connection costs: growth of the whole server's memory over how many it holds."""
    wanted = min(IDLE_CONNECTIONS, _descriptors() - SPARE_DESCRIPTORS)
    if wanted < IDLE_CONNECTIONS:
        result.note(f"only {wanted} idle connections: raise `ulimit -n`")
    before = running.memory()
    with HeldConnections(running.port, scenario.check.path) as clients:
        held = clients.grow(wanted)
        after = running.memory()
    values = {Metric.HELD: float(held)}
    if held == wanted:
        growth = sum(_pss(after, role) - _pss(before, role) for role in Role)
        values[Metric.CONNECTION] = growth / held / KIB
    return values


def _descriptors() -> int:
    """How many files this process may open, once it has asked for all that it can have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20
