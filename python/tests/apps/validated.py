# SPDX-License-Identifier: Apache-2.0
"""Applications between the standard library's validators of PEP 3333: what they find is an AssertionError."""

from io import BytesIO
from wsgiref.validate import validator


def listed(environ, start_response):
    environ["wsgi.input"].read(10)
    environ["wsgi.input"].readline()
    environ["wsgi.input"].readlines()
    list(environ["wsgi.input"])
    environ["wsgi.errors"].write("an error\n")
    environ["wsgi.errors"].flush()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"listed"]


def generated(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "9")])
    yield b"gene"
    yield b""
    yield b"rated"


def echoed(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return iter(lambda: environ["wsgi.input"].read(5), b"")


def wrapped(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return environ["wsgi.file_wrapper"](BytesIO(b"wrapped"), 3)


def written(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"writ")
    return [b"ten"]


def empty(environ, start_response):
    start_response("204 No Content", [])
    return []


FUNCTIONS = (listed, generated, echoed, wrapped, written, empty)
VALIDATED = {function.__name__: validator(function) for function in FUNCTIONS}


def application(environ, start_response):
    return VALIDATED[environ["PATH_INFO"][1:]](environ, start_response)
