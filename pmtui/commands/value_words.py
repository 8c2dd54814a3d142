"""What a change of fields is called: `Set status ready, tags +billing`, `Set target Q3 2027`, `Clear due`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.commands.assignments import Assignment, field_of
from pmtui.domain.change import Snapshot
from pmtui.domain.schema import LINES, LINK, LINKS, SET, Field, Kind
from pmtui.domain.text import one_line


def describe(field: Field, value: Any, snapshot: Snapshot | None = None) -> str:
    """`status dropped`, `target 2027-03-31`: a field and a value in words; where the records are known, linked ones by title."""
    if value is None or value == []:
        return f"{field.name} cleared"
    if field.type == LINES:
        return field.name
    if field.type in (LINK, LINKS) and snapshot is not None:
        value = [_title_of(snapshot, field, id) if isinstance(id, str) else id for id in (value if isinstance(value, list) else [value])]
    shown = ", ".join(map(str, value)) if isinstance(value, list) and not any(isinstance(one, dict) for one in value) else value
    return field.name if isinstance(shown, list) else f"{field.name} {one_line(str(shown))[:60]}"


def set_words(kind: Kind, values: Mapping[str, Any], assignments: Iterable[Assignment], snapshot: Snapshot) -> str:
    """What assignments do, in words: `Set status ready, tags +billing`, `Clear due`; of a set, what is added and taken away.

    Args:
        kind: The kind of the records.
        values: The new values of the first of them.
        assignments: What was asked for.
        snapshot: The records, for the titles of linked ones.
    """
    changed = [(field_of(kind, one.field), one) for one in assignments if one.operator != "="]
    sets = [(field.name, f"{one.operator[0]}{one_line(one.text)[:60]}") for field, one in changed if field.type == SET]
    names = dict.fromkeys(name for name, _ in sets)
    if values and not names and all(value is None for value in values.values()):
        return f"Clear {', '.join(values)}"
    parts = [f"{name} {' '.join(words for other, words in sets if other == name)}" for name in names]
    parts += [describe(kind.fields[name], value, snapshot) for name, value in meant(kind, values).items() if name not in names]
    return f"Set {', '.join(parts)}"


def meant(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """New values with the target of a milestone as exactly as it is meant: `Q3 2027`, a day where no resolution stands beside it."""
    told = dict(values)
    if kind.name == "milestone" and isinstance(told.get("target"), str):
        from pmtui.domain.named_periods import target_words

        told["target"] = target_words(told["target"], told.pop("resolution", None) or "day")
    return told


def _title_of(snapshot: Snapshot, field: Field, id: str) -> str:
    found = snapshot.linked(field, id)
    return f"“{one_line(found.title)[:40]}”" if found is not None else id
