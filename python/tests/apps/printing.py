# SPDX-License-Identifier: Apache-2.0
"""Prints in pieces, at import, in requests and at exit."""

import atexit
import sys

sys.stdout.write("begun, ")
atexit.register(sys.stdout.write, "exit\n")


def application(environ, start_response):
    sys.stdout.write("request, ")
    sys.stdout.write("\u2713 ended\n")
    start_response("200 OK", [])
    return []
