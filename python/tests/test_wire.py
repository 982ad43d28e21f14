# SPDX-License-Identifier: Apache-2.0
"""The worker's codec on the shared vectors, whole and in pieces, and against the front's half in ``frames``."""

import json
import marshal
import os
import random
import struct
import unittest

import frames

from merapi_worker import wire

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "vectors", "workerlink", "frames.json")


def vectors():
    with open(VECTORS, encoding="utf-8") as file:
        return json.load(file)


def head(vector):
    reason, fields = vector["reason"].encode("latin-1"), vector["fields"].encode("latin-1")
    octets = bytes.fromhex(vector["octets"])
    size = wire.HEAD_FIXED_BYTES + len(reason) + len(fields) + len(octets)
    fixed = wire.pack_head(
        size,
        wire.HEAD,
        vector["flags"],
        vector["aux"],
        vector["seq"],
        vector["content_length"],
        vector["micros"],
        vector["field_count"],
        len(reason),
        len(fields),
    )
    return fixed + reason + fields + octets


def data(vector):
    octets = bytes.fromhex(vector["octets"])
    size = wire.DATA_FIXED_BYTES + len(octets)
    return wire.pack_data(size, wire.DATA, vector["flags"], vector["aux"], vector["seq"], vector["micros"]) + octets


ENCODERS = {
    "HELLO": lambda v: wire.hello(v["aux"], v["pid"], v["seat"], v["thread"], v["generation"]),
    "HEAD": head,
    "DATA": data,
    "FILE": lambda v: wire.file(v["seq"], v["flags"], v["micros"], v["offset"], v["length"], v["descriptor"]),
    "FAIL": lambda v: wire.fail(v["seq"], v["aux"], v["micros"]),
    "SKIPPED": lambda v: wire.skipped(v["seq"]),
    "LOADED": lambda v: wire.loaded(v["report"]),
    "LOAD_FAILED": lambda v: wire.load_failed(v["line"]),
    "MODULES": lambda v: wire.modules(v["files"]),
    "SPAWNED": lambda v: wire.spawned(v["seat"], v["pid"]),
    "EXITED": lambda v: wire.exited(v["seat"], v["pid"], v["status"]),
}


def feed(inbox, octets):
    """Receives as many octets as there is room for; returns the rest."""
    room = inbox.room()
    count = min(len(room), len(octets))
    room[:count] = octets[:count]
    inbox.received(count)
    return octets[count:]


def drain(inbox):
    """The frames that are complete: header and payload."""
    found = []
    header = inbox.next()
    while header is not None:
        found.append((header, bytes(inbox.view[inbox.at - header[0] : inbox.at])))
        header = inbox.next()
    return found


def decode(pieces, capacity=4096):
    inbox = wire.Inbox(capacity)
    found = []
    for piece in pieces:
        rest = piece
        while rest:
            rest = feed(inbox, rest)
            found += drain(inbox)
    return found


