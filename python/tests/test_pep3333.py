# SPDX-License-Identifier: Apache-2.0
"""PEP 3333, a test for each thing that it asks of a server, through a real worker. Quotations name their section.

start_response, the body of an answer, input and files have modules of their own.
"""

import frames
from served import ServedTest


class CallTest(ServedTest):
    """Specification Details"""

    def test_the_application_is_invoked_with_positional_arguments(self):
        """ "A server or gateway must invoke the application object using positional (not keyword) arguments." """
        self.assertEqual(200, self.get("show_write").status)

    def test_environ_is_a_dict_that_the_application_may_modify(self):
        """ "This object must be a builtin Python dictionary [...], and the application is allowed to modify the
        dictionary in any way it desires." """
        self.assertIn("type=dict", self.get("show_environ").body.decode())
        self.assertEqual(b"spoilt", self.get("spoil_environ").body)
        self.assertNotIn("spoilt", self.get("show_environ").body.decode())

    def test_start_response_returns_a_write_callable(self):
        """ "The start_response callable must return a write(body_data) callable that takes one positional
        parameter: a bytestring to be written as part of the HTTP response body." """
        self.assertEqual(b"written callable", self.get("show_write").body)

    def test_each_bytestring_is_transmitted_before_the_next_is_requested(self):
        """ "The server or gateway must transmit the yielded bytestrings to the client in an unbuffered fashion,
        completing the transmission of each bytestring before requesting another one." """
        seq = self.start("waits_for_its_parts", flags=2)
        for number in range(3):
            while self.link.step().get("octets") != b"part %d" % number:
                pass
            self.link.send(frames.body(seq, b"!", 1 if number == 2 else 0))
        self.assertTrue(self.link.answer(seq).is_complete)

    def test_bytestrings_are_not_altered(self):
        """ "The server or gateway should treat the yielded bytestrings as binary byte sequences: in particular, it
        should ensure that line endings are not altered." """
        self.assertEqual(b"onetwo\r\n\n\r\x00\xff", self.get("chunks").body)

    def test_len_is_relied_upon(self):
        """ "If a call to len(iterable) succeeds, the server must be able to rely on the result being accurate." """
        answer = self.get("is_single")
        self.assertEqual((8, b"only one"), (answer.content_length, answer.body))

    def test_close_is_called_at_the_end(self):
        """ "If the iterable returned by the application has a close() method, the server or gateway must call that
        method upon completion of the current request, whether the request was completed normally [...]" """
        self.get("closes")
        self.assertEqual(["closed after its end"], self.events())

    def test_close_is_called_after_an_error(self):
        """ "[...] or terminated early due to an application error during iteration [...]" """
        self.assert_fails(self.get("raises_while_iterated"), "ValueError: halfway")
        self.assertEqual(["closed after an error"], self.events())

    def test_close_is_called_when_the_client_has_gone(self):
        """ "[...] or an early disconnect of the browser." """
        seq = self.start("endless")
        while len(self.link.answers[seq].body) < 50_000:
            self.link.step()
        self.link.abandon(seq)
        self.assertEqual(0, self.link.answer(seq).cause)
        self.assertEqual(["closed early"], self.events())
        self.assertNotIn("endless", self.front.log)

    def test_what_close_raises_is_logged_and_does_not_spoil_the_answer(self):
        answer = self.get("raises_in_close")
        self.assertEqual((True, b"all of it"), (answer.is_complete, answer.body))
        self.front.wait_for_log("ValueError: in close")

    def test_start_response_may_be_called_by_the_first_iteration(self):
        """ "However, this invocation may be performed by the iterable's first iteration, so servers must not assume
        that start_response() has been called before they begin iterating over the iterable." """
        self.assertEqual(b"late", self.get("starts_late").body)
        self.assertEqual(b"iterated", self.get("starts_when_iterated").body)

    def test_a_body_without_start_response_is_an_error(self):
        """ "the application must invoke the start_response() callable before the iterable yields its first body
        bytestring" """
        answer = self.get("never_starts")
        self.assertIsNone(answer.head)
        self.assert_fails(answer, "start_response() had not been called")

    def test_other_attributes_of_the_iterable_are_not_used(self):
        """ "servers and gateways must not directly use any other attributes of the iterable returned by the
        application, unless it is an instance of a type specific to that server or gateway" """
        self.assertEqual(b"untouched", self.get("tempting").body)
        self.assertEqual(["closed tempting"], self.events())


