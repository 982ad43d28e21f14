# SPDX-License-Identifier: Apache-2.0
"""What a worker watches over itself: limits of the kernel's, and exceptions after which it is to be replaced."""

from __future__ import annotations

from merapi_worker import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

KIB = 1024


def apply(config: Dict[str, Any]) -> None:
    """Sets the limits of this process and of those it will fork; one that cannot be set is told in the log."""
    wanted = (
        ("limit-as", "RLIMIT_AS", config["limit_as_kib"] * KIB),
        ("limit-nproc", "RLIMIT_NPROC", config["limit_nproc"]),
        ("max-fd", "RLIMIT_NOFILE", config["max_fd"]),
    )
    for option, name, value in wanted:
        if value:
            _set(option, name, value)


def _set(option: str, name: str, value: int) -> None:
    import resource  # not many need it

    number = getattr(resource, name)
    try:
        resource.setrlimit(number, (value, value))
    except (OSError, ValueError) as error:
        highest = resource.getrlimit(number)[1]
        process.log("%s: the system does not let it be %d, the most is %d: %s" % (option, value, highest, error))


def is_fatal(config: Dict[str, Any], error: BaseException) -> bool:
    """Whether an exception of the application's is one after which the worker is to be replaced."""
    if config["fatal"] or type(error).__name__ in config["fatal_types"]:
        return True
    return _is_in(config["fatal_values"], str, error) or _is_in(config["fatal_reprs"], repr, error)


def _is_in(texts: Any, convert: Any, error: BaseException) -> bool:
    try:
        return bool(texts) and convert(error) in texts
    except Exception:  # noqa: BLE001 the exception is the application's, and so is its text
        return False
