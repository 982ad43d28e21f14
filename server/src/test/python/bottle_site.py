# SPDX-License-Identifier: Apache-2.0
"""A Bottle application with what sites use; `checked` is the same between wsgiref's validators."""

import os
from wsgiref.validate import validator

from bottle import Bottle, HTTPError, redirect, request, response, static_file

app = Bottle()
SECRET = "of the tests"


@app.route("/form", method=["GET", "POST"])
def form():
    return "%s|%s|%s" % (request.method, request.forms.get("name"), request.query.getall("a"))


@app.get("/visits")
def visits():
    count = int(request.get_cookie("visits", secret=SECRET) or 0) + 1
    response.set_cookie("visits", str(count), secret=SECRET)
    return "visit %d" % count


@app.get("/cookies")
def cookies():
    response.set_cookie("one", "1")
    response.set_cookie("two", "2", httponly=True)
    return repr(sorted((name, value) for name, value in request.cookies.items() if name != "visits"))


@app.get("/old")
def old():
    redirect("/form?a=moved")


@app.post("/upload")
def upload():
    parts = [(name, file.raw_filename, len(file.file.read())) for name, file in sorted(request.files.items())]
    return repr((parts, dict(request.forms.items())))


@app.get("/stream")
def stream():
    response.content_type = "text/plain"
    for i in range(3):
        yield "%s %d\n" % (request.path, i)


@app.get("/file")
def file():
    directory, name = os.path.split(os.environ["SENT_FILE"])
    return static_file(name, root=directory, mimetype="text/plain")


@app.get("/error")
def error():
    raise LookupError("a bug in Bottle code")


@app.get("/forbidden")
def forbidden():
    raise HTTPError(403)


@app.post("/json")
def as_json():
    return {"got": request.json, "length": request.content_length}


checked = validator(app)
