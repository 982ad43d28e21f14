# SPDX-License-Identifier: Apache-2.0
"""The peers, configured as their own manuals advise for a busy site.

Where a setting makes a peer faster and a careful administrator would have it, it is set: a comparison that a peer's
author would not accept is worth nothing. bench/README.md argues each.
"""

from __future__ import annotations

from typing import List, Optional

from .nginx import NGINX, Passage, backlog, behind_socket, nginx
from .nginx import VERSION as NGINX_VERSION
from .servers import PYTHON, Launch, Need, Server, Setup

UWSGI = (Need.program("uwsgi", "apt-get install uwsgi-core uwsgi-plugin-python3"),)


def uwsgi(setup: Setup, *listen: str) -> Launch:
    argv = ["uwsgi", "--plugin", "python3", *listen, "--master", "--need-app", "--die-on-term", "--auto-procname"]
    argv += ["--workers", str(setup.workers), "--listen", str(backlog()), "--single-interpreter"]
    argv += [
        "--chdir",
        str(setup.application.file.parent),
        "--wsgi-file",
        str(setup.application.file),
        "--callable",
        "app",
    ]
    if setup.threads > 1:
        # Without the lock the threads of all workers wake for one connection.
        argv += ["--threads", str(setup.threads), "--thunder-lock"]
    argv += ["--logto", str(setup.directory / "uwsgi.log")] if setup.logs else ["--disable-logging"]
    return Launch(argv)


def _behind(setup: Setup, passage: Passage) -> List[Launch]:
    return [uwsgi(setup, "--socket", str(behind_socket(setup)), "--chmod-socket=660"), nginx(setup, passage)]


def nginx_uwsgi(setup: Setup) -> List[Launch]:
    return _behind(setup, Passage("uwsgi"))


def nginx_uwsgi_passing(setup: Setup) -> List[Launch]:
    return _behind(setup, Passage("uwsgi", gathering=False))


def uwsgi_http11(setup: Setup) -> List[Launch]:
    return [uwsgi(setup, "--http11-socket", f"127.0.0.1:{setup.port}")]


def uwsgi_http_socket(setup: Setup) -> List[Launch]:
    # It closes after each answer without saying so; said, clients do not take it for an error.
    return [uwsgi(setup, "--http-socket", f"127.0.0.1:{setup.port}", "--add-header", "Connection: close")]


def uwsgi_router(setup: Setup) -> List[Launch]:
    # Keep-alive of the router needs each answer to be delimited, which is what the second option is for.
    listen = ["--plugin", "http", "--http", f"127.0.0.1:{setup.port}", "--http-keepalive=1", "--http-auto-chunked"]
    return [uwsgi(setup, *listen)]


def gunicorn(setup: Setup, *kind: str) -> List[Launch]:
    argv = [setup.python, "-m", "gunicorn", *kind, "--workers", str(setup.workers), "--keep-alive", "3600"]
    argv += ["--bind", f"127.0.0.1:{setup.port}", "--backlog", str(backlog()), "--worker-connections", "10000"]
    argv += ["--chdir", str(setup.application.file.parent), "--worker-tmp-dir", "/dev/shm"]
    argv += ["--access-logfile", str(setup.directory / "gunicorn-access.log")] if setup.logs else []
    return [Launch([*argv, f"{setup.application.module}:app"])]


def gunicorn_sync(setup: Setup) -> List[Launch]:
    return gunicorn(setup, "--worker-class", "sync")


def gunicorn_gthread(setup: Setup) -> List[Launch]:
    return gunicorn(setup, "--worker-class", "gthread", "--threads", str(setup.threads))


def waitress(setup: Setup) -> List[Launch]:
    # One process is all it has: it gets as many threads as the others have in all their workers, or its own default
    # of 4. poll() instead of select() is what lets it hold more than a thousand connections.
    argv = [setup.python, "-c", WAITRESS_QUIET, f"--listen=127.0.0.1:{setup.port}", "--channel-timeout=3600"]
    argv += [f"--threads={max(4, setup.workers * setup.threads)}", "--asyncore-use-poll"]
    argv += ["--connection-limit=10000", f"--backlog={backlog()}"]
    return [Launch([*argv, f"{setup.application.module}:app"], {"PYTHONPATH": str(setup.application.file.parent)})]


def _one_thread(setup: Setup) -> Optional[str]:
    return "has no threads" if setup.threads > 1 else None


def _no_logs(setup: Setup) -> Optional[str]:
    return "has no access log" if setup.logs else None


# Its command line has no option against a warning for each request that has to queue.
WAITRESS_QUIET = """\
import logging
from waitress.runner import run
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
run()
"""
UWSGI_VERSION = (("uwsgi", "--version"),)
GUNICORN = (Need.module("gunicorn", "apt-get install gunicorn"),)
GUNICORN_VERSION = (("gunicorn", "--version"),)
WAITRESS_VERSION = ((PYTHON, "-c", "from importlib.metadata import version; print(version('waitress'))"),)
WAITRESS = (Need.module("waitress", "apt-get install python3-waitress"),)

PEERS = (
    Server("nginx+uwsgi", (NGINX, *UWSGI), nginx_uwsgi, (NGINX_VERSION, *UWSGI_VERSION), fronts=("nginx",)),
    Server(
        "nginx+uwsgi-passing",
        (NGINX, *UWSGI),
        nginx_uwsgi_passing,
        (NGINX_VERSION, *UWSGI_VERSION),
        fronts=("nginx",),
    ),
    Server("uwsgi-http11", UWSGI, uwsgi_http11, UWSGI_VERSION),
    Server("uwsgi-http-socket", UWSGI, uwsgi_http_socket, UWSGI_VERSION),
    Server("uwsgi-router", UWSGI, uwsgi_router, UWSGI_VERSION, fronts=("uWSGI http",)),
    Server("gunicorn-sync", GUNICORN, gunicorn_sync, GUNICORN_VERSION, unable=_one_thread),
    Server("gunicorn-gthread", GUNICORN, gunicorn_gthread, GUNICORN_VERSION),
    Server("waitress", WAITRESS, waitress, WAITRESS_VERSION, unable=_no_logs),
)
