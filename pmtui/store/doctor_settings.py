"""What the doctor says of the team's settings, and of values that the team's own fields cannot take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Kind
from pmtui.domain.table import Rows
from pmtui.store.doctor_faults import WARNING, DoctorFault
from pmtui.store.layout import SETTINGS, record_path


def settings_faults(settings: Mapping[str, Any], rows: Mapping[str, Rows]) -> Iterator[DoctorFault]:
    """Settings that cannot be used, and records that hold something else in a field than the team declared.

    Args:
        settings: The team's settings.
        rows: All records by kind.
    """
    if settings:
        from pmtui.domain.settings_keys import faults

        for words in faults(settings):
            yield DoctorFault(WARNING, "setting", SETTINGS, None, words, "pmtui settings shows and sets them")
        if settings.get("capacity"):
            yield from _unknown_people(settings, rows["person"])
    for kind in SCHEMA.kinds.values():
        names = frozenset(one.name for one in kind.fields.values() if one.is_own)
        if names:
            yield from _odd_values(kind, names, rows[kind.name])
        if kind.statuses != kind.fixed:
            yield from _unused_statuses(kind, rows[kind.name])


def _unknown_people(settings: Mapping[str, Any], people: Rows) -> Iterator[DoctorFault]:
    """People in `capacity` whom nobody can be assigned to: a handle that is mistyped says nothing of anybody's load."""
    from pmtui.domain.capacity_setting import TEAM, capacity_of

    known = {str(handle).removeprefix("@") for handle in people.column("handle").rows() if handle}
    known |= {str(title) for handle, title in zip(people.column("handle").rows(), people.column("title").rows(), strict=True) if not handle}
    capacity = capacity_of(settings)
    named = dict.fromkeys([*capacity.people, *(who for week in capacity.weeks.values() if isinstance(week, Mapping) for who in week)])
    for who in named:
        if who not in known and who != TEAM:
            message = f"capacity names {who[:40]}, and nobody has that handle"
            yield DoctorFault(WARNING, "capacity_of_nobody", SETTINGS, None, message, "correct it with pmtui settings, or add the person")


def _odd_values(kind: Kind, names: frozenset[str], rows: Rows) -> Iterator[DoctorFault]:
    """Values of another type than declared: kept in their files, and shown as unknown fields."""
    for at in range(len(rows)):
        record = Record(kind.name, rows.id(at), rows.document(at))
        for name in names.intersection(record.unknown()):
            message = f"{name} holds {compact(record.data[name])[:40]}, which is no {kind.fields[name].type}; it is kept as it is"
            yield DoctorFault(WARNING, "own_field", record_path(kind, record.id), record.id, message, "set it to a value that fits")


def _unused_statuses(kind: Kind, rows: Rows) -> Iterator[DoctorFault]:
    """Built-in statuses that the team calls otherwise, and that records still have."""
    for status in (one for one in kind.fixed if one not in kind.statuses):
        count = list(rows.column("status").rows()).count(status)
        if count:
            own = kind.named(status)
            who = f"{count:,} {kind.plural} have" if count > 1 else f"{count} {kind.name} has"
            message = f"{who} the status {status}, which the team calls {own}"
            yield DoctorFault(WARNING, "status_not_in_use", SETTINGS, None, message, f"pmtui settings --rename {kind.name}.{status}={own}")
