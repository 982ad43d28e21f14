# SPDX-License-Identifier: Apache-2.0
"""The applications of a process: loads all that are configured, and finds the one that a request is for.

It is found as by uWSGI, which was asked: with ``manage-script-name`` it is the one at the longest mount point that
PATH_INFO begins with, up to a ``/``; else the one at SCRIPT_NAME, as the web server in front says it; else the first.
"""

from __future__ import annotations

from time import monotonic

from merapi_worker import loading, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple

    from merapi_worker.loading import Application


class NotLoaded(Exception):
    """The application that a request is for could not be loaded, or there is none."""


class Loaded:
    """What has come of loading."""

    def __init__(self) -> None:
        self.application: Optional[Application] = None
        """What is called for a request; None where nothing could be loaded."""
        self.report: List[Tuple[str, str, int, str]] = []
        """Of each: its mount point, its name, the milliseconds it took, and a line that says why it has failed."""
        self.errors: List[BaseException] = []

    def failed(self, point: str, target: str, error: BaseException, millis: int = 0) -> None:
        line = ("%s: %s" % (type(error).__name__, error)).partition("\n")[0]
        self.report.append((point, target, millis, line))
        self.errors.append(error)

    def tell_failures(self) -> str:
        """Writes the tracebacks to the log; returns them after a line that says what has failed first."""
        lines = [line for _, _, _, line in self.report if line]
        return "\n".join([*lines[:1], *map(process.log_error, self.errors)])


def load(config: Dict[str, Any]) -> Loaded:
    """Loads what is configured, and goes on where one of several fails."""
    process.run_hooks(config, "pre-app")
    loaded = Loaded()
    found: Dict[str, Optional[Application]] = {}
    try:
        loading.import_beside(config["imports"], config["late_aliases"])
    except BaseException as error:  # noqa: BLE001 whatever the import raises
        loaded.failed("", "", error)
        return loaded
    for point, target, is_file in _configured(config):
        if found.get(point) is not None:
            continue
        begun = monotonic()
        found[point] = None
        try:
            found[point], name = loading.load(target, is_file, config["callable"] or "application")
            loaded.report.append((point, name, _millis_since(begun), ""))
        except BaseException as error:  # noqa: BLE001 whatever the import raises
            loaded.failed(point, target, error, _millis_since(begun))
    if any(each is not None for each in found.values()) and not (loaded.errors and config["need_all"]):
        loaded.application = _as_one(found, config)
        if config["show_errors"] and loaded.application is not None:
            from merapi_worker.catching import Catching

            loaded.application = Catching(loaded.application)
    process.run_hooks(config, "post-app")
    return loaded


def _millis_since(begun: float) -> int:
    return int((monotonic() - begun) * 1000)


def _configured(config: Dict[str, Any]) -> Iterator[Tuple[str, str, bool]]:
    """Of each application its mount point, where it is, and whether that is a file.

    The first that loads at a point counts, the others are left alone.
    """
    if config["module"]:
        yield "", config["module"], False
    if config["wsgi_file"]:
        yield "", config["wsgi_file"], True
    for point, target in config["mounts"]:
        yield point, target, target.endswith((".py", ".wsgi"))


def _as_one(found: Dict[str, Optional[Application]], config: Dict[str, Any]) -> Optional[Application]:
    """What is called for every request: where there is just one application for all of them, that itself."""
    if len(found) == 1 and config["default_app"]:
        for point, application in found.items():
            if not (point and config["manage_script_name"]):
                return application
    return Mounts(found, config["manage_script_name"], config["default_app"])


class Mounts:
    """An application that calls another, the one that a request is for.

    One that has not been loaded keeps its place: its requests are not for the others.
    """

    def __init__(self, found: Dict[str, Optional[Application]], is_managed: bool, has_default: bool) -> None:
        self._by_script_name = found
        self._first = next(iter(found.values())) if has_default else None
        points = sorted((point for point in found if point and is_managed), key=len, reverse=True)
        self._managed = [(point, point + "/") for point in points]

    def __call__(self, environ: Dict[str, Any], start_response: Any) -> Any:
        path: str = environ.get("PATH_INFO", "")
        for point, inside in self._managed:
            if path == point or path.startswith(inside):
                environ["SCRIPT_NAME"] = point
                environ["PATH_INFO"] = path[len(point) :]
                break
        application = self._by_script_name.get(environ.get("SCRIPT_NAME", ""), self._first)
        if application is None:
            raise NotLoaded("there is no application for it")
        return application(environ, start_response)
