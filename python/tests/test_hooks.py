# SPDX-License-Identifier: Apache-2.0
"""What each action of a hook does, and where hooks run in the life of zygote and workers."""

import os
import socket
import stat
import tempfile
import unittest

from front import Front
from peers import eventually, is_alive

from merapi_worker import hooks


class Recording(hooks.Host):
    """Lets time pass at once, and something happen meanwhile."""

    def __init__(self, meanwhile=None):
        self.lines = []
        self.pauses = 0
        self._meanwhile = meanwhile

    def log(self, text):
        self.lines.append(text)

    def pause(self, seconds):
        self.pauses += 1
        self._meanwhile()


class HookTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(directory.name)

    def run_hooks(self, *texts, host=None):
        host = host or Recording()
        hooks.run(host, "asap", list(texts))
        return host

    def fails(self, text, reason):
        with self.assertRaises(hooks.HookFailed) as raised:
            self.run_hooks(text)
        self.assertIn(reason, str(raised.exception))
        return str(raised.exception)

    def read(self, name):
        with open(name, encoding="utf-8") as file:
            return file.read()


class CommandTest(HookTest):
    def test_exec_runs_a_shell_and_fails_with_its_status(self):
        self.run_hooks("exec:echo $((1 + 1)) > sum")
        self.assertEqual("2\n", self.read("sum"))
        self.assertEqual("hook asap: exec:exit 3 failed: exit code 3", self.fails("exec:exit 3", ""))
        self.fails("exec:kill -9 $$", "signal 9")

    def test_safeexec_tells_of_the_status_alone(self):
        host = self.run_hooks("safeexec:exit 3", "create:after")
        self.assertEqual(["hook asap: safeexec:exit 3", "safeexec: exit code 3", "hook asap: create:after"], host.lines)
        self.assertTrue(os.path.exists("after"))

    def test_a_command_gets_the_usual_signals(self):
        self.run_hooks("exec:grep SigIgn /proc/self/status > ignored")
        self.assertEqual(0, int(self.read("ignored").split()[1], 16) & (1 << 12))

    def test_the_first_that_fails_is_the_last_that_runs(self):
        self.fails("exec:false", "exit code 1")
        with self.assertRaises(hooks.HookFailed):
            self.run_hooks("mkdir:one", "mkdir:one", "mkdir:two")
        self.assertEqual(["one"], os.listdir("."))

    def test_exit_leaves_with_a_status(self):
        for text, status in (("exit:", 0), ("exit:7", 7), ("exit:22", 22)):
            with self.assertRaises(hooks.Exit) as raised:
                self.run_hooks(text)
            self.assertEqual(status, raised.exception.status)

    def test_a_private_hook_is_not_shown(self):
        host = self.run_hooks("!write:secret hunter2")
        self.assertEqual(["hook asap: (private)"], host.lines)
        self.assertNotIn("nowhere", self.fails("!create:/nowhere/secret", "failed"))


