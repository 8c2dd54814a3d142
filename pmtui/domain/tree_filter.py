"""What a filter shows of the tree: the records that match, and everything that they stand below. Pure; over columns."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from pmtui.domain.columns import Mask
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, matching, parse
from pmtui.domain.schema import LINKS

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Rows

CHAIN: Final = ("goal", "problem", "hypothesis", "experiment", "item", "milestone")
"""The kinds of the chain; each of their records has a place in the tree."""
_UP: Final = (
    ("item", "parent", "item"), ("item", "hypotheses", "hypothesis"), ("item", "problems", "problem"),
    ("experiment", "hypothesis", "hypothesis"), ("hypothesis", "problem", "problem"), ("problem", "goal", "goal"),
    ("milestone", "goals", "goal"),
)
"""The links by which what stands above a record is found, from below upwards, as (kind, field, kind above)."""

_places: WeakKeyDictionary[Rows, dict[Any, int]] = WeakKeyDictionary()
"""Where records that others point to stand in the rows as they were read, which never change: each letter of a filter asks for them."""


class Matches(NamedTuple):
    """What a filter shows.

    Attributes:
        found: By kind, which records match.
        visible: By kind, those and what they stand below.
    """

    found: Mapping[str, Mask]
    visible: Mapping[str, Mask]


def matches(text: str, snapshot: Snapshot, environment: Environment) -> Matches | None:
    """What a filter shows; None for an empty one. A filter is asked of the kinds for which it makes sense.

    Raises:
        QuerySyntax: It makes sense for no kind.
    """
    if not text.strip():
        return None
    found: dict[str, Mask] = {}
    mistake: QuerySyntax | None = None
    for kind in CHAIN:
        table = snapshot.table(kind)
        try:
            query = parse(text, SCHEMA[kind])
        except QuerySyntax as error:
            mistake = error if mistake is None or kind == "item" else mistake
            continue
        found[kind] = matching(query, table, environment) if len(table) else b""
    if not found and mistake is not None:
        raise mistake
    every = {kind: found.get(kind, bytes(len(snapshot.table(kind)))) for kind in CHAIN}
    return Matches(every, above(every, snapshot))


def above(found: Mapping[str, Mask], snapshot: Snapshot) -> dict[str, Mask]:
    """By kind, these records and those that they stand below."""
    visible = {kind: bytearray(mask) for kind, mask in found.items()}
    for kind, field, target in _UP:
        while _marked(visible, kind, field, target, snapshot) and kind == target:  # parts of parts of parts
            pass
    return {kind: bytes(mask) for kind, mask in visible.items()}


def _marked(visible: dict[str, bytearray], kind: str, field: str, target: str, snapshot: Snapshot) -> bool:
    """Mark what visible records of a kind point to; whether that was anything new."""
    table, other, mask = snapshot.table(kind), snapshot.table(target), visible[target]
    values = compress(table.column(field).rows(), visible[kind])
    known = _places.setdefault(other.rows, {})
    is_new = False
    for id in set(chain.from_iterable(one or () for one in values) if table.kind.fields[field].type == LINKS else values):
        at = known.get(id)
        if at is None and id:
            at = other.position(id)
            if at is not None and at < len(other.rows):
                known[id] = at
        if at is not None and not mask[at]:
            mask[at] = is_new = True
    return is_new
