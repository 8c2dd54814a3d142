"""A merge computed anew: what a program lost comes back, what a person decided stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import compact, normal_record
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge, open_conflicts
from pmtui.domain.merge_recomputed import recomputed
from tests.conftest import IS_SOAK
from tests.domain.record_strategies import documents

ITEM = SCHEMA["item"]
BASE: dict[str, Any] = {"id": "4000000000", "title": "A", "status": "ready"}
DEAD, DEADER = "2026-11-22T09:30:00Z", "2026-11-22T10:30:00Z"


@st.composite
def versions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Base, ours, theirs and a merge of them by whatever program: each has some fields of the others."""
    found = [draw(documents(ITEM, "4000000000"))]
    for _ in range(3):
        fresh = draw(documents(ITEM, "4000000000", most=3))
        old = draw(st.sampled_from(found))
        kept = {name: value for name, value in old.items() if name == "id" or draw(st.booleans())}
        found.append({**kept, **fresh})
    return found


@given(versions())
@settings(max_examples=400 if IS_SOAK else 40)
def test_a_right_merge_stays_and_a_mended_one_is_right(sides: list[dict[str, Any]]) -> None:
    base, ours, theirs, made = sides
    whole = merge(ITEM, base, ours, theirs)
    assert recomputed(ITEM, base, ours, theirs, whole) == whole
    found = recomputed(ITEM, base, ours, theirs, made)
    assert recomputed(ITEM, base, ours, theirs, found) == found == recomputed(ITEM, base, theirs, ours, made)
    assert merge(ITEM, made, made, found) == found


@given(versions())
@settings(max_examples=400 if IS_SOAK else 40)
def test_what_one_side_alone_has_changed_is_there(sides: list[dict[str, Any]]) -> None:
    base, ours, theirs, made = (normal_record(ITEM, one) for one in sides)
    found = recomputed(ITEM, base, ours, theirs, made)
    for name, value in ours.items():
        old = [compact(one[name]) if name in one else "" for one in (base, theirs, made)]
        if len(set(old)) == 1 and compact(value) != old[0] and name not in ("deleted_at", "conflicts", "settled"):
            assert compact(found[name]) == compact(value)


@pytest.mark.parametrize(("ours", "theirs", "made", "wanted"), [
    ({"title": "O"}, {"status": "doing"}, {"title": "O"}, {"title": "O", "status": "doing"}),
    ({"title": "O"}, {"title": "T", "status": "doing"}, {"title": "O"}, {"title": "O", "status": "doing"}),
    ({"title": "O"}, {"title": "T"}, {"title": "By hand"}, {"title": "By hand"}),
    ({"title": "O"}, {"status": "doing"}, {"title": "By hand", "status": "doing"}, {"title": "By hand", "status": "doing"}),
    ({"rank": "h1"}, {"rank": "h2"}, {"rank": "h2"}, {"rank": "h2"}),
    ({"tags": ["o"]}, {"tags": ["t"]}, {"tags": ["o", "own"]}, {"tags": ["o", "own", "t"]}),
    ({"body": ["o"]}, {"body": ["t"]}, {"body": ["t", "own", "o"]}, {"body": ["t", "own", "o"]}),
    ({"deleted_at": DEAD}, {}, {}, {"deleted_at": DEAD}),
    ({"deleted_at": DEAD}, {"title": "T"}, {"title": "T"}, {"title": "T"}),
    ({"deleted_at": DEAD}, {"title": "T"}, {"title": "T", "deleted_at": DEADER}, {"title": "T", "deleted_at": DEADER}),
    ({"comments": [{"id": "1", "text": ["o"]}]}, {"comments": [{"id": "2", "text": ["t"]}]}, {"comments": [{"id": "2", "text": ["t"]}]},
     {"comments": [{"id": "1", "text": ["o"]}, {"id": "2", "text": ["t"]}]}),
])
def test_decisions_stand_and_losses_come_back(
    ours: dict[str, Any], theirs: dict[str, Any], made: dict[str, Any], wanted: dict[str, Any]
) -> None:
    found = recomputed(ITEM, BASE, {**BASE, **ours}, {**BASE, **theirs}, {**BASE, **made})
    if ours.get("deleted_at") and theirs == made:
        assert open_conflicts(found, ITEM).keys() <= {"deleted_at"}
        found.pop("conflicts", None)
    assert found == normal_record(ITEM, {**BASE, **wanted})


def test_a_deletion_that_a_text_merge_kept_beside_an_edit_is_a_conflict() -> None:
    found = recomputed(ITEM, BASE, {**BASE, "deleted_at": DEAD}, {**BASE, "title": "T"}, {**BASE, "title": "T", "deleted_at": DEAD})
    assert list(open_conflicts(found, ITEM)) == ["deleted_at"]
    assert "deleted_at" not in found


def test_what_is_no_set_of_words_is_taken_whole() -> None:
    ours = {**BASE, "problems": [None, None]}  # from a hostile file: twice the same is kept as it stands
    assert recomputed(ITEM, BASE, ours, BASE, BASE)["problems"] == [None, None]


def test_a_conflict_that_is_still_open_stays_open() -> None:
    ours, theirs = {**BASE, "title": "O"}, {**BASE, "title": "T"}
    whole = merge(ITEM, BASE, ours, theirs)
    assert recomputed(ITEM, BASE, ours, {**theirs, "tags": ["t"]}, whole) == {**whole, "tags": ["t"]}
