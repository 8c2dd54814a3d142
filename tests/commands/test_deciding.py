"""Decisions on conflicts of every shape: each value on offer ends its conflict, undoing brings it back, and all can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.commands.core import Refused
from pmtui.commands.deciding import Choice, Picks, choose, picks, take
from pmtui.commands.value_words import describe
from pmtui.domain.canonical import compact, normal_record
from pmtui.domain.change import MemorySource, Snapshot, apply, inverse
from pmtui.domain.conflicts import Conflict, Origin, Origins, conflicts_in
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import ABSENT, merge
from pmtui.widgets.cells import width_of
from pmtui.widgets.conflict_lines import Shown, conflict_lines, conflict_name, short_value
from tests.commands.world import TODAY, context, world
from tests.domain.test_merge_properties import triples

BASE = {"id": "1aaaaaaaaa", "title": "A", "created_at": "2026-11-20T00:00:00Z"}
ANA, BEN = (Origin(f"2026-11-2{day}T00:00:00Z", name, f"{name.lower()}@example.org", "c") for day, name in ((0, "Ana"), (1, "Ben")))


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] = BASE) -> Snapshot:
    data = merge(SCHEMA["item"], base, {**base, **ours}, {**base, **theirs})
    return Snapshot(MemorySource({"item": {"1aaaaaaaaa": data}}))


@given(triples(), st.integers(30, 190), st.data())
@settings(max_examples=60, deadline=None)
def test_any_conflict_can_be_shown_and_ended_and_had_back(triple: Any, width: int, data: st.DataObject) -> None:
    kind = triple.kind
    stored = {**triple.merged(), "id": "4k3fq9x2ma"}
    snapshot = Snapshot(MemorySource({kind.name: {"4k3fq9x2ma": stored}}))
    for conflict in conflicts_in(snapshot):
        lines = conflict_lines(Shown(conflict, None, snapshot, TODAY), width)
        assert all(sum(width_of(span.text) for span in line) <= width for line in lines)
        assert conflict_name(conflict, snapshot)
        value = data.draw(st.sampled_from([*conflict.values, conflict.base]))
        assert width_of(short_value(conflict, value, snapshot, 20)) <= 20
        change = choose(context(snapshot), [Choice(conflict, value)])
        after = apply(change, snapshot)
        assert conflict.key not in {one.key for one in conflicts_in(after)}
        again = apply(inverse(change), after).record(conflict.kind, conflict.id)
        assert again is not None
        assert compact(dict(again.data)) == compact(normal_record(kind, stored))


def test_all_of_a_record_are_one_edit() -> None:
    snapshot = merged({"title": "B", "estimate": 1}, {"title": "C", "estimate": 2})
    change = choose(context(snapshot), [Choice(one, one.values[1]) for one in conflicts_in(snapshot)])
    assert len(change.edits) == 1
    assert change.title == "End 2 conflicts"
    assert conflicts_in(apply(change, snapshot)) == []


def test_what_was_ended_meanwhile_is_left_alone() -> None:
    snapshot = merged({"title": "B"}, {"title": "C"})
    found = conflicts_in(snapshot)
    ended = apply(choose(context(snapshot), [Choice(found[0], "B")]), snapshot)
    assert choose(context(ended), [Choice(found[0], "C")]).edits == ()
    assert choose(context(world()), [Choice(found[0], "C")]).edits == ()


@pytest.mark.parametrize(
    ("status", "stored"),
    [
        ("done", {"status": "done", "done_at": "2026-11-21T00:00:00Z", "started_at": "2026-11-20T12:00:00Z"}),
        ("doing", {"status": "doing", "started_at": "2026-11-20T12:00:00Z"}),
        ("ready", {"status": "ready"}),
    ],
)
def test_instants_follow_the_status_that_is_chosen(status: str, stored: dict[str, Any]) -> None:
    snapshot = merged(
        {"status": "done", "done_at": "2026-11-21T00:00:00Z", "started_at": "2026-11-20T12:00:00Z"},
        {"status": "doing", "started_at": "2026-11-20T18:00:00Z"}, {**BASE, "status": "ready"},
    )
    conflict, = conflicts_in(snapshot)
    record = apply(choose(context(snapshot), [Choice(conflict, status)]), snapshot).record("item", "1aaaaaaaaa")
    assert record is not None
    assert {name: record.data[name] for name in ("status", "done_at", "started_at") if name in record.data} == stored


def test_a_new_status_asks_why_and_one_on_offer_does_not() -> None:
    snapshot = merged({"status": "doing"}, {"status": "dropped"})
    conflict, = conflicts_in(snapshot)
    assert choose(context(snapshot), [Choice(conflict, "dropped")]).edits
    other = merged({"status": "doing"}, {"status": "review"})
    conflict, = conflicts_in(other)
    with pytest.raises(Refused, match="needs a reason"):
        choose(context(other), [Choice(conflict, "dropped", is_known=False)])


def test_who_is_meant_by_mine_and_newest() -> None:
    snapshot = merged({"title": "B"}, {"title": "C"})
    conflict, = conflicts_in(snapshot)
    assert conflict.values == ("C", "B")

    def found(*origins: Origin | None, author: str = "ana") -> Picks:
        people = {"person": {"pppppppppp": {"id": "pppppppppp", "title": "Ana Ruiz", "handle": "anna", "email": "ana@example.org"}}}
        where = Snapshot(MemorySource(people))
        made = context(where)
        made.author = author
        return picks(made, [conflict], {conflict.key: Origins(None, origins)})[0]

    assert found(BEN, ANA)[1:] == (0, 1)
    assert found(ANA, BEN)[1:] == (1, 0)
    assert found(BEN, ANA, author="anna")[1:] == (0, 1), "by the address of the person with this handle"
    assert found(BEN, ANA, author="Cy")[1:] == (0, None)
    assert found(None, ANA)[1:] == (None, 1), "what is not committed may be newer"
    assert found(None, None)[1:] == (None, None)
    assert picks(context(snapshot), [conflict], {})[0][1:] == (None, None)


def test_many_at_once_leave_out_what_is_not_known() -> None:
    snapshot = merged({"title": "B", "estimate": 1}, {"title": "C", "estimate": 2})
    by_path = {one.path: one for one in conflicts_in(snapshot)}
    known = [Picks(by_path["title"], 1, None), Picks(by_path["estimate"], None, None)]
    change = take(context(snapshot), {"visible": known}, "newest")
    assert [one.path for one in conflicts_in(apply(change, snapshot))] == ["estimate"]
    assert conflicts_in(apply(take(context(snapshot), {"visible": known}, "shown"), snapshot)) == []
    record = apply(take(context(snapshot), {"visible": known}, "before"), snapshot).record("item", "1aaaaaaaaa")
    assert record is not None
    assert (record["title"], record["estimate"]) == ("A", None)
    with pytest.raises(Refused, match="git does not know which value is yours"):
        take(context(snapshot), {"visible": known}, "mine")


def test_a_path_has_the_declaration_of_its_key() -> None:
    conflict = Conflict("item", "1aaaaaaaaa", "A", "criteria.7k2m9q4x1c.text", ABSENT, ("a", "b"))
    assert conflict.field is not None
    assert conflict.field.name == "text"


def test_what_is_no_list_of_links_is_told_as_it_stands() -> None:
    field = SCHEMA["problem"].fields["personas"]
    assert describe(field, 5, world()) == "personas 5"
    assert describe(field, ["gone", 3], world()) == "personas gone, 3"
