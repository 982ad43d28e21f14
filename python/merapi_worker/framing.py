# SPDX-License-Identifier: Apache-2.0
"""An answer as frames on its link: HEAD with the first part of the body, then DATA."""

from __future__ import annotations

from merapi_worker.wire import DATA, DATA_FIXED_BYTES, HEAD, HEAD_FIXED_BYTES, LAST, pack_data, pack_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from merapi_worker.head import Head
    from merapi_worker.link import Link

PART_BYTES = 256 << 10
"""A longer part of a body leaves in several frames, so that neither end needs memory for all of it once more."""

ANY_BYTES = 1 << 63
"""More octets than there are."""


class Framing:
    link: Link
    seq: int
    head: Head
    length = -1  # of the body, as the application or its iterable tells; -1: unknown
    left = -1  # octets of the body that may still come; -1: any number
    head_queued = False

    def queue_whole(self, body: bytes, micros: int) -> None:
        """Queues an answer of one part."""
        status, _, flags, block, count, reason, fields = self.head
        size = len(body)
        payload = HEAD_FIXED_BYTES + reason + fields + size
        frame = pack_head(payload, HEAD, flags | LAST, status, self.seq, size, micros, count, reason, fields)
        self.link.queue((frame, block, body), payload)

    def queue_part(self, part: bytes, flags: int, micros: int) -> None:
        """Queues the next part of the body, behind the head if that is still due."""
        if len(part) > PART_BYTES:
            view = memoryview(part)
            at = 0
            for at in range(0, len(part) - PART_BYTES, PART_BYTES):
                self.queue_part(view[at : at + PART_BYTES], 0, 0)  # pyright: ignore[reportArgumentType]
            part = view[at + PART_BYTES :]  # pyright: ignore[reportAssignmentType]
        if not self.head_queued:
            return self._queue_head(part, flags, micros)
        size = DATA_FIXED_BYTES + len(part)
        return self.link.queue((pack_data(size, DATA, flags, 0, self.seq, micros), part), size)

    def settle(self, carried: int) -> None:
        """Octets have gone by courier; what of them is still kept goes before what follows."""
        if self.left > 0:
            self.left -= carried
        kept = self.link.courier.take()
        if kept:
            self.queue_part(kept, 0, 0)

    def _queue_head(self, part: bytes, flags: int, micros: int) -> None:
        self.head_queued = True
        status, _, has_date, block, count, reason, fields = self.head
        size = HEAD_FIXED_BYTES + reason + fields + len(part)
        flags |= has_date
        frame = pack_head(size, HEAD, flags, status, self.seq, self.length, micros, count, reason, fields)
        self.link.queue((frame, block, part), size)


def not_bytes(part: Any) -> TypeError:
    """What an application gets that gives a part of another type."""
    return TypeError("parts of a body must be bytes, not %s (PEP 3333)" % type(part).__name__)
