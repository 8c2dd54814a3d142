"""What happened to a record, field by field: edits, merges, reasons, conflicts; and in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import compact, normal_record
from pmtui.domain.history import (
    ADDED,
    AROSE,
    DELETED,
    EDITED,
    MOVED,
    PURGED,
    RESTORED,
    SETTLED,
    FieldChange,
    Revision,
    as_documents,
    revised,
)
from pmtui.domain.history_words import change_words, revision_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge, resolved
from tests.domain.record_strategies import kinds_and_documents
from tests.domain.test_merge_properties import triples

ITEM = SCHEMA["item"]
BASE = {"id": "4k3fq9x2ma", "title": "Retry payments", "estimate": 3, "rank": "a5", "tags": ["billing", "card"], "body": ["one", "two"]}
CRITERION = {"id": "7k2m9q4x1c", "text": "Works offline"}


def changes(before: dict[str, Any], after: dict[str, Any], kind: str = "item") -> list[tuple[Any, ...]]:
    return [(one.path, one.before, one.after) for one in revised(SCHEMA[kind], [before], after)[1]]


def words(before: dict[str, Any], after: dict[str, Any], kind: str = "item") -> str:
    what, found = revised(SCHEMA[kind], [before], after)
    revision = Revision("2026-11-22T09:30:00Z", "Ana", "c0ffee", kind, "4k3fq9x2ma", "Retry payments", what, found)
    return revision_words(revision, lambda id: {"ppppppppp1": "@ana"}.get(id, ""))


@pytest.mark.parametrize(("edit", "wanted"), [
    ({"status": "ready"}, [("status", "inbox", "ready")]),
    ({"estimate": None}, [("estimate", 3, None)]),
    ({"tags": ["card", "vat"]}, [("tags", ["billing", "card"], ["card", "vat"])]),
    ({"body": ["one", "2"]}, [("body", ["one", "two"], ["one", "2"])]),
    ({"criteria": [CRITERION]}, [("criteria.7k2m9q4x1c", None, CRITERION)]),
    ({"their.field": 1}, [("their.field", None, 1)]),
    ({"estimate": 3.0, "title": "Retry payments"}, []),
    ({"settled": {"title": "9f2c41aa"}}, []),
])
def test_an_edit_is_told_by_its_fields_with_their_defaults(edit: dict[str, Any], wanted: list[Any]) -> None:
    assert changes(BASE, {**BASE, **edit}) == wanted


def test_what_is_inside_an_entry_is_told_by_its_path() -> None:
    before = {**BASE, "criteria": [CRITERION]}
    after = {**BASE, "criteria": [{**CRITERION, "done": True, "text": "Works on a plane"}]}
    assert changes(before, after) == [
        ("criteria.7k2m9q4x1c.text", "Works offline", "Works on a plane"), ("criteria.7k2m9q4x1c.done", False, True),
    ]
    goal = {"id": "g", "title": "G", "kpis": [{"id": "k", "name": "MRR", "readings": [{"id": "r", "value": 1}]}]}
    later = {"id": "g", "title": "G", "kpis": [{"id": "k", "name": "MRR", "readings": [{"id": "r", "value": 2}]}]}
    assert changes(goal, later, "goal") == [("kpis.k.readings.r.value", 1, 2)]
    assert words(goal, later, "goal") == "KPI “MRR” reading value 1 → 2"


@pytest.mark.parametrize(("before", "after", "what"), [
    (None, BASE, ADDED), (BASE, None, PURGED), (BASE, {**BASE, "rank": "a6"}, MOVED), (BASE, {**BASE, "rank": "a6", "estimate": 1}, EDITED),
    (BASE, {**BASE, "deleted_at": "2026-11-22T09:30:00Z"}, DELETED), ({**BASE, "deleted_at": "2026-11-22T09:30:00Z"}, BASE, RESTORED),
])
def test_what_became_of_a_record(before: Any, after: Any, what: str) -> None:
    found, fields = revised(ITEM, [before], after)
    assert found == what
    assert {one.path for one in fields} >= ({"title", "estimate", "rank"} if what in (ADDED, PURGED) else set())
    assert all(one.path != "id" for one in fields)


@pytest.mark.parametrize(("edit", "wanted"), [
    ({"status": "done", "done_at": "2026-11-22T09:30:00Z"}, "status inbox → done"),
    ({"estimate": 5}, "estimate 3 → 5"),
    ({"estimate": None}, "estimate 3 → blank"),
    ({"tags": ["card", "vat"]}, "tags +vat −billing"),
    ({"rank": "a1"}, "moved up"), ({"rank": "b"}, "moved down"),
    ({"assignee": "ppppppppp1"}, "assignee blank → @ana"),
    ({"title": "Retry cards"}, "title “Retry payments” → “Retry cards”"),
    ({"body": ["one", "2", "3"]}, "body rewritten: 2 lines added, 1 taken out"),
    ({"body": []}, "body cleared, 2 lines"),
    ({"criteria": [CRITERION]}, "criterion “Works offline” added"),
    ({"comments": [{"id": "c", "by": "bo", "text": ["Hello", "you"]}]}, "comment “Hello” added"),
    ({"deleted_at": "2026-11-22T09:30:00Z"}, "deleted"),
    ({"estimate": 5, "rank": "a1"}, "estimate 3 → 5; moved up"),
])
def test_a_change_in_words(edit: dict[str, Any], wanted: str) -> None:
    assert words(BASE, {**BASE, **edit}) == wanted


def test_a_date_says_how_far_it_moved() -> None:
    slip = ({"id": "m", "title": "MVP", "target": "2027-02-15"}, {"id": "m", "title": "MVP", "target": "2027-03-31"})
    assert words(*slip, "milestone") == "target 2027-02-15 → 2027-03-31 (44 d later)"


def test_a_reason_goes_with_the_field_that_it_explains() -> None:
    reason = {"id": "r", "field": "status", "from": "inbox", "to": "dropped", "text": ["Nobody asked", "for it"]}
    after = {**BASE, "status": "dropped", "reasons": [reason]}
    _, found = revised(ITEM, [BASE], after)
    assert [(one.path, one.reason) for one in found] == [("status", "Nobody asked\nfor it")]
    assert as_documents(found) == [{"field": "status", "from": "inbox", "to": "dropped", "reason": "Nobody asked\nfor it"}]
    assert words(BASE, after) == "status inbox → dropped — Nobody asked for it"
    _, added = revised(ITEM, [None], after)
    assert {one.path: one.reason for one in added}["status"] == "Nobody asked\nfor it"
    assert "reasons" not in {one.path for one in added}
    _, alone = revised(ITEM, [BASE], {**BASE, "reasons": [{**reason, "field": "estimate"}]})
    assert [one.path for one in alone] == ["reasons.r"]
    _, odd = revised(ITEM, [None], {**BASE, "reasons": [{**reason, "field": []}]})  # whoever wrote that: it is told, too
    assert "reasons" in {one.path for one in odd}


def test_a_conflict_about_a_deletion_says_what_became_of_the_record() -> None:
    deleted, worked_on = {**BASE, "deleted_at": "2026-11-22T09:30:00Z"}, {**BASE, "estimate": 5}
    merged = merge(ITEM, BASE, worked_on, deleted)
    _, found = revised(ITEM, [worked_on, deleted], merged)
    said = [change_words("item", one, str) for one in found if one.path == "deleted_at"]
    assert said == ["conflict in deleted: alive or deleted"]
    _, settled = revised(ITEM, [merged], resolved(ITEM, merged, "deleted_at", "2026-11-22T09:30:00Z"))
    assert [change_words("item", one, str) for one in settled] == ["conflict in deleted settled: deleted"]


def test_a_conflict_arises_and_is_settled() -> None:
    ours, theirs = {**BASE, "title": "Ours"}, {**BASE, "title": "Theirs"}
    merged = merge(ITEM, BASE, ours, theirs)
    what, found = revised(ITEM, [ours, theirs], merged)
    assert (what, found) == (EDITED, (FieldChange("title", "Ours", "Theirs", "", AROSE, ("Theirs", "Ours")),))
    assert change_words("item", found[0], str) == "conflict in title: Theirs or Ours"
    ended = resolved(ITEM, merged, "title", "Ours")
    _, settled = revised(ITEM, [merged], ended)
    assert settled == (FieldChange("title", "Theirs", "Ours", "", SETTLED, ("Theirs", "Ours")),)
    assert change_words("item", settled[0], str) == "conflict in title settled: Ours"
    assert as_documents(settled)[0]["conflict"] == "settled"
    texts = merge(ITEM, BASE, {**BASE, "body": ["one", "2"]}, {**BASE, "body": ["one", "zwei"]})
    assert change_words("item", revised(ITEM, [BASE], texts)[1][0], str) == "conflict in body"
    same = resolved(ITEM, merged, "title", "Theirs")
    assert [(one.before, one.after, one.conflict) for one in revised(ITEM, [merged], same)[1]] == [("Theirs", "Theirs", SETTLED)]


def test_a_merge_tells_only_what_it_made_itself() -> None:
    ours = {**BASE, "status": "ready", "tags": ["billing", "card", "vat"], "body": ["zero", "one", "two"], "criteria": [CRITERION]}
    theirs = {**BASE, "estimate": 8, "tags": ["card"], "body": ["one", "two", "three"], "rank": "a1"}
    merged = merge(ITEM, BASE, ours, theirs)
    assert revised(ITEM, [ours, theirs], merged) == (EDITED, ())
    by_hand = {**merged, "title": "By hand", "tags": ["card", "made up"], "body": [*merged["body"], "new"]}
    assert {one.path for one in revised(ITEM, [ours, theirs], by_hand)[1]} == {"title", "tags", "body"}


@settings(max_examples=120, deadline=None)
@given(triples())
def test_merging_invents_nothing_but_conflicts(triple: Any) -> None:
    kind, (base, ours, theirs) = SCHEMA[triple.name], [{**one, "conflicts": {}} for one in triple[1:]]  # how those end, others tell
    merged = merge(kind, base, ours, theirs)
    _, found = revised(kind, [ours, theirs], merged)
    assert [one for one in found if not one.conflict] == []


@settings(max_examples=80, deadline=None)
@given(kinds_and_documents(), st.data())
def test_every_change_can_be_told_and_nothing_is_left_out(one: Any, data: st.DataObject) -> None:
    kind, before = one
    _, other = data.draw(kinds_and_documents())
    after = {**{name: value for name, value in other.items() if name in kind.fields}, "id": before["id"], "title": "Now"}
    what, found = revised(kind, [before], after)
    revision = Revision("2026-11-22T09:30:00Z", "Ana", "c0ffee", kind.name, before["id"], "Now", what, found)
    assert "\n" not in revision_words(revision, lambda id: "")
    old, new = normal_record(kind, before), normal_record(kind, after)
    names = {*old, *new} - {"id", "conflicts", "settled", "reasons"}
    differing = {name for name in names if compact(old.get(name)) != compact(new.get(name))}
    assert differing <= {name for one in found for name in (one.path, one.path.partition(".")[0])}
