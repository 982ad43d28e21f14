# SPDX-License-Identifier: Apache-2.0
"""Modules that are imported beside the application, and other names for modules, as uWSGI has them."""

from __future__ import annotations

import sys

from merapi_worker import loading, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable


def run(targets: Iterable[str]) -> None:
    """Imports modules, or files as modules; the application is loaded even where one fails."""
    for target in targets:
        try:
            _load(target, loading.name_of_file(target))
        except BaseException as error:  # noqa: BLE001, PERF203 whatever the import raises
            process.log_error(error, "%s is not imported: " % target)


def alias(texts: Iterable[str]) -> None:
    """Has ``import name`` find another module, or a file, for each ``name=module`` or ``name=/file``; raises what its
    import raises, for the application would get something else by that name."""
    for text in texts:
        name, _, target = text.partition("=")
        _load(target, name)
        sys.modules[name] = sys.modules[name if _is_file(target) else target]


def _load(target: str, name: str) -> None:
    if _is_file(target):
        loading.import_file(target, name)
    else:
        __import__(target)


def _is_file(target: str) -> bool:
    return "/" in target or target.endswith(".py")
