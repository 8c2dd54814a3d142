"""Why somebody changed a field, as a record keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.records import Record


def last_reason(record: Record, field: str) -> Mapping[str, Any]:
    """The last reason that was given for a change of a field: `at`, `by`, `from`, `to`, `text`; empty where there is none."""
    found = [one for one in record["reasons"] or () if isinstance(one, Mapping) and one.get("field") == field]
    return max(found, key=lambda one: str(one.get("at") or ""), default={})
