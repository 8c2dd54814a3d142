"""Columns and masks against plain lists."""

from __future__ import annotations

import random
from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.columns import Column, both, either, neither

VALUES = st.one_of(
    st.none(), st.integers(0, 400), st.integers(0, 3).map(float), st.booleans(), st.sampled_from(["", "a", "1", "顧客", "\ud800"]),
    st.lists(st.sampled_from("ab"), max_size=2).map(tuple), st.lists(st.integers(0, 1), max_size=1),
)
MASKS = st.integers(0, 40).flatmap(lambda size: st.tuples(*[st.lists(st.integers(0, 1), min_size=size, max_size=size).map(bytes)] * 2))


def same(a: Any, b: Any) -> bool:
    """Equal and of equal types: Python holds 1, 1.0 and True equal."""
    return [(type(one), one) for one in a] == [(type(one), one) for one in b]


def check(column: Column, expected: list[Any]) -> None:
    assert len(column) == len(expected)
    assert same(column.rows(), expected)
    assert same([column[at] for at in range(len(expected))], expected)
    for test in (lambda value: value is None, lambda value: isinstance(value, str), lambda value: value == 1):
        assert column.where(test) == bytes(map(test, expected))


@given(st.lists(VALUES, max_size=60))
def test_a_column_is_the_list_it_was_made_of(values: list[Any]) -> None:
    check(Column.of(iter(values)), values)


@given(st.data())
def test_a_patched_column_is_the_patched_list(data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES, max_size=40))
    column = Column.of(values)
    for _ in range(2):
        changed = data.draw(st.dictionaries(st.integers(0, len(values) - 1), VALUES, max_size=5)) if values else {}
        added = data.draw(st.lists(VALUES, max_size=5))
        before = list(values)
        expected = [changed.get(at, value) if at in changed else value for at, value in enumerate(values)] + added
        patched = column.patched(changed, added)
        check(patched, expected)
        check(column, before)
        column, values = patched, expected


@pytest.mark.parametrize("distinct", [0, 1, 2, 255, 256, 257, 300])
@pytest.mark.parametrize("repeats", [1, 3, 5])
def test_sizes_around_the_limits_of_the_codes(distinct: int, repeats: int) -> None:
    values: list[Any] = [f"v{number}" for number in range(distinct)] * repeats
    random.Random(1).shuffle(values)
    column = Column.of(values)
    check(column, values)
    check(column.patched({}, ["new", None, "new"]), [*values, "new", None, "new"])
    if len(values) > 1:
        check(column.patched({0: "new", len(values) - 1: values[0]}, ["x"]), ["new", *values[1:-1], values[0], "x"])


def test_codes_are_bytes_up_to_256_values_then_an_array_then_none() -> None:
    assert isinstance(Column.of(range(256)).codes, bytes)
    assert isinstance(Column.of([*range(257)] * 5).codes, array)
    assert Column.of(range(257)).codes is None
    assert Column.of([[1]]).codes is None
    small = Column.of([*range(256)])
    assert isinstance(small.patched({0: 255}, []).codes, bytes)
    assert isinstance(small.patched({0: 256}, []).codes, array)
    check(small.patched({0: 256}, [257, 3]), [256, *range(1, 256), 257, 3])


def test_distinct_values_are_tested_once() -> None:
    calls: list[Any] = []

    def is_ready(value: Any) -> bool:
        calls.append(value)
        return bool(value == "ready")

    assert Column.of(["ready", "done"] * 1000).where(is_ready) == bytes([1, 0] * 1000)
    assert calls == ["ready", "done"]


def test_values_that_stand_twice_among_the_distinct_ones() -> None:
    column = Column([5, 5, None], bytes([0, 1, 2, 1]))
    check(column.patched({0: 7, 2: 5}, [7]), [7, 5, 5, 5, 7])


def test_what_cannot_be_hashed_may_come_later() -> None:
    column = Column.of(["a", "b", "a"])
    check(column.patched({1: [1]}, [{"b": 2}]), ["a", [1], "a", {"b": 2}])


def test_nothing_to_patch_gives_the_column_itself() -> None:
    column = Column.of(["a"])
    assert column.patched({}, []) is column


@given(MASKS)
def test_masks(masks: tuple[bytes, bytes]) -> None:
    a, b = masks
    assert both(a, b) == bytes(x & y for x, y in zip(a, b, strict=True))
    assert either(a, b) == bytes(x | y for x, y in zip(a, b, strict=True))
    assert neither(a) == bytes(1 - x for x in a)
