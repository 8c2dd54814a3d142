"""What became of the work between two moments: for whoever tells it at a review. Pure, and from columns, so quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.periods import target_period
from pmtui.domain.scoring import scores_of
from pmtui.domain.table import Table

DONE, SLIPPED, ADDED, DROPPED, MOVED, RESCORED, RESTATUSED, RETITLED = GROUPS = (
    "done", "slipped", "added", "dropped", "moved", "rescored", "restatused", "retitled",
)
"""What can have become of a record, in the order in which people want to hear it."""
KINDS = (
    "milestone", "goal", "item", "problem", "hypothesis", "experiment", "iteration", "decision", "feedback", "product", "persona",
    "competitor", "scenario", "review", "person", "view",
)
"""The kinds in the order in which a group lists them."""
_GIVEN_UP = frozenset({"dropped", "dismissed", "cancelled", "declined", "duplicate", "rejected"})
_ENDED_OTHERWISE = frozenset({"missed", "retired", "superseded", "reversed"})
"""Closed states that are neither an achievement nor a choice to leave something."""


class Finding(NamedTuple):
    """One thing that became of one record.

    Attributes:
        group: One of `GROUPS`.
        kind: The kind of the record.
        id: Its id.
        title: Its title at the later moment; at the earlier one where it is gone.
        field: What changed: `status`, `title`, `target`, `milestone`, `horizon`, `rank`, `rice`, `opportunity`, or
            `deleted_at` for what was deleted or restored; empty for what was not there before, or is not there any more.
        before: The value at the earlier moment, as stored; of `rank` the place among the open records, from 1; None where blank.
        after: The value at the later moment.
        labels: Of a target, both at their resolution: `Q4 2026`, `Q1 2027`; empty where there was or is none.
        days: Of a target, by how many days it lies later; negative is earlier; None where there was or is none.
    """

    group: str
    kind: str
    id: str
    title: str
    field: str = ""
    before: Any = None
    after: Any = None
    days: int | None = None
    labels: tuple[str, str] = ("", "")


class Comparison(NamedTuple):
    """What lies between two moments.

    Attributes:
        findings: By group; in a group by kind, then in the order in which people want to read it.
        unreadable: How many files could not be read at the earlier and at the later moment.
    """

    findings: tuple[Finding, ...]
    unreadable: tuple[int, int]

    def of(self, group: str) -> list[Finding]:
        """The findings of a group."""
        return [one for one in self.findings if one.group == group]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings each group has, groups without any left out."""
        return {group: len(found) for group in GROUPS if (found := self.of(group))}


def compared(before: Snapshot, after: Snapshot) -> Comparison:
    """What became of every record between two snapshots of one workspace."""
    found: list[tuple[tuple[Any, ...], Finding]] = []
    unreadable = [0, 0]
    for place, kind in enumerate(KINDS):
        tables = before.table(kind), after.table(kind)
        for at, table in enumerate(tables):
            unreadable[at] += len(table.faults)
        pair = _Pair(*tables)
        order = {id: at for at, id in enumerate(pair.ids_in_order())}
        for one in pair.findings():
            found.append(((GROUPS.index(one.group), place, *_weight(one), order.get(one.id, len(order)), one.id), one))
    found.sort(key=lambda row: row[0])
    return Comparison(tuple(one for _, one in found), (unreadable[0], unreadable[1]))


def _weight(one: Finding) -> tuple[float, str]:
    """What comes first in a group: the largest slip, the highest score, plans before places."""
    if one.group == SLIPPED:
        return (-one.days if one.days is not None else 0.5, "")
    if one.group == RESCORED:
        return (-one.after if isinstance(one.after, int | float) else 1.0, one.field)
    return (1 if one.field == "rank" else 0, "")


class _Side:
    """The records of a kind at one of the moments: its columns by position."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at = {table.id(at): at for at in range(len(table))}
        self._rows: dict[str, Sequence[Any]] = {}

    def value(self, id: str, name: str) -> Any:
        """A field of a record that is here."""
        rows = self._rows.get(name)
        if rows is None:
            rows = self._rows[name] = self.table.column(name).rows()
        return rows[self.at[id]]

    def is_living(self, id: str) -> bool:
        """Whether a record is here and not deleted."""
        return id in self.at and self.value(id, "deleted_at") is None

    def title(self, id: str) -> str:
        """The title of a record that is here."""
        return str(self.value(id, "title") or "")

    def places(self) -> dict[str, int]:
        """The place of every open record in the team's order, from 1."""
        closed = self.table.kind.closed
        order = (self.table.id(at) for at in self.table.in_order())
        is_open = (id for id in order if self.is_living(id) and (not closed or self.value(id, "status") not in closed))
        return {id: place for place, id in enumerate(is_open, 1)}


