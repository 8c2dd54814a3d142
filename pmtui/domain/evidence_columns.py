"""What speaks for each item, gathered from the records around it: for one item, and as a column of all."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from pmtui.domain.columns import Column, Mask
from pmtui.domain.evidence_confidence import AGAINST, Backing, Confidence, Trial, Voice, evidence_confidence, voices_of
from pmtui.domain.score_columns import combined
from pmtui.domain.table_changes import MOST_MENDED, changed_since, mended

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Rows, Table

_Before = tuple[tuple["Table", ...], Column]
"""The tables of which a column was made, and the column."""
_AT_ONCE = 3_000
"""So many records are gone through in a few milliseconds."""
_quoted: WeakKeyDictionary[Rows, dict[int, tuple[Voice, ...]]] = WeakKeyDictionary()
"""The voices of the problems of rows as they were read, by position: rows never change, and decoding them all takes long."""


def confidence_column(table: Table, environment: Environment) -> Column:
    """The confidence from evidence of each item, 0 to 10; blank for other kinds and without a snapshot."""
    snapshot = environment.snapshot
    if table.kind.name != "item" or snapshot is None:
        return Column([None], bytes(len(table)))
    return _mended(table, snapshot) or _remembered(table, snapshot, _Gathered(table, snapshot).column())


def is_mended(table: Table, snapshot: Snapshot) -> bool:
    """Whether the confidence of all items is known, or follows in a moment from that in a snapshot before."""
    return table.kind.name != "item" or _mended(table, snapshot) is not None


def _mended(table: Table, snapshot: Snapshot) -> Column | None:
    """The confidence of all items, made before or mended since; None where all must be gone through."""
    kept, around = table.kept.get("confidence"), _around(table, snapshot)
    if kept is not None and all(one is other for one, other in zip(kept[0], around, strict=True)):
        return cast("Column", kept[1])
    before: _Before | None = snapshot.memory.get("evidence_confidence")
    made = _Gathered(table, snapshot).mended(before, around) if before is not None else None
    return _remembered(table, snapshot, made) if made is not None else None


def _remembered(table: Table, snapshot: Snapshot, column: Column) -> Column:
    table.kept["confidence"] = snapshot.memory["evidence_confidence"] = (_around(table, snapshot), column)
    return column


def _around(table: Table, snapshot: Snapshot) -> tuple[Table, ...]:
    return (table, *(snapshot.table(kind) for kind in ("problem", "hypothesis", "experiment", "feedback", "milestone")))


def confidence_of(record: Record, snapshot: Snapshot) -> Confidence:
    """The confidence from evidence of one item, with its reason; decodes only what is linked to it."""
    return evidence_confidence(_Gathered(snapshot.table("item"), snapshot).backing_of(record))


def is_gathered(snapshot: Snapshot) -> bool:
    """Whether `confidence_of` answers at once: there are few experiments and pieces of feedback, or they have been gone through."""
    tables = [snapshot.table(kind) for kind in ("experiment", "feedback")]
    return all(len(table) <= _AT_ONCE or "evidence" in table.kept for table in tables)


class _Gathered:
    """The evidence around items; each part is gathered when it is first asked for."""

    def __init__(self, items: Table, snapshot: Snapshot) -> None:
        self.items = items
        self.snapshot = snapshot
        self.problems = snapshot.table("problem")
        self.hypotheses = snapshot.table("hypothesis")
        self._voices: dict[str, tuple[Voice, ...]] = {}
        self._trials: dict[str, tuple[Trial, ...]] | None = None
        self._feedback: dict[str, tuple[Voice, ...]] | None = None

    def column(self) -> Column:
        """The confidence of all items: what their links give, looked at once for equal links, and what they say themselves."""
        items = self.items
        linked = combined([_coded(items.column("problems")), _coded(items.column("hypotheses"))], self._linked, len(items))
        milestones = self.snapshot.table("milestone")
        goals = {milestones.id(at) for at, ids in enumerate(milestones.column("goals").rows()) if ids}
        own = (
            items.column("rice").where(lambda one: one is not None), items.column("ballots").where(bool),
            items.column("milestone").where(lambda id: id in goals), self._told(),
        )
        found = combined([linked, *map(_flag, own)], _confidence, len(items))
        return found.patched(dict(self._apart()), ())

    def mended(self, before: _Before, now: tuple[Table, ...]) -> Column | None:
        """The confidence of all items from that of tables before these; None where too much has changed since."""
        changes: list[list[int]] = []
        for old, new in zip(before[0], now, strict=True):
            changed = changed_since(old, new)
            if changed is None:
                return None
            changes.append(changed)
        touched = self._touched(before[0], now, changes)
        return mended(before[1], touched, self._value, len(self.items)) if len(touched) <= MOST_MENDED else None

    def _touched(self, before: tuple[Table, ...], now: tuple[Table, ...], changes: list[list[int]]) -> set[int]:
        """The positions of the items that changed, and of those around which something did."""
        items, problems, hypotheses, _, _, milestones = ({*map(one.id, places)} for one, places in zip(now, changes, strict=True))
        linked = {str(id) for ids in _both(before[4], now[4], "linked", changes[4]) for id in ids or ()}
        problems |= linked  # feedback points to problems and to items
        hypotheses.update(map(str, _both(before[3], now[3], "hypothesis", changes[3])))
        if problems:
            about = self.hypotheses.column("problem").where(problems.__contains__)
            hypotheses.update(map(self.hypotheses.id, compress(range(len(about)), about)))
        found = {at for id in items | linked if (at := self.items.position(id)) is not None}
        every = range(len(self.items))
        for name, ids in (("problems", problems), ("hypotheses", hypotheses)):
            if ids:
                found.update(compress(every, self.items.column(name).where(partial(_holds_any, ids))))
        if milestones:
            found.update(compress(every, self.items.column("milestone").where(milestones.__contains__)))
        return found

    def _linked(self, problems: Any, hypotheses: Any) -> tuple[float, bool, bool]:
        """What items with these links share: the confidence that it gives, whether a goal is behind it, whether a belief is."""
        found = self.backing(problems, hypotheses, None, False, False, False)
        return evidence_confidence(found).value, found.has_theme, found.has_pitch

    def backing(self, problems: Any, hypotheses: Any, milestone: Any, told: bool, planned: bool, voted: bool) -> Backing:
        """What speaks for items with these links and fields."""
        about = dict.fromkeys(str(one) for one in problems or ())
        places = [self.hypotheses.position(str(id)) for id in hypotheses or ()]
        beliefs = [at for at in places if at is not None and self._lives(self.hypotheses, at)]
        column = self.hypotheses.column("problem")
        about |= dict.fromkeys(str(column[at]) for at in beliefs if column[at])
        refuted, status = self.hypotheses.kind.alike("refuted"), self.hypotheses.column("status")
        return Backing(
            tuple(chain.from_iterable(map(self._voices_of, about))),
            tuple(chain.from_iterable(self._trials_of(self.hypotheses.id(at)) for at in beliefs)),
            any(status[at] in refuted for at in beliefs), planned, voted, self._serves_goal(about, milestone), told or bool(beliefs),
        )

    def backing_of(self, record: Record) -> Backing:
        """What speaks for one item."""
        from pmtui.domain.scoring import rice_score

        data = record.data
        told = any(data.get(name) for name in ("i_want", "so_that"))
        found = self.backing(
            record["problems"], record["hypotheses"], data.get("milestone"), told, rice_score(data) is not None, bool(data.get("ballots")),
        )
        return self._with_own(found, record.id, data.get("done_at"))

    def _apart(self) -> Iterator[tuple[int, float]]:
        """The items that feedback points to, or that were done before a test that won: these differ from others like them."""
        items = self.items
        done, hypotheses = items.column("done_at"), items.column("hypotheses")
        own = {at for id in self._all_feedback() if (at := items.position(id)) is not None}
        won = {id for id, trials in self._all_trials().items() if any(one.result == "won" and one.start for one in trials)}
        if won:
            tested = hypotheses.where(lambda ids: any(id in won for id in ids or ()))
            own.update(at for at in compress(range(len(items)), tested) if done[at])
        return ((at, self._value(at)) for at in own)

    def _value(self, at: int) -> float:
        """The confidence of the item at a position, from columns alone."""
        items = self.items
        problems, hypotheses, milestone, done = (items.column(name)[at] for name in ("problems", "hypotheses", "milestone", "done_at"))
        told = any(items.column(name)[at] for name in ("i_want", "so_that"))
        voted, planned = bool(items.column("ballots")[at]), items.column("rice")[at] is not None
        found = self.backing(problems, hypotheses, milestone, told, planned, voted)
        return evidence_confidence(self._with_own(found, items.id(at), done)).value

    def _with_own(self, found: Backing, id: str, done_at: Any) -> Backing:
        done_on = done_at[:10] if isinstance(done_at, str) else ""
        return found._replace(voices=found.voices + self._all_feedback().get(id, ()), done_on=done_on)

    def _told(self) -> Mask:
        from pmtui.domain.columns import either

        return either(self.items.column("i_want").where(bool), self.items.column("so_that").where(bool))

    def _serves_goal(self, problems: Iterable[str], milestone: Any) -> bool:
        milestones, goals = self.snapshot.table("milestone"), self.problems.column("goal")
        at = milestones.position(str(milestone)) if milestone else None
        if at is not None and milestones.column("goals")[at]:
            return True
        return any(goals[at] for id in problems if (at := self.problems.position(id)) is not None)

    def _voices_of(self, id: str) -> tuple[Voice, ...]:
        """The voices about one problem, those in the feedback that points to it included."""
        found = self._voices.get(id)
        if found is None:
            at = self.problems.position(id)
            own = _evidence(self.problems, at) if at is not None and self._lives(self.problems, at) else ()
            found = self._voices[id] = own + self._all_feedback().get(id, ())
        return found

    def _trials_of(self, id: str) -> tuple[Trial, ...]:
        return self._all_trials().get(id, ())

    def _all_trials(self) -> Mapping[str, tuple[Trial, ...]]:
        """The living experiments that have a result, by the id of the hypothesis."""
        if self._trials is None:
            table = self.snapshot.table("experiment")
            self._trials = _kept(table, lambda: _by_id(
                ([str(hypothesis)], Trial(str(method or ""), str(result), str(start or "")))
                for hypothesis, method, result, start in _living_rows(table, "hypothesis", "method", "result", "start")
                if hypothesis and result
            ))
        return self._trials

    def _all_feedback(self) -> Mapping[str, tuple[Voice, ...]]:
        """The voices in living feedback that nobody declined, by the id of the problem or item that it points to."""
        if self._feedback is None:
            table = self.snapshot.table("feedback")
            declined = table.kind.alike("declined")
            self._feedback = _kept(table, lambda: _by_id(
                ([str(id) for id in linked or ()], Voice("feedback", str(who)))
                for linked, customer, company, voters, status in _living_rows(table, "linked", "customer", "company", "voters", "status")
                if linked and status not in declined for who in dict.fromkeys([customer or company or "", *(voters or ())])
            ))
        return self._feedback

    def _lives(self, table: Table, at: int) -> bool:
        return table.column("deleted_at")[at] is None


def _both(old: Table, new: Table, name: str, places: Iterable[int]) -> Iterator[Any]:
    """What a column said at some positions, and what it says now."""
    return (one.column(name)[at] for at in places for one in (old, new) if at < len(one))


def _holds_any(ids: set[str], value: Any) -> bool:
    return not ids.isdisjoint(value or ())


def _evidence(problems: Table, at: int) -> tuple[Voice, ...]:
    """The voices in the evidence of the problem at a position; decoded once for the rows as they were read."""
    if not problems.column("evidence")[at]:
        return ()
    if problems.source(at) is not problems.rows:  # changed or added since
        return voices_of(problems.record(at)["evidence"])
    known = _quoted.setdefault(problems.rows, {})
    if at not in known:
        known[at] = voices_of(problems.record(at)["evidence"])
    return known[at]


def _living_rows(table: Table, *names: str) -> Iterator[tuple[Any, ...]]:
    return compress(zip(*(table.column(name).rows() for name in names), strict=True), table.living())


def _by_id(pairs: Iterable[tuple[list[str], Any]]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for ids, one in pairs:
        for id in ids:
            found.setdefault(id, []).append(one)
    return {id: tuple(several) for id, several in found.items()}


def _kept(table: Table, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] | None = table.kept.get("evidence")
    if found is None:
        found = table.kept["evidence"] = make()
    return found


def _confidence(linked: tuple[float, bool, bool], has_plan: bool, has_ballots: bool, has_theme: bool, has_pitch: bool) -> float:
    """What links give, or what an item says itself, whichever is worth more; nothing makes up for a lost test."""
    value, by_theme, by_pitch = linked
    if value == AGAINST:
        return value
    said = Backing((), (), False, has_plan, has_ballots, has_theme or by_theme, has_pitch or by_pitch)
    return max(value, evidence_confidence(said).value)


def _flag(mask: Mask) -> Column:
    return Column([False, True], mask)


def _coded(column: Column) -> Column:
    """The same column with codes, so that items with the same links are looked at once."""
    if column.codes is not None:
        return column
    index: dict[Any, int] = {}
    codes = array("I", (index.setdefault(value, len(index)) for value in column.values))
    return Column(list(index), codes)
