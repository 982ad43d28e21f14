# SPDX-License-Identifier: Apache-2.0
"""Medians and ratios of rounds."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Optional, Sequence


@dataclass(frozen=True)
class Spread:
    """The middle of some rounds and how far they lie apart."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Optional[Spread]:
    """Median, smallest and largest of `values`, or None when there are none."""
    if not values:
        return None
    return Spread(statistics.median(values), min(values), max(values))


def paired_ratio(ours: Sequence[Optional[float]], theirs: Sequence[Optional[float]]) -> Optional[Spread]:
    """The ratio round by round, then its spread.

    Rounds are interleaved, so what disturbs the machine for a while disturbs both sides of a pair; the ratio of two
    medians taken over different disturbed rounds would not cancel that. Rounds that one side did not finish are left
    out.
    """
    ratios = [a / b for a, b in zip(ours, theirs) if a is not None and b is not None and b > 0]
    return spread(ratios)


def present(values: Sequence[Optional[float]]) -> list[float]:
    """Those that were measured."""
    return [value for value in values if value is not None]
