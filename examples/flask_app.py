# SPDX-License-Identifier: Apache-2.0
"""A Flask application: a page, a form, JSON, an upload and a stream.

Run it from the root of the repository, with the interpreter that has Flask:

    ./merapi --http :8000 --module examples.flask_app:app --processes 2 --threads 2 --home .build/venv

`--home` names a virtual environment; without it the system's python3 is used.
"""

import hashlib
import os

from flask import Flask, Response, jsonify, request

app = Flask(__name__)

PAGE = """<!doctype html>
<title>Flask on Merapi</title>
<h1>Hello, {name}!</h1>
<form><input name="name" placeholder="your name"> <button>Greet</button></form>
<form method="post" action="/digest" enctype="multipart/form-data">
  <input type="file" name="file"> <button>SHA-256</button>
</form>
<p><a href="/where">where this runs</a>, <a href="/count">a stream</a></p>
"""


@app.get("/")
def index():
    from markupsafe import escape

    return PAGE.format(name=escape(request.args.get("name", "World")))


@app.get("/where")
def where():
    """What the server tells the application about itself."""
    return jsonify(
        pid=os.getpid(),
        multiprocess=request.environ["wsgi.multiprocess"],
        multithread=request.environ["wsgi.multithread"],
        client=request.remote_addr,
    )


@app.post("/digest")
def digest():
    """The server has taken the whole upload in before this runs: a slow client holds no worker."""
    upload = request.files["file"]
    sha = hashlib.sha256()
    for block in iter(lambda: upload.stream.read(65536), b""):
        sha.update(block)
    return "%s  %s\n" % (sha.hexdigest(), upload.filename), {"Content-Type": "text/plain; charset=utf-8"}


@app.get("/count")
def count():
    """Each line is sent when it is yielded (PEP 3333, "Buffering and Streaming")."""
    return Response(("%d\n" % number for number in range(100)), mimetype="text/plain")
