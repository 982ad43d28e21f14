# SPDX-License-Identifier: Apache-2.0
"""What a web server in front must carry, beside what faulty.py does. The path says what to do, with or without /live
before it, and whatever comes behind a semicolon. The working directory has the gate of the tests.
"""

import json

from faulty import DEEDS, TEXT, plain, size_of, token_of


def variables(environ, start_response):
    """The variables that are text, as JSON."""
    found = {name: value for name, value in environ.items() if isinstance(value, str)}
    return plain(start_response, json.dumps(found).encode())


def status(environ, start_response):
    """An answer with the status asked for."""
    start_response(token_of(environ) + " As Asked", [TEXT])
    return [b"as asked"]


def nothing(environ, start_response):
    start_response("204 No Content", [])
    return []


def tagged(environ, start_response):
    """Sent once, and then known."""
    if environ.get("HTTP_IF_NONE_MATCH") == '"tag"':
        start_response("304 Not Modified", [("ETag", '"tag"')])
        return []
    start_response("200 OK", [TEXT, ("ETag", '"tag"'), ("Content-Length", "6")])
    return [b"tagged"]


def fields(environ, start_response):
    """A head with a large field, and one that comes twice."""
    large = ("X-Large", "x" * size_of(environ))
    start_response("200 OK", [TEXT, large, ("Set-Cookie", "one=1"), ("Set-Cookie", "two=2")])
    return [b"fields"]


def wait():
    """Arrives at the gate, and goes on when the test lets it."""
    with open("arrivals", "w") as arrivals:
        arrivals.write("x\n")
    with open("permits") as permits:
        permits.read()


def gated(environ, start_response):
    """A second line that is made when the first has arrived."""
    start_response("200 OK", [TEXT, ("X-Accel-Buffering", "no")])
    yield b"first\n"
    wait()
    yield b"second\n"


def held(environ, start_response):
    """Answers when the test lets it."""
    wait()
    return plain(start_response, token_of(environ).encode())


def unread(environ, start_response):
    """Refuses a body that it has not looked at."""
    start_response("403 Forbidden", [TEXT])
    return [b"unread"]


def raise_first(environ, start_response):
    raise LookupError("a bug for " + token_of(environ))


OURS = (variables, status, nothing, tagged, fields, gated, held, unread, raise_first)
ALL = dict(DEEDS, **{"/" + deed.__name__: deed for deed in OURS})


def app(environ, start_response):
    path = environ["PATH_INFO"].partition(";")[0]
    return ALL[path[5:] if path.startswith("/live/") else path](environ, start_response)
