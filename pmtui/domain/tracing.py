"""What a record comes from and what it leads to, along goal → problem → hypothesis → experiment, item → milestone → KPI.

Both directions are trees rooted at the record. A record that several ways lead to is unfolded once; where it is met
again it is named and marked, so that a cycle ends and no tree grows without bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.audit import gaps_of
from pmtui.domain.backlinks import pointing
from pmtui.domain.chain import AUDITED_DOWN, AUDITED_UP, KPI, MISSING_DOWN, MISSING_UP, QUOTE, STEPS, Step, kpis_moved
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.evidence_age import quotes_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.kpis import progress
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment

MOST_NODES = 400
"""So many records are shown in one direction, at most."""
MOST_CHILDREN = 40
"""So many records below one record; the others are counted."""
MOST_QUOTES = 3
"""So many pieces of evidence of one problem, those that weigh most; all are counted at the problem."""
MOST_DEPTH = 24
"""So many records behind one another; what follows the last one is counted."""


class Limits(NamedTuple):
    """How much of a trace is shown.

    Attributes:
        nodes: So many records in one direction.
        children: So many below one record; the others are counted.
        depth: So many behind one another; what follows the last one is counted.
        quotes: So many pieces of evidence of one problem, those that weigh most.
    """

    nodes: int = MOST_NODES
    children: int = MOST_CHILDREN
    depth: int = MOST_DEPTH
    quotes: int = MOST_QUOTES


ALL = Limits(1_000_000, 1_000_000, 120, 1_000_000)
"""For scripts: everything, but for chains of a length that no stack holds."""


class Node(NamedTuple):
    """One record of a trace, one KPI, or one piece of evidence, with what follows in its direction.

    Attributes:
        kind: Its kind; `kpi` for a KPI, `quote` for a piece of evidence.
        id: Its id; of a KPI or a quote that of its entry.
        title: Its title; of a quote its words.
        status: Its status; empty for kinds without.
        relation: What it is to the record above it, where the kind alone does not say it: `depends on`, `part of` …
        children: What follows.
        gaps: What is missing here, in words.
        more: How many further records follow that are not shown.
        is_repeated: It is unfolded at another place.
        is_missing: A link names it, and there is no such record.
        is_contested: People gave one of its fields different values.
        evidence: How many pieces of evidence a problem has.
        feedback: How much feedback is linked with a problem or an item.
        progress: Of a KPI, how far it is from baseline to target, 0 to 1; None where that is not known, and of records.
        said_by: Of a quote, who said it and when, as far as that is known.
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
    evidence: int = 0
    feedback: int = 0
    progress: float | None = None
    said_by: str = ""

    @property
    def is_record(self) -> bool:
        """Whether it is a record: a KPI and a quote are part of one."""
        return self.kind not in (KPI, QUOTE)

    @property
    def facts(self) -> tuple[str, ...]:
        """What there is to say about it in a few words each."""
        said = [counted(count, one, many) for count, one, many in (
            (self.evidence, "quote", "quotes"), (self.feedback, "piece of feedback", "pieces of feedback")) if count]
        said += [self.said_by] if self.said_by else []
        return (*said, f"{int(self.progress * 100 + 1e-9)} %") if self.progress is not None else tuple(said)


class Trace(NamedTuple):
    """Both directions from one record; each node's children lead away from it.

    Attributes:
        comes_from: The record with what it rests on.
        leads_to: The record with what rests on it.
    """

    comes_from: Node
    leads_to: Node


def trace(record: Record, snapshot: Snapshot, environment: Environment | None = None, limits: Limits = Limits()) -> Trace:  # noqa: B008
    """What a record comes from and leads to.

    Args:
        record: Where to begin; of one of the kinds in `TRACED`, else both trees are bare.
        snapshot: The data.
        environment: The day and which statuses are closed; without it, what the audit would find is not said.
        limits: How much is shown.
    """
    up, down = (_Walk(snapshot, is_up, environment, limits) for is_up in (True, False))
    return Trace(up.node(record.kind, record.id), down.node(record.kind, record.id))


def _keys(node: Node) -> Iterator[tuple[str, str]]:
    """Every record that a tree names."""
    yield node.kind, node.id
    for child in node.children:
        yield from _keys(child)


class _Walk:
    """One direction, the deeper ways first."""

    def __init__(self, snapshot: Snapshot, is_up: bool, environment: Environment | None, limits: Limits) -> None:
        self.snapshot = snapshot
        self.is_up = is_up
        self.environment = environment
        self.limits = limits
        self.left = limits.nodes
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
        gaps = (*self._gaps(kind, at, nexts), *self._further_gaps(kind, at))
        evidence = len(table.column("evidence")[at] or ()) if kind == "problem" else 0
        feedback = len(pointing(self.snapshot, "feedback", "linked", id)) if kind in ("problem", "item") else 0
        said = self._quotes(at, depth) if evidence else ()
        return Node(kind, id, title, status, relation, (*said, *self._kpis(kind, at), *children), gaps, more, is_contested=is_contested,
                    evidence=evidence, feedback=feedback)

    def _quotes(self, at: int, depth: int) -> tuple[Node, ...]:
        """The evidence of a problem that weighs most; of the problem where the trace begins, among what it comes from alone."""
        if depth == 0 and not self.is_up:
            return ()
        problem = self.snapshot.table("problem").record(at)
        today = self.environment.today if self.environment is not None else ""
        said = sorted(quotes_of(problem, today, self.snapshot.settings), key=lambda one: one.weight, reverse=True)[:self.limits.quotes]
        return tuple(Node(QUOTE, one.id, one.words, said_by=", ".join(filter(None, (one.name, one.day)))) for one in said)

    def _kpis(self, kind: str, at: int) -> tuple[Node, ...]:
        """The KPIs that a goal has, a milestone is to move or a hypothesis names; under milestones only those not named yet."""
        if self.is_up or kind not in ("goal", "milestone", "hypothesis"):
            return ()
        found = []
        for goal, kpi in kpis_moved(self.snapshot, kind, at):
            id = str(kpi.get("id") or "")
            is_known = (KPI, f"{goal.id}.{id}") in self.seen
            if kind != "milestone" or not is_known:
                found.append(Node(KPI, id, str(kpi.get("name") or ""), relation="" if kind == "goal" else "moves", progress=progress(kpi)))
            self.seen.add((KPI, f"{goal.id}.{id}"))
        return tuple(found)

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
            if len(children) >= self.limits.children or self.left <= 0 or depth >= self.limits.depth:
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
        rules = MISSING_UP if self.is_up else MISSING_DOWN
        stage = SCHEMA[kind].like(status)
        return tuple(words for wanted, words, but in rules.get(kind, ()) if stage not in but and not kinds.intersection(wanted))


    def _further_gaps(self, kind: str, at: int) -> tuple[str, ...]:
        """What the audit finds besides links: evidence upwards, figures and outcomes downwards."""
        if self.environment is None:
            return ()
        wanted = AUDITED_UP if self.is_up else AUDITED_DOWN
        found = gaps_of(self.snapshot, self.environment, kind, at)
        return tuple(f"{check.short}: {check.message}" for check in found if check.code in wanted)
