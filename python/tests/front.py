# SPDX-License-Identifier: Apache-2.0
"""A scripted front: listens, starts a zygote, speaks the worker link. Everything blocks, with a deadline.

with Front(module="apps.pep3333") as front:
    link = front.worker().links[0]
    answer = link.get("/hello")
"""

import array
import mmap
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

import frames
from peers import SECONDS, Connection, Link

PACKAGE_PARENT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TESTS = os.path.dirname(os.path.abspath(__file__))

START = "import sys; sys.path.insert(0, sys.argv[1]); from merapi_worker.zygote import main; main(sys.argv[2])"


class WorkerPeer:
    def __init__(self, pid, lifeline, stacks, links):
        self.pid = pid
        self.lifeline = lifeline
        self.stacks = stacks
        self.links = links


class Front:
    """Starts a zygote with the CONFIG of these keywords over sane ones."""

    def __init__(self, python=sys.executable, start=True, **config):
        self.directory = tempfile.mkdtemp(prefix="merapi-")
        self.python = python
        self.config = dict(self._sane_config(), **config)
        self.path = os.path.join(self.directory, "link")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen(16)
        self.listener.settimeout(SECONDS)
        self._map_scoreboard()
        self.connections = []
        self.exits = []
        self.log = ""
        self.descriptors = []
        self._log_changed = threading.Condition()
        self._start_process()
        if start:
            try:
                self.start()
            except BaseException:
                self.close()
                raise

    def _sane_config(self):
        return {
            "threads": 1,
            "processes": 1,
            "generation": 7,
            "runtime_dir": self.directory,
            "scoreboard": os.path.join(self.directory, "scoreboard"),
            "limit_as_kib": 0,
            "limit_nproc": 0,
            "max_fd": 0,
            "identity": None,
            "title": None,
            "priority": 0,
            "cpu_affinity": 0,
            "sched_batch": True,
            "watch_modules": 0,
            "watch_ignored": [],
            "fatal": False,
            "fatal_types": [],
            "fatal_values": [],
            "fatal_reprs": [],
            "environ": {"uwsgi.version": "2.0.30", "uwsgi.node": "node", "SERVER_SOFTWARE": "merapi"},
            "hooks": {},
            "package": PACKAGE_PARENT,
            **self._sane_application(),
        }

    def _sane_application(self):
        return {
            "module": None,
            "wsgi_file": None,
            "callable": None,
            "mounts": [],
            "manage_script_name": False,
            "default_app": True,
            "imports": [],
            "shared_imports": [],
            "aliases": [],
            "late_aliases": [],
            "chdir": TESTS,
            "pythonpath": [],
            "worker_chdir": None,
            "env": [],
            "argv": [],
            "lazy_apps": False,
            "need_app": True,
            "need_all": False,
            "file_wrapper": True,
            "show_errors": False,
            "added_fields": [],
            "removed_fields": [],
        }

    def _map_scoreboard(self):
        slots = self.config["threads"] * self.config["processes"] * 2
        with open(self.config["scoreboard"], "w+b") as file:
            file.truncate(64 * slots)
            self.scoreboard = mmap.mmap(file.fileno(), 64 * slots)
        self.words = memoryview(self.scoreboard).cast("Q")

    def _start_process(self):
        reader, writer = os.pipe()
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
        self.process = subprocess.Popen(
            [self.python, "-c", START, PACKAGE_PARENT, self.path],
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=writer,
            env=environment,
        )
        os.close(writer)
        self.log_reader = threading.Thread(target=self._read_log, args=(reader,), daemon=True)
        self.log_reader.start()

    def _read_log(self, descriptor):
        with os.fdopen(descriptor, "r", errors="replace") as lines:
            for line in lines:
                with self._log_changed:
                    self.log += line
                    self._log_changed.notify_all()

    def wait_for_log(self, text):
        with self._log_changed:
            if not self._log_changed.wait_for(lambda: text in self.log, SECONDS):
                raise AssertionError("%r is not in the log:\n%s" % (text, self.log))
        return self.log

    def accept(self, role, of_class=Connection):
        """The next connection, which must be for ``role``."""
        accepted, _ = self.listener.accept()
        connection = of_class(accepted)
        self.connections.append(connection)
        assert connection.role == role, (connection.role, role)
        assert role == "ZYGOTE" or connection.hello["generation"] == self.config["generation"], connection.hello
        return connection

    def start(self):
        """Configures the zygote and takes its word about the application."""
        self.configure()
        self.loaded = self.zygote.frame()

    def configure(self):
        self.zygote = self.accept("ZYGOTE")
        self.zygote.send(frames.config(self.config))

    def spawn(self, number=1, seat=0):
        """Has a worker forked, in the seat of its own number unless another is given; its pid."""
        self.zygote.send(frames.spawn(number, seat))
        return self.news("SPAWNED", seat or number)["pid"]

    def news(self, kind, seat):
        """Waits for such a frame from the zygote about the worker in a seat; other workers' ends are noted."""
        while True:
            for frame in self.exits:
                if kind == "EXITED" and frame["seat"] == seat:
                    self.exits.remove(frame)
                    return frame
            frame = self.zygote.frame()
            if frame["kind"] == "EXITED":
                self.exits.append(frame)
            elif frame["kind"] == kind and frame["seat"] == seat:
                return frame
            else:
                raise AssertionError(frame)

    def worker(self, number=1, seat=0):
        """A worker with all its links open."""
        pid = self.spawn(number, seat)
        return self.connected(seat or number, pid)

    def connected(self, seat, pid):
        lifeline = self.accept("LIFELINE")
        assert lifeline.hello["pid"] == pid, (lifeline.hello, pid)
        stacks = self.accept("STACKS")
        links = []
        for thread in range(self.config["threads"]):
            slot = ((seat - 1) * self.config["threads"] + thread) * 8
            link = self.accept("LINK", Link)
            assert (link.hello["seat"], link.hello["thread"]) == (seat, thread), link.hello
            links.append(link.prepare(self.words[slot : slot + 8]))
        return WorkerPeer(pid, lifeline, stacks, links)

    def accept_files(self):
        """The worker's FILES connection, told that descriptors are welcome."""
        self.files = self.accept("FILES")
        self.files.send(frames.ready_for_descriptors())
        return self.files

    def descriptor(self, number):
        """The ``number``-th open file that came by the FILES connection."""
        while len(self.descriptors) < number:
            room = array.array("i")
            octets, ancillary, _, _ = self.files.socket.recvmsg(1, socket.CMSG_SPACE(room.itemsize))
            assert octets == b"F", octets
            for level, kind, content in ancillary:
                assert (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS)
                room.frombytes(content[: room.itemsize])
            assert len(room) == 1, ancillary
            self.descriptors.append(room[0])
        return self.descriptors[number - 1]

    def read_file(self, frame):
        """What a FILE frame names, read as the front does: from the file opened anew."""
        with open("/proc/self/fd/%d" % self.descriptor(frame["descriptor"]), "rb") as file:
            file.seek(frame["offset"])
            return file.read(frame["length"])

    def hang_up(self):
        """Closes everything, as the kernel does for a front that dies."""
        self.listener.close()
        for connection in self.connections:
            connection.close()

    def close(self):
        self.hang_up()
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            for descriptor in self.descriptors:
                os.close(descriptor)
            self.log_reader.join(SECONDS)
            self.words.release()
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
