# SPDX-License-Identifier: Apache-2.0
"""What is done to the application's answers: fields added and taken out, errors shown."""

import unittest

from test_loading import LoadingTest

from merapi_worker import head
from merapi_worker.fields import Edits

OWN = [("Content-Type", "text/plain"), ("Server", "mine"), ("Vary", "Cookie")]


class EditsTest(unittest.TestCase):
    def edited(self, added=(), removed=(), fields=OWN):
        return Edits({"added_fields": added, "removed_fields": removed}).of(list(fields))

    def test_a_field_is_added(self):
        self.assertEqual([*OWN, ("X-A", "b")], self.edited(added=[["X-A", "b"]]))

    def test_the_applications_own_counts(self):
        self.assertEqual(OWN, self.edited(added=[["server", "other"], ["CONTENT-TYPE", "text/html"]]))

    def test_there_may_be_several_of_some(self):
        self.assertEqual([*OWN, ("Vary", "Accept")], self.edited(added=[["Vary", "Accept"]]))

    def test_an_added_one_may_come_twice(self):
        self.assertEqual(2, len(self.edited(added=[["X-A", "b"], ["X-A", "c"]], fields=[])))

    def test_a_field_is_taken_out(self):
        self.assertEqual([OWN[0], OWN[2]], self.edited(removed=["SERVER"]))

    def test_a_field_is_replaced(self):
        found = self.edited(added=[["Server", "ours"]], removed=["Server"])
        self.assertEqual([OWN[0], OWN[2], ("Server", "ours")], found)

    def test_what_is_no_field_is_left_for_the_encoder_to_refuse(self):
        for wrong in (None, ("a",), ("a", "b", "c"), (1, "b")):
            self.assertEqual([wrong], self.edited(removed=["a"], fields=[wrong]))


class EncodedTest(unittest.TestCase):
    def setUp(self):
        self.addCleanup(head.edit, Edits({"added_fields": [], "removed_fields": []}))
        self.addCleanup(head.kept.clear)
        head.kept.clear()

    def test_a_head_is_kept_as_it_is_sent(self):
        head.edit(Edits({"added_fields": [["X-A", "b"]], "removed_fields": ["server"]}))
        encoded = head.encode("200 OK", OWN)
        self.assertEqual(b"OKContent-Type: text/plain\r\nVary: Cookie\r\nX-A: b\r\n", encoded[3])
        self.assertEqual(3, encoded[4])
        self.assertIs(encoded, head.kept[("200 OK", *OWN)])

    def test_without_edits_none_are_applied(self):
        head.edit(Edits({"added_fields": [], "removed_fields": []}))
        self.assertEqual(3, head.encode("200 OK", OWN)[4])


class AnswersTest(LoadingTest):
    TEXT = """
class Parts:
    closed = False
    def __init__(self, before):
        self.before = before
    def __iter__(self):
        yield from self.before
        raise ValueError('in a part')
    def close(self):
        Parts.closed = True

def application(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/raises':
        raise ValueError('caf\\u00e9')
    start_response('200 OK', [('X-Own', '1')])
    if path == '/late':
        return Parts([])
    if path == '/too-late':
        return Parts([b'begun'])
    return [repr(Parts.closed).encode()]
"""

    def link(self, **config):
        self.write("mod.py", self.TEXT)
        return self.front(module="mod", **config).worker().links[0]

    def test_fields_of_answers(self):
        link = self.link(added_fields=[["X-Added", "1"]], removed_fields=["x-own"])
        for _ in range(2):
            self.assertEqual([("X-Added", "1")], link.get("/").fields)

    def test_errors_are_shown(self):
        link = self.link(show_errors=True)
        answer = link.get("/raises")
        self.assertEqual(500, answer.status)
        self.assertEqual([("Content-Type", "text/plain; charset=utf-8")], answer.fields)
        text = answer.body.decode()
        self.assertTrue(text.startswith("Traceback "), text)
        self.assertTrue(text.endswith("ValueError: caf\u00e9\n"), text)
        self.assertNotIn("catching.py", text)

    def test_and_those_of_parts_of_a_body_as_long_as_its_head_can_change(self):
        link = self.link(show_errors=True)
        answer = link.get("/late")
        self.assertEqual((500, True), (answer.status, answer.body.endswith(b"ValueError: in a part\n")))
        self.assertEqual(b"True", link.get("/").body)
        self.assertEqual(0, link.get("/too-late").cause)

    def test_else_they_are_not(self):
        answer = self.link().get("/raises")
        self.assertEqual((0, None), (answer.cause, answer.head))

    def test_files_can_be_refused(self):
        self.write(
            "files.py",
            "def application(e, s):\n    s('200 OK', [])\n    return [repr('wsgi.file_wrapper' in e).encode()]\n",
        )
        for wanted in (True, False):
            link = self.front(module="files", file_wrapper=wanted).worker().links[0]
            self.assertEqual(repr(wanted).encode(), link.get("/").body)
