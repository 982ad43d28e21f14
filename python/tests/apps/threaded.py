# SPDX-License-Identifier: Apache-2.0
"""Starts threads when imported."""

import threading

for _ in range(2):
    threading.Thread(target=threading.Event().wait, daemon=True).start()


def application(environ, start_response):
    start_response("200 OK", [])
    return []
