from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.chain import STEPS, TRACED
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.tracing import ALL, MOST_CHILDREN, Limits, Node, trace

CHAIN: dict[str, dict[str, dict[str, Any]]] = {
    "goal": {"g": {"title": "Fewer leave", "status": "active"}},
    "problem": {"p": {"title": "Locked out", "status": "validated", "goal": "g"}, "q": {"title": "Slow", "status": "captured"}},
    "hypothesis": {"h": {"title": "Retrying helps", "status": "testing", "problem": "p"}},
    "experiment": {"x": {"title": "Two arms", "hypothesis": "h"}},
    "item": {
        "a": {"title": "Retry", "status": "ready", "hypotheses": ["h"], "problems": ["p"], "milestone": "m", "rank": "a"},
        "b": {"title": "Tell them", "status": "ready", "problems": ["p"], "depends_on": ["a"], "rank": "b"},
        "c": {"title": "Button", "parent": "a", "status": "done", "rank": "c"},
        "z": {"title": "Gone", "problems": ["p"], "deleted_at": "2026-11-22T09:30:00Z"},
    },
    "milestone": {"m": {"title": "MVP", "goals": ["g"], "rank": "a"}, "n": {"title": "Later", "depends_on": ["m"], "rank": "b"}},
    "feedback": {"f": {"title": "A call", "linked": ["p"]}},
}


def world(documents: dict[str, dict[str, dict[str, Any]]]) -> Snapshot:
    return Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in documents.items()}))


def drawn(node: Node, depth: int = 0) -> list[str]:
    mark = " ^" if node.is_repeated else " ?" if node.is_missing else ""
    lines = [f"{'  ' * depth}{node.relation + ' ' if node.relation else ''}{node.id}{mark}"]
    for child in node.children:
        lines += drawn(child, depth + 1)
    lines += [f"{'  ' * (depth + 1)}! {words}" for words in node.gaps]
    return lines + ([f"{'  ' * (depth + 1)}+{node.more}"] if node.more else [])


def text(kind: str, id: str, is_up: bool, snapshot: Snapshot | None = None) -> str:
    snapshot = snapshot or world(CHAIN)
    record = snapshot.record(kind, id)
    assert record is not None
    found = trace(record, snapshot)
    return "\n".join(drawn(found.comes_from if is_up else found.leads_to))


@pytest.mark.parametrize(("kind", "id", "is_up", "wanted"), [
    ("goal", "g", False, """\
g
  p
    h
      x
      a
        m
          needed by n
        part c
        needed by b
          ! no milestone"""),
    ("problem", "q", False, "q\n  ! no hypothesis tests this problem\n  ! no item works on it"),
    ("problem", "p", True, "p\n  g\n  f"),
    ("item", "a", True, "a\n  h\n    p\n      g\n      f"),
    ("item", "c", True, "c\n  part of a\n    h\n      p\n        g\n        f\n  ! no problem and no hypothesis: an opinion"),
    ("milestone", "n", True, """\
n
  depends on m
    a
      h
        p
          g
          f
  ! no goal: what does it serve?
  ! no item is planned for it"""),
    ("feedback", "f", False, "f\n  p\n    h\n      x\n      a\n        m\n          needed by n\n        part c\n"
     "        needed by b\n          ! no milestone"),
])
def test_the_chain(kind: str, id: str, is_up: bool, wanted: str) -> None:
    assert text(kind, id, is_up) == wanted


def test_a_cycle_ends_and_a_missing_record_is_named() -> None:
    ring = world({"item": {"a": {"title": "a", "depends_on": ["b", "gone"]}, "b": {"title": "b", "depends_on": ["a"]}}})
    assert text("item", "a", True, ring).split("\n")[:4] == ["a", "  depends on b", "    depends on a ^", "  depends on gone ?"]
    own = world({"item": {"a": {"title": "a", "status": "inbox", "parent": "a"}}})
    assert text("item", "a", True, own) == "a\n  part of a ^"


def test_what_was_given_up_lacks_nothing() -> None:
    given_up = world({"problem": {"p": {"title": "p", "status": "dismissed"}}, "item": {"a": {"title": "a", "status": "dropped"}}})
    assert text("problem", "p", False, given_up) == "p"
    assert text("item", "a", True, given_up) == "a"


