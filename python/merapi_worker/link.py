# SPDX-License-Identifier: Apache-2.0
"""One link of a worker: takes requests off it, has the application answer them, sends the answers in batches.

    receive -> Inbox -> REQUEST -> environ -> application -> Answer -> out -> flush

A link belongs to one thread. What it received and has not started may be taken back by the front through the
scoreboard; see "The scoreboard" in docs/workerlink.md.
"""

from __future__ import annotations

import sys
from io import BufferedReader, BytesIO
from marshal import loads
from time import monotonic_ns

from merapi_worker import process, wire
from merapi_worker.answer import Answer
from merapi_worker.body import StoredBody, StreamedBody
from merapi_worker.courier import Courier
from merapi_worker.patience import SLOW_NANOS, Patience
from merapi_worker.wire import BODY, REQUEST, REVOKED, SERVED, STARTED, Inbox, WireError, unpack_u32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket
    from typing import Any, Dict, List, Optional, Tuple, Union

    from merapi_worker.wire import Header
    from merapi_worker.worker import Worker

INBOX_BYTES = 256 << 10
FLUSH_BYTES = 64 << 10
RECEIVES_LARGE = sys.implementation.name == "cpython"
"""PyPy 7.3 crashes when BytesIO.getbuffer() is received into."""

MOST_PIECES = 1000
"""Of a message that is sent without joining it; the kernel's IOV_MAX is 1,024."""


