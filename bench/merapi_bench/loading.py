# SPDX-License-Identifier: Apache-2.0
"""Measures servers under load."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Dict, Sequence

from . import procfs, wrk
from .client import HeldConnections, fetch
from .plan import Plan, noting
from .results import Metric, ScenarioResult, ServerResult
from .running import Running
from .scenarios import Scenario
from .servers import Server

FULL_BODIES = 0.97


def under_load(scenario: Scenario, servers: Sequence[Server], plan: Plan) -> ScenarioResult:
    """All servers run at once, idle but for the one that is loaded: A B C, A B C, ..."""
    result = ScenarioResult(scenario.name, scenario.title)
    with ExitStack() as stack:
        up: Dict[str, Running] = {}
        for server in servers:
            plan.say(f"{scenario.name}: starting {server.name}")
            with noting(result.of(server.name), "start"):
                up[server.name] = stack.enter_context(plan.start(server, scenario))
        for name, running in up.items():
            plan.say(f"{scenario.name}: warming up {name}")
            with noting(result.of(name), "warm-up"):
                _count_served(scenario, running, plan, result.of(name))
                wrk.run(running.port, plan.load(scenario), plan.warmup)
        for number in range(plan.rounds):
            for name, running in up.items():
                plan.say(f"{scenario.name}: round {number + 1} of {plan.rounds}, {name}")
                with noting(result.of(name), "round"):
                    _round(scenario, running, plan, number, result)
        for name, running in up.items():
            with noting(result.of(name), "check after the load"):
                _check_again(scenario, running, result.of(name))
    return result


def _count_served(scenario: Scenario, running: Running, plan: Plan, result: ServerResult) -> None:
    """Whether all clients are served while all stay connected: a server can be quick by starving most of them."""
    wanted = plan.load(scenario).connections
    with HeldConnections(running.port, scenario.application.small) as clients:
        answered = clients.ask(wanted)
    if answered < wanted:
        result.note(f"STARVES its clients: answers {answered} of {wanted} while they all stay connected")


def _round(scenario: Scenario, running: Running, plan: Plan, number: int, result: ScenarioResult) -> None:
    machine, used = procfs.machine_time(), running.cpu_seconds()
    outcome = wrk.run(running.port, plan.load(scenario), plan.seconds)
    spent = running.cpu_seconds() - used
    passed = procfs.machine_time() - machine
    result.foreign_load.append(max(0.0, passed.busy - spent - outcome.cpu_seconds) / passed.total)
    server = result.of(running.server.name)
    server.errors.update(_errors(scenario, running, outcome))
    if outcome.requests == 0:
        server.errors["rounds without an answer"] += 1
        return
    if outcome.received_bytes < FULL_BODIES * outcome.requests * len(scenario.check.expected):
        server.errors["short bodies"] += 1
    server.add(_values(outcome, spent), number)


def _errors(scenario: Scenario, running: Running, outcome: wrk.Outcome) -> Dict[str, int]:
    """What went wrong. Where a body ends with its connection wrk counts the end of each answer as a failed read."""
    errors = dict(outcome.errors)
    if "read" in errors and fetch(running.port, scenario.check.path, scenario.check.sent).until_close:
        errors["read"] = max(0, errors["read"] - outcome.requests)
    return {kind: count for kind, count in errors.items() if count}


def _values(outcome: wrk.Outcome, cpu_seconds: float) -> Dict[Metric, float]:
    values = {
        Metric.RATE: outcome.requests / outcome.seconds,
        Metric.P50: outcome.p50 / 1e3,
        Metric.P99: outcome.p99 / 1e3,
        Metric.LONGEST: outcome.longest / 1e3,
        Metric.CPU: cpu_seconds / outcome.requests * 1e6,
    }
    if outcome.slow_p50:
        values[Metric.SLOW_P50] = outcome.slow_p50 / 1e3
    return values


def _check_again(scenario: Scenario, running: Running, result: ServerResult) -> None:
    fault = scenario.check.fault(running.port)
    if fault is not None:
        result.errors["wrong after the load"] += 1
        result.note(f"after the load: {fault}")
