# SPDX-License-Identifier: Apache-2.0
"""Applications to be mounted: each tells its name, and where it thinks it is."""


def named(name):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [" ".join((name, environ.get("SCRIPT_NAME", "-"), environ.get("PATH_INFO", "-"))).encode("latin-1")]

    return application


application = named("file " + __name__)
root = named("root")
shop = named("shop")
deep = named("deep")


def make():
    return named("made")


def site():
    """A Flask application, which makes addresses of what it is told."""
    import flask

    flasks = flask.Flask(__name__)

    @flasks.route("/")
    def start():
        return flask.redirect(flask.url_for("page", number=7))

    @flasks.route("/page/<int:number>")
    def page(number):
        return "page %d below %s" % (number, flask.request.script_root)

    return flasks
