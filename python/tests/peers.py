# SPDX-License-Identifier: Apache-2.0
"""The front's ends of connections to zygotes and workers. Everything blocks, with a deadline."""

import select
import threading
import time

import frames

SECONDS = 30
"""No wait is longer; none that succeeds comes near it."""


def eventually(condition, what="the condition"):
    """Waits until ``condition()`` is true and returns its value."""
    deadline = time.monotonic() + SECONDS
    never = threading.Event()
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        never.wait(0.005)
    raise AssertionError("%s has not come about" % what)


class Answer:
    """What a link has received about one request."""

    def __init__(self):
        self.head = None
        self.parts = []
        self.frames = []
        self.files = []
        self.micros = None
        self.cause = None
        self.is_skipped = False
        self.is_complete = False

    @property
    def is_over(self):
        return self.is_complete or self.cause is not None or self.is_skipped

    @property
    def status(self):
        return self.head["aux"]

    @property
    def reason(self):
        return self.head["reason"]

    @property
    def body(self):
        return b"".join(self.parts)

    @property
    def content_length(self):
        return self.head["content_length"]

    @property
    def fields(self):
        lines = self.head["fields"].split("\r\n")[:-1]
        assert len(lines) == self.head["field_count"], self.head
        return [tuple(line.split(": ", 1)) for line in lines]

    def add(self, frame):
        kind = frame["kind"]
        self.frames.append(frame)
        if kind == "HEAD":
            assert self.head is None, "a second HEAD"
            self.head = frame
        elif kind == "FAIL":
            self.cause = frame["aux"]
        elif kind == "SKIPPED":
            self.is_skipped = True
        else:
            assert self.head is not None, "%s before HEAD" % kind
        if kind == "FILE":
            self.files.append(frame)
        self.parts.append(frame.get("octets", b""))
        if kind == "FAIL" or (kind in ("HEAD", "DATA", "FILE") and frame["flags"] & 1):
            self.micros = frame["micros"]
            self.is_complete = kind != "FAIL"


class Connection:
    """One accepted connection, after its HELLO."""

    def __init__(self, accepted):
        self.socket = accepted
        accepted.settimeout(SECONDS)
        self.received = bytearray()
        self.hello = self.frame()
        assert self.hello["kind"] == "HELLO", self.hello
        self.role = frames.ROLES[self.hello["aux"]]

    def send(self, octets):
        self.socket.sendall(octets)

    def _receive(self):
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:  # its end, when it had not read all that was sent to it
            return b""

    def _take(self, count):
        while len(self.received) < count:
            more = self._receive()
            if not more:
                raise EOFError("%s ended" % getattr(self, "role", "a connection"))
            self.received += more
        taken = bytes(memoryview(self.received)[:count])
        del self.received[:count]
        return taken

    def frame(self):
        header = self._take(16)
        return frames.decode(header, self._take(int.from_bytes(header[:4], "little")))

    def is_ended(self):
        """Waits for its end; nothing else may come."""
        more = self._receive()
        assert not more, more
        return True

    def close(self):
        self.socket.close()


class Link(Connection):
    """A LINK, with the answers to what was sent on it."""

    seq = 0
    slot = None

    def prepare(self, slot):
        self.slot = slot
        self.answers = {}
        return self

    def request(self, path="/", body=b"", flags=0, **more):
        """Sends a request and returns its seq."""
        self.seq += 1
        self.send(self.encode(self.seq, path, body, flags, **more))
        return self.seq

    def encode(self, seq, path="/", body=b"", flags=0, **more):
        self.answers[seq] = Answer()
        path, _, query = path.partition("?")
        variables = {
            "REQUEST_METHOD": "GET",
            "REQUEST_URI": path,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "SERVER_NAME": "example.com",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "REMOTE_PORT": "54321",
            "HTTP_HOST": "example.com",
            "wsgi.url_scheme": "http",
        }
        if body and not flags:
            variables["CONTENT_LENGTH"] = str(len(body))
        variables.update(more)
        return frames.request(seq, variables, body, flags)

    def step(self):
        """Receives one frame into its answer, and returns it."""
        frame = self.frame()
        self.answers[frame["seq"]].add(frame)
        return frame

    def answer(self, seq=None):
        """Receives until the request is answered."""
        answer = self.answers[seq or self.seq]
        while not answer.is_over:
            self.step()
        return answer

    def get(self, path="/", body=b"", flags=0, **more):
        return self.answer(self.request(path, body, flags, **more))

    def word(self, number):
        return self.slot[number]

    def revoke(self, seq):
        self.slot[1] = seq

    def abandon(self, seq):
        self.slot[2] = seq


def is_readable(connection):
    """Whether something has come."""
    return bool(connection.received or select.select([connection.socket], [], [], 0)[0])


def state(pid):
    """The letter of a process's state in proc(5), or None where there is no such process."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def is_alive(pid):
    """Whether there is such a process, zombies not counted."""
    return state(pid) not in (None, "Z")
