"""What-if: a scenario is a set of changes on top of the records as they are; nothing of it is so until it is applied.

A change of a scenario is an entry of its keyed list `changes`: which record, which field, to what (`to`), and what the field held
when that was thought of (`from`). Values stand there as texts, one way for each value. The id of an entry follows from record and
field, so that two clones that change the same field of a record change the same entry, and a merge tells the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.planned_dates import dates_of
from pmtui.domain.records import Record
from pmtui.domain.scenario_values import PLANNED, as_text, change_id, from_text, in_words, quoted, text_in_words, why_not_planned
from pmtui.domain.schema import RANK, Field
from pmtui.domain.text import counted, one_line, spoken

KIND = "scenario"
FIELD = "changes"
"""The keyed list of a scenario that holds its changes."""
DRAFT, APPLIED, REJECTED = "draft", "applied", "rejected"
GONE, DELETED, UNKNOWN, VALUE, TWICE = "gone", "deleted", "unknown_field", "bad_value", "twice"
CHANGED, CONFLICT = "changed", "conflict"
"""Why a change does not fit any more. All but `changed` and `conflict` also mean that the scenario is shown without it."""

_VERSIONS = count(1)
_VERSION_STEP = 1 << 20
"""So far apart are the versions of two shown scenarios: what is kept by a snapshot's version is never taken for that of another."""


class ScenarioChange(NamedTuple):
    """One change of a scenario.

    Attributes:
        id: The id of its entry.
        record: The id of the record.
        field: The name of the field.
        to: The value that it would have, as a text; empty clears it.
        was: What it held when that was thought of, as a text; None where nobody wrote that down.
    """

    id: str
    record: str
    field: str
    to: str
    was: str | None


class Misfit(NamedTuple):
    """A change of a scenario that does not fit the records as they are now.

    Attributes:
        change: The change.
        title: What the record is called; its id where it is not here.
        code: Why: one of the constants of this module.
        words: The same in a sentence that names record, field and values.
    """

    change: ScenarioChange
    title: str
    code: str
    words: str

    @property
    def is_shown(self) -> bool:
        """Whether the scenario is shown with it all the same."""
        return self.code in (CHANGED, CONFLICT)


class WhatIf(NamedTuple):
    """The records as a scenario has them.

    Attributes:
        snapshot: All records, with the changes that fit.
        misfits: The changes that do not fit, or that somebody's later change contradicts.
    """

    snapshot: Snapshot
    misfits: tuple[Misfit, ...]


class Fitting(NamedTuple):
    """A change of a scenario with what it means here and now.

    Attributes:
        change: The change.
        record: The record as it is today.
        field: The field.
        value: The value that it would have; None clears it.
    """

    change: ScenarioChange
    record: Record
    field: Field
    value: Any

    @property
    def is_so(self) -> bool:
        """Whether that is so already."""
        return as_text(self.field, self.record[self.field.name]) == as_text(self.field, self.value)


# Reading


def changes_of(scenario: Record) -> list[ScenarioChange]:
    """The changes of a scenario, in the order of their entries; what is no change at all is left out."""
    found = []
    for entry in scenario[FIELD] or ():
        if isinstance(entry, Mapping) and isinstance(entry.get("record"), str) and isinstance(entry.get("field"), str):
            was = entry.get("from")
            text = entry.get("to")
            found.append(ScenarioChange(
                str(entry.get("id", "")), entry["record"], entry["field"], text if isinstance(text, str) else "",
                was if isinstance(was, str) else None,
            ))
    return found


def scenarios_in(snapshot: Snapshot) -> list[Record]:
    """The living scenarios: drafts first, the newest first among equals."""
    found = [one for one in snapshot.table(KIND) if not one.is_deleted]
    found.sort(key=lambda one: (str(one["created_at"] or ""), one.id), reverse=True)
    return sorted(found, key=lambda one: one.is_closed)


