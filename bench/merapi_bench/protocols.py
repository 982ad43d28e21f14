# SPDX-License-Identifier: Apache-2.0
"""The protocols between nginx and what is behind it, side by side: the table that docs/protocols.md shows."""

from __future__ import annotations

from typing import Dict, List

from .goals import BEHIND_NGINX
from .results import Metric, ScenarioResult

SCENARIOS = ("hello", "flask", "django", "big", "upload")
ROWS = (
    ("nginx+merapi", "Merapi, uwsgi"),
    ("nginx+merapi-fastcgi", "Merapi, FastCGI"),
    ("nginx+merapi-fastcgi-keep", "Merapi, FastCGI, connections kept"),
    ("nginx+merapi-scgi", "Merapi, SCGI"),
    ("nginx+merapi-http", "Merapi, HTTP/1.1, connections kept"),
    ("nginx+uwsgi", "uWSGI, uwsgi"),
)


def table(results: Dict[str, ScenarioResult]) -> str:
    """In Markdown: requests per second, in brackets the ratio to the uwsgi protocol in the same round, and CPU time."""
    measured = [results[name] for name in SCENARIOS if name in results]
    names = {name for result in measured for name in result.servers}
    rows = [
        _cells(label, [_rate(result, name) for result in measured], _cost(results, name))
        for name, label in ROWS
        if name in names
    ]
    head = _cells("behind nginx", [f"{result.title}, req/s" for result in measured], "CPU us/req, hello")
    return "\n".join([head, "|---|" + "---:|" * (len(measured) + 1), *rows])


def _cells(label: str, rates: List[str], cost: str) -> str:
    return "| " + " | ".join([label, *rates, cost]) + " |"


def _rate(result: ScenarioResult, name: str) -> str:
    if name not in result.servers:
        return "-"
    rate = result.servers[name].spread(Metric.RATE)
    if rate is None:
        return "-"
    ratio = result.ratio(Metric.RATE, name, BEHIND_NGINX)
    return f"{rate.median:,.0f}" + (f" ({ratio.median:.2f})" if ratio else "")


def _cost(results: Dict[str, ScenarioResult], name: str) -> str:
    cheapest = results.get(SCENARIOS[0])
    if cheapest is None or name not in cheapest.servers:
        return "-"
    cost = cheapest.servers[name].spread(Metric.CPU)
    return f"{cost.median:.0f}" if cost else "-"
