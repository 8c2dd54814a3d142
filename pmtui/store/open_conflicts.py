"""The records on which people disagree, over a whole workspace."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.domain.canonical import decode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import open_conflicts
from pmtui.store.files import RecordStore

_SIGN = b'"conflicts"'


class Contested(NamedTuple):
    """A record with open conflicts.

    Attributes:
        kind: The name of its kind.
        id: Its id.
        title: Its title.
        fields: The contested fields, sorted; one inside an entry as a path such as `criteria.7k2m9q4x1c.text`.
    """

    kind: str
    id: str
    title: str
    fields: tuple[str, ...]


def contested(store: RecordStore) -> list[Contested]:
    """The living and deleted records with open conflicts, by kind, then by id."""
    found = []
    for kind in SCHEMA.kinds.values():
        rows = store.rows(kind.name)
        for id in rows.holding(_SIGN):
            raw = rows.raw_of(id)
            data = decode(raw) if raw is not None else {}
            fields = tuple(sorted(open_conflicts(data, kind)))
            if fields:
                found.append(Contested(kind.name, id, str(data.get("title", "")), fields))
    return found
