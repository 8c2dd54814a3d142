from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.criteria import in_order
from pmtui.commands.pasting import ITEMS, add_list, read_list
from pmtui.commands.records import add
from pmtui.domain.change import Change, Edit, MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA

SNAPSHOT = world(
    ("person", "ppppppppp1", {"title": "Ana", "handle": "ana"}), ("milestone", "mmmmmmmmm1", {"title": "MVP"}),
    ("item", "aaaaaaaaa1", {"title": "Checkout"}),
)
PLAN = """# Plan
- Retry payments #billing @ana 3pts >MVP
  Only cards.
  - [x] asks three times
  - [ ] tells the *customer*
  - Mail the customer
    - [ ] in German
- [x] Export
"""


def planned(text: str, **more: Any) -> dict[str, Edit]:
    change = add_list(context(SNAPSHOT), {"kind": "item", "text": text, **more})
    assert isinstance(change, Change)
    return {str(edit.after["title"]): edit for edit in change.edits}


def test_a_line_is_a_quick_add_line_and_what_is_nested_becomes_children_and_criteria() -> None:
    made = planned(PLAN)
    assert list(made) == ["Retry payments", "Mail the customer", "Export"]
    retry, mail = made["Retry payments"].after, made["Mail the customer"].after
    assert (retry["tags"], retry["assignee"], retry["estimate"], retry["milestone"]) == (["billing"], "ppppppppp1", 3, "mmmmmmmmm1")
    assert retry["body"] == ["Only cards."]
    criteria = sorted(retry["criteria"], key=lambda one: one["rank"])
    assert [(one["text"], one.get("done")) for one in criteria] == [("asks three times", True), ("tells the *customer*", None)]
    assert mail["parent"] == made["Retry payments"].id
    assert [one["text"] for one in mail["criteria"]] == ["in German"]
    assert (made["Export"].after["status"], made["Export"].after["done_at"]) == ("done", "2026-11-22T09:30:00Z")
    ranks = [edit.after["rank"] for edit in made.values()]
    assert ranks == sorted(ranks)
    assert all(edit.before is None for edit in made.values())


def test_nested_checkboxes_may_be_items() -> None:
    made = planned(PLAN, nested=ITEMS)
    assert "criteria" not in made["Retry payments"].after
    assert made["asks three times"].after["status"] == "done"
    assert made["in German"].after["parent"] == made["Mail the customer"].id


def test_kinds_without_parents_keep_nested_lines_as_text() -> None:
    found = read_list(context(SNAPSHOT), SCHEMA["problem"], "- Cards fail\n  often\n  - [ ] on Mondays\n")
    assert found.records == 1
    assert found.rows[0].values == {"title": "Cards fail", "body": ["often", "", "- [ ] on Mondays"]}


def test_what_no_sigil_means_stays_text_and_is_told() -> None:
    found = read_list(context(SNAPSHOT), SCHEMA["item"], "- Retry @nobody\n- #tag\n")
    assert [row.values["title"] for row in found.rows] == ["Retry @nobody", "#tag"]
    assert len(found.rows[0].line.mistakes) == 1  # type: ignore[union-attr]


def test_a_screen_shows_the_list_first() -> None:
    assert add_list(context(SNAPSHOT, screen="backlog"), {"pasted": "- a"}) == Effect("add_list", {"kind": "item", "text": "- a"})


@pytest.mark.parametrize(("given", "code"), [({"text": "# Only a head"}, "bad_value"), ({"text": "- a", "nested": "both"}, "bad_value")])
def test_what_cannot_be_added_is_refused(given: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        add_list(context(SNAPSHOT), given)
    assert refused.value.code == code


def test_templates_fill_what_a_line_leaves_blank() -> None:
    snapshot = Snapshot(MemorySource({}), settings={"templates": {
        "bug": {"body": "How to see it", "criteria": ["a test fails", "it passes"], "tags": ["bug"]},
    }})
    change = add_list(context(snapshot), {"kind": "item", "text": "- Crash !bug #pay\n- Slow !bug\n  - [ ] own\n- Story"})
    assert isinstance(change, Change)
    crash, slow, story = (edit.after for edit in change.edits)
    assert (crash["body"], crash["tags"], [one["text"] for one in in_order(crash["criteria"])]) == (
        ["How to see it"], ["bug", "pay"], ["a test fails", "it passes"],
    )
    assert [one["text"] for one in slow["criteria"]] == ["own"]
    assert "body" not in story
    one = add(context(snapshot), {"kind": "item", "title": "Crash", "fields": ["type=bug", "body=mine"]})
    assert isinstance(one, Change)
    assert (one.edits[0].after["body"], one.edits[0].after["tags"], len(one.edits[0].after["criteria"])) == (["mine"], ["bug"], 2)
