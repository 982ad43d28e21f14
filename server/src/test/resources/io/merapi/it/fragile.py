# SPDX-License-Identifier: Apache-2.0
"""An application that loads only while the directory in its environment holds no file named as a fault."""

import os
import signal

FAULTS = os.environ["FRAGILE_FAULTS"]

if os.path.exists(os.path.join(FAULTS, "crash")):
    os.kill(os.getpid(), signal.SIGSEGV)
if os.path.exists(os.path.join(FAULTS, "raise")):
    raise RuntimeError("the database cannot be reached")


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"fine"]
