# SPDX-License-Identifier: Apache-2.0
"""Shows what the application raises to its client: ``catch-exceptions``, for development."""

from __future__ import annotations

import sys

from merapi_worker import process
from merapi_worker.files import FileWrapper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator

_PLAIN = (list, tuple, bytes, FileWrapper)
"""What raises nothing of the application's when it is iterated over."""


class Catching:
    """An application that answers with the traceback where another one raises before its answer has begun."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(self, environ: Dict[str, Any], start_response: Callable[..., Any]) -> Any:
        try:
            result: Any = self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 the application's, whatever it is
            return [_shown(error, start_response)]
        is_plain = result.__class__ in _PLAIN
        return result if is_plain else _parts(result, start_response)


def _parts(result: Any, start_response: Callable[..., Any]) -> Iterator[bytes]:
    try:
        yield from result
    except Exception as error:  # noqa: BLE001
        yield _shown(error, start_response)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()


def _shown(error: Exception, start_response: Callable[..., Any]) -> bytes:
    """Raises the error again where the head of another answer has been sent."""
    start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")], sys.exc_info())
    return process.log_error(error).encode("utf-8", "backslashreplace") + b"\n"
