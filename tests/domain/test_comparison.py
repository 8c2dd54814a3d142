"""What became of the work between two moments, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.comparison import GROUPS, KINDS, Comparison, Finding, compared, linked_titles
from pmtui.domain.comparison_words import TITLES, lines, notes, summary, words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Fault, MemoryRows
from pmtui.formats.comparison_markdown import comparison_markdown

Records = Mapping[str, Mapping[str, Mapping[str, Any]]]
A, B, C, D = (letter * 10 for letter in "abcd")


def snapshot(**kinds: Mapping[str, Mapping[str, Any]]) -> Snapshot:
    whole = {kind: {id: {"id": id, "title": id[:1].upper(), **fields} for id, fields in records.items()} for kind, records in kinds.items()}
    return Snapshot(MemorySource(whole))


def items(**fields: Mapping[str, Any]) -> Snapshot:
    return snapshot(item={name * 10: one for name, one in fields.items()})


def found(before: Snapshot, after: Snapshot) -> list[tuple[Any, ...]]:
    return [(one.group, one.title, one.field, one.before, one.after, one.days) for one in compared(before, after).findings]


def told(before: Snapshot, after: Snapshot) -> list[str]:
    comparison = compared(before, after)
    return lines(comparison, linked_titles(comparison, before, after), lambda id: id[:3])


def test_every_kind_and_group_has_its_place_and_words() -> None:
    assert set(KINDS) == set(SCHEMA.kinds)
    assert set(TITLES) == set(GROUPS)


def test_nothing_changed() -> None:
    one = items(a={"status": "ready", "rank": "a0"})
    assert compared(one, items(a={"status": "ready", "rank": "a0"})) == Comparison((), (0, 0))
    assert summary(compared(one, one)) == "nothing changed"


@pytest.mark.parametrize(("before", "after", "expected"), [
    ({}, {"a": {}}, [("added", "A", "", None, None, None)]),
    ({"a": {}}, {}, [("dropped", "A", "", None, None, None)]),
    ({"a": {}}, {"a": {"deleted_at": "2026"}}, [("dropped", "A", "deleted_at", None, "2026", None)]),
    ({"a": {"deleted_at": "2026"}}, {"a": {}}, [("added", "A", "deleted_at", "2026", None, None)]),
    ({"a": {"deleted_at": "2026"}}, {}, []),
    ({}, {"a": {"deleted_at": "2026"}}, []),
    ({"a": {"deleted_at": "2026"}}, {"a": {"deleted_at": "2027", "title": "Other"}}, []),
    ({"a": {"status": "doing"}}, {"a": {"status": "done"}}, [("done", "A", "status", "doing", "done", None)]),
    ({"a": {"status": "doing"}}, {"a": {"status": "dropped"}}, [("dropped", "A", "status", "doing", "dropped", None)]),
    ({"a": {"status": "done"}}, {"a": {"status": "doing"}}, [("restatused", "A", "status", "done", "doing", None)]),
    ({"a": {}}, {"a": {"status": "ready"}}, [("restatused", "A", "status", "inbox", "ready", None)]),
    ({"a": {"status": "ready"}}, {"a": {"status": "odd"}}, [("restatused", "A", "status", "ready", "odd", None)]),
    ({}, {"a": {"status": "done"}}, [("done", "A", "status", None, "done", None), ("added", "A", "", None, None, None)]),
    ({"a": {}}, {"a": {"title": "Z"}}, [("retitled", "Z", "title", "A", "Z", None)]),
    ({"a": {"milestone": B}}, {"a": {}}, [("moved", "A", "milestone", B, None, None)]),
])
def test_what_becomes_of_one_record(before: dict[str, Any], after: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert found(items(**before), items(**after)) == expected


def test_scores_from_to() -> None:
    inputs = {"reach": 500, "impact": 2, "confidence": 80}
    assert found(items(a=inputs), items(a={**inputs, "effort": 2})) == [("rescored", "A", "rice", None, 400, None)]
    problem = snapshot(problem={A: {"importance": 8, "satisfaction": 3}}), snapshot(problem={A: {"importance": 8, "satisfaction": 6}})
    assert found(*problem) == [("rescored", "A", "opportunity", 13, 10, None)]


@pytest.mark.parametrize(("before", "after", "days", "said"), [
    ({"target": "2026-12-03"}, {"target": "2027-02-02"}, 61, "61 days later, 3 Dec 2026 → 2 Feb 2027"),
    ({"target": "2026-12-03"}, {"target": "2026-12-02"}, -1, "1 day earlier, 3 Dec 2026 → 2 Dec 2026"),
    ({"target": "2026-12-31", "resolution": "quarter"}, {"target": "2027-03-31", "resolution": "quarter"}, 90,
     "90 days later, Q4 2026 → Q1 2027"),
    ({"target": "2026-12-31", "resolution": "quarter"}, {"target": "2026-12-15", "resolution": "day"}, -16,
     "16 days earlier, Q4 2026 → 15 Dec 2026"),
    ({}, {"target": "2026-12-15"}, None, "no target → 15 Dec 2026"),
    ({"target": "2026-12-15"}, {}, None, "15 Dec 2026 → no target"),
])
def test_slips_in_days(before: dict[str, Any], after: dict[str, Any], days: int | None, said: str) -> None:
    (one,) = compared(snapshot(milestone={A: before}), snapshot(milestone={A: after})).findings
    assert (one.group, one.days, words(one, {})) == ("slipped", days, said)
    assert (one.before, one.after) == (before.get("target"), after.get("target"))


def test_the_same_last_day_at_another_resolution_is_no_slip() -> None:
    before = snapshot(milestone={A: {"target": "2026-10-10", "resolution": "quarter"}})
    assert found(before, snapshot(milestone={A: {"target": "2026-12-31", "resolution": "quarter"}})) == []
    assert found(before, snapshot(milestone={A: {"target": "2026-12-31"}})) == []


def test_only_what_was_moved_has_moved() -> None:
    before = items(a={"rank": "a1"}, b={"rank": "a2"}, c={"rank": "a3"}, d={"rank": "a4", "status": "done"})
    after = items(c={"rank": "a0"}, a={"rank": "a1"}, b={"rank": "a2"}, d={"rank": "Z", "status": "done"})
    assert found(before, after) == [("moved", "C", "rank", 3, 1, None)]


def test_new_keys_at_the_same_places_and_new_neighbours_move_nothing() -> None:
    before = items(a={"rank": "a1"}, b={"rank": "a2"})
    assert found(before, items(a={"rank": "b1"}, b={"rank": "b2"})) == []
    assert [one[:2] for one in found(before, items(c={"rank": "Z"}, a={"rank": "a1"}, b={"rank": "a2"}))] == [("added", "C")]


def test_the_order_is_that_of_a_review() -> None:
    before = snapshot(
        milestone={A: {"target": "2026-12-01", "rank": "a0"}, B: {"target": "2026-12-01", "rank": "a1", "horizon": "now"}},
        item={C: {"status": "doing"}, D: {"status": "doing", "rank": "a1"}},
        problem={D: {"status": "solving"}},
    )
    after = snapshot(
        milestone={A: {"target": "2026-12-05", "rank": "a0"}, B: {"target": "2027-01-01", "rank": "a1", "horizon": "later"}},
        item={C: {"status": "done"}, D: {"status": "dropped", "rank": "a1"}, A: {"title": "New"}},
        problem={D: {"status": "solved"}},
    )
    assert told(before, after) == [
        "Done (2)", "  B-ccc  C · done", "  P-ddd  D · solved",
        "", "Later or earlier (2)", "  M-bbb  B · 31 days later, 1 Dec 2026 → 1 Jan 2027",
        "  M-aaa  A · 4 days later, 1 Dec 2026 → 5 Dec 2026",
        "", "Added (1)", "  B-aaa  New",
        "", "Dropped (1)", "  B-ddd  D · dropped",
        "", "Moved (1)", "  M-bbb  B · horizon now → later",
    ]
    assert summary(compared(before, after)) == "2 done · 2 later or earlier · 1 added · 1 dropped · 1 moved"


def test_milestones_are_called_by_their_titles() -> None:
    before = snapshot(item={A: {"milestone": B}}, milestone={B: {"title": "MVP"}})
    after = snapshot(item={A: {"milestone": C}}, milestone={B: {"title": "MVP"}})
    assert told(before, after) == ["Moved (1)", f"  B-aaa  A · milestone “MVP” → “{C}”"]


def test_markdown_is_the_same_each_time_and_titles_are_no_markup() -> None:
    before = items(a={"title": "Old"})
    after = items(a={"title": "*Bold* [x](y) <b>\n# no"}, b={"title": "New"})
    comparison = compared(before, after)
    text = comparison_markdown(comparison, {}, ("v1.0", "now"), lambda id: id[:4], "Acme")
    assert text == (
        "# Acme: what changed\n\nFrom v1.0 to now: 1 added · 1 renamed.\n\n## Added (1)\n\n- **New** (B-bbbb)\n\n"
        "## Renamed (1)\n\n- **\\*Bold\\* \\[x\\](y) \\<b> # no** (B-aaaa): was “Old”\n"
    )
    assert comparison_markdown(compared(before, after), {}, ("v1.0", "now"), lambda id: id[:4], "Acme") == text


def test_files_that_could_not_be_read_are_counted() -> None:
    after = Snapshot(MemorySource({})).with_rows("item", MemoryRows("item", {}, (Fault("backlog/a/b.json", "b", "broken"),)))
    comparison = compared(items(), after)
    assert comparison.unreadable == (0, 1)
    assert notes(comparison) == ["1 file that could not be read at the later point is left out"]


def test_odd_values_in_files_are_told_too() -> None:
    before = items(a={"milestone": 5, "status": "doing"})
    after = items(a={"milestone": ["x"], "status": "x_y"})
    moved = ["Moved (1)", "  B-aaa  A · milestone none → none"]
    assert told(before, after) == [*moved, "", "In another state (1)", "  B-aaa  A · doing → x y"]


_FIELDS = st.fixed_dictionaries({}, optional={
    "status": st.sampled_from(["inbox", "ready", "done", "dropped"]), "rank": st.sampled_from(["a0", "a1", "a2", "a3"]),
    "deleted_at": st.just("2026-01-01T00:00:00Z"), "milestone": st.sampled_from([A, B]), "title": st.sampled_from(["x", "y"]),
})
_ITEMS = st.dictionaries(st.sampled_from([A, B, C, D]), _FIELDS)


@given(_ITEMS, _ITEMS)
def test_back_and_forth_tell_of_the_same_records(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = snapshot(item=one), snapshot(item=other)
    there, back = compared(before, after), compared(after, before)

    def changed(comparison: Comparison, group: str) -> set[tuple[str, str]]:
        return {(each.id, each.field) for each in comparison.of(group)}

    assert changed(there, "moved") == changed(back, "moved")
    assert changed(there, "retitled") == changed(back, "retitled")
    gone = {each.id for each in there.of("dropped") if each.field in ("", "deleted_at")}
    assert gone == {each.id for each in back.of("added")}
    assert (there.findings == ()) == (back.findings == ())


@given(_ITEMS)
def test_a_moment_does_not_differ_from_itself(one: dict[str, Any]) -> None:
    assert compared(snapshot(item=one), snapshot(item=one)).findings == ()


def test_a_finding_says_something_unless_it_is_new() -> None:
    assert words(Finding("added", "item", A, "A"), {}) == ""
    assert words(Finding("dropped", "item", A, "A"), {}) == "removed for good"
    assert words(Finding("done", "item", A, "A", "status", None, "done"), {}) == "new, done"
    assert words(Finding("rescored", "item", A, "A", "rice", None, 12.5), {}) == "RICE n/a → 12.5"
