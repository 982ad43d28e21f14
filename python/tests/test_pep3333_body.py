# SPDX-License-Identifier: Apache-2.0
"""PEP 3333 on the body of an answer and its length, through a real worker. Quotations name their section."""

from served import ServedTest


class ContentLengthTest(ServedTest):
    """Handling the Content-Length Header"""

    def declare(self, length, parts, how, **more):
        how = how if how == "list" else repr(how)
        return self.get("declares", "%r, %r, %s" % (length, parts, how), **more)

    def test_it_is_passed_on(self):
        for how in ("list", "generator", "write"):
            answer = self.declare("7", [b"abc", b"", b"defg"], how)
            self.assertEqual((7, b"abcdefg", []), (answer.content_length, answer.body, answer.fields[1:]), how)

    def test_no_more_octets_are_transmitted_than_it_allows(self):
        """ "If the application supplies a Content-Length header, the server should not transmit more bytes to the
        client than the header allows, and should stop iterating over the response when enough data has been sent" """
        for how in ("list", "generator"):
            for parts in ([b"abcdefgh"], [b"ab", b"cdef", b"ghi"], [b"abc", b"de", b"f"]):
                answer = self.declare("5", parts, how)
                self.assertEqual((True, 5, b"abcde"), (answer.is_complete, answer.content_length, answer.body))
        self.front.wait_for_log("GET /declares: octets past the Content-Length of 5 are dropped")
        self.assertEqual(b"", self.declare("0", [b"x"], "generator").body)

    def test_write_past_it_raises(self):
        """ "or raise an error if the application tries to write() past that point" """
        answer = self.declare("5", [b"abc", b"def"], "write")
        self.assertEqual(b"abcde", answer.body)
        self.assert_fails(answer, "ValueError: write() past the Content-Length of 5")

    def test_too_few_octets_cut_the_answer(self):
        """ "if the application does not provide enough data to meet its stated Content-Length, the server should close
        the connection and log or otherwise report the error" """
        for how in ("list", "generator", "write"):
            answer = self.declare("7", [b"abc"], how)
            self.assertEqual(0, answer.cause, how)
            self.assertEqual(b"abc", answer.body, how)
        self.front.wait_for_log("GET /declares: the body ended 4 octets short of the Content-Length of 7")

    def test_it_is_added_for_an_iterable_of_one(self):
        """ "If the application does not call the write() callable, and returns an iterable whose len() is 1, then the
        server can automatically determine Content-Length" """
        self.assertEqual(8, self.get("is_single").content_length)
        self.assertEqual(5, self.get("returns", "[b'12345']").content_length)
        self.assertEqual(5, self.get("returns", "{b'12345': 1}").content_length)

    def test_it_is_added_for_lists_and_tuples(self):
        self.assertEqual(6, self.get("returns", "[b'1', b'23', b'', b'456']").content_length)
        self.assertEqual(3, self.get("returns", "(b'1', b'23')").content_length)

    def test_it_is_not_guessed_after_write(self):
        answer = self.declare(None, [b"abc"], "write")
        self.assertEqual((-1, b"abc"), (answer.content_length, answer.body))

    def test_it_is_unknown_for_generators(self):
        answer = self.get("chunks")
        self.assertEqual((-1, True), (answer.content_length, answer.is_complete))

    def test_a_bad_one_is_refused(self):
        """RFC 9110 section 8.6: Content-Length = 1*DIGIT"""
        for bad in ("", "-1", "+1", "1.0", "0x1", "1,1", "1 1", "\u0661", "1" * 19, "five"):
            body = self.get("responds", repr(("200 OK", [("Content-Length", bad)]))).body
            self.assertTrue(body.startswith(b"ValueError"), bad)

    def test_a_repeated_one_is_refused(self):
        fields = [("Content-Length", "8"), ("content-length", "8")]
        self.assertIn(b"given twice", self.get("responds", repr(("200 OK", fields))).body)


class BodilessTest(ServedTest):
    """Answers that have no body whatever the application gives."""

    def test_head_keeps_the_content_length(self):
        """RFC 9110 section 9.3.2: the fields that a GET would have had"""
        for query in ("'7', [b'abcdefg'], list", "'7', [b'abc', b'defg'], 'generator'", "'7', [], list"):
            answer = self.get("declares", query, REQUEST_METHOD="HEAD")
            self.assertEqual((True, 7, b""), (answer.is_complete, answer.content_length, answer.body), query)

    def test_head_gets_the_content_length_that_is_known(self):
        for query in ("[b'12345']", "[b'123', b'45']", "{b'12345': 1}"):
            answer = self.get("returns", query, REQUEST_METHOD="HEAD")
            self.assertEqual((5, b""), (answer.content_length, answer.body), query)

    def test_head_does_not_claim_that_the_body_is_empty(self):
        for query in ("[]", "iter([])", "[b'']"):
            self.assertEqual(-1, self.get("returns", query, REQUEST_METHOD="HEAD").content_length, query)

    def test_head_does_not_run_an_endless_body(self):
        answer = self.get("endless", REQUEST_METHOD="HEAD")
        self.assertEqual((-1, b"", True), (answer.content_length, answer.body, answer.is_complete))
        self.assertEqual(["closed early"], self.events())

    def test_head_may_write(self):
        answer = self.get("declares", "'7', [b'abcdefg', b'h'], 'write'", REQUEST_METHOD="HEAD")
        self.assertEqual((7, b"", True), (answer.content_length, answer.body, answer.is_complete))

    def test_statuses_without_a_body(self):
        """RFC 9110 sections 8.6, 15.3.5, 15.3.6, 15.4.5"""
        for status, length in (("204 No Content", -1), ("205 Reset Content", 0), ("304 Not Modified", 4)):
            answer = self.get("answers_status", status)
            self.assertEqual((length, b"", True), (answer.content_length, answer.body, answer.is_complete), status)


class StreamingTest(ServedTest):
    """Buffering and Streaming; The write() Callable; Unicode Issues"""

    def test_large_parts_arrive_whole(self):
        for query in ("[b'x' * 3000000]", "iter([b'x' * 3000000])", "[b'x' * 300000] * 10", "[b'x'] * 3000000"):
            answer = self.get("returns", query)
            self.assertEqual(b"x" * 3000000, answer.body, query)

    def test_empty_parts_are_not_transmitted(self):
        answer = self.get("yields_as_said", "[b'a', b'', b'', b'b']")
        self.assertEqual([b"a", b"b", b""], [frame["octets"] for frame in answer.frames])

    def test_what_is_not_bytes_is_refused(self):
        """Unicode Issues: "values read from wsgi.input, passed to write() or yielded by the application [...] must be
        of type bytes under Python 3" """
        for query in (
            "['str']",
            "[b'a', 'b']",
            "('a' for _ in range(2))",
            "[1]",
            "[None]",
            "'str'",
            "[bytearray(b'x')]",
        ):
            self.assert_fails(self.get("returns", query), "TypeError: parts of a body must be bytes")
        self.assert_fails(self.get("declares", "None, ['str'], 'write'"), "TypeError: parts of a body must be bytes")

    def test_a_bytes_object_is_taken_as_one_part(self):
        """Not PEP 3333's, but uWSGI's; applications rely on it."""
        answer = self.get("returns", "b'plain'")
        self.assertEqual((5, b"plain"), (answer.content_length, answer.body))

    def test_what_cannot_be_iterated_is_an_error(self):
        self.assert_fails(self.get("returns", "None"), "TypeError: 'NoneType' object is not iterable")
        self.assert_fails(self.get("returns", "5"), "TypeError: 'int' object is not iterable")
