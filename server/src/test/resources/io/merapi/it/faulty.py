# SPDX-License-Identifier: Apache-2.0
"""An application that does what it is told, be it wrong: the path says what, the query string with which token.

Every answer that is one is made of the request's token alone, so that a client can tell an answer that is not its own.
"""

import ctypes
import gc
import hashlib
import os
import signal
import sys
import tempfile
import threading
import time

TEXT = ("Content-Type", "text/plain")
LEAKED = []
KEPT = []
NEVER = threading.Event()


def pattern(token, size):
    """So many octets that only this token has."""
    unit = (token + ".").encode()
    return (unit * (size // len(unit) + 1))[:size]


def token_of(environ):
    return environ["QUERY_STRING"].partition("&")[0]


def size_of(environ):
    return int(environ["QUERY_STRING"].partition("&")[2] or 0)


def plain(start_response, body):
    start_response("200 OK", [TEXT, ("Content-Length", str(len(body)))])
    return [body]


# ---- answers


def echo(environ, start_response):
    return plain(start_response, token_of(environ).encode())


def big(environ, start_response):
    return plain(start_response, pattern(token_of(environ), size_of(environ)))


def upload(environ, start_response):
    """The token, and the digest of the body."""
    digest = hashlib.sha256()
    for block in iter(lambda: environ["wsgi.input"].read(65536), b""):
        digest.update(block)
    return plain(start_response, (token_of(environ) + " " + digest.hexdigest()).encode())


def file(environ, start_response):
    stored = tempfile.TemporaryFile()
    stored.write(pattern(token_of(environ), size_of(environ)))
    stored.seek(0)
    start_response("200 OK", [TEXT, ("Content-Length", str(size_of(environ)))])
    return environ["wsgi.file_wrapper"](stored)


def chunks(environ, start_response):
    """The pattern in parts of 1000 octets, without a Content-Length."""
    start_response("200 OK", [TEXT])
    whole = pattern(token_of(environ), size_of(environ))
    for at in range(0, len(whole), 1000):
        yield whole[at : at + 1000]


def sleep(environ, start_response):
    """Takes so many milliseconds."""
    time.sleep(size_of(environ) / 1000)
    return echo(environ, start_response)


def pid(environ, start_response):
    return plain(start_response, str(os.getpid()).encode())


def descriptors(environ, start_response):
    return plain(start_response, str(len(os.listdir("/proc/self/fd"))).encode())


class Endless:
    """A stream that ends with its client, and says so."""

    def __init__(self, token):
        self.token = token

    def __iter__(self):
        return self

    def __next__(self):
        return pattern(self.token, 1000)

    def close(self):
        print("closed the stream of " + self.token)


def endless(environ, start_response):
    start_response("200 OK", [TEXT])
    return Endless(token_of(environ))


# ---- faults


def segfault(environ, start_response):
    ctypes.string_at(1)


def exit_at_once(environ, start_response):
    os._exit(3)


def system_exit(environ, start_response):
    sys.exit(4)


def interrupt(environ, start_response):
    raise KeyboardInterrupt


def generator_exit(environ, start_response):
    raise GeneratorExit


def raise_late(environ, start_response):
    start_response("200 OK", [TEXT])
    yield b"begun"
    raise ValueError("late, for " + token_of(environ))


def block(environ, start_response):
    print("blocks now")
    NEVER.wait()


def hold_interpreter(environ, start_response):
    """Blocks all threads of the process for so many milliseconds."""
    ctypes.PyDLL(None).usleep(size_of(environ) * 1000)
    return echo(environ, start_response)


def hold_for_ever(environ, start_response):
    """Blocks all threads of the process until it is killed; a signal does not wake it."""
    ctypes.PyDLL(None).read(os.pipe()[0], ctypes.create_string_buffer(1), 1)


def grow(environ, start_response):
    """Keeps so many octets for ever."""
    KEPT.append(b"x" * size_of(environ))
    return echo(environ, start_response)


def raises(environ, start_response):
    raise LookupError(token_of(environ))


def flood_output(environ, start_response):
    for number in range(size_of(environ)):
        print("flood", number, "x" * 80)
    return echo(environ, start_response)


def flood_line(environ, start_response):
    """One line of so many octets."""
    sys.stdout.write("x" * size_of(environ) + "\n")
    return echo(environ, start_response)


def leak(environ, start_response):
    """Leaves no descriptor free, until the next call."""
    if LEAKED:
        LEAKED.clear()
        gc.collect()
        return echo(environ, start_response)
    try:
        while True:
            LEAKED.append(open(os.devnull))
    except OSError:
        return echo(environ, start_response)


def close_all(environ, start_response):
    os.closerange(3, 1000)
    return echo(environ, start_response)


def fork(environ, start_response):
    """Leaves a child that nobody waits for: it stays until it is killed, or its parent's parent is."""
    child = os.fork()
    if not child:
        os.execlp("sleep", "sleep", "30")
    return plain(start_response, str(child).encode())


def fork_child_returns(environ, start_response):
    """The child goes on as if it were the worker."""
    os.fork()
    return echo(environ, start_response)


def kill_zygote(environ, start_response):
    os.kill(os.getppid(), signal.SIGKILL)
    return echo(environ, start_response)


DEEDS = {
    "/" + deed.__name__: deed
    for deed in (
        echo,
        big,
        upload,
        file,
        chunks,
        sleep,
        pid,
        descriptors,
        endless,
        segfault,
        exit_at_once,
        system_exit,
        interrupt,
        generator_exit,
        raise_late,
        block,
        hold_interpreter,
        hold_for_ever,
        grow,
        raises,
        flood_output,
        flood_line,
        leak,
        close_all,
        fork,
        fork_child_returns,
        kill_zygote,
    )
}


def app(environ, start_response):
    return DEEDS[environ["PATH_INFO"]](environ, start_response)
