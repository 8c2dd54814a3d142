"""Open conflicts as a column, and how many there are."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from pmtui.domain.change import Change, Edit, Snapshot, apply
from pmtui.domain.columns import Column
from pmtui.domain.conflicts import CONFLICTS, Known, conflicts_in, conflicts_of, contested_fields, open_conflict_count
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import ABSENT, merge, resolved
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Rows

ITEM = SCHEMA["item"]
BASE = {"id": "1aaaaaaaaa", "title": "A", "created_at": "2026-11-20T00:00:00Z", "criteria": [{"id": "7k2m9q4x1c", "text": "Old"}]}
OURS = {**BASE, "title": "Ours", "criteria": [{"id": "7k2m9q4x1c", "text": "Ours"}]}
THEIRS = {**BASE, "title": "Theirs", "criteria": [{"id": "7k2m9q4x1c", "text": "Theirs"}]}
MERGED = merge(ITEM, BASE, OURS, THEIRS)


class Memory:
    """Documents as the source of a snapshot."""

    def __init__(self, documents: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        self.documents = documents

    def rows(self, kind: str) -> Rows:
        return MemoryRows(kind, self.documents.get(kind, {}))

    def record(self, kind: str, id: str) -> Record | None:
        found = self.documents.get(kind, {}).get(id)
        return None if found is None else Record(kind, id, found)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (MERGED, ("criteria.7k2m9q4x1c.text", "title")),
        ({**MERGED, "title": "By hand"}, ("criteria.7k2m9q4x1c.text",)),
        ({**MERGED, "criteria": []}, ("title",)),
        ({**MERGED, "deleted_at": "2026-11-21T00:00:00Z"}, ("criteria.7k2m9q4x1c.text", "title")),
        (resolved(ITEM, MERGED, "title", "Theirs"), ("criteria.7k2m9q4x1c.text",)),
        (BASE, ()),
        ({**BASE, "body": ['says "conflicts"']}, ()),
        ({**BASE, "conflicts": []}, ()),
        ({**BASE, "conflicts": {"title": 5}}, ()),
        ({**BASE, "criteria": [5, "conflicts", {"conflicts": {}}]}, ()),
    ],
)
def test_contested_fields_are_told(data: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    assert contested_fields(ITEM, data) == fields


def test_the_count_follows_every_change() -> None:
    problem = merge(SCHEMA["problem"], {"id": "4bbbbbbbbb"}, {"id": "4bbbbbbbbb", "title": "A"}, {"id": "4bbbbbbbbb", "title": "B"})
    snapshot = Snapshot(Memory({"item": {"1aaaaaaaaa": MERGED, "2aaaaaaaaa": BASE}, "problem": {"4bbbbbbbbb": problem}}))
    assert open_conflict_count(snapshot) == 3
    after = resolved(ITEM, MERGED, "title", "Ours")
    ended = Edit("item", "1aaaaaaaaa", *({name: one.get(name) for name in ("title", "conflicts", "settled")} for one in (MERGED, after)))
    assert open_conflict_count(apply(Change("Resolved", (ended,)), snapshot)) == 2
    added = Edit("item", "3aaaaaaaaa", None, {**MERGED, "id": "3aaaaaaaaa"})
    assert open_conflict_count(apply(Change("Added", (added,)), snapshot)) == 5


def test_counting_over_many_records_decodes_none() -> None:
    class Many:
        """100,000 records of which every thousandth has a conflict; asking for one of them fails."""

        faults = ()
        column_of = Column.of(("title",) if at % 1000 == 0 else () for at in range(100_000))

        def __len__(self) -> int:
            return 100_000

        def column(self, name: str) -> Column:
            assert name == CONFLICTS
            return self.column_of

        def rows(self, kind: str) -> Rows:
            return self if kind == "item" else MemoryRows(kind, {})  # type: ignore[return-value]

    snapshot = Snapshot(Many())  # type: ignore[arg-type]
    open_conflict_count(snapshot)
    took = []
    for _ in range(9):  # the least counts
        begin = time.process_time()
        assert open_conflict_count(snapshot) == 100
        took.append(time.process_time() - begin)
    assert min(took) < 0.02


def test_conflicts_are_listed_with_what_was_before() -> None:
    deleted = {**BASE, "id": "2aaaaaaaaa", "rank": "a", "deleted_at": "2026-11-21T00:00:00Z"}
    alive = {**BASE, "id": "2aaaaaaaaa", "rank": "a", "title": "Edited"}
    kept = merge(ITEM, {**BASE, "id": "2aaaaaaaaa", "rank": "a"}, deleted, alive)
    snapshot = Snapshot(Memory({"item": {"1aaaaaaaaa": {**MERGED, "rank": "b"}, "2aaaaaaaaa": kept, "3aaaaaaaaa": BASE}}))
    found = [(one.id, one.path, one.base, one.values, one.title, one.is_deleted) for one in conflicts_in(snapshot)]
    assert found == [
        ("2aaaaaaaaa", "deleted_at", ABSENT, (ABSENT, "2026-11-21T00:00:00Z"), "Edited", False),
        ("1aaaaaaaaa", "criteria.7k2m9q4x1c.text", "Old", ("Theirs", "Ours"), "Theirs", False),
        ("1aaaaaaaaa", "title", "A", ("Theirs", "Ours"), "Theirs", False),
    ]
    fields = [one.field for one in conflicts_in(snapshot)]
    assert [one and one.name for one in fields] == ["deleted_at", "text", "title"]
    assert conflicts_in(snapshot)[1].key == "1aaaaaaaaa/criteria.7k2m9q4x1c.text"


def test_a_field_that_no_schema_knows_has_no_declaration() -> None:
    data = merge(ITEM, BASE, {**BASE, "theirs": 1}, {**BASE, "theirs": 2})
    assert [(one.path, one.field) for one in conflicts_of(Record("item", "1aaaaaaaaa", data))] == [("theirs", None)]
    assert conflicts_of(Record("item", "1aaaaaaaaa", BASE)) == ()


def test_only_what_changed_is_read_again() -> None:
    other = {**MERGED, "id": "2aaaaaaaaa"}
    snapshot = Snapshot(Memory({"item": {"1aaaaaaaaa": MERGED, "2aaaaaaaaa": other}}))
    known: Known = {}
    before = conflicts_in(snapshot, known)
    after = resolved(ITEM, MERGED, "title", "Ours")
    ended = Edit("item", "1aaaaaaaaa", *({name: one.get(name) for name in ("title", "conflicts", "settled")} for one in (MERGED, after)))
    changed = apply(Change("Resolved", (ended,)), snapshot)
    again = conflicts_in(changed, known)
    assert [(one.id, one.path) for one in again] == [
        ("1aaaaaaaaa", "criteria.7k2m9q4x1c.text"), ("2aaaaaaaaa", "criteria.7k2m9q4x1c.text"), ("2aaaaaaaaa", "title"),
    ]
    assert again == conflicts_in(changed)
    assert [one is other for one, other in zip(again[1:], before[2:], strict=True)] == [True, True]
    assert conflicts_in(snapshot, known) == before
