"""What waits in the order of its age: what is remembered between two looks changes nothing."""

from __future__ import annotations

from itertools import compress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.triage import KINDS, OldestFirst, Waiting

DAYS = [None, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"]
IDS = [f"r{number}" for number in range(6)]
CHANGES = st.lists(st.tuples(
    st.sampled_from(KINDS), st.sampled_from([*IDS, "new1", "new2"]), st.sampled_from(DAYS), st.binary(min_size=8, max_size=8),
), max_size=8)


def anew(snapshot: Snapshot, masks: dict[str, bytes]) -> list[Waiting]:
    """The same without a memory."""
    return sorted(
        Waiting(snapshot.table(kind).column("created_at")[at] or "", kind, at)
        for kind, mask in masks.items() for at in compress(range(len(mask)), mask)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DAYS), min_size=12, max_size=12), CHANGES)
def test_each_look_gives_what_a_first_one_would_give(days: list[str | None], changes: list[tuple[str, str, str | None, bytes]]) -> None:
    documents: dict[str, dict[str, dict[str, Any]]] = {
        kind: {id: {"id": id, "created_at": day} for id, day in zip(IDS, days[at * 6:], strict=False)} for at, kind in enumerate(KINDS)
    }
    snapshot, order = Snapshot(MemorySource(documents)), OldestFirst()
    for kind, id, day, bits in changes:
        record = snapshot.record(kind, id)
        edit = Edit(kind, id, None if record is None else dict(record.data), {"id": id, "created_at": day})
        snapshot = apply(Change("", (edit,)), snapshot)
        masks = {one: bytes(bit & 1 for bit in bits[:len(snapshot.table(one))]) for one in KINDS}
        tables = {one: snapshot.table(one) for one in KINDS}
        assert order.of(tables, masks) == anew(snapshot, masks)


def test_rows_that_were_read_anew_are_looked_at_anew() -> None:
    order = OldestFirst()
    for day in ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"):
        table = Snapshot(MemorySource({"item": {"a": {"id": "a", "created_at": day}}})).table("item")
        assert order.of({"item": table}, {"item": bytes([1])}) == [Waiting(day, "item", 0)]
