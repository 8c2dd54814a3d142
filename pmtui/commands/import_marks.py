"""What an import remembers of a value, and what it makes of one that changed there, here, or on both sides.

The last import's values are not kept, only a mark of each: the members of a set, the hashes of an entry's values, else
one hash. That is enough to know on which side a value has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from pmtui.domain.canonical import compact
from pmtui.domain.schema import ENTRIES, LINKS, SET, Field


def mark(field: Field, value: Any) -> Any:
    """What to remember of a value: the members of a set, the hashes of an entry's values, else one hash."""
    if field.type in (SET, LINKS):
        return list(value or [])
    if field.type == ENTRIES:
        return {str(entry["id"]): {name: hashed(entry[name]) for name in sorted(entry) if name != "id"} for entry in value or []}
    return hashed(value)


def hashed(value: Any) -> str:
    """Eight hexadecimal digits that tell whether a value has changed."""
    return f"{crc32(compact(value).encode('utf-8', 'surrogatepass')):08x}"


def is_overridden(field: Field, local: Any, seen: Any) -> bool:
    """Whether a single value had been changed here since the last import; sets and entries are merged one by one."""
    if field.type in (SET, LINKS, ENTRIES):
        return False
    return bool(hashed(local) != _before(field, seen))


def merged(field: Field, local: Any, new: Any, seen: Any) -> Any:
    """The local value with what changed in the file since the last import."""
    if field.type in (SET, LINKS):
        before, now = set(seen if isinstance(seen, list) else ()), set(new or [])
        return sorted((set(local or []) | (now - before)) - (before - now))
    if field.type == ENTRIES:
        return _merged_entries(local or [], {str(one["id"]): one for one in new or []}, seen if isinstance(seen, dict) else {})
    value = field.blank if new is None else new
    return local if _before(field, seen) == hashed(value) else value


def _before(field: Field, seen: Any) -> Any:
    """The mark of the last import's value; what it did not have was blank."""
    return hashed(field.blank) if seen is None else seen


def _merged_entries(local: list[Any], fresh: Mapping[str, dict[str, Any]], seen: Mapping[str, Any]) -> list[Any]:
    """Entries one by one and value by value: those that went there go here unless somebody changed them here."""
    kept: list[Any] = []
    for entry in local:
        id = str(entry.get("id", ""))
        marks = seen.get(id)
        if not isinstance(marks, dict):
            kept.append(entry)
        elif id in fresh:
            kept.append(_merged_entry(entry, fresh[id], marks))
        elif any(hashed(value) != marks.get(name) for name, value in entry.items() if name not in ("id", "rank")):
            kept.append(entry)
    present = {str(entry.get("id", "")) for entry in local}
    added = [entry for id, entry in fresh.items() if id not in present and id not in seen]
    return sorted([*kept, *added], key=lambda entry: str(entry.get("id", "")))


def _merged_entry(entry: Mapping[str, Any], fresh: Mapping[str, Any], marks: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(entry)
    for name in {*fresh, *marks} - {"id"}:
        new = fresh.get(name)
        if (None if new is None else hashed(new)) == marks.get(name):
            continue
        if new is None:
            result.pop(name, None)
        else:
            result[name] = new
    return result
