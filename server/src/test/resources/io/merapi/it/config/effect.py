# SPDX-License-Identifier: Apache-2.0
"""Run by uWSGI as an application: tells what some options come to, and ends the server."""

import os
import sys

import uwsgi

EFFECT = {
    "processes": uwsgi.numproc,
    "threads": uwsgi.cores,
    "buffer-size": uwsgi.buffer_size,
    "master": str(bool(uwsgi.masterpid())).lower(),
}
for name, value in EFFECT.items():
    sys.stdout.write(f"effect: {name} = {value}\n")
sys.stdout.flush()
os._exit(0)
