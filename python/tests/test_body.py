# SPDX-License-Identifier: Apache-2.0
"""Bodies that the front has stored."""

import io
import os
import tempfile
import unittest

from merapi_worker.body import StoredBody


class StoredBodyTest(unittest.TestCase):
    def setUp(self):
        self.file = tempfile.NamedTemporaryFile()
        self.addCleanup(self.file.close)
        self.file.write(b"one, two, three")
        self.file.flush()

    def body(self, path):
        body = StoredBody(path)
        self.addCleanup(body.close)
        return body

    def shared(self):
        return self.body("/proc/%d/fd/%d" % (os.getpid(), self.file.fileno()))

    def test_it_is_read_through_a_buffer(self):
        stream = io.BufferedReader(self.body(self.file.name))
        self.assertEqual(b"one", stream.read(3))
        self.assertEqual(b", two, three", stream.read())

    def test_a_file_of_its_own_has_its_own_descriptor(self):
        body = self.body(self.file.name)
        self.assertEqual(os.fstat(self.file.fileno()).st_ino, os.fstat(body.fileno()).st_ino)

    def test_the_descriptor_of_shared_memory_is_that_of_a_copy(self):
        body = self.shared()
        self.assertEqual(b"one", body.read(3))
        kept = os.dup(body.fileno())
        self.addCleanup(os.close, kept)
        self.file.seek(0)
        self.file.write(b"the body of another")
        self.file.flush()
        self.assertEqual(b", two", body.read(5))
        self.assertEqual(b", three", body.read())
        self.assertEqual(b"one, two, three", os.pread(kept, 100, 0))

    def test_after_the_request_there_is_nothing(self):
        body = self.shared()
        body.close()
        with self.assertRaises(ValueError):
            body.fileno()


if __name__ == "__main__":
    unittest.main()
