"""Triage: what waits for a first decision, what is snoozed and when it comes back, and what becomes of it. Pure.

New feedback and items in the inbox wait together. A snoozed one stays away until its day has come, or until what it is snoozed
for (a milestone, an item …) is closed, whichever is first; then it is back by itself, for nothing is stored that would have to
be set anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import Mask, both, either, neither
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Kind
from pmtui.domain.table import Table
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment

KINDS = ("feedback", "item")
"""The kinds that wait in the inbox."""
_WAITING = {"feedback": ("new", "snoozed"), "item": ("inbox",)}
"""The built-in statuses in which a record waits, or sleeps until it waits again."""
ACCEPTED = {"feedback": "linked", "item": "ready"}
"""The built-in status of an accepted record, by kind."""
ACCEPTABLE = {"feedback": ("new", "snoozed", "declined"), "item": ("inbox", "dropped")}
"""The built-in statuses in which a record can be accepted; in all others it has been, or is given up for another one."""
DECLINED = {"feedback": "declined", "item": "dropped", "problem": "dismissed"}
"""That of a declined one."""
DUPLICATE = {"feedback": "duplicate", "item": "dropped", "problem": "dismissed"}
"""That of one that repeats another."""
SIMILAR_TO = {"feedback": ("feedback", "item", "problem"), "item": ("item",), "problem": ("problem",)}
"""In which kinds a record of a kind may have its original: feedback may belong to an item or a problem that is there already."""
REASONS = (
    "already there", "out of scope", "not for our customers", "too few ask for it", "not enough to go on", "works as intended",
)
"""Why people decline, most of the time: one key each."""
SNOOZES = (("tomorrow", "+1d"), ("in a week", "+1w"), ("in two weeks", "+2w"), ("in a month", "+1m"), ("in a quarter", "+3m"))
"""For how long people snooze, most of the time: in words, and as a date is typed."""


class Waiting(NamedTuple):
    """A record that waits; sorted, the oldest comes first.

    Attributes:
        since: When it was written down.
        kind: Its kind.
        position: Where it stands in the table of its kind.
    """

    since: str
    kind: str
    position: int


def inbox(snapshot: Snapshot, today: str) -> list[Waiting]:
    """What waits for a first decision, the oldest first.

    Args:
        snapshot: All records.
        today: The calendar date where the person is.
    """
    tables = {kind: snapshot.table(kind) for kind in KINDS}
    return OldestFirst().of(tables, {kind: waiting(table, snapshot, today) for kind, table in tables.items()})


class OldestFirst:
    """The records of masks, the oldest first: what was found of records that did not change stays, for one decision follows another."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[str, tuple[object, Mask, list[Waiting]]] = {}

    def of(self, tables: Mapping[str, Table], masks: Mapping[str, Mask]) -> list[Waiting]:
        """The records of some kinds that are in the mask of their kind, the oldest first."""
        found: list[Waiting] = []
        for kind, mask in masks.items():
            found += self._of_kind(tables[kind], mask)
        found.sort()  # of parts in order, which takes one pass
        return found

    def _of_kind(self, table: Table, mask: Mask) -> list[Waiting]:
        """Those of the rows as they were read, and behind them what changed since or was added."""
        size = len(table.rows)
        changed = [*(at for at in table.overlay if mask[at]), *compress(range(size, len(table)), mask[size:])]
        own = bytearray(mask[:size])
        for at in table.overlay:
            own[at] = 0
        rows, seen, known = self._known.get(table.kind.name, (None, bytes(size), []))
        if rows is not table.rows:
            seen, known = bytes(size), []
        more = both(bytes(own), neither(seen))
        if any(more):
            known = sorted(known + _waiting_at(table, list(compress(range(size), more))))
            seen = either(seen, more)
        self._known[table.kind.name] = (table.rows, seen, known)
        return [one for one in known if own[one.position]] + _waiting_at(table, changed)


def _waiting_at(table: Table, positions: Sequence[int]) -> list[Waiting]:
    column, kind = table.column("created_at"), table.kind.name
    created = column.rows() if len(positions) * 4 > len(column) else column  # many are read together faster than one by one
    return [Waiting(str(created[at] or ""), kind, at) for at in positions]


def waiting(table: Table, snapshot: Snapshot, today: str) -> Mask:
    """Which records of a kind wait now: not decided, not deleted, not asleep."""
    statuses = table.kind.alike(*_WAITING.get(table.kind.name, ()))
    is_undecided = both(table.column("status").where(lambda status: status in statuses), table.living())
    return both(is_undecided, neither(asleep(table, snapshot, today))) if any(is_undecided) else is_undecided


