# SPDX-License-Identifier: Apache-2.0
"""A link: batches, the scoreboard, what the front may take back, what the worker refuses."""

import array
import time
import unittest
import zlib
from unittest import mock

import frames
from front import Front
from peers import Link as Peer
from peers import is_readable

from merapi_worker import link as link_module
from merapi_worker.link import Link
from merapi_worker.patience import Patience

STARTED, REVOKED, ABANDONED, SERVED = range(4)


class ScoreboardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.front = Front(module="apps.pep3333", threads=2, processes=2)
        cls.addClassCleanup(cls.front.close)

    def setUp(self):
        self.worker = self.front.worker(2)
        self.addCleanup(self.leave)
        self.link = self.worker.links[1]

    def leave(self):
        for index, word in enumerate(self.front.words):
            self.front.words[index] = 0 if index % 8 < 3 else word
        for link in self.worker.links:
            link.close()
        self.assertEqual(0, self.front.news("EXITED", 2)["status"])
        for index in range(len(self.front.words)):
            self.front.words[index] = 0

    def test_started_and_served_are_told(self):
        self.assertEqual((0, 0), (self.link.word(STARTED), self.link.word(SERVED)))
        self.link.get("/chunks")
        self.link.get("/raises")
        self.assertEqual((2, 2), (self.link.word(STARTED), self.link.word(SERVED)))

    def test_slots_of_other_links_are_not_touched(self):
        self.link.get("/chunks")
        self.assertEqual([24, 27], [index for index, word in enumerate(self.front.words) if word and index % 8 < 4])

    def test_started_is_told_before_the_application_is_called(self):
        seq = self.link.request("/waits_for_its_parts", flags=2)
        self.link.step()
        self.assertEqual((1, 0), (self.link.word(STARTED), self.link.word(SERVED)))
        self.link.send(frames.body(seq, b"!!!", 1))
        self.link.answer(seq)

    def test_what_is_taken_back_is_skipped(self):
        self.link.revoke(2)
        seqs = [self.link.request("/show_write") for _ in range(4)]
        answers = [self.link.answer(seq) for seq in seqs]
        self.assertEqual([False, True, True, True], [answer.is_skipped for answer in answers])
        self.assertEqual(1, self.link.word(SERVED))

    def test_what_waits_behind_a_slow_request_can_be_taken_back(self):
        slow = self.link.encode(1, "/waits_for_its_parts", flags=2)
        self.link.send(slow)
        self.link.step()
        self.link.revoke(2)
        self.link.send(frames.body(1, b"!!!", 1))
        self.link.seq = 1
        behind = [self.link.request("/show_write") for _ in range(3)]
        self.assertTrue(self.link.answer(1).is_complete)
        self.assertTrue(all(self.link.answer(seq).is_skipped for seq in behind))

    def test_when_nothing_is_taken_back_any_more_requests_are_started(self):
        self.link.revoke(1)
        self.assertTrue(self.link.get("/show_write").is_skipped)
        self.link.revoke(0)
        self.assertTrue(self.link.get("/show_write").is_complete)

    def test_the_body_of_a_request_that_is_taken_back_is_passed_over(self):
        self.link.revoke(1)
        seq = self.link.request("/show_write", flags=2)
        self.link.send(frames.body(seq, b"some") + frames.body(seq, b"more", 1))
        self.assertTrue(self.link.answer(seq).is_skipped)
        self.link.revoke(0)
        self.assertTrue(self.link.get("/show_write").is_complete)

    def test_links_are_independent(self):
        other = self.worker.links[0]
        seq = self.link.request("/waits_for_its_parts", flags=2)
        self.link.step()
        for _ in range(3):
            self.assertEqual(b"written callable", other.get("/show_write").body)
        self.link.send(frames.body(seq, b"!!!", 1))
        self.assertTrue(self.link.answer(seq).is_complete)

    def test_an_abandoned_request_may_not_write(self):
        seq = self.link.request("/writes", flags=2)
        self.link.send(frames.body(seq, b"!"))
        self.link.step()
        self.link.abandon(seq)
        self.link.send(frames.body(seq, b"!", 1))
        self.assertEqual(0, self.link.answer(seq).cause)

    def test_abandoning_concerns_that_request_only(self):
        self.link.abandon(1)
        self.link.request("/endless")
        second = self.link.request("/chunks")
        self.assertTrue(self.link.answer(second).is_complete)

    def test_a_frame_that_is_not_allowed_closes_the_link(self):
        for frame, log in (
            (frames.stop(), "a frame of kind 4"),
            (frames.body(9, b"x"), "a frame of kind 9, seq 9"),
            (frames.request(1, {}, b"", 4), "a REQUEST with flags 4"),
        ):
            worker = self.front.worker(1)
            worker.links[0].send(frame)
            self.assertTrue(worker.links[0].is_ended())
            self.front.wait_for_log("WireError: " + log)
            self.assertTrue(worker.links[1].get("/chunks").is_complete, "the other thread goes on")
            worker.links[1].close()
            self.front.news("EXITED", 1)

    def test_micros_are_the_applications(self):
        for path in ("/show_write", "/chunks", "/raises", "/closes"):
            begun = time.monotonic()
            answer = self.link.get(path)
            self.assertLessEqual(answer.micros, (time.monotonic() - begun) * 1e6)
            self.assertEqual([0] * (len(answer.frames) - 1), [frame["micros"] for frame in answer.frames[:-1]])


