"""Scenarios: what is shown of them, what no longer fits, and what becomes of a change that is made in one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import encode
from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply, inverse
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.domain.records import Record
from pmtui.domain.scenario_edits import NotPlanned, redirected, without
from pmtui.domain.scenario_values import as_text, change_id, from_text
from pmtui.domain.scenarios import changes_of, fitting, with_changes

MVP, GA, ITEM, OTHER, SCENARIO = "mvp0000001", "ga00000001", "tem0000001", "tem0000002", "scn0000001"


def world(*entries: dict[str, Any], **fields: dict[str, Any]) -> tuple[Snapshot, Record]:
    """Two milestones, two items and a scenario with these changes; further fields by record."""
    milestones: dict[str, dict[str, Any]] = {
        MVP: {"id": MVP, "title": "MVP", "start": "2026-10-01", "target": "2026-12-31", "resolution": "quarter"},
        GA: {"id": GA, "title": "GA", "target": "2027-03-31", "depends_on": [MVP]},
    }
    items: dict[str, dict[str, Any]] = {
        ITEM: {"id": ITEM, "title": "Retries", "status": "ready", "milestone": MVP, "estimate": 3, "tags": ["a", "b"]},
        OTHER: {"id": OTHER, "title": "Export", "status": "ready", "milestone": GA},
    }
    for name, more in fields.items():
        (milestones if name in milestones else items)[name].update(more)
    scenario = {"id": SCENARIO, "title": "Two teams", "changes": list(entries)}
    snapshot = Snapshot(MemorySource({"milestone": milestones, "item": items, "scenario": {SCENARIO: scenario}}))
    return snapshot, Record("scenario", SCENARIO, scenario)


def of(snapshot: Snapshot, id: str) -> Record:
    """A record that is there."""
    record = snapshot.find(id)
    assert record is not None
    return record


def entry(record: str, field: str, to: str, was: str | None = None) -> dict[str, Any]:
    made = {"id": change_id(record, field), "record": record, "field": field, "to": to}
    return made if was is None else {**made, "from": was}


def edit(kind: str, id: str, snapshot: Snapshot, **after: Any) -> Edit:
    """New values of a record; None clears."""
    record = of(snapshot, id)
    before = {name: record.data[name] for name in after if name in record.data}
    return Edit(kind, id, before, {name: value for name, value in after.items() if value is not None})


def test_a_scenario_shows_its_changes_and_leaves_the_rest() -> None:
    snapshot, scenario = world(
        entry(MVP, "target", "2027-03-31"), entry(GA, "depends_on", ""), entry(ITEM, "milestone", "GA"), entry(ITEM, "estimate", "5"),
        entry(ITEM, "status", "dropped"), entry(ITEM, "tags", "b, c"), entry(OTHER, "milestone", f"M-{MVP}"),
    )
    shown, misfits = with_changes(snapshot, scenario)
    assert misfits == ()
    mvp, ga, item, other = (of(shown, id) for id in (MVP, GA, ITEM, OTHER))
    assert (mvp["target"], mvp["start"], ga["depends_on"]) == ("2027-03-31", "2026-10-01", [])
    assert (item["milestone"], item["estimate"], item["status"], item["tags"]) == (GA, 5, "dropped", ["b", "c"])
    assert other["milestone"] == MVP
    assert of(snapshot, MVP)["target"] == "2026-12-31"
    assert shown.version not in (snapshot.version, with_changes(snapshot, scenario).snapshot.version)


@pytest.mark.parametrize(("change", "code", "words"), [
    (entry("n0ne000001", "target", "2027-01-01"), "gone", "no item, milestone or iteration has this id"),
    (entry(MVP, "tagret", "2027-01-01"), "unknown_field", "milestone has no field 'tagret'"),
    (entry(MVP, "title", "Other"), "unknown_field", "title belongs to what is"),
    (entry(MVP, "comments", "x"), "unknown_field", "comments belongs to what is"),
    (entry(MVP, "target", "+2w"), "bad_value", "not a calendar date"),
    (entry(MVP, "resolution", "fortnight"), "bad_value", "fortnight"),
    (entry(ITEM, "estimate", "-1"), "bad_value", "estimate"),
    (entry(ITEM, "milestone", "n0ne000001"), "bad_value", "is not here any more"),
    (entry(ITEM, "milestone", "Beta"), "bad_value", "nothing is called “Beta”"),
    (entry(MVP, "target", "2027-03-31", "2026-11-30"), "changed", "has changed since, from 30 Nov 2026 to 31 Dec 2026"),
])
def test_what_does_not_fit_is_named(change: dict[str, Any], code: str, words: str) -> None:
    snapshot, scenario = world(change)
    shown, misfits = with_changes(snapshot, scenario)
    assert [one.code for one in misfits] == [code]
    assert words in misfits[0].words
    assert of(shown, MVP)["target"] == ("2027-03-31" if code == "changed" else "2026-12-31")


def test_what_was_deleted_or_is_set_twice_is_named() -> None:
    stray = {"id": "zzzzzzzzzz", "record": ITEM, "field": "estimate", "to": "13"}
    snapshot, scenario = world(
        entry(OTHER, "estimate", "2"), entry(ITEM, "estimate", "8"), stray, {"id": "yyyyyyyyyy", "to": "no change at all"},
        **{OTHER: {"deleted_at": "2026-11-22T00:00:00Z"}},
    )
    shown, misfits = with_changes(snapshot, scenario)
    assert {one.code: one.change.record for one in misfits} == {"deleted": OTHER, "twice": ITEM}
    assert of(shown, ITEM)["estimate"] == 8  # that with the id which we give, wherever it stands
    assert "“13” does not count" in next(one.words for one in misfits if one.code == "twice")


def test_what_has_become_so_is_no_contradiction() -> None:
    snapshot, scenario = world(entry(MVP, "target", "2026-12-31", "2026-11-30"))
    good, misfits = fitting(snapshot, scenario)
    assert (misfits, good[0].is_so) == ((), True)


def test_a_change_goes_into_the_scenario_and_back_out() -> None:
    present, scenario = world(entry(MVP, "target", "2027-03-31", "2026-12-31"))
    shown = with_changes(present, scenario).snapshot
    planned = Change("Move MVP", (edit("milestone", MVP, shown, target="2027-06-30"), edit("item", ITEM, shown, milestone=None)))
    made = redirected(planned, scenario, present)
    assert [(one.kind, one.id) for one in made.edits] == [("scenario", SCENARIO)]
    after = apply(made, present)
    now = of(after, SCENARIO)
    assert {(one.record, one.field, one.to, one.was) for one in changes_of(now)} == {
        (MVP, "target", "2027-06-30", "2026-12-31"), (ITEM, "milestone", "", MVP),
    }
    undone = of(apply(inverse(made), after), SCENARIO)
    assert encode(undone.schema, undone.data) == encode(scenario.schema, scenario.data)
    back = with_changes(after, now).snapshot
    emptied = redirected(Change("Back", (
        edit("milestone", MVP, back, target="2026-12-31"), edit("item", ITEM, back, milestone=MVP),
    )), now, after)
    assert dict(emptied.edits[0].after) == {}


def test_what_follows_a_status_stays_out() -> None:
    present, scenario = world()
    change = Change("Drop", (edit("item", ITEM, present, status="dropped", started_at="2026-11-22T00:00:00Z", reasons=[{"id": "a"}]),))
    made = apply(redirected(change, scenario, present), present)
    assert [(one.field, one.to, one.was) for one in changes_of(of(made, SCENARIO))] == [("status", "dropped", "ready")]


@pytest.mark.parametrize(("made", "words"), [
    (Edit("item", "new0000001", None, {"title": "New"}), "no items of its own"),
    (Edit("item", ITEM, {}, {"deleted_at": "2026-11-22T00:00:00Z"}), "nothing is deleted in a what-if"),
    (Edit("item", ITEM, {"title": "Retries"}, {"title": "Retry"}), "title belongs to what is"),
    (Edit("item", ITEM, {}, {"comments": [{"id": "a"}]}), "comments belongs to what is"),
    (Edit("item", ITEM, {}, {"reasons": [{"id": "a"}]}), "belongs to what is"),
    (Edit("person", "ana0000001", {}, {"role": "ux"}), "not of people"),
])
def test_what_is_no_planning_is_refused_with_a_way(made: Edit, words: str) -> None:
    present, scenario = world()
    with pytest.raises(NotPlanned, match=words) as caught:
        redirected(Change("x", (made,)), scenario, present)
    assert "Escape" in str(caught.value)


def test_an_edit_of_the_scenario_itself_passes() -> None:
    present, scenario = world()
    change = Change("Rename", (Edit("scenario", SCENARIO, {"title": "Two teams"}, {"title": "One team"}),))
    assert redirected(change, scenario, present) is change


def test_deciding_anew_what_was_contradicted_settles_it() -> None:
    present, scenario = world(entry(MVP, "target", "2027-03-31", "2026-11-30"))
    assert with_changes(present, scenario).misfits
    shown = with_changes(present, scenario).snapshot
    made = apply(redirected(Change("x", (edit("milestone", MVP, shown, target="2027-09-30"),)), scenario, present), present)
    assert with_changes(made, of(made, SCENARIO)).misfits == ()


def merged(base: Record, ours: Record, theirs: Record) -> Record:
    data = merge(SCHEMA["scenario"], dict(base.data), dict(ours.data), dict(theirs.data))
    return Record("scenario", SCENARIO, data)


def in_clone(present: Snapshot, scenario: Record, kind: str, id: str, **fields: Any) -> Record:
    shown = with_changes(present, scenario).snapshot
    return of(apply(redirected(Change("x", (edit(kind, id, shown, **fields),)), scenario, present), present), SCENARIO)


def test_two_clones_change_the_same_scenario() -> None:
    present, scenario = world(entry(GA, "target", "2027-09-30", "2027-03-31"))
    ours = in_clone(present, scenario, "milestone", MVP, target="2027-06-30")
    theirs = in_clone(present, scenario, "item", ITEM, estimate=8)
    both = merged(scenario, ours, theirs)
    assert "conflicts" not in str(both.data)
    assert {(one.record, one.field, one.to) for one in changes_of(both)} == {
        (GA, "target", "2027-09-30"), (MVP, "target", "2027-06-30"), (ITEM, "estimate", "8"),
    }
    assert both == merged(scenario, theirs, ours)


def test_the_same_field_in_two_clones_is_one_entry_with_a_conflict() -> None:
    present, scenario = world()
    ours = in_clone(present, scenario, "milestone", MVP, target="2027-06-30")
    theirs = in_clone(present, scenario, "milestone", MVP, target="2027-09-30")
    both = merged(scenario, ours, theirs)
    assert len(both["changes"]) == 1
    assert all(value in str(both.data) for value in ("2027-06-30", "2027-09-30"))
    assert "conflicts" in str(both.data)
    good, misfits = fitting(present, both)
    assert [(one.code, one.is_shown) for one in misfits] == [("conflict", True)]
    assert [one.change.id for one in good] == [misfits[0].change.id]
    assert merged(scenario, ours, ours)["changes"] == ours["changes"]


TEXTS = st.sets(st.text("abc,[] é", min_size=1, max_size=5).map(str.strip).filter(bool), max_size=4).map(sorted)
VALUES = st.one_of(
    st.tuples(st.just("tags"), TEXTS), st.tuples(st.just("due"), st.dates().map(str)),
    st.tuples(st.just("rank"), st.text("aZ0", min_size=1)),
    st.tuples(st.just("estimate"), st.one_of(st.integers(0, 99), st.floats(0, 1e6, allow_nan=False))),
    st.tuples(st.just("priority"), st.sampled_from(SCHEMA["item"].fields["priority"].choices)),
    st.tuples(st.just("milestone"), st.sampled_from([MVP, GA])),
    st.tuples(st.just("depends_on"), st.sets(st.sampled_from([ITEM, OTHER])).map(sorted)),
    st.tuples(st.sampled_from(["tags", "due", "estimate", "milestone"]), st.none()),
)


@settings(max_examples=150)
@given(VALUES)
def test_a_value_is_read_as_it_was_written_down(given_value: tuple[str, Any]) -> None:
    name, value = given_value
    field = SCHEMA["item"].fields[name]
    snapshot, _ = world()
    read = from_text(snapshot, field, as_text(field, value))
    assert (read or None) == (value or None) or read == value


def test_changes_are_taken_out_by_id() -> None:
    _, scenario = world(entry(MVP, "target", "2027-03-31"), entry(ITEM, "estimate", "5"))
    assert [one["record"] for one in without(scenario, [change_id(MVP, "target")])] == [ITEM]
