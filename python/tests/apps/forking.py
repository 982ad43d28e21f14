# SPDX-License-Identifier: Apache-2.0
"""Forks when imported; answers the pid of its child."""

import os
import signal

child = os.fork()
if not child:
    signal.pause()
    os._exit(0)


def application(environ, start_response):
    start_response("200 OK", [])
    return [b"%d" % child]