class Link:
    def __init__(self, worker: Worker, socket: socket, words: memoryview, constants: Dict[str, Any]) -> None:
        self.worker = worker
        self.words = words
        self.is_broken = False
        """Sending has failed: the front is gone, or what it would receive next could not be understood."""
        self.patience = Patience()
        self.courier = Courier(self, socket)
        self.now = 0
        """Monotonic nanoseconds, as of when it last mattered."""
        self.seq = 0
        """Of the current request."""
        self._socket = socket
        self._constants = constants
        self._inbox = Inbox(INBOX_BYTES)
        self._out: List[Union[bytes, memoryview]] = []
        self._out_bytes = 0
        self._out_since = 0
        self._started = 0
        self._served = 0

    def serve(self) -> None:
        """Answers requests until the front closes or half-closes the link. Raises WireError."""
        inbox = self._inbox
        next_frame = inbox.next
        while True:
            header = next_frame()
            if header is None:
                if not self._request_large() and not self._receive():
                    return
            elif header[1] == REQUEST:
                self._request(header, inbox.at - header[0], None)
            elif header[1] != BODY or header[4] != self.seq:
                raise WireError("a frame of kind %d, seq %d, after seq %d" % (header[1], header[4], self.seq))
            # else it is the rest of a streamed body that the application has not read

    # ---- requests

    def _request(self, header: Header, start: int, whole: Optional[BytesIO]) -> None:
        """Answers the request whose payload begins at ``start`` of the inbox; ``whole`` is its body if not there."""
        seq = self.seq = header[4]
        if self._out:
            if seq < self.patience.answers_from or self.now - self._out_since > SLOW_NANOS:
                self.flush()
                self.now = monotonic_ns()
            else:
                self.patience.wait()
        self._started = self.now
        words = self.words
        revoked = words[REVOKED]
        if not revoked or seq < revoked:
            words[STARTED] = seq
            revoked = words[REVOKED]
        if revoked and seq >= revoked:
            return self.queue((wire.skipped(seq),), 0)
        application = self.worker.application
        if application is None:
            return self.queue((wire.fail(seq, wire.CAUSE_NO_APPLICATION, self.finish()),), 4)
        inbox = self._inbox
        environ: Dict[str, Any] = loads(inbox.view[start + 4 :])
        environ.update(self._constants)
        at = start + 4 + unpack_u32(inbox.buffer, start)[0]
        body = None
        if header[2]:
            body = self._attach_body(environ, header[2], at)
        elif at < inbox.at:
            environ["wsgi.input"] = BytesIO(inbox.view[at : inbox.at]) if whole is None else whole
        else:
            environ["wsgi.input"] = BytesIO()
        answer = Answer(self, seq, environ)
        try:
            answer.give(application(environ, answer.start_response))
        except BaseException as error:  # noqa: BLE001 SystemExit and KeyboardInterrupt end requests, not workers
            answer.fail(error)
        if body is not None:
            body.close()
        return None

    def _request_large(self) -> bool:
        """Answers a request whose body is larger than the inbox, received straight to where the application reads it.

        False where none has come, or not yet its whole environ; then the inbox has to take more in.
        """
        inbox = self._inbox
        header = inbox.large() if RECEIVES_LARGE else None
        start = inbox.at + wire.HEADER_BYTES
        if header is None or header[1] != REQUEST or header[2] or header[0] > wire.LARGEST_PAYLOAD:
            return False
        if start + 4 > inbox.end:
            return False
        at = start + 4 + unpack_u32(inbox.buffer, start)[0]
        if at >= inbox.end:
            return False
        self.flush()
        body = BytesIO(bytes(start + header[0] - at))
        with body.getbuffer() as target:
            count = inbox.end - at
            target[:count] = inbox.view[at : inbox.end]
            while count < len(target):
                received = self._receive_into(target[count:])
                if not received:
                    self.is_broken = True
                    return False
                count += received
        inbox.at = inbox.end
        self._request(header, start, body)
        return True

    def _attach_body(self, environ: Dict[str, Any], flags: int, at: int) -> Union[StoredBody, StreamedBody]:
        """Gives the environ a body that is not in the frame; ``at`` is where the frame's environ ends."""
        if flags & wire.REQUEST_STREAM:
            body = StreamedBody(self._receive_body)
        elif flags & wire.REQUEST_FILE:
            body = StoredBody(str(self._inbox.view[at : self._inbox.at], "utf-8", "surrogateescape"))
        else:
            raise WireError("a REQUEST with flags %d" % flags)
        environ["wsgi.input"] = BufferedReader(body)
        return body

    def finish(self) -> int:
        """The application has done with the request; how long it took, in microseconds."""
        self._served = self.words[SERVED] = self._served + 1
        self.now = now = monotonic_ns()
        nanos = now - self._started
        if nanos > SLOW_NANOS:
            self.patience.note_slow(self.seq)
        micros = nanos // 1000
        return micros if micros < wire.MOST_MICROS else wire.MOST_MICROS

    # ---- input

    def _receive(self) -> bool:
        """Waits for more; False when there will be none. Sends what is buffered first."""
        self.flush()
        if self.is_broken:
            return False
        count = self._receive_into(self._inbox.room())
        self._inbox.received(count)
        return count > 0

    def _receive_into(self, room: memoryview) -> int:
        while True:
            try:
                count = self._socket.recv_into(room)
            except OSError:  # noqa: PERF203
                return 0
            except BaseException as error:  # noqa: BLE001 of a signal handler the application left behind
                process.log_error(error)
            else:
                self.now = monotonic_ns()
                return count

    def _receive_body(self) -> Tuple[memoryview, int]:
        """The next BODY frame of the current request: its octets, valid until the next call, and its flags."""
        inbox = self._inbox
        header = inbox.next()
        while header is None:
            if not self._receive():
                self.is_broken = True
                raise OSError("the server has gone")
            header = inbox.next()
        size, kind, flags, _, seq = header
        if kind != BODY or seq != self.seq:
            self.is_broken = True
            raise WireError("a frame of kind %d, seq %d, in the body of seq %d" % (kind, seq, self.seq))
        return inbox.view[inbox.at - size : inbox.at], flags

    # ---- output

    def queue(self, pieces: Tuple[Union[bytes, memoryview], ...], size: int) -> None:
        """Buffers one frame with ``size`` octets of payload."""
        if not self._out:
            self._out_since = self.now
        self._out += pieces
        self._out_bytes += size + 16
        if self._out_bytes > FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Sends what is buffered. Raises nothing: without the front there is nobody to tell."""
        out = self._out
        if not out:
            return
        self._out = []
        size, self._out_bytes = self._out_bytes, 0
        self.patience.end_wait()
        if self.is_broken:
            return
        try:
            if size <= FLUSH_BYTES or len(out) > MOST_PIECES:
                self._socket.sendall(b"".join(out))
            else:
                sent = self._socket.sendmsg(out)
                if sent < size:
                    self._socket.sendall(memoryview(b"".join(out))[sent:])
        except OSError:
            self.is_broken = True
        except BaseException:  # a signal handler's: how much was sent is not known
            self.is_broken = True
            raise

    def close(self) -> None:
        self._socket.close()
