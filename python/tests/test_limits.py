# SPDX-License-Identifier: Apache-2.0
"""What a worker watches over itself."""

import unittest

from front import Front

from merapi_worker import limits

RAISED, FATAL = 0, 2


class Odd(ValueError):
    def __str__(self):
        raise RuntimeError("no text")


class FatalTest(unittest.TestCase):
    def is_fatal(self, error, **config):
        every = {"fatal": False, "fatal_types": [], "fatal_values": [], "fatal_reprs": []}
        return limits.is_fatal(dict(every, **config), error)

    def test_none_is_by_default(self):
        self.assertFalse(self.is_fatal(ValueError("x")))

    def test_each_is_when_all_are(self):
        self.assertTrue(self.is_fatal(KeyboardInterrupt(), fatal=True))

    def test_by_class(self):
        self.assertTrue(self.is_fatal(ValueError("x"), fatal_types=["KeyError", "ValueError"]))
        self.assertFalse(self.is_fatal(Odd("x"), fatal_types=["ValueError"]), "a class of its own")

    def test_by_text(self):
        self.assertTrue(self.is_fatal(ValueError("gone away"), fatal_values=["gone away"]))
        self.assertFalse(self.is_fatal(ValueError("gone"), fatal_values=["gone away"]))
        self.assertFalse(self.is_fatal(Odd(), fatal_values=["x"]))

    def test_by_representation(self):
        self.assertTrue(self.is_fatal(ValueError("x"), fatal_reprs=["ValueError('x')"]))
        self.assertFalse(self.is_fatal(ValueError("x"), fatal_reprs=["x"]))

    def test_the_front_is_told(self):
        with Front(module="apps.process", fatal_types=["ZeroDivisionError"]) as front:
            link = front.worker().links[0]
            self.assertEqual(FATAL, link.get("/evaluate?1/0").cause)
            self.assertEqual(RAISED, link.get("/evaluate?unknown").cause)


class KernelTest(unittest.TestCase):
    def limit(self, name, **config):
        with Front(module="apps.process", **config) as front:
            expression = "__import__('resource').getrlimit(__import__('resource').%s)" % name
            return eval(front.worker().links[0].get("/evaluate?" + expression).body)

    def test_address_space(self):
        self.assertEqual((4 << 30, 4 << 30), self.limit("RLIMIT_AS", limit_as_kib=4 << 20))

    def test_descriptors(self):
        self.assertEqual((99, 99), self.limit("RLIMIT_NOFILE", max_fd=99))

    def test_processes(self):
        self.assertEqual((999, 999), self.limit("RLIMIT_NPROC", limit_nproc=999))

    def test_what_the_system_does_not_allow_is_told(self):
        with Front(module="apps.process", max_fd=2000000000) as front:
            front.wait_for_log("max-fd: the system does not let it be 2000000000")
            self.assertEqual(b"2", front.worker().links[0].get("/evaluate?1+1").body)
