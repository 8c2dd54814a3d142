from __future__ import annotations

from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.styled_lines import text_of


def shown(id: str, **items: dict[str, Any]) -> str:
    documents = {one: {"id": one, "title": one.capitalize(), **fields} for one, fields in items.items()}
    snapshot = Snapshot(MemorySource({"item": documents}))
    record = snapshot.find(id)
    assert record is not None
    return text_of(detail_lines(record, snapshot, "2026-11-22", 60, with_backlinks=True))


def test_the_parts_of_an_item_stand_with_how_far_they_are_and_once() -> None:
    parts = {f"part{at}": {"parent": "epic", "rank": f"a{at}", "status": "done" if at < 2 else "doing", "estimate": at} for at in range(4)}
    text = shown("epic", epic={}, **parts)
    assert "parts       2/4 done · 1 of 6 points" in text
    assert text.count("Part3") == 1
    assert text.index("Part0") < text.index("Part3")
    assert "parts" not in shown("part0", epic={}, **parts)


def test_many_parts_are_counted() -> None:
    text = shown("epic", epic={}, **{f"part{at:02}": {"parent": "epic"} for at in range(20)})
    assert "0/20 done" in text
    assert "and 8 more" in text


def test_a_circle_is_told_with_the_way() -> None:
    text = shown("one", one={"depends_on": ["two"], "parent": "one"}, two={"depends_on": ["one"]})
    assert "depends on leads back to itself: “One” → “Two” → “One”" in " ".join(text.split())
    assert "parent leads back to itself: “One” → “One”" in " ".join(text.split())
