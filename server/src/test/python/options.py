# SPDX-License-Identifier: Apache-2.0
"""Shows what options have made of the process: the query is a Python expression whose repr() is the answer.

The expressions know `environ`, `read()` and `loaded_by`, the process that imported this module.
"""

import os
import sys  # noqa: F401 for the expressions
import threading  # noqa: F401 for the expressions
from urllib.parse import unquote

loaded_by = os.getpid()


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    scope = dict(globals(), environ=environ, read=environ["wsgi.input"].read)
    return [repr(eval(unquote(environ["QUERY_STRING"]), scope)).encode()]


def make_application():
    def made(environ, start_response):
        environ["made"] = "by the factory"
        return application(environ, start_response)

    return made
