"""Taking a change back: alone it is undone exactly, and what happened since stays where it can."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, given, settings

from pmtui.domain.canonical import compact, normal_record
from pmtui.domain.history import FieldChange, revised
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.taken_back import taken_back
from tests.domain.test_merge_properties import triples

ITEM = SCHEMA["item"]
BASE: dict[str, Any] = {
    "id": "4k3fq9x2ma",
    "title": "Retry",
    "tags": ["a", "b"],
    "body": ["one", "two", "three"],
    "criteria": [{"id": "c", "text": "Works", "done": True}],
}


def back(before: dict[str, Any], after: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    values = taken_back("item", now, revised(ITEM, [before], after)[1])
    return normal_record(ITEM, {name: value for name, value in {**now, **values}.items() if value is not None})


def test_sets_keep_what_others_did_to_them() -> None:
    after = {**BASE, "tags": ["b", "c"]}
    assert back(BASE, after, {**after, "tags": ["b", "c", "z"]})["tags"] == ["a", "b", "z"]


def test_of_a_text_only_the_lines_that_changed_change_back() -> None:
    after = {**BASE, "body": ["one", "2", "three"]}
    assert back(BASE, after, {**after, "body": ["one", "2", "three", "four"]})["body"] == ["one", "two", "three", "four"]
    assert back(BASE, after, {**after, "body": ["one", "zwei", "three"]})["body"] == ["one", "two", "three"]


def test_entries_come_back_go_and_get_their_values_back() -> None:
    without = {**BASE, "criteria": []}
    assert back(BASE, without, without)["criteria"] == BASE["criteria"]
    assert "criteria" not in back(without, BASE, BASE)
    changed = {**BASE, "criteria": [{"id": "c", "text": "Works offline"}]}
    other = {"id": "d", "text": "New"}
    now = {**changed, "criteria": [*changed["criteria"], other]}
    assert back(BASE, changed, now)["criteria"] == [*BASE["criteria"], other]
    assert taken_back("item", without, [FieldChange("criteria.c.text", "Works", "Else")]) == {"criteria": None}


def test_a_conflict_is_not_taken_back() -> None:
    assert taken_back("item", BASE, [FieldChange("title", "A", "B", "", "arose", ("B", "A"))]) == {}


@settings(max_examples=60, deadline=None, phases=(Phase.generate,))
@given(triples())
def test_a_change_that_is_the_last_one_is_undone_exactly(triple: Any) -> None:
    kind = SCHEMA[triple.name]
    sides = (_without_marks({name: one for name, one in side.items() if name != "reasons"}) for side in (triple.ours, triple.theirs))
    before, after = (normal_record(kind, {**side, "id": "4k3fq9x2ma"}) for side in sides)
    values = taken_back(kind.name, after, revised(kind, [before], after)[1])
    result = normal_record(kind, {name: one for name, one in {**after, **values}.items() if one is not None})
    assert compact(_without_marks(result)) == compact(_without_marks(before))


def _without_marks(data: Any) -> Any:
    if isinstance(data, dict):
        found = {name: _without_marks(one) for name, one in data.items() if name not in ("conflicts", "settled")}
        return {name: one for name, one in found.items() if one is not None and one != []}
    return [_without_marks(one) for one in data] if isinstance(data, list) else data
