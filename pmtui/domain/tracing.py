"""What a record comes from and what it leads to, along goal → problem → hypothesis → experiment, item → milestone.

Both directions are trees rooted at the record. A record that several ways lead to is unfolded once; where it is met
again it is named and marked, so that a cycle ends and no tree grows without bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pmtui.domain.backlinks import pointing
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK

MOST_NODES = 400
"""So many records are shown in one direction, at most."""
MOST_CHILDREN = 40
"""So many records below one record; the others are counted."""
MOST_DEPTH = 24
"""So many records behind one another; what follows the last one is counted."""


class Step(NamedTuple):
    """A link that is part of the chain.

    Attributes:
        kind: The kind that holds the link.
        field: The field that holds it.
        target: The kind it points to.
        is_up: Whether its target is what the holder comes from, rather than what it leads to.
        there: What the target is to the holder, where the kind alone does not say it.
        back: What the holder is to the target, likewise.
    """

    kind: str
    field: str
    target: str
    is_up: bool
    there: str = ""
    back: str = ""


STEPS = (
    Step("problem", "goal", "goal", True),
    Step("hypothesis", "problem", "problem", True),
    Step("experiment", "hypothesis", "hypothesis", True),
    Step("item", "hypotheses", "hypothesis", True),
    Step("item", "problems", "problem", True),
    Step("item", "milestone", "milestone", False),
    Step("milestone", "goals", "goal", True),
    Step("item", "parent", "item", True, "part of", "part"),
    Step("item", "depends_on", "item", True, "depends on", "needed by"),
    Step("milestone", "depends_on", "milestone", True, "depends on", "needed by"),
    Step("feedback", "linked", "problem", False),
    Step("feedback", "linked", "item", False),
)
"""Every link of the chain, the longer way before the shorter one: what the longer way shows is not said twice."""

TRACED = tuple(kind for kind in SCHEMA.kinds if any(kind in (step.kind, step.target) for step in STEPS))
"""The kinds that are part of the chain."""


class Node(NamedTuple):
    """One record of a trace with what follows in its direction.

    Attributes:
        kind: Its kind.
        id: Its id.
        title: Its title.
        status: Its status; empty for kinds without.
        relation: What it is to the record above it, where the kind alone does not say it: `depends on`, `part of` …
        children: What follows.
        gaps: What is missing here, in words.
        more: How many further records follow that are not shown.
        is_repeated: It is unfolded at another place.
        is_missing: A link names it, and there is no such record.
        is_contested: People gave one of its fields different values.
    """

    kind: str
    id: str
    title: str
    status: str = ""
    relation: str = ""
    children: tuple[Node, ...] = ()
    gaps: tuple[str, ...] = ()
    more: int = 0
    is_repeated: bool = False
    is_missing: bool = False
    is_contested: bool = False


class Trace(NamedTuple):
    """Both directions from one record; each node's children lead away from it.

    Attributes:
        comes_from: The record with what it rests on.
        leads_to: The record with what rests on it.
    """

    comes_from: Node
    leads_to: Node


def trace(record: Record, snapshot: Snapshot, most: int = MOST_NODES) -> Trace:
    """What a record comes from and leads to.

    Args:
        record: Where to begin; of one of the kinds in `TRACED`, else both trees are bare.
        snapshot: The data.
        most: The most records in each direction.
    """
    return Trace(_Walk(snapshot, True, most).node(record.kind, record.id), _Walk(snapshot, False, most).node(record.kind, record.id))


def _keys(node: Node) -> Iterator[tuple[str, str]]:
    """Every record that a tree names."""
    yield node.kind, node.id
    for child in node.children:
        yield from _keys(child)


class _Walk:
    """One direction, the deeper ways first."""

    def __init__(self, snapshot: Snapshot, is_up: bool, most: int) -> None:
        self.snapshot = snapshot
        self.is_up = is_up
        self.left = most
        self.seen: set[tuple[str, str]] = set()

    def node(self, kind: str, id: str, relation: str = "", depth: int = 0, beside: Collection[tuple[str, str]] = ()) -> Node:
        """A record with what follows.

        Args:
            kind: Its kind.
            id: Its id.
            relation: What it is to the record before it.
            depth: How many records stand before it.
            beside: What stands beside it already, and so need not follow it once more.
        """
        table = self.snapshot.table(kind)
        at = table.position(id)
        if at is None:
            return Node(kind, id, "", relation=relation, is_missing=True)
        title, status, is_contested = str(table.column("title")[at] or ""), self._status(kind, at), bool(table.column(CONFLICTS)[at])
        if (kind, id) in self.seen:
            return Node(kind, id, title, status, relation, is_repeated=True, is_contested=is_contested)
        self.seen.add((kind, id))
        self.left -= 1
        nexts = self._nexts(kind, id, at)
        children, more = self._children(nexts, depth + 1, beside)
        return Node(kind, id, title, status, relation, children, self._gaps(kind, at, nexts), more, is_contested=is_contested)

    def _status(self, kind: str, at: int) -> str:
        return str(self.snapshot.table(kind).column("status")[at] or "") if SCHEMA[kind].statuses else ""

    def _nexts(self, kind: str, id: str, at: int) -> list[tuple[str, str, str]]:
        """What follows directly, as (kind, id, relation)."""
        found: dict[tuple[str, str], str] = {}
        for step in STEPS:
            if step.kind == kind and step.is_up == self.is_up:
                for target in self._targets(step, at):
                    found.setdefault((step.target, target), step.there)
            if step.target == kind and step.is_up != self.is_up:
                table = self.snapshot.table(step.kind)
                for position in pointing(self.snapshot, step.kind, step.field, id):
                    found.setdefault((step.kind, table.id(position)), step.back)
        return [(*key, relation) for key, relation in found.items()]

    def _targets(self, step: Step, at: int) -> list[str]:
        """The ids that a field names; those of a field for several kinds only where they are of this one; no deleted records."""
        kind = SCHEMA[step.kind].fields[step.field]
        value = self.snapshot.table(step.kind).column(step.field)[at]
        ids = ([value] if value else []) if kind.type == LINK else list(value or ())
        table = self.snapshot.table(step.target)
        living = []
        for id in ids:
            position = table.position(id)
            if position is None:
                if len(kind.links) == 1:
                    living.append(id)
            elif table.column("deleted_at")[position] is None:
                living.append(id)
        return living

    def _children(
        self, nexts: list[tuple[str, str, str]], depth: int, beside: Collection[tuple[str, str]],
    ) -> tuple[tuple[Node, ...], int]:
        """The nodes below one, and how many are left out; what stands beside or in a sibling's branch is not said again."""
        said = set(beside)
        children: list[Node] = []
        more = 0
        for kind, id, relation in nexts:
            if not relation and (kind, id) in said:
                continue
            if len(children) >= MOST_CHILDREN or self.left <= 0 or depth >= MOST_DEPTH:
                more += 1
            else:
                children.append(self.node(kind, id, relation, depth, {(one.kind, one.id) for one in children}))
                said.update(_keys(children[-1]))
        return tuple(children), more

    def _gaps(self, kind: str, at: int, nexts: list[tuple[str, str, str]]) -> tuple[str, ...]:
        kinds = {one for one, _, relation in nexts if not relation}
        status = self._status(kind, at)
        if status in SCHEMA[kind].reasoned:  # given up: nothing is missing any more
            return ()
        rules = _MISSING_UP if self.is_up else _MISSING_DOWN
        return tuple(words for wanted, words, but in rules.get(kind, ()) if status not in but and not kinds.intersection(wanted))


