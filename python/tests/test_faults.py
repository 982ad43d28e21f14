# SPDX-License-Identifier: Apache-2.0
"""What happens when processes die, by whatever cause, and when applications do what they should not."""

import os
import signal
import subprocess
import sys
import unittest

import frames
from front import TESTS, Front
from peers import SECONDS, eventually, is_alive, state


class FrontDiesTest(unittest.TestCase):
    """ "every Python process sees the end of its link and leaves within a second" """

    def kill_front(self, path):
        front = subprocess.Popen(
            [sys.executable, os.path.join(TESTS, "front_alone.py"), "2", path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with front:
            pids = [int(pid) for pid in front.stdout.readline().split()]
            directory = front.stdout.readline().decode().rstrip("\n")
            self.assertEqual(3, len(pids))
            self.assertTrue(all(is_alive(pid) for pid in pids))
            front.kill()
        eventually(lambda: not any(is_alive(pid) for pid in pids), "the end of %r" % pids)
        eventually(lambda: not os.path.exists(directory), "the end of " + directory)

    def test_while_python_code_runs(self):
        self.kill_front("/forever?python")

    def test_while_a_system_call_waits(self):
        self.kill_front("/forever?a system call")

    def test_while_c_code_holds_the_interpreter(self):
        self.kill_front("/forever?c")

    def test_while_workers_are_idle(self):
        with Front(module="apps.process", threads=3) as front:
            worker = front.worker()
            front.hang_up()
            self.assertEqual(0, front.process.wait(SECONDS))
            eventually(lambda: not is_alive(worker.pid), "the end of the worker")
            eventually(lambda: not os.path.exists(front.directory), "the end of the runtime directory")

    def test_while_the_application_is_imported(self):
        with Front(module="apps.slow_import", start=False) as front:
            front.zygote = front.accept("ZYGOTE")
            front.zygote.send(frames.config(front.config))
            front.wait_for_log("importing")
            front.hang_up()
            self.assertEqual(0, front.process.wait(SECONDS))

    def test_before_it_has_configured_the_zygote(self):
        with Front(start=False) as front:
            front.accept("ZYGOTE")
            front.hang_up()
            self.assertEqual(0, front.process.wait(SECONDS))

    def test_a_worker_that_ignores_its_lifeline_is_killed_by_the_zygote(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            link = worker.links[0]
            link.get("/evaluate?signal.signal(signal.SIGIO, signal.SIG_IGN)")
            link.request("/forever?python")
            front.wait_for_log("in python")
            front.hang_up()
            front.process.wait(SECONDS)
            eventually(lambda: not is_alive(worker.pid), "the end of the worker")

    def test_the_end_of_the_zygotes_connection_alone_leaves_the_directory(self):
        with Front(module="apps.process") as front:
            front.zygote.close()
            front.process.wait(SECONDS)
            self.assertTrue(os.path.isdir(front.directory), "somebody listens in it")


class WorkerDiesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.front = Front(module="apps.process")
        cls.addClassCleanup(cls.front.close)

    def dies(self, path, status):
        """The worker dies of the request, and what the front sees of it."""
        worker = self.front.worker()
        link = worker.links[0]
        link.request(path)
        link.request("/evaluate?1")
        news = self.front.news("EXITED", 1)
        self.assertEqual((worker.pid, status), (news["pid"], news["status"]))
        with self.assertRaises(EOFError):
            while True:
                link.step()
        self.assertTrue(worker.lifeline.is_ended())
        self.assertEqual((1, 0), (link.word(0), link.word(3)), "the second request was not started")
        self.front.words[0] = self.front.words[3] = 0
        return link.answers[1]

    def test_by_a_segmentation_fault(self):
        self.assertIsNone(self.dies("/segfaults", -signal.SIGSEGV).head)

    def test_by_its_own_exit(self):
        self.assertEqual(b"begun", self.dies("/breaks_off?exit", 3).body)

    def test_by_sigkill(self):
        self.assertEqual(b"begun", self.dies("/breaks_off?9", -9).body)

    def test_another_can_be_forked_when_the_zygote_lives(self):
        self.dies("/breaks_off?9", -9)
        worker = self.front.worker()
        self.assertEqual(b"1", worker.links[0].get("/evaluate?1").body)
        worker.links[0].close()
        self.front.news("EXITED", 1)
        self.front.words[0] = self.front.words[3] = 0


class ZygoteDiesTest(unittest.TestCase):
    def test_workers_go_on_and_leave_in_order(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            front.process.kill()
            self.assertTrue(front.zygote.is_ended())
            self.assertEqual(b"1", worker.links[0].get("/evaluate?1").body)
            worker.links[0].close()
            self.assertTrue(worker.lifeline.is_ended())
            front.wait_for_log("atexit in %d" % worker.pid)


class SignalTest(unittest.TestCase):
    """Signals that a terminal or a service manager sends to the whole process group."""

    def test_signals_for_the_front_do_not_end_requests(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
                os.kill(worker.pid, number)
                os.kill(front.process.pid, number)
                self.assertEqual(b"1", worker.links[0].get("/evaluate?1").body)
            second = front.worker()
            self.assertEqual(b"1", second.links[0].get("/evaluate?1").body)

    def test_they_do_not_interrupt_a_system_call_of_the_application(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            link = worker.links[0]
            link.request("/evaluate?environ['wsgi.errors'].write('reads\\n') and environ['wsgi.input'].read()", flags=2)
            front.wait_for_log("reads")
            os.kill(worker.pid, signal.SIGTERM)
            link.send(frames.body(1, b"whole", 1))
            self.assertEqual(b"b'whole'", link.answer(1).body)

    def test_programs_of_the_application_can_be_ended_by_them(self):
        with Front(module="apps.process") as front:
            self.assertEqual(b"-15", front.worker().links[0].get("/ends_a_program").body)

    def test_handlers_are_uwsgis_otherwise(self):
        with Front(module="apps.process") as front:
            link = front.worker().links[0]
            query = "[signal.getsignal(n) == signal.SIG_DFL for n in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD)]"
            self.assertEqual(b"[True, True, True]", link.get("/evaluate?" + query).body)

    def test_what_a_signal_handler_raises_between_requests_is_logged(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            link = worker.links[0]
            link.get("/leaves_an_alarm")
            eventually(lambda: state(worker.pid) == "S", "waiting for the next request")
            os.kill(worker.pid, signal.SIGALRM)
            front.wait_for_log("RuntimeError: the alarm")
            self.assertEqual(b"1", link.get("/evaluate?1").body)


class ForkTest(unittest.TestCase):
    def test_a_process_that_comes_back_from_its_request_is_ended(self):
        with Front(module="apps.process") as front:
            link = front.worker().links[0]
            self.assertEqual(b"1", link.get("/child_comes_back").body)
            front.wait_for_log("a process that the application forked came back from its request; it has been ended")
            self.assertEqual(b"1", link.get("/evaluate?1").body)

    def test_signals_end_what_the_application_forks(self):
        with Front(module="apps.process") as front:
            link = front.worker().links[0]
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                child = int(link.get("/leaves_a_child").body)
                os.kill(child, number)
                await_end(child)


def await_end(pid):
    eventually(lambda: not is_alive(pid), "the end of process %d" % pid)


class ThreadsTest(unittest.TestCase):
    def test_requests_run_at_the_same_time(self):
        with Front(module="apps.process", threads=2) as front:
            links = front.worker().links
            for link in links:
                link.request("/meets")
            names = [link.answer(1).body for link in links]
            self.assertEqual([b"uWSGIWorker1Core0", b"uWSGIWorker1Core1"], names)

    def test_a_worker_leaves_when_all_its_links_have_ended(self):
        for order in ((0, 1, 2), (2, 1, 0)):
            with Front(module="apps.process", threads=3) as front:
                worker = front.worker()
                for thread in order[:2]:
                    worker.links[thread].socket.shutdown(1)
                    self.assertTrue(worker.links[thread].is_ended())
                last = worker.links[order[2]]
                self.assertEqual(b"1", last.get("/evaluate?1").body)
                last.close()
                self.assertEqual(0, front.news("EXITED", 1)["status"])


class StreamsTest(unittest.TestCase):
    def test_an_application_may_close_standard_error(self):
        with Front(module="apps.process") as front:
            link = front.worker().links[0]
            self.assertEqual(0, link.get("/closes_streams").cause)
            self.assertEqual(b"1", link.get("/evaluate?1").body)
            link.close()
            self.assertEqual(0, front.news("EXITED", 1)["status"])
