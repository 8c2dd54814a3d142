"""Order keys: between two others, at the bottom, and where keys are equal or broken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.ranking import DIGITS, Place, RankPositions, bottom_rank, is_rank, milliseconds_of, moved_ranks, ranks_between
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Table

NOW = 1_795_339_800_000
RANKS = st.one_of(
    st.sampled_from([None, "a0", "a1", "a1", "Zz", "b00", "a0V", "?!", "zz zz", "", "a00"]), st.integers(NOW, NOW + 9).map(bottom_rank),
)


def test_a_key_at_the_bottom() -> None:
    assert bottom_rank(0) == "h00000000"
    assert bottom_rank(61) == "h0000000z"
    assert bottom_rank(62) == "h00000010"
    assert is_rank(bottom_rank(NOW))
    assert "".join(sorted(DIGITS)) == DIGITS


@given(st.integers(0, 62**8 - 1), st.integers(0, 62**8 - 1))
def test_later_records_come_lower(a: int, b: int) -> None:
    assert (bottom_rank(a) < bottom_rank(b)) == (a < b)
    assert is_rank(bottom_rank(a))


def test_instants_in_milliseconds() -> None:
    assert milliseconds_of("1970-01-01T00:00:00Z") == 0
    assert milliseconds_of("2026-11-22T09:30:00Z") == NOW
    assert milliseconds_of("2026-11-22T09:30:00Z", 7) == NOW + 7


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a0", True), ("a1", True), ("Zz", True), ("a0V", True), ("b00", True), ("h00000000", True), (None, False), ("", False),
        ("a", False),
        ("a00", False), ("a0V0", False), ("b0", False), ("0", False), ("?!", False), ("a é", False), ("A" + "0" * 26, False), ("é0", False),
    ],
)
def test_valid_keys(key: str | None, expected: bool) -> None:
    assert is_rank(key) is expected


@given(st.text(st.sampled_from(DIGITS + "é ~"), max_size=30))
def test_any_text_is_a_key_or_not(text: str) -> None:
    if is_rank(text):
        low, = ranks_between(None, text, 1)
        high, = ranks_between(text, None, 1)
        assert low < text < high


@given(st.lists(st.integers(NOW, NOW + 50), min_size=2, max_size=2, unique=True), st.integers(0, 9))
def test_keys_between(instants: list[int], count: int) -> None:
    low, high = map(bottom_rank, sorted(instants))
    for a, b in ((low, high), (None, high), (low, None), (None, None)):
        keys = ranks_between(a, b, count)
        assert len(keys) == count
        assert all(map(is_rank, keys))
        ends = [*([a] if a else []), *keys, *([b] if b else [])]
        assert all(x < y for x, y in pairwise(ends))


@pytest.mark.parametrize(("low", "high"), [("a1", "a0"), ("a0", "a0"), ("?", None), (None, "a00")])
def test_no_keys_between_what_leaves_no_room(low: str | None, high: str | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ranks_between(low, high, 1)


@given(st.lists(RANKS, max_size=9), st.integers(1, 3), st.data())
def test_moved_records_stand_where_they_were_put(ranks: list[str | None], count: int, data: st.DataObject) -> None:
    order = sorted((Place(f"{at:02}", rank) for at, rank in enumerate(ranks)), key=lambda one: (one.rank or "~", one.id))
    index = data.draw(st.integers(0, len(order)))
    moving = [f"m{at}" for at in range(count)]
    new = moved_ranks(order, moving, index)
    assert all(map(is_rank, new.values()))
    wanted = [*(one.id for one in order[:index]), *moving, *(one.id for one in order[index:])]
    now = {one.id: one.rank for one in order} | new
    assert sorted(now, key=lambda id: (now[id] or "~", id)) == wanted
    if all(is_rank(one.rank) for one in order) and all(a.rank < b.rank for a, b in pairwise(order)):  # type: ignore[operator]
        assert set(new) == set(moving)


def table_of(*ranks: str | None) -> Table:
    some: dict[str, dict[str, str | None]] = {f"{at}": {"id": f"{at}", "rank": rank} for at, rank in enumerate(ranks)}
    some["x"] = {"id": "x", "rank": "a0", "deleted_at": "2026-11-22T09:30:00Z"}
    return Table("item", MemoryRows("item", some))


def test_the_places_of_a_table() -> None:
    table = table_of("a2", "a1", None, "a3").with_records({"4": Record("item", "4", {"id": "4", "rank": "a1V"})})
    places = RankPositions(table, ["3", "unknown"])
    assert list(places) == [Place("1", "a1"), Place("4", "a1V"), Place("0", "a2"), Place("2", None)]
    assert places[1:3] == [Place("4", "a1V"), Place("0", "a2")]
    assert (len(places), places[-1], places.ids()) == (4, Place("2", None), ["1", "4", "0", "2"])
    assert [places.index_of(id) for id in ("1", "4", "2", "3", "x", "unknown")] == [0, 1, 3, None, None, None]
    assert moved_ranks(places, ["3"], 1) == moved_ranks(list(places), ["3"], 1)


def test_the_places_of_a_table_as_loaded() -> None:
    places = RankPositions(table_of("a2", "a1"))
    assert list(places) == [Place("1", "a1"), Place("0", "a2")]
    assert places.index_of("0") == 1
