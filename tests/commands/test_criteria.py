from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.criteria import criteria, in_order, without_criteria
from pmtui.domain.change import Change, apply, inverse

ENTRIES = [
    {"id": "ccccccccc1", "text": "second", "rank": "a1"}, {"id": "ccccccccc2", "text": "first", "rank": "a0", "done": True},
    {"id": "ccccccccc3", "text": "last"},
]
SNAPSHOT = world(("item", "aaaaaaaaa1", {"criteria": ENTRIES}), ("item", "aaaaaaaaa2", {}), ("persona", "eeeeeeeee1", {}))


def after(id: str = "aaaaaaaaa1", **given: Any) -> list[tuple[str, bool]]:
    record = SNAPSHOT.find(id)
    assert record is not None
    change = criteria(context(SNAPSHOT, selection=[record]), given)
    assert isinstance(change, Change)
    now = apply(change, SNAPSHOT)
    found = now.find(id)
    assert found is not None
    undone = apply(inverse(change), now).find(id)
    assert undone is not None
    assert undone.data == record.data
    return [(one["text"], one.get("done") is True) for one in in_order(found["criteria"])]


FIRST, SECOND, LAST = ("first", True), ("second", False), ("last", False)


@pytest.mark.parametrize(("given", "expected"), [
    ({"step": "tick", "entry": "ccccccccc1"}, [FIRST, ("second", True), LAST]),
    ({"step": "tick", "entry": "ccccccccc2"}, [("first", False), SECOND, LAST]),
    ({"step": "move", "entry": "ccccccccc2", "by": 1}, [SECOND, FIRST, LAST]),
    ({"step": "move", "entry": "ccccccccc3", "by": -2}, [LAST, FIRST, SECOND]),
    ({"step": "move", "entry": "ccccccccc2", "by": 99}, [SECOND, LAST, FIRST]),
    ({"step": "remove", "entry": "ccccccccc1"}, [FIRST, LAST]),
    ({"step": "edit", "entry": "ccccccccc1", "texts": [" 2nd "]}, [FIRST, ("2nd", False), LAST]),
    ({"step": "add", "texts": ["a", " ", "b\nc"], "after": "ccccccccc2"}, [FIRST, ("a", False), ("b c", False), SECOND, LAST]),
    ({"step": "add", "texts": ["a"]}, [FIRST, SECOND, LAST, ("a", False)]),
])
def test_steps(given: dict[str, Any], expected: list[tuple[str, bool]]) -> None:
    assert after(**given) == expected


def test_the_first_criterion() -> None:
    assert after("aaaaaaaaa2", step="add", texts=["a", "b"]) == [("a", False), ("b", False)]


@pytest.mark.parametrize("given", [
    {"step": "tick", "entry": "gone"}, {"step": "add", "texts": [" "]}, {"step": "edit", "entry": "ccccccccc1"},
])
def test_steps_that_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        after(**given)


def test_without_a_step_the_list_is_shown_of_one_record_alone() -> None:
    records = [record for id in ("aaaaaaaaa1", "aaaaaaaaa2") if (record := SNAPSHOT.find(id)) is not None]
    assert criteria(context(SNAPSHOT, selection=records[:1]), {}) == Effect("criteria", {"kind": "item", "id": "aaaaaaaaa1"})
    with pytest.raises(Refused, match="one record at a time"):
        criteria(context(SNAPSHOT, selection=records), {})
    persona = SNAPSHOT.find("eeeeeeeee1")
    assert persona is not None
    assert without_criteria(context(SNAPSHOT, cursor=persona)) == "personas have no criteria"
