# SPDX-License-Identifier: Apache-2.0
"""Merapi, started through the repository's ./merapi as a user starts it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import List

from .servers import Launch, Need, Server, Setup

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = ROOT / "merapi"

WITHOUT_CACHE = {"MERAPI_JAVA_OPTS": "-XX:AOTMode=off"}
VERSION = ((str(COMMAND), "--version"),)


def launch(setup: Setup, *listen: str) -> Launch:
    argv = [str(COMMAND), *listen, "--python", setup.python]
    argv += ["--wsgi-file", str(setup.application.file), "--callable", "app"]
    argv += ["--chdir", str(setup.application.file.parent)]
    argv += ["--processes", str(setup.workers), "--threads", str(setup.threads)]
    argv += ["--logto", str(setup.directory / "merapi.log")] if setup.logs else ["--disable-logging"]
    return Launch(argv)


def merapi(setup: Setup) -> List[Launch]:
    return [launch(setup, "--http", f"127.0.0.1:{setup.port}")]


def merapi_cold(setup: Setup) -> List[Launch]:
    return [replace(one, environment=WITHOUT_CACHE) for one in merapi(setup)]


def _runnable(python: str) -> bool:
    return os.access(COMMAND, os.X_OK)


NEEDS = (Need("./merapi", "git checkout merapi", _runnable),)

MERAPI = Server("merapi", NEEDS, merapi, VERSION, fronts=("java ",))
MERAPI_COLD = Server("merapi-cold", NEEDS, merapi_cold, VERSION, fronts=("java ",))
