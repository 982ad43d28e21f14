# SPDX-License-Identifier: Apache-2.0
"""The smallest application.

Run it from the root of the repository:

    ./merapi --http :8000 --module examples.hello:app --processes 2
"""


def app(environ, start_response):
    body = b"Hello, World!\n"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
