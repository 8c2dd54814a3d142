"""The audit: which records lack what the chain from goals to milestones needs, each with what to do about it. Pure; over columns.

A check is one declaration in `CHECKS`. What it finds is a mask over the records of its kind, so that counting costs a pass over
columns and no record is decoded, but for goals with KPIs and decided decisions, of which there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import compress, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.domain import orphans
from pmtui.domain.columns import Mask, both
from pmtui.domain.orphans import unlinked

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

_FEW = 3_000
"""So many records are asked in a few milliseconds."""
MaskOf = Callable[["Table", "Environment"], Mask]


class Check(NamedTuple):
    """One thing that may be missing.

    Attributes:
        code: A short word for scripts.
        kind: The kind of the records that are asked.
        title: What those that lack it are called: `work without a why`.
        short: What is missing, for a mark in a line: `no why`.
        message: What is wrong with one of them, a sentence without a full stop.
        fix: What to do about it on the command line, with `{id}` for the record.
        command: The command that mends it on the screens.
        advice: What to do about it there, in a sentence.
        mask: Which records lack it; deleted ones may be among them.
    """

    code: str
    kind: str
    title: str
    short: str
    message: str
    fix: str
    command: str
    advice: str
    mask: MaskOf


class Finding(NamedTuple):
    """One record that lacks something.

    Attributes:
        code: That of the check.
        kind: The kind of the record.
        id: Its id.
        title: Its title.
        message: What is wrong, a sentence without a full stop.
        fix: What to do about it.
    """

    code: str
    kind: str
    id: str
    title: str
    message: str
    fix: str


class Found(NamedTuple):
    """What one check found.

    Attributes:
        check: The check.
        table: The records of its kind.
        mask: Those that lack it; no deleted ones.
    """

    check: Check
    table: Table
    mask: Mask

    @property
    def number(self) -> int:
        """How many records lack it."""
        return self.mask.count(1)

    def positions(self) -> Iterator[int]:
        """Where they stand in the table, in the kind's own order."""
        order = self.table.in_order()
        return compress(order, self.mask if isinstance(order, range) else map(self.mask.__getitem__, order))

    def findings(self, most: int | None = None) -> Iterator[Finding]:
        """One finding a record, in the kind's own order."""
        titles, check = self.table.column("title"), self.check
        for at in islice(self.positions(), most):
            id = self.table.id(at)
            fix = check.fix.format(id=self.table.kind.shown_id(id))
            yield Finding(check.code, check.kind, id, str(titles[at] or ""), check.message, fix)


def _without_problem(hypotheses: Table, environment: Environment) -> Mask:
    asked = frozenset(hypotheses.kind.alike(*orphans.TESTABLE))
    return both(hypotheses.column("status").where(asked.__contains__), unlinked(hypotheses, environment.snapshot, "problem"))


def _without_reading(goals: Table, environment: Environment) -> Mask:
    """Active goals with a KPI that was never read."""
    from pmtui.domain.kpis import kpis_of, latest

    active = goals.column("status").where(frozenset(goals.kind.alike("active")).__contains__)
    found = bytearray(both(both(active, goals.living()), goals.column("kpis").where(bool)))
    for at in compress(range(len(goals)), bytes(found)):
        found[at] = any(latest(kpi) is None for kpi in kpis_of(goals.record(at).data))
    return bytes(found)


def _without_outcome(milestones: Table, environment: Environment) -> Mask:
    shipped = milestones.column("status").where(frozenset(milestones.kind.alike("shipped")).__contains__)
    return both(shipped, milestones.column("outcome").where(lambda text: not str(text or "").strip()))


def _without_because(decisions: Table, environment: Environment) -> Mask:
    decided = decisions.column("status").where(frozenset(decisions.kind.alike("decided")).__contains__)
    found = bytearray(both(decided, decisions.living()))
    for at in compress(range(len(decisions)), bytes(found)):
        found[at] = not any(str(line).strip() for line in decisions.record(at)["because"] or ())
    return bytes(found)


