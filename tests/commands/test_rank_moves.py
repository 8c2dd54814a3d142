from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import context, world

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused
from pmtui.domain.change import Snapshot, apply
from pmtui.domain.ranking import Place, bottom_rank, is_rank, moved_ranks

IDS = [f"{letter * 10}" for letter in "abcdefg"]


def ordered(snapshot: Snapshot) -> list[str]:
    table = snapshot.table("item")
    return [table.id(at) for at in table.in_order()]


def ranked(*ranks: str | None) -> Snapshot:
    return world(*(("item", id, {} if rank is None else {"rank": rank}) for id, rank in zip(IDS, ranks, strict=False)))


def move(snapshot: Snapshot, id: str, arguments: dict, **more) -> Snapshot:
    return apply(REGISTRY[id].plan(context(snapshot, **more), arguments), snapshot)


PLAIN = ranked("a0", "a1", "a2", "a3")


def test_top_bottom_before_after() -> None:
    a, b, c, d = IDS[:4]
    assert ordered(move(PLAIN, "rank.move", {"ids": [c], "top": True})) == [c, a, b, d]
    assert ordered(move(PLAIN, "rank.move", {"ids": [a], "bottom": True})) == [b, c, d, a]
    assert ordered(move(PLAIN, "rank.move", {"ids": [d], "before": b})) == [a, d, b, c]
    assert ordered(move(PLAIN, "rank.move", {"ids": [a], "after": c})) == [b, c, a, d]


def test_one_move_changes_one_record() -> None:
    change = REGISTRY["rank.move"].plan(context(PLAIN), {"ids": [IDS[3]], "before": IDS[1]})
    assert [edit.id for edit in change.edits] == [IDS[3]]


def test_steps_pass_the_neighbour_that_is_shown() -> None:
    a, b, c, d = IDS[:4]
    record = PLAIN.find(a)
    assert ordered(move(PLAIN, "rank.down", {"visible": [a, c]}, cursor=record)) == [b, c, a, d]
    assert ordered(move(PLAIN, "rank.up", {}, cursor=PLAIN.find(c))) == [a, c, b, d]
    with pytest.raises(Refused, match="already at the top"):
        move(PLAIN, "rank.up", {}, cursor=record)


def test_a_selection_moves_together_and_keeps_its_order() -> None:
    a, b, c, d = IDS[:4]
    some = (PLAIN.find(a), PLAIN.find(c))
    assert ordered(move(PLAIN, "rank.bottom", {}, selection=some)) == [b, d, a, c]


@pytest.mark.parametrize("ranks", [
    ("a0", "a0", "a0", "a0"), (None, None, None, None), ("a0", "?!", "zz zz", None), ("a0", "a00", "a1", "a1"),
])
def test_ties_and_broken_keys_make_room(ranks: tuple[str | None, ...]) -> None:
    snapshot = ranked(*ranks)
    for target in ordered(snapshot):
        for id in IDS[:4]:
            if id != target:
                before = [one for one in ordered(snapshot) if one != id]
                moved = move(snapshot, "rank.move", {"ids": [id], "before": target})
                before.insert(before.index(target), id)
                assert ordered(moved) == before


def test_what_cannot_be_ranked_says_why() -> None:
    people = world(("person", IDS[0], {}))
    with pytest.raises(Refused, match="no order of their own"):
        move(people, "rank.move", {"ids": [IDS[0]], "top": True})
    with pytest.raises(Refused, match="say where to"):
        move(PLAIN, "rank.move", {"ids": [IDS[0]]})
    with pytest.raises(Refused, match="against itself"):
        move(PLAIN, "rank.move", {"ids": [IDS[0]], "before": IDS[0]})


def test_bottom_keys_rise_with_time_and_are_valid() -> None:
    keys = [bottom_rank(1_700_000_000_000 + step * 977) for step in range(200)]
    assert keys == sorted(keys)
    assert all(is_rank(key) for key in keys)


@given(st.lists(st.sampled_from(["a0", "a1", "a1V", "a2", "b00", None, "!", "h00000000"]), min_size=1, max_size=7), st.data())
def test_moving_puts_records_exactly_there(ranks: list[str | None], data: st.DataObject) -> None:
    places = sorted((Place(id, rank) for id, rank in zip(IDS, ranks, strict=False)), key=lambda one: (one.rank or "~", one.id))
    index = data.draw(st.integers(0, len(places)))
    new = moved_ranks(places, ["moving0001"], index)
    after = [Place(one.id, new.get(one.id, one.rank)) for one in places]
    wanted = [one.id for one in after]
    wanted.insert(index, "moving0001")
    everyone = [*after, Place("moving0001", new["moving0001"])]
    assert [one.id for one in sorted(everyone, key=lambda one: (one.rank or "~", one.id))] == wanted
