# SPDX-License-Identifier: Apache-2.0
"""What came out: for each scenario and server a value per round and metric, and what else is worth saying."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, List, Optional

from .stats import Spread, paired_ratio, present, spread


class Metric(enum.Enum):
    """A measured quantity: its key in JSON, its heading, its unit and how many decimals are shown."""

    RATE = ("rate", "req/s", 0)
    P50 = ("p50", "p50 ms", 2)
    P99 = ("p99", "p99 ms", 2)
    LONGEST = ("longest", "max ms", 1)
    SLOW_P50 = ("slow_p50", "slow p50 ms", 1)
    CPU = ("cpu", "CPU us/req", 1)
    FRONT_IDLE = ("front_idle", "front idle MiB", 1)
    FRONT_LOADED = ("front_loaded", "front loaded MiB", 1)
    WORKER = ("worker", "worker MiB", 1)
    WORKER_ANONYMOUS = ("worker_anonymous", "worker anon MiB", 1)
    EVERYTHING = ("everything", "all MiB", 1)
    CONNECTION = ("connection", "KiB/idle conn", 2)
    HELD = ("held", "conns held", 0)
    READY = ("ready", "ready s", 3)

    def __init__(self, key: str, heading: str, decimals: int) -> None:
        self.key = key
        self.heading = heading
        self.decimals = decimals


@dataclass
class ServerResult:
    """All rounds of one server in one scenario; a round that failed is None in every metric."""

    rounds: Dict[Metric, List[Optional[float]]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    notes: List[str] = field(default_factory=list)

    def add(self, values: Dict[Metric, float], round_number: int) -> None:
        """Adds the values of a round, counted from 0."""
        for metric, value in values.items():
            column = self.rounds.setdefault(metric, [])
            column.extend([None] * (round_number - len(column)))
            column.append(value)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def spread(self, metric: Metric) -> Optional[Spread]:
        return spread(present(self.rounds.get(metric, [])))


@dataclass
class ScenarioResult:
    """All servers of one scenario, in the order they were measured."""

    name: str
    title: str
    servers: Dict[str, ServerResult] = field(default_factory=dict)
    foreign_load: List[float] = field(default_factory=list)

    def of(self, server: str) -> ServerResult:
        return self.servers.setdefault(server, ServerResult())

    def ratio(self, metric: Metric, server: str, peer: str) -> Optional[Spread]:
        """How the server compares with the peer, round by round."""
        if server not in self.servers or peer not in self.servers:
            return None
        ours, theirs = self.servers[server].rounds, self.servers[peer].rounds
        return paired_ratio(ours.get(metric, []), theirs.get(metric, []))
