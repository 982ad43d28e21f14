# SPDX-License-Identifier: Apache-2.0
"""NGINX Unit, where it is installed; Debian has no package of it."""

from __future__ import annotations

import json
import os
from typing import Dict, List

from .servers import Launch, Need, Server, Setup

MAX_BODY_BYTES = 64 << 20
BODY_BUFFER_BYTES = 2 << 20
IDLE_SECONDS = 3600

# Started by root, it would otherwise serve as a user who cannot enter the set-up's directory.
IS_ROOT = os.geteuid() == 0


def configuration(setup: Setup) -> Dict[str, object]:
    """What is else sent to its control socket."""
    document: Dict[str, object] = {
        "listeners": {f"127.0.0.1:{setup.port}": {"pass": "applications/bench"}},
        "applications": {
            "bench": {
                "type": "python 3",
                "path": str(setup.application.file.parent),
                "module": setup.application.module,
                "callable": "app",
                "processes": setup.workers,
                "threads": setup.threads,
                **({"user": "root"} if IS_ROOT else {}),
            }
        },
        "settings": {
            "http": {
                "max_body_size": MAX_BODY_BYTES,
                "body_buffer_size": BODY_BUFFER_BYTES,
                "idle_timeout": IDLE_SECONDS,
            }
        },
    }
    if setup.logs:
        document["access_log"] = str(setup.directory / "unit-access.log")
    return document


def unit(setup: Setup) -> List[Launch]:
    state = setup.directory / "state"
    state.mkdir(exist_ok=True)
    (state / "conf.json").write_text(json.dumps(configuration(setup)))
    argv = ["unitd", "--no-daemon", "--control", f"unix:{setup.directory}/control.sock"]
    argv += ["--statedir", str(state), "--tmpdir", str(setup.directory)]
    argv += ["--pid", str(setup.directory / "unit.pid"), "--log", str(setup.directory / "unit.log")]
    argv += ["--user", "root"] if IS_ROOT else []
    # The Python in it looks for its library next to the first `python3` on the path.
    path = f"{os.path.dirname(setup.python)}:{os.environ.get('PATH', os.defpath)}"
    return [Launch(argv, {"PATH": path})]


UNIT = Server(
    "unit",
    (Need.program("unitd", "https://unit.nginx.org/installation/ with its module for Python"),),
    unit,
    (("unitd", "--version"),),
    fronts=("unit: main", "unit: controller", "unit: router"),
)
