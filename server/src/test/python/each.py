# SPDX-License-Identifier: Apache-2.0
"""Runs applications that the tests write down: /NAME/... is answered by `application` in $APPLICATIONS/NAME.py."""

import os
from _thread import allocate_lock

loaded = {}
loading = allocate_lock()


def load(name):
    with loading:
        if name not in loaded:
            path = os.path.join(os.environ["APPLICATIONS"], name + ".py")
            with open(path, encoding="utf-8") as file:
                code = compile(file.read(), path, "exec")
            scope = {"__name__": name, "__file__": path}
            exec(code, scope)
            loaded[name] = scope["application"]
    return loaded[name]


def application(environ, start_response):
    return load(environ["PATH_INFO"].split("/")[1])(environ, start_response)
