"""Three-way merge of one record, field by field.

Used for merges by git, for two writers at once and for files that changed under an open screen. It is symmetric and
idempotent, it never stops, and it loses no value that differs from the merge base: where it cannot decide, the field
keeps its candidates under `conflicts`, and the record stays valid and usable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from pmtui.domain.canonical import are_entries, compact, is_lines, normal_record, written
from pmtui.domain.merge_candidates import ABSENT, Candidate, State, Version, document, keyed, spelling
from pmtui.domain.merge_conflicts import NoConflict, edited, open_conflicts, resolved
from pmtui.domain.merge_lines import diff3
from pmtui.domain.schema import Field, Kind

__all__ = ["ABSENT", "NoConflict", "edited", "merge", "open_conflicts", "resolved"]

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Found = Mapping[str, Candidate]
"""The candidates of a field after the merge, by their keys."""


def merge(kind: Kind, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """The record that holds what both sides changed since base.

    Args:
        kind: The kind of the record; its fields tell the rules, its fixed statuses their order.
        base: The fields as they stood in the merge base; `{}` where both sides added the record.
        ours: The fields as stored on one side.
        theirs: The fields as stored on the other side.

    Returns:
        The merged fields in canonical order and form; the same whichever side is called ours.
    """
    versions = [normal_record(kind, one) for one in (base, ours, theirs)]
    return _merged(kind.fields, kind.fixed, *versions)


def _merged(
    fields: Mapping[str, Field], statuses: tuple[str, ...], base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any],
) -> dict[str, Any]:
    """Merge versions whose fields are in canonical form: of a record, or of an entry of a keyed list."""
    old, our, their = map(written, (base, ours, theirs))
    if their in (our, old):
        return ours
    if our == old:
        return theirs
    b, o, t = (Version(fields, one) for one in (base, ours, theirs))
    states: dict[str, State] = {}
    for name in b.names | o.names | t.names:
        field = fields.get(name)
        sides = b.state(name), o.state(name), t.state(name)
        rule = _join if field is None else _RULES.get(field.merge, _join)
        found = rule(field, *sides)
        if field is not None and field.merge == "deletion":
            found = _kept_alive(field, found, (b, o, t), sides)
        states[name] = State(found, _base(found, *sides))
    return document(fields, statuses, states)


def _joined(base: AbstractSet[str], ours: AbstractSet[str], theirs: AbstractSet[str]) -> AbstractSet[str]:
    """What a set becomes of which something must remain: JOIN of the store format."""
    if ours == base:
        return theirs
    if theirs in (base, ours):
        return ours
    return _united(base, ours, theirs) or ours | theirs


def _united(base: AbstractSet[str], ours: AbstractSet[str], theirs: AbstractSet[str]) -> AbstractSet[str]:
    """What a set becomes of which nothing need remain: what both kept, and what either added."""
    return (ours & theirs) | (ours - base) | (theirs - base)


def _join(field: Field | None, base: State, ours: State, theirs: State) -> Found:
    """The rule for whole values: JOIN of the candidates."""
    keys = _joined(base.candidates.keys(), ours.candidates.keys(), theirs.candidates.keys())
    return {key: _spelled(*(side.candidates.get(key) for side in (base, ours, theirs))) for key in keys}


def _spelled(base: Candidate | None, ours: Candidate | None, theirs: Candidate | None) -> Candidate:
    """One of equal candidates: the side that changed the order of an object's keys, of two such sides the lesser text."""
    either = [one for one in (ours, theirs) if one is not None]
    if len(either) < 2:
        return (*either, base)[0] or Candidate(ABSENT)
    changed = [one for one in either if base is None or spelling(one) != spelling(base)]
    return min(changed or either, key=spelling)


def _settled(base: State, ours: State, theirs: State) -> Found | None:
    """The outcome where at most one side changed the candidates, else None."""
    b, o, t = base.candidates.keys(), ours.candidates.keys(), theirs.candidates.keys()
    return _join(None, base, ours, theirs) if o in (b, t) or t == b else None


def _tags(base: State, ours: State, theirs: State) -> AbstractSet[str]:
    return _joined({base.only.tag}, {ours.only.tag}, {theirs.only.tag})


def _are_mergeable(states: Iterable[State], is_well_formed: Callable[[Any], bool]) -> bool:
    """Whether all states are of the field's type, absent being the empty list."""
    return all(one.value is ABSENT or is_well_formed(one.value) for state in states for one in state.candidates.values())


def _tagged(values: Iterable[Any], tags: AbstractSet[str]) -> Found:
    return keyed(Candidate(value or ABSENT, tag) for value in values for tag in tags)


