"""Tables of changed records against plain rows of the same end state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ordering import common_length, order_key, reordered
from pmtui.domain.records import Record
from pmtui.domain.table import Fault, MemoryRows, Table, column_value
from pmtui.domain.text import folded
from tests.domain.record_strategies import IDS, texts, value_of

NAMES = (
    "id", "title", "status", "estimate", "rank", "tags", "depends_on", "criteria", "deleted_at", "created_at", "rice", "x_new", "absent",
)
WORDS = ["", "a", "pay", "Äpfel", "顧", "\n", "é"]
Documents = dict[str, dict[str, Any]]


def fields(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields that columns, order and search look at."""
    known = SCHEMA[kind].fields
    names = [name for name in (*NAMES, "body", "reach", "impact", "confidence", "effort") if name in known]
    optional: Mapping[Any, st.SearchStrategy[Any]] = {
        **{name: st.one_of(st.none(), value_of(known[name])) for name in names},
        "title": st.one_of(texts(), st.sampled_from(["pay Äpfel", "PAY", "顧客"])),
        "created_at": st.sampled_from(["2026-01-01", "2026-01-02", ""]),
        "x_new": st.sampled_from([1, 1.0, True, "1", [1], {"a": 1}, None]),
    }
    return st.fixed_dictionaries({}, optional=optional)


def documents(kind: str, ids: list[str], most: int) -> st.SearchStrategy[Documents]:
    some = st.dictionaries(st.sampled_from(ids), fields(kind), max_size=most)
    return some.map(lambda found: {id: {**one, "id": id} for id, one in found.items()})


def check(table: Table, expected: Documents, ids: list[str]) -> None:
    """The table answers as rows of these documents do; positions may be others."""
    plain = MemoryRows(table.kind.name, expected)
    assert len(table) == len(expected)
    assert [table.id(at) for at in table.in_order()] == [plain.id(at) for at in range(len(plain))]
    assert sorted(table.in_order()) == list(range(len(expected)))
    for name in NAMES:
        column = table.column(name)
        assert len(column) == len(expected)
        values = {table.id(at): column[at] for at in range(len(table))}
        for id, data in expected.items():
            wanted = column_value(table.kind, data, name)
            assert (type(values[id]), values[id]) == (type(wanted), wanted), name
    half = bytes(at % 2 for at in range(len(table)))
    for word in WORDS:
        found = {table.id(at) for at, flag in enumerate(table.text(word)) if flag}
        assert found == {plain.id(at) for at, flag in enumerate(plain.text(folded(word), None)) if flag}
        assert table.text(word, half) == bytes(a & b for a, b in zip(table.text(word), half, strict=True))
    for id in ids:
        assert table.starting(id[:2]) == plain.starting(id[:2])
        assert table.shared(id) == plain.shared(id)
        position = table.position(id)
        assert (position is None) == (id not in expected)
        if position is not None:
            assert table.id(position) == id
            assert table.record(position).data == expected[id]
            assert table.get(id) == table.record(position)
            assert table.living()[position] == (expected[id].get("deleted_at") is None)
        else:
            assert table.get(id) is None


@pytest.mark.parametrize("kind", ["item", "problem"])
@given(st.data())
def test_a_changed_table_is_a_table_of_the_changed_documents(kind: str, data: st.DataObject) -> None:
    ids = data.draw(st.lists(IDS, min_size=1, max_size=8, unique=True))
    state = data.draw(documents(kind, ids, 8))
    table = Table(kind, MemoryRows(kind, state))
    loaded = set(state)
    check(table, state, ids)
    for _ in range(data.draw(st.integers(1, 4))):
        for name in data.draw(st.lists(st.sampled_from(NAMES), max_size=4)):  # some columns are known before the change, others are not
            table.column(name)
        changed: dict[str, Record | None] = {
            id: Record(kind, id, one) for id, one in data.draw(documents(kind, ids, 3)).items()
        }
        if data.draw(st.booleans()):
            changed.update((id, None) for id in data.draw(st.lists(st.sampled_from(ids), max_size=2)))
        before, was = table, dict(state)
        table = table.with_records(changed)
        for id, record in changed.items():
            if record is not None:
                state[id] = dict(record.data)
            elif id not in loaded:
                state.pop(id, None)
        check(before, was, ids)
        if data.draw(st.booleans()):
            check(table, state, ids)
    check(table, state, ids)


