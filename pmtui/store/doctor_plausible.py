"""Values of records that fit their fields and cannot be: an end before its start, more conversions than participants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.plausible import faults_of
from pmtui.domain.plausible_fields import fields_of
from pmtui.domain.schema import SCALARS
from pmtui.domain.table import Rows
from pmtui.store.doctor_faults import WARNING, DoctorFault
from pmtui.store.layout import record_path


def implausible(rows: Mapping[str, Rows], today: str) -> Iterator[DoctorFault]:
    """What cannot be in living records; it is kept and shown, and no other change of the record is refused for it."""
    for kind, some in rows.items():
        names = sorted(fields_of(kind))
        if not names:
            continue
        gone = some.column("deleted_at").rows()
        for at, data in _documents(kind, some, names):
            for fault in faults_of(kind, data, today) if gone[at] is None else ():
                id = some.id(at)
                advice = f"{fault.hint or 'correct it'}: pmtui set {id} {fault.field}=VALUE, or ctrl+e on the screens"
                yield DoctorFault(WARNING, "implausible", record_path(SCHEMA[kind], id), id, f"{fault.field}: {fault.words}", advice)


def _documents(kind: str, rows: Rows, names: list[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What must be looked at, of each record; where columns hold it, without decoding it."""
    if all(SCHEMA[kind].fields[name].type in SCALARS for name in names):
        columns = [rows.column(name).rows() for name in names]
        for at in range(len(rows)):
            values = {name: column[at] for name, column in zip(names, columns, strict=True)}
            if any(value is not None for value in values.values()):
                yield at, values
    else:
        for at in range(len(rows)):
            yield at, rows.document(at)
