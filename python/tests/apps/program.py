# SPDX-License-Identifier: Apache-2.0
"""Starts a program when imported, and a worker's worth of time later asks how it ended."""

import os
import subprocess
import sys

program = subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])
status = None


def wait():
    global status
    status = program.wait()


os.register_at_fork(before=wait)


def application(environ, start_response):
    start_response("200 OK", [])
    return [b"%d" % status]
