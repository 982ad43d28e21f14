# SPDX-License-Identifier: Apache-2.0
"""The zygote's life: what it tells the front, how it forks, how workers and it end."""

import os
import signal
import socket
import sys
import unittest

import frames
from front import Front
from peers import eventually, is_alive


def evaluate(link, expression):
    answer = link.get("/evaluate?" + expression)
    return eval(answer.body.decode())


class LifeTest(unittest.TestCase):
    def front(self, **config):
        front = Front(**dict({"module": "apps.process"}, **config))
        self.addCleanup(front.close)
        return front

    def test_it_reports_what_it_has_loaded(self):
        front = self.front()
        self.assertEqual((front.process.pid, 0), (front.zygote.hello["pid"], front.zygote.hello["seat"]))
        report = front.loaded["report"]
        self.assertEqual("%d.%d.%d" % sys.version_info[:3], report["version"])
        self.assertEqual((sys.implementation.name, sys.executable), (report["implementation"], report["executable"]))
        self.assertEqual(0, report["threads"])
        ((point, name, millis, failure),) = report["applications"]
        self.assertEqual(("", "apps.process:application", ""), (point, name, failure))
        self.assertGreaterEqual(millis, 0)

    def test_workers_are_forked_from_one_import(self):
        front = self.front(processes=2)
        workers = [front.worker(1), front.worker(2)]
        for worker in workers:
            [link] = worker.links
            self.assertEqual(worker.pid, evaluate(link, "os.getpid()"))
            self.assertEqual(front.process.pid, evaluate(link, "IMPORTED_BY"))
            self.assertEqual(front.process.pid, evaluate(link, "os.getppid()"))

    def test_fork_hooks_run(self):
        front = self.front()
        worker = front.worker()
        expected = ["before %d" % front.process.pid, "child %d" % worker.pid]
        self.assertEqual(expected, evaluate(worker.links[0], "forks"))

    def test_what_was_printed_before_the_fork_is_not_printed_again(self):
        front = self.front(module="apps.printing")
        for number in (1, 1):
            worker = front.worker(number)
            worker.links[0].get("/")
            worker.links[0].close()
            front.news("EXITED", number)
        front.close()
        self.assertEqual("begun, " + 2 * "request, \u2713 ended\nexit\n", front.log)

    def test_a_worker_that_loses_its_links_runs_exit_functions_and_leaves(self):
        front = self.front()
        worker = front.worker()
        worker.links[0].close()
        self.assertEqual((worker.pid, 0), self.status(front, 1))
        front.wait_for_log("atexit in %d\n" % worker.pid)
        self.assertTrue(worker.lifeline.is_ended())

    def status(self, front, number):
        news = front.news("EXITED", number)
        return news["pid"], news["status"]

    def test_a_half_closed_link_answers_what_it_was_sent(self):
        link = self.front().worker().links[0]
        seqs = [link.request("/evaluate?%d" % number) for number in range(20)]
        link.socket.shutdown(socket.SHUT_WR)
        self.assertEqual([b"%d" % n for n in range(20)], [link.answer(seq).body for seq in seqs])
        self.assertTrue(link.is_ended())

    def test_it_waits_for_threads_that_are_no_daemons(self):
        front = self.front()
        link = front.worker().links[0]
        self.assertEqual(b"started", link.get("/starts_a_thread").body)
        link.close()
        front.news("EXITED", 1)
        front.wait_for_log("the thread has ended")

    def test_stop_forks_no_more_and_leaves_when_the_workers_have_left(self):
        front = self.front(processes=2)
        worker = front.worker()
        front.zygote.send(frames.stop() + frames.spawn(2))
        self.assertEqual(1, evaluate(worker.links[0], "1"))
        worker.links[0].close()
        self.assertEqual((worker.pid, 0), self.status(front, 1))
        self.assertTrue(front.zygote.is_ended())
        self.assertEqual(0, front.process.wait(30))
        self.assertTrue(os.path.isdir(front.directory), "the front lives and has its directory")

    def test_stop_without_workers(self):
        front = self.front()
        front.zygote.send(frames.stop())
        self.assertTrue(front.zygote.is_ended())

    def test_ends_are_reported_with_their_status(self):
        front = self.front()
        for query, status in (("exit", 3), ("9", -9), ("6", -6)):
            worker = front.worker()
            link = worker.links[0]
            link.request("/breaks_off?" + query)
            while not link.answers[1].body:
                link.step()
            self.assertEqual((worker.pid, status), self.status(front, 1))
            self.assertTrue(worker.lifeline.is_ended())
            self.assertTrue(link.is_ended())

    def test_ends_at_the_same_time_are_all_reported(self):
        front = self.front(processes=5)
        workers = [front.worker(number) for number in range(1, 6)]
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        self.assertEqual([(worker.pid, -9) for worker in workers], [self.status(front, n) for n in range(1, 6)])

    def test_children_of_the_applications_are_left_to_it(self):
        front = self.front(module="apps.program")
        self.assertEqual("LOADED", front.loaded["kind"])
        worker = front.worker()
        self.assertEqual(b"7", worker.links[0].get("/").body)

    def test_programs_of_a_request_are_left_to_it(self):
        self.assertEqual(b"7", self.front().worker().links[0].get("/finds_its_program").body)

    def test_threads_that_the_import_started_are_told(self):
        front = self.front(module="apps.threaded")
        self.assertEqual(2, front.loaded["report"]["threads"])

    def test_lazy_applications_are_imported_by_the_worker(self):
        front = self.front(lazy_apps=True)
        self.assertEqual(("LOADED", []), (front.loaded["kind"], front.loaded["report"]["applications"]))
        worker = front.worker()
        self.assertEqual(worker.pid, evaluate(worker.links[0], "IMPORTED_BY"))

    def test_a_lazy_application_that_does_not_load_ends_the_worker(self):
        front = self.front(lazy_apps=True, module="apps.nowhere")
        pid = front.spawn()
        lifeline = front.accept("LIFELINE")
        self.assertEqual((pid, 22), self.status(front, 1))
        self.assertTrue(lifeline.is_ended())
        front.wait_for_log("ModuleNotFoundError: No module named 'apps.nowhere'")

    def test_unless_none_is_needed(self):
        for lazy in (True, False):
            front = self.front(lazy_apps=lazy, need_app=False, module="apps.nowhere")
            self.assertEqual("LOADED" if lazy else "LOAD_FAILED", front.loaded["kind"])
            link = front.worker().links[0]
            for _ in range(2):
                answer = link.get("/")
                self.assertEqual((1, None), (answer.cause, answer.head))

    def test_nothing_configured(self):
        front = self.front(need_app=False, module=None)
        self.assertEqual(("LOADED", []), (front.loaded["kind"], front.loaded["report"]["applications"]))
        self.assertEqual(1, front.worker().links[0].get("/").cause)


