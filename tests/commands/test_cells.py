from __future__ import annotations

import pytest
from world import context, world

from pmtui.commands.cells import cell_field, editor_of, is_asked
from pmtui.commands.core import Effect, Refused
from pmtui.commands.records import set_fields
from pmtui.domain.kinds import SCHEMA

ITEM = SCHEMA["item"]
SNAPSHOT = world(
    ("item", "aaaaaaaaa1", {"title": "One", "depends_on": ["aaaaaaaaa2"]}), ("item", "aaaaaaaaa2", {"title": "Two"}),
    ("problem", "ppppppppp1", {}),
)


def edited(column: str, *ids: str) -> Effect:
    records = [record for id in ids or ("aaaaaaaaa1",) if (record := SNAPSHOT.find(id)) is not None]
    return editor_of(context(SNAPSHOT, selection=records, kind=records[0].kind), column)


def test_what_one_line_does_not_do_for_is_edited_where_it_can_be() -> None:
    assert edited("depends_on") == Effect("link", {"records": (("item", "aaaaaaaaa1"),), "field": "depends_on"})
    assert edited("criteria") == Effect("criteria", {"kind": "item", "id": "aaaaaaaaa1"})
    assert edited("body") == Effect("form", {"kind": "item", "id": "aaaaaaaaa1", "field": "body"})
    assert edited("rice", "aaaaaaaaa1", "aaaaaaaaa2") == Effect(
        "score", {"kind": "item", "ids": ["aaaaaaaaa1", "aaaaaaaaa2"], "method": "rice"},
    )
    assert edited("opportunity", "ppppppppp1").arguments["method"] == "opportunity"


@pytest.mark.parametrize(("column", "words"), [
    ("rank", "J and K"), ("id", "stays"), ("progress", "parts below it"), ("odd_one", "odd one is computed"),
])
def test_what_nobody_edits_says_what_does(column: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        edited(column)
    with pytest.raises(Refused, match="one record at a time"):
        edited("criteria", "aaaaaaaaa1", "aaaaaaaaa2")


def test_fields_that_are_asked_for() -> None:
    asked = [field.name for name in ITEM.fields if (field := cell_field(ITEM, name)) is not None and is_asked(field, SNAPSHOT)]
    assert {"title", "status", "estimate", "due", "tags", "milestone", "parent", "assignee"} <= {*asked}
    assert not {"depends_on", "problems", "criteria", "body", "rank", "created_at"} & {*asked}
    assert all(cell_field(ITEM, name) is None for name in ("id", "rank", "created_at", "progress"))


def test_a_circle_is_refused_on_the_command_line_too_and_one_that_is_there_stands_in_no_ones_way() -> None:
    with pytest.raises(Refused, match="depends on: that would lead back to itself: “Two” → “One” → “Two”"):
        set_fields(context(SNAPSHOT), {"ids": ["aaaaaaaaa2"], "fields": ["depends_on+=aaaaaaaaa1"]})
    with pytest.raises(Refused, match="parent: that would lead back to itself: “Two” → “Two”"):
        set_fields(context(SNAPSHOT), {"ids": ["aaaaaaaaa2"], "fields": ["parent=aaaaaaaaa2"]})
    one, two = "aaaaaaaaa1", "aaaaaaaaa2"
    circle = world(("item", one, {"depends_on": [two]}), ("item", two, {"depends_on": [one]}), ("item", "aaaaaaaaa3", {}))
    set_fields(context(circle), {"ids": [one], "fields": ["depends_on+=aaaaaaaaa3", "estimate=3"]})