class VectorTest(unittest.TestCase):
    def test_what_goes_up_is_encoded_to_the_octet(self):
        for vector in vectors():
            if vector["direction"] == "up":
                with self.subTest(vector["name"]):
                    self.assertEqual(vector["hex"], ENCODERS[vector["kind"]](vector).hex())

    def test_what_goes_down_is_decoded_to_its_fields(self):
        for vector in vectors():
            if vector["direction"] == "down":
                with self.subTest(vector["name"]):
                    [(header, payload)] = decode([bytes.fromhex(vector["hex"])])
                    self.check(vector, header, payload)

    def check(self, vector, header, payload):
        size, kind, flags, aux, seq = header
        self.assertEqual(getattr(wire, vector["kind"]), kind)
        self.assertEqual((len(payload), vector["flags"], vector["aux"], vector["seq"]), (size, flags, aux, seq))
        if kind == wire.REQUEST:
            length = wire.unpack_u32(payload)[0]
            self.assertEqual(vector["environ"], marshal.loads(memoryview(payload)[4:]))
            rest = payload[4 + length :]
            self.assertEqual(vector.get("file", "").encode() or bytes.fromhex(vector.get("octets", "")), rest)
        elif kind == wire.CONFIG:
            self.assertEqual(vector["config"], marshal.loads(payload))
        elif kind == wire.SPAWN:
            self.assertEqual((vector["worker"], vector["seat"]), wire.unpack_two_u32(payload))
        elif kind == wire.SIGNAL:
            self.assertEqual((vector["seat"], vector["signal"]), wire.unpack_two_u32(payload))
        else:
            self.assertEqual(bytes.fromhex(vector.get("octets", "")), payload)

    def test_the_tests_own_codec_agrees(self):
        for vector in vectors():
            with self.subTest(vector["name"]):
                octets = bytes.fromhex(vector["hex"])
                fields = dict(vector)
                for name in ("name", "direction", "hex"):
                    del fields[name]
                if vector["kind"] in ("REQUEST", "CONFIG"):
                    continue  # written by it, and read by the worker's above
                if "octets" in fields:
                    fields["octets"] = bytes.fromhex(fields["octets"])
                self.assertEqual(fields, frames.decode(octets[:16], octets[16:]))

    def test_the_tests_own_codec_writes_what_goes_down(self):
        writers = {
            "CONFIG": lambda v: frames.config(v["config"]),
            "SPAWN": lambda v: frames.spawn(v["worker"], v["seat"]),
            "SIGNAL": lambda v: frames.signal(v["seat"], v["signal"]),
            "REQUEST": lambda v: frames.request(
                v["seq"],
                v["environ"],
                v.get("file", "").encode() or bytes.fromhex(v.get("octets", "")),
                v["flags"],
            ),
        }
        for vector in vectors():
            if vector["kind"] in writers:
                with self.subTest(vector["name"]):
                    self.assertEqual(vector["hex"], writers[vector["kind"]](vector).hex())


class InboxTest(unittest.TestCase):
    def setUp(self):
        down = [bytes.fromhex(v["hex"]) for v in vectors() if v["direction"] == "down"]
        self.stream = b"".join(down)
        self.expected = decode(down)
        self.assertEqual(len(down), len(self.expected))

    def test_many_frames_at_once(self):
        self.assertEqual(self.expected, decode([self.stream]))

    def test_octet_by_octet(self):
        self.assertEqual(self.expected, decode([self.stream[i : i + 1] for i in range(len(self.stream))]))

    def test_random_cuts_and_capacities(self):
        dice = random.Random(20)
        for _ in range(200):
            cuts = sorted(dice.choices(range(len(self.stream)), k=dice.randrange(1, 12)))
            pieces = [self.stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(self.stream)])]
            self.assertEqual(self.expected, decode(pieces, dice.choice((16, 17, 64, 300, 4096))))

    def test_trailing_octets_stay_for_the_next_frame(self):
        for count in range(1, 16):
            inbox = wire.Inbox(4096)
            frame = frames.body(1, b"x" * 20)
            feed(inbox, frame + frame[:count])
            self.assertEqual(1, len(drain(inbox)))
            feed(inbox, frame[count:])
            self.assertEqual([b"x" * 20], [payload for _, payload in drain(inbox)])

    def test_a_frame_larger_than_the_buffer_gets_its_own_and_leaves_no_memory_behind(self):
        inbox = wire.Inbox(64)
        rest = frames.body(1, b"y" * 100_000)
        while rest:
            rest = feed(inbox, rest)
        self.assertEqual([b"y" * 100_000], [payload for _, payload in drain(inbox)])
        inbox.room()
        self.assertEqual(64, len(inbox.buffer))

    def test_there_is_always_room(self):
        inbox = wire.Inbox(16)
        for octet in frames.body(1, b"z" * 50):
            self.assertTrue(inbox.room())
            self.assertEqual(b"", feed(inbox, bytes((octet,))))

    def test_a_frame_over_64_mib_is_refused_before_it_is_received(self):
        inbox = wire.Inbox(64)
        feed(inbox, struct.pack("<IBBHQ", (64 << 20) + 1, 9, 0, 0, 1))
        with self.assertRaises(wire.WireError):
            inbox.next()

    def test_64_mib_are_waited_for(self):
        inbox = wire.Inbox(64)
        feed(inbox, struct.pack("<IBBHQ", 64 << 20, 9, 0, 0, 1))
        self.assertIsNone(inbox.next())