class EnvironTest(ServedTest):
    """environ Variables"""

    def environ(self, **more):
        lines = self.get("show_environ", **more).body.decode().split("\n")
        return dict(line.split("=", 1) for line in lines)

    def test_cgi_variables_are_native_strings(self):
        """ "It is a violation of this specification for any CGI variable's value to be of any type other than
        str." """
        environ = self.environ(CONTENT_TYPE="text/x", HTTP_COOKIE="a=b; c=d")
        for name, value in environ.items():
            if name.isupper():
                self.assertEqual("'", value[0], name)
        self.assertEqual("'GET'", environ["REQUEST_METHOD"])
        self.assertEqual("'/show_environ'", environ["PATH_INFO"])
        self.assertEqual("''", environ["SCRIPT_NAME"])
        self.assertEqual("'text/x'", environ["CONTENT_TYPE"])
        self.assertEqual("'a=b; c=d'", environ["HTTP_COOKIE"])

    def test_strings_hold_latin_1_only(self):
        """Unicode Issues: "servers and gateways must not supply strings to an application containing any other
        Unicode characters." """
        self.assertEqual("'/caf\u00c3\u00a9'", self.environ(HTTP_X_PATH="/caf\u00c3\u00a9")["HTTP_X_PATH"])

    def test_missing_variables_are_left_out(self):
        """ "missing variables (such as REMOTE_USER when no authentication has occurred) should be left out of the
        environ dictionary" """
        self.assertLessEqual({"CONTENT_TYPE", "REMOTE_USER"} & set(self.environ()), set())

    def test_wsgi_variables_are_there(self):
        """ "and must contain the following WSGI-defined variables" """
        environ = self.environ()
        self.assertEqual("(1, 0)", environ["wsgi.version"])
        self.assertEqual("'http'", environ["wsgi.url_scheme"])
        self.assertEqual("False", environ["wsgi.multithread"])
        self.assertEqual("False", environ["wsgi.multiprocess"])
        self.assertEqual("False", environ["wsgi.run_once"])
        self.assertIn("wsgi.input", environ)
        self.assertIn("wsgi.errors", environ)

    def test_extensions(self):
        environ = self.environ()
        self.assertEqual("True", environ["wsgi.input_terminated"])
        self.assertIn("FileWrapper", environ["wsgi.file_wrapper"])
        self.assertEqual("b'2.0.30'", environ["uwsgi.version"])
        self.assertEqual("b'node'", environ["uwsgi.node"])
        self.assertNotIn("uwsgi.core", environ)

    def test_deployers_may_add_variables(self):
        """Application Configuration: "Servers and gateways should support this by allowing an application's deployer
        to specify name-value pairs to be placed in environ." """
        self.assertEqual("'merapi'", self.environ()["SERVER_SOFTWARE"])


class ThreadedEnvironTest(ServedTest):
    config = (("threads", 2), ("processes", 3))

    def test_threads_and_processes_are_told(self):
        """ "This value should evaluate true if the application object may be simultaneously invoked by another thread
        in the same process [...] an equivalent application object may be simultaneously invoked by another
        process" """
        body = self.get("show_environ").body.decode()
        for line in ("wsgi.multithread=True", "wsgi.multiprocess=True", "uwsgi.core=0"):
            self.assertIn(line, body.split("\n"))


class ErrorTest(ServedTest):
    """Error Handling"""

    def test_exceptions_are_trapped_and_logged(self):
        """ "Servers should trap and log any exception that aborts an application or the iteration of its return
        value." """
        answer = self.get("raises")
        self.assertIsNone(answer.head)
        self.assert_fails(answer, "ValueError: caf\u00e9 raised")
        self.assertIn('apps/pep3333.py", line', self.front.log)
        self.assertNotIn("merapi_worker", self.front.log)

    def test_an_exception_after_the_head_cuts_the_answer(self):
        answer = self.get("raises", "late")
        self.assertEqual((200, b"begun"), (answer.status, answer.body))
        self.assert_fails(answer, "ValueError: caf\u00e9 raised")

    def test_system_exit_ends_the_request_only(self):
        self.assert_fails(self.get("raises", "exit"), "SystemExit: 3")

    def test_keyboard_interrupt_ends_the_request_only(self):
        self.assert_fails(self.get("raises", "interrupt"), "KeyboardInterrupt")
