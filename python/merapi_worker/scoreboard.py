# SPDX-License-Identifier: Apache-2.0
"""The file that workers and front share: see "The scoreboard" in docs/workerlink.md."""

from __future__ import annotations

import mmap

from merapi_worker.wire import SLOT_WORDS


def map_slots(path: str, seat: int, threads: int) -> memoryview:
    """The words of a seat's slots, one slot after the other."""
    with open(path, "r+b", buffering=0) as file:
        mapped = mmap.mmap(file.fileno(), 0)
    first = (seat - 1) * threads * SLOT_WORDS
    words = memoryview(mapped).cast("Q")[first : first + threads * SLOT_WORDS]
    if len(words) != threads * SLOT_WORDS:
        raise ValueError("the scoreboard %s has no slot for thread %d of seat %d" % (path, threads - 1, seat))
    return words
