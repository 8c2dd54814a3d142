"""Since when a review looks back: the marker that the last one left, or what a person asks for instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import compress
from typing import Final, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import parse_instant
from pmtui.domain.periods import day_words, near_day_words
from pmtui.domain.records import Record

DAYS: Final = 14
"""So many days a review looks back where none was held before."""


class Since(NamedTuple):
    """From when on a review looks.

    Attributes:
        at: The instant, in UTC.
        review: The id of the review that left its marker there; empty where a person gave the date, or none was held yet.
        words: What git is asked for the state of that time: the instant, or a tag or commit that the person named.
    """

    at: str
    review: str = ""
    words: str = ""

    @property
    def day(self) -> str:
        """The day, for people: `9 Nov 2026`."""
        return day_words(self.at, self.at)


def near_day(instant: str, today: str) -> str:
    """The day of an instant as shortly as it can be understood; a text that is none as it is."""
    return near_day_words(instant, date.fromisoformat(today), instant)


def held(snapshot: Snapshot) -> list[Record]:
    """The reviews that were held, the last one first; what has no instant counts from when it was written."""
    table = snapshot.table("review")
    records = [table.record(at) for at in compress(range(len(table)), table.living())] if len(table) else []
    return sorted(records, key=lambda one: (_held_at(one), one.id), reverse=True)


def last_marker(snapshot: Snapshot, now: str) -> Since | None:
    """The marker of the last review that was held before now; None where there was none."""
    for record in held(snapshot):
        at = _held_at(record)
        if at and at <= now:
            return Since(at, record.id, at)
    return None


def since(snapshot: Snapshot, now: str) -> Since:
    """From when on the next review looks: the last marker, else some days back."""
    found = last_marker(snapshot, now)
    return found if found is not None else some_days_ago(now)


def some_days_ago(now: str, days: int = DAYS) -> Since:
    """So many days back."""
    at = parse_instant(f"-{days}d", now)
    return Since(at, "", at)


def _held_at(record: Record) -> str:
    return str(record["at"] or record["created_at"] or "")


def names_of(snapshot: Snapshot, people: Iterable[str]) -> list[str]:
    """The names of people by their ids, in their order; the id of one who is not here any more."""
    found = ((id, snapshot.record("person", id)) for id in people)
    return [record.title if record is not None else id for id, record in found]


class Note(NamedTuple):
    """One thing that was recorded while a review was held.

    Attributes:
        kind: The kind of the record.
        id: Its id.
        title: Its title.
        said: More about it, in words; may be empty.
    """

    kind: str
    id: str
    title: str
    said: str = ""


class Minutes(NamedTuple):
    """What a review came to, besides what it was told.

    Attributes:
        attendees: The names of who was there.
        decisions: What was decided, or asked.
        actions: What somebody is to do.
        changes: What else was changed: dates, health, updates.
        meanwhile: The same that others changed elsewhere while it was held, and sync brought.
    """

    attendees: tuple[str, ...] = ()
    decisions: tuple[Note, ...] = ()
    actions: tuple[Note, ...] = ()
    changes: tuple[Note, ...] = ()
    meanwhile: tuple[Note, ...] = ()