def test_what_is_too_much_is_counted() -> None:
    many = world({"item": {f"i{at}": {"title": str(at), "parent": "top"} for at in range(100)} | {"top": {"title": "top"}}})
    top = many.record("item", "top")
    assert top is not None
    down = trace(top, many).leads_to
    assert (len(down.children), down.more) == (MOST_CHILDREN, 100 - MOST_CHILDREN)
    few = trace(top, many, limits=Limits(nodes=10)).leads_to
    assert len(few.children) + few.more == 100
    line = world({"item": {f"i{at}": {"title": str(at), "depends_on": [f"i{at + 1}"]} for at in range(2000)}})
    first = line.record("item", "i0")
    assert first is not None
    assert _size(trace(first, line).comes_from) < 100


def test_the_evidence_of_a_problem_stands_below_it_what_weighs_most_first() -> None:
    said = [{"id": f"e{at}", "quote": [f"Words {at}"], "customer": "Ana" if at else "", "importance": at + 1} for at in range(5)]
    snapshot = world({"goal": CHAIN["goal"], "problem": {"p": {"title": "Locked out", "goal": "g", "evidence": said}}})
    assert text("goal", "g", False, snapshot).split("\n")[:5] == ["g", "  p", "    e4", "    e3", "    e2"]
    assert text("problem", "p", True, snapshot) == "p\n  e4\n  e3\n  e2\n  g"
    assert "e4" not in text("problem", "p", False, snapshot)
    problem = snapshot.record("problem", "p")
    assert problem is not None
    found = trace(problem, snapshot, limits=ALL).comes_from
    assert [(one.kind, one.title, one.said_by) for one in found.children][-2:] == [("quote", "Words 0", ""), ("goal", "Fewer leave", "")]
    assert found.evidence == 5
    assert not found.children[0].is_record


def _size(node: Node) -> int:
    return 1 + sum(map(_size, node.children))


IDS = list("abcdefg")
ITEMS = st.dictionaries(st.sampled_from(IDS), st.fixed_dictionaries({"title": st.just("x")}, optional={
    "depends_on": st.lists(st.sampled_from(IDS), max_size=4, unique=True), "parent": st.sampled_from(IDS),
    "milestone": st.sampled_from(IDS), "problems": st.lists(st.sampled_from(IDS), max_size=2, unique=True),
}), min_size=1)
MILESTONES = st.dictionaries(st.sampled_from(IDS), st.fixed_dictionaries({"title": st.just("x")}, optional={
    "depends_on": st.lists(st.sampled_from(IDS), max_size=3, unique=True)}))


@given(ITEMS, MILESTONES, st.data())
def test_a_trace_unfolds_each_record_once_and_reaches_all_there_are(items: Any, milestones: Any, data: st.DataObject) -> None:
    snapshot = world({"item": items, "milestone": milestones, "problem": {"a": {"title": "p"}}})
    kind, id = data.draw(st.sampled_from([("item", one) for one in items] + [("milestone", one) for one in milestones]))
    record = snapshot.record(kind, id)
    assert record is not None
    for node, is_up in zip(trace(record, snapshot), (True, False), strict=True):
        unfolded = [one for one in _all(node) if not one.is_repeated and not one.is_missing]
        keys = [(one.kind, one.id) for one in unfolded]
        assert len(keys) == len(set(keys))
        assert set(keys) == _reached(snapshot, (kind, id), is_up)


def _all(node: Node) -> list[Node]:
    return [node, *(one for child in node.children for one in _all(child))]


def _reached(snapshot: Snapshot, start: tuple[str, str], is_up: bool) -> set[tuple[str, str]]:
    """The same by the definition: follow links over the decoded records until nothing is new."""
    links = {
        ((step.kind, record.id), (step.target, id))[:: 1 if step.is_up == is_up else -1]
        for step in STEPS for record in snapshot.table(step.kind)
        for id in (record[step.field] if isinstance(record[step.field], list) else [record[step.field]])
        if id and snapshot.record(step.target, id) is not None
    }
    reached = {start}
    while True:
        new = {after for before, after in links if before in reached} - reached
        if not new:
            return reached
        reached |= new


def test_every_kind_of_the_chain_is_traced_and_others_are_bare() -> None:
    assert set(TRACED) == {"problem", "hypothesis", "experiment", "item", "milestone", "goal", "feedback", "decision", "product"}
    lone = world({"person": {"a": {"title": "Ana"}}})
    assert text("person", "a", True, lone) == "a"