def fitting(snapshot: Snapshot, scenario: Record) -> tuple[list[Fitting], tuple[Misfit, ...]]:
    """The changes of a scenario that mean something among these records, and those that do not fit any more.

    A change that contradicts what somebody did since is in both: it can be shown, and must be named.
    """
    good: list[Fitting] = []
    bad: list[Misfit] = []
    ours = {(one.record, one.field): one.id for one in changes_of(scenario) if one.id == change_id(one.record, one.field)}
    seen: set[tuple[str, str]] = set()
    contested = {str(one.get("id", "")) for one in scenario[FIELD] or () if isinstance(one, Mapping) and one.get("conflicts")}
    for change in changes_of(scenario):
        key = change.record, change.field
        found = _read(snapshot, change)
        if key in seen or ours.get(key, change.id) != change.id:
            title = found.record.title if isinstance(found, Fitting) else found.title
            words = f"{spoken(change.field)} of {quoted(title)} is set twice; “{one_line(change.to)[:40]}” does not count"
            bad.append(Misfit(change, title, TWICE, words))
            continue
        seen.add(key)
        if isinstance(found, Misfit):
            bad.append(found)
            continue
        good.append(found)
        contradicted = _contested(found) if change.id in contested else _changed_since(snapshot, found)
        if contradicted is not None:
            bad.append(contradicted)
    return good, tuple(bad)


def with_changes(snapshot: Snapshot, scenario: Record) -> WhatIf:
    """The records as they would be, and every change of the scenario that does not fit, named.

    Args:
        snapshot: The records as they are.
        scenario: The scenario; of one that is applied, what is left to differ is little or nothing.
    """
    good, misfits = fitting(snapshot, scenario)
    by_record: dict[tuple[str, str], dict[str, Any]] = {}
    for one in good:
        data = by_record.setdefault((one.record.kind, one.record.id), dict(one.record.data))
        if one.value is None or compact(one.value) == compact(one.field.blank):
            data.pop(one.field.name, None)
        else:
            data[one.field.name] = one.value
    made = snapshot.with_records(Record(kind, id, data) for (kind, id), data in by_record.items())
    made.version = -_VERSION_STEP * next(_VERSIONS)
    return WhatIf(made, misfits)


def change_words(snapshot: Snapshot, one: Fitting) -> str:
    """A change in words: `“MVP”: target Q1 2027 → Q2 2027`."""
    return f"{quoted(one.record.title)}: {field_words(snapshot, one)}"


def field_words(snapshot: Snapshot, one: Fitting) -> str:
    """What a change does to its field: `target Q1 2027 → Q2 2027`; a target at the resolution of its milestone."""
    record, field = one.record, one.field
    before, after = record[field.name], one.value
    if field.name == "target" and record.kind == "milestone":
        labels = [dates_of(None, value, record["resolution"]).target_label for value in (before, after)]
        was, to = (label or "nothing" for label in labels)
    else:
        was, to = in_words(snapshot, field, before), in_words(snapshot, field, after)
    return f"{spoken(field.name)} {to if field.type == RANK else f'{was} → {to}'}"


def _read(snapshot: Snapshot, change: ScenarioChange) -> Fitting | Misfit:
    """What a change means here; else why it means nothing."""
    record = next((one for kind in PLANNED if (one := snapshot.record(kind, change.record)) is not None), None)
    if record is None:
        return Misfit(change, change.record, GONE, f"{change.record}: no item, milestone or iteration has this id any more")
    title, name = record.title, spoken(change.field)
    if record.is_deleted:
        return Misfit(change, title, DELETED, f"{quoted(title)} has been deleted: {name} has nothing to stand in")
    field = record.schema.fields.get(change.field)
    reason = f"{record.kind} has no field {change.field[:40]!r}" if field is None else why_not_planned(record.kind, field)
    if field is None or reason:
        return Misfit(change, title, UNKNOWN, f"{quoted(title)}: {reason}")
    try:
        return Fitting(change, record, field, from_text(snapshot, field, change.to))
    except ValueError as error:
        return Misfit(change, title, VALUE, f"{quoted(title)}: {error}")


def _contested(one: Fitting) -> Misfit:
    """That two people planned the field differently, each in a clone, and nobody has said yet what counts."""
    title = one.record.title
    words = f"{spoken(one.field.name)} of {quoted(title)} was planned differently by two people: settle the conflict first"
    return Misfit(one.change, title, CONFLICT, words)


def _changed_since(snapshot: Snapshot, one: Fitting) -> Misfit | None:
    """That somebody gave the field another value than it had when the scenario was thought of."""
    now = as_text(one.field, one.record[one.field.name])
    if one.change.was is None or one.is_so or now == one.change.was:
        return None
    words = (
        f"{spoken(one.field.name)} of {quoted(one.record.title)} has changed since, from "
        f"{text_in_words(snapshot, one.field, one.change.was)} to {in_words(snapshot, one.field, one.record[one.field.name])}"
    )
    return Misfit(one.change, one.record.title, CHANGED, words)


def count_words(scenario: Record) -> str:
    """`4 changes`."""
    number = len(changes_of(scenario))
    return counted(number, "change")
