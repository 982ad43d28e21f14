# SPDX-License-Identifier: Apache-2.0
"""Checks and encodes what an application passes to start_response: the status and the response fields.

Applications send the same few heads, or the same few fields in others, over and over: both are kept when they have been
encoded, a bounded number of them.
"""

from __future__ import annotations

from merapi_worker.wire import HAS_DATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Union

    from merapi_worker.fields import Edits

    # code; Content-Length or -1; HAS_DATE or 0; the reason and, behind it, the field lines; how many fields;
    # octets of the reason; octets of the lines
    Head = Tuple[int, int, int, bytes, int, int, int]

# RFC 9110 section 5.6.2: token
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

# PEP 3333 "Other HTTP Features": applications must not use these; RFC 9110 section 7.6.1.
_HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    )
)

# Another value in nearly every answer, or a secret: not worth keeping, or not to be kept.
_NOT_KEPT = frozenset(("date", "etag", "expires", "last-modified", "location", "set-cookie"))

_MOST_FIELDS = 0xFFFF
_MOST_BYTES = 0xFFFF << 4
_MOST_REASON_BYTES = 0xFFF

_KEPT_LINES = 512
_KEPT_VALUE_CHARACTERS = 256
_KEPT_STATUSES = 64

_KEPT_HEADS = 256
_KEPT_HEAD_BYTES = 2048

kept: Dict[Tuple[Any, ...], Head] = {}
"""Heads as encoded, by status and fields: ``(status, *headers)``."""

# The encoded line of a field; of a Content-Length, which is no line on the link, its value.
_lines: Dict[Tuple[str, str], Union[bytes, int]] = {}
_statuses: Dict[str, Tuple[int, bytes]] = {}
_names: Dict[str, Tuple[str, bytes]] = {}


_edits: Optional[Edits] = None


def edit(edits: Edits) -> None:
    """Has these be applied from now on."""
    global _edits
    _edits = edits or None


def encode(status: Any, headers: List[Any]) -> Head:
    """The head of an answer; raises TypeError or ValueError."""
    given = headers
    code, reason = _statuses.get(status) or _encode_status(status)
    if not isinstance(headers, list):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("the headers must be a list, not %s (PEP 3333)" % type(headers).__name__)
    if _edits is not None:
        headers = _edits.of(headers)
    block = [reason]
    length = -1
    flags = 0
    is_kept = True
    known = _lines.get
    for field in headers:
        line = known(field) if field.__class__ is tuple else None
        if line is None:
            name, line = _encode_field(field)
            is_kept = is_kept and name not in _NOT_KEPT
            if name == "date":
                flags = HAS_DATE
        if line.__class__ is bytes:
            block.append(line)  # pyright: ignore[reportArgumentType]
        elif length >= 0:
            raise ValueError("Content-Length was given twice (RFC 9110 section 8.6)")
        else:
            length: int = line  # pyright: ignore[reportAssignmentType]
    octets = b"".join(block)
    if len(headers) > _MOST_FIELDS or len(octets) > _MOST_BYTES:
        raise ValueError("%d headers of %d octets are too many" % (len(headers), len(octets)))
    encoded = code, length, flags, octets, len(block) - 1, len(reason), len(octets) - len(reason)
    if is_kept and len(octets) <= _KEPT_HEAD_BYTES:
        if len(kept) >= _KEPT_HEADS:
            kept.clear()
        kept[(status, *given)] = encoded
    return encoded


def _encode_status(status: Any) -> Tuple[int, bytes]:
    """Code and reason of a status such as ``"404 Not Found"``; raises TypeError or ValueError.

    The reason may be empty, though PEP 3333 wants one: RFC 9112 section 4 lets it be.
    """
    if not isinstance(status, str):
        raise TypeError("the status must be a str, not %s" % type(status).__name__)
    code = status[:3]
    if not (len(code) == 3 and code.isdigit() and code.isascii() and status[3:4] in ("", " ")):
        raise ValueError("the status must be three digits, a space and a reason, not %r" % status)
    if not "200" <= code <= "999":
        raise ValueError("the status of an answer cannot be %s (RFC 9110 section 15)" % code)
    reason = _octets(status[3:], "the status")
    if len(reason) > _MOST_REASON_BYTES:
        raise ValueError("a reason of %d octets is too long" % len(reason))
    encoded = int(code), reason
    if len(_statuses) >= _KEPT_STATUSES:
        _statuses.clear()
    _statuses[status] = encoded
    return encoded


def _encode_field(field: Any) -> Tuple[str, Union[bytes, int]]:
    """Lower-case name and encoded line of a field; for a Content-Length its value. Raises TypeError or ValueError."""
    if not isinstance(field, tuple) or len(field) != 2:  # pyright: ignore[reportUnknownArgumentType]
        raise TypeError("a header must be a tuple (name, value), not %r" % (field,))
    name, value = field  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(name, str) or not isinstance(value, str):
        raise TypeError("name and value of a header must be str, not %r" % (field,))
    lower, prefix = _names.get(name) or _encode_name(name)
    is_length = lower == "content-length"
    line = _content_length(value) if is_length else prefix + _octets(value, name) + b"\r\n"
    if lower not in _NOT_KEPT and len(value) <= _KEPT_VALUE_CHARACTERS:
        if len(_lines) >= _KEPT_LINES:
            _lines.clear()
        _lines[name, value] = line
    return lower, line


def _encode_name(name: str) -> Tuple[str, bytes]:
    if not name or not _TOKEN.issuperset(name):
        raise ValueError("%r cannot be a header name (RFC 9110 section 5.1)" % name)
    lower = name.lower()
    if lower in _HOP_BY_HOP:
        raise ValueError("the header %s is the server's to send, not the application's (PEP 3333)" % name)
    if len(_names) >= _KEPT_LINES:
        _names.clear()
    encoded = _names[name] = lower, name.encode("ascii") + b": "
    return encoded


def _content_length(value: str) -> int:
    digits = value.strip(" \t")
    if not (digits.isdigit() and digits.isascii() and len(digits) <= 18):
        raise ValueError("%r cannot be a Content-Length (RFC 9110 section 8.6)" % value)
    return int(digits)


def _octets(text: str, what: str) -> bytes:
    # isprintable is quick and says no to few that are allowed
    if not text.isprintable() and any((c < " " and c != "\t") or c == "\x7f" for c in text):
        raise ValueError("%s holds a control character: %r (PEP 3333, RFC 9110 section 5.5)" % (what, text))
    try:
        return text.strip(" \t").encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError("%s holds what latin-1 has not: %r (PEP 3333)" % (what, text)) from None
