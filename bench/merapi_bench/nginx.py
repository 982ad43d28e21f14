# SPDX-License-Identifier: Apache-2.0
"""nginx in front of another server: the same one whatever protocol it speaks to that server."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import List

from .servers import Launch, Need, Setup

NGINX = Need.program("nginx", "apt-get install nginx")
VERSION = ("nginx", "-v")
BACKLOG = 1024
UPSTREAM_CONNECTIONS = 64

CONF = """\
user {user};
daemon off;
worker_processes {workers};
worker_rlimit_nofile 20000;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log warn;
events {{ worker_connections 10240; }}
http {{
  access_log {access_log};
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 3600s;
  keepalive_requests 100000000;
  client_max_body_size 64m;
  client_body_temp_path {directory}/body;
  uwsgi_temp_path {directory}/uwsgi;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  scgi_temp_path {directory}/scgi;
  {buffers}
  upstream behind {{
    server unix:{socket};
    {upstream}
  }}
  server {{
    listen 127.0.0.1:{port} backlog={backlog};
    location / {{
      {passing}
    }}
  }}
}}
"""

LENGTH = "CONTENT_LENGTH $content_length"
VARIABLES = """\
QUERY_STRING $query_string
REQUEST_METHOD $request_method
CONTENT_TYPE $content_type
REQUEST_URI $request_uri
PATH_INFO $document_uri
DOCUMENT_ROOT $document_root
SERVER_PROTOCOL $server_protocol
REQUEST_SCHEME $scheme
HTTPS $https if_not_empty
REMOTE_ADDR $remote_addr
REMOTE_PORT $remote_port
SERVER_PORT $server_port
SERVER_NAME $server_name
"""

OWN_VARIABLE = {"uwsgi": LENGTH, "fastcgi": LENGTH, "scgi": "SCGI 1"}
"""What each protocol has besides; over SCGI nginx says the length of its own accord."""

FIELDS = """\
Host $http_host
Connection ""
X-Forwarded-For $proxy_add_x_forwarded_for
X-Forwarded-Proto $scheme
"""


@dataclass(frozen=True)
class Passage:
    """How requests are passed on; `keep` whether connections are kept, as far as the protocol can.

    Where `gathering`, there is room in memory for all of a body either way, and the parts of an answer wait for each
    other; else they go on as they come, and the room for a body is nginx's default.
    """

    module: str
    keep: bool = False
    gathering: bool = True

    def buffers(self) -> str:
        if not self.gathering:
            return f"{self.module}_buffering off;"
        return f"client_body_buffer_size 2m; {self.module}_buffers 64 32k;"

    def upstream(self) -> str:
        return f"keepalive {UPSTREAM_CONNECTIONS}; keepalive_requests 100000000;" if self.keep else ""

    def directives(self) -> List[str]:
        """What stands in the location."""
        if self.module == "proxy":
            kept = ["proxy_http_version 1.1;"] if self.keep else []
            fields = (f"proxy_set_header {field};" for field in FIELDS.splitlines())
            return ["proxy_pass http://behind;", *kept, *fields]
        kept = [f"{self.module}_keep_conn on;"] if self.keep else []
        variables = [f"{self.module}_param {each};" for each in (OWN_VARIABLE[self.module], *VARIABLES.splitlines())]
        return [f"{self.module}_pass behind;", *kept, *variables]


def backlog() -> int:
    """uWSGI does not start with a longer listen queue than the kernel grants."""
    return min(BACKLOG, int(Path("/proc/sys/net/core/somaxconn").read_text()))


def behind_socket(setup: Setup) -> Path:
    """Where the server behind nginx listens."""
    return setup.directory / "behind.sock"


def nginx(setup: Setup, passage: Passage) -> Launch:
    """nginx with as many workers as the application has."""
    conf = CONF.format(
        user=getpass.getuser(),
        workers=setup.workers,
        directory=setup.directory,
        access_log=setup.directory / "nginx-access.log" if setup.logs else "off",
        buffers=passage.buffers(),
        upstream=passage.upstream(),
        passing="\n      ".join(passage.directives()),
        socket=behind_socket(setup),
        port=setup.port,
        backlog=backlog(),
    )
    path = setup.directory / "nginx.conf"
    path.write_text(conf)
    log = setup.directory / "nginx-error.log"
    return Launch(["nginx", "-p", str(setup.directory), "-e", str(log), "-c", str(path)])
