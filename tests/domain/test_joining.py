"""Two records that are one: what goes over, who pointed to the other, what a copy and a part have."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.dependencies import circles
from pmtui.domain.joining import copied, gained, joined, offered_parts, original_of, part_of, with_entries, without_criteria
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

A, B, C, D = "aaaaaaaaa1", "bbbbbbbbb1", "ccccccccc1", "ddddddddd1"


def snapshot(*records: Record) -> Snapshot:
    documents: dict[str, dict[str, Any]] = {}
    for one in records:
        documents.setdefault(one.kind, {})[one.id] = dict(one.data)
    return Snapshot(MemorySource(documents))


def item(id: str, **fields: Any) -> Record:
    return Record("item", id, {"id": id, "title": id[:1], **fields})


def feedback(id: str, **fields: Any) -> Record:
    return Record("feedback", id, {"id": id, "title": id[:1], **fields})


def test_voters_comments_and_links_follow_a_duplicate_and_its_customer_becomes_a_voter() -> None:
    ours = feedback(A, voters=["bo"], customer="Ada")
    theirs = feedback(
        B, voters=["cy", "bo"], customer="Dee", linked=["iiiiiiiii1"], company="Acme", body=["more"], tags=["x"],
        comments=[{"id": "c1", "text": ["too"]}], urls=[{"id": "u1", "url": "https://a.example"}],
    )
    assert gained(ours, theirs, is_whole=False) == {
        "voters": ["Dee", "bo", "cy"], "linked": ["iiiiiiiii1"], "comments": [{"id": "c1", "text": ["too"]}],
        "urls": [{"id": "u1", "url": "https://a.example"}],
    }


def test_a_merge_fills_blanks_unites_sets_and_appends_texts() -> None:
    ours = item(A, estimate=3, body=["mine"], tags=["a"], criteria=[{"id": "k1", "text": "One", "rank": "a0", "done": True}])
    theirs = item(
        B, estimate=5, priority="high", due="2027-01-01", body=["yours"], tags=["b"], started_at="2026-01-01T00:00:00Z", rank="a9",
        criteria=[{"id": "k3", "text": "Three", "rank": "a1"}, {"id": "k2", "text": "Two", "rank": "a0"}],
    )
    values = gained(ours, theirs, is_whole=True)
    assert values.pop("criteria") == [
        {"id": "k1", "text": "One", "rank": "a0", "done": True}, {"id": "k2", "text": "Two", "rank": "a1"},
        {"id": "k3", "text": "Three", "rank": "a2"},
    ]
    assert values == {"priority": "high", "due": "2027-01-01", "body": ["mine", "", "From “b”:", "", "yours"], "tags": ["a", "b"]}


def test_who_pointed_to_the_other_points_to_the_one_that_is_kept() -> None:
    child, waiting = item(C, parent=B), item(D, depends_on=[A, B])
    heard = feedback("fffffffff1", linked=[B])
    found = joined(item(A), [item(B)], snapshot(item(A), item(B), child, waiting, heard), is_whole=False)
    assert found.kept == {}
    assert {(one.id, str(values)) for one, values in found.others} == {
        (C, str({"parent": A})), (D, str({"depends_on": [A]})), ("fffffffff1", str({"linked": [A]})),
    }


def test_no_record_comes_to_point_to_itself_or_round_in_a_circle() -> None:
    keep, gone = item(A, depends_on=[B]), item(B, depends_on=[C], parent=A)
    found = joined(keep, [gone], snapshot(keep, gone, item(C, depends_on=[A])), is_whole=True)
    assert found.kept == {"depends_on": []}
    assert found.left == ("depends on",)
    keep, gone, third = item(A, depends_on=[C]), item(B), item(C, depends_on=[B])
    found = joined(keep, [gone], snapshot(keep, gone, third), is_whole=True)
    assert found == ({}, (), ("depends on of “c”",))


def test_several_are_joined_one_after_the_other() -> None:
    others = [feedback(B, customer="Bo"), feedback(C, voters=["Cy"])]
    found = joined(feedback(A), others, snapshot(feedback(A), *others), is_whole=False)
    assert found.kept == {"voters": ["Bo", "Cy"]}


def test_the_original_is_found_at_the_end_of_a_chain_and_in_a_circle() -> None:
    data = snapshot(item(A, duplicate_of=B), item(B, duplicate_of=C), item(C))
    assert original_of(item(A, duplicate_of=B), data).id == C
    assert original_of(item(C), data).id == C
    data = snapshot(item(A, duplicate_of=B), item(B, duplicate_of=A))
    assert original_of(item(A, duplicate_of=B), data).id == B


def test_a_copy_is_of_what_the_item_is_for_and_not_of_what_happened_to_it() -> None:
    record = item(
        A, status="doing", estimate=3, rank="a0", started_at="2026-01-01T00:00:00Z", comments=[{"id": "c1", "text": ["x"]}],
        criteria=[{"id": "k1", "text": "One", "done": True}], conflicts={"title": {}}, ballots=[{"id": "b1"}], own="kept",
    )
    assert copied(record) == {"title": "a (copy)", "estimate": 3, "criteria": [{"id": "k1", "text": "One"}], "own": "kept"}
    assert copied(item(A, status="ready"))["status"] == "ready"


def test_parts_are_offered_from_open_criteria_and_from_lists() -> None:
    record = item(A, criteria=[{"id": "k2", "text": "Two", "rank": "a1"}, {"id": "k1", "text": "One", "rank": "a0"},
                               {"id": "k3", "text": "Done", "done": True}],
                  body=["# Head", "- First", "  - inner", "* [ ] **Second**: more", "- [x] ticked", "3. Third", "text. no", "- One"])
    assert offered_parts(record) == ["One", "Two", "First", "Second: more", "Third"]
    assert offered_parts(feedback(B, quote=["I want", "- export", "- import"])) == ["export", "import"]
    assert without_criteria(record, ["One", "Three"]) == [record["criteria"][0], record["criteria"][2]]
    assert without_criteria(record, ["Three"]) is None


def test_a_part_has_its_place_and_purpose_from_the_whole() -> None:
    whole = item(A, type="epic", status="inbox", milestone="mmmmmmmmm1", estimate=13, depends_on=[B])
    assert part_of(whole, " One\n") == {"title": "One", "type": "story", "parent": A, "milestone": "mmmmmmmmm1"}
    assert part_of(feedback(B, tags=["a"], customer="Bo"), "One") == {"title": "One", "tags": ["a"]}


ENTRIES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "text": st.sampled_from("xyz")}), max_size=4, unique_by=lambda one: one["id"],
)


@settings(max_examples=50, deadline=None)
@given(ENTRIES, ENTRIES)
def test_uniting_lists_keeps_all_that_was_said_and_is_idempotent(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    field = SCHEMA["item"].fields["criteria"]
    both = with_entries(field, ours, theirs)
    assert both[: len(ours)] == ours
    assert len({one["id"] for one in both}) == len(both)
    taken = {one["id"] for one in ours}
    assert {one["text"] for one in both} >= {one["text"] for one in theirs if one["id"] not in taken}
    assert with_entries(field, both, theirs) == both

IDS = [f"{letter}000000000" for letter in "abcdefgh"]


@st.composite
def webs(draw: st.DrawFn) -> list[Record]:
    """Items whose parents and dependencies make no circle: each points to earlier ones alone, in an order of their own."""
    order = draw(st.permutations(IDS))
    records = []
    for at, id in enumerate(order):
        earlier = st.sampled_from(order[:at]) if at else st.nothing()
        fields: dict[str, Any] = {"depends_on": sorted(draw(st.sets(earlier, max_size=3))) if at else []}
        if at and draw(st.booleans()):
            fields["parent"] = draw(earlier)
        records.append(item(id, **{name: value for name, value in fields.items() if value}))
    return records


def test_a_record_that_waits_for_two_of_those_that_it_takes_in_waits_for_none_of_them() -> None:
    keep, one, other = item(IDS[2], depends_on=[IDS[0], IDS[3]]), item(IDS[0]), item(IDS[3])
    assert joined(keep, [one, other], snapshot(keep, one, other), is_whole=True).kept == {"depends_on": []}


@settings(max_examples=1000 if os.environ.get("PMTUI_SOAK") else 20, deadline=None)
@given(webs(), st.permutations(IDS), st.integers(1, 3), st.booleans())
def test_no_merge_makes_a_circle_or_leaves_a_link_to_what_is_gone(web: list[Record], order: list[str], count: int, is_whole: bool) -> None:
    before = snapshot(*web)
    keep, *gone = (record for id in order[:count + 1] if (record := before.record("item", id)) is not None)
    found = joined(keep, gone, before, is_whole=is_whole)
    changed = [(keep, found.kept), *found.others]
    after = before.with_records([Record("item", one.id, {**one.data, **values}) for one, values in changed])
    table, ids = after.table("item"), {one.id for one in gone}
    assert circles(table, "depends_on") == []
    assert circles(table, "parent") == []
    pointing = [one for one in table if one.id not in ids and ids & {*(one["depends_on"] or ()), one["parent"]}]
    assert len(pointing) <= len(found.left), "a link to what is gone stays only where it is named"
    assert keep.id not in {*(table.get(keep.id)["depends_on"] or ()), table.get(keep.id)["parent"]}  # type: ignore[index]
