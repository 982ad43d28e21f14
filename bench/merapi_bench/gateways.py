# SPDX-License-Identifier: Apache-2.0
"""Merapi behind nginx, once for each protocol that nginx can pass requests on with."""

from __future__ import annotations

from typing import List

from .merapi import NEEDS, VERSION, launch
from .nginx import NGINX, Passage, behind_socket, nginx
from .nginx import VERSION as NGINX_VERSION
from .servers import Launch, Server, Setup


def _gateway(name: str, option: str, passage: Passage) -> Server:
    def configure(setup: Setup) -> List[Launch]:
        listen = (option, str(behind_socket(setup)), "--chmod-socket=660")
        return [launch(setup, *listen), nginx(setup, passage)]

    return Server(name, (NGINX, *NEEDS), configure, (NGINX_VERSION, *VERSION), fronts=("nginx", "java "))


NGINX_MERAPI = _gateway("nginx+merapi", "--socket", Passage("uwsgi"))
"""What replaces nginx + uWSGI without a change of nginx's configuration: the uwsgi protocol."""

GATEWAYS = (
    NGINX_MERAPI,
    _gateway("nginx+merapi-fastcgi", "--fastcgi-socket", Passage("fastcgi")),
    _gateway("nginx+merapi-fastcgi-keep", "--fastcgi-socket", Passage("fastcgi", keep=True)),
    _gateway("nginx+merapi-scgi", "--scgi-socket", Passage("scgi")),
    _gateway("nginx+merapi-http", "--http-socket", Passage("proxy", keep=True)),
)