CHECKS: Final = (
    Check("work_without_why", "item", "work without a why", "no why", "it rests on no problem and no hypothesis",
          "pmtui set {id} problems=PROBLEM, or hypotheses=HYPOTHESIS", "record.link",
          "Link the problem that it solves, or the hypothesis that it rests on.", orphans.without_why),
    Check("problem_without_evidence", "problem", "problems without evidence", "no evidence",
          "nothing is written down that anybody said or did",
          "pmtui evidence {id} \"what was said\" source=interview", "record.evidence",
          "Add what a customer said or did, or ask one.", orphans.without_evidence),
    Check("problem_without_goal", "problem", "problems without a goal", "no goal", "solving it serves no goal",
          "pmtui set {id} goal=GOAL", "record.link", "Link the goal that solving it serves, or let it go.", orphans.without_goal),
    Check("hypothesis_without_test", "hypothesis", "hypotheses without a test", "no test", "no experiment tests it",
          "pmtui add experiment TITLE hypothesis={id}", "tree.add_child", "Design a test: the cheapest one that could refute it.",
          orphans.without_test),
    Check("hypothesis_without_problem", "hypothesis", "hypotheses without a problem", "no problem", "it would solve no problem",
          "pmtui set {id} problem=PROBLEM", "record.link", "Link the problem that it would solve.", _without_problem),
    Check("experiment_without_hypothesis", "experiment", "experiments without a hypothesis", "no hypothesis", "it tests no hypothesis",
          "pmtui set {id} hypothesis=HYPOTHESIS", "record.link", "Link the hypothesis that it tests.", orphans.without_hypothesis),
    Check("milestone_without_goal", "milestone", "milestones without a goal", "no goal", "it serves no goal",
          "pmtui set {id} goals=GOAL", "record.link", "Link the goal that it serves.", orphans.without_goal),
    Check("goal_without_kpi", "goal", "goals without a KPI", "no KPI", "no figure tells whether it is reached",
          'pmtui set {id} \'kpis+={{"name": "KPI", "baseline": 0, "target": 1}}\'', "record.form",
          "Say which figure tells that it is reached, from where to where.", orphans.without_kpi),
    Check("goal_without_reading", "goal", "goals without readings", "no readings", "a KPI of it was never read",
          "pmtui reading {id} KPI VALUE", "record.form",
          "Read the figure once: nothing can be said about the way there without it.", _without_reading),
    Check("shipped_without_outcome", "milestone", "shipped without an outcome", "no outcome",
          "it shipped, and nobody says what is different now",
          'pmtui set {id} outcome="what is different for customers"', "record.form",
          "Say what is different for customers, or that nothing is.", _without_outcome),
    Check("decision_without_because", "decision", "decisions without a because", "no because", "it was decided, and nobody says why",
          'pmtui set {id} because="why"', "record.form", "Say why, so that it can be seen later whether it still holds.",
          _without_because),
)
"""All checks, in the order in which the audit lists them: what is built comes first."""
BY_CODE: Final[Mapping[str, Check]] = {check.code: check for check in CHECKS}


def found_by(check: Check, snapshot: Snapshot, environment: Environment) -> Found:
    """What one check finds; found once for the records as they are."""
    table = snapshot.table(check.kind)
    kept: dict[str, tuple[object, Found]] = table.kept.setdefault("audit", {})
    of = (environment.closed, *(snapshot.table(kind) for kind in _LOOKS_AT.get(check.code, ())))
    known = kept.get(check.code)
    if known is None or not _same(known[0], of):
        around = environment._replace(snapshot=snapshot)
        mask = both(check.mask(table, around), table.living()) if len(table) else b""
        known = kept[check.code] = of, Found(check, table, mask)
    return known[1]


def _same(one: object, other: tuple[object, ...]) -> bool:
    return isinstance(one, tuple) and len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


_LOOKS_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "work_without_why": ("problem", "hypothesis"), "problem_without_goal": ("goal",), "hypothesis_without_test": ("experiment",),
    "hypothesis_without_problem": ("problem",), "experiment_without_hypothesis": ("hypothesis",), "milestone_without_goal": ("goal",),
}
"""The other kinds on which a check depends."""


def audit(snapshot: Snapshot, environment: Environment) -> tuple[Found, ...]:
    """What each check finds, in the order of `CHECKS`; those that find nothing are among them."""
    return tuple(found_by(check, snapshot, environment) for check in CHECKS)


def is_audited(snapshot: Snapshot) -> bool:
    """Whether `audit` answers in a moment: there are few records, or they have been asked before."""
    kinds = [check.kind for check in CHECKS]
    few = sum(len(snapshot.table(kind)) for kind in {*kinds}) <= _FEW
    return few or all(check.code in snapshot.table(check.kind).kept.get("audit", ()) for check in CHECKS)


def gaps_of(snapshot: Snapshot, environment: Environment, kind: str, at: int) -> Iterator[Check]:
    """The checks in which one record falls short.

    Args:
        snapshot: All records.
        environment: Which statuses are closed.
        kind: The kind of the record.
        at: Where it stands in its table.
    """
    return (check for check in _OF_KIND.get(kind, ()) if found_by(check, snapshot, environment).mask[at])


_OF_KIND: Final = {kind: tuple(check for check in CHECKS if check.kind == kind) for kind in {check.kind for check in CHECKS}}
