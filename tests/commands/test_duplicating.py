from __future__ import annotations

from typing import Any

from world import NOW, context, world

from pmtui.commands.duplicating import duplicate
from pmtui.domain.change import Change, Snapshot, apply


def data(*ranks: str | None) -> Snapshot:
    more: dict[str, Any] = {
        "tags": ["pay"], "status": "doing", "estimate": 3, "criteria": [{"id": "ccccccccc1", "text": "told", "done": True, "rank": "a0"}],
        "comments": [{"id": "ccccccccc2", "text": ["hm"]}], "started_at": NOW,
    }
    return world(*(
        ("item", f"aaaaaaaaa{at}", {"title": f"Item {at}", **({"rank": rank} if rank else {}), **more}) for at, rank in enumerate(ranks)
    ))


def copies(snapshot: Snapshot, *numbers: int) -> tuple[Change, list[str]]:
    records = [record for at in numbers if (record := snapshot.find(f"aaaaaaaaa{at}")) is not None]
    change = duplicate(context(snapshot, selection=records), {})
    table = apply(change, snapshot).table("item")
    return change, [table.record(at).title for at in table.in_order()]


def test_a_copy_stands_below_its_original_and_has_what_it_is_for() -> None:
    change, titles = copies(data("a0", "a1", "a2"), 1)
    assert titles == ["Item 0", "Item 1", "Item 1 (copy)", "Item 2"]
    (edit,) = change.edits
    assert edit.before is None
    assert {name: edit.after.get(name) for name in ("tags", "estimate", "status", "comments", "started_at")} == {
        "tags": ["pay"], "estimate": 3, "status": None, "comments": None, "started_at": None,
    }
    assert [(one["text"], one.get("done")) for one in edit.after["criteria"]] == [("told", None)]
    assert change.title == "Duplicate “Item 1”"


def test_several_copies_are_one_change_whatever_their_ranks() -> None:
    change, titles = copies(data("a0", "a0", None), 0, 1, 2)
    assert titles == ["Item 0", "Item 0 (copy)", "Item 1", "Item 1 (copy)", "Item 2", "Item 2 (copy)"]
    assert change.title == "Duplicate 3 items"
    assert len({edit.id for edit in change.edits}) == len(change.edits)
