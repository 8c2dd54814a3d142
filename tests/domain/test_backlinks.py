from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.backlinks import backlinks, index_all, is_indexed, link_fields, pointing
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

IDS = [f"{letter}aaaaaaaaa" for letter in "abcdefgh"]


def snapshot(items: dict[str, dict[str, Any]]) -> Snapshot:
    return Snapshot(MemorySource({"item": {id: {"id": id, "title": id, **data} for id, data in items.items()}}))


def test_every_link_field_is_known_and_links_to_anything_are_links_to_each_kind() -> None:
    assert ("item", "problems") in link_fields("problem")
    assert ("decision", "about") in link_fields("problem")
    assert ("item", "problems") not in link_fields("milestone")


def test_groups_name_kind_field_and_records_in_their_order() -> None:
    found = snapshot({"one0000000": {"depends_on": ["two0000000"], "rank": "b"}, "two0000000": {"rank": "c"},
                      "six0000000": {"parent": "two0000000"}, "ten0000000": {"depends_on": ["two0000000"], "rank": "a"},
                      "old0000000": {"parent": "two0000000", "deleted_at": "2026-11-22T09:30:00Z"}})
    groups = {(one.kind, one.field): [record.id for record in one.records(9)] for one in backlinks("item", "two0000000", found)}
    assert groups == {("item", "parent"): ["six0000000"], ("item", "depends_on"): ["ten0000000", "one0000000"]}


LINKED = st.fixed_dictionaries({}, optional={
    "depends_on": st.lists(st.sampled_from(IDS), max_size=3), "parent": st.sampled_from(IDS), "deleted_at": st.just("2026-11-22T09:30:00Z"),
})


@given(st.dictionaries(st.sampled_from(IDS), LINKED, max_size=8), st.lists(st.tuples(st.sampled_from(IDS), LINKED), max_size=5))
def test_the_index_agrees_with_the_records_after_any_changes(first: dict[str, Any], changes: list[tuple[str, dict[str, Any]]]) -> None:
    now = snapshot(first)
    index_all(now)
    for id, data in changes:
        now = now.with_records([Record("item", id, {"id": id, "title": id, **data})])
    assert is_indexed(now)
    table = now.table("item")
    for field in ("depends_on", "parent"):
        for id in IDS:
            wanted = tuple(at for at, record in enumerate(table) if not record.is_deleted and id in (record[field] or ()))
            assert pointing(now, "item", field, id) == wanted


def test_many_records_must_be_indexed_before_they_answer_at_once() -> None:
    many = snapshot({f"{number:010d}": {"milestone": IDS[number % 2], "parent": f"{number // 2:010d}"} for number in range(4000)})
    assert not is_indexed(many)
    index_all(many)
    assert is_indexed(many)
    assert len(pointing(many, "item", "milestone", IDS[0])) == 2000
    assert pointing(many, "item", "parent", f"{7:010d}") == (14, 15)


def test_a_link_field_of_every_kind_can_be_asked() -> None:
    for kind in SCHEMA.kinds:
        assert list(backlinks(kind, IDS[0], snapshot({}))) == []
