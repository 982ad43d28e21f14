# SPDX-License-Identifier: Apache-2.0
"""How a run is made, and what its ways to measure share."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Callable, ContextManager, Iterator, Optional

from .results import ServerResult
from .running import Options, Running, StartFailed, started
from .scenarios import Scenario
from .servers import Server
from .wrk import Load, WrkFailed


@dataclass(frozen=True)
class Plan:
    """How long and how often; `connections` replaces the scenarios' own; `say` tells the user what is going on."""

    options: Options
    rounds: int
    seconds: float
    warmup: float
    connections: Optional[int]
    say: Callable[[str], None]

    def load(self, scenario: Scenario) -> Load:
        """The scenario's load; another number of connections does not apply to those that are about a single one."""
        load = scenario.loaded
        if self.connections is None or load.connections == 1:
            return load
        return replace(load, connections=self.connections)

    def start(self, server: Server, scenario: Scenario) -> ContextManager[Running]:
        """The server for this scenario, from its first right answer until the end of the block."""
        return started(server, scenario.application, scenario.threads, self.options, scenario.check)


@contextmanager
def noting(result: ServerResult, what: str) -> Iterator[None]:
    """Notes what goes wrong in the block against the server, so that the run goes on with the others."""
    try:
        yield
    except (StartFailed, WrkFailed, OSError) as failure:
        result.errors[f"{what} failed"] += 1
        result.note(f"{what} failed: {failure}")
