"""Where a value stands in a record: `("kpis", ID, "readings", ID, "value")`, and how one is changed there. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from pmtui.domain.ranking import ranked
from pmtui.domain.schema import ENTRIES, OBJECT, Field

Path = tuple[str, ...]
"""The name of a field; in a keyed list the id of an entry and the name of a field in it, in an object the name of one."""


def _named(fields: Mapping[str, Field] | tuple[Field, ...], name: str) -> Field | None:
    if isinstance(fields, Mapping):
        return fields.get(name)
    return next((one for one in fields if one.name == name), None)


def field_at(fields: Mapping[str, Field] | tuple[Field, ...], path: Path) -> Field | None:
    """The declaration of the field at a path; None for an entry, and for what is not declared."""
    field = _named(fields, path[0])
    rest = path[1:]
    if field is None or not rest:
        return field
    if field.type == ENTRIES:
        return field_at(field.entry, rest[1:]) if len(rest) > 1 else None
    return field_at(field.entry, rest) if field.type == OBJECT else None


_LONG = 50
"""Entries from which on a list is looked into by an index: a form of thousands asks for each of them."""
_indexes: deque[tuple[Any, int, dict[str, Any]]] = deque(maxlen=8)


def _entry(entries: Any, id: str) -> Any:
    """The first entry of an id. Lists in a form are never changed, only replaced, so that an index holds as long as its list."""
    if not isinstance(entries, list) or len(entries) < _LONG:
        return next((one for one in entries or () if isinstance(one, dict) and one.get("id") == id), None)
    for known, size, index in _indexes:
        if known is entries and size == len(entries):
            return index.get(id)
    index = {one["id"]: one for one in reversed(entries) if isinstance(one, dict) and isinstance(one.get("id"), str)}
    _indexes.append((entries, len(entries), index))
    return index.get(id)


def value_at(fields: Mapping[str, Field], top: Any, path: Path) -> Any:
    """The value at a path, where `top` is that of its first field; a blank field in an entry has its default."""
    value, field = top, fields.get(path[0])
    rest = path[1:]
    while rest and field is not None:
        if field.type == ENTRIES:
            value = _entry(value, rest[0])
            rest = rest[1:]
            if not rest:
                return value
        field = _named(field.entry, rest[0])
        value = value.get(rest[0]) if isinstance(value, dict) else None
        if value is None and field is not None:
            value = field.blank
        rest = rest[1:]
    return value if not rest else None


def changed_value(field: Field, value: Any, rest: Path, new: Any) -> Any:
    """The value of a field after what stands at the rest of a path was set; None clears, and removes an entry."""
    if not rest:
        return new
    if field.type == ENTRIES:
        entries = list(value or [])
        known = any(isinstance(one, dict) and one.get("id") == rest[0] for one in entries)
        changed = [_changed_entry(field, one, rest[1:], new) if isinstance(one, dict) and one.get("id") == rest[0] else one
                   for one in entries]
        if not known and len(rest) == 1 and new is not None:
            changed.append(new)
        return [one for one in changed if one is not None] or None
    return _changed_entry(field, value if isinstance(value, dict) else {}, rest, new) or None


def _changed_entry(field: Field, entry: dict[str, Any], rest: Path, new: Any) -> Any:
    if not rest:
        return new
    inner = _named(field.entry, rest[0])
    if inner is None:
        return entry
    value = changed_value(inner, entry.get(rest[0]), rest[1:], new)
    result = {name: one for name, one in entry.items() if name != rest[0]}
    if value is not None and value != []:
        result[rest[0]] = value
    return result


def entries_in_order(field: Field, value: Any) -> list[dict[str, Any]]:
    """The entries of a keyed list in the order to show: by rank, else by time, else as stored."""
    known = [one for one in value or () if isinstance(one, dict)] if isinstance(value, list) else []
    if field.ordered:
        return ranked(known)
    if any(one.name == "at" for one in field.entry):
        return sorted(known, key=lambda one: str(one.get("at") or ""))
    return known


def path_name(path: Path) -> str:
    """The path as `open_conflicts` writes it."""
    return ".".join(path)


def entry_title(field: Field, entry: Mapping[str, Any]) -> str:
    """What people call an entry: its name, title or text; else its first facts; empty for a blank one."""
    for name in ("name", "title", "text", "stage", "quote", "notes", "field"):
        value = entry.get(name)
        if value:
            return " ".join(map(str, value)) if isinstance(value, list) else str(value)
    facts = [str(entry[one.name]) for one in field.entry if one.type not in (ENTRIES, "rank") and entry.get(one.name) not in (None, "", [])]
    return " · ".join(one[:10] if len(one) == 20 and one.endswith("Z") else one for one in facts[:3])
