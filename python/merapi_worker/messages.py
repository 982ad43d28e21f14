# SPDX-License-Identifier: Apache-2.0
"""What front and keeper say to each other, octets in, octets out.

A message is a u32 (little-endian), then so many octets of marshal: a list that begins with the message's name.
"""

from __future__ import annotations

import marshal
from struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List

_SIZE = Struct("<I")


def encode(*message: Any) -> bytes:
    payload = marshal.dumps(message, 2)
    return _SIZE.pack(len(payload)) + payload


class Messages:
    """Cuts what is received into messages."""

    def __init__(self) -> None:
        self._received = b""

    def feed(self, octets: bytes) -> List[List[Any]]:
        """Those that are complete now."""
        self._received += octets
        complete: List[List[Any]] = []
        while len(self._received) >= _SIZE.size:
            end = _SIZE.size + _SIZE.unpack_from(self._received)[0]
            if len(self._received) < end:
                break
            complete.append(list(marshal.loads(self._received[_SIZE.size : end])))
            self._received = self._received[end:]
        return complete