class ActionTest(HookTest):
    def test_files_are_written(self):
        for text, name, content in (
            ("create:a", "a", ""),
            ("write:a one two", "a", "one two"),
            ("append:a  three", "a", "one two three"),
            ("writen:a four", "a", "four\n"),
            ("appendn:a five", "a", "four\nfive\n"),
            ("appendn:a", "a", "four\nfive\n\n"),
            ("creat:a", "a", ""),
        ):
            self.run_hooks(text)
            self.assertEqual(content, self.read(name), text)
        self.run_hooks("unlink:a")
        self.assertEqual([], os.listdir("."))
        self.fails("unlink:a", "No such file")
        self.fails("write:a", "it takes 2 words")

    def test_modes_and_owners_are_changed(self):
        self.run_hooks("mkdir:d", "chmod:d 750", "sticky:d", "chown2:d %d %d" % (os.getuid(), os.getgid()))
        self.assertEqual(0o1750, stat.S_IMODE(os.stat("d").st_mode))
        self.fails("chmod:d rwx", "rwx")
        self.fails("chown:d no-such-user no-such-group", "no-such-user")

    def test_the_process_is_changed(self):
        os.mkdir("d")
        self.addCleanup(os.environ.pop, "HOOK_TEST", None)
        self.run_hooks("chdir:d", "putenv:HOOK_TEST=a=b", "exec:echo $HOOK_TEST > ../seen", "cd:..")
        self.assertEqual("a=b\n", self.read("seen"))

    def test_a_fifo_is_written_where_somebody_reads_it(self):
        os.mkfifo("fifo")
        self.run_hooks("writefifo:fifo unheard")
        with os.fdopen(os.open("fifo", os.O_RDONLY | os.O_NONBLOCK)) as reader:
            self.run_hooks("writefifo:fifo heard")
            self.assertEqual("heard", os.read(reader.fileno(), 100).decode())
        self.fails("writefifo:missing x", "No such file")

    def test_a_fifo_and_its_reader_are_waited_for(self):
        readers = []

        def meanwhile():
            if not os.path.exists("fifo"):
                os.mkfifo("fifo")
            else:
                readers.append(os.open("fifo", os.O_RDONLY | os.O_NONBLOCK))

        host = self.run_hooks("spinningfifo:fifo at last", host=Recording(meanwhile))
        self.assertEqual(2, host.pauses)
        self.assertEqual(b"at last", os.read(readers[0], 100))
        os.close(readers[0])

    def test_what_is_to_come_is_waited_for(self):
        steps = iter((lambda: open("x", "w").close(), lambda: os.unlink("x"), lambda: os.mkdir("x")))

        def step():
            next(steps)()

        self.assertEqual(1, self.run_hooks("wait_for_fs:x", host=Recording(step)).pauses)
        self.assertEqual(0, self.run_hooks("wait_for_file:x").pauses)
        self.assertEqual(2, self.run_hooks("wait_for_dir:x", host=Recording(step)).pauses)

    def test_a_socket_is_waited_for(self):
        with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as unix:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            self.assertEqual(1, self.run_hooks("wait_for_socket::%d" % port, host=Recording(tcp.listen)).pauses)
            unix.bind("socket")
            self.assertEqual(1, self.run_hooks("wait_for_socket:socket", host=Recording(unix.listen)).pauses)


class PhaseTest(unittest.TestCase):
    PHASES = ("pre-app", "post-app", "post-fork", "accepting", "accepting1", "accepting-once", "accepting1-once")

    def front(self, **config):
        front = Front(**dict({"module": "apps.hello"}, **config))
        self.addCleanup(front.close)
        return front

    def await_hooks(self, front, *phases):
        """Waits until they, and no others, have run in that order."""

        def told():
            return [line.split()[1].rstrip(":") for line in front.log.splitlines() if line.startswith("hook ")]

        eventually(lambda: len(told()) >= len(phases), phases)
        self.assertEqual(list(phases), told())

    def test_they_run_in_the_process_they_belong_to(self):
        front = self.front(processes=2, hooks={phase: ["log:hooked"] for phase in self.PHASES})
        load, fork = ["pre-app", "post-app"], ["post-fork", "accepting"]
        worker = front.worker(1)
        once = [*load, *fork, "accepting-once", "accepting1", "accepting1-once"]
        self.await_hooks(front, *once)
        front.worker(2)
        twice = [*once, *fork, "accepting-once"]
        self.await_hooks(front, *twice)
        worker.links[0].close()
        front.news("EXITED", 1)
        front.worker(1)
        self.await_hooks(front, *twice, *fork, "accepting1")

    def test_with_lazy_apps_each_worker_runs_those_of_the_application(self):
        front = self.front(lazy_apps=True, hooks={phase: ["log:hooked"] for phase in self.PHASES[:3]})
        front.spawn()
        self.await_hooks(front, "pre-app", "post-app", "post-fork")

    def test_one_that_fails_ends_its_process(self):
        front = self.front(start=False, hooks={"pre-app": ["exec:exit 4"]})
        front.configure()
        self.assertEqual(23, front.process.wait(30))
        front.wait_for_log("hook pre-app: exec:exit 4 failed: exit code 4\n")
        front = self.front(hooks={"post-fork": ["exec:false"]})
        front.spawn(1)
        self.assertEqual(23, front.news("EXITED", 1)["status"])
        front = self.front(hooks={"post-fork": ["exit:9"]})
        front.spawn(1)
        self.assertEqual(9, front.news("EXITED", 1)["status"])

    def test_a_command_ends_with_the_process_that_runs_it(self):
        front = self.front(start=False, hooks={"pre-app": ["exec:echo running $$; exec sleep 1000"]})
        front.configure()
        front.wait_for_log("\nrunning ")
        pid = int(front.log.rpartition("running ")[2].split()[0])
        front.process.kill()
        eventually(lambda: not is_alive(pid), "the end of the command")


if __name__ == "__main__":
    unittest.main()
