# SPDX-License-Identifier: Apache-2.0
"""Applications about the process they run in, one per path; the query is an expression or a path."""

import atexit
import os
import signal
import subprocess
import sys
import threading

IMPORTED_BY = os.getpid()
TEXT = [("Content-Type", "text/plain")]
forks = []

os.register_at_fork(
    before=lambda: forks.append("before %d" % os.getpid()),
    after_in_parent=lambda: forks.append("parent %d" % os.getpid()),
    after_in_child=lambda: forks.append("child %d" % os.getpid()),
)
atexit.register(lambda: sys.stderr.write("atexit in %d\n" % os.getpid()))


def application(environ, start_response):
    return globals()[environ["PATH_INFO"][1:]](environ, start_response)


def evaluate(environ, start_response):
    body = repr(eval(environ["QUERY_STRING"], globals(), {"environ": environ})).encode("utf-8", "backslashreplace")
    start_response("200 OK", TEXT)
    return [body]


def forever(environ, start_response):
    """Never returns: in Python, in a system call, or in C with the interpreter locked."""
    sys.stderr.write("in %s\n" % environ["QUERY_STRING"])
    if environ["QUERY_STRING"] == "python":
        while True:
            pass
    if environ["QUERY_STRING"] == "a system call":
        os.read(os.pipe()[0], 1)
    sum(iter(int, 1))
    return []


def leaves_a_child(environ, start_response):
    """Forks a process that lives until it is signalled; answers its pid."""
    pid = os.fork()
    if not pid:
        signal.pause()
        os._exit(0)
    start_response("200 OK", TEXT)
    return [b"%d" % pid]


def child_comes_back(environ, start_response):
    pid = os.fork()
    start_response("200 OK", TEXT)
    if pid:
        return [b"%d" % os.WEXITSTATUS(os.waitpid(pid, 0)[1])]
    return [b"from the child"]


def ends_a_program(environ, start_response):
    """Starts a program that runs until it is told to end; answers how it ended."""
    program = subprocess.Popen([sys.executable, "-c", "import signal; print(flush=True); signal.pause()"], stdout=-1)
    program.stdout.readline()
    program.terminate()
    start_response("200 OK", TEXT)
    status = program.wait()
    program.stdout.close()
    return [b"%d" % status]


def finds_its_program(environ, start_response):
    """The status of a program that nobody else has waited for."""
    program = subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])
    start_response("200 OK", TEXT)
    return [b"%d" % program.wait()]


def starts_a_thread(environ, start_response):
    """A thread that is no daemon, and ends after the main thread."""
    main = threading.main_thread()

    def run():
        main.join()
        sys.stderr.write("the thread has ended\n")

    threading.Thread(target=run).start()
    start_response("200 OK", TEXT)
    return [b"started"]


def breaks_off(environ, start_response):
    """Ends the process in the middle of an answer."""
    start_response("200 OK", TEXT)
    yield b"begun"
    if environ["QUERY_STRING"] == "exit":
        os._exit(3)
    os.kill(os.getpid(), int(environ["QUERY_STRING"]))


def segfaults(environ, start_response):
    import faulthandler

    faulthandler._sigsegv()


def closes_streams(environ, start_response):
    sys.stdout.close()
    sys.stderr.close()
    start_response("200 OK", TEXT)
    return ["not bytes, which would be logged"]


def meets(environ, start_response):
    """Waits until as many threads as the query says are here."""
    barrier.wait(30)
    start_response("200 OK", TEXT)
    return [threading.current_thread().name.encode()]


barrier = threading.Barrier(2)


def leaves_an_alarm(environ, start_response):
    """Has a signal handler raise once the request is over."""

    def handler(number, frame):
        raise RuntimeError("the alarm")

    signal.signal(signal.SIGALRM, handler)
    start_response("200 OK", TEXT)
    return [b"%d" % os.getpid()]
