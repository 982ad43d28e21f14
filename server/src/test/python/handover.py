# SPDX-License-Identifier: Apache-2.0
"""A service manager: python3 handover.py PATH NAMES COMMAND... runs the command with two sockets that listen already.

Descriptor 3 is a unix socket at PATH, 4 one of TCP on a port that the system has chosen. Both are blocking, and neither
is closed on exec: as a service manager may leave them.
"""

import os
import socket
import sys

path, names, command = sys.argv[1], sys.argv[2], sys.argv[3:]
unix = socket.socket(socket.AF_UNIX)
unix.bind(path)
tcp = socket.socket()
tcp.bind(("127.0.0.1", 0))
opened = [unix, tcp]
for number, each in enumerate(opened, 3):
    each.listen(64)
    # out of the way of those that are still to be moved
    os.dup2(each.fileno(), number + 20)
for number in (3, 4):
    os.dup2(number + 20, number)
    os.close(number + 20)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES=names)
os.execv(command[0], command)
