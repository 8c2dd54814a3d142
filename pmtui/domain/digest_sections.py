"""The sections of a digest, one by one: each finds its entries in columns, and decodes only what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Any, Final

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both, neither
from pmtui.domain.digest import DECISIONS, EVIDENCE, REFUTED, SHIPPED, SLIPPED, STALE, Entry
from pmtui.domain.digest_words import entries_since, title_at, with_status
from pmtui.domain.periods import day_of, target_period
from pmtui.domain.query_columns import Environment
from pmtui.domain.reasons import last_reason
from pmtui.domain.records import Record
from pmtui.domain.slip import Slip, slipped_by, slips_in
from pmtui.domain.table import Table
from pmtui.domain.text import counted, flat, one_line

WORK: Final = ("milestone", "item", "hypothesis", "experiment", "problem")
"""The kinds of which stale ones are told, in that order."""


class Then:
    """What a record was at the earlier moment, as far as that is known."""

    def __init__(self, snapshot: Snapshot | None) -> None:
        self._snapshot = snapshot

    def was(self, kind: str, id: str, *states: str) -> bool | None:
        """Whether it was in one of these built-in states; None where that is not known, or it was not there yet."""
        table = self._snapshot.table(kind) if self._snapshot is not None else None
        at = table.position(id) if table is not None else None
        return None if table is None or at is None else table.kind.like(str(table.column("status")[at])) in states

    def target(self, id: str) -> tuple[Any, Any] | None:
        """The target of a milestone with its resolution; None where that is not known."""
        table = self._snapshot.table("milestone") if self._snapshot is not None else None
        at = table.position(id) if table is not None else None
        return None if table is None or at is None else (table.column("target")[at], table.column("resolution")[at])


# What speaks against our bets


def evidence(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """Learnings against hypotheses that nobody has given up, and experiments that were lost, the newest first."""
    table = now.table("hypothesis")
    bets = both(table.living(), neither(with_status(table, "refuted")))
    found = []
    for at in compress(range(len(table)), both(bets, table.column("learnings").where(bool))):
        record = table.record(at)
        for one in entries_since(record, "learnings", since):
            if one.get("stance") == "against":
                said = flat(one.get("text"))
                facts = {"stance": "against", "experiment": one.get("experiment") or None, "bet": record.id}
                found.append(Entry(EVIDENCE, "hypothesis", record.id, record.title, said, str(one.get("at")), "", "", facts))
    found += _lost(then, now, since, {table.id(at) for at in compress(range(len(table)), bets)})
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def _lost(then: Then, now: Snapshot, since: str, bets: set[str]) -> Iterator[Entry]:
    table = now.table("experiment")
    lost = both(both(table.living(), table.column("result").where(lambda result: result == "lost")), with_status(table, "stopped"))
    for at in compress(range(len(table)), lost):
        record = table.record(at)
        bet = record["hypothesis"]
        if bet not in bets:
            continue
        reason = last_reason(record, "status")
        stopped, end = str(reason.get("at") or ""), str(record["end"] or "")
        was_so = then.was("experiment", record.id, "stopped")
        is_new = stopped > since if stopped else was_so is False or (was_so is None and end > since[:10])
        if not is_new:
            continue
        when = stopped or end
        against = now.record("hypothesis", str(bet))
        said = flat(record["learning"]) or "lost"
        title = against.title if against is not None else str(bet)
        facts = {"stance": "against", "experiment": record.id, "bet": bet}
        yield Entry(EVIDENCE, "experiment", record.id, record.title, f"lost, against “{one_line(title)}”: {said}", when,
                    str(reason.get("by") or ""), flat(reason.get("text")), facts)


def refuted(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """Hypotheses that turned out wrong, the newest first."""
    from pmtui.domain.was_wrong import mistakes

    found = []
    for one in mistakes(now):
        record = now.record("hypothesis", one.id) if one.kind == "hypothesis" else None
        if record is None:
            continue
        reason = last_reason(record, "status")
        if not _is_new(str(reason.get("at") or ""), one.at, since, then.was("hypothesis", one.id, "refuted")):
            continue
        sure = f", {one.confidence:g} % sure" if one.confidence is not None else ""
        believed = _believed(record, now) or one.believed
        said = f"we believed{sure}: {believed}" if believed else ""
        facts = {"believed": one.believed or None, "found": one.found or None, "confidence": one.confidence}
        found.append(Entry(REFUTED, "hypothesis", one.id, one.title, said, one.at, str(reason.get("by") or ""), one.found, facts))
    return found


def _believed(record: Record, now: Snapshot) -> str:
    """What a hypothesis says of whom; empty where it says no such thing."""
    persona = now.record("persona", str(record["persona"])) if record["persona"] else None
    if persona is None or not record["change"] or not record["outcome"]:
        return ""
    from pmtui.domain.sentences import first_name

    return f"{flat(record['change'])} for {first_name(persona.title)} will {flat(record['outcome'])}"


def _is_new(at: str, perhaps: str, since: str, was_so: bool | None) -> bool:
    """Whether something has come to its state since.

    A kept instant counts alone: what was done before the last review and committed after it has been told already.

    Args:
        at: When that was, as kept with the reason; empty where there is none.
        perhaps: Another instant that may tell it: that of the last learning, or when the record was made.
        since: The earlier moment.
        was_so: Whether it was in that state then; None where that is not known.
    """
    return at > since if at else perhaps > since or was_so is False


# Dates


def slipped(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """Milestones whose target was put off, and those whose target passed while nobody moved it; the furthest first."""
    from pmtui.domain.roadmap import days_late, planned

    table = now.table("milestone")
    day = day_of(environment.today)
    before = day_of(since)
    found = []
    for at in compress(range(len(table)), table.living()):
        entry = _put_off(then, table, at, since)
        if entry is None and day is not None and before is not None:
            when = planned(table, at)
            late = days_late(when, str(table.column("status")[at]), day)
            if late and when.target is not None and when.target.last >= before:
                facts = {"from": table.column("target")[at], "to": None, "days": late, "times": 0, "is_overdue": True}
                said = f"its target {when.target.label} has passed, {counted(late, 'day')} ago"
                entry = Entry(SLIPPED, "milestone", table.id(at), title_at(table, at), said, when.target.last.isoformat(), facts=facts)
        if entry is not None:
            found.append(entry)
    return sorted(found, key=lambda one: (-int(one.facts["days"] or 0), one.id))


def _put_off(then: Then, table: Table, at: int, since: str) -> Entry | None:
    """How far the target of a milestone has slipped since, over all moves; who moved it last, and why."""
    slips = slips_in(table.record(at)) if table.column("reasons")[at] else []
    moves = [one for one in slips if one.at > since]
    id, target, resolution = table.id(at), table.column("target")[at], table.column("resolution")[at]
    known = then.target(id)
    if known is None and not moves:
        return None
    if not moves and any(one.now == target and one.at <= since for one in slips):
        return None  # given before the moment, and only committed after it
    was, meant = known if known is not None else (moves[0].was, resolution)
    before, after = target_period(was, meant), target_period(target, resolution)
    distance = slipped_by(was, target, resolution, meant if meant != resolution else None)
    if before is None or (after is not None and (distance is None or distance <= 0)):
        return None
    last = moves[-1] if moves else Slip("", "", None, None, None)
    times = f", in {len(moves)} moves" if len(moves) > 1 else ""
    labels = Slip("", "", was, target, None, resolution=str(resolution)).labels if meant == resolution and after else (before.label, "")
    to = labels[1] or (after.label if after is not None else "no target")
    later = f", {counted(distance, 'day')} later" if distance else ""
    said = f"{labels[0]} → {to}{later}{times}"
    facts = {"from": was, "to": target, "days": distance, "times": len(moves), "is_overdue": False}
    return Entry(SLIPPED, "milestone", id, title_at(table, at), said, last.at, last.by, flat(last.reason.split("\n")), facts)


# Decisions


_STATES = {"decided": 0, "reversed": 1, "superseded": 2, "open": 3}
_TOLD = {"decided": "because", "reversed": "wrong_because", "open": "context"}
"""Where a decision says why, by its state."""


def decisions(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """What was decided, taken back, replaced or asked, the newest first of each."""
    from pmtui.domain.decision_facts import decided_at

    table = now.table("decision")
    found = []
    for at in compress(range(len(table)), table.living()):
        record = table.record(at)
        stage = record.stage
        kept, made = decided_at(record) if stage != "open" else "", str(record["created_at"] or "")
        if not _is_new(kept, made, since, then.was("decision", record.id, stage)):
            continue
        reason = last_reason(record, "status")
        chosen = one_line(str(record["chosen"] or "")).strip()
        said = {"decided": f"decided: {chosen}" if chosen and chosen != record.title else "decided", "reversed": "taken back",
                "superseded": "replaced by another one", "open": "asked, still open"}.get(stage, record.status)
        why = flat(record[_TOLD[stage]]) if stage in _TOLD else ""
        by = str(reason.get("by") or record["created_by"] or "")
        facts = {"status": record.status, "chosen": chosen or None}
        found.append(Entry(DECISIONS, "decision", record.id, record.title, said, kept or made, by, why, facts))
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    return sorted(found, key=lambda one: _STATES.get(table.kind.like(str(one.facts["status"])), 9))


# What is done, and what lies


def shipped(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """Milestones, then items by milestone, the newest first."""
    found = [
        Entry(SHIPPED, "milestone", table.id(at), title_at(table, at), "shipped", when, "", "", {"milestone": None, "points": None})
        for table, at, when in _ended(then, now, since, "milestone", "shipped", "shipped_at")
    ]
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    milestones = now.table("milestone")
    items = []
    for table, at, when in _ended(then, now, since, "item", "done", "done_at"):
        link, points = table.column("milestone")[at], table.column("estimate")[at]
        place = milestones.position(str(link)) if link else None
        said = f"for {one_line(title_at(milestones, place))}" if place is not None else ""
        facts = {"milestone": link or None, "points": points}
        items.append(Entry(SHIPPED, "item", table.id(at), title_at(table, at), said, when, "", "", facts))
    items.sort(key=lambda one: (one.at, one.id), reverse=True)
    newest: dict[str, int] = {}
    for one in items:
        newest.setdefault(str(one.facts["milestone"] or "~"), len(newest) if one.facts["milestone"] else len(items))
    items.sort(key=lambda one: newest[str(one.facts["milestone"] or "~")])
    return [*found, *items]


def _ended(then: Then, now: Snapshot, since: str, kind: str, state: str, field: str) -> Iterator[tuple[Table, int, str]]:
    """The records of a kind that came to a state since, with when."""
    table = now.table(kind)
    ended = both(with_status(table, state), table.living())
    when = table.column(field)
    for at in compress(range(len(table)), ended):
        instant = str(when[at] or "")
        if instant > since if instant else then.was(kind, table.id(at), state) is False:
            yield table, at, instant


def stale(then: Then, now: Snapshot, since: str, environment: Environment) -> list[Entry]:
    """Open work that nobody has touched for long; by kind, what lies longest first."""
    if environment.last_changes is None:
        return []
    from pmtui.domain.stale import stale_mask, untouched_days
    from pmtui.domain.triage import asleep

    found = []
    for kind in WORK:
        table = now.table(kind)
        mask = both(stale_mask(table, environment), table.living())
        if 1 not in mask:
            continue
        if "snoozed_until" in table.kind.fields:
            mask = both(mask, neither(asleep(table, now, environment.today)))
        lying, status = untouched_days(table, environment), table.column("status")
        rows = sorted(compress(range(len(table)), mask), key=lambda at: (-(lying[at] or 0), at))
        found += [
            Entry(STALE, kind, table.id(at), title_at(table, at), f"{status[at]}, untouched for {counted(lying[at] or 0, 'day')}", "", "",
                  "", {"days": lying[at], "status": status[at]})
            for at in rows
        ]
    return found


MAKERS = (evidence, refuted, slipped, decisions, shipped, stale)
"""What finds the entries of each section, in the order of the sections."""
