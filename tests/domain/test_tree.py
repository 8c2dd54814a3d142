from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.audit import CHECKS, audit
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment, QuerySyntax
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows
from pmtui.domain.tree import AuditTree, Tree, is_prepared, prepare
from pmtui.domain.tree_filter import CHAIN, matches
from pmtui.domain.tree_rows import MOST_OPENED, TreeRows, first_unfolded, has_children, unfolded_to
from pmtui.domain.tree_spots import Path, Spot, key_of, path_of

GONE = "2026-11-22T09:30:00Z"
WORLD: dict[str, dict[str, dict[str, Any]]] = {
    "goal": {"g": {"title": "Fewer leave", "status": "active", "kpis": [{"id": "k", "name": "Churn"}]},
             "old": {"status": "met", "title": "Old"}},
    "problem": {"p": {"title": "Locked out", "goal": "g", "evidence": [{"id": "e", "quote": ["Ouch"]}]},
                "q": {"title": "Slow", "goal": "dead"}},
    "hypothesis": {"h": {"title": "Retry", "problem": "p", "kpi": "Churn"}, "lone": {"title": "Lone"}},
    "experiment": {"x": {"title": "Two arms", "hypothesis": "h"}},
    "item": {
        "whole": {"title": "Retry", "status": "ready", "hypotheses": ["h"], "problems": ["p"], "milestone": "m", "rank": "a"},
        "part": {"title": "Button", "status": "done", "hypotheses": ["h"], "parent": "whole", "rank": "b"},
        "other": {"title": "Banner", "status": "ready", "problems": ["p"], "rank": "c"},
        "none": {"title": "Odd", "status": "ready", "rank": "d"}, "raw": {"title": "Raw", "rank": "e"},
        "gone": {"title": "Gone", "problems": ["p"], "deleted_at": GONE, "rank": "f"},
    },
    "milestone": {"m": {"title": "MVP", "goals": ["g"], "rank": "a"}, "n": {"title": "Later", "rank": "b"}},
    "feedback": {"f": {"title": "A call", "linked": ["p"]}},
}


def world(documents: dict[str, dict[str, dict[str, Any]]]) -> tuple[Snapshot, Environment]:
    found = {kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in documents.items()}
    snapshot = Snapshot(MemorySource(found))
    return snapshot, Environment("2026-11-22", GONE, snapshot=snapshot)


