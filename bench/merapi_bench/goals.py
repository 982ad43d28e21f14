# SPDX-License-Identifier: Apache-2.0
"""The figures Merapi promises, and whether a run kept them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional

from .results import Metric, ScenarioResult
from .stats import Spread

MERAPI = "merapi"
BEHIND_NGINX = "nginx+merapi"
REFERENCE = "nginx+uwsgi"


@dataclass(frozen=True)
class Goal:
    """A bound on a metric: in its own unit, or as a multiple of a peer's when there is a peer."""

    scenario: str
    metric: Metric
    at_least: bool
    bound: float
    peer: Optional[str] = None
    server: str = MERAPI

    def measured(self, results: Dict[str, ScenarioResult]) -> Optional[Spread]:
        """What the run says, or None when it has not measured this."""
        result = results.get(self.scenario)
        if result is None or self.server not in result.servers:
            return None
        if self.peer is not None:
            return result.ratio(self.metric, self.server, self.peer)
        return result.servers[self.server].spread(self.metric)

    def met(self, median: float) -> bool:
        return median >= self.bound if self.at_least else median <= self.bound

    def sentence(self) -> str:
        side = "at least" if self.at_least else "at most"
        than = f" x {self.peer}" if self.peer else ""
        whose = "" if self.server == MERAPI else f" of {self.server}"
        return f"{self.scenario}{whose}: {self.metric.heading} {side} {self.bound:g}{than}"


def _ratio(scenario: str, metric: Metric, at_least: bool, bound: float, peer: str = REFERENCE) -> Goal:
    return Goal(scenario, metric, at_least, bound, peer)


def _behind_nginx(scenario: str, bound: float) -> Goal:
    return Goal(scenario, Metric.RATE, True, bound, REFERENCE, BEHIND_NGINX)


GOALS = (
    _ratio("hello", Metric.RATE, True, 1.8),
    _ratio("hello", Metric.RATE, True, 1.0, "uwsgi-http11"),
    _ratio("hello", Metric.CPU, False, 0.5),
    _ratio("hello1", Metric.P50, False, 1.0),
    _ratio("flask", Metric.RATE, True, 1.15),
    _ratio("django", Metric.RATE, True, 1.15),
    _ratio("mixed", Metric.P99, False, 1.0),
    _ratio("mixed-full", Metric.P99, False, 1.0),
    _ratio("big", Metric.RATE, True, 1.0),
    _ratio("upload", Metric.RATE, True, 1.0),
    _ratio("stream", Metric.RATE, True, 1.0),
    _behind_nginx("hello", 1.25),
    _behind_nginx("flask", 1.0),
    _behind_nginx("django", 1.0),
    _behind_nginx("big", 1.0),
    _behind_nginx("upload", 1.0),
    Goal("memory", Metric.FRONT_IDLE, False, 70),
    Goal("memory", Metric.FRONT_LOADED, False, 110),
    _ratio("memory", Metric.WORKER, False, 1.0),
    _ratio("memory-django", Metric.WORKER, False, 1.0),
    Goal("memory", Metric.CONNECTION, False, 2.5),
    Goal("start", Metric.READY, False, 1.2, server="merapi-cold"),
    Goal("start", Metric.READY, False, 0.6),
)
