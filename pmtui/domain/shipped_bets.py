"""What came of items, milestones and hypotheses: their metrics found through links; for one record, and as a column of all.

Hypotheses are looked at through columns; of goals, of which there are few, those are decoded whose KPIs are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column, both, either
from pmtui.domain.discovery import entries
from pmtui.domain.kpis import kpi_named, kpis_of
from pmtui.domain.outcomes import MISSED, Measure, Outcome, deciding, measure_of, outcome_of, patience
from pmtui.domain.table_changes import changed_since
from pmtui.domain.text import folded

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

KINDS = ("item", "milestone", "hypothesis")
"""The kinds that can have an outcome."""
_AROUND = ("item", "milestone", "hypothesis", "problem", "goal")
_AT_ONCE = 1_000
"""So many verdicts are made in some milliseconds."""
Days = tuple[str, str]
"""The first and the last day on which something shipped."""


class ShippedWork(NamedTuple):
    """What the items say of bets, counted once for a table of items.

    Attributes:
        days: By hypothesis, when the first and the last of the items that rest on it was done.
        of_milestones: By milestone, the hypotheses that its items rest on.
    """

    days: Mapping[str, Days]
    of_milestones: Mapping[str, tuple[str, ...]]


def shipped_work(items: Table) -> ShippedWork:
    """What the items say of bets; dropped and deleted ones say nothing."""
    found: ShippedWork | None = items.kept.get("shipped_work")
    if found is None:
        days: dict[str, Days] = {}
        milestones: dict[str, dict[str, None]] = {}
        done, dropped = frozenset(items.kind.alike("done")), frozenset(items.kind.alike("dropped"))
        columns = (items.column(name).rows() for name in ("hypotheses", "status", "done_at", "milestone"))
        mask = items.living()
        for hypotheses, status, done_at, milestone in compress(zip(*columns, strict=True), mask):
            if not hypotheses or status in dropped:
                continue
            if milestone:
                milestones.setdefault(str(milestone), {}).update(dict.fromkeys(hypotheses))
            if status in done and done_at:
                day = str(done_at)[:10]
                for id in hypotheses:
                    first, last = days.get(id, (day, day))
                    days[id] = (min(first, day), max(last, day))
        found = ShippedWork(days, {id: tuple(some) for id, some in milestones.items()})
        items.kept["shipped_work"] = found
    return found


class ShippedBets:
    """The outcomes of a snapshot on a day; what several records share is looked up once."""

    def __init__(self, snapshot: Snapshot, today: str) -> None:
        """Of this snapshot, as on this day."""
        self.snapshot, self.today = snapshot, today
        self.patience = patience(snapshot.settings)
        self._tables = {kind: snapshot.table(kind) for kind in _AROUND}
        self._beliefs, self._goals, self._found, self._verdicts = _judged(snapshot, today)
        self.columns: dict[str, Column] = {}

    def outcomes(self, kind: str, at: int) -> list[Outcome]:
        """The outcomes of the record at a position, one a metric; none where nothing shipped or no metric is named."""
        days = self._days(kind, at)
        return self._judged(self._hypotheses(kind, at), self._goals_of(kind, at), days) if days is not None else []

    def deciding(self, kind: str, at: int) -> Outcome | None:
        """The outcome that counts of the record at a position."""
        days = self._days(kind, at)
        if days is None:
            return None
        key = (self._hypotheses(kind, at), self._goals_of(kind, at), days)
        if key not in self._found:
            self._found[key] = deciding(self._judged(*key))
        return self._found[key]

    def verdicts(self, kind: str) -> Column:
        """The verdicts of all records of a kind."""
        table, places = self._tables[kind], self._shipped(kind)
        found: list[str | None] = [None] * len(table)
        if kind == "item":  # of which there are many: what is alike is asked once, and kept when others change
            known = self._verdicts
            columns = [table.column(name) for name in ("hypotheses", "problems", "done_at")]
            for at in places:
                key = (columns[0][at], columns[1][at], columns[2][at])
                if key not in known:
                    known[key] = one.verdict if (one := self.deciding(kind, at)) is not None else None
                found[at] = known[key]
            self.snapshot.memory["verdicts"] = len(known)
        else:
            for at in places:
                found[at] = one.verdict if (one := self.deciding(kind, at)) is not None else None
        return Column.of(found)

    def _shipped(self, kind: str) -> Iterable[int]:
        """The positions of what may have shipped and may have a metric."""
        table = self._tables[kind]
        if kind == "hypothesis":
            places = (table.position(id) for id in shipped_work(self._tables["item"]).days)
            return [at for at in places if at is not None]
        built_in, fields = ("done", ("hypotheses", "problems")) if kind == "item" else ("shipped", ("goals", "status"))
        mask = table.column("status").where(frozenset(table.kind.alike(built_in)).__contains__)
        return compress(range(len(table)), both(mask, either(*(table.column(name).where(bool) for name in fields))))

    def _days(self, kind: str, at: int) -> Days | None:
        """When the record at a position shipped; None where it has not."""
        table = self._tables[kind]
        if kind == "hypothesis":
            return shipped_work(self._tables["item"]).days.get(table.id(at))
        built_in, field = ("done", "done_at") if kind == "item" else ("shipped", "shipped_at")
        day = str(table.column(field)[at] or "")[:10]
        return (day, day) if day and table.kind.like(str(table.column("status")[at])) == built_in else None

    def _hypotheses(self, kind: str, at: int) -> tuple[str, ...]:
        table = self._tables[kind]
        if kind == "item":
            return tuple(table.column("hypotheses")[at] or ())
        return (table.id(at),) if kind == "hypothesis" else shipped_work(self._tables["item"]).of_milestones.get(table.id(at), ())

    def _goals_of(self, kind: str, at: int) -> tuple[str, ...]:
        """The goals that something serves, whose KPIs count where no hypothesis names one."""
        table = self._tables[kind]
        if kind == "milestone":
            return tuple(table.column("goals")[at] or ())
        return self._served(table.column("problems")[at] or ()) if kind == "item" else ()

    def _served(self, problems: Iterable[Any]) -> tuple[str, ...]:
        table = self._tables["problem"]
        goals = table.column("goal")
        places = (table.position(str(id)) for id in problems)
        return tuple(dict.fromkeys(str(goals[place]) for place in places if place is not None and goals[place]))

    def _judged(self, hypotheses: tuple[str, ...], goals: tuple[str, ...], days: Days) -> list[Outcome]:
        measures = [one for one in map(self._belief, hypotheses) if one is not None]
        found = measures or list(chain.from_iterable(map(self._goal, goals)))
        return [outcome_of(one, *days, self.today, self.patience) for one in found]

    def _belief(self, id: str) -> Measure | None:
        """The metric that a hypothesis names."""
        if id not in self._beliefs:
            table = self._tables["hypothesis"]
            at = table.position(id)
            self._beliefs[id] = None if at is None or not table.living()[at] else self._named(table, at)
        return self._beliefs[id]

    def _named(self, table: Table, at: int) -> Measure | None:
        name, problem = table.column("kpi")[at], table.column("problem")[at]
        found = kpi_named(self.snapshot, name, self._served((problem,)) if problem else ()) if name else None
        if found is None:
            return None
        stated = {field: table.column(field)[at] for field in ("baseline", "target")}
        return measure_of(found.goal, found.kpi, self.today, stated, table.id(at))

    def _goal(self, id: str) -> tuple[Measure, ...]:
        """The KPIs of a goal, against its own targets."""
        if id not in self._goals:
            goal = self.snapshot.record("goal", id)
            lives = goal is not None and not goal.is_deleted
            self._goals[id] = tuple(measure_of(goal, kpi, self.today) for kpi in kpis_of(goal.data)) if lives and goal else ()
        return self._goals[id]


_Judged = tuple[
    dict[str, Measure | None], dict[str, tuple[Measure, ...]], dict[tuple[Any, ...], Outcome | None], dict[tuple[Any, ...], str | None]
]


def _judged(snapshot: Snapshot, today: str) -> _Judged:
    """What is known by hypothesis, by goal, of both on days, and of items by their fields.

    Kept while no hypothesis, problem or goal changes, for items often do.
    """
    table = snapshot.table("hypothesis")
    state = (today, patience(snapshot.settings), snapshot.table("problem"), snapshot.table("goal"))
    kept: tuple[tuple[Any, ...], _Judged] | None = table.kept.get("judged")
    if kept is None or kept[0][:2] != state[:2] or kept[0][2] is not state[2] or kept[0][3] is not state[3]:
        before: tuple[Table, tuple[Any, ...], _Judged] | None = snapshot.memory.get("judged")
        known = _still_true(before, table, state) if before is not None else None
        kept = table.kept["judged"] = (state, known or ({}, {}, {}, {}))
        snapshot.memory["judged"] = (table, *kept)
    return kept[1]


def _still_true(before: tuple[Table, tuple[Any, ...], _Judged], now: Table, state_now: tuple[Any, ...]) -> _Judged | None:
    """What was judged before and is not touched by what changed since; None where too much has."""
    table, state, judged = before
    hypotheses, problems, others = changed_since(table, now), changed_since(state[2], state_now[2]), changed_since(state[3], state_now[3])
    if state[:2] != state_now[:2] or hypotheses is None or problems is None or others is None:
        return None
    old, new = state[2].column("goal"), state_now[2].column("goal")
    moved = {state_now[2].id(at) for at in problems if at >= len(old) or old[at] != new[at]}
    touched = {*map(now.id, hypotheses)}
    if moved:
        touched.update(map(now.id, compress(range(len(now)), now.column("problem").where(moved.__contains__))))
    changed = {state_now[3].id(at) for at in others}
    if words := _words(state[3], state_now[3], others):  # a hypothesis names a KPI, and by that the goal
        named = now.column("kpi").where(lambda text: isinstance(text, str) and not words.isdisjoint((text.strip(), folded(text.strip()))))
        touched.update(map(now.id, compress(range(len(now)), named)))
    moved.update(map(state_now[2].id, compress(range(len(new)), new.where(changed.__contains__))))
    beliefs, goals, found, verdicts = (dict(judged[0]), dict(judged[1]), dict(judged[2]), dict(judged[3]))  # a thread may add to them
    return (
        {id: one for id, one in beliefs.items() if id not in touched}, {id: one for id, one in goals.items() if id not in changed},
        {key: one for key, one in found.items() if touched.isdisjoint(key[0]) and changed.isdisjoint(key[1])},
        {key: one for key, one in verdicts.items() if touched.isdisjoint(key[0] or ()) and moved.isdisjoint(key[1] or ())},
    )


def _words(old: Table, new: Table, places: Iterable[int]) -> set[str]:
    """What the KPIs of the goals at some positions are called, and what they were called before: ids and folded names."""
    kpis = chain.from_iterable(kpis_of(one.record(at).data) for at in places for one in (old, new) if at < len(one))
    return {word for kpi in kpis for word in (str(kpi.get("id") or ""), folded(str(kpi.get("name") or "").strip())) if word}


def is_mended(snapshot: Snapshot, today: str) -> bool:
    """Whether most verdicts of items are known from a snapshot before, so that the others are made in a moment."""
    return bool(len(_judged(snapshot, today)[3]) >= snapshot.memory.get("verdicts", 1 << 60) - _AT_ONCE)  # where there were none, none is


def shipped_bets(snapshot: Snapshot, today: str) -> ShippedBets:
    """The outcomes of a snapshot; kept on its items as long as nothing around them is another."""
    items = snapshot.table("item")
    state = (today, snapshot.settings, *(snapshot.table(kind) for kind in _AROUND))
    kept: tuple[tuple[Any, ...], ShippedBets] | None = items.kept.get("shipped_bets")
    if kept is None or any(one is not other for one, other in zip(kept[0][1:], state[1:], strict=True)) or kept[0][0] != today:
        kept = items.kept["shipped_bets"] = (state, ShippedBets(snapshot, today))
    return kept[1]


def outcomes_of(record: Record, snapshot: Snapshot, today: str) -> list[Outcome]:
    """The outcomes of one record, one a metric, what counts most first."""
    at = snapshot.table(record.kind).position(record.id) if record.kind in KINDS else None
    if at is None:
        return []
    bets = shipped_bets(snapshot, today)
    found, first = bets.outcomes(record.kind, at), bets.deciding(record.kind, at)
    return sorted(found, key=lambda one: one.measure != first.measure) if first is not None else found


def outcome_column(table: Table, environment: Environment) -> Column:
    """The verdict of each record; blank where nothing shipped, no metric is named, or there is no snapshot."""
    if table.kind.name not in KINDS or environment.snapshot is None:
        return Column([None], bytes(len(table)))
    bets = shipped_bets(environment.snapshot, environment.today)
    column = bets.columns.get(table.kind.name)
    if column is None or len(column) != len(table):
        column = bets.columns[table.kind.name] = bets.verdicts(table.kind.name)
    return column


def computed_outcome(record: Record, snapshot: Snapshot, today: str) -> dict[str, Any] | None:
    """What `computed` holds: the outcome that counts, with what was measured; None where there is none."""
    found = next((one for one in outcomes_of(record, snapshot, today) if one.verdict), None)
    if found is None:
        return None
    return {
        "verdict": found.verdict, "before": found.before, "after": found.after, "target": found.target, "at": found.at,
        "kpi": found.measure.name, "goal": found.measure.goal, "hypothesis": found.measure.hypothesis or None,
        "readings": found.readings, "days": found.days, "why": found.why,
    }


def missed_bets(snapshot: Snapshot, today: str) -> Iterator[int]:
    """The positions of hypotheses that shipped, missed their target, and that nobody has answered for.

    Answered is who refuted it, or decided to pivot or to stop, or wrote a learning since the last of it shipped.
    """
    table = snapshot.table("hypothesis")
    bets = shipped_bets(snapshot, today)
    status, decision, living = table.column("status"), table.column("decision"), table.living()
    refuted = frozenset(table.kind.alike("refuted"))
    for id, (_, last) in shipped_work(snapshot.table("item")).days.items():
        at = table.position(id)
        if at is None or not living[at] or status[at] in refuted or decision[at] in ("pivot", "stop"):
            continue
        found = bets.deciding("hypothesis", at)
        if found is not None and found.verdict == MISSED and not _has_learnt(table.record(at), last):
            yield at


def _has_learnt(hypothesis: Record, since: str) -> bool:
    return any(str(one.get("at") or "")[:10] > since for one in entries(hypothesis, "learnings"))
