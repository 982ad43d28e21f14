# SPDX-License-Identifier: Apache-2.0
"""PEP 3333 "Buffering and Streaming": what becomes of parts that come quickly one after the other."""

import array
import socket
import threading
import time
import unittest
from unittest import mock

import frames

from merapi_worker import courier as courier_module
from merapi_worker import wire
from merapi_worker.answer import Answer
from merapi_worker.courier import MOST_BYTES, QUICK_NANOS
from merapi_worker.link import Link

SECONDS = 20


class Reader:
    """The front's end of a link: reads frames, and tells how much of the body has come."""

    def __init__(self, connection):
        self.connection = connection
        self.kinds = []
        self.body = b""
        self.arrived = threading.Condition()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        octets = b""
        while True:
            received = self.connection.recv(65536)
            if not received:
                return
            octets += received
            while len(octets) >= 16 and len(octets) >= 16 + int.from_bytes(octets[:4], "little"):
                end = 16 + int.from_bytes(octets[:4], "little")
                frame = frames.decode(octets[:16], octets[16:end])
                octets = octets[end:]
                with self.arrived:
                    self.kinds.append(frame["kind"])
                    self.body += frame.get("octets", b"")
                    self.arrived.notify_all()

    def has(self, body):
        """Waits until that has come."""
        with self.arrived:
            return self.arrived.wait_for(lambda: self.body == body, SECONDS)


class CourierTest(unittest.TestCase):
    """It is the link's worker, too."""

    application = None

    def cause(self, error):
        return wire.CAUSE_RAISED

    def setUp(self):
        ours, theirs = socket.socketpair()
        self.reader = Reader(theirs)
        self.link = Link(self, ours, memoryview(array.array("Q", [0] * 8)), {})
        self.link.seq = 1
        self.addCleanup(theirs.close)
        self.addCleanup(self.reader.thread.join)
        self.addCleanup(self.link.close)

    def answer(self, parts, *headers):
        """What the front has got when the application is through."""
        answer = Answer(self.link, 1, {})
        answer.start_response("200 OK", list(headers))
        try:
            answer.give(parts)
        except Exception as error:
            with mock.patch("merapi_worker.process.log_error"):
                answer.fail(error)
        self.link.flush()
        self.link.close()
        self.reader.thread.join()
        return self.reader.body

    def at(self, clock):
        """Runs by that clock."""
        patch = mock.patch.object(courier_module, "monotonic_ns", clock)
        patch.start()
        self.addCleanup(patch.stop)

    def no_thread(self, error=None):
        patch = mock.patch.object(courier_module, "start_new_thread", side_effect=error)
        self.addCleanup(patch.stop)
        return patch.start()

    def test_no_part_waits_while_the_application_waits(self):
        def parts():
            for _ in range(100):
                yield b"part "
            waited.append(self.reader.has(b"part " * 100))
            yield b"end"

        waited = []
        self.assertEqual(b"part " * 100 + b"end", self.answer(parts()))
        self.assertEqual([True], waited)

    def test_no_part_waits_while_the_application_computes(self):
        def parts():
            for _ in range(100):
                yield b"part "
            deadline = time.monotonic() + SECONDS
            while self.reader.body != b"part " * 100 and time.monotonic() < deadline:
                pass
            waited.append(self.reader.body)
            yield b"end"

        waited = []
        self.answer(parts())
        self.assertEqual([b"part " * 100], waited)

    def test_parts_keep_their_order(self):
        parts = [b"%d " % number * (number * 7919 % 400) for number in range(3000)]
        self.assertEqual(b"".join(parts), self.answer(iter(parts)))

    def test_parts_of_a_body_of_known_length_keep_their_order(self):
        parts = [b"%d " % number * (number * 7919 % 400) for number in range(3000)]
        size = str(sum(map(len, parts)))
        self.assertEqual(b"".join(parts), self.answer(iter(parts), ("Content-Length", size)))
        self.assertFalse(self.link.is_broken)

    def test_what_is_past_the_content_length_is_dropped(self):
        with mock.patch("merapi_worker.process.log_request"):
            self.assertEqual(b"a" * 50, self.answer((b"a" for _ in range(90)), ("Content-Length", "50")))

    def test_quick_parts_share_a_frame(self):
        self.at(lambda: 0)
        self.no_thread()
        self.assertEqual(b"a" * 50, self.answer(b"a" for _ in range(50)))
        self.assertEqual(["HEAD", "DATA", "DATA"], self.reader.kinds)

    def test_parts_after_a_pause_are_sent_at_once(self):
        nanos = iter(range(QUICK_NANOS + 1, 1 << 60, QUICK_NANOS + 1))
        self.at(lambda: next(nanos))
        threads = self.no_thread()
        self.answer(b"a" for _ in range(9))
        self.assertEqual(["HEAD", *["DATA"] * 9], self.reader.kinds)
        threads.assert_not_called()

    def test_what_is_kept_is_bounded(self):
        self.at(lambda: 0)
        self.no_thread()
        self.answer(b"a" * 1024 for _ in range(4 * MOST_BYTES >> 10))
        self.assertLessEqual(5, self.reader.kinds.count("DATA"))

    def test_without_a_thread_parts_are_sent_at_once(self):
        self.at(lambda: 0)
        self.no_thread(RuntimeError("can't start new thread"))
        self.assertEqual(b"a" * 9, self.answer(b"a" for _ in range(9)))
        self.assertEqual(["HEAD", *["DATA"] * 9], self.reader.kinds)

    def test_parts_before_an_exception_are_sent_before_the_failure(self):
        def parts():
            for _ in range(50):
                yield b"a"
            raise ValueError

        self.assertEqual(b"a" * 50, self.answer(parts()))
        self.assertEqual("FAIL", self.reader.kinds[-1])

    def test_nothing_is_sent_to_a_front_that_has_gone(self):
        def parts():
            for number in range(100_000):
                if number == 9:
                    self.reader.connection.shutdown(socket.SHUT_RDWR)
                made.append(number)
                yield b"a" * 1000

        made = []
        self.answer(parts())
        self.assertTrue(self.link.is_broken)
        self.assertLess(len(made), 100_000)

    def test_the_thread_leaves_when_it_has_nothing_to_do_and_is_there_again_when_it_has(self):
        def parts():
            for turn in range(1, 4):
                for _ in range(100):
                    yield b"part "
                waited.append(self.reader.has(b"part " * 100 * turn))
                waited.append(self.has_no_thread())
            yield b"end"

        waited = []
        with mock.patch.object(courier_module, "IDLE_SECONDS", 0.001):
            self.answer(parts())
        self.assertEqual([True] * 6, waited)

    def has_no_thread(self):
        deadline = time.monotonic() + SECONDS
        while self.link.courier._has_thread and time.monotonic() < deadline:
            pass
        return not self.link.courier._has_thread

    def test_a_forked_process_does_not_wait_for_the_thread_it_has_not(self):
        self.link.courier._guard.acquire()
        self.link.courier.disown()
        self.assertEqual(b"", self.link.courier.take())
