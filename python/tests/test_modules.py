# SPDX-License-Identifier: Apache-2.0
"""Which files are told to be watched."""

import os
import sys
import tempfile
import types
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from merapi_worker import wire
from merapi_worker.modules import Modules


def modules(seconds=1, ignored=()):
    return Modules({"watch_modules": seconds, "watch_ignored": list(ignored)})


def files(frame):
    return frame[wire.HEADER_BYTES :].decode().split("\0") if frame else []


class ModulesTest(unittest.TestCase):
    def add(self, name, path):
        module = types.ModuleType(name)
        module.__file__ = path
        sys.modules[name] = module
        self.addCleanup(sys.modules.pop, name)

    def test_each_file_is_told_once(self):
        told = modules()
        self.assertIn(os.path.abspath(tempfile.__file__), files(told.news()))
        self.assertEqual([], files(told.news()))
        self.add("imported_late", "/srv/late.py")
        self.assertEqual(["/srv/late.py"], files(told.news()))

    def test_none_is_told_unless_asked_for(self):
        self.assertEqual(b"", modules(seconds=0).news())

    def test_our_own_are_not_told(self):
        self.assertNotIn(os.path.abspath(wire.__file__), files(modules().news()))

    def test_the_source_is_told_in_place_of_its_code(self):
        self.add("compiled", "/srv/compiled.pyc")
        self.assertIn("/srv/compiled.py", files(modules().news()))

    def test_what_is_ignored_and_below_it_is_not_told(self):
        self.add("big", "/srv/big/__init__.py")
        self.add("big.part", "/srv/big/part.py")
        self.add("bigger", "/srv/bigger.py")
        found = files(modules(ignored=["big"]).news())
        self.assertIn("/srv/bigger.py", found)
        self.assertNotIn("/srv/big/__init__.py", found)
        self.assertNotIn("/srv/big/part.py", found)

    def test_a_module_without_a_file_does_no_harm(self):
        self.add("odd", None)
        sys.modules["none"] = None
        self.addCleanup(sys.modules.pop, "none")
        self.assertTrue(modules().news())

    def test_what_an_error_came_through_is_told(self):
        told = modules()
        told.news()
        try:
            exec(compile("1 / 0", "/srv/broken.py", "exec"))
        except ZeroDivisionError as error:
            self.assertIn("/srv/broken.py", files(told.news([error])))
        try:
            compile("def", "/srv/malformed.py", "exec")
        except SyntaxError as error:
            self.assertIn("/srv/malformed.py", files(told.news([error])))


if __name__ == "__main__":
    unittest.main()
