# SPDX-License-Identifier: Apache-2.0
"""The worker under wsgiref.validate, which raises in the application where a server breaks a rule it knows of."""

import frames
from served import ServedTest


class ValidatedTest(ServedTest):
    module = "apps.validated"

    def setUp(self):
        """These applications keep no events."""

    def assert_answered(self, answer, body):
        self.assertTrue(answer.is_complete, self.front.log)
        self.assertEqual(body, answer.body)
        self.assertNotIn("AssertionError", self.front.log)

    def test_each_kind_of_result(self):
        for name in ("listed", "generated", "wrapped", "written", "empty"):
            body = b"" if name == "empty" else name.encode()
            for method in ("GET", "POST"):
                self.assert_answered(self.get(name, REQUEST_METHOD=method), body)
        self.assert_answered(self.get("listed", REQUEST_METHOD="HEAD"), b"")

    def test_each_kind_of_body(self):
        self.assert_answered(self.get("echoed", body=b"inline", REQUEST_METHOD="POST"), b"inline")
        seq = self.start("echoed", flags=2, REQUEST_METHOD="PUT")
        self.link.send(frames.body(seq, b"stre") + frames.body(seq, b"amed", 1))
        self.assert_answered(self.link.answer(seq), b"streamed")
        path = __file__.encode()
        with open(path, "rb") as file:
            self.assert_answered(self.get("echoed", body=path, flags=1, REQUEST_METHOD="POST"), file.read())
