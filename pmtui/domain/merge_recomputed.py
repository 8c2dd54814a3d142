"""What a merge that somebody made without us should have given, as far as it was a program's doing and not that person's.

Git merges records as lines of text: it may lose a field that one side changed, or keep a deletion next to an edit. What the
person decided in the same merge (one of two values, or a third one) stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pmtui.domain.canonical import are_entries, is_lines, normal_record, written
from pmtui.domain.merge import are_words, merge
from pmtui.domain.merge_candidates import ABSENT, KEPT, State, Version, document, single, value_key
from pmtui.domain.schema import Field, Kind

_ORDERLY = ("rank", "earliest")
"""Rules of fields that never have a conflict: one of two values is as good as the other."""


def recomputed(
    kind: Kind, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], made: Mapping[str, Any]
) -> dict[str, Any]:
    """The merge of three versions, with what the person who made another merge of them has decided.

    Args:
        kind: The kind of the record.
        base: The fields in the merge base; `{}` where both sides added the record.
        ours: The fields on one side.
        theirs: The fields on the other side.
        made: The fields after the merge that somebody made.

    Returns:
        The fields in canonical order and form; equal to `made` in that form where nothing is wrong with it. A value that only
        one side had changed is there; where both had, the one in `made`; what one side deleted and the other worked on lives,
        with a conflict, unless it does so in `made`; what nobody but the person has written stands as well.
    """
    whole = merge(kind, base, ours, theirs)
    versions = [normal_record(kind, one) for one in (base, ours, theirs, whole, made)]
    if written(versions[3]) == written(versions[4]):
        return whole
    return _adjusted(kind.fields, kind.fixed, versions)


def _adjusted(fields: Mapping[str, Field], statuses: tuple[str, ...], versions: list[dict[str, Any]]) -> dict[str, Any]:
    """The merge with the decisions in what was made; versions are base, ours, theirs, the merge, and what was made."""
    read = [Version(fields, one) for one in versions]
    whole, made = read[3:]
    states = {}
    for name in whole.names | made.names:
        of = [one.state(name) for one in read]
        states[name] = of[3] if name in KEPT else _state(fields.get(name), of)
    return document(fields, statuses, states)


def _state(field: Field | None, of: list[State]) -> State:
    """What a field shall be, given its states in base, ours, theirs, the merge, and what was made."""
    whole, made = of[3:]
    rule = field.merge if field is not None else ""
    known = {value_key(one.value) for side in of[:3] for one in side.candidates.values()}
    if whole.candidates.keys() == made.candidates.keys() or not made.is_single:
        return whole
    is_own = value_key(made.only.value) not in known
    if rule == "deletion":
        return made if is_own else whole
    if not whole.is_single:
        return made
    if field is not None and all(one.is_single for one in of):
        values = [[] if one.only.value is ABSENT else one.only.value for one in of]
        if rule == "entries" and all(map(are_entries, values)):
            return _of_value(_entries(field, values), whole)
        if rule == "set" and all(map(are_words, values)):
            return _of_value(_set(values), whole)
        if rule == "lines" and all(is_lines(field, one) for one in values):
            return made if _holds_all(values) else whole
    base, ours, theirs = of[:3]
    is_both = base.candidates.keys() not in (ours.candidates.keys(), theirs.candidates.keys())
    return made if is_own or (rule in _ORDERLY and is_both) else whole


def _of_value(value: Any, like: State) -> State:
    return single(value or ABSENT, like.only.tag)


def _set(values: list[list[Any]]) -> list[Any]:
    """The merged set, with what nobody but the person has put into it."""
    *sides, whole, made = ({value_key(one): one for one in value} for value in values)
    own = {key: one for key, one in made.items() if not any(key in side for side in sides)}
    return [one for _, one in sorted({**whole, **own}.items())]


def _holds_all(values: list[list[str]]) -> bool:
    """Whether a text that somebody merged holds every line that one of the sides has added."""
    base, ours, theirs, _, made = (Counter(one) for one in values)
    return not ((ours - base) | (theirs - base)) - made


def _entries(field: Field, values: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The merged keyed list, entry by entry."""
    fields = {one.name: one for one in field.entry}
    *sides, whole, made = ({entry["id"]: entry for entry in value} for value in values)
    found = dict(whole)
    for id, entry in made.items():
        if id in whole:
            found[id] = _adjusted(fields, (), [*(side.get(id, {}) for side in sides), whole[id], entry])
        elif not any(id in side for side in sides):
            found[id] = entry
    return [found[id] for id in sorted(found)]
