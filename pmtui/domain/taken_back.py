"""Taking back a change of the history: what the touched fields become, with what happened to them since kept where it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.canonical import are_entries
from pmtui.domain.history import FieldChange
from pmtui.domain.history_words import field_at, is_inside
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
        is_within = is_inside(kind, change.path)
        name = change.path.partition(".")[0] if is_within else change.path
        if not change.conflict:
            now = found.get(name, data.get(name))
            found[name] = _entries(now, change) if is_within else _value(kind, now, change)
    return {name: None if value == [] else value for name, value in found.items()}


def _value(kind: str, now: Any, change: FieldChange) -> Any:
    field = field_at(kind, change.path)
    type = "" if field is None else field.type
    sides = [_texts(one) for one in (now, change.before, change.after)]
    if type not in (SET, LINKS, LINES) or None in sides:
        return change.before
    ours, before, after = (one or [] for one in sides)
    if type == LINES:
        merged = diff3(after, ours, before)
        return merged[0] if len(merged) == 1 else before
    came = {one for one in after if one not in before}
    return sorted({*(one for one in ours if one not in came), *before} - came)


def _texts(value: Any) -> list[str] | None:
    """A list of texts, of which a blank field has none; None for anything else."""
    if value is None:
        return []
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _entries(now: Any, change: FieldChange) -> Any:
    """A keyed list in which an entry, or a field of one, is as it was before."""
    if not are_entries(now or []):
        return now
    _, id, *inner = change.path.split(".", 2)
    entries = list(now or [])
    at = next((at for at, one in enumerate(entries) if one["id"] == id), None)
    if not inner:
        if at is not None:
            del entries[at]
        return [*entries, change.before] if isinstance(change.before, dict) else entries
    if at is None:
        return entries
    entry = dict(entries[at])
    name, _, rest = inner[0].partition(".")
    deeper = change._replace(path=inner[0])
    value = _entries(entry.get(name), deeper) if rest else change.before
    entries[at] = {key: one for key, one in {**entry, name: value}.items() if one is not None and one != []}
    return entries
