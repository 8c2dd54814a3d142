from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.jump_list import MOST, JumpList, Place


def at(name: str) -> Place:
    return Place("backlog", "item", name)


def test_back_and_forward_through_where_one_was() -> None:
    jumps = JumpList()
    assert jumps.back(at("a")) is None
    jumps.leave(at("a"))
    jumps.leave(at("b"))
    assert jumps.back(at("c")) == at("b")
    assert jumps.back(at("b")) == at("a")
    assert jumps.back(at("a")) is None
    assert jumps.forward(at("a")) == at("b")
    assert jumps.forward(at("b")) == at("c")
    assert jumps.forward(at("c")) is None


def test_where_one_moved_meanwhile_is_where_forward_leads_back_to() -> None:
    jumps = JumpList()
    jumps.leave(at("a"))
    assert jumps.back(at("moved")) == at("a")
    assert jumps.forward(at("a")) == at("moved")


def test_going_somewhere_new_forgets_what_lay_forward() -> None:
    jumps = JumpList()
    jumps.leave(at("a"))
    assert jumps.back(at("b")) == at("a")
    jumps.leave(at("a"))
    assert jumps.forward(at("c")) is None
    assert jumps.back(at("c")) == at("a")


def test_a_place_is_not_left_twice_and_not_gone_back_to_from_itself() -> None:
    jumps = JumpList()
    jumps.leave(at("a"))
    jumps.leave(at("a"))
    jumps.leave(at("b"))
    assert jumps.back(at("b")) == at("a")
    assert jumps.back(at("a")) is None


def test_visited_records_come_last_first_each_once() -> None:
    jumps = JumpList()
    for name in ("a", "b", "a"):
        jumps.leave(at(name))
    jumps.leave(Place("backlog"))
    assert jumps.visited() == [("item", "a"), ("item", "b")]
    for number in range(3 * MOST):
        jumps.leave(at(str(number)))
    assert len(jumps.visited()) == MOST
    assert jumps.visited()[0] == ("item", str(3 * MOST - 1))


@given(st.lists(st.sampled_from("abcdBF"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_forward_undoes_back(moves: list[str]) -> None:
    jumps, here = JumpList(), at("start")
    for move in moves:
        if move == "B":
            before = here
            found = jumps.back(here)
            if found is not None:
                assert jumps.forward(found) == before
                assert jumps.back(before) == found
            here = found or here
        elif move == "F":
            here = jumps.forward(here) or here
        else:
            jumps.leave(here)
            here = at(move)