def _set(field: Field, base: State, ours: State, theirs: State) -> Found:
    """Sets are merged element by element while nobody has a conflict on them."""
    sides = (base, ours, theirs)
    if not all(one.is_single for one in sides) or not _are_mergeable(sides, are_words):
        return _join(field, base, ours, theirs)
    b, o, t = (set(one.only.value or ()) for one in sides)
    return _tagged([sorted(_united(b, o, t))], _tags(base, ours, theirs))


def are_words(value: Any) -> bool:
    """Whether a value is what a set is made of: a list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _lines(field: Field, base: State, ours: State, theirs: State) -> Found:
    """Texts are merged line by line: the single one of one side with each of the other side's."""
    known = _settled(base, ours, theirs)
    if known is not None:
        return known
    one, many = (ours, theirs) if ours.is_single else (theirs, ours)
    well_formed = _are_mergeable((base, ours, theirs), lambda value: is_lines(field, value))
    if not (base.is_single and one.is_single and well_formed):
        return _join(field, base, ours, theirs)
    found: dict[str, Candidate] = {}
    for other in many.candidates.values():
        found.update(_text(base, one, State({other.key: other}, other)))
    return found


def _text(base: State, ours: State, theirs: State) -> Found:
    known = _settled(base, ours, theirs)
    if known is not None:
        return known
    texts = diff3(*(one.only.value or () for one in (base, ours, theirs)))
    if len(texts) == 1:
        return _tagged(texts, _tags(base, ours, theirs))
    return {**_tagged(texts[:1], {ours.only.tag}), **_tagged(texts[1:], {theirs.only.tag})}


def _entries(field: Field, base: State, ours: State, theirs: State) -> Found:
    """Keyed lists are merged by id; conflicts live inside the entries."""
    sides = (base, ours, theirs)
    if not all(one.is_single for one in sides) or not _are_mergeable(sides, are_entries):
        return _join(field, base, ours, theirs)
    fields = {one.name: one for one in field.entry}
    b, o, t = ({entry["id"]: entry for entry in one.only.value or ()} for one in sides)
    merged = []
    for id in sorted({*o, *t}):
        if id in o and id in t:
            merged.append(_merged(fields, (), b.get(id) or {}, o[id], t[id]))
        else:
            entry = o[id] if id in o else t[id]
            if id not in b or compact(entry) != compact(b[id]):
                merged.append(entry)
    return _tagged([merged], _tags(base, ours, theirs))


def _rank(field: Field, base: State, ours: State, theirs: State) -> Found:
    """The order key of the side that changed it; of both, the least."""
    return _least(_join(field, base, ours, theirs), lambda value: isinstance(value, str))


def _earliest(field: Field, base: State, ours: State, theirs: State) -> Found:
    """The instant of the side that changed it; of both, the earlier."""
    return _least(_join(field, base, ours, theirs), _is_instant)


def _least(found: Found, is_well_formed: Callable[[Any], bool]) -> Found:
    """The least of the values where all are well formed; one that is there before one that is not."""
    present = [one for one in found.values() if one.value is not ABSENT]
    if not all(is_well_formed(one.value) for one in present):
        return found
    return keyed([min(present or found.values(), key=lambda one: one.key)])


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


def _kept_alive(field: Field, found: Found, versions: tuple[Version, Version, Version], sides: tuple[State, State, State]) -> Found:
    """Deletion after the JOIN: what one side deleted and the other worked on stays alive, with a conflict.

    Of several tombstones the earliest remains.
    """
    result = dict(found)
    lives = [field.name not in one.data for one in versions]
    if lives[0] and lives[1] != lives[2]:
        living = 1 if lives[1] else 2
        if _work(versions[living]) != _work(versions[0]):
            result.update({key: one for key, one in sides[living].candidates.items() if one.value is ABSENT})
    tombs = [one.value for one in result.values() if _is_instant(one.value)]
    return {key: one for key, one in result.items() if one.value not in tombs or one.value == min(tombs)}


def _work(version: Version) -> str:
    return compact({name: value for name, value in version.data.items() if name != "rank"})


def _base(found: Found, base: State, ours: State, theirs: State) -> Candidate:
    """The value before people disagreed, should the outcome be a conflict; of several, the least.

    Where the conflict of a side remains as it is, it is that side's.
    """
    known = [one for one in (ours, theirs) if one.candidates.keys() == found.keys()]
    if not known:
        known = [base, *(one for one in (ours, theirs) if not one.is_single)]
    return min((one.base for one in known), key=lambda one: (one.key, spelling(one)))


_RULES: Mapping[str, Callable[..., Found]] = {
    "set": _set, "lines": _lines, "entries": _entries, "rank": _rank, "earliest": _earliest,
}
