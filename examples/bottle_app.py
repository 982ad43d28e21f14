# SPDX-License-Identifier: Apache-2.0
"""A Bottle application.

Run it from the root of the repository, with an interpreter that has Bottle:

    ./merapi --http :8000 --wsgi-file examples/bottle_app.py --callable app --processes 2 --home .build/venv
"""

import os

from bottle import Bottle, request, response, template

app = Bottle()

PAGE = """<!doctype html>
<title>Bottle on Merapi</title>
<h1>Hello, {{name}}!</h1>
<form action="/hello" method="post"><input name="name" placeholder="your name"> <button>Greet</button></form>
<p>Worker process {{pid}}</p>
"""


@app.get("/")
def index():
    return template(PAGE, name="World", pid=os.getpid())


@app.post("/hello")
def hello():
    return template(PAGE, name=request.forms.getunicode("name") or "nobody", pid=os.getpid())


@app.get("/headers")
def headers():
    """The request's header fields as the application sees them."""
    response.content_type = "text/plain; charset=utf-8"
    return "".join("%s: %s\n" % field for field in sorted(request.headers.items()))
