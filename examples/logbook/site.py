# SPDX-License-Identifier: Apache-2.0
"""The logbook as a WSGI application: requests to pages.

A form carries a token that is also in a cookie of the client's: another site can make a browser send the form, but
cannot read the cookie to fill the token in.
"""

import hmac
import mimetypes
import os
import re
import secrets
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from . import pages, store

STATIC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "static")
STATIC_NAME = re.compile(r"/static/([a-z0-9_-]+\.[a-z0-9]+)")
ENTRY = re.compile(r"/entries/([0-9]{1,18})")
DELETE = re.compile(r"/entries/([0-9]{1,18})/delete")
ENTRIES_SHOWN = 50
FORM_BYTES = 65536
BLOCK_BYTES = 65536


class Refused(Exception):
    """The request cannot be served; carries the status, what to tell the client, and further header fields."""

    def __init__(self, status, text, *fields):
        super().__init__(text)
        self.status = status
        self.fields = list(fields)


class Request:
    """What the pages need to know of a request."""

    def __init__(self, environ):
        self.environ = environ
        self.method = environ["REQUEST_METHOD"]
        self.path = environ.get("PATH_INFO", "") or "/"
        self.root = environ.get("SCRIPT_NAME", "")
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get("token")
        self.is_new = cookie is None
        self.token = secrets.token_urlsafe(16) if cookie is None else cookie.value

    def query(self, name):
        return parse_qs(self.environ.get("QUERY_STRING", "")).get(name, [""])[0]

    def form(self):
        """The fields of the form that was sent, each once."""
        length = int(self.environ.get("CONTENT_LENGTH") or 0)
        if length > FORM_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is more than the logbook takes.")
        body = self.environ["wsgi.input"].read(length).decode("utf-8", "replace")
        fields = {name: values[0].strip() for name, values in parse_qs(body, keep_blank_values=True).items()}
        if self.is_new or not hmac.compare_digest(fields.get("token", "").encode(), self.token.encode()):
            raise Refused(HTTPStatus.FORBIDDEN, "The form was not sent from here. Go back, reload the page, try again.")
        return fields


def app(environ, start_response):
    request = Request(environ)
    try:
        status, fields, body = respond(request)
    except Refused as refused:
        status, fields = refused.status, refused.fields
        body = html(pages.message(request.root, refused.status.phrase, str(refused)), fields)
    if request.is_new:
        fields.append(("Set-Cookie", "token=%s; Path=/; HttpOnly; SameSite=Strict" % request.token))
    start_response("%d %s" % (status, status.phrase), fields)
    return body


def respond(request):
    """Returns status, header fields and body of the answer."""
    static = STATIC_NAME.fullmatch(request.path)
    if static:
        allow(request, "GET", "HEAD")
        return send_file(request, static.group(1))
    if request.path == "/":
        allow(request, "GET", "HEAD")
        return front(request)
    if request.path == "/entries":
        allow(request, "POST")
        return add(request)
    shown, struck = ENTRY.fullmatch(request.path), DELETE.fullmatch(request.path)
    if shown:
        allow(request, "GET", "HEAD")
        return show(request, int(shown.group(1)))
    if struck:
        allow(request, "POST")
        return strike(request, int(struck.group(1)))
    raise Refused(HTTPStatus.NOT_FOUND, "There is no such page.")


def allow(request, *methods):
    if request.method not in methods:
        allowed = ", ".join(methods)
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "This page answers %s." % allowed, ("Allow", allowed))


def html(text, fields):
    body = text.encode()
    fields += [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    return [body]


def front(request):
    search, fields = request.query("q"), []
    entries = store.entries(search, ENTRIES_SHOWN)
    return (
        HTTPStatus.OK,
        fields,
        html(pages.front(request.root, request.token, entries, store.counts(), search), fields),
    )


def add(request):
    values, fields = request.form(), []
    levels = [str(level) for level in range(len(pages.LEVELS))]
    if not (values.get("observer") and values.get("text") and values.get("level") in levels):
        again = pages.form(request.root, request.token, values, "Say who saw what, and how grave it is.")
        return HTTPStatus.UNPROCESSABLE_ENTITY, fields, html(pages.page(request.root, "Not yet", again), fields)
    number = store.add(values["observer"][:80], int(values["level"]), values["text"][:4000])
    return see_other(request, "/entries/%d" % number)


def show(request, number):
    entry, fields = store.entry(number), []
    if entry is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such entry.")
    return HTTPStatus.OK, fields, html(pages.single(request.root, request.token, entry), fields)


def strike(request, number):
    request.form()
    store.delete(number)
    return see_other(request, "/")


def see_other(request, path):
    """Sends the browser on, so that reloading the next page does not send the form again (RFC 9110 section 15.4.4)."""
    fields = [("Location", request.root + path)]
    return HTTPStatus.SEE_OTHER, fields, html(pages.message(request.root, "Written down", "See " + path), fields)


def send_file(request, name):
    """A file through wsgi.file_wrapper, which lets the server send it without this process reading it."""
    try:
        file = open(os.path.join(STATIC, name), "rb")  # noqa: SIM115 - closed by whoever iterates it
    except OSError:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such file.") from None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    fields = [("Content-Type", kind), ("Content-Length", str(os.fstat(file.fileno()).st_size))]
    fields.append(("Cache-Control", "max-age=3600"))
    return HTTPStatus.OK, fields, request.environ["wsgi.file_wrapper"](file, BLOCK_BYTES)
