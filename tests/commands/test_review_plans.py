"""The plans of a review: updates, decisions, actions and the marker; each is one change."""

from __future__ import annotations

import pytest
from world import NOW, context, world

from pmtui.commands.core import Refused
from pmtui.commands.review_plans import action, decided, finished, updated
from pmtui.domain.change import apply, inverse
from pmtui.domain.milestone_review import changes_of
from pmtui.domain.review import Since, last_marker
from pmtui.domain.review_actions import actions_for
from pmtui.domain.review_minutes import minutes_of
from pmtui.domain.roadmap import progress_by_milestone

SNAPSHOT = world(
    ("milestone", "mmmmmmmmm1", {"health": "on_track"}), ("person", "ppppppppp1", {"title": "Ana", "handle": "ana"}),
    ("person", "ppppppppp2", {"title": "Bo", "handle": "bo"}),
)


def test_an_update_keeps_words_and_health_together_and_is_undone_whole() -> None:
    record = SNAPSHOT.record("milestone", "mmmmmmmmm1")
    assert record is not None
    change = updated(context(SNAPSHOT), record, "Slow\n", "at_risk")
    after = apply(change, SNAPSHOT)
    found = after.record("milestone", "mmmmmmmmm1")
    assert found is not None
    assert found["health"] == "at_risk"
    assert [(one["at"], one["by"], one["text"], one["health"]) for one in found["updates"]] == [(NOW, "ana", ["Slow"], "at_risk")]
    assert apply(inverse(change), after).record("milestone", "mmmmmmmmm1") == record
    for text, health in (("", ""), (" ", "on_track")):
        with pytest.raises(Refused):
            updated(context(SNAPSHOT), record, text, health)


def test_a_decision_without_a_reason_stays_a_question() -> None:
    change = decided(context(SNAPSHOT), {"title": " Ship  it ", "because": "", "approver": ""}, ["mmmmmmmmm1"], ["ppppppppp1"])
    (edit,) = change.edits
    assert edit.after["title"] == "Ship it"
    assert "status" not in edit.after
    assert (edit.after["about"], edit.after["contributors"]) == (["mmmmmmmmm1"], ["ppppppppp1"])
    given = {"title": "Ship it", "because": "It is late\nand cheap", "approver": "ppppppppp2"}
    (edit,) = decided(context(SNAPSHOT), given, [], ["ppppppppp1", "ppppppppp2"]).edits
    assert (edit.after["status"], edit.after["chosen"], edit.after["because"]) == ("decided", "Ship it", ["It is late", "and cheap"])
    assert (edit.after["approver"], edit.after["contributors"]) == ("ppppppppp2", ["ppppppppp1"])
    assert edit.after["reasons"][0]["to"] == "decided"
    with pytest.raises(Refused, match="title"):
        decided(context(SNAPSHOT), {"title": " "}, [], [])


def test_an_action_is_an_item_of_the_inbox_that_names_the_milestone_and_is_no_scope_of_it() -> None:
    change = action(context(SNAPSHOT), "Tell the auditors #tax @bo", "mmmmmmmmm1")
    data = change.edits[0].after
    assert (data["title"], data["type"], data["tags"], data.get("milestone")) == ("Tell the auditors", "task", ["action", "tax"], None)
    assert "status" not in data, "new items begin in the inbox"
    after = apply(change, SNAPSHOT)
    milestone = after.record("milestone", "mmmmmmmmm1")
    assert milestone is not None
    assert [one.title for one in actions_for(milestone, after)] == ["Tell the auditors"]
    assert [one.words for one in changes_of(milestone, after, None, NOW)] == ["still to do: Tell the auditors"]
    assert not progress_by_milestone(after.table("item"))
    (note,) = minutes_of(after, [], [("item", change.edits[0].id)], {}, NOW, ()).actions
    assert note.said == "Bo, for mmmmmmmmm1"
    planned = action(context(SNAPSHOT), "Tell the auditors >mmmmmmmmm1", "mmmmmmmmm1").edits[0].after
    assert (planned["milestone"], "body" in planned) == ("mmmmmmmmm1", False), "who plans it says so"
    with pytest.raises(Refused):
        action(context(SNAPSHOT), "  ", "mmmmmmmmm1")


def test_the_marker_is_where_the_next_review_begins() -> None:
    change = finished(context(SNAPSHOT), Since("2026-11-08T10:00:00Z"), ["ppppppppp2", "ppppppppp1"], "# Digest\n\n- one\n")
    after = apply(change, SNAPSHOT)
    found = last_marker(after, NOW)
    assert found is not None
    assert found.at == NOW
    record = after.record("review", found.review)
    assert record is not None
    assert (record["since"], record["attendees"], record["digest"]) == (
        "2026-11-08T10:00:00Z", ["ppppppppp1", "ppppppppp2"], ["# Digest", "", "- one"],
    )
    assert last_marker(apply(inverse(change), after), NOW) is None
