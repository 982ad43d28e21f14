# SPDX-License-Identifier: Apache-2.0
"""Test cases that talk to a worker with one of the applications in ``apps``."""

import unittest

from front import Front


class ServedTest(unittest.TestCase):
    """One worker for the class; each request is a new one on its link."""

    module = "apps.pep3333"
    config = ()

    @classmethod
    def setUpClass(cls):
        cls.front = Front(module=cls.module, **dict(cls.config))
        cls.addClassCleanup(cls.front.close)
        cls.link = cls.front.worker().links[0]

    def setUp(self):
        self.events()

    def get(self, name, query="", **more):
        """``query`` is an expression that most of the applications evaluate."""
        return self.link.get("/%s?%s" % (name, query), **more)

    def start(self, name, query="", **more):
        return self.link.request("/%s?%s" % (name, query), **more)

    def events(self):
        return self.link.get("/report_events").body.decode().split("\n")

    def assert_fails(self, answer, log):
        self.assertEqual(0, answer.cause)
        self.front.wait_for_log(log)
        self.assertEqual(200, self.get("show_write").status, "the worker lives")
