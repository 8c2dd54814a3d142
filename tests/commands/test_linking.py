from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.linking import link
from pmtui.domain.change import Change, Snapshot, apply
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.link_fields import allowed, link_fields, makeable, one_link_field
from pmtui.domain.schema import LINK, LINKS


def data(**fields: Any) -> Snapshot:
    return world(
        ("item", "aaaaaaaaa1", {"title": "One", **fields}), ("item", "aaaaaaaaa2", {"title": "Two", "problems": ["ppppppppp1"]}),
        ("item", "aaaaaaaaa3", {"title": "Three", "parent": "aaaaaaaaa2", "depends_on": ["aaaaaaaaa2"]}),
        ("problem", "ppppppppp1", {"title": "Cards fail"}), ("problem", "ppppppppp2", {"title": "Slow"}),
        ("problem", "ppppppppp3", {"title": "Gone", "deleted_at": "2026-11-22T09:30:00Z"}),
        ("milestone", "mmmmmmmmm1", {"title": "MVP"}),
    )


def planned(snapshot: Snapshot, *ids: str, **arguments: Any) -> Change:
    records = [record for id in ids if (record := snapshot.find(id)) is not None]
    found = link(context(snapshot, selection=records, kind=records[0].kind), arguments)
    assert isinstance(found, Change)
    return found


def after(snapshot: Snapshot, change: Change, id: str) -> Any:
    record = apply(change, snapshot).find(id)
    assert record is not None
    return record


def test_without_a_link_it_is_asked_for() -> None:
    snapshot = data()
    record = snapshot.find("aaaaaaaaa1")
    assert record is not None
    assert link(context(snapshot, selection=[record]), {}) == Effect("link", {"records": (("item", "aaaaaaaaa1"),)})


def test_links_are_added_and_taken_away_on_several_records_in_one_change() -> None:
    snapshot = data()
    change = planned(snapshot, "aaaaaaaaa1", "aaaaaaaaa2", field="problems", add=["ppppppppp2"], remove=["ppppppppp1"])
    assert after(snapshot, change, "aaaaaaaaa1")["problems"] == ["ppppppppp2"]
    assert after(snapshot, change, "aaaaaaaaa2")["problems"] == ["ppppppppp2"]
    assert change.title == "Link 2 items with problems 2 records"


def test_a_single_link_is_set_and_cleared() -> None:
    snapshot = data(milestone="mmmmmmmmm1")
    change = planned(snapshot, "aaaaaaaaa1", field="milestone", remove=["mmmmmmmmm1"])
    assert change.title == "Unlink “One” from milestone “MVP”"
    assert after(snapshot, change, "aaaaaaaaa1")["milestone"] is None
    change = planned(snapshot, "aaaaaaaaa2", field="milestone", add=["mmmmmmmmm1"])
    assert change.title == "Link “Two” with milestone “MVP”"
    assert after(snapshot, change, "aaaaaaaaa2")["milestone"] == "mmmmmmmmm1"
    assert not planned(snapshot, "aaaaaaaaa1", field="milestone", remove=["nothing"]).edits


def test_what_is_missing_is_created_in_the_same_change() -> None:
    snapshot = data()
    change = planned(snapshot, "aaaaaaaaa1", "aaaaaaaaa2", field="problems", create=[("problem", " New  one ")])
    assert [edit.kind for edit in change.edits] == ["item", "item", "problem"]
    new = change.edits[2]
    assert (new.before, new.after["title"]) == (None, "New  one")
    assert after(snapshot, change, "aaaaaaaaa2")["problems"] == sorted(["ppppppppp1", new.id])
    assert change.title == "Create problem “New  one” and link 2 items"


def test_what_is_to_be_created_and_is_there_is_linked() -> None:
    snapshot = data()
    change = planned(snapshot, "aaaaaaaaa1", field="problems", create=[("problem", "cards FAIL")])
    assert [edit.kind for edit in change.edits] == ["item"]
    assert after(snapshot, change, "aaaaaaaaa1")["problems"] == ["ppppppppp1"]
    change = planned(snapshot, "aaaaaaaaa1", field="problems", create=[("problem", "Gone")])
    assert [edit.kind for edit in change.edits] == ["item", "problem"]


@pytest.mark.parametrize(("id", "field", "add"), [
    ("aaaaaaaaa1", "parent", "aaaaaaaaa1"), ("aaaaaaaaa2", "parent", "aaaaaaaaa3"), ("aaaaaaaaa2", "depends_on", "aaaaaaaaa3"),
    ("aaaaaaaaa1", "duplicate_of", "aaaaaaaaa1"),
])
def test_a_link_that_leads_back_is_refused(id: str, field: str, add: str) -> None:
    with pytest.raises(Refused, match="would lead back to itself"):
        planned(data(), id, field=field, add=[add])


def test_a_circle_that_is_there_already_is_not_walked_for_ever() -> None:
    circle = {"aaaaaaaaa1": "aaaaaaaaa2", "aaaaaaaaa2": "aaaaaaaaa1"}
    snapshot = world(("item", "aaaaaaaaa3", {}), *(("item", id, {"parent": parent}) for id, parent in circle.items()))
    assert planned(snapshot, "aaaaaaaaa3", field="parent", add=["aaaaaaaaa1"]).edits


@pytest.mark.parametrize(("arguments", "message"), [
    ({"field": "title"}, "title is no link"), ({"field": "nothing"}, "item has no field 'nothing'"),
    ({"field": "problems", "create": [("problem", " ")]}, "the title is blank|title"),
])
def test_what_is_wrong_is_said(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        planned(data(), "aaaaaaaaa1", **arguments)


@pytest.mark.parametrize("kind", sorted(SCHEMA.kinds))
def test_every_kind_offers_its_links_its_own_first(kind: str) -> None:
    fields = link_fields(SCHEMA[kind])
    assert {one.name for one in fields} == {one.name for one in SCHEMA[kind].fields.values() if one.type in (LINK, LINKS)}
    assert fields[-1].name in ("owner", "duplicate_of", "product")
    assert all(allowed(one, SCHEMA[kind]) and makeable(one, SCHEMA[kind]) for one in fields)


def test_which_kinds_have_one_link_of_their_own() -> None:
    only = {kind.name: field.name for kind in SCHEMA.kinds.values() if (field := one_link_field(kind)) is not None}
    assert only["experiment"] == "hypothesis"
    assert "item" not in only


@pytest.mark.parametrize(("kind", "field", "kinds"), [
    ("item", "duplicate_of", ("item",)), ("feedback", "duplicate_of", ("feedback",)), ("feedback", "linked", ("problem", "item")),
])
def test_only_what_a_link_may_point_to_can_be_created_for_it(kind: str, field: str, kinds: tuple[str, ...]) -> None:
    link_field = SCHEMA[kind].fields[field]
    assert tuple(makeable(link_field, SCHEMA[kind])) == kinds == tuple(allowed(link_field, SCHEMA[kind]))
