"""Applying and rejecting scenarios, and setting values within one: each is one change, and nothing is lost silently."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused, why_not
from pmtui.commands.milestone_dates import Steps, moved
from pmtui.commands.scenario_plans import applied, made, opened, rejected, set_in
from pmtui.commands.what_if_limits import WHERE_TO, not_in_what_if
from pmtui.domain.change import Snapshot, apply, inverse
from pmtui.domain.records import Record
from pmtui.domain.scenario_values import change_id
from pmtui.domain.scenarios import changes_of
from tests.commands.world import context, world

MVP, GA, ITEM, OTHER, PLAN = "mvp0000001", "ga00000001", "tem0000001", "tem0000002", "scn0000001"


def entry(record: str, field: str, to: str, was: str = "") -> dict[str, Any]:
    return {"id": change_id(record, field), "record": record, "field": field, "from": was, "to": to}


def planned(*entries: dict[str, Any], **more: Any) -> Snapshot:
    return world(
        ("milestone", MVP, {"title": "MVP", "target": "2026-12-31"}),
        ("milestone", GA, {"title": "GA", "target": "2027-03-31", "depends_on": [MVP]}),
        ("item", ITEM, {"title": "Retries", "status": "ready", "milestone": MVP, "estimate": 3}),
        ("item", OTHER, {"title": "Export", "status": "ready", "milestone": GA}),
        ("scenario", PLAN, {"title": "Two teams", "changes": list(entries), **more}),
    )


def of(snapshot: Snapshot, id: str) -> Record:
    record = snapshot.find(id)
    assert record is not None
    return record


SLIP = entry(MVP, "target", "2027-01-31", "2026-12-31")
LATER = entry(GA, "target", "2027-06-30", "2027-03-31")
OUT = entry(ITEM, "milestone", "", MVP)


def test_all_is_applied_as_one_change_which_undo_takes_back() -> None:
    snapshot = planned(SLIP, LATER, OUT)
    change = applied(context(snapshot), {"ids": PLAN, "reasons": {MVP: "Ana is away", GA: "MVP is late"}})
    after = apply(change, snapshot)
    assert (of(after, MVP)["target"], of(after, GA)["target"], of(after, ITEM)["milestone"]) == ("2027-01-31", "2027-06-30", None)
    assert of(after, PLAN).status == "applied"
    assert [one["text"] for one in of(after, GA)["reasons"]] == [["MVP is late"]]
    assert "“Two teams”: 3 records" in change.title
    back = apply(inverse(change), after)
    assert all(dict(of(back, id).data) == dict(of(snapshot, id).data) for id in (MVP, GA, ITEM, PLAN))


def test_each_slip_asks_its_reason() -> None:
    snapshot = planned(SLIP, LATER, OUT)
    found = opened(context(snapshot), of(snapshot, PLAN))
    assert [words for _, words in found.reasons] == ["“MVP” slips, 31 Dec 2026 → 31 Jan 2027", "“GA” slips, 31 Mar 2027 → 30 Jun 2027"]
    with pytest.raises(Refused, match=r"“MVP” slips.*and 1 more, which needs a reason") as caught:
        applied(context(snapshot), {"ids": PLAN})
    assert caught.value.code == "missing_reason"
    assert applied(context(snapshot), {"ids": PLAN, "reason": "Less hands"}).edits


def test_what_was_changed_since_is_named_and_the_rest_can_be_applied() -> None:
    snapshot = planned(entry(MVP, "target", "2027-01-31", "2026-11-30"), OUT, entry("gone000001", "target", "2027-01-01"))
    with pytest.raises(Refused, match="target of “MVP” has changed since, from 30 Nov 2026 to 31 Dec 2026") as caught:
        applied(context(snapshot), {"ids": PLAN, "reason": "x"})
    assert (caught.value.code, "gone000001" in caught.value.words) == ("stale", True)
    after = apply(applied(context(snapshot), {"ids": PLAN, "rest": True}), snapshot)
    assert (of(after, MVP)["target"], of(after, ITEM)["milestone"]) == ("2026-12-31", None)


def test_two_links_that_make_a_circle_together_are_refused() -> None:
    snapshot = planned(entry(ITEM, "depends_on", OTHER), entry(OTHER, "depends_on", ITEM))
    with pytest.raises(Refused, match="lead back to itself"):
        applied(context(snapshot), {"ids": PLAN})


@pytest.mark.parametrize(("entries", "status", "words"), [
    ((), "draft", "changes nothing"), ((OUT,), "applied", "is applied already"), ((OUT,), "rejected", "is rejected already"),
    ((entry(ITEM, "milestone", MVP, GA),), "draft", "changes nothing"),
])
def test_there_is_nothing_to_apply(entries: tuple[dict[str, Any], ...], status: str, words: str) -> None:
    snapshot = planned(*entries, status=status)
    with pytest.raises(Refused, match=words):
        applied(context(snapshot), {"ids": PLAN})


def test_a_rejection_keeps_its_reason() -> None:
    snapshot = planned(OUT)
    with pytest.raises(Refused, match="needs a reason"):
        rejected(context(snapshot), of(snapshot, PLAN), " ")
    after = of(apply(rejected(context(snapshot), of(snapshot, PLAN), "Nobody is free"), snapshot), PLAN)
    assert (after.status, after["reasons"][0]["text"], len(changes_of(after))) == ("rejected", ["Nobody is free"], 1)


def test_values_are_set_within_a_scenario() -> None:
    snapshot = planned(SLIP)
    inside = apply(set_in(context(snapshot), {"scenario": PLAN, "ids": [ITEM, OTHER], "fields": ["milestone=GA", "estimate=5"]}), snapshot)
    assert {(one.record, one.field, one.to) for one in changes_of(of(inside, PLAN))} == {
        (MVP, "target", "2027-01-31"), (ITEM, "milestone", GA), (ITEM, "estimate", "5"), (OTHER, "estimate", "5"),
    }
    assert of(inside, ITEM)["estimate"] == 3
    dropped = apply(set_in(context(inside), {"scenario": PLAN, "ids": [ITEM], "fields": ["status=dropped"]}), inside)
    assert ("status", "dropped") in {(one.field, one.to) for one in changes_of(of(dropped, PLAN))}
    with pytest.raises(Refused, match="title belongs to what is"):
        set_in(context(snapshot), {"scenario": PLAN, "ids": [ITEM], "fields": ["title=x"]})
    with pytest.raises(Refused, match="--in SCENARIO is missing"):
        set_in(context(snapshot), {"ids": [ITEM], "fields": ["estimate=1"]})


def test_a_new_scenario_is_a_draft() -> None:
    snapshot = planned()
    change = made(context(snapshot), "Less in it")
    record = of(apply(change, snapshot), change.edits[0].id)
    assert (record.status, record.title, changes_of(record)) == ("draft", "Less in it", [])


def test_within_a_scenario_planning_needs_no_reason_and_nothing_else_is_done() -> None:
    snapshot = planned()
    inside = context(snapshot, screen="roadmap", layout="timeline", cursor=of(snapshot, MVP), kind="milestone", what_if="Two teams")
    assert moved(inside, [of(snapshot, MVP)], Steps(target=1)).edits
    allowed = {one.id for one in REGISTRY if not not_in_what_if(one)}
    assert {"roadmap.target_later", "record.milestone", "record.estimate", "rank.down", "history.undo", "timeline.zoom_in", "go.backlog",
            "roadmap.what_if", "scenario.apply", "workspace.sync"} <= allowed
    refused = {"record.comment", "record.delete", "record.add", "roadmap.review", "roadmap.export", "history.as_it_was", "app.settings",
               "record.form", "score.run", "record.new", "record.duplicate", "settings.set"}
    assert not refused & allowed
    assert {one for one in WHERE_TO if one not in REGISTRY.commands} == set()
    assert why_not(REGISTRY["record.add"], inside) == "a what-if adds no records: Escape and add it today; V then plans with it"
    assert why_not(REGISTRY["record.delete"], inside) == "a what-if deletes nothing: s says that it is dropped or cancelled"
    assert max(map(len, WHERE_TO.values())) <= 90
