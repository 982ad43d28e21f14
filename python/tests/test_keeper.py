# SPDX-License-Identifier: Apache-2.0
"""The keeper, told by a scripted front: commands start, are signalled, are told of, and end with it."""

import marshal
import os
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

from front import PACKAGE_PARENT
from peers import eventually, is_alive

from merapi_worker import messages

START = "import sys; sys.path.insert(0, sys.argv[1]); from merapi_worker.keeper import main; main()"
LED = {"session": True, "watched": True}
DAEMON = dict(LED, whole=True)


def marshalled(*message):
    payload = marshal.dumps([int(each) if isinstance(each, int) else each for each in message], 2)
    return struct.pack("<I", len(payload)) + payload


class MessagesTest(unittest.TestCase):
    SENT = (["run", 1, "true", {"session": True}], ["signal", 0, 12, 15], ["hooks", "asap", []])

    def test_they_are_cut_wherever_they_come_apart(self):
        octets = b"".join(marshalled(*each) for each in self.SENT)
        for step in (1, 3, 7, len(octets)):
            inbox = messages.Messages()
            found = [each for at in range(0, len(octets), step) for each in inbox.feed(octets[at : at + step])]
            self.assertEqual(list(self.SENT), found)

    def test_what_is_encoded_is_read_again(self):
        octets = messages.encode("output", 3, b"\xff\n")
        self.assertEqual([["output", 3, b"\xff\n"]], messages.Messages().feed(octets))


class Keeper:
    def __init__(self, directory):
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", START, PACKAGE_PARENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            bufsize=0,
        )
        self.heard = []

    def send(self, *message):
        self.process.stdin.write(marshalled(*message))

    def next(self):
        head = self._octets(4)
        return list(marshal.loads(self._octets(struct.unpack("<I", head)[0])))

    def _octets(self, count):
        octets = b""
        while len(octets) < count:
            more = self.process.stdout.read(count - len(octets))
            assert more, self.process.stderr.read()
            octets += more
        return octets

    def hear(self, name, number=None):
        """The first message of that name, about that command, that has not been heard yet."""
        while True:
            for message in self.heard:
                if message[0] == name and number in (None, message[1]):
                    self.heard.remove(message)
                    return message
            self.heard.append(self.next())

    def run(self, number, line, how):
        self.send("run", number, line, how)
        return self.hear("started", number)[2]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)
        self.process.stderr.close()


class KeeperTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)
        self.keeper = Keeper(self.directory)
        self.addCleanup(self.keeper.close)

    def path(self, name):
        return os.path.join(self.directory, name)


class CommandTest(KeeperTest):
    def test_what_a_command_writes_comes_before_its_end(self):
        self.keeper.send("run", 5, "printf 'one\\n\\377'; echo two >&2; exit 3", LED)
        self.assertEqual(["started", 5], self.keeper.next()[:2])
        octets = b""
        message = self.keeper.next()
        while message[0] == "output":
            octets += message[2]
            message = self.keeper.next()
        self.assertEqual(b"one\n\xfftwo\n", octets)
        self.assertEqual({("exited", 5, 3), ("closed", 5)}, {tuple(message), tuple(self.keeper.next())})

    def test_it_leads_a_session_and_reads_nothing(self):
        pid = self.keeper.run(1, "cat; ps -o sid= -p $$ 2>/dev/null || echo $$", LED)
        self.assertEqual(b"%d" % pid, self.keeper.hear("output", 1)[2].strip())

    def test_it_starts_where_it_is_told_to(self):
        os.mkdir(self.path("d"))
        self.keeper.run(1, "pwd", dict(LED, chdir=self.path("d")))
        self.assertEqual(self.path("d").encode(), self.keeper.hear("output", 1)[2].strip())

    def test_what_keeps_it_from_starting_is_told(self):
        self.keeper.run(1, "true", dict(LED, chdir=self.path("missing")))
        self.assertIn(b"cannot start: [Errno 2] No such file", self.keeper.hear("output", 1)[2])
        self.assertEqual(127, self.keeper.hear("exited", 1)[2])
        self.keeper.run(2, "true", dict(LED, uid="no-such-user"))
        self.assertIn(b"no-such-user", self.keeper.hear("output", 2)[2])

    def test_its_user_is_the_one_it_is_given(self):
        user = "65534" if os.getuid() == 0 else str(os.getuid())
        self.keeper.run(1, "echo $(id -u) $(id -G)", dict(LED, uid=user))
        expected = "65534 65534" if os.getuid() == 0 else "%d " % os.getuid()
        self.assertIn(expected.encode(), self.keeper.hear("output", 1)[2])

    def test_a_signal_reaches_its_group(self):
        self.keeper.run(1, "sleep 1000 & echo $!; wait", LED)
        child = int(self.keeper.hear("output", 1)[2])
        self.keeper.send("signal", 1, 0, signal.SIGTERM)
        self.assertEqual(-signal.SIGTERM, self.keeper.hear("exited", 1)[2])
        eventually(lambda: not is_alive(child), "the end of the child")

    def test_what_it_leaves_behind_ends_with_it_where_its_group_is_to(self):
        self.keeper.run(1, "trap '' TERM; sleep 1000 & echo $!; exit 2", DAEMON)
        child = int(self.keeper.hear("output", 1)[2])
        self.assertEqual(2, self.keeper.hear("exited", 1)[2])
        eventually(lambda: not is_alive(child), "the end of the child")

    def test_one_goes_to_the_background_and_is_found_by_its_pidfile(self):
        how = {"session": True, "orphan": True, "pidfile": self.path("pid")}
        self.keeper.run(1, "exec sleep 1000", how)
        self.assertEqual(0, self.keeper.hear("exited", 1)[2])
        eventually(lambda: os.path.exists(self.path("pid")) and os.path.getsize(self.path("pid")), "the pidfile")
        with open(self.path("pid")) as file:
            pid = int(file.read())
        self.addCleanup(os.kill, pid, signal.SIGKILL)
        self.keeper.close()
        self.assertTrue(is_alive(pid))

    def test_a_process_by_its_number_alone_is_signalled(self):
        other = subprocess.Popen(["sleep", "1000"])
        self.addCleanup(other.kill)
        self.keeper.send("signal", -1, other.pid, signal.SIGTERM)
        self.assertEqual(-signal.SIGTERM, other.wait(30))


