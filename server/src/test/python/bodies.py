# SPDX-License-Identifier: Apache-2.0
"""Bodies up and down: /echo gives the body back, /digest its length and SHA-256, /down as many octets as asked for."""

import hashlib

BLOCK = bytes(range(256)) * 256


def digest(environ, start_response):
    sha = hashlib.sha256()
    length = 0
    for block in iter(lambda: environ["wsgi.input"].read(65536), b""):
        sha.update(block)
        length += len(block)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [("%d %s" % (length, sha.hexdigest())).encode()]


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", environ.get("CONTENT_TYPE") or "application/octet-stream")])
    return [environ["wsgi.input"].read()]


def down(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    left = int(environ["QUERY_STRING"])
    while left:
        part = BLOCK[:left]
        left -= len(part)
        yield part


def method(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    found = environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["SERVER_PROTOCOL"], environ.get("HTTP_CONNECTION")
    return [repr(found).encode()]


def application(environ, start_response):
    return globals().get(environ["PATH_INFO"].strip("/"), method)(environ, start_response)
