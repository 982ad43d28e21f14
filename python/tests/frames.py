# SPDX-License-Identifier: Apache-2.0
"""The front's half of the worker link's codec, written from docs/workerlink.md and independently of ``wire``.

A frame is a dict: ``kind`` by name, ``flags``, ``aux``, ``seq``, and the fields of its payload.
"""

import marshal
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # where merapi_worker is

KINDS = {
    "HELLO": 1,
    "CONFIG": 2,
    "SPAWN": 3,
    "STOP": 4,
    "SIGNAL": 5,
    "REQUEST": 8,
    "BODY": 9,
    "HEAD": 16,
    "DATA": 17,
    "FILE": 18,
    "FAIL": 19,
    "SKIPPED": 20,
    "LOADED": 32,
    "LOAD_FAILED": 33,
    "SPAWNED": 34,
    "EXITED": 35,
    "MODULES": 36,
}
NAMES = {number: name for name, number in KINDS.items()}
ROLES = ("ZYGOTE", "LINK", "LIFELINE", "FILES", "STACKS", "MODULES")
FIXED = {
    "HELLO": ("<IIII", ("pid", "seat", "thread", "generation")),
    "SPAWN": ("<II", ("worker", "seat")),
    "SIGNAL": ("<II", ("seat", "signal")),
    "HEAD": ("<qIHHI", ("content_length", "micros", "field_count", "reason_length", "fields_length")),
    "DATA": ("<I", ("micros",)),
    "FILE": ("<IQQQ", ("micros", "offset", "length", "descriptor")),
    "FAIL": ("<I", ("micros",)),
    "SPAWNED": ("<II", ("seat", "pid")),
    "EXITED": ("<IIi", ("seat", "pid", "status")),
}


def frame(kind, payload=b"", flags=0, aux=0, seq=0):
    return struct.pack("<IBBHQ", len(payload), KINDS[kind], flags, aux, seq) + payload


def marshal_string(text):
    """As the front writes them: TYPE_SHORT_ASCII, TYPE_ASCII or TYPE_UNICODE, without references."""
    octets = text.encode("utf-8")
    if len(octets) != len(text):
        return b"u" + struct.pack("<I", len(octets)) + octets
    if len(octets) < 256:
        return b"z" + bytes((len(octets),)) + octets
    return b"a" + struct.pack("<I", len(octets)) + octets


def marshal_value(value):
    if isinstance(value, dict):
        return b"{" + b"".join(marshal_value(n) + marshal_value(v) for n, v in value.items()) + b"0"
    if isinstance(value, list):
        return b"[" + struct.pack("<I", len(value)) + b"".join(map(marshal_value, value))
    if isinstance(value, str):
        return marshal_string(value)
    if value is None:
        return b"N"
    if isinstance(value, bool):
        return b"T" if value else b"F"
    return b"i" + struct.pack("<i", value)


def config(entries):
    return frame("CONFIG", marshal_value(entries))


def spawn(worker, seat=0):
    """In the seat of its own number, unless another is given."""
    return frame("SPAWN", struct.pack("<II", worker, seat or worker))


def signal(seat, number):
    return frame("SIGNAL", struct.pack("<II", seat, number))


def stop():
    return frame("STOP")


def request(seq, variables, body=b"", flags=0):
    """``body`` is its octets, or with flag 1 (FILE) the path of the file that holds it."""
    environ = marshal_value(variables)
    return frame("REQUEST", struct.pack("<I", len(environ)) + environ + body, flags, 0, seq)


def body(seq, octets, flags=0):
    return frame("BODY", octets, flags, 0, seq)


def ready_for_descriptors():
    return frame("HELLO", b"", 0, 3)


def decode(header, payload):
    """One frame from its header's 16 octets and its payload."""
    _, number, flags, aux, seq = struct.unpack("<IBBHQ", header)
    kind = NAMES[number]
    found = {"kind": kind, "flags": flags, "aux": aux, "seq": seq}
    rest = payload
    if kind in FIXED and (payload or kind != "HELLO"):
        layout, names = FIXED[kind]
        size = struct.calcsize(layout)
        found.update(zip(names, struct.unpack(layout, payload[:size])))
        rest = payload[size:]
    if kind == "HEAD":
        reason, fields = found.pop("reason_length"), found.pop("fields_length")
        found["reason"] = rest[:reason].decode("latin-1")
        found["fields"] = rest[reason : reason + fields].decode("latin-1")
        found["octets"] = rest[reason + fields :]
    elif kind in ("DATA", "BODY"):
        found["octets"] = rest
    elif kind == "LOADED":
        found["report"] = marshal.loads(rest)
    elif kind == "LOAD_FAILED":
        found["line"] = rest.decode("utf-8")
    elif kind == "MODULES":
        found["files"] = rest.decode("utf-8").split("\0")
    elif rest:
        raise AssertionError("%d octets left over in %s" % (len(rest), kind))
    return found
