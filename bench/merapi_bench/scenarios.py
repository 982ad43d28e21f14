# SPDX-License-Identifier: Apache-2.0
"""What is measured: each scenario as a row."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Optional, Tuple

from .running import Check
from .servers import Application
from .wrk import Load

CONNECTIONS = 64
IDLE_CONNECTIONS = 5000
UPLOAD_BYTES = 1 << 20
THINK_MILLIS = 8

GREETING = b"Hello, World!\n"
HELLO = Application("hello")
BODIES = Application("bodies", small="/fast?small")
FLASK = Application("flask_hello", ("flask",))
DJANGO = Application("django_hello", ("django",))
INSTALL = {"flask": "apt-get install python3-flask", "django": "apt-get install python3-django"}

BIG = bytes(range(256)) * 4096
STREAM = b"".join(bytes([65 + i % 26]) * (64 + i * 960 // 255) for i in range(256))


class Kind(enum.Enum):
    """How a scenario is measured."""

    LOAD = "load"
    MEMORY = "memory"
    START = "start"


@dataclass(frozen=True)
class Scenario:
    """One thing to measure; `check` is what a right answer is, before the load and after it."""

    name: str
    title: str
    application: Application
    check: Check
    kind: Kind = Kind.LOAD
    load: Optional[Load] = None
    threads: int = 1
    servers: Tuple[str, ...] = field(default=())

    @property
    def loaded(self) -> Load:
        """The load of a scenario that has one."""
        assert self.load is not None
        return self.load


SIMPLE = Check("/", GREETING)
FAST = Check("/fast?fast-1", b"fast-1")
FULL = Load("/", CONNECTIONS)
MEMORY_SERVERS = ("merapi", "nginx+uwsgi", "uwsgi-http11", "gunicorn-gthread", "waitress", "unit")
START_SERVERS = ("merapi", "merapi-cold", "nginx+uwsgi", "uwsgi-http11", "gunicorn-sync", "waitress", "unit")

SCENARIOS = (
    Scenario("hello", "hello", HELLO, SIMPLE, load=FULL),
    Scenario("hello1", "hello over 1 connection", HELLO, SIMPLE, load=Load("/", 1)),
    Scenario("flask", "Flask hello", FLASK, SIMPLE, load=FULL),
    Scenario("django", "Django hello", DJANGO, SIMPLE, load=FULL),
    Scenario(
        "mixed",
        f"fast requests, one in 200 sleeps 20 ms; clients think {THINK_MILLIS} ms; times of the fast ones",
        BODIES,
        FAST,
        load=Load("/fast", CONNECTIONS, "mixed.lua", {"BENCH_THINK_MS": str(THINK_MILLIS)}),
        threads=2,
    ),
    Scenario(
        "mixed-full",
        "fast requests, one in 200 sleeps 20 ms; clients never pause; times of the fast ones",
        BODIES,
        FAST,
        load=Load("/fast", CONNECTIONS, "mixed.lua"),
        threads=2,
    ),
    Scenario("big", "1 MiB response", BODIES, Check("/big", BIG), load=Load("/big", CONNECTIONS)),
    Scenario(
        "upload",
        "1 MiB upload",
        BODIES,
        Check("/upload", str(UPLOAD_BYTES).encode(), b"u" * UPLOAD_BYTES),
        load=Load("/upload", CONNECTIONS, "upload.lua", {"BENCH_UPLOAD_BYTES": str(UPLOAD_BYTES)}),
    ),
    Scenario("stream", "256-chunk stream", BODIES, Check("/stream", STREAM), load=Load("/stream", CONNECTIONS)),
    Scenario("memory", "memory, hello", HELLO, SIMPLE, kind=Kind.MEMORY, load=FULL, servers=MEMORY_SERVERS),
    Scenario("memory-django", "memory, Django", DJANGO, SIMPLE, kind=Kind.MEMORY, load=FULL, servers=MEMORY_SERVERS),
    Scenario("start", "from start to the first answer, hello", HELLO, SIMPLE, kind=Kind.START, servers=START_SERVERS),
)
