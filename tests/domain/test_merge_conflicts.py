from typing import Any

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import ABSENT, NoConflict, edited, merge, open_conflicts, resolved

ITEM = SCHEMA["item"]
ID = {"id": "4k3fq9x2ma"}
ABC = merge(ITEM, {**ID, "title": "a"}, {**ID, "title": "b"}, {**ID, "title": "c"})
"""Title b or c, shown c."""
DELETED = "2026-11-02T08:00:00Z"
INNER = merge(
    ITEM,
    {**ID, "criteria": [{"id": "k.1", "text": "a"}, {"id": "k2", "text": "z"}]},
    {**ID, "criteria": [{"id": "k.1", "text": "b"}, {"id": "k2", "text": "z"}]},
    {**ID, "criteria": [{"id": "k.1", "text": "c"}, {"id": "k2", "text": "z"}]},
)


def test_open_conflicts_are_told_with_what_is_shown_first() -> None:
    assert open_conflicts(ABC) == {"title": ["c", "b"]}
    assert open_conflicts(INNER) == {"criteria.k.1.text": ["c", "b"]}
    assert open_conflicts({**ID, "title": "a"}) == {}


def test_absent_is_a_candidate() -> None:
    kept = merge(ITEM, ID, {**ID, "deleted_at": DELETED}, {**ID, "title": "t"})
    assert open_conflicts(kept) == {"deleted_at": [ABSENT, DELETED]}
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"


def test_a_conflict_that_was_edited_away_is_not_open() -> None:
    assert open_conflicts({**ABC, "title": "by hand"}) == {}


def test_values_that_differ_in_their_tags_alone_are_one_to_people() -> None:
    one = {**ID, "title": "b", "settled": {"title": "11111111"}}
    both = merge(ITEM, {**ID, "title": "a"}, one, {**one, "settled": {"title": "22222222"}})
    assert len(both["conflicts"]["title"]["values"]) == 2
    assert open_conflicts(both) == {}


@pytest.mark.parametrize("nonsense", [
    5, "x", [], {"title": 3}, {"title": {"values": []}}, {"title": {"values": [5]}}, {"title": {}},
    {"title": {"values": [{"value": "t", "tag": 7}]}}, {"title": {"values": [{"value": "t"}], "by": "me"}},
])
def test_nonsense_is_no_conflict_and_survives_an_edit(nonsense: Any) -> None:
    data = {**ID, "title": "t", "conflicts": nonsense}
    assert open_conflicts(data) == open_conflicts(data, ITEM) == {}
    assert edited(ITEM, data, {"title": "u"}) == {**ID, "title": "u", "conflicts": nonsense}


def test_with_the_kind_defaults_count_as_absent() -> None:
    data = {**ID, "status": "inbox", "conflicts": {"status": {"base": {"value": "doing"}, "values": [{}, {"value": "zombie"}]}}}
    assert open_conflicts(data, ITEM) == {"status": [ABSENT, "zombie"]}


def test_an_edit_ends_the_conflict_and_is_tagged() -> None:
    after = edited(ITEM, ABC, {"title": "d"})
    assert after == {**ID, "title": "d", "settled": {"title": "bb1e46e7"}}
    assert edited(ITEM, ABC, {"title": "c"}) == {**after, "title": "c"}, "choosing what is shown is a choice, too"
    assert edited(ITEM, ABC, {"as_a": "buyer"}) == {**ABC, "as_a": "buyer"}


def test_the_next_edit_removes_the_tag() -> None:
    settled = edited(ITEM, ABC, {"title": "d"})
    assert edited(ITEM, settled, {"title": "e"}) == {**ID, "title": "e"}
    assert edited(ITEM, settled, {"title": "d"}) == settled


@pytest.mark.parametrize("nothing", [None, ABSENT, []])
def test_an_edit_can_clear(nothing: Any) -> None:
    assert edited(ITEM, {**ID, "title": "a", "body": ["x"]}, {"body": nothing}) == {**ID, "title": "a"}