class Socket:
    """Gives what it was given, one piece for each recv_into, and keeps what is sent."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.sent = []

    def recv_into(self, room):
        self.sent.append("receive")
        piece = self.pieces.pop(0) if self.pieces else b""
        room[: len(piece)] = piece
        return len(piece)

    def sendall(self, octets):
        self.sent.append(bytes(octets))

    def sendmsg(self, pieces):
        self.sendall(b"".join(pieces))
        return len(self.sent[-1])


class BatchTest(unittest.TestCase):
    """When answers are sent, by a clock that only the application moves."""

    def setUp(self):
        self.nanos = 1000
        self.application = self.quick
        patch = mock.patch.object(link_module, "monotonic_ns", lambda: self.nanos)
        patch.start()
        self.addCleanup(patch.stop)
        self.usage = [0, 0.0]

    def quick(self, environ, start_response):
        self.nanos += int(environ["QUERY_STRING"] or 0) * 1000
        start_response("200 OK", [])
        return [b"x" * int(environ.get("SIZE", 1))]

    def serve(self, *batches, **more):
        """Sends for batches of the durations of requests, in microseconds: how many answers each write held."""
        seq, pieces = 0, []
        peer = Peer.__new__(Peer)
        peer.answers = {}
        for batch in batches:
            piece = b""
            for duration in batch:
                seq += 1
                piece += peer.encode(seq, "/?%d" % duration, **more)
            pieces.append(piece)
        socket = Socket(*pieces)
        self.link = Link(self, socket, memoryview(array.array("Q", [0] * 8)), {})
        self.link.patience = Patience(lambda: tuple(self.usage))
        self.link.serve()
        return [sent if sent == "receive" else self.count(sent) for sent in socket.sent[1:-1]]

    def count(self, octets):
        count = 0
        while octets:
            size = int.from_bytes(octets[:4], "little")
            count += frames.decode(octets[:16], octets[16 : 16 + size])["flags"] & 1
            octets = octets[16 + size :]
        return count

    def test_answers_of_a_batch_leave_together_before_more_is_waited_for(self):
        self.assertEqual([5, "receive", 1, "receive", 2], self.serve([10] * 5, [10], [10] * 2))

    def test_after_a_millisecond_they_leave_before_another_is_started(self):
        self.assertEqual([5, "receive", 1], self.serve([300] * 5, [1])[:3])
        self.assertEqual([3, 3], self.serve([600] * 6))

    def test_answers_leave_when_there_is_much_of_them(self):
        self.assertEqual([3, 3, 1], self.serve([1] * 7, SIZE="30000"))

    def test_after_a_wait_behind_a_sleeping_request_answers_do_not_wait(self):
        def application(environ, start_response):
            self.usage[0] += environ["QUERY_STRING"] == "20000"  # it has slept
            return self.quick(environ, start_response)

        self.application = application
        self.assertEqual([2, 1, 1, "receive", 1, 1, 1], self.serve([10, 20000, 10, 10], [10] * 3))

    def test_nor_behind_one_that_computes(self):
        def application(environ, start_response):
            self.usage[1] += int(environ["QUERY_STRING"]) / 1e6
            return self.quick(environ, start_response)

        self.application = application
        self.assertEqual([2, 1, "receive", 1, 1, 1], self.serve([10, 20000, 10], [10] * 3))

    def test_a_process_that_was_just_not_running_is_not_taken_for_slow(self):
        self.assertEqual([2, 2, "receive", 3], self.serve([10, 20000, 10, 10], [10] * 3))

    def test_patience_returns(self):
        self.usage = [0, 0.0]
        patience = Patience(lambda: tuple(self.usage))
        patience.wait()
        self.usage[0] += 1
        patience.note_slow(7)
        self.assertEqual(10_007, patience.answers_from)
        patience.end_wait()
        patience.note_slow(8)
        self.assertEqual(10_007, patience.answers_from)

    def test_a_complete_body_waits_for_a_brief_tail_only(self):
        from merapi_worker import answer as answer_module

        class Result:
            def __init__(self, owner):
                self.owner = owner
                self.parts = iter([b"x"])

            def __iter__(self):
                return self.parts

            def close(self):
                self.owner.nanos += self.owner.tail
                self.owner.usage[0] += self.owner.sleeps

        def application(environ, start_response):
            start_response("200 OK", [("Content-Length", "1")])
            return Result(self)

        self.application = application
        with mock.patch.object(answer_module, "monotonic_ns", lambda: self.nanos):
            self.tail, self.sleeps = 900_000, 1
            self.assertEqual([1, "receive", 1], self.serve([0], [0]))
            self.tail, self.sleeps = 1_100_000, 0
            self.assertEqual([1, "receive", 1], self.serve([0], [0]))
            self.tail, self.sleeps = 1_100_000, 1
            self.assertEqual([1, "receive", 0, 1, "receive", 0, 1], self.serve([0], [0], [0]))


class TakingTest(unittest.TestCase):
    """What a link takes in."""

    def setUp(self):
        self.front = Front(module="apps.pep3333")
        self.addCleanup(self.front.close)
        self.link = self.front.worker().links[0]

    def test_answers_do_not_wait_for_the_input_of_the_next_request(self):
        link = self.link
        link.send(link.encode(1, "/show_write") + link.encode(2, "/reads?input.read()", flags=2))
        self.assertTrue(link.answer(1).is_complete)
        self.assertFalse(is_readable(link))
        link.send(frames.body(2, b"", 1))
        self.assertTrue(link.answer(2).is_complete)

    def test_bodies_larger_than_the_inbox_arrive_whole_however_they_are_cut(self):
        link = self.link
        for seq, cut in enumerate((0, 3, 16, 19, 20, 50, 400, 700, 300_000), 1):
            body = bytes(range(256)) * 3000 + b"%d" % cut
            large = link.encode(seq * 2, "/reads?zlib.crc32(input.read())&input.tell()", body)
            stream = link.encode(seq * 2 - 1, "/show_write") + large
            stop = len(stream) - len(large) + cut
            link.send(stream[:stop])
            self.assertTrue(link.answer(seq * 2 - 1).is_complete)
            link.send(stream[stop:])
            self.assertEqual(b"%d\n%d" % (zlib.crc32(body), len(body)), link.answer(seq * 2).body)

    def test_what_follows_a_large_body_is_not_taken_for_it(self):
        link = self.link
        body = b"x" * 400_000
        link.send(link.encode(1, "/reads?len(input.read())", body) + link.encode(2, "/show_write"))
        self.assertEqual(b"400000", link.answer(1).body)
        self.assertEqual(b"written callable", link.answer(2).body)

    def test_a_large_body_can_be_taken_back(self):
        link = self.link
        link.revoke(1)
        link.send(link.encode(1, "/show_write", b"x" * 400_000))
        self.assertTrue(link.answer(1).is_skipped)
        link.revoke(0)
        link.seq = 1
        self.assertTrue(link.get("/show_write").is_complete)

    def test_an_environ_larger_than_the_inbox(self):
        answer = self.link.get("/reads?input.read()", b"y" * 300_000, HTTP_X_LONG="z" * 400_000)
        self.assertEqual(repr(b"y" * 300_000).encode(), answer.body)

    def test_the_link_may_end_within_a_large_body(self):
        self.link.send(self.link.encode(1, "/show_write", b"x" * 400_000)[:300_000])
        self.link.close()
        self.assertEqual(0, self.front.news("EXITED", 1)["status"])
