"""The chain from goals to KPIs: which links are part of it, and what should follow a record of each kind. Declarations."""

from __future__ import annotations

from typing import Final, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.kpis import KpiOf, kpi_named, kpis_of

KPI = "kpi"
"""The kind of what is a figure of a goal, and no record of its own."""
QUOTE = "quote"
"""The kind of a piece of evidence, which is part of its problem."""


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
    *(Step("decision", "about", kind, True, "about", "decided")
      for kind in ("goal", "problem", "hypothesis", "experiment", "item", "milestone", "product")),
    Step("decision", "supersedes", "decision", True, "supersedes", "superseded by"),
)
"""Every link of the chain, the longer way before the shorter one: what the longer way shows is not said twice."""

TRACED = tuple(kind for kind in SCHEMA.kinds if any(kind in (step.kind, step.target) for step in STEPS))
"""The kinds that are part of the chain."""


Rule = tuple[frozenset[str], str, frozenset[str]]
"""The kinds of which at least one must follow, what is said where none does, and the built-in states in which it may be so."""


def _rule(wanted: str, words: str, but: str = "") -> Rule:
    """At least one of these kinds must follow, else these words are said, but not in these states."""
    return frozenset(wanted.split()), words, frozenset(but.split())


MISSING_UP: dict[str, tuple[Rule, ...]] = {
    "problem": (_rule("goal", "no goal: what does solving it serve?"),),
    "hypothesis": (_rule("problem", "no problem: what would it solve?"),),
    "experiment": (_rule("hypothesis", "no hypothesis: what does it test?"),),
    "item": (_rule("problem hypothesis", "no problem and no hypothesis: an opinion", "inbox"),),
    "milestone": (
        _rule("goal", "no goal: what does it serve?", "cancelled"), _rule("item", "no item is planned for it", "shipped cancelled"),
    ),
}
MISSING_DOWN: dict[str, tuple[Rule, ...]] = {
    "goal": (_rule("problem", "no problem serves this goal", "met missed"),),
    "problem": (
        _rule("hypothesis", "no hypothesis tests this problem", "solved"), _rule("item hypothesis", "no item works on it", "solved"),
    ),
    "hypothesis": (_rule("experiment", "no experiment tests it"), _rule("item", "no item follows from it", "draft testing inconclusive")),
    "item": (_rule("milestone", "no milestone", "inbox done dropped"),),
    "feedback": (_rule("problem item", "linked to no problem and no item", "snoozed declined duplicate"),),
}
"""What should follow a record of each kind and does not."""
AUDITED_UP: Final = frozenset({"problem_without_evidence", "decision_without_because"})
"""What the audit finds that belongs to what a record comes from, besides links."""
AUDITED_DOWN: Final = frozenset({"goal_without_kpi", "goal_without_reading", "shipped_without_outcome"})
"""The same of what it leads to."""


def kpis_moved(snapshot: Snapshot, kind: str, at: int) -> list[KpiOf]:
    """The KPIs of a goal, those of the goals that a milestone serves, or the one that a hypothesis names.

    Args:
        snapshot: All records.
        kind: goal, milestone or hypothesis.
        at: Where the record stands in its table.
    """
    table = snapshot.table(kind)
    if kind == "hypothesis":
        found = kpi_named(snapshot, table.column("kpi")[at])
        return [found] if found is not None else []
    ids = (table.id(at),) if kind == "goal" else table.column("goals")[at] or ()
    goals = [goal for id in ids if (goal := snapshot.record("goal", str(id))) is not None and not goal.is_deleted]
    return [KpiOf(goal, kpi) for goal in goals for kpi in kpis_of(goal.data)]