class HooksTest(KeeperTest):
    def test_what_they_and_commands_find_is_told(self):
        os.mkdir(self.path("d"))
        self.keeper.send("place", self.path("d"), ["A=one", "B=two", "HOME"])
        self.keeper.run(1, "echo $A $B $HOME $PWD", LED)
        self.assertEqual("one two %s\n" % self.path("d"), self.keeper.hear("output", 1)[2].decode())
        self.keeper.send("place", "", ["A=three"])
        self.keeper.send("hooks", "asap", ["exec:echo $A $B > told", "putenv:C=x"])
        self.assertEqual(["", -1, self.path("d"), {"C": "x"}], self.keeper.hear("hooked")[1:])
        with open(self.path("d/told")) as told:
            self.assertEqual("three\n", told.read())

    def test_they_tell_what_they_have_changed(self):
        self.keeper.send("hooks", "asap", ["mkdir:d", "chdir:d", "putenv:A=b", "exec:echo in $PWD", "log:there"])
        self.assertEqual(["", -1, self.path("d"), {"A": "b"}], self.keeper.hear("hooked")[1:])
        told = b"".join(message[2] for message in self.keeper.heard if message[0] == "output")
        self.assertIn(("in %s\nhook asap: log:there\nthere\n" % self.path("d")).encode(), told)

    def test_a_failure_and_an_exit_are_told(self):
        self.keeper.send("hooks", "asap", ["exec:exit 2"])
        self.assertEqual(["hook asap: exec:exit 2 failed: exit code 2", -1], self.keeper.hear("hooked")[1:3])
        self.keeper.send("hooks", "asap", ["exit:5"])
        self.assertEqual(["", 5], self.keeper.hear("hooked")[1:3])

    def test_commands_go_on_while_they_run(self):
        os.mkfifo(self.path("gate"))
        self.keeper.send("hooks", "asap", ["exec:read line < gate"])
        self.keeper.run(1, "echo alive", LED)
        self.assertEqual(b"alive\n", self.keeper.hear("output", 1)[2])
        self.keeper.hear("exited", 1)
        with open(self.path("gate"), "w") as gate:
            gate.write("\n")
        self.assertEqual("", self.keeper.hear("hooked")[1])


class EndTest(KeeperTest):
    def test_nothing_outlives_the_front(self):
        stubborn = "trap '' TERM; sleep 1000 & echo $!; while :; do wait; done"
        pids = [self.keeper.run(number, stubborn, LED) for number in (1, 2)]
        pids += [int(self.keeper.hear("output", number)[2]) for number in (1, 2)]
        self.keeper.send("hooks", "asap", ["exec:echo $$; exec sleep 1000"])
        self.keeper.hear("output", 0)
        pids.append(int(self.keeper.hear("output", 0)[2]))
        self.keeper.close()
        self.assertEqual(0, self.keeper.process.returncode)
        eventually(lambda: not any(map(is_alive, pids)), "the end of all commands")

    def test_no_command_outlives_the_keeper(self):
        pid = self.keeper.run(1, "exec sleep 1000", LED)
        self.keeper.process.kill()
        eventually(lambda: not is_alive(pid), "the end of the command")

    def test_signals_of_the_terminal_are_left_to_the_front(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.keeper.run(1, "true", LED)
            self.keeper.hear("exited", 1)
            self.keeper.process.send_signal(number)
        self.keeper.run(2, "true", LED)
        self.assertEqual(0, self.keeper.hear("exited", 2)[2])


if __name__ == "__main__":
    unittest.main()
