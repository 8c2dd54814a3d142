"""The tree goal → problem → evidence → hypothesis → experiment → item → milestone → KPI: who stands below whom. Pure.

What stands below a node is found when the node is unfolded, by backlinks and columns; no record is decoded but goals, for
their KPIs, and a problem, for its quotes. Records that the chain does not reach stand on branches of their own at the end, so
that everything has a place. A record may have several; each place is known by its path.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress, product
from typing import TYPE_CHECKING, Final

from pmtui.domain.audit import BY_CODE, Check, Found, audit, found_by, gaps_of
from pmtui.domain.backlinks import index_all, is_indexed, pointing
from pmtui.domain.chain import KPI, QUOTE, kpis_moved
from pmtui.domain.columns import Mask, both, neither
from pmtui.domain.discovery import entries
from pmtui.domain.kpis import hypotheses_moving
from pmtui.domain.ordering import order_key
from pmtui.domain.orphans import living_ids, unlinked
from pmtui.domain.query_columns import open_mask
from pmtui.domain.tree_filter import CHAIN, Matches, above
from pmtui.domain.tree_spots import BRANCH, EVIDENCE, NOTHING, Children, Parts, Path, Run, Spot

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

BRANCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "problem_without_goal": ("goal",), "hypothesis_without_problem": ("problem",), "experiment_without_hypothesis": ("hypothesis",),
    "work_without_why": ("problems", "hypotheses"), "milestone_without_goal": ("goals",),
}
"""The branches by the code of their check, with the links of which one would give a record its place."""
LINKS: Final = (
    ("problem", "goal"), ("hypothesis", "problem"), ("experiment", "hypothesis"), ("item", "problems"), ("item", "hypotheses"),
    ("item", "parent"), ("item", "milestone"), ("milestone", "goals"), ("feedback", "linked"),
)
"""The links that the tree follows, as (kind, field)."""
_FIRST = 60
"""So many rows are seen at first, at most."""
_SORTED = 500
"""Of so many records below a node, those that are closed come last; more stand in the kind's own order."""


