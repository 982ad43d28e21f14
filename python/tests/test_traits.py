# SPDX-License-Identifier: Apache-2.0
"""What the operating system sees of the processes."""

import os
import pwd
import unittest

from front import Front

from merapi_worker import traits


def command_line(pid):
    with open("/proc/%d/cmdline" % pid) as file:
        return file.read().rstrip("\0")


def name(pid):
    with open("/proc/%d/comm" % pid) as file:
        return file.read().rstrip("\n")


class Case(unittest.TestCase):
    def evaluate(self, front, expression, number=1):
        return eval(front.worker(number).links[0].get("/evaluate?" + expression).body.decode())

    def front(self, **config):
        front = Front(**dict({"module": "apps.process"}, **config))
        self.addCleanup(front.close)
        return front


class ProcessorsTest(unittest.TestCase):
    def test_each_worker_has_the_next(self):
        four = [0, 1, 4, 5]
        self.assertEqual([[0], [1], [4], [5], [0]], [traits.processors(four, n, 1) for n in range(1, 6)])
        self.assertEqual([[0, 1], [4, 5], [0, 1]], [traits.processors(four, n, 2) for n in range(1, 4)])

    def test_beyond_the_last_it_goes_on_with_the_first(self):
        self.assertEqual([[0, 1], [0, 2], [1, 2]], [traits.processors([0, 1, 2], n, 2) for n in range(1, 4)])

    def test_more_than_there_are_is_all(self):
        self.assertEqual([3, 7], traits.processors([3, 7], 2, 5))


class TitleTest(Case):
    def test_each_process_has_its_own(self):
        front = self.front(title=["shop ", "", "!"])
        worker = front.worker(1).pid
        self.assertEqual("shop merapi zygote!", command_line(front.process.pid))
        self.assertEqual("shop merapi worker 1!", command_line(worker))
        self.assertEqual("shop merapi wor", name(worker), "what the kernel keeps of it")

    def test_or_all_have_one_name(self):
        front = self.front(title=["", "caf\u00e9", ""])
        self.assertEqual("caf\u00e9", command_line(front.worker(1).pid))
        self.assertEqual("caf\u00e9", command_line(front.process.pid))

    def test_one_that_is_too_long_is_cut(self):
        front = self.front(title=["", "x" * 100000, ""])
        title = command_line(front.worker(1).pid)
        self.assertGreater(len(title), 20)
        self.assertEqual("x" * len(title), title)

    def test_without_titles_it_is_the_interpreters_command_line(self):
        front = self.front()
        self.assertIn("merapi_worker.zygote", command_line(front.worker(1).pid))


class SchedulingTest(Case):
    def test_workers_let_others_go_on_unless_they_need_not(self):
        policy = "os.sched_getscheduler(0)"
        self.assertEqual(os.SCHED_BATCH, self.evaluate(self.front(), policy))
        self.assertEqual(os.SCHED_OTHER, self.evaluate(self.front(sched_batch=False), policy))

    def test_workers_inherit_the_priority(self):
        self.assertEqual(7, self.evaluate(self.front(priority=7), "os.getpriority(os.PRIO_PROCESS,0)"))

    def test_each_worker_runs_on_its_processors(self):
        front = self.front(cpu_affinity=1)
        if not hasattr(os, "sched_getaffinity"):  # PyPy
            self.assertTrue(front.worker(1).pid)
            front.wait_for_log("cpu-affinity: worker 1 runs on any processor")
            return
        mine = traits.processors(sorted(os.sched_getaffinity(0)), 1, 1)
        self.assertEqual(mine, self.evaluate(front, "sorted(os.sched_getaffinity(0))"))
        front.wait_for_log("worker 1 runs on processor %d" % mine[0])


class DirectoryTest(Case):
    def test_workers_go_on_when_the_application_is_loaded(self):
        self.assertEqual("/", self.evaluate(self.front(worker_chdir="/"), "os.getcwd()"))


class EnvironmentTest(Case):
    def test_later_entries_count(self):
        front = self.front(env=["A=1", "B=2", "HOME", "A", "B=3=4"])
        self.assertEqual([None, "3=4", None], self.evaluate(front, "[os.environ.get(n)for(n)in('A','B','HOME')]"))


class IdentityTest(Case):
    def test_workers_become_another_user_before_they_run_anything(self):
        root = os.geteuid() == 0
        user = pwd.getpwnam("nobody" if root else pwd.getpwuid(os.geteuid()).pw_name)
        front = Front(start=False, module="apps.process", identity=[user.pw_uid, user.pw_gid] + [user.pw_gid] * root)
        self.addCleanup(front.close)
        os.chmod(front.directory, 0o755)
        for path in (front.path, front.config["scoreboard"]):
            os.chmod(path, 0o666)
        if not root:  # who may not set groups at all is told so
            front.start()
            front.spawn(1)
            front.wait_for_log("worker 1 failed: ")
            return
        front.start()
        ids = self.evaluate(front, "[os.getresuid(),os.getresgid(),os.getgroups()]")
        self.assertEqual([(user.pw_uid,) * 3, (user.pw_gid,) * 3, [user.pw_gid]], ids)
        self.assertEqual(os.geteuid(), os.stat("/proc/%d" % front.process.pid).st_uid, "the zygote stays")
