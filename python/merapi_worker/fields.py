# SPDX-License-Identifier: Apache-2.0
"""Fields that the operator adds to the application's answers, or takes out of them: ``add-header``, ``del-header``."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

# Those of which an answer may have several. Of all others the application's own one counts.
_SEVERAL = frozenset(
    ("cache-control", "link", "set-cookie", "vary", "via", "warning", "content-security-policy", "www-authenticate")
)


class Edits:
    """Applied to the fields of an answer when its head is encoded, which is once for those that come again."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._added = [(name, value) for name, value in config["added_fields"]]
        self._removed = frozenset(name.lower() for name in config["removed_fields"])

    def __bool__(self) -> bool:
        return bool(self._added or self._removed)

    def of(self, fields: List[Any]) -> List[Any]:
        """The fields to send; what is not a field is left for others to complain of."""
        kept = [field for field in fields if _name(field) not in self._removed]
        own = {_name(field) for field in kept} - _SEVERAL
        return kept + [field for field in self._added if _name(field) not in own]


def _name(field: Any) -> str:
    """In lower case; empty where that is no field."""
    try:
        name, _ = field
        lower: str = name.lower()
    except (AttributeError, TypeError, ValueError):
        return ""
    return lower
