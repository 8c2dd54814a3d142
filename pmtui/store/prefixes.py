"""How many characters tell an id from all others, without loading the other kinds."""

from __future__ import annotations

import os
from collections.abc import Sequence

from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ordering import common_length
from pmtui.domain.schema import ID_LENGTH
from pmtui.domain.table import Rows


def prefix_lengths(root: str, kind: str, rows: Rows, ids: Sequence[str]) -> list[int]:
    """How many characters of each id are needed over all records, at least 3.

    Args:
        root: The workspace's folder.
        kind: The kind of the ids.
        rows: That kind's records; of the other kinds only one folder of names is listed for each first character.
        ids: Whole ids.
    """
    listed: dict[str, list[str]] = {}
    lengths = []
    for id in ids:
        others = listed.get(id[0])
        if others is None:
            others = listed[id[0]] = _others(root, kind, id[0])
        shared = max([rows.shared(id), *(common_length(id, one) for one in others)])
        lengths.append(min(ID_LENGTH, max(MINIMUM_PREFIX, shared + 1)))
    return lengths


def prefix_length(root: str, id: str) -> int:
    """How many characters of one id are needed over all records, at least 3; one folder of names is listed a kind."""
    others = _others(root, "", id[:MINIMUM_PREFIX])
    shared = max((common_length(id, one) for one in others if one != id), default=0)
    return min(ID_LENGTH, max(MINIMUM_PREFIX, shared + 1))


def _others(root: str, kind: str, start: str) -> list[str]:
    """The ids of all other kinds that begin with these characters."""
    found: list[str] = []
    for other in SCHEMA.kinds.values():
        if other.name != kind:
            try:
                names = os.listdir(f"{root}/{other.collection}/{start[0]}")
            except OSError:  # the folder need not be there; what cannot be listed is reported by whoever reads it
                continue
            found += [name[:-5] for name in names if name.startswith(start) and name.endswith(".json")]
    return found
