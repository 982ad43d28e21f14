#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what a request costs a worker: ``measure.py [APPLICATION [BATCH [ROUNDS]]]``.

APPLICATION is a ``module:callable`` such as apps.hello. Requests are sent BATCH at a time, each batch when the one
before is answered; the CPU time is the worker's own, user and system, from /proc. The least of the rounds is the least
disturbed one.
"""

import os
import sys
import time

from front import Front

REQUESTS = 20_000
BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
    "HTTP_COOKIE": "session=0123456789abcdef",
}


def cpu_seconds(pid):
    with open("/proc/%d/schedstat" % pid) as file:
        return int(file.read().split()[0]) / 1e9


def one_round(link, pid, batch, first):
    """CPU and wall-clock seconds per request."""
    batches = [
        b"".join(link.encode(seq, "/", **BROWSER) for seq in range(start, start + batch))
        for start in range(first, first + REQUESTS, batch)
    ]
    link.answers.clear()
    connection = link.socket
    cpu, wall = cpu_seconds(pid), time.perf_counter()
    for octets in batches:
        connection.sendall(octets)
        awaited = batch
        while awaited:
            awaited -= connection.recv(1 << 20).count(b"Content-Type:")
    return (cpu_seconds(pid) - cpu) / REQUESTS, (time.perf_counter() - wall) / REQUESTS


def main(application="apps.hello", batch="8", rounds="7"):
    with Front(module=application) as front:
        worker = front.worker()
        found = [
            one_round(worker.links[0], worker.pid, int(batch), 1 + number * REQUESTS) for number in range(int(rounds))
        ]
        cpu, wall = (min(column) * 1e6 for column in zip(*found))
        with open("/proc/%d/smaps_rollup" % worker.pid) as file:
            memory = {line.split()[0]: line.split()[1] for line in file if line.endswith("kB\n")}
        sys.stdout.write(
            "%s, %s at a time: %.2f us CPU, %.2f us wall per request; PSS %s KiB, private %s KiB; Python %s\n"
            % (application, batch, cpu, wall, memory["Pss:"], memory["Private_Dirty:"], sys.version.split()[0])
        )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main(*sys.argv[1:])
