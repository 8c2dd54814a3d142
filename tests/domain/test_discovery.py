from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.discovery import (
    NO_TRIALS,
    Trials,
    Work,
    linked_counts,
    newest_evidence,
    quote_count,
    records_linked_to,
    trials_of_hypotheses,
    work_on_problems,
)

GONE = "2026-11-01T09:00:00Z"


def snapshot(**kinds: Mapping[str, dict[str, Any]]) -> Snapshot:
    return Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in kinds.items()}))


def test_work_counts_what_lives_and_was_not_dropped() -> None:
    found = work_on_problems(snapshot(
        problem={"p": {}, "q": {}},
        hypothesis={"h1": {"problem": "p"}, "h2": {"problem": "p", "deleted_at": GONE}, "h3": {"problem": "q", "status": "refuted"}},
        item={
            "b1": {"problems": ["p", "q"], "status": "done"}, "b2": {"problems": ["p"], "status": "doing"}, "b3": {},
            "b4": {"problems": ["p"], "status": "dropped"}, "b5": {"problems": ["p"], "deleted_at": GONE},
        },
    ))
    assert [found.of(id) for id in "pqr"] == [Work(1, 2, 1), Work(1, 1, 1), Work(0, 0, 0)]


def test_counts_follow_a_change_and_are_kept_where_nothing_changed() -> None:
    before = snapshot(problem={"p": {"title": "x"}}, hypothesis={"h": {"problem": "p"}}, item={"b": {"problems": ["p"]}})
    counted = linked_counts(before.table("item"), "problems")
    assert (counted, work_on_problems(before).of("p")) == ({"p": 1}, Work(1, 1, 0))
    trials = trials_of_hypotheses(before)
    renamed = apply(Change("", (Edit("problem", "p", {"title": "x"}, {"title": "y"}),)), before)
    assert trials_of_hypotheses(renamed) is trials
    moved = apply(Change("", (Edit("hypothesis", "h", {"problem": "p"}, {}),)), renamed)
    assert work_on_problems(moved).of("p") == Work(0, 1, 0)
    done = apply(Change("", (Edit("item", "b", {}, {"status": "done"}),)), moved)
    assert work_on_problems(done).of("p") == Work(0, 1, 1)
    assert work_on_problems(before).of("p") == Work(1, 1, 0)


def test_evidence_is_counted_from_the_column_and_dated_from_the_record() -> None:
    evidence = [{"id": "e1", "at": "2026-10-02T08:00:00Z"}, {"id": "e2", "at": "2026-11-05T08:00:00Z"}, {"id": "e3", "quote": ["no day"]}]
    data = snapshot(problem={"p": {"evidence": evidence}, "q": {}, "r": {"evidence": [{"id": "e4"}]}})
    problems = data.table("problem")
    assert [quote_count(problems, problems.position(id)) for id in "pqr"] == [3, 0, 1]  # type: ignore[arg-type]
    assert [newest_evidence(data.record("problem", id)) for id in "pqr"] == ["2026-11-05", "", ""]  # type: ignore[arg-type]


def test_of_several_experiments_the_running_one_speaks_then_the_one_that_ended_last() -> None:
    stopped = {"hypothesis": "h", "status": "stopped", "result": "lost", "end": "2026-11-20"}
    experiments: dict[str, dict[str, Any]] = {
        "x1": {**stopped, "result": "won", "end": "2026-09-01"}, "x2": stopped, "x3": {"hypothesis": "h", "created_at": GONE},
        "x4": {"hypothesis": "h", "status": "running", "start": "2026-10-01", "deleted_at": GONE}, "x5": {"status": "running"},
    }
    assert trials_of_hypotheses(snapshot(experiment=experiments)).of("h") == Trials(3, "x2", "stopped", "lost")
    experiments["x6"] = {"hypothesis": "h", "status": "running", "start": "2026-10-01"}
    found = trials_of_hypotheses(snapshot(experiment=experiments))
    assert found.of("h") == Trials(4, "x6", "running", "")
    assert found.of("other") == NO_TRIALS


def test_linked_records_come_in_their_own_order_without_deleted_ones() -> None:
    data = snapshot(item={
        "b1": {"problems": ["p"], "rank": "a2"}, "b2": {"problems": ["o", "p"], "rank": "a1"},
        "b3": {"problems": ["p"], "rank": "a0", "deleted_at": GONE}, "b4": {"problems": ["pp"], "rank": "a3"},
    })
    assert [one.id for one in records_linked_to(data, "item", "problems", "p")] == ["b2", "b1"]
    assert records_linked_to(data, "item", "problems", "nothing") == []
    assert records_linked_to(data, "hypothesis", "problem", "p") == []


@given(st.lists(st.tuples(st.lists(st.sampled_from("pqrst"), max_size=3, unique=True), st.booleans()), max_size=40), st.booleans())
def test_linked_counts_are_those_of_counting_one_by_one(rows: list[tuple[list[str], bool]], is_varied: bool) -> None:
    items: dict[str, dict[str, Any]] = {}
    for at, (problems, is_deleted) in enumerate(rows):
        linked = [*problems, f"only{at}"] if is_varied else problems  # distinct values have no codes in a long column
        items[f"{at:03}"] = {"problems": sorted(linked), **({"deleted_at": GONE} if is_deleted else {})}
    expected: dict[str, int] = {}
    for data in items.values():
        for id in data["problems"] if "deleted_at" not in data else ():
            expected[id] = expected.get(id, 0) + 1
    assert linked_counts(snapshot(item=items).table("item"), "problems") == expected
