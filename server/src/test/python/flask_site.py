# SPDX-License-Identifier: Apache-2.0
"""A Flask application with what sites use; `checked` is the same between wsgiref's validators."""

import io
import os
from wsgiref.validate import validator

from flask import Flask, Response, abort, redirect, request, send_file, session, stream_with_context, url_for

app = Flask(__name__)
app.secret_key = "of the tests"


@app.route("/form", methods=["GET", "POST"])
def form():
    return "%s|%s|%s" % (request.method, request.form.get("name"), request.args.getlist("a"))


@app.get("/visits")
def visits():
    session["visits"] = session.get("visits", 0) + 1
    return "visit %d" % session["visits"]


@app.get("/cookies")
def cookies():
    response = Response(repr(sorted(request.cookies.items())))
    response.set_cookie("one", "1")
    response.set_cookie("two", "2", httponly=True)
    return response


@app.get("/old")
def old():
    return redirect(url_for("form", a="moved"))


@app.post("/upload")
def upload():
    parts = [(name, file.filename, len(file.read())) for name, file in sorted(request.files.items())]
    return repr((parts, request.form.to_dict()))


@app.post("/json")
def as_json():
    return {"got": request.get_json(), "length": request.content_length}


@app.get("/stream")
def stream():
    return Response(stream_with_context("%s %d\n" % (request.path, i) for i in range(3)), mimetype="text/plain")


@app.get("/file")
def file():
    return send_file(os.environ["SENT_FILE"], mimetype="text/plain", conditional=True)


@app.get("/memory")
def memory():
    return send_file(io.BytesIO(b"0123456789"), mimetype="text/plain", download_name="digits")


@app.get("/error")
def error():
    raise LookupError("a bug in Flask code")


@app.get("/forbidden")
def forbidden():
    abort(403)


@app.get("/chunks")
def url_root():
    return request.url + " " + request.headers.get("X-Name", "")


def sized(environ, start_response):
    """Without this Flask reads to the end without a size, which PEP 3333 does not have and the validator refuses."""
    environ["wsgi.input_terminated"] = False
    return app(environ, start_response)


checked = validator(sized)
