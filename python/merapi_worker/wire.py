# SPDX-License-Identifier: Apache-2.0
"""Frames of the worker link, as docs/workerlink.md defines them: octets in, octets out, no input or output."""

from __future__ import annotations

import marshal
from struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    # size, kind, flags, aux, seq
    Header = Tuple[int, int, int, int, int]

# Kinds.
HELLO, CONFIG, SPAWN, STOP, SIGNAL = 1, 2, 3, 4, 5
REQUEST, BODY = 8, 9
HEAD, DATA, FILE, FAIL, SKIPPED = 16, 17, 18, 19, 20
LOADED, LOAD_FAILED, SPAWNED, EXITED, MODULES = 32, 33, 34, 35, 36

# What a connection is for: aux of HELLO.
ROLE_ZYGOTE, ROLE_LINK, ROLE_LIFELINE, ROLE_FILES, ROLE_STACKS, ROLE_MODULES = 0, 1, 2, 3, 4, 5

# Flags: of REQUEST, of BODY, of HEAD; LAST also of DATA and FILE.
REQUEST_FILE, REQUEST_STREAM = 1, 2
BODY_LAST, BODY_BROKEN = 1, 2
LAST, HAS_DATE = 1, 2

# Causes: aux of FAIL.
CAUSE_RAISED, CAUSE_NO_APPLICATION, CAUSE_FATAL = 0, 1, 2

# Words of a scoreboard slot.
STARTED, REVOKED, ABANDONED, SERVED, IDENT, NATIVE = 0, 1, 2, 3, 4, 5
SLOT_WORDS = 8

HEADER_BYTES = 16
LARGEST_PAYLOAD = 64 << 20
MOST_MICROS = 0xFFFFFFFF

_HEADER = Struct("<IBBHQ")
_HELLO = Struct("<IBBHQIIII")
_SPAWNED = Struct("<IBBHQII")
_EXITED = Struct("<IBBHQIIi")
_HEAD = Struct("<IBBHQqIHHI")
_DATA = Struct("<IBBHQI")
_FILE = Struct("<IBBHQIQQQ")
_U32 = Struct("<I")
_TWO_U32 = Struct("<II")

unpack_header = _HEADER.unpack_from
unpack_u32 = _U32.unpack_from
unpack_two_u32 = _TWO_U32.unpack_from

# The hot frames are packed by their users: all fields in order, beginning with the payload's size.
pack_head = _HEAD.pack
pack_data = _DATA.pack
HEAD_FIXED_BYTES = _HEAD.size - HEADER_BYTES
DATA_FIXED_BYTES = _DATA.size - HEADER_BYTES


class WireError(Exception):
    """The other end broke the protocol: a defect of ours, the connection can only be closed."""


def hello(role: int, pid: int, seat: int, thread: int, generation: int) -> bytes:
    return _HELLO.pack(16, HELLO, 0, role, 0, pid, seat, thread, generation)


def loaded(report: Dict[str, Any]) -> bytes:
    payload = marshal.dumps(report, 2)
    return _HEADER.pack(len(payload), LOADED, 0, 0, 0) + payload


def load_failed(line: str) -> bytes:
    payload = line.encode("utf-8", "backslashreplace")
    return _HEADER.pack(len(payload), LOAD_FAILED, 0, 0, 0) + payload


def modules(files: List[str]) -> bytes:
    """Files that code has been loaded from, or was to be."""
    payload = "\0".join(files).encode("utf-8", "surrogateescape")
    return _HEADER.pack(len(payload), MODULES, 0, 0, 0) + payload


def spawned(seat: int, pid: int) -> bytes:
    return _SPAWNED.pack(8, SPAWNED, 0, 0, 0, seat, pid)


def exited(seat: int, pid: int, status: int) -> bytes:
    """``status`` is the exit code, or minus the signal."""
    return _EXITED.pack(12, EXITED, 0, 0, 0, seat, pid, status)


def file(seq: int, flags: int, micros: int, offset: int, length: int, descriptor: int) -> bytes:
    """``descriptor`` counts those sent on the worker's FILES connection, from 1."""
    return _FILE.pack(28, FILE, flags, 0, seq, micros, offset, length, descriptor)


def fail(seq: int, cause: int, micros: int) -> bytes:
    return _DATA.pack(4, FAIL, 0, cause, seq, micros)


def skipped(seq: int) -> bytes:
    return _HEADER.pack(0, SKIPPED, 0, 0, seq)


class Inbox:
    """Cuts what is received into frames, in place.

    ``buffer[at:end]`` is received and not yet taken. The owner receives into ``room()``, says how much came with
    ``received()``, and takes frames with ``next()`` until there is none. The payload of the frame taken last is
    ``view[at - size:at]``; it is valid until the next ``room()``.
    """

    __slots__ = ("_capacity", "at", "buffer", "end", "view")

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._allocate(capacity)
        self.at = 0
        self.end = 0

    def _allocate(self, capacity: int) -> None:
        self.buffer = bytearray(capacity)
        self.view = memoryview(self.buffer)

    def room(self) -> memoryview:
        """Where to receive, never empty; makes the room that the frame begun needs."""
        at, end = self.at, self.end
        if at == end:
            self.at = self.end = 0
            if len(self.buffer) != self._capacity:  # one huge body must not stay in memory
                self._allocate(self._capacity)
            return self.view
        needed = HEADER_BYTES
        if end - at >= HEADER_BYTES:
            needed += unpack_u32(self.buffer, at)[0]
        if at + needed > len(self.buffer):
            begun = bytes(self.view[at:end])
            if needed > len(self.buffer):
                self._allocate(needed)
            self.view[: end - at] = begun
            self.at, self.end = 0, end - at
        return self.view[self.end :]

    def received(self, count: int) -> None:
        self.end += count

    def next(self) -> Optional[Header]:
        """The header of the next frame that is complete, or None: receive more. Raises WireError."""
        at = self.at
        if self.end - at < 16:  # HEADER_BYTES, and a global less to look up for each request
            return None
        header = unpack_header(self.buffer, at)
        stop = at + 16 + header[0]
        if stop > self.end:
            if header[0] > LARGEST_PAYLOAD:
                raise WireError("a frame of %d octets" % header[0])
            return None
        self.at = stop
        return header

    def large(self) -> Optional[Header]:
        """The header of a frame that has begun and is larger than the buffer, or None.

        The owner may take the rest of it from its source by itself, and then has ``at`` and ``end`` meet. Otherwise
        ``room()`` provides for it at the cost of a buffer as large as the frame.
        """
        at = self.at
        if self.end - at < HEADER_BYTES:
            return None
        header = unpack_header(self.buffer, at)
        return header if header[0] > self._capacity - HEADER_BYTES else None
