# SPDX-License-Identifier: Apache-2.0
"""Flask's first page."""

from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello():
    return "Hello, World!\n"
