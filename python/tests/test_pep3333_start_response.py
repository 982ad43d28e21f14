# SPDX-License-Identifier: Apache-2.0
"""PEP 3333 on start_response, through a real worker. Quotations name their section."""

import frames
from peers import is_readable
from served import ServedTest


class StartResponseTest(ServedTest):
    """The start_response() Callable"""

    def refused(self, *arguments):
        body = self.get("responds", repr(arguments)).body.decode()
        self.assertRegex(body, "^(ValueError|TypeError|AssertionError): ", arguments)
        return body

    def accepted(self, *arguments):
        answer = self.get("responds", repr(arguments))
        self.assertEqual(b"accepted", answer.body, arguments)
        return answer

    def test_status(self):
        """ "it is a string consisting of a Status-Code and a Reason-Phrase, in that order and separated by a single
        space [...] The string must not contain control characters, and must not be terminated with a carriage return,
        linefeed, or combination thereof." """
        for bad in ("", "OK", "20 OK", "2000 OK", "abc OK", "200OK", "200 O\nK", "200 OK\r\n", "200 OK\n", "200 \x00"):
            self.refused(bad, [])
        for bad in (200, None, b"200 OK", "\u0662\u0660\u0660 OK", "200 \u2713", "100 Continue", "099 Less", "-20 x"):
            self.refused(bad, [])
        answer = self.accepted("299 Tr\u00e8s  bien", [])
        self.assertEqual((299, "Tr\u00e8s  bien"), (answer.status, answer.reason))

    def test_a_reason_may_be_empty(self):
        """RFC 9112 section 4: status-line = HTTP-version SP status-code SP [ reason-phrase ]"""
        for status in ("404", "404 "):
            answer = self.accepted(status, [])
            self.assertEqual((404, ""), (answer.status, answer.reason))

    def test_headers_are_a_list_of_tuples_of_strings(self):
        """ "The response_headers argument is a list of (header_name, header_value) tuples. It must be a Python
        list" """
        for bad in ((), None, {}, "abc", [["A", "b"]], [("A",)], [("A", "b", "c")], ["ab"], [None], [{}]):
            self.assertIn("TypeError", self.refused("200 OK", bad))
        for bad in (("A", 1), (1, "a"), ("A", None), ("A", b"b"), (b"A", "b"), ([], "b"), ("A", [])):
            self.assertIn("TypeError", self.refused("200 OK", [bad]))

    def test_the_list_is_the_servers(self):
        """ "and the server may change its contents": what the application changes later has no effect"""
        self.assertEqual([("X-Mine", "1")], self.get("changes_its_list").fields)

    def test_header_names(self):
        """ "Each header_name must be a valid HTTP header field-name [...], without a trailing colon or other
        punctuation." """
        for bad in ("", "A:", "A b", " A", "A\n", "A\r\nB", "A\x00", "\u00c4", "A(", "A,", "A\t"):
            self.refused("200 OK", [(bad, "x")])
        self.assertEqual([("x-!#$%&'*+.^_`|~9", "x")], self.accepted("200 OK", [("x-!#$%&'*+.^_`|~9", "x")]).fields)

    def test_header_values(self):
        """ "Each header_value must not include any control characters, including carriage returns or linefeeds,
        either embedded or at the end." """
        for bad in ("a\n", "a\r\n", "\r\nX: y", "a\x00b", "\x01", "a\x7f", "a\x1f", "a\x0bb"):
            self.refused("200 OK", [("X", bad)])
            self.refused("200 OK", [("Set-Cookie", bad)])

    def test_tab_and_octets_above_127_may_be_in_values(self):
        """RFC 9110 section 5.5: field-content may hold SP, HTAB and obs-text"""
        value = "a\tb \u00e9\u0080\u00ff\u00ad\u00a0."
        self.assertEqual([("X", value)], self.accepted("200 OK", [("X", value)]).fields)

    def test_white_space_around_values_is_not_part_of_them(self):
        """RFC 9110 section 5.5"""
        self.assertEqual([("X", "a b"), ("Y", "")], self.accepted("200 OK", [("X", " \ta b "), ("Y", "  ")]).fields)

    def test_characters_outside_latin_1_are_fatal(self):
        """Unicode Issues: "It is a fatal error for an application to supply strings containing any other Unicode
        character or code point." """
        self.refused("200 OK", [("X", "\u20ac")])
        self.refused("200 OK", [("X", "\udc80")])
        self.refused("200 \u20ac", [])

    def test_hop_by_hop_headers_are_refused(self):
        """ "Applications and middleware are forbidden from using HTTP/1.1 "hop-by-hop" features or headers [...] and a
        server or gateway should consider it a fatal error for an application to attempt sending them, and raise an
        error if they are supplied to start_response()." """
        for name in ("Connection", "Keep-Alive", "Proxy-Authenticate", "proxy-authorization", "TE", "Trailer"):
            self.refused("200 OK", [(name, "x")])
        for name in ("Trailers", "transfer-Encoding", "Upgrade"):
            self.refused("200 OK", [(name, "x")])

    def test_header_names_are_case_insensitive(self):
        """ "HTTP header names are case-insensitive, so be sure to take that into consideration when examining
        application-supplied headers!" """
        answer = self.accepted("200 OK", [("dAtE", "x"), ("cOnTeNt-LeNgTh", "8")])
        self.assertEqual((8, 3), (answer.content_length, answer.head["flags"]))
        self.assertEqual([("dAtE", "x")], answer.fields)

    def test_a_date_is_told_apart(self):
        self.assertEqual(1, self.accepted("200 OK", [("X-Date", "x")]).head["flags"])
        for _ in range(2):
            self.assertEqual(3, self.accepted("200 OK", [("X", "x"), ("Date", "y")]).head["flags"])

    def test_order_and_repetition_of_headers_are_kept(self):
        fields = [("Set-Cookie", "b=2"), ("X", "1"), ("Set-Cookie", "a=1"), ("X", "1")]
        self.assertEqual(fields, self.accepted("200 OK", fields).fields)

    def test_many_headers(self):
        """More than are kept encoded."""
        fields = [("X-%d" % number, "v" * (number % 300)) for number in range(1500)]
        self.assertEqual(fields, self.accepted("200 OK", fields).fields)
        self.refused("200 OK", [("X", "y" * 1000)] * 2000)

    def test_start_response_does_not_transmit(self):
        """ "the start_response callable must not actually transmit the response headers. Instead, it must store them
        for the server or gateway to transmit only after the first iteration of the application return value that
        yields a non-empty bytestring" """
        seq = self.start("is_silent_first", flags=2)
        self.front.wait_for_log("silent so far")
        self.assertFalse(is_readable(self.link))
        self.link.send(frames.body(seq, b"!", 1))
        self.assertEqual(b"now", self.link.answer(seq).body)

    def test_the_first_write_transmits(self):
        """ "or upon the application's first invocation of the write() callable" """
        seq = self.start("writes", flags=2)
        self.front.wait_for_log("nothing written")
        self.assertFalse(is_readable(self.link))
        self.link.send(frames.body(seq, b"!"))
        self.assertEqual("HEAD", self.link.step()["kind"])
        self.assertEqual(b"written, ", self.link.answers[seq].body)
        self.link.send(frames.body(seq, b"!", 1))
        self.assertEqual(b"written, then returned", self.link.answer(seq).body)

    def test_an_exhausted_iterable_transmits(self):
        """ "or until the application's returned iterable is exhausted" """
        for query in ("[]", "()", "[b'']", "iter([])", "(b'' for _ in range(3))", "iter([b'', b''])"):
            answer = self.get("returns", query)
            self.assertEqual((200, 0, b""), (answer.status, answer.content_length, answer.body), query)

    def test_exc_info_replaces_the_headers(self):
        """ "If exc_info is supplied, and no HTTP headers have been output yet, start_response should replace the
        currently-stored HTTP response headers with the newly-supplied ones" """
        answer = self.get("fails_and_explains")
        self.assertEqual((503, [("X-Second", "2")]), (answer.status, answer.fields))
        self.assertEqual((9, b"explained"), (answer.content_length, answer.body))

    def test_exc_info_after_the_headers_is_raised_again(self):
        """ "if exc_info is provided, and the HTTP headers have already been sent, start_response must raise an error,
        and should re-raise using the exc_info tuple" """
        answer = self.get("fails_too_late")
        self.assertEqual(b"half", answer.body)
        self.assert_fails(answer, "ValueError: the very error")

    def test_a_second_call_without_exc_info_is_fatal(self):
        """ "it is a fatal error to call start_response without the exc_info argument if start_response has already been
        called within the current invocation of the application." """
        self.assert_fails(self.get("starts_twice"), "without exc_info")
        self.assertIn("refused: start_response() was called again", self.events()[0])

    def test_nor_after_one_that_raised(self):
        """ "This includes the case where the first call to start_response raised an error." """
        answer = self.get("starts_again_after_an_error")
        self.assertIsNone(answer.head)
        self.assert_fails(answer, "AssertionError: start_response() was called again")

    def test_no_reference_to_exc_info_is_held(self):
        """ "servers, gateways, or middleware implementing start_response should ensure that no reference is held to the
        exc_info parameter beyond the duration of the function's execution" """
        import platform

        if platform.python_implementation() == "CPython":  # where references are counted
            self.assertEqual(b"gone", self.get("keeps_no_traceback").body)
