# SPDX-License-Identifier: Apache-2.0
"""Large bodies in and out, streams, and fast requests among rare slow ones."""

import time

BIG = bytes(range(256)) * 4096
CHUNKS = [bytes([65 + i % 26]) * (64 + i * 960 // 255) for i in range(256)]
READ_BYTES = 65536
SLOW_SECONDS = 0.020


def big(environ, start_response):
    """1 MiB in one piece."""
    start_response("200 OK", [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(BIG)))])
    return [BIG]


def upload(environ, start_response):
    """Reads the whole body and tells how long it was."""
    stream = environ["wsgi.input"]
    left = int(environ.get("CONTENT_LENGTH") or 0)
    total = 0
    while left > 0:
        part = stream.read(min(READ_BYTES, left))
        if not part:
            break
        total += len(part)
        left -= len(part)
    body = b"%d" % total
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def stream(environ, start_response):
    """256 parts of 64 to 1,024 octets from a generator, of no announced length."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (chunk for chunk in CHUNKS)


def echo(environ, start_response):
    """The query string, so that the client can tell which of its requests this answers."""
    body = environ["QUERY_STRING"].encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def slow(environ, start_response):
    """The same after a sleep, as when waiting for a database."""
    time.sleep(SLOW_SECONDS)
    return echo(environ, start_response)


HANDLERS = {"/big": big, "/upload": upload, "/stream": stream, "/fast": echo, "/slow": slow}


def app(environ, start_response):
    return HANDLERS[environ["PATH_INFO"]](environ, start_response)
