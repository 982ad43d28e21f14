# SPDX-License-Identifier: Apache-2.0
"""A worker tells the Python stacks of its threads when it is asked, whatever they are doing."""

import os
import re
import sys
import unittest
from contextlib import suppress

import frames
from front import Front
from peers import eventually

SIGNAL = 54
IDENT, NATIVE = 4, 5


def stacks(front, worker):
    """Asks for them, and returns what comes, up to the main thread's first frame."""
    front.zygote.send(frames.signal(1, SIGNAL))
    text = ""
    while not re.search(r"in main\n", text):
        text += worker.stacks.socket.recv(65536).decode()
    return text


class StacksTest(unittest.TestCase):
    def stacks_of(self, path, log):
        with Front(module="apps.process") as front:
            worker = front.worker()
            worker.links[0].request(path)
            front.wait_for_log(log)
            text = stacks(front, worker)
            os.kill(worker.pid, 9)
        self.assertRegex(text, r"apps/process.py\", line \d+ in forever")
        self.assertIn("most recent call first", text)

    def test_while_python_code_runs(self):
        self.stacks_of("/forever?python", "in python")

    def test_while_c_code_holds_the_interpreter(self):
        self.stacks_of("/forever?c", "in c")

    def test_while_it_waits_for_requests(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            eventually(lambda: "in serve" in stacks(front, worker), "a thread that serves")
            self.assertEqual(b"2", worker.links[0].get("/evaluate?1+1").body)

    def test_the_scoreboard_tells_whose_they_are(self):
        with Front(module="apps.process", threads=2) as front:
            front.worker()
            words = front.words
            eventually(lambda: words[IDENT] and words[8 + IDENT], "both threads")
            self.assertNotEqual(words[IDENT], words[8 + IDENT])
            if sys.implementation.name == "cpython":
                self.assertNotEqual(words[NATIVE], words[8 + NATIVE])

    def test_a_worker_sits_where_it_is_told(self):
        with Front(module="apps.process", threads=2) as front:
            first = front.worker(1)
            second = front.worker(1, seat=2)
            self.assertNotEqual(first.pid, second.pid)
            for worker in (first, second):
                body = worker.links[1].get("/evaluate?threading.current_thread().name").body
                self.assertEqual(b"'uWSGIWorker1Core1'", body)

    def test_a_signal_for_a_seat_that_is_free_is_dropped(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            front.zygote.send(frames.signal(2, 9))
            self.assertIn(b"2", worker.links[0].get("/evaluate?1+1").body)

    def test_a_process_of_the_applications_keeps_them_to_itself(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            child = int(worker.links[0].get("/leaves_a_child").body)
            eventually(lambda: not self.sockets(child), "a child without connections")
            os.kill(child, 9)

    def sockets(self, pid):
        links = []
        for name in os.listdir("/proc/%d/fd" % pid):
            with suppress(FileNotFoundError):  # closed since the list was made
                links.append(os.readlink("/proc/%d/fd/%s" % (pid, name)))
        return [link for link in links if link.startswith("socket:")]