def is_undecided(record: Record) -> bool:
    """Whether a record is still to be triaged, be it asleep or not."""
    return record.schema.like(record.status) in _WAITING.get(record.kind, ())


def asleep(table: Table, snapshot: Snapshot, today: str) -> Mask:
    """Which records are snoozed and not back yet."""
    if "snoozed_until" not in table.kind.fields:
        return bytes(len(table))
    until, event = table.column("snoozed_until"), table.column("snoozed_for")
    has_day, has_event = until.where(lambda day: bool(day)), event.where(lambda id: bool(id))
    if not any(has_day) and not any(has_event):
        return bytes(len(table))
    is_early = until.where(lambda day: not day or str(day) > today)
    is_open = event.where(lambda id: not id or has_to_come(snapshot, str(id)))
    return both(both(is_early, is_open), either(has_day, has_event))


def snoozed_mask(table: Table, environment: Environment) -> Mask:
    """Which records of a table are snoozed, for the filter `is:snoozed`."""
    if environment.snapshot is None:
        return bytes(len(table))
    return asleep(table, environment.snapshot, environment.today)


def has_to_come(snapshot: Snapshot, id: str) -> bool:
    """Whether what a record is snoozed for is still to come: it is there, and neither closed nor deleted."""
    record = event_of(snapshot, id)
    return record is not None and not record.is_closed and not record.is_deleted


def event_of(snapshot: Snapshot, id: str) -> Record | None:
    """The record that another one is snoozed for."""
    field = SCHEMA["item"].fields["snoozed_for"]
    return snapshot.linked(field, id)


def event_words(event: Record) -> str:
    """`“MVP” has shipped`: what must happen for a snoozed record to come back."""
    ends = {"milestone": "has shipped", "item": "is done", "experiment": "has stopped", "decision": "is decided"}
    return f"“{one_line(event.title)[:40]}” {ends.get(event.kind, 'is closed')}"


def snooze_words(record: Record, snapshot: Snapshot) -> str:
    """`until 2026-12-01 or until “MVP” has shipped`; empty where a record is not snoozed."""
    parts = [f"until {record['snoozed_until']}"] if record["snoozed_until"] else []
    event = event_of(snapshot, str(record["snoozed_for"])) if record["snoozed_for"] else None
    parts += [f"until {event_words(event)}"] if event is not None else []
    return " or ".join(parts)


def decided(kind: Kind, statuses: Mapping[str, str]) -> dict[str, Any]:
    """The values of a record that has been decided: its status as the team calls it, and no snooze any more."""
    values: dict[str, Any] = {"status": kind.named(statuses[kind.name])}
    return values | {name: None for name in ("snoozed_until", "snoozed_for") if name in kind.fields}


def problem_from(record: Record) -> dict[str, Any]:
    """The fields of the problem that a piece of feedback, or an item, turns out to be about; its evidence is `evidence_from`."""
    names = ("title", "body", "tags", "product", "owner", "journey_stage", "reach", "urls")
    known = SCHEMA["problem"].fields
    return {name: record.data[name] for name in names if name in record.data and name in record.schema.fields and name in known}


def evidence_from(record: Record) -> dict[str, Any]:
    """What a piece of feedback shows, as evidence for a problem; without the id that makes it an entry."""
    field = SCHEMA["problem"].fields["evidence"]
    sources: Sequence[str] = next(one.choices for one in field.entry if one.name == "source")
    quote = record.data.get("quote") or record.data.get("body") or [record.title]
    channel = str(record.data.get("channel") or "")
    source = record.data.get("source")
    ticket = str(source.get("key") or "") if isinstance(source, Mapping) else ""
    known = channel.lower() if channel.lower() in sources else "ticket" if ticket else None
    entry = {
        "at": record.data.get("created_at"), "source": known, "origin": f"{channel} {ticket}".strip(),
        "customer": record.data.get("customer"), "company": record.data.get("company"), "url": record.data.get("url"),
        "quote": [str(one) for one in quote],
    }
    return {name: value for name, value in entry.items() if value}


def item_from(record: Record) -> dict[str, Any]:
    """The fields of the item that a piece of feedback asks for."""
    names = ("title", "body", "tags", "product", "owner", "urls")
    return {name: record.data[name] for name in names if name in record.data} | {"status": SCHEMA["item"].named(ACCEPTED["item"])}