def places(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Every place there is."""
    children = tree.children(path)
    for at in range(len(children)):
        yield (*path, children[at])
        yield from places(tree, (*path, children[at]))


def drawn(tree: Tree) -> str:
    return "\n".join(f"{'  ' * (len(path) - 1)}{path[-1].kind} {path[-1].id}" for path in places(tree))


def test_everything_has_its_place() -> None:
    assert drawn(Tree(*world(WORLD))) == """\
goal g
  kpi g.k
  problem p
    evidence problem.p
      quote p.e
      feedback f
    hypothesis h
      kpi g.k
      experiment x
      item whole
        item part
        milestone m
          kpi g.k
    item other
  milestone m
    item whole
      item part
goal old
branch problem_without_goal
  problem q
branch hypothesis_without_problem
  hypothesis lone
branch work_without_why
  item none
  item raw
branch milestone_without_goal
  milestone n"""


def test_the_audit_lists_what_is_missing_check_by_check() -> None:
    tree = AuditTree(*world(WORLD))
    assert [path[0].id for path in places(tree) if len(path) == 1] == [
        "work_without_why", "problem_without_evidence", "hypothesis_without_test", "hypothesis_without_problem", "milestone_without_goal",
        "goal_without_reading"]
    assert tree.path_to("item", "none") == (Spot("branch", "work_without_why"), Spot("item", "none"))
    assert tree.path_to("item", "other") is None


@pytest.mark.parametrize(("text", "wanted"), [
    ("button", ["goal g", "problem p", "hypothesis h", "item whole", "item part"]),
    ("is:orphaned", ["problem q", "hypothesis lone", "item none", "milestone n"]),
    ("status:met", ["goal old"]), ("nothing at all", []),
])
def test_a_filter_keeps_what_its_matches_stand_below(text: str, wanted: list[str]) -> None:
    snapshot, environment = world(WORLD)
    tree = Tree(snapshot, environment, matches(text, snapshot, environment))
    rows = TreeRows(tree, first_unfolded(tree, 100))
    shown = [rows.row(at).spot for at in range(len(rows))]
    assert [f"{one.kind} {one.id}" for one in shown if one.is_record] == wanted
    found = [one for one in shown if one.is_record and tree.is_match(one)]
    assert (len(found) == len(wanted)) is (text != "button")
    assert all(rows.position(rows.id(at)) == at for at in range(len(rows)))


def test_a_filter_that_makes_sense_for_no_kind_is_a_mistake() -> None:
    snapshot, environment = world(WORLD)
    with pytest.raises(QuerySyntax):
        matches("nosuch:thing", snapshot, environment)
    assert matches("  ", snapshot, environment) is None


IDS = list("abcd")
LINK = st.sampled_from([*IDS, "dead", "missing"])
SETS = st.lists(LINK, max_size=3, unique=True)
DEAD = {"title": "dead", "deleted_at": GONE}


def _some(kind: str, **links: Any) -> st.SearchStrategy[dict[str, dict[str, Any]]]:
    optional = {**links, "status": st.sampled_from(("draft", "inbox", "ready", "done", "captured", "dropped"))}
    return st.dictionaries(st.sampled_from(IDS), st.fixed_dictionaries({"title": st.just(kind)}, optional=optional), max_size=4)


WORLDS = st.fixed_dictionaries({
    "goal": _some("goal"), "problem": _some("problem", goal=LINK), "hypothesis": _some("hypothesis", problem=LINK),
    "experiment": _some("experiment", hypothesis=LINK), "milestone": _some("milestone", goals=SETS),
    "item": _some("item", problems=SETS, hypotheses=SETS, milestone=LINK, parent=LINK, rank=st.sampled_from("xyz")),
})


@given(WORLDS)
def test_every_record_of_the_chain_is_reached_and_found_by_its_path(documents: dict[str, dict[str, dict[str, Any]]]) -> None:
    for kind in documents:
        documents[kind]["dead"] = DEAD
    tree = Tree(*world(documents))
    every = list(places(tree))
    fresh = Tree(tree.snapshot, tree.environment)
    assert [has_children(fresh, path) for path in every] == [len(tree.children(path)) > 0 for path in every]
    reached = {path[-1] for path in every if path[-1].is_record}
    assert reached == {Spot(kind, id) for kind in CHAIN for id in documents[kind] if id != "dead"}
    for spot in reached:
        path = tree.path_to(*spot)
        assert path is not None
        assert path[-1] == spot
        rows = TreeRows(tree, unfolded_to(path))
        at = rows.position(key_of(path))
        assert at is not None
        assert rows.row(at).path == path


@given(WORLDS, st.integers(0, 5))
def test_rows_and_places_are_the_same_the_other_way_round(documents: dict[str, dict[str, dict[str, Any]]], times: int) -> None:
    rows = TreeRows(Tree(*world(documents)), ())
    for _ in range(times):
        before = rows
        more, is_whole = rows.unfolded_more()
        rows = TreeRows(rows.tree, more)
        assert is_whole
        assert len(rows) >= len(before)
        assert (more == before.unfolded) is (len(rows) == len(before))
    keys = [rows.id(at) for at in range(len(rows))]
    assert len(set(keys)) == len(keys)
    for at, key in enumerate(keys):
        row = rows.row(at)
        assert rows.position(key) == at
        assert key_of(row.path) == key
        assert path_of(key) == row.path
        assert row.is_open is None or (row.is_open == (key in rows.unfolded) and len(rows.tree.children(row.path)))
    while len(rows.unfolded):
        less = TreeRows(rows.tree, rows.folded_more())
        assert len(less) < len(rows)
        rows = less


def test_the_numbers_of_the_audit_are_those_of_its_branches() -> None:
    snapshot, environment = world(WORLD)
    tree = AuditTree(snapshot, environment)
    counts = {one.check.code: one.number for one in audit(snapshot, environment)}
    assert counts == {check.code: len(tree.children((Spot("branch", check.code),))) for check in CHECKS}


def test_a_change_of_rank_is_seen_below_a_node() -> None:
    snapshot, environment = world(WORLD)
    order = ("item", "whole"), ("item", "other")
    both = {**WORLD, "item": {"whole": {"problems": ["p"], "rank": "b"}, "other": {"problems": ["p"], "rank": "a"}}}
    snapshot, environment = world(both)
    moved = snapshot.with_records([Record("item", "whole", {"id": "whole", "problems": ["p"], "rank": "A"})])
    for shown, wanted in ((snapshot, order[::-1]), (moved, order)):
        children = Tree(shown, environment._replace(snapshot=shown)).children((Spot("goal", "g"), Spot("problem", "p")))
        assert tuple(children[at] for at in range(len(children)) if children[at].kind == "item") == wanted


class CountedRows(MemoryRows):
    """Rows that count the records that are decoded."""

    decoded: ClassVar[Counter[str]] = Counter()

    def document(self, position: int) -> dict[str, Any]:
        self.decoded[self.kind.name] += 1
        return super().document(position)


class Full(MemorySource):
    """2,000 problems with evidence, 20,000 pieces of feedback, 10,000 items and what stands between them."""

    def rows(self, kind: str) -> CountedRows:
        makers: dict[str, Callable[[], dict[str, dict[str, Any]]]] = {
            "goal": lambda: {f"g{at}": {"status": "active", "kpis": [{"id": "k", "name": "K"}]} for at in range(12)},
            "problem": lambda: {f"p{at}": {"goal": f"g{at % 14}", "evidence": [{"id": "e"}] * (at % 3)} for at in range(2_000)},
            "hypothesis": lambda: {f"h{at}": {"problem": f"p{at}"} for at in range(1_500)},
            "experiment": lambda: {f"x{at}": {"hypothesis": f"h{at}"} for at in range(800)},
            "milestone": lambda: {f"m{at}": {"goals": [f"g{at % 12}"]} for at in range(60)},
            "item": lambda: {f"i{at}": {"status": "ready", "problems": [f"p{at % 2_000}"] if at % 3 else [], "milestone": f"m{at % 60}",
                                        "rank": f"{at:05}"} for at in range(10_000)},
            "feedback": lambda: {f"f{at}": {"linked": [f"p{at % 2_000}"]} for at in range(20_000)},
        }
        made = makers[kind]() if kind in makers else {}
        return CountedRows(kind, {id: {"id": id, "title": f"{kind} {id}", **data} for id, data in made.items()})


def test_at_full_size_nothing_is_decoded_but_goals_and_only_what_is_unfolded_is_followed() -> None:
    snapshot = Snapshot(Full({}))
    environment = Environment("2026-11-22", GONE, snapshot=snapshot)
    assert not is_prepared(snapshot)
    prepare(snapshot, environment)
    assert is_prepared(snapshot)
    tree = Tree(snapshot, environment)
    rows = TreeRows(tree, ())
    counts = {branch.id: len(tree.children((branch,))) for at in range(len(rows)) if (branch := rows.row(at).spot).kind == "branch"}
    assert counts == {"problem_without_goal": 284, "work_without_why": 3_334}
    rows = TreeRows(tree, {"goal:g0", "branch:work_without_why", "goal:g0/problem:p14"})
    assert len(rows) == 14 + 1 + 143 + 5 + 6 + 3_334
    last = rows.id(len(rows) - 1)
    assert rows.position(last) == len(rows) - 1
    for at in range(40):
        if "evidence:" not in rows.id(at):
            rows.row(at)
    assert len(tree._known) <= 20  # the roots, and what is unfolded: of what is only seen it is enough to know that there is something
    more, is_whole = rows.unfolded_more()
    assert (is_whole, len(more) - len(rows.unfolded)) == (True, 12)
    more, is_whole = TreeRows(tree, more).unfolded_more()
    assert (is_whole, len(more)) == (False, 15 + MOST_OPENED)
    found = Tree(snapshot, environment, matches("i77", snapshot, environment))
    assert len(TreeRows(found, first_unfolded(found, 300))) <= 300
    assert sum(one.number for one in audit(snapshot, environment)) > 3_000
    assert set(CountedRows.decoded) == {"goal"}
