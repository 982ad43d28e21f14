# SPDX-License-Identifier: Apache-2.0
"""The answer to one request: start_response, write, and what becomes of the application's iterable (PEP 3333).

The head is kept back until the first part of the body that is not empty, or the end, so that start_response may be
called late, and again with exc_info. A part that completes a body of known length is held once more, to leave in one
frame with the end of the answer: nothing of the body can follow it. See ``patience`` for when it is not.
"""

from __future__ import annotations

from time import monotonic_ns

from merapi_worker import files, head, process, wire
from merapi_worker.framing import ANY_BYTES, PART_BYTES, Framing, not_bytes
from merapi_worker.mounts import NotLoaded
from merapi_worker.wire import ABANDONED, LAST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

    from merapi_worker.link import Link

# No body, whatever the application gives: RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5.
_BODILESS = frozenset((204, 205, 304))
_NOT_PLAIN = _BODILESS | {0}  # 0: start_response has not been called


class Answer(Framing):
    """One per request. What most answers never change is kept in the class."""

    is_called = False  # start_response has been, if in vain
    status = 0  # until start_response has been called well
    known = -1  # length of the body, where it shows before all of it is given
    is_single = False  # the iterable has one part
    begun = False  # a part of the body has been taken: the head is settled
    is_bodiless = False
    held: Optional[bytes] = None
    held_file: Optional[Tuple[int, int, int]] = None  # offset, length, number of the descriptor
    completed_at = 0  # when the body of known length was complete
    has_excess = False
    is_over = False  # its last frame is being queued

    def __init__(self, link: Link, seq: int, environ: Dict[str, Any]) -> None:
        self.link = link
        self.seq = seq
        self.environ = environ
        self.is_head = environ.get("REQUEST_METHOD") == "HEAD"  # as received: applications change it

    # ---- the head

    def start_response(self, status: str, headers: List[Any], exc_info: Any = None) -> Callable[[bytes], None]:
        """PEP 3333 "The start_response() Callable"."""
        if exc_info is not None:
            try:
                if self.begun:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None  # or the traceback keeps this frame, and the frame the traceback
        elif self.is_called:
            raise AssertionError("start_response() was called again, without exc_info (PEP 3333)")
        self.is_called = True
        try:
            found = head.kept.get((status, *headers)) if headers.__class__ is list else None
        except TypeError:  # not hashable, so not a list of tuples of str either
            found = None
        self.head = found or head.encode(status, headers)
        self.status = self.head[0]
        self.length = self.head[1]
        return self.write

    def begin(self) -> None:
        """The first octet of the body, or its end, has come: nothing of the head can change any more."""
        if not self.status:
            raise AssertionError("start_response() had not been called when the body began (PEP 3333)")
        self.begun = True
        if self.is_head or self.status in _BODILESS:
            self.is_bodiless = True
            self.left = 0
            if self.status == 204:
                self.length = -1  # RFC 9110 section 8.6
            elif self.status == 205:
                self.length = 0
            elif self.is_head and self.length < 0 < self.known:
                self.length = self.known
            return
        if self.length < 0:
            self.length = self.known
        self.left = self.length

    # ---- the body

    def write(self, part: bytes) -> None:
        """PEP 3333 "The write() Callable"."""
        if not isinstance(part, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise not_bytes(part)
        if self._is_abandoned():
            raise BrokenPipeError("the client has gone")
        if part:
            self.add(part)
            if self.has_excess:  # PEP 3333 "Handling the Content-Length Header"
                raise ValueError("write() past the Content-Length of %d" % self.length)
            self.link.flush()

    def give(self, result: Any) -> None:
        """Sends what the application returned, to its end, and closes it."""
        kind = result.__class__
        if kind is list or kind is tuple:  # has no close()
            if len(result) != 1 or not self._give_whole(result[0]):
                self._give_all(result)
        elif kind is bytes:  # not what PEP 3333 wants, but uWSGI takes it
            self._give_all((result,))
        else:
            try:
                if kind is not files.FileWrapper or self.begun or not files.give(self, result):
                    self._iterate(result)
            finally:
                self._close(result)
            self._end()

    def _give_whole(self, body: Any) -> bool:
        """The short cut for most answers, one part and nothing special; False where it is not one of them."""
        if body.__class__ is not bytes or self.is_head or self.begun or self.status in _NOT_PLAIN:
            return False
        size = len(body)
        if size != self.length >= 0 or size > PART_BYTES:
            return False
        micros = self.link.finish()
        self.is_over = True
        self.queue_whole(body, micros)
        return True

    def _give_all(self, parts: Sequence[Any]) -> None:
        total = 0
        for part in parts:
            if not isinstance(part, bytes):
                raise not_bytes(part)
            total += len(part)
        self.known = total
        for part in (b"".join(parts),) if total < len(parts) * 4096 else parts:
            if part:
                self.add(part)
        self._end()

    def _iterate(self, parts: Any) -> None:
        if self.length < 0:
            try:
                self.is_single = len(parts) == 1
            except TypeError:
                pass
        link, seq = self.link, self.seq
        words, carry = link.words, link.courier.carry
        room = left = 0  # octets that may go by courier: not the head, nor what completes the body
        try:
            for part in parts:
                if not isinstance(part, bytes):
                    raise not_bytes(part)
                if words[ABANDONED] == seq or link.is_broken:
                    return
                size = len(part)
                if size < left and size <= PART_BYTES:
                    carry(part)
                    left -= size
                elif size:
                    self.settle(room - left)
                    self.add(part)
                    if self.is_bodiless or self.has_excess:
                        return  # the rest would go nowhere
                    link.flush()
                    room = left = self.left if self.left >= 0 else ANY_BYTES
        finally:
            self.settle(room - left)

    def add(self, part: bytes) -> None:
        """Takes an octet or more of the body."""
        if not self.begun:
            if self.is_single:
                self.known = len(part)
            self.begin()
        left = self.left
        if left >= 0:
            if self.is_bodiless:
                return
            if len(part) > left:
                if not self.has_excess:
                    process.log_request(self.environ, "octets past the Content-Length of %d are dropped" % self.length)
                self.has_excess = True
                part = part[:left]
                if not part:
                    return
            self.left = left = left - len(part)
            if not left:
                self.completed_at = monotonic_ns()
                self.link.patience.begin_tail()
                if self.seq >= self.link.patience.tails_from:
                    self.held = part
                    return
        self.queue_part(part, 0, 0)

    def _end(self) -> None:
        """The application is through with the request."""
        if not self.begun:
            self.known = 0
            self.begin()
        link = self.link
        micros = link.finish()
        self.is_over = True
        is_abandoned = self._is_abandoned()
        if is_abandoned or self.left > 0:
            if not is_abandoned:
                short = "the body ended %d octets short of the Content-Length of %d" % (self.left, self.length)
                process.log_request(self.environ, short)
            return link.queue((wire.fail(self.seq, wire.CAUSE_RAISED, micros),), 4)
        if self.completed_at:
            link.patience.end_tail(self.seq, link.now - self.completed_at)
        if self.held_file is not None:
            self.queue_part(b"", 0, 0)
            return link.queue((wire.file(self.seq, LAST, micros, *self.held_file),), 28)
        return self.queue_part(self.held or b"", LAST, micros)

    def fail(self, error: BaseException) -> None:
        """The application raised, or broke a rule."""
        if self.is_over:
            process.log_error(error)
            self.link.is_broken = True  # a signal handler's: whether the answer has its last frame is not known
            return
        micros = self.link.finish()
        self.is_over = True
        if self.held is not None:
            self.queue_part(self.held, 0, 0)
        if isinstance(error, NotLoaded):
            process.log_request(self.environ, str(error))
        elif not (self._is_abandoned() and isinstance(error, OSError)):  # which says just that
            process.log_error(error)
        self.link.queue((wire.fail(self.seq, self.link.worker.cause(error), micros),), 4)

    def _close(self, result: Any) -> None:
        """Calls the iterable's close(), if it has one; what that raises cannot undo the answer."""
        try:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        except BaseException as error:  # noqa: BLE001 a server outlives what its application raises
            process.log_error(error)

    def _is_abandoned(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self.link.words[ABANDONED] == self.seq or self.link.is_broken
