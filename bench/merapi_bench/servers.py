# SPDX-License-Identifier: Apache-2.0
"""What a server is to the measurement: what it needs, what it is started with, which of its processes do what."""

from __future__ import annotations

import enum
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

# Asked for its version, ./merapi may have to build itself first.
VERSION_SECONDS = 900
PYTHON = "PYTHON"
APPS = Path(__file__).resolve().parent.parent / "apps"


@dataclass(frozen=True)
class Application:
    """A WSGI application: a file of bench/apps with a callable `app`, the modules that it imports, and a path that it
    gives a small answer for."""

    module: str
    imports: Tuple[str, ...] = ()
    small: str = "/"

    @property
    def file(self) -> Path:
        return APPS / f"{self.module}.py"


@dataclass(frozen=True)
class Setup:
    """How one server is to be started."""

    application: Application
    port: int
    workers: int
    threads: int
    logs: bool
    python: str
    directory: Path


@dataclass(frozen=True)
class Launch:
    """One process to start; `environment` is added to ours."""

    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Need:
    """Something a server cannot do without, and the one line that brings it."""

    what: str
    install: str
    present: Callable[[str], bool]

    @staticmethod
    def program(name: str, install: str) -> Need:
        return Need(name, install, lambda python: shutil.which(name) is not None)

    @staticmethod
    def module(name: str, install: str) -> Need:
        return Need(f"Python module {name}", install, lambda python: _imports(python, name))


def _imports(python: str, module: str) -> bool:
    try:
        return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Role(enum.Enum):
    """What a process of a server is there for."""

    FRONT = "front"
    MASTER = "master"
    WORKER = "worker"


def _always(setup: Setup) -> Optional[str]:
    return None


@dataclass(frozen=True)
class Server:
    """A server or a chain of them.

    `configure` writes what is needed into the set-up's directory and returns the processes to start; `unable` says why
    a set-up is not for this server, or None; `fronts` are the beginnings of the command lines (without the program's
    directory) of what faces clients without running applications; `versions` are commands that tell the versions, in
    which the word `PYTHON` stands for the interpreter.
    """

    name: str
    needs: Tuple[Need, ...]
    configure: Callable[[Setup], List[Launch]]
    versions: Tuple[Tuple[str, ...], ...]
    fronts: Tuple[str, ...] = ()
    unable: Callable[[Setup], Optional[str]] = _always

    def missing(self, python: str) -> List[Need]:
        return [need for need in self.needs if not need.present(python)]

    def role(self, command_line: str, has_children: bool) -> Role:
        """Told from the command line and from being a parent: whoever only forks is neither front nor worker."""
        program, space, rest = command_line.partition(" ")
        title = program.rpartition("/")[2] + space + rest
        if self.fronts and title.startswith(self.fronts):
            return Role.FRONT
        return Role.MASTER if has_children else Role.WORKER

    def version(self, python: str) -> str:
        """What its programs call themselves."""
        return ", ".join(
            _first_line([python if word == PYTHON else word for word in command]) for command in self.versions
        )


def _first_line(command: Sequence[str]) -> str:
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=VERSION_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as failure:
        return f"{command[0]}: {failure}"
    if told.returncode != 0:
        return f"{command[0]} ended with status {told.returncode}: {told.stderr.strip()}"
    return (told.stdout or told.stderr).strip().partition("\n")[0]
