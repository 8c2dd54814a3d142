"""Conflicts as people meet them: which are open, and what an edit or a choice makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.domain.canonical import are_entries, normal_fields, normal_record
from pmtui.domain.merge_candidates import (
    ABSENT,
    KEPT,
    Candidate,
    State,
    Version,
    normal_value,
    resolution_tag,
    value_key,
)
from pmtui.domain.schema import ENTRIES, Field, Kind


class NoConflict(ValueError):
    """The field has no open conflict."""


class Disagreement(NamedTuple):
    """What people disagree on in one field.

    Attributes:
        base: The value before they did; `ABSENT` where there was none, or where it is not known.
        values: The candidates without repeats, the one shown first; `ABSENT` is a candidate, too.
    """

    base: Any
    values: list[Any]


def open_conflicts(data: Mapping[str, Any], kind: Kind | None = None) -> dict[str, list[Any]]:
    """The fields on which people disagree, each with its candidates.

    Args:
        data: The fields of a record as stored.
        kind: The record's kind, where `data` may not be in canonical form.

    Returns:
        By field the candidates without repeats, the one shown first; `ABSENT` is a candidate, too. A conflict inside
        an entry of a keyed list stands under a path such as `criteria.7k2m9q4x1c.text`. Conflicts that somebody ended
        by editing the field by hand are left out.
    """
    return {path: one.values for path, one in disagreements(data, kind).items()}


def disagreements(data: Mapping[str, Any], kind: Kind | None = None) -> dict[str, Disagreement]:
    """The same as `open_conflicts`, with the value before people disagreed."""
    fields = {} if kind is None else kind.fields
    return _open(fields, data if kind is None else normal_record(kind, data), "")


def _open(fields: Mapping[str, Field], data: Mapping[str, Any], prefix: str) -> dict[str, Disagreement]:
    result: dict[str, Disagreement] = {}
    if "conflicts" in data:
        version = Version(fields, data)
        for name in sorted(version.names.difference(KEPT)):
            state = version.state(name)
            values = {value_key(one.value): one.value for one in state.candidates.values()}
            if len(values) > 1:
                result[prefix + name] = Disagreement(state.base.value, list(values.values()))
    for name, value in data.items():
        if name not in KEPT and isinstance(value, list) and are_entries(value):
            for entry in value:
                result |= _open(_entry_fields(fields, name), entry, f"{prefix}{name}.{entry['id']}.")
    return result


def edited(kind: Kind, data: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The record after a person's edit of some fields, in canonical form.

    An edit of a field with an open conflict ends the conflict, also where the field is set to the value shown; so does
    the restoring of a deleted record. Entries of a keyed list are compared with those of the same id: what changed
    in them counts as edited, and what did not keeps its conflicts.

    Args:
        kind: The kind of the record.
        data: Its fields as stored.
        values: The new values of the edited fields; None or `ABSENT` clears a field.

    Raises:
        ValueError: `values` names `conflicts` or `settled`, which the merge keeps.
    """
    return _edited(kind.fields, kind.fixed, normal_record(kind, data), values)


def _edited(fields: Mapping[str, Field], statuses: tuple[str, ...], data: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    version = Version(fields, data)
    edits: dict[str, Candidate] = {}
    for name, value in values.items():
        if name in KEPT:
            raise ValueError(f"{name} is kept by the merge: edit the field itself, or choose a value with `pmtui resolve`")
        field = fields.get(name)
        old = data.get(name, ABSENT)
        new: Any = ABSENT if value is None else normal_value(field, value)
        if field is not None and field.type == ENTRIES and are_entries(old) and are_entries(new):
            new = _edited_entries(field, old, new)
        state = version.state(name)
        if not state.is_single or value_key(new) != value_key(old):
            is_restored = field is not None and field.merge == "deletion" and new is ABSENT
            ends = is_restored or not state.is_single
            edits[name] = Candidate(new, resolution_tag(state.candidates.values()) if ends else "")
    return version.with_values(edits, statuses) if edits else data


def _edited_entries(field: Field, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    fields = {one.name: one for one in field.entry}
    known = {entry["id"]: entry for entry in old}
    result = []
    for entry in new:
        before = known.get(entry["id"])
        if before is not None:
            names = [*before, *(name for name in entry if name not in before)]
            changed = {name: entry.get(name) for name in names if name not in KEPT}
            differing = {name: one for name, one in changed.items() if value_key(one) != value_key(before.get(name))}
            entry = _edited(fields, (), before, differing) if differing else before
        result.append(entry)
    return result


def resolved(kind: Kind, data: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    """The record after somebody ended a conflict, in canonical form.

    Args:
        kind: The kind of the record.
        data: Its fields as stored.
        field: The field, or a path as in `open_conflicts`.
        value: The value chosen, one of the candidates or another; None or `ABSENT` clears the field.

    Raises:
        NoConflict: The field has no open conflict.
    """
    found = _resolved(kind.fields, kind.fixed, normal_record(kind, data), field, value)
    if found is None:
        raise NoConflict(f"{field} has no open conflict")
    return found


def _resolved(fields: Mapping[str, Field], statuses: tuple[str, ...], data: dict[str, Any], path: str, value: Any) -> dict[str, Any] | None:
    version = Version(fields, data)
    if path in version.names.difference(KEPT):
        state: State = version.state(path)
        if not state.is_single:
            return _edited(fields, statuses, data, {path: value})
    for name, entries in data.items():
        if path.startswith(f"{name}.") and are_entries(entries):
            for at, entry in enumerate(entries):
                start = f"{name}.{entry['id']}."
                if path.startswith(start):
                    inner = _resolved(_entry_fields(fields, name), (), entry, path[len(start) :], value)
                    if inner is not None:
                        return normal_fields(fields, {**data, name: [*entries[:at], inner, *entries[at + 1 :]]})
    return None


def _entry_fields(fields: Mapping[str, Field], name: str) -> dict[str, Field]:
    field = fields.get(name)
    return {} if field is None else {one.name: one for one in field.entry}
