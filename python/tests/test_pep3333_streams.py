# SPDX-License-Identifier: Apache-2.0
"""PEP 3333 on wsgi.input, wsgi.errors and wsgi.file_wrapper, through a real worker. Quotations name their section."""

import os
import tempfile

import frames
from peers import is_readable
from served import ServedTest

FILE, STREAM = 1, 2
LAST, BROKEN = 1, 2
BODY = b"first\nsecond \xff\n\nlast"


class InputTest(ServedTest):
    """Input and Error Streams: each way of reading, for each way that a body comes."""

    def setUp(self):
        super().setUp()
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def ways(self, body):
        """The same body inline, in a file, and streamed whole, in small pieces, and in parts one of which is empty."""
        path = os.path.join(self.directory.name, "b\u00f6dy")
        with open(path, "wb") as file:
            file.write(body)
        yield "inline", body, 0, ()
        yield "file", path.encode("utf-8"), FILE, ()
        yield "stream", b"", STREAM, (body,)
        size = 1 + len(body) // 1000
        yield "pieces", b"", STREAM, [body[i : i + size] for i in range(0, len(body), size)]
        yield "parts", b"", STREAM, (body[:3], b"", body[3:])

    def read(self, expressions, body=BODY):
        """What the expressions on ``input`` came to, the same however the body came."""
        found = set()
        for name, octets, flags, parts in self.ways(body):
            with self.subTest(name):
                query = "&".join(expressions)
                seq = self.start("reads", query, body=octets, flags=flags, CONTENT_LENGTH=str(len(body)))
                for number, part in enumerate(parts):
                    self.link.send(frames.body(seq, part, LAST if number == len(parts) - 1 and part else 0))
                if flags == STREAM and not (parts and parts[-1]):
                    self.link.send(frames.body(seq, b"", LAST))
                answer = self.link.answer(seq)
                self.assertTrue(answer.is_complete, self.front.log)
                found.add(answer.body.decode())
        self.assertEqual(1, len(found), found)
        return [eval(line) for line in found.pop().split("\n")]

    def test_read_with_a_size(self):
        self.assertEqual(
            [b"first", b"\nsec", BODY[9:], b""], self.read(["input.read(5)", "input.read(4)"] + ["input.read(99)"] * 2)
        )

    def test_read_without_a_size(self):
        """ "A server should allow read() to be called without an argument, and return the remainder of the client's
        input stream." """
        self.assertEqual([b"fir", BODY[3:], b""], self.read(["input.read(3)", "input.read()", "input.read()"]))

    def test_read_with_none_or_minus_one(self):
        self.assertEqual([BODY, b""], self.read(["input.read(None)", "input.read(-1)"]))
        self.assertEqual([BODY, b""], self.read(["input.read(-1)", "input.read(None)"]))

    def test_the_end_is_simulated(self):
        """ "A server should return empty bytestrings from any attempt to read from an empty or exhausted input
        stream." """
        ways = [
            "input.read(1)",
            "input.read()",
            "input.readline()",
            "input.readline(9)",
            "input.readlines()",
            "list(input)",
        ]
        ends = [b"", b"", b"", b"", [], []]
        self.assertEqual(ends, self.read(ways, b""))
        self.assertEqual([BODY, *ends], self.read(["input.read()", *ways]))

    def test_readline(self):
        """ "Servers should support the optional "size" argument to readline()" """
        lines = [
            "input.readline()",
            "input.readline(3)",
            "input.readline(None)",
            "input.readline(-1)",
            "input.readline(99)",
        ]
        self.assertEqual([b"first\n", b"sec", b"ond \xff\n", b"\n", b"last"], self.read(lines))

    def test_readlines(self):
        """ "Note that the hint argument to readlines() is optional for both caller and implementer." """
        self.assertEqual([BODY.splitlines(True)], self.read(["input.readlines()"]))
        self.assertEqual([BODY.splitlines(True)], self.read(["input.readlines(None)"]))
        self.assertEqual(
            [[b"first\n", b"second \xff\n"], [b"\n", b"last"]], self.read(["input.readlines(8)", "input.readlines()"])
        )

    def test_iteration(self):
        self.assertEqual([b"first\n", BODY.splitlines(True)[1:]], self.read(["next(input)", "list(input)"]))

    def test_methods_may_be_mixed(self):
        ways = ["input.read(2)", "input.readline()", "next(input)", "input.read(1)", "input.readlines()"]
        self.assertEqual([b"fi", b"rst\n", b"second \xff\n", b"\n", [b"last"]], self.read(ways))

    def test_a_large_body(self):
        body = bytes(range(256)) * 4096
        self.assertEqual([1 << 20, b""], self.read(["len(input.read())", "input.read()"], body))
        self.assertEqual(
            [4096], self.read(["sum(len(iter_part) == 256 for iter_part in iter(lambda: input.read(256), b''))"], body)
        )

    def test_a_body_that_is_whole_can_be_sought_in(self):
        for name, octets, flags, _ in list(self.ways(BODY))[:2]:
            with self.subTest(name):
                query = "input.read(3)&input.tell()&input.seek(0)&input.read(5)&input.seek(-4, 2)&input.read()"
                lines = self.get("reads", query, body=octets, flags=flags).body.decode().split("\n")
                self.assertEqual([b"fir", 3, 0, b"first", len(BODY) - 4, b"last"], [eval(line) for line in lines])

    def test_a_file_is_not_opened_unless_it_is_read(self):
        answer = self.get("show_write", body=b"/nowhere/to/be/found", flags=FILE)
        self.assertEqual(b"written callable", answer.body)
        self.assert_fails(
            self.get("reads", "input.read()", body=b"/nowhere/to/be/found", flags=FILE), "FileNotFoundError"
        )

    def test_a_stream_is_read_as_it_comes(self):
        seq = self.start("waits_for_its_parts", flags=STREAM)
        for number in range(3):
            while not self.link.answers[seq].body.endswith(b"part %d" % number):
                self.link.step()
            self.assertFalse(is_readable(self.link))
            self.link.send(frames.body(seq, b"!"))
        self.link.send(frames.body(seq, b"", LAST))
        self.assertTrue(self.link.answer(seq).is_complete)

    def test_a_stream_that_is_not_read_is_passed_over(self):
        first = self.start("show_write", flags=STREAM)
        self.link.send(frames.body(first, b"unread") + frames.body(first, b"too", LAST))
        second = self.start("reads", "input.read(2)", flags=STREAM)
        self.link.send(frames.body(second, b"part"))
        self.assertEqual(b"b'pa'", self.link.answer(second).body)
        self.link.send(frames.body(second, b"ly", BROKEN))
        self.assertEqual(b"written callable", self.get("show_write").body)

    def test_a_broken_stream_raises_again_and_again(self):
        query = "input.read(4)&[type(error_of(input)).__name__ for _ in range(3)]"
        seq = self.start("reads", query, flags=STREAM)
        self.link.send(frames.body(seq, b"four") + frames.body(seq, b"", BROKEN))
        self.assertEqual(b"b'four'\n['OSError', 'OSError', 'OSError']", self.link.answer(seq).body)

    def test_a_broken_stream_ends_the_request(self):
        seq = self.start("reads", "input.read()", flags=STREAM)
        self.link.send(frames.body(seq, b"part") + frames.body(seq, b"", BROKEN))
        self.assert_fails(self.link.answer(seq), "OSError: the request body ended early")

    def test_a_stream_cannot_be_read_after_its_request(self):
        seq = self.start("reads", "kept.append(input)", flags=STREAM)
        self.link.send(frames.body(seq, b"part", LAST))
        self.link.answer(seq)
        self.assertIn(b"ValueError", self.get("reads", "repr(error_of(kept.pop()))").body)


