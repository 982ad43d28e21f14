# SPDX-License-Identifier: Apache-2.0
"""The smallest useful application: what is measured is the server."""

BODY = b"Hello, World!\n"
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]


def app(environ, start_response):
    start_response("200 OK", HEADERS.copy())
    return [BODY]
