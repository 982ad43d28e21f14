# SPDX-License-Identifier: Apache-2.0
"""Results as text for people and as JSON for machines."""

from __future__ import annotations

import statistics
from typing import Dict, Iterable, List, Optional, Sequence

from .goals import REFERENCE, Goal
from .results import Metric, ScenarioResult, ServerResult
from .stats import Spread

NOISY = 0.05
RATIOS = (Metric.RATE, Metric.P50, Metric.P99, Metric.CPU, Metric.WORKER)


def table(result: ScenarioResult) -> str:
    """One scenario: a line per server, medians of the rounds, ratios to the reference where it was measured."""
    metrics = [metric for metric in Metric if any(metric in server.rounds for server in result.servers.values())]
    compared = [metric for metric in metrics if metric in RATIOS and REFERENCE in result.servers]
    head = ["server"]
    for metric in metrics:
        head.append(metric.heading)
        head += ["min-max"] if metric is Metric.RATE else []
        head += ["x ref"] if metric in compared else []
    rows = [head, *(_row(result, name, metrics, compared) for name in result.servers)]
    lines = [f"== {result.name}: {result.title}", *align(rows)]
    if REFERENCE in result.servers and compared:
        lines.append(f"   x ref: median over the rounds of the ratio to {REFERENCE} in the same round")
    for name, server in result.servers.items():
        lines += _remarks(name, server)
    lines += _noise(result.foreign_load)
    return "\n".join(lines)


def _row(result: ScenarioResult, name: str, metrics: Sequence[Metric], compared: Sequence[Metric]) -> List[str]:
    row = [name]
    for metric in metrics:
        seen = result.servers[name].spread(metric)
        row.append(f"{seen.median:,.{metric.decimals}f}" if seen else "-")
        if metric is Metric.RATE:
            row.append(f"{seen.low:,.0f}-{seen.high:,.0f}" if seen else "-")
        if metric in compared:
            ratio = result.ratio(metric, name, REFERENCE)
            row.append(f"{ratio.median:.2f}" if ratio else "-")
    return row


def align(rows: Sequence[Sequence[str]]) -> List[str]:
    """Columns as wide as their widest cell: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        for row in rows
    ]


def _remarks(name: str, server: ServerResult) -> List[str]:
    lines = []
    if server.errors:
        lines.append(f"!! {name}: ERRORS: {_counted(server)}")
    for note in server.notes:
        lines += [f"!! {name}: {line}" for line in note.splitlines()]
    return lines


def _noise(foreign: Sequence[float]) -> List[str]:
    if not foreign or max(foreign) < NOISY:
        return []
    shares = f"{statistics.median(foreign):.0%} of the machine in the median round, {max(foreign):.0%} in the worst"
    return [f"!! NOISE: other programs took {shares}: measure again when it is quiet"]


def verdict(goal: Goal, measured: Optional[Spread]) -> List[str]:
    """A goal's line in the table of goals."""
    if measured is None:
        return [goal.sentence(), "-", "", "not measured"]
    numbers = f"{measured.low:.2f}-{measured.high:.2f}"
    return [goal.sentence(), f"{measured.median:.2f}", numbers, "met" if goal.met(measured.median) else "MISSED"]


def goals(wanted: Iterable[Goal], results: Dict[str, ScenarioResult]) -> str:
    """The goals of the scenarios that were run."""
    rows = [verdict(goal, goal.measured(results)) for goal in wanted if goal.scenario in results]
    if not rows:
        return ""
    return "\n".join(["== goals", *align([["goal", "measured", "min-max", ""], *rows])])


def errors(results: Dict[str, ScenarioResult]) -> str:
    """All that went wrong, once more at the end, where it is not overlooked."""
    lines = [
        f"!! {result.name}: {name}: {_counted(server)}"
        for result in results.values()
        for name, server in result.servers.items()
        if server.errors
    ]
    return "\n".join(["== errors", *lines] if lines else ["== no errors"])


def _counted(server: ServerResult) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(server.errors.items()))


def as_json(results: Dict[str, ScenarioResult], wanted: Iterable[Goal]) -> Dict[str, object]:
    """Everything that was measured, round by round."""
    return {
        "scenarios": {
            name: {
                "title": result.title,
                "foreign_load": result.foreign_load,
                "servers": {
                    server: {
                        "rounds": {metric.key: values for metric, values in one.rounds.items()},
                        "errors": dict(one.errors),
                        "notes": one.notes,
                    }
                    for server, one in result.servers.items()
                },
            }
            for name, result in results.items()
        },
        "goals": [_goal_json(goal, results) for goal in wanted if goal.scenario in results],
    }


def _goal_json(goal: Goal, results: Dict[str, ScenarioResult]) -> Dict[str, object]:
    measured = goal.measured(results)
    return {
        "goal": goal.sentence(),
        "median": measured.median if measured else None,
        "met": goal.met(measured.median) if measured else None,
    }
