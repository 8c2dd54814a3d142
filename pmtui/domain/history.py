"""What happened to a record from one version to the next: field by field, with the reasons that people gave.

Pure: versions come in as the fields of a file, from wherever they are kept. A merge has several versions before it; what
one of them brought is that one's doing, and only what the merge itself made counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.canonical import are_entries, compact, normal_record
from pmtui.domain.merge_candidates import ABSENT, KEPT
from pmtui.domain.merge_conflicts import open_conflicts
from pmtui.domain.schema import ENTRIES, LINES, LINKS, SET, TEXT, Field, Kind

ADDED, EDITED, MOVED, DELETED, RESTORED, PURGED = "added", "edited", "moved", "deleted", "restored", "purged"
"""What became of a record; purged is a file that is no longer there."""
UNREADABLE = "unreadable"
"""What became of a record of which one of the versions cannot be read."""
AROSE, SETTLED = "arose", "settled"
"""What became of a conflict."""

FOLLOWERS = frozenset({"started_at", "done_at", "shipped_at"})
"""Fields that change along with the status."""

Data = Mapping[str, Any]


class FieldChange(NamedTuple):
    """What became of one field.

    Attributes:
        path: Its name; inside an entry of a keyed list a path such as `criteria.7k2m9q4x1c.text`, and `criteria.7k2m9q4x1c`
            for a whole entry that came or went.
        before: Its value before, as stored; None where there was none.
        after: Its value since then.
        reason: Why, where somebody said so; several lines are possible.
        conflict: `arose` where people disagree about it since then, `settled` where they no longer do; else empty.
        values: The values of the conflict, the one shown first; None is one, too.
        label: What people call the entry that it belongs to or is; empty for fields of the record itself.
    """

    path: str
    before: Any
    after: Any
    reason: str = ""
    conflict: str = ""
    values: tuple[Any, ...] = ()
    label: str = ""


class Revision(NamedTuple):
    """What became of one record in one commit.

    Attributes:
        at: When, an instant in UTC.
        by: Who, by name.
        commit: The name of the commit; empty where it is not committed yet.
        kind: The record's kind; for a kind that is not known here, the name of its folder.
        id: Its id.
        title: Its title then; empty where that is not known.
        what: added, edited, moved, deleted, restored, purged or unreadable.
        changes: What became of its fields, in their order.
        fault: Why one of its versions could not be read; else empty.
        email: The mail address of who it was.
        subject: The first line of the commit's message.
        is_merge: Whether the commit is a merge.
        words: All that free words of a filter look at, folded; empty where nobody has looked yet.
    """

    at: str
    by: str
    commit: str
    kind: str
    id: str
    title: str
    what: str
    changes: tuple[FieldChange, ...]
    fault: str = ""
    email: str = ""
    subject: str = ""
    is_merge: bool = False
    words: str = ""


def revised(kind: Kind, befores: Sequence[Data | None], after: Data | None) -> tuple[str, tuple[FieldChange, ...]]:
    """What became of a record, and of its fields.

    Args:
        kind: Its kind.
        befores: Its fields in each version before, of which a merge has several; None where there was no file.
        after: Its fields since then; None where there is no file any more.

    Returns:
        What became of it, in a word, and the changed fields. No changes and `edited` where the same values are only
        written in another way, or a merge took each from one of the versions.
    """
    known = [normal_record(kind, one) for one in befores if one is not None]
    if after is None:
        old = known[0] if known else {}
        return PURGED, tuple(FieldChange(name, value, None) for name, value in old.items() if _is_shown(name))
    new = normal_record(kind, after)
    if not known:
        found = [FieldChange(name, None, value) for name, value in new.items() if _is_shown(name)]
        return ADDED, _with_reasons(found)
    found = _with_conflicts(kind, list(_differences(kind.fields, known, new, "")), known, new)
    changes = _with_reasons(found)
    return _what(changes), changes


def as_documents(changes: Iterable[FieldChange]) -> list[dict[str, Any]]:
    """The changes as scripts get them: `field`, `from`, `to`, `reason`; of a conflict also what became of it, and its values."""
    found = []
    for one in changes:
        document: dict[str, Any] = {"field": one.path, "from": one.before, "to": one.after, "reason": one.reason or None}
        if one.conflict:
            document |= {"conflict": one.conflict, "values": list(one.values)}
        found.append(document)
    return found


def shown_first(changes: Iterable[FieldChange]) -> list[FieldChange]:
    """The changes as people read them: without those that only follow another one, unless there are no others."""
    every = list(changes)
    own = [one for one in every if one.path not in FOLLOWERS]
    return own or every


def _what(changes: Sequence[FieldChange]) -> str:
    for one in changes:
        if one.path == "deleted_at" and (one.before is None) != (one.after is None):
            return DELETED if one.before is None else RESTORED
    return MOVED if changes and all(one.path == "rank" for one in changes) else EDITED


def _is_shown(name: str) -> bool:
    return name != "id" and name not in KEPT


def _differences(fields: Mapping[str, Field], olds: Sequence[Data], new: Data, prefix: str, label: str = "") -> Iterable[FieldChange]:
    """The fields in which the new version differs from each of the old ones."""
    names = dict.fromkeys([*fields, *new, *(name for old in olds for name in old)])
    for name in names:
        if not _is_shown(name):
            continue
        field = fields.get(name)
        after = new.get(name, ABSENT)
        befores = [old.get(name, ABSENT) for old in olds]
        if any(_is_same(one, after) for one in befores):
            continue
        if field is not None and field.type == ENTRIES and all(one is ABSENT or are_entries(one) for one in (*befores, after)):
            lists = [() if one is ABSENT else one for one in befores]
            yield from _entry_differences(field, lists, () if after is ABSENT else after, f"{prefix}{name}.", label)
        elif len(olds) == 1 or not _is_put_together(field, befores, after):
            yield FieldChange(prefix + name, _value(field, befores[0]), _value(field, after), label=label)


def _entry_differences(
    field: Field, befores: Sequence[Sequence[Data]], after: Sequence[Data], prefix: str, outer: str,
) -> Iterable[FieldChange]:
    fields = {one.name: one for one in field.entry}
    olds = [{entry["id"]: entry for entry in entries} for entries in befores]
    new = {entry["id"]: entry for entry in after}
    for id in dict.fromkeys([*new, *(id for entries in olds for id in entries)]):
        there = [entries[id] for entries in olds if id in entries]
        if id not in new:
            if len(there) == len(olds):  # else the version that no longer has it took it away
                yield FieldChange(prefix + id, there[0], None, label=label_of(field, there[0]))
        elif not there:
            yield FieldChange(prefix + id, None, new[id], label=label_of(field, new[id]))
        elif not any(_is_same(one, new[id]) for one in there):
            label = label_of(field, new[id]) or label_of(field, there[0]) or outer
            yield from _differences(fields, there, new[id], f"{prefix}{id}.", label)


def label_of(field: Field, entry: Data) -> str:
    """What people call an entry of a keyed list: its first text; empty where it has none."""
    for one in field.entry:
        value = entry.get(one.name)
        if one.type == LINES and isinstance(value, list):
            value = next((line for line in value if isinstance(line, str) and line.strip()), None)
        if one.type in (TEXT, LINES) and isinstance(value, str) and value.strip() and one.name not in ("by", "field", "origin"):
            return value.strip()
    return ""


def _is_put_together(field: Field | None, befores: Sequence[Any], after: Any) -> bool:
    """Whether a merge made a set or a text of what the versions before it have, and nothing else."""
    if field is None or field.type not in (SET, LINKS, LINES):
        return False
    parts = [[] if one is ABSENT else one for one in (*befores, after)]
    if not all(isinstance(one, list) for one in parts):
        return False
    *olds, new = [set(map(compact, one)) for one in parts]
    return new <= set().union(*olds) and set.intersection(*olds) <= new


def _with_conflicts(kind: Kind, found: list[FieldChange], olds: Sequence[Data], new: Data) -> list[FieldChange]:
    """The changes, those of fields that people disagree about said as such."""
    if not any(_holds_conflicts(one) for one in (*olds, new)):
        return found
    before, after = [open_conflicts(one) for one in olds], open_conflicts(new)
    by_path = {one.path: one for one in found if len(olds) == 1 or not any(_is_candidate(one, values) for values in before)}
    for path, values in after.items():
        if all(path not in one for one in before):
            by_path[path] = _conflict(by_path.get(path), path, AROSE, values, new, olds[0])
    for path, values in before[0].items():
        if path not in after and all(path in one for one in before) and _is_there(new, path):
            by_path[path] = _conflict(by_path.get(path), path, SETTLED, values, new, olds[0])
    order = {name: at for at, name in enumerate(kind.fields)}
    return sorted(by_path.values(), key=lambda one: order.get(one.path.partition(".")[0], len(order)))


def _is_candidate(change: FieldChange, conflicts: Mapping[str, Sequence[Any]]) -> bool:
    """Whether a value was one of those that people had disagreed about before: a merge only shows another one of them."""
    return any(_is_same(one, change.after) for one in conflicts.get(change.path, ()))


def _conflict(found: FieldChange | None, path: str, what: str, values: Sequence[Any], new: Data, old: Data) -> FieldChange:
    before, after = (found.before, found.after) if found is not None else (value_at(old, path), value_at(new, path))
    return FieldChange(path, before, after, "", what, tuple(None if one is ABSENT else one for one in values))


def value_at(data: Data, path: str) -> Any:
    """The value of a field, or of one inside an entry by its path; None where there is none."""
    name, _, rest = path.partition(".")
    value = data.get(name)
    if not rest:
        return value
    id, _, inner = rest.partition(".")
    entries = value if isinstance(value, list) and are_entries(value) else []
    entry = next((one for one in entries if one.get("id") == id), None)
    return entry if entry is None or not inner else value_at(entry, inner)


def _is_there(data: Data, path: str) -> bool:
    """Whether the record or entry that a field belongs to still is there."""
    above = path.rpartition(".")[0]
    return not above or value_at(data, above) is not None


def _holds_conflicts(data: Data) -> bool:
    if "conflicts" in data:
        return True
    lists = (value for value in data.values() if isinstance(value, list))
    return any(isinstance(entry, dict) and _holds_conflicts(entry) for entries in lists for entry in entries)


def _with_reasons(found: Sequence[FieldChange]) -> tuple[FieldChange, ...]:
    """The changes with the reasons that came along with them; those that explain no change of now stay by themselves."""
    said: dict[str, list[Data]] = {}
    for entry in _new_reasons(found):
        said.setdefault(str(entry.get("field", "")), []).append(entry)
    if not said:
        return tuple(found)
    changed = {one.path for one in found}
    result = []
    for one in found:
        name, _, id = one.path.partition(".")
        if name == "reasons" and one.before is None:
            entries = one.after if isinstance(one.after, list) else [one.after]
            left = [entry for entry in entries if not isinstance(entry, dict) or str(entry.get("field", "")) not in changed]
            if left:
                result.append(one if id else one._replace(after=left))
        else:
            result.append(one._replace(reason="\n".join(map(_reason, said.get(one.path, ())))))
    return tuple(result)


def _new_reasons(found: Sequence[FieldChange]) -> list[Data]:
    """The entries of `reasons` that came, the oldest first."""
    entries: list[Any] = []
    for one in found:
        if one.before is None and one.path.partition(".")[0] == "reasons":
            entries += one.after if isinstance(one.after, list) else [one.after]
    return sorted((one for one in entries if isinstance(one, dict)), key=lambda one: str(one.get("at", "")))


def _reason(entry: Data) -> str:
    text = entry.get("text")
    return "\n".join(map(str, text)) if isinstance(text, list) else str(text or "")


def _is_same(a: Any, b: Any) -> bool:
    a, b = (None if one is ABSENT else one for one in (a, b))
    return a is b or compact(a) == compact(b)


def _value(field: Field | None, value: Any) -> Any:
    """A value as scripts get it: what is not there has the field's default."""
    return (None if field is None else field.blank) if value is ABSENT else value