class ErrorsTest(ServedTest):
    def test_errors_has_its_methods_and_takes_any_text(self):
        """ "the error stream should accept and log arbitrary unicode without raising an error" """
        self.assertEqual(200, self.get("complains").status)
        self.front.wait_for_log("a complaint with \u2014 and \\udcff in it\nfirst line\nsecond line\n")


class FileWrapperTest(ServedTest):
    """Optional Platform-Specific File Handling"""

    CONTENT = bytes(range(256)) * 400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.path = os.path.join(cls.directory.name, "file")
        with open(cls.path, "wb") as file:
            file.write(cls.CONTENT)

        seq = cls.link.request("/wraps_file?%r" % ((cls.path, 0, [], "plain"),))
        cls.front.accept_files()
        cls.link.answer(seq)

    def wrap(self, offset=0, headers=(), how="plain", path=None, **more):
        return self.get("wraps_file", repr((path or self.path, offset, list(headers), how)), **more)

    def assert_sent_as_file(self, answer, offset, length):
        [frame] = answer.files
        self.assertEqual((offset, length), (frame["offset"], frame["length"]))
        self.assertEqual(self.CONTENT[offset : offset + length], self.front.read_file(frame))
        self.assertEqual((True, b""), (answer.is_complete, answer.body))

    def test_a_file_is_sent_by_the_front(self):
        answer = self.wrap()
        self.assertEqual(len(self.CONTENT), answer.content_length)
        self.assert_sent_as_file(answer, 0, len(self.CONTENT))

    def test_from_its_current_position(self):
        """ "transmission should begin at the current position within the "file" at the time that transmission
        begins" """
        self.assert_sent_as_file(self.wrap(1234), 1234, len(self.CONTENT) - 1234)

    def test_until_content_length(self):
        """ "and continue until the end is reached, or until Content-Length bytes have been written" """
        answer = self.wrap(7, [("Content-Length", "50000")])
        self.assertEqual(50000, answer.content_length)
        self.assert_sent_as_file(answer, 7, 50000)

    def test_a_file_shorter_than_its_content_length_cuts_the_answer(self):
        answer = self.wrap(0, [("Content-Length", "999999")])
        self.assert_fails(answer, "short of the Content-Length of 999999")

    def test_small_files_are_sent_inline(self):
        for offset, length, headers in (
            (-100, 100, ()),
            (5, 20, [("Content-Length", "20")]),
            (0, 0, [("Content-Length", "0")]),
        ):
            start = offset % len(self.CONTENT)
            answer = self.wrap(start, headers)
            self.assertEqual(([], length), (answer.files, answer.content_length))
            self.assertEqual(self.CONTENT[start : start + length], answer.body)

    def test_at_its_end_nothing_is_sent(self):
        answer = self.wrap(len(self.CONTENT))
        self.assertEqual((0, b"", True), (answer.content_length, answer.body, answer.is_complete))

    def test_head_tells_the_length(self):
        answer = self.wrap(0, REQUEST_METHOD="HEAD")
        self.assertEqual((len(self.CONTENT), b"", []), (answer.content_length, answer.body, answer.files))

    def test_each_file_has_its_descriptor(self):
        other = os.path.join(self.directory.name, "other")
        with open(other, "wb") as file:
            file.write(b"o" * 50_000)
        answers = [self.wrap(path=path) for path in (other, self.path, other)]
        contents = [self.front.read_file(answer.files[0]) for answer in reversed(answers)]
        self.assertEqual([b"o" * 50_000, self.CONTENT, b"o" * 50_000], contents)

    def test_the_file_is_closed(self):
        """ "the iterable returned by wsgi.file_wrapper must have a close() method that invokes the original file-like
        object's close() method" """
        self.wrap()
        self.assertEqual(b"True", self.get("reads", "kept[0].closed").body)

    def test_middleware_may_change_it(self):
        """ "To do otherwise would prevent middleware from being able to interpret or override the response data." """
        answer = self.wrap(65, how="filtered")
        self.assertEqual(self.CONTENT[65:].upper(), answer.body)
        self.assertEqual(b"something else", self.wrap(how="unused").body)

    def test_a_file_that_is_gone_is_sent(self):
        path = os.path.join(self.directory.name, "gone")
        with open(path, "wb") as file:
            file.write(b"g" * 20_000)
        answer = self.get("wraps_object", "unlinked(%r)" % path)
        self.assertEqual(b"g" * 20_000, self.front.read_file(answer.files[0]))

    def test_file_like_objects_are_read(self):
        """ "even if the object is not suitable for the platform API, the wsgi.file_wrapper must still return an
        iterable that wraps read() and close()" """
        self.assertEqual(b"block block block ", self.get("wraps_filelike", "closing").body)
        self.assertEqual(["read 99"] * 4 + ["closed the file"], self.events())

    def test_file_like_objects_need_not_be_closed(self):
        """ "It may have a close() method, and if so [...]" """
        self.assertEqual(b"block block block ", self.get("wraps_filelike").body)

    def test_what_is_not_in_the_descriptor_is_read(self):
        """A compressed file has the descriptor of what it uncompresses; a pipe cannot be sent from."""
        for made in ("compressed()", "piped()", "in_memory()"):
            answer = self.get("wraps_object", made)
            self.assertEqual(([], b"plain" * 9999), (answer.files, answer.body), made)

    def test_named_temporary_files_are_sent(self):
        answer = self.get("wraps_object", "temporary()")
        self.assertEqual(b"plain" * 9999, self.front.read_file(answer.files[0]))


class NoFilesTest(ServedTest):
    """A front that does not take descriptors closes the FILES connection."""

    def test_files_are_read(self):
        content = b"no" * 100_000
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            seq = self.start("wraps_file", repr((file.name, 2, [], "plain")))
            self.front.accept("FILES").close()
            for answer in (self.link.answer(seq), self.get("wraps_file", repr((file.name, 2, [], "plain")))):
                self.assertEqual(
                    (content[2:], len(content) - 2, []), (answer.body, answer.content_length, answer.files)
                )


class ClosedFrontTest(ServedTest):
    def test_a_front_without_a_listener_is_no_reason_to_fail(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x" * 40_000)
            file.flush()
            self.front.listener.close()
            self.assertEqual(b"x" * 40_000, self.get("wraps_file", repr((file.name, 0, [], "plain"))).body)
