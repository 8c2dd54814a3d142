"""The records on which people disagree, over a whole workspace."""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.kinds import SCHEMA
from pmtui.store.files import RecordStore


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
        column = rows.column(CONFLICTS)
        of_kind = [
            Contested(kind.name, rows.id(at), str(rows.document(at).get("title", "")), column[at])
            for at in compress(range(len(rows)), column.where(bool))
        ]
        found.extend(sorted(of_kind, key=lambda one: one.id))
    return found
