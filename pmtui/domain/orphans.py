"""Records that rest on nothing: work without a why, problems without evidence, hypotheses without a test and so on. Pure; over columns.

A link to a deleted record gives no reason. One to a record that is not here does: it may come with the next sync.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from pmtui.domain.columns import Mask, both, either, neither
from pmtui.domain.query_columns import open_mask
from pmtui.domain.schema import LINKS

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

TESTABLE: Final = ("draft", "testing", "supported")
"""The built-in statuses in which a hypothesis without a test is a gap; one that was given up or left open claims nothing."""


def orphan_mask(table: Table, environment: Environment) -> Mask:
    """Which records rest on nothing; none, of kinds that need not rest on anything.

    An item rests on a problem or a hypothesis, a problem on evidence, a hypothesis on a test, an experiment on a hypothesis,
    a milestone on a goal, a goal on a KPI. Asked of open records alone, but for hypotheses and experiments: what is said to
    be shown must have been tested, and what was tested must be known.
    """
    make = _ORPHANS.get(table.kind.name)
    return bytes(len(table)) if make is None else make(table, environment)


def without_why(items: Table, environment: Environment) -> Mask:
    """Open items that rest on no problem and no hypothesis; what waits for triage is not asked yet."""
    waiting = frozenset(items.kind.alike("inbox"))
    asked = both(open_mask(items, environment), items.column("status").where(lambda status: status not in waiting))
    return both(asked, unlinked(items, environment.snapshot, "problems", "hypotheses"))


def without_evidence(problems: Table, environment: Environment) -> Mask:
    """Open problems in which nothing is written down that anybody said or did."""
    return both(open_mask(problems, environment), neither(problems.column("evidence").where(bool)))


def without_test(hypotheses: Table, environment: Environment) -> Mask:
    """Hypotheses that no living experiment tests, and of which it matters: drafts, those in testing, those called supported."""
    if environment.snapshot is None:
        return bytes(len(hypotheses))
    tested = linked_to(environment.snapshot.table("experiment"), "hypothesis")
    asked = frozenset(hypotheses.kind.alike(*TESTABLE))
    untested = hypotheses.column("id").where(lambda id: id not in tested)
    return both(hypotheses.column("status").where(asked.__contains__), untested)


def without_hypothesis(experiments: Table, environment: Environment) -> Mask:
    """Experiments that test no hypothesis: what they show belongs to nothing."""
    return unlinked(experiments, environment.snapshot, "hypothesis")


def without_goal(table: Table, environment: Environment) -> Mask:
    """Open milestones or problems that serve no goal."""
    return both(open_mask(table, environment), unlinked(table, environment.snapshot, "goal" if "goal" in table.kind.fields else "goals"))


def without_kpi(goals: Table, environment: Environment) -> Mask:
    """Open goals of which no figure tells whether they are reached."""
    return both(open_mask(goals, environment), neither(goals.column("kpis").where(bool)))


def unlinked(table: Table, snapshot: Snapshot | None, *fields: str, is_strict: bool = False) -> Mask:
    """Which records point by none of these fields to a record that is not deleted; found once for the records as they are.

    Args:
        table: The records.
        snapshot: Where the others are; without it, any link counts.
        fields: Links, or sets of links.
        is_strict: Whether a link to a record that is not here counts for nothing, too.
    """
    kinds = dict.fromkeys(kind for name in fields for kind in table.kind.fields[name].links)
    others = {kind: snapshot.table(kind) for kind in kinds} if snapshot is not None else {}

    def made() -> Mask:
        return neither(reduce(either, [_linked(table, name, others, is_strict) for name in fields]))

    found: Mask = _kept(table, f"unlinked {fields} {is_strict}", tuple(others.values()), made)
    return found


def linked_to(table: Table, field: str) -> frozenset[str]:
    """The ids to which living records of a table point by a field; found once for the records as they are."""
    from pmtui.domain.discovery import linked_counts

    found: frozenset[str] = _kept(table, f"linked {field}", (), lambda: frozenset(linked_counts(table, field)))
    return found


def living_ids(table: Table) -> frozenset[str]:
    """The ids of the records that are not deleted; found once for the records as they are."""
    found: frozenset[str] = _kept(table, "living", (), lambda: frozenset(compress(table.column("id").rows(), table.living())))
    return found


def deleted_ids(table: Table) -> frozenset[str]:
    """The ids of the records that are deleted; found once for the records as they are."""
    found: frozenset[str] = _kept(table, "deleted", (), lambda: frozenset(compress(table.column("id").rows(), neither(table.living()))))
    return found


def _linked(table: Table, field: str, others: Mapping[str, Table], is_strict: bool) -> Mask:
    """Which records have a link that counts; where nothing is deleted, that is any."""
    column, is_set = table.column(field), table.kind.fields[field].type == LINKS
    tables = [others[kind] for kind in table.kind.fields[field].links if kind in others]
    if is_strict:
        living = frozenset[str]().union(*map(living_ids, tables))
        return column.where(lambda ids: bool(ids) and not living.isdisjoint(ids)) if is_set else column.where(living.__contains__)
    gone = frozenset[str]().union(*map(deleted_ids, tables))
    if not gone:
        return column.where(bool)
    if is_set:
        return column.where(lambda ids: any(id not in gone for id in ids or ()))
    return column.where(lambda id: bool(id) and id not in gone)


def _kept(table: Table, name: str, others: tuple[Table, ...], make: Callable[[], Any]) -> Any:
    """What is made once for a table, and anew where one of the other tables is another by now."""
    cache: dict[str, tuple[tuple[Table, ...], Any]] = table.kept.setdefault("orphans", {})
    known = cache.get(name)
    if known is None or len(known[0]) != len(others) or any(one is not other for one, other in zip(known[0], others, strict=True)):
        known = cache[name] = others, make()
    return known[1]


_ORPHANS: Final[Mapping[str, Callable[[Table, Environment], Mask]]] = {
    "item": without_why, "problem": without_evidence, "hypothesis": without_test, "experiment": without_hypothesis,
    "milestone": without_goal, "goal": without_kpi,
}
KINDS: Final = tuple(_ORPHANS)
"""The kinds that can be orphans."""