_Rule = tuple[frozenset[str], str, frozenset[str]]


def _rule(wanted: str, words: str, but: str = "") -> _Rule:
    """At least one of these kinds must follow, else these words are said, but not in these states."""
    return frozenset(wanted.split()), words, frozenset(but.split())


_MISSING_UP: dict[str, tuple[_Rule, ...]] = {
    "problem": (_rule("goal", "no goal: what does solving it serve?"),),
    "hypothesis": (_rule("problem", "no problem: what would it solve?"),),
    "experiment": (_rule("hypothesis", "no hypothesis: what does it test?"),),
    "item": (_rule("problem hypothesis", "no problem and no hypothesis: an opinion", "inbox"),),
    "milestone": (
        _rule("goal", "no goal: what does it serve?", "cancelled"), _rule("item", "no item is planned for it", "shipped cancelled"),
    ),
}
_MISSING_DOWN: dict[str, tuple[_Rule, ...]] = {
    "goal": (_rule("problem", "no problem serves this goal", "met missed"),),
    "problem": (
        _rule("hypothesis", "no hypothesis tests this problem", "solved"), _rule("item hypothesis", "no item works on it", "solved"),
    ),
    "hypothesis": (_rule("experiment", "no experiment tests it"), _rule("item", "no item follows from it", "draft testing inconclusive")),
    "item": (_rule("milestone", "no milestone", "inbox done dropped"),),
    "feedback": (_rule("problem item", "linked to no problem and no item", "snoozed declined duplicate"),),
}
"""What should follow a record of each kind and does not."""
