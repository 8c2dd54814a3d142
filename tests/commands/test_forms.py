"""The form's commands: it takes what the command line takes, and saves touched fields alone, in one change."""

from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.assignments import Assignment, assigned
from pmtui.commands.core import Refused
from pmtui.commands.forms import Created, Filled, form_change, is_fixed, read_text, text_fault, typed_text
from pmtui.commands.opening_forms import open_form
from pmtui.domain.change import apply, inverse
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINK, LINKS, OBJECT
from pmtui.domain.values import BadValue

TEXTS = (
    "", "x", "3", "-1", "0.5", "1e3", "1,5", "120", "80%", "yes", "N", "ready", "must be", "2027-03-31", "31 Feb", "+2w", "next friday",
    "now", "2026-11-22T09:30", "a, b,a", "two\nlines\n", "請求書 👍", "x" * 600, "[\"a,b\"]",
)
SCALARS = [
    (kind.name, field.name) for kind in SCHEMA.kinds.values() for field in kind.fields.values()
    if field.type not in (ENTRIES, OBJECT, LINK, LINKS) and not is_fixed(field) and field.name != "deleted_at"
]


@pytest.mark.parametrize(("kind", "name"), SCALARS)
def test_the_form_takes_what_the_command_line_takes(kind: str, name: str) -> None:
    here, field = context(world()), SCHEMA[kind].fields[name]
    for text in TEXTS:
        try:
            wanted: Any = assigned(here, SCHEMA[kind], None, [Assignment(name, "=", text)])[name]
        except Refused:
            assert text_fault(here, field, text)
            with pytest.raises(BadValue):
                read_text(here, field, text)
        else:
            assert text_fault(here, field, text) == ""
            assert read_text(here, field, text) == wanted
            assert read_text(here, field, typed_text(field, wanted)) == wanted, "what is shown for editing means the same"


def test_only_touched_fields_are_in_the_change_and_it_is_undone_whole() -> None:
    snapshot = world(("item", "i0aaaaaaaa", {"title": "One", "estimate": 3, "x_own": 1}))
    record = snapshot.record("item", "i0aaaaaaaa")
    assert record is not None
    values = {"title": "Two", "estimate": 3, "problems": ["p0aaaaaaaa"]}
    created = [Created("p0aaaaaaaa", "problem", "It hurts")]
    change = form_change(context(snapshot), Filled(SCHEMA["item"], record.id, record, values, created))
    assert [(edit.kind, edit.id) for edit in change.edits] == [("item", "i0aaaaaaaa"), ("problem", "p0aaaaaaaa")]
    assert change.edits[0].fields == {"title", "problems"}
    after = apply(change, snapshot)
    found = after.record("problem", "p0aaaaaaaa")
    assert found is not None
    assert found.title == "It hurts"
    again = apply(inverse(change, "2026-11-22T10:00:00Z"), after).record("item", "i0aaaaaaaa")
    assert again == record


def test_a_person_created_for_a_link_is_known_by_their_first_name() -> None:
    snapshot = world(("item", "i0aaaaaaaa", {"title": "One"}))
    record = snapshot.record("item", "i0aaaaaaaa")
    created = [Created("v0aaaaaaaa", "person", "Bo Chen")]
    change = form_change(context(snapshot), Filled(SCHEMA["item"], "i0aaaaaaaa", record, {"assignee": "v0aaaaaaaa"}, created))
    person = apply(change, snapshot).record("person", "v0aaaaaaaa")
    assert person is not None
    assert (person.title, person["handle"]) == ("Bo Chen", "bo")


@pytest.mark.parametrize(("kind", "name", "value"), [
    ("item", "status", "dropped"), ("product", "verdict", "keep"), ("problem", "status", "dismissed"),
])
def test_what_needs_a_reason_is_refused_without_one(kind: str, name: str, value: str) -> None:
    snapshot = world((kind, "i0aaaaaaaa", {"title": "One"}))
    record = snapshot.record(kind, "i0aaaaaaaa")
    filled = Filled(SCHEMA[kind], "i0aaaaaaaa", record, {name: value})
    with pytest.raises(Refused) as refused:
        form_change(context(snapshot), filled)
    assert refused.value.code == "missing_reason"
    (edit,) = form_change(context(snapshot), filled, "because").edits
    assert edit.after["reasons"][0]["text"] == ["because"]


def test_a_new_record_in_a_reasoned_state_says_why() -> None:
    filled = Filled(SCHEMA["item"], "i0aaaaaaaa", None, {"title": "One", "status": "dropped"})
    with pytest.raises(Refused, match="needs a reason"):
        form_change(context(world()), filled)
    (edit,) = form_change(context(world()), filled, "because").edits
    assert edit.id == "i0aaaaaaaa"
    assert edit.after["reasons"][0]["to"] == "dropped"


def test_new_entries_in_which_nobody_wrote_are_left_out_and_no_others() -> None:
    reading = {"id": "r0aaaaaaaa", "at": "2026-11-22"}
    at = {"at": "2026-11-22"}
    blanks = {"r0aaaaaaaa": reading, "k1aaaaaaaa": {"id": "k1aaaaaaaa", "rank": "a0"}, "r2aaaaaaaa": {"id": "r2aaaaaaaa", **at}}
    readings = [reading, {"id": "r1aaaaaaaa", "at": "2026-11-22"}, {"id": "r2aaaaaaaa", "at": "2026-11-22", "value": 0}]
    kpis = [{"id": "k0aaaaaaaa", "name": "Rate", "readings": readings}, {"id": "k1aaaaaaaa", "rank": "a5"}]
    filled = Filled(SCHEMA["goal"], "g0aaaaaaaa", None, {"title": "Grow", "kpis": kpis}, blanks=blanks)
    (edit,) = form_change(context(world()), filled).edits
    assert edit.after["kpis"] == [{"id": "k0aaaaaaaa", "name": "Rate", "readings": readings[1:]}]


def test_the_form_takes_one_record_at_a_time() -> None:
    records = [Record("item", id, {"id": id}) for id in ("i0aaaaaaaa", "i1aaaaaaaa")]
    with pytest.raises(Refused, match="one record"):
        open_form(context(world(), selection=records), {})
    assert open_form(context(world(), cursor=records[0]), {"field": "due"}).arguments["field"] == "due"