@pytest.mark.parametrize("moving", [1, 3, 30, 200])
def test_order_of_many_after_few_and_many_moves(moving: int) -> None:
    state: Documents = {f"{number:010d}": {"id": f"{number:010d}", "rank": f"a{number % 7}", "title": "t"} for number in range(200)}
    table = Table("item", MemoryRows("item", state))
    for shift in range(3):
        ids = [f"{number * 7 % 210:010d}" for number in range(moving)]
        moved: Documents = {id: {"id": id, "rank": f"a{(number + shift) % 9}"} for number, id in enumerate(ids)}
        state.update(moved)
        table = table.with_records({id: Record("item", id, one) for id, one in moved.items()})
        assert [table.id(at) for at in table.in_order()] == sorted(state, key=lambda id: (state[id].get("rank") or "~", id))


def test_an_edit_that_moves_nothing_leaves_the_order_as_loaded() -> None:
    table = Table("item", MemoryRows("item", {id: {"id": id, "rank": "a0"} for id in ("2", "1", "3")}))
    edited = table.with_records({"2": Record("item", "2", {"id": "2", "rank": "a0", "title": "x"})})
    assert edited.in_order() == range(3)
    assert edited.column("rank") is table.column("rank")


@given(st.lists(st.integers(0, 30)), st.dictionaries(st.integers(0, 20), st.integers(0, 30)), st.lists(st.integers(0, 30), max_size=4))
def test_reordered(numbers: list[int], changed: dict[int, int], added: list[int]) -> None:
    numbers.sort()
    keys = [order_key(f"{number:02}", f"{at:03}") for at, number in enumerate(numbers)]
    moved = {at: order_key(f"{number:02}", f"{at:03}") for at, number in changed.items() if at < len(keys)}
    moved |= {len(keys) + at: order_key(f"{number:02}", f"{len(keys) + at:03}") for at, number in enumerate(added)}
    now = dict(enumerate(keys)) | moved
    assert list(reordered(len(keys), keys.__getitem__, moved)) == sorted(now, key=now.__getitem__)


def test_blank_ranks_come_last() -> None:
    rows = MemoryRows("item", {"a": {}, "c": {"rank": "z"}, "b": {"rank": None}, "d": {"rank": ""}})
    assert [rows.id(at) for at in range(4)] == ["c", "a", "b", "d"]


def test_kinds_without_rank_stand_by_creation() -> None:
    rows = MemoryRows("problem", {"a": {"created_at": "2026-02-01"}, "b": {"created_at": "2026-01-01", "rank": "z"}, "c": {}})
    assert [rows.id(at) for at in range(3)] == ["b", "a", "c"]


def test_faults_are_those_of_the_rows_until_others_are_given() -> None:
    fault, other = Fault("backlog/1/1.json", "1", "not UTF-8"), Fault("backlog/2/2.json", "2", "empty")
    table = Table("item", MemoryRows("item", {}, (fault,)))
    assert table.faults == (fault,)
    assert table.with_records({}).faults == (fault,)
    assert table.with_records({}, (other,)).with_records({"a": Record("item", "a", {"id": "a"})}).faults == (other,)
    assert table.with_records({}, ()).faults == ()


def test_a_record_that_was_loaded_cannot_be_taken_out() -> None:
    table = Table("item", MemoryRows("item", {"a": {"id": "a"}}))
    assert table.with_records({"a": None}).get("a") == table.get("a")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("status", {}, "inbox"), ("priority", {}, "none"), ("estimate", {}, None), ("title", {}, ""), ("tags", {}, ()),
        ("tags", {"tags": ["a"]}, ("a",)), ("tags", {"tags": None}, ()), ("tags", {"tags": "word"}, ("word",)),
        ("criteria", {"criteria": [{"id": "1"}, {}]}, ("1", "")), ("source", {}, ()), ("x", {"x": [1]}, [1]), ("x", {}, None),
        ("rice", {"reach": 500, "impact": 2, "confidence": 80, "effort": 2}, 400),
        ("opportunity", {"importance": 8, "satisfaction": 3}, None),
    ],
)
def test_what_a_column_shows(name: str, data: dict[str, Any], expected: Any) -> None:
    assert column_value(SCHEMA["item"], data, name) == expected


@given(st.text("ab", max_size=5), st.text("ab", max_size=5))
def test_common_length(a: str, b: str) -> None:
    length = common_length(a, b)
    assert a[:length] == b[:length]
    assert length == min(len(a), len(b)) or a[length] != b[length]
