"""Values over their bytes are what a list of them would be."""

from __future__ import annotations

import json
from array import array
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.columns import Column, is_filled
from pmtui.domain.packed import Packed

ROW = st.lists(st.text(max_size=3) | st.integers(0, 20), max_size=3).map(tuple)


def packed(values: list[Any]) -> Packed:
    texts = [json.dumps(one, separators=(",", ":")).encode() for one in values]
    ends = array("Q", [0])
    for one in texts:
        ends.append(ends[-1] + len(one) + 1)
    return Packed(memoryview(b",".join(texts)), ends, lambda raw: list(map(tuple, json.loads(b"[%b]" % bytes(raw)))), blank=2)


@given(st.lists(ROW, min_size=1, max_size=8), st.lists(st.tuples(st.integers(0, 30), ROW), max_size=4), st.lists(ROW, max_size=3))
def test_it_is_the_list_of_its_values(values: list[Any], changes: list[tuple[int, Any]], added: list[Any]) -> None:
    column, rows = Column(packed(values)), list(values)
    for at, value in changes:  # one after the other, as edits come
        column = column.patched({at % len(rows): value}, added)
        rows[at % len(rows)] = value
        rows += added
    assert len(column) == len(rows)
    assert list(column.rows()) == rows
    assert [column[at] for at in range(len(rows))] == rows
    assert isinstance(column.values, Packed)
    for first in range(len(rows) + 1):
        assert column.values[first : first + 3] == rows[first : first + 3]
    assert column.values[::-2] == rows[::-2]
    assert column.values[-1] == rows[-1]
    assert column.filled() == bytes(map(is_filled, rows)) == Column(rows).filled()
    assert column.where(lambda value: len(value) > 1) == bytes(len(value) > 1 for value in rows)


def test_what_was_patched_stays_as_it_was() -> None:
    first = Column(packed([("a",), ()]))
    second = first.patched({0: ()}, [("b",)])
    assert (list(first.rows()), list(second.rows())) == ([("a",), ()], [(), (), ("b",)])


def test_thousands_come_in_pieces() -> None:
    values = [(at,) for at in range(2_000)]
    column = Column(packed(values)).patched({600: (), 1_999: ("x",)}, [])
    values[600], values[1_999] = (), ("x",)
    assert list(column.rows()) == values
    assert isinstance(column.values, Packed)
    assert column.values[500:700] == values[500:700]
