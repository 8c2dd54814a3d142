"""What we were wrong about: beliefs that were refuted, decisions that were taken back. From columns; decodes only what is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pmtui.domain.calibration import stated_before
from pmtui.domain.change import Snapshot
from pmtui.domain.decision_facts import REVERSED
from pmtui.domain.reasons import last_reason
from pmtui.domain.records import Record
from pmtui.domain.text import flat, one_line


class Mistake(NamedTuple):
    """One thing that turned out otherwise.

    Attributes:
        kind: hypothesis or decision.
        id: The record.
        title: Its title.
        at: When it was found out, an instant; empty where the record does not tell.
        believed: What was believed or decided.
        found: What was learnt instead; empty where nobody wrote it down.
        confidence: How sure we were before the verdict, in percent; None where nobody said.
    """

    kind: str
    id: str
    title: str
    at: str
    believed: str
    found: str
    confidence: float | None = None


def mistakes(snapshot: Snapshot) -> list[Mistake]:
    """All of them, refuted hypotheses first, the newest of each first."""
    found = [_refuted(one) for one in _records(snapshot, "hypothesis", "refuted")]
    found.sort(key=lambda one: one.at, reverse=True)
    reversed_ones = [_reversed(one) for one in _records(snapshot, "decision", REVERSED)]
    reversed_ones.sort(key=lambda one: one.at, reverse=True)
    return [*found, *reversed_ones]


def _records(snapshot: Snapshot, kind: str, stage: str) -> list[Record]:
    table = snapshot.table(kind)
    if not len(table):
        return []
    wanted, living = set(table.kind.alike(stage)), table.living()
    status = table.column("status")
    return [table.record(at) for at in range(len(table)) if living[at] and status[at] in wanted]


def _refuted(record: Record) -> Mistake:
    learnings = [one for one in record["learnings"] or () if isinstance(one, Mapping)]
    against = [one for one in learnings if one.get("stance") == "against"]
    last = max(against or learnings, key=lambda one: (bool(one.get("experiment")), str(one.get("at") or "")), default=None)
    reason = last_reason(record, "status")
    found = flat(last.get("text")) if last is not None else flat(reason.get("text"))
    believed = " ".join(filter(None, (one_line(str(record["change"] or "")), "will" if record["change"] and record["outcome"] else "",
                                      one_line(str(record["outcome"] or "")))))
    at = str(reason.get("at") or (last or {}).get("at") or record["created_at"] or "")
    return Mistake("hypothesis", record.id, record.title, at, believed, found, stated_before(record.data))


def _reversed(record: Record) -> Mistake:
    reason = last_reason(record, "status")
    found = flat(record["wrong_because"]) or flat(reason.get("text"))
    at = str(reason.get("at") or record["created_at"] or "")
    return Mistake("decision", record.id, record.title, at, one_line(str(record["chosen"] or "")), found)