class _Pair:
    """The records of a kind at both moments."""

    def __init__(self, before: Table, after: Table) -> None:
        self.before, self.after = _Side(before), _Side(after)
        self.kind = after.kind

    def ids_in_order(self) -> Iterator[str]:
        """All ids: those of the later moment in their order, then those that are gone."""
        yield from (self.after.table.id(at) for at in self.after.table.in_order())
        yield from (id for id in self.before.at if id not in self.after.at)

    def findings(self) -> Iterator[Finding]:
        """What became of each record."""
        common: list[str] = []
        for id in {**self.before.at, **self.after.at}:
            was, is_now = self.before.is_living(id), self.after.is_living(id)
            if was and is_now:
                common.append(id)
            elif was:
                yield self._gone(id)
            elif is_now:
                yield from self._come(id)
        for id in common:
            yield from self._restated(id)
        for name in (name for name in ("milestone", "horizon") if name in self.kind.fields):
            yield from self._changes(MOVED, common, name)
        for score in scores_of(self.kind.name):
            yield from self._changes(RESCORED, common, score)
        if self.kind.name == "milestone":
            yield from self._slips(common)
        if self.kind.ranked:
            yield from self._places(common)

    def _finding(self, group: str, id: str, field: str = "", before: Any = None, after: Any = None, days: int | None = None) -> Finding:
        side = self.after if id in self.after.at else self.before
        return Finding(group, self.kind.name, id, side.title(id), field, before, after, days)

    def _gone(self, id: str) -> Finding:
        if id in self.after.at:
            return self._finding(DROPPED, id, "deleted_at", None, self.after.value(id, "deleted_at"))
        return self._finding(DROPPED, id)

    def _come(self, id: str) -> Iterator[Finding]:
        if id in self.before.at:
            yield self._finding(ADDED, id, "deleted_at", self.before.value(id, "deleted_at"), None)
        else:
            yield self._finding(ADDED, id)
        if self.kind.statuses:
            status = self.after.value(id, "status")
            group = self._ending(status)
            if group != RESTATUSED:
                yield self._finding(group, id, "status", None, status)

    def _ending(self, status: Any) -> str:
        """The group of a record that has come to a state."""
        status = self.kind.like(status) if isinstance(status, str) else status
        if status in _GIVEN_UP:
            return DROPPED
        return DONE if status in self.kind.closed and status not in _ENDED_OTHERWISE else RESTATUSED

    def _restated(self, id: str) -> Iterator[Finding]:
        """Other states and titles of a record that is there at both moments."""
        if self.kind.statuses:
            old, new = self.before.value(id, "status"), self.after.value(id, "status")
            if old != new:
                yield self._finding(self._ending(new), id, "status", old, new)
        old, new = self.before.title(id), self.after.title(id)
        if old != new:
            yield self._finding(RETITLED, id, "title", old, new)

    def _changes(self, group: str, ids: Iterable[str], name: str) -> Iterator[Finding]:
        for id in ids:
            old, new = self.before.value(id, name), self.after.value(id, name)
            if old != new:
                yield self._finding(group, id, name, old, new)

    def _slips(self, ids: Iterable[str]) -> Iterator[Finding]:
        """Targets that lie on other days; a quarter counts by its last day."""
        for id in ids:
            old, new = ((side.value(id, "target"), side.value(id, "resolution")) for side in (self.before, self.after))
            if old == new:
                continue
            was, will = target_period(*old), target_period(*new)
            days = (will.last - was.last).days if was is not None and will is not None else None
            if days != 0 and was != will:
                labels = was.label if was is not None else "", will.label if will is not None else ""
                yield self._finding(SLIPPED, id, "target", old[0], new[0], days)._replace(labels=labels)

    def _places(self, ids: Iterable[str]) -> Iterator[Finding]:
        """Records that were moved among those open at both moments; one that was only pushed aside was not."""
        old, new = self.before.places(), self.after.places()
        both = [id for id in ids if id in old and id in new]
        was = {id: place for place, id in enumerate(sorted(both, key=old.__getitem__))}
        will = {id: place for place, id in enumerate(sorted(both, key=new.__getitem__))}
        for id in both:
            if was[id] != will[id] and self.before.value(id, "rank") != self.after.value(id, "rank"):
                yield self._finding(MOVED, id, "rank", old[id], new[id])


def linked_titles(comparison: Comparison, before: Snapshot, after: Snapshot) -> Mapping[str, str]:
    """The titles of the milestones that findings name by id."""
    ids = {id for one in comparison.findings if one.field == "milestone" for id in (one.before, one.after) if isinstance(id, str)}
    found = {}
    for id in ids:
        record = after.record("milestone", id) or before.record("milestone", id)
        found[id] = record.title if record is not None else id
    return found

