# SPDX-License-Identifier: Apache-2.0
"""Whether what is ready to be sent may wait for more, judged from what has come of waiting lately.

Answers are joined into one write, for a write costs more than a request of a fast application. Two waits follow from
that: an answer waits while the next request of its batch runs, and what completes a body waits for the application's
tail, its way to the end of its generator and through close(). Both are brief with most applications. Elsewhere a fast
request's answer must not be late for the sake of a slow one: a wait that was long puts an end to waiting for a while.

A process that was just not running cannot be told from a slow request by the clock. But a slow request sleeps or
computes: the thread has given up the processor, or used it for long.
"""

from __future__ import annotations

from resource import getrusage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Optional, Tuple

SLOW_MICROS = 1000
SLOW_TAIL_NANOS = 500_000
IMPATIENT_REQUESTS = 10_000
IMPATIENT_TAILS = 1000

_THREAD = 1  # RUSAGE_THREAD, which PyPy does not name


def thread_usage() -> Tuple[int, float]:
    """How often this thread has given up the processor, and how many seconds it has used of it."""
    usage = getrusage(_THREAD)
    return usage.ru_nvcsw, usage.ru_utime + usage.ru_stime


class Patience:
    """Of one link; requests are counted by their seq."""

    __slots__ = ("_before", "_usage", "answers_from", "tails_from")

    def __init__(self, usage: Callable[[], Tuple[int, float]] = thread_usage) -> None:
        self.answers_from = 0
        """From this request on, answers may wait for those of the requests behind them."""
        self.tails_from = 0
        """From this request on, a complete body may wait for the tail."""
        self._usage = usage
        self._before: Optional[Tuple[int, float]] = None

    def wait(self) -> None:
        """A request is started while answers wait."""
        if self._before is None:
            self._before = self._usage()

    def end_wait(self) -> None:
        """They are sent."""
        self._before = None

    def note_slow(self, seq: int) -> None:
        """The clock says that a request took more than SLOW_MICROS."""
        if self._before is not None:
            switches, seconds = self._usage()
            if switches > self._before[0] or seconds - self._before[1] > SLOW_MICROS / 1e6:
                self.answers_from = seq + IMPATIENT_REQUESTS

    def note_tail(self, seq: int, nanos: int) -> None:
        """So long the application took from completing a body to its end."""
        if nanos > SLOW_TAIL_NANOS:
            self.tails_from = seq + IMPATIENT_TAILS