class Tree:
    """Who stands below whom in one snapshot.

    Attributes:
        snapshot: All records.
        environment: The day, and which statuses are closed.
        matches: What a filter shows; None without one.
    """

    def __init__(self, snapshot: Snapshot, environment: Environment, matches: Matches | None = None) -> None:
        """Nothing is found before it is asked for."""
        self.snapshot, self.environment, self.matches = snapshot, environment, matches
        self._known: dict[Path, Children] = {}

    def roots(self) -> Children:
        """The goals, those that are open first, then the branches that hold anything."""
        table = self.snapshot.table("goal")
        goals = self._run("goal", compress(table.in_order(), self._in_order("goal", table.living())))
        return Children((goals, Parts([spot for code in BRANCHES if len(self.children((spot := Spot(BRANCH, code),)))])))

    def children(self, path: Path) -> Children:
        """What stands below a place, found once; nothing where a circle would begin. An empty path gives the roots."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._found(path) if path else self.roots()
        return found

    def _found(self, path: Path) -> Children:
        spot = path[-1]
        make = _BELOW.get(spot.kind)
        if make is None or spot in path[:-1]:
            return NOTHING
        return Children(make(self, spot, path[:-1]))

    def check(self, spot: Spot) -> Found:
        """What the audit finds of what a branch holds."""
        return found_by(BY_CODE[spot.id], self.snapshot, self.environment)

    def gaps(self, spot: Spot) -> Sequence[Check]:
        """What a record lacks."""
        at = self.snapshot.table(spot.kind).position(spot.id) if spot.kind in CHAIN else None
        return () if at is None else tuple(gaps_of(self.snapshot, self.environment, spot.kind, at))

    def is_match(self, spot: Spot) -> bool:
        """Whether the filter, if there is one, is after this itself, and not only after something below it."""
        if self.matches is None or spot.kind not in CHAIN:
            return self.matches is None
        at = self.snapshot.table(spot.kind).position(spot.id)
        return at is not None and bool(self.matches.found[spot.kind][at])

    def path_to(self, kind: str, id: str) -> Path | None:
        """The first place of a record: by its longest way up, else on the branch of those that have none."""
        if kind not in CHAIN or (at := self.snapshot.table(kind).position(id)) is None:
            return None
        way: list[Spot] = []
        while at is not None:
            spot = Spot(kind, id)
            way.append(spot)
            kind, id, at = self._above(kind, at, way)
        if way[-1].kind != "goal":
            code = next(one for one in BRANCHES if BY_CODE[one].kind == way[-1].kind)
            way.append(Spot(BRANCH, code))
        return tuple(reversed(way))

    def _above(self, kind: str, at: int, way: Collection[Spot]) -> tuple[str, str, int | None]:
        table = self.snapshot.table(kind)
        for field in _UP.get(kind, ()):
            other = table.kind.fields[field].links[0]
            value = table.column(field)[at]
            for one in (value,) if isinstance(value, str) else value or ():
                if one in living_ids(self.snapshot.table(other)) and Spot(other, one) not in way:
                    return other, one, self.snapshot.table(other).position(one)
        return "", "", None

    # Runs of records

    def _run(self, kind: str, positions: Iterable[int]) -> Run:
        """Records of a kind that the filter shows, the closed ones last."""
        table = self.snapshot.table(kind)
        shown: Sequence[int] = tuple(positions)
        if self.matches is not None:
            mask = self.matches.visible[kind] if kind in self.matches.visible else bytes(len(table))
            shown = tuple(at for at in shown if mask[at])
        if 1 < len(shown) <= _SORTED:
            if table.kind.ranked and (table.overlay or table.added):
                rank = table.column("rank")
                shown = sorted(shown, key=lambda at: order_key(rank[at], table.id(at)))
            if kind not in ("hypothesis", "experiment", "feedback"):
                closed, status = table.kind.closed, table.column("status")
                shown = sorted(shown, key=lambda at: status[at] in closed)
        return Run(table, shown)

    def _pointing(self, kind: str, field: str, id: str) -> Run:
        return self._run(kind, pointing(self.snapshot, kind, field, id))

    def _work(self, positions: Sequence[int]) -> Run:
        """Items; of a larger one and its parts, the parts stand below it, and not beside it once more."""
        items = self.snapshot.table("item")
        parents, there = items.column("parent"), {items.id(at) for at in positions}
        return self._run("item", [at for at in positions if parents[at] not in there or _is_in_circle(items, at, there)])

    def _in_order(self, kind: str, mask: Mask) -> Iterable[int]:
        """A mask in the kind's own order."""
        order = self.snapshot.table(kind).in_order()
        return mask if isinstance(order, range) else map(mask.__getitem__, order)

    # What stands below each kind

    def _below_branch(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        """First those that lack something, then the open ones of which it is not asked, then the closed ones."""
        found, fields = self.check(spot), BRANCHES[spot.id]
        table, kind = found.table, found.check.kind
        there = both(table.living(), unlinked(table, self.snapshot, *fields, is_strict=True))
        if self.matches is not None:
            there = both(there, self.matches.visible[kind])
        rest, is_open = both(there, neither(found.mask)), open_mask(table, self.environment)
        order = table.in_order()
        positions = array("I")
        for mask in (both(there, found.mask), both(rest, is_open), both(rest, neither(is_open))):
            positions.extend(compress(order, self._in_order(kind, mask)))
        yield Run(table, positions)

    def _below_goal(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        yield self._kpis(spot, ())
        yield self._pointing("problem", "goal", spot.id)
        yield self._pointing("milestone", "goals", spot.id)

    def _kpis(self, spot: Spot, without: Iterable[str]) -> Parts:
        """The KPIs that a record moves, but for those of some goals; none under a filter."""
        at = self.snapshot.table(spot.kind).position(spot.id)
        if at is None or self.matches is not None:
            return Parts(())
        found = kpis_moved(self.snapshot, spot.kind, at)
        return Parts([Spot(KPI, f"{goal.id}.{_safe(kpi.get('id') or kpi.get('name'))}") for goal, kpi in found if goal.id not in without])

    def _evidence(self, spot: Spot) -> Parts:
        """What is known of a problem or an item, in one node; none under a filter."""
        if self.matches is not None or (not self.quotes(spot) and not self.feedback(spot)):
            return Parts(())
        return Parts([Spot(EVIDENCE, f"{spot.kind}.{spot.id}")])

    def quotes(self, spot: Spot) -> int:
        """How many pieces of evidence a problem has."""
        table = self.snapshot.table(spot.kind)
        at = table.position(spot.id) if spot.kind == "problem" else None
        return 0 if at is None else len(table.column("evidence")[at] or ())

    def feedback(self, spot: Spot) -> int:
        """How much feedback is linked with a problem or an item."""
        return len(pointing(self.snapshot, "feedback", "linked", spot.id))

    def _below_problem(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        """Items that rest on a hypothesis about it stand there, and not here once more."""
        yield self._evidence(spot)
        yield self._pointing("hypothesis", "problem", spot.id)
        beliefs = {self.snapshot.table("hypothesis").id(at) for at in pointing(self.snapshot, "hypothesis", "problem", spot.id)}
        rest = self.snapshot.table("item").column("hypotheses")
        yield self._work([at for at in pointing(self.snapshot, "item", "problems", spot.id) if beliefs.isdisjoint(rest[at] or ())])

    def _below_hypothesis(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        yield self._kpis(spot, ())
        yield self._pointing("experiment", "hypothesis", spot.id)
        yield self._work(pointing(self.snapshot, "item", "hypotheses", spot.id))

    def _below_item(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        yield self._evidence(spot)
        yield self._pointing("item", "parent", spot.id)
        table = self.snapshot.table("item")
        at = table.position(spot.id)
        planned = None if at is None else table.column("milestone")[at]
        others = self.snapshot.table("milestone")
        if planned and planned in living_ids(others) and not any(one.kind == "milestone" for one in above):
            yield self._run("milestone", [at for at in (others.position(str(planned)),) if at is not None])

    def _below_milestone(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        """What it is to move; and, unless one came to it by an item, what is planned for it."""
        yield self._kpis(spot, [one.id for one in above[-1:] if one.kind == "goal"])
        if not any(one.kind == "item" for one in above):
            yield self._work(pointing(self.snapshot, "item", "milestone", spot.id))

    def _below_evidence(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        kind, _, id = spot.id.partition(".")
        record = self.snapshot.record(kind, id) if kind == "problem" else None
        if record is not None:
            yield Parts([Spot(QUOTE, f"{id}.{_safe(one.get('id') or number)}") for number, one in enumerate(entries(record, "evidence"))])
        yield self._run("feedback", pointing(self.snapshot, "feedback", "linked", id))


class AuditTree(Tree):
    """What the audit finds, check by check; below each record stands what stands below it in the tree."""

    def roots(self) -> Children:
        """The checks that find anything the filter shows."""
        found = [Spot(BRANCH, one.check.code) for one in audit(self.snapshot, self.environment)]
        return Children((Parts([spot for spot in found if len(self.children((spot,)))]),))

    def _below_branch(self, spot: Spot, above: Path) -> Iterator[Run | Parts]:
        found = self.check(spot)
        mask = found.mask
        if self.matches is not None:  # the filter is after records that lack something, not after what stands below them
            mask = both(mask, self.matches.found.get(found.check.kind, bytes(len(mask))))
        yield Run(found.table, array("I", compress(found.table.in_order(), self._in_order(found.check.kind, mask))))

    def path_to(self, kind: str, id: str) -> Path | None:
        """The first place of a record among what was found; None where it lacks nothing."""
        spot = Spot(kind, id)
        ways = ((Spot(BRANCH, one.code), spot) for one in self.gaps(spot))
        return next((way for way in ways if self.children(way[:1]).index(spot) is not None), None)


_BELOW: Final[Mapping[str, Callable[[Tree, Spot, Path], Iterator[Run | Parts]]]] = {
    BRANCH: lambda tree, spot, above: tree._below_branch(spot, above), "goal": Tree._below_goal, "problem": Tree._below_problem,
    "hypothesis": Tree._below_hypothesis, "item": Tree._below_item, "milestone": Tree._below_milestone, EVIDENCE: Tree._below_evidence,
}
_UP: Final = {"item": ("parent", "hypotheses", "problems"), "experiment": ("hypothesis",), "hypothesis": ("problem",), "problem": ("goal",),
              "milestone": ("goals",)}
"""The links by which a record finds its place, the longer way first."""


def _is_in_circle(items: Table, at: int, there: Collection[str]) -> bool:
    """Whether an item is, by its parents among these, a part of itself: then it would stand nowhere."""
    parents, seen = items.column("parent"), {items.id(at)}
    id = parents[at]
    while id in there:
        if id in seen:
            return True
        seen.add(str(id))
        place = items.position(str(id))
        id = parents[place] if place is not None else None
    return False


def _safe(id: object) -> str:
    """The id of an entry as it may stand in a path: files may hold any text there."""
    return str(id).replace("/", "_")


def is_prepared(snapshot: Snapshot) -> bool:
    """Whether a tree answers at once: the links that it follows are indexed, or few."""
    return is_indexed(snapshot, LINKS)


def prepare(snapshot: Snapshot, environment: Environment) -> None:
    """Read every column and make every index that the first look at the tree needs; for a thread where there are many records."""
    index_all(snapshot, LINKS)
    for kind, name in product((*CHAIN, "feedback"), ("title", "status", "deleted_at", "conflicts")):
        snapshot.table(kind).column(name)
    above({kind: snapshot.table(kind).living() for kind in CHAIN}, snapshot)  # finds the places that a filter asks for
    audit(snapshot, environment)
    hypotheses_moving(snapshot)  # the first goal tells which move it
    roots = Tree(snapshot, environment).roots()
    for at in range(min(len(roots), _FIRST)):
        snapshot.prefix_length(roots[at].id)
