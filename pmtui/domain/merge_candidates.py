"""What a field is to the merge: a set of candidates, read from one version of a record and written into another.

A field without a conflict has one candidate; with one it has several, which stand under `conflicts`:

    "conflicts": {"title": {"base": {"value": "a"}, "values": [{"value": "c"}, {"tag": "9f2c41aa", "value": "b"}]}}

`{}` is an absent value. The first of `values` is the one shown, which is also the field's value; the others are sorted.
A tag says that a value was chosen to end a conflict; that of a field without a conflict stands under `settled`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from pmtui.domain.canonical import compact, is_lines, normal, normal_fields, written
from pmtui.domain.schema import LINES, Field

KEPT: Final = ("conflicts", "settled")
"""The fields that the merge itself keeps."""


class Absent:
    """The type of `ABSENT`."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Its name."""
        return "ABSENT"

    def __bool__(self) -> bool:
        """False, as for everything that is not there."""
        return False


ABSENT: Final = Absent()
"""The value of a field that is not there; a field's default is not stored and thus absent, too."""


class Candidate(NamedTuple):
    """One of the values that a field may have.

    Attributes:
        value: The value in canonical form, or `ABSENT`.
        tag: Eight hex digits that name the conflict which this value ended; empty for a plain value.
    """

    value: Any
    tag: str = ""

    @property
    def key(self) -> str:
        """A text that is equal for equal candidates, and sorts them: absent first, then by canonical JSON, then by tag."""
        return f"{value_key(self.value)}\n{self.tag}"


class State(NamedTuple):
    """A field in one version of a record.

    Attributes:
        candidates: Its candidates by their keys; at least one.
        base: The value before people disagreed; where they do not, the value itself.
    """

    candidates: Mapping[str, Candidate]
    base: Candidate

    @property
    def is_single(self) -> bool:
        """Whether there is one candidate only."""
        return len(self.candidates) == 1

    @property
    def only(self) -> Candidate:
        """The candidate of a field that has one only."""
        return next(iter(self.candidates.values()))


def value_key(value: Any) -> str:
    """A text that is equal for equal values: canonical JSON, for Python holds 1, 1.0 and True equal."""
    return "" if value is ABSENT else compact(value)


def single(value: Any, tag: str = "") -> State:
    """The state of a field with one value."""
    return State(keyed([Candidate(value, tag)]), Candidate(value))


