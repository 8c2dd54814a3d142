"""Taking back a change of the history: what the touched fields become, with what happened to them since kept where it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.canonical import are_entries, compact
from pmtui.domain.history import FieldChange
from pmtui.domain.history_words import field_at, is_entry
from pmtui.domain.merge_lines import diff3
from pmtui.domain.schema import LINES, LINKS, SET


def taken_back(kind: str, data: Mapping[str, Any], changes: Iterable[FieldChange]) -> dict[str, Any]:
    """The values that take changes back; None clears a field.

    Of sets, what came goes and what went comes, and all else stays. Of texts, the lines that changed change back, where
    nobody has changed the same lines since; else, as any other field, they get the value from before. Entries of keyed
    lists come back, go, or get the value of one of their fields back; conflicts are left to those who settle them.

    Args:
        kind: The record's kind.
        data: Its fields as they are now.
        changes: What is to be taken back.
    """
    found: dict[str, Any] = {}
    for change in changes:
        name = change.path.partition(".")[0]
        if not change.conflict:
            now = found.get(name, data.get(name))
            found[name] = _entries(kind, now, change) if "." in change.path else _value(kind, now, change)
    return {name: None if value == [] else value for name, value in found.items()}


def later_fields(data: Mapping[str, Any], changes: Iterable[FieldChange]) -> list[str]:
    """The fields of the record itself whose values have changed again since then."""
    return [one.path for one in changes if "." not in one.path and compact(data.get(one.path)) != compact(one.after)]


def _value(kind: str, now: Any, change: FieldChange) -> Any:
    field = field_at(kind, change.path)
    type = "" if field is None else field.type
    before, after = change.before, change.after
    if type in (SET, LINKS) and all(isinstance(one, list) for one in (now or [], before or [], after or [])):
        came = {one for one in after or [] if one not in (before or [])}
        return sorted({*(one for one in now or [] if one not in came), *(before or [])} - came)
    if type == LINES and all(isinstance(one, list) for one in (now or [], before or [], after or [])):
        merged = diff3(after or [], now or [], before or [])
        return merged[0] if len(merged) == 1 else before
    return before


def _entries(kind: str, now: Any, change: FieldChange) -> Any:
    """A keyed list in which an entry, or a field of one, is as it was before."""
    if not are_entries(now or []):
        return now
    _, id, *inner = change.path.split(".", 2)
    entries = list(now or [])
    at = next((at for at, one in enumerate(entries) if one["id"] == id), None)
    if is_entry(change) and not inner:
        if at is not None:
            del entries[at]
        return [*entries, change.before] if isinstance(change.before, dict) else entries
    if at is None:
        return entries
    entry = dict(entries[at])
    name, _, rest = inner[0].partition(".")
    deeper = change._replace(path=inner[0])
    value = _entries(kind, entry.get(name), deeper) if rest else change.before
    entries[at] = {key: one for key, one in {**entry, name: value}.items() if one is not None and one != []}
    return entries