class DescriptorsTest(unittest.TestCase):
    def test_a_worker_holds_its_own_connections_only(self):
        """Or the end of another process could not be seen from the end of its connections."""
        with Front(module="apps.process", processes=2, threads=2) as front:
            front.worker(1)
            worker = front.worker(2)
            found = os.listdir("/proc/%d/fd" % worker.pid)
            links = [os.readlink("/proc/%d/fd/%s" % (worker.pid, name)) for name in found]
            self.assertEqual(4, sum(link.startswith("socket:") for link in links), links)
            self.assertEqual(1, len({link for link in links if link.startswith("pipe:")}), links)

    def test_the_end_of_a_worker_is_seen_though_its_child_lives(self):
        with Front(module="apps.process") as front:
            worker = front.worker()
            child = int(worker.links[0].get("/leaves_a_child").body)
            os.kill(worker.pid, signal.SIGKILL)
            self.assertTrue(worker.links[0].is_ended())
            self.assertTrue(worker.lifeline.is_ended())
            self.assertTrue(is_alive(child))
            os.kill(child, signal.SIGTERM)  # which does not end a worker
            eventually(lambda: not is_alive(child), "the end of the child")

    def test_nor_does_a_child_from_the_import_hide_the_zygotes_end(self):
        with Front(module="apps.forking") as front:
            child = int(front.worker().links[0].get("/").body)
            front.process.kill()
            self.assertTrue(front.zygote.is_ended())
            os.kill(child, signal.SIGTERM)
            eventually(lambda: not is_alive(child), "the end of the child")