def keyed(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """Candidates by their keys."""
    return {one.key: one for one in candidates}


def normal_value(field: Field | None, value: Any) -> Any:
    """A value in canonical form, `ABSENT` where it would not be stored. Null is a value where no schema knows the field."""
    if value is ABSENT or field is None:
        return value
    value = normal(field, value)
    return ABSENT if value is None or compact(value) == compact(field.blank) else value


def resolution_tag(candidates: Iterable[Candidate]) -> str:
    """The tag of a value that ends the conflict of these candidates: equal conflicts give equal tags.

    It is the first 8 hex digits of the SHA-256 of the candidates as one line of canonical JSON, sorted.
    """
    from hashlib import sha256  # seldom needed, and it loads OpenSSL

    text = compact([_stored(one) for one in sorted(candidates, key=_by_key)])
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class Version:
    """One version of a record, or of an entry of a keyed list, as states of its fields.

    What stands under `conflicts` or `settled` and has not their form is kept: it is the value of a field of that name.
    """

    __slots__ = ("_conflicts", "_settled", "data", "fields")

    def __init__(self, fields: Mapping[str, Field], data: Mapping[str, Any]) -> None:
        """Read a version whose fields are in canonical form."""
        self.fields = fields
        self.data = data
        self._conflicts: dict[str, tuple[Candidate, list[Candidate]]] = {}
        self._settled: dict[str, str] = {}
        conflicts, settled = data.get("conflicts"), data.get("settled")
        for name, entry in conflicts.items() if isinstance(conflicts, dict) else ():
            found = _entry(fields.get(name), entry)
            if found is not None:
                self._conflicts[name] = found
        for name, tag in settled.items() if isinstance(settled, dict) else ():
            if isinstance(tag, str):
                self._settled[name] = tag

    @property
    def names(self) -> set[str]:
        """The fields that have a value, a conflict or a tag."""
        return {*self.data, *self._conflicts, *self._settled}

    def state(self, name: str) -> State:
        """The state of a field.

        A conflict counts while its first value is the field's. Otherwise somebody edited the field by hand, which is
        a resolution and gets the tag of one.
        """
        found = self._conflicts.get(name)
        if name in KEPT:
            return self._malformed(name, found)
        value = self.data.get(name, ABSENT)
        tag = self._settled.get(name, "")
        if found is not None:
            base, candidates = found
            if value_key(candidates[0].value) == value_key(value):
                return State(keyed(candidates), base)
            tag = tag or resolution_tag(keyed(candidates).values())
        return single(value, tag)

    def with_values(self, edits: Mapping[str, Candidate], statuses: tuple[str, ...]) -> dict[str, Any]:
        """The version after edits: each edited field has this one candidate, and all else stays as it is written."""
        conflicts, settled = ({} if self.data.get(name) is None else self.data[name] for name in KEPT)
        if not isinstance(conflicts, dict) or not isinstance(settled, dict):
            states = {name: self.state(name) for name in self.names}
            return document(self.fields, statuses, states | {name: single(*one) for name, one in edits.items()})
        kept = {
            "conflicts": {name: one for name, one in conflicts.items() if name not in edits or name not in self._conflicts},
            "settled": {name: one for name, one in settled.items() if name not in edits or name not in self._settled},
        }
        kept["settled"].update((name, one.tag) for name, one in edits.items() if one.tag)
        values: dict[str, Any] = {**self.data, **kept, **{name: one.value for name, one in edits.items()}}
        return normal_fields(self.fields, {name: one for name, one in values.items() if one is not ABSENT and (name not in KEPT or one)})

    def _malformed(self, name: str, found: tuple[Candidate, list[Candidate]] | None) -> State:
        value = self.data.get(name)
        good: Mapping[str, Any] = self._conflicts if name == "conflicts" else self._settled
        if isinstance(value, dict):
            value = {key: one for key, one in value.items() if key not in good} or None
        value = ABSENT if value is None else value
        if found is None:
            return single(value)
        candidates = found[1] if value is ABSENT else [*found[1], Candidate(value)]
        return State(keyed(candidates), found[0])


def document(fields: Mapping[str, Field], statuses: tuple[str, ...], states: Mapping[str, State]) -> dict[str, Any]:
    """The record with these states, in canonical order and form."""
    data: dict[str, Any] = {}
    kept: dict[str, dict[str, Any]] = {name: {} for name in KEPT}
    for name, state in states.items():
        if name in KEPT:
            continue
        shown = _shown(fields.get(name), statuses if name == "status" else (), state.candidates.values())
        if shown.value is not ABSENT:
            data[name] = shown.value
        if not state.is_single:
            kept["conflicts"][name] = _conflict(state, shown)
        elif shown.tag:
            kept["settled"][name] = shown.tag
    for name in reversed(KEPT):  # what `settled` cannot hold becomes a conflict
        value = _with_malformed(name, states.get(name), kept)
        if value is not ABSENT:
            data[name] = value
    return normal_fields(fields, data)


def _with_malformed(name: str, state: State | None, kept: dict[str, dict[str, Any]]) -> Any:
    """What to write under `conflicts` or `settled`, with what stood there and has not its form."""
    well = kept[name]
    if state is not None and state.is_single:
        value = state.only.value
        if isinstance(value, dict) and not value.keys() & well.keys():
            return {**well, **value}
        if value is not ABSENT and not well:
            return value
    if state is not None and any(one.value is not ABSENT for one in state.candidates.values()):
        kept["conflicts"][name] = _conflict(state, max(state.candidates.values(), key=_by_key))
    return well or ABSENT


def _conflict(state: State, shown: Candidate) -> dict[str, Any]:
    rest = [one for key, one in sorted(state.candidates.items()) if key != shown.key]
    return {"base": _stored(state.base), "values": [_stored(one) for one in (shown, *rest)]}


def _shown(field: Field | None, statuses: tuple[str, ...], candidates: Iterable[Candidate]) -> Candidate:
    """The candidate that people see as the field's value.

    For deletion alive; for a status the furthest in the order that format 1 fixes; for numbers the greatest; for lines
    the longest, in characters; else the greatest canonical JSON. Present before absent.
    """

    def prominence(one: Candidate) -> tuple[bool, bool, Any, str]:
        value = one.value
        present = (value is not ABSENT) != (field is not None and field.merge == "deletion")
        size: Any = None
        if isinstance(value, str) and value in statuses:
            size = statuses.index(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            size = value
        elif field is not None and field.type == LINES and is_lines(field, value):
            size = len("\n".join(value))
        return present, size is not None, size or 0, one.key

    return max(candidates, key=prominence)


def _entry(field: Field | None, entry: Any) -> tuple[Candidate, list[Candidate]] | None:
    """A well-formed conflict: its base, and its candidates with the one shown first."""
    if not isinstance(entry, dict) or not entry.keys() <= {"base", "values"}:
        return None
    base = _candidate(field, entry.get("base", {}))
    values = entry.get("values")
    if base is None or not isinstance(values, list) or not values:
        return None
    candidates = [_candidate(field, one) for one in values]
    known = [one for one in candidates if one is not None]
    return (base, known) if len(known) == len(candidates) else None


def _candidate(field: Field | None, stored: Any) -> Candidate | None:
    if not isinstance(stored, dict) or not stored.keys() <= {"tag", "value"} or not isinstance(stored.get("tag", ""), str):
        return None
    return Candidate(normal_value(field, stored.get("value", ABSENT)), stored.get("tag", ""))


def _stored(candidate: Candidate) -> dict[str, Any]:
    result: dict[str, Any] = {"tag": candidate.tag} if candidate.tag else {}
    if candidate.value is not ABSENT:
        result["value"] = candidate.value
    return result


def _by_key(candidate: Candidate) -> str:
    return candidate.key


def spelling(candidate: Candidate) -> str:
    """The candidate's value as it stands in a file: values that are equal may have the keys of their objects in another order."""
    return "" if candidate.value is ABSENT else written(candidate.value)