def test_an_edit_of_a_conflict_that_was_ended_by_hand_is_a_plain_one() -> None:
    assert edited(ITEM, {**ABC, "title": "by hand"}, {"title": "again"}) == {**ID, "title": "again"}


def test_restoring_is_tagged_and_deleting_is_not() -> None:
    restored = edited(ITEM, {**ID, "deleted_at": DELETED}, {"deleted_at": None})
    assert restored == {**ID, "settled": {"deleted_at": restored["settled"]["deleted_at"]}}
    assert edited(ITEM, {**ID, "deleted_at": DELETED}, {"deleted_at": None}) == restored, "two who restore agree"
    assert edited(ITEM, restored, {"deleted_at": DELETED}) == {**ID, "deleted_at": DELETED}
    assert edited(ITEM, ID, {"deleted_at": DELETED}) == {**ID, "deleted_at": DELETED}


def test_a_restored_record_stays_when_another_clone_deletes_what_it_never_saw_deleted() -> None:
    restored = edited(ITEM, {**ID, "deleted_at": DELETED}, {"deleted_at": None})
    out = merge(ITEM, ID, restored, {**ID, "deleted_at": "2026-11-03T08:00:00Z"})
    assert open_conflicts(out) == {"deleted_at": [ABSENT, "2026-11-03T08:00:00Z"]}


def test_an_edit_of_a_whole_keyed_list_ends_the_conflicts_of_what_it_changed() -> None:
    first, second = INNER["criteria"]
    moved = edited(ITEM, INNER, {"criteria": [{"id": "k.1", "text": "c", "done": True}, {"id": "k2", "text": "zz"}]})
    assert moved["criteria"] == [{**first, "done": True}, {"id": "k2", "text": "zz"}]
    assert open_conflicts(moved) == {"criteria.k.1.text": ["c", "b"]}
    ended = edited(ITEM, INNER, {"criteria": [{**first, "text": "d"}, second, {"id": "k3", "text": "new"}]})
    assert ended["criteria"] == [{"id": "k.1", "text": "d", "settled": {"text": "bb1e46e7"}}, second, {"id": "k3", "text": "new"}]
    assert edited(ITEM, INNER, {"criteria": [second]})["criteria"] == [second]


def test_resolving_sets_the_value_and_the_tag() -> None:
    assert resolved(ITEM, ABC, "title", "b") == {**ID, "title": "b", "settled": {"title": "bb1e46e7"}}
    out = resolved(ITEM, INNER, "criteria.k.1.text", "b")
    assert out["criteria"] == [{"id": "k.1", "text": "b", "settled": {"text": "bb1e46e7"}}, {"id": "k2", "text": "z"}]


def test_resolving_a_deletion() -> None:
    kept = merge(ITEM, ID, {**ID, "deleted_at": DELETED}, {**ID, "title": "t"})
    alive, dead = resolved(ITEM, kept, "deleted_at", ABSENT), resolved(ITEM, kept, "deleted_at", DELETED)
    assert "deleted_at" not in alive
    assert dead["deleted_at"] == DELETED
    assert alive["settled"] == dead["settled"]
    assert open_conflicts(merge(ITEM, kept, alive, dead)) == {"deleted_at": [ABSENT, DELETED]}


@pytest.mark.parametrize("field", ["as_a", "title.", "criteria.k.1.text", "nonsense", "conflicts"])
def test_where_nothing_is_open_nothing_is_resolved(field: str) -> None:
    with pytest.raises(NoConflict, match=f"{field} has no open conflict"):
        resolved(ITEM, ABC, field, "x")


def test_what_the_merge_keeps_cannot_be_edited() -> None:
    with pytest.raises(ValueError, match="conflicts is kept by the merge"):
        edited(ITEM, ABC, {"conflicts": {}})
