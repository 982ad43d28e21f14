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

SLOW_NANOS = 1_000_000
"""A wait of a millisecond is long: about what the front may let a request wait that it sends ahead."""

IMPATIENT_REQUESTS = 10_000

_THREAD = 1  # RUSAGE_THREAD, which PyPy does not name


def thread_usage() -> Tuple[int, float]:
    """How often this thread has given up the processor, and how many seconds it has used of it."""
    usage = getrusage(_THREAD)
    return usage.ru_nvcsw, usage.ru_utime + usage.ru_stime


class Patience:
    """Of one link; requests are counted by their seq."""

    __slots__ = ("_before_tail", "_before_wait", "_usage", "answers_from", "tails_from")

    def __init__(self, usage: Callable[[], Tuple[int, float]] = thread_usage) -> None:
        self.answers_from = 0
        """From this request on, answers may wait for those of the requests behind them."""
        self.tails_from = 0
        """From this request on, a complete body may wait for the tail."""
        self._usage = usage
        self._before_wait: Optional[Tuple[int, float]] = None
        self._before_tail: Optional[Tuple[int, float]] = None

    def wait(self) -> None:
        """A request is started while answers wait."""
        if self._before_wait is None:
            self._before_wait = self._usage()

    def end_wait(self) -> None:
        """They are sent."""
        self._before_wait = None

    def note_slow(self, seq: int) -> None:
        """The clock says that a request was slow."""
        if self._before_wait is not None and self._is_slow(self._before_wait):
            self.answers_from = seq + IMPATIENT_REQUESTS

    def begin_tail(self) -> None:
        """The application has completed a body."""
        self._before_tail = self._usage()

    def end_tail(self, seq: int, nanos: int) -> None:
        """It has come to its end; ``nanos`` is what the clock says."""
        if nanos > SLOW_NANOS and self._before_tail is not None and self._is_slow(self._before_tail):
            self.tails_from = seq + IMPATIENT_REQUESTS

    def _is_slow(self, before: Tuple[int, float]) -> bool:
        switches, seconds = self._usage()
        return switches > before[0] or seconds - before[1] > SLOW_NANOS / 1e9
