# SPDX-License-Identifier: Apache-2.0
"""What zygote and workers have in common as processes: connections, signals, standard streams, the log, the exit."""

from __future__ import annotations

import _socket
import os
import sys
from _thread import get_ident

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType
    from typing import Any, Callable, Dict, List, NoReturn, Optional
else:
    import _signal as signal  # signal adds enums to it, which need more memory than all of this package

EXIT_HOOK_FAILED = 23
"""The status of a zygote or worker of which a hook has failed."""

# The front stops a worker by closing its links. A signal to the whole process group, a terminal's or systemd's, must
# not end requests that the front is still waiting for.
_LEFT_TO_THE_FRONT = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def connect(path: str, hello: bytes) -> _socket.socket:
    """A new connection to the front, introduced."""
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC)
    connection.connect(path)
    connection.sendall(hello)
    return connection


# ---- signals


def ignore(number: int, frame: Optional[FrameType]) -> None:
    """A signal handler; unlike SIG_IGN it is not passed on to the programs that the application starts."""


def leave_signals_to_the_front() -> None:
    for number in _LEFT_TO_THE_FRONT:
        signal.signal(number, ignore)


_masks: Dict[int, Any] = {}
"""The signal mask from before a fork, by thread."""


def hold_signals() -> None:
    """Before a fork: a signal to the child waits until it is settled what signals do there."""
    _masks[get_ident()] = signal.pthread_sigmask(signal.SIG_BLOCK, _LEFT_TO_THE_FRONT)


def release_signals() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, _masks.pop(get_ident()))


def restore_signals() -> None:
    """In a process that the application has forked: signals end it like any other."""
    for number in _LEFT_TO_THE_FRONT:
        if signal.getsignal(number) is ignore:
            signal.signal(number, signal.SIG_DFL)


# ---- the log: standard error


def make_streams_line_buffered() -> None:
    """A line of any process arrives whole in the log, whatever characters are in it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def flush_streams() -> None:
    _flush(sys.stdout)
    _flush(sys.stderr)


def _flush(stream: Any) -> None:
    try:
        stream.flush()
    except (OSError, ValueError, AttributeError):
        pass  # the log is gone, or the application has closed or replaced the stream


def log(text: str) -> None:
    try:
        sys.stderr.write(text + "\n")
    except (OSError, ValueError, AttributeError):
        pass


def log_request(environ: Dict[str, Any], text: str) -> None:
    """A line about the application's answer to a request."""
    uri = environ.get("REQUEST_URI") or environ.get("PATH_INFO")
    log("%s %s: %s" % (environ.get("REQUEST_METHOD"), uri, text))


def log_error(error: BaseException, where: str = "") -> str:
    """The traceback, in one write, from the first frame on that is not ours; returned, too."""
    import traceback  # 1 MiB that only those need who fail

    trace = error.__traceback__
    ours = os.path.dirname(__file__)
    while trace is not None and trace.tb_next is not None:
        if os.path.dirname(trace.tb_frame.f_code.co_filename) != ours:
            break
        trace = trace.tb_next
    lines: List[str] = traceback.format_exception(type(error), error, trace)
    text = where + "".join(lines).rstrip("\n")
    log(text)
    return text


def leave(status: int) -> NoReturn:
    """Ends the process without the interpreter's finalization, which waits for threads and can hang."""
    flush_streams()
    os._exit(status)


def run_hooks(config: Dict[str, Any], phase: str) -> None:
    """Runs those of a phase in this process, which leaves where one fails."""
    texts: List[str] = config["hooks"].get(phase)
    if not texts:
        return
    from merapi_worker import hooks

    try:
        hooks.run(hooks.Host(), phase, texts)
    except hooks.HookFailed as error:
        log(str(error))
        leave(EXIT_HOOK_FAILED)
    except hooks.Exit as error:
        leave(error.status)


def remove_directory(path: str) -> None:
    """Removes a directory and what is in it, as far as that is possible."""
    for directory, directories, names in os.walk(path, topdown=False):
        for name in names:
            _remove(os.unlink, os.path.join(directory, name))
        for name in directories:
            _remove(os.rmdir, os.path.join(directory, name))
    _remove(os.rmdir, path)


def _remove(remove: Callable[[str], None], path: str) -> None:
    try:
        remove(path)
    except OSError:
        pass
