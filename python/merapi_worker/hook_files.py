# SPDX-License-Identifier: Apache-2.0
"""What hooks do to files and directories."""

from __future__ import annotations

import errno
import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Dict, List

NOBODY_READS = (errno.ENXIO, errno.ENODEV)


class HookFailed(Exception):
    """The message says why."""


def words(argument: str, count: int) -> List[str]:
    """The first words, and all that follows as the last one."""
    found = argument.split(" ", count - 1)
    if len(found) < count:
        raise HookFailed("it takes %d words" % count)
    return found


def _put(path: str, text: str, flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | flags, 0o666)
    try:
        octets = text.encode(sys.getfilesystemencoding(), "surrogateescape")
        if os.write(descriptor, octets) != len(octets):
            raise HookFailed("not all of it could be written")
    finally:
        os.close(descriptor)


def _create(path: str) -> None:
    _put(path, "", os.O_CREAT | os.O_TRUNC)


def _writing(flags: int, end: str) -> Callable[[str], None]:
    def write(argument: str) -> None:
        path, text = words(argument, 2)
        _put(path, text + end, os.O_CREAT | flags)

    return write


def _appendn(argument: str) -> None:
    """A line feed alone where there is no text."""
    path, _, text = argument.partition(" ")
    _put(path, text + "\n", os.O_CREAT | os.O_APPEND)


def _writefifo(argument: str) -> None:
    """Without a reader there is nobody to tell: that is no failure."""
    path, text = words(argument, 2)
    try:
        _put(path, text, os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in NOBODY_READS:
            raise


def spin(path: str, text: str) -> bool:
    """Writes to a fifo; False where there is none yet, or nobody reads it."""
    try:
        _put(path, text, os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in (*NOBODY_READS, errno.ENOENT):
            raise
        return False
    return True


def _chmod(argument: str) -> None:
    path, mode = words(argument, 2)
    os.chmod(path, int(mode, 8))


def _sticky(path: str) -> None:
    os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | stat.S_ISVTX)


def _chown(argument: str) -> None:
    import grp
    import pwd

    path, user, group = words(argument, 3)
    os.chown(path, pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid)


def _chown2(argument: str) -> None:
    path, user, group = words(argument, 3)
    os.chown(path, int(user), int(group))


ACTIONS: Dict[str, Callable[[str], None]] = {
    "cd": os.chdir,
    "chdir": os.chdir,
    "mkdir": os.mkdir,
    "unlink": os.unlink,
    "create": _create,
    "creat": _create,
    "write": _writing(os.O_TRUNC, ""),
    "writen": _writing(os.O_TRUNC, "\n"),
    "append": _writing(os.O_APPEND, ""),
    "appendn": _appendn,
    "writefifo": _writefifo,
    "chmod": _chmod,
    "sticky": _sticky,
    "chown": _chown,
    "chown2": _chown2,
}
