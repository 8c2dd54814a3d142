"""When somebody talked with customers: told from the evidence of problems and the sessions of experiments. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from pmtui.domain.columns import both
from pmtui.domain.evidence_age import heard_at
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.table import Rows, Table

CONTACT_DAYS: Final = 7
"""Days after which a customer should have been talked to again. Source: Teresa Torres, "Continuous Discovery Habits" (2021)."""
TALKS: Final = frozenset({"interview", "observation", "sales", "ticket"})
"""Sources of evidence for which somebody talked with a customer."""
WEEKS: Final = 12
"""So many weeks the pulse looks back, about a quarter."""

Key = tuple[str, str]
"""A record, by kind and id."""
Rest = Callable[[], object]
"""Called now and then in long work, to let others have their turn."""


class Talk(NamedTuple):
    """A day on which somebody talked with customers, and the record that says so."""

    day: str
    key: Key


class Pulse(NamedTuple):
    """How steadily customers are talked with.

    Attributes:
        weeks: How many talks in each of the last weeks of seven days, the week that ends today last.
        streak: How many weeks on end, up to the last, had a talk; a week that still runs and had none yet does not end it.
        last: The day of the last talk; empty where none is on record.
        days: Days since then; None where none is on record, and never less than 0.
        key: The record that tells of it.
    """

    weeks: tuple[int, ...]
    streak: int = 0
    last: str = ""
    days: int | None = None
    key: Key = ("", "")

    @property
    def total(self) -> int:
        """How many talks there were in these weeks."""
        return sum(self.weeks)


_sessions: WeakKeyDictionary[Rows, dict[int, tuple[str, ...]]] = WeakKeyDictionary()
"""The days of the sessions of experiments, by position in rows as they were read."""


def contact_pulse(snapshot: Snapshot, today: str, weeks: int = WEEKS, rest: Rest = lambda: None) -> Pulse:
    """How many talks each of the last weeks had, how many weeks on end had any, and how long ago the last one was.

    A talk is evidence from an interview, an observation, a sale or a ticket, and a session of an experiment.
    Weeks are whole seven days ending today. What is dated in the future does not count.

    Args:
        snapshot: All records.
        today: The calendar date where the person is.
        weeks: How many weeks to look back, at least 1.
        rest: Called now and then.
    """
    end = date.fromisoformat(today)
    counts: Counter[int] = Counter()
    newest = Talk("", ("", ""))
    for name in ("problem", "experiment"):
        for day, (number, key) in _days(snapshot.table(name), rest).items():
            try:
                week = (end - date.fromisoformat(day)).days // 7
            except ValueError:  # no day of the calendar: somebody wrote the file by hand
                continue
            if week >= 0:
                counts[week] += number
                newest = max(newest, Talk(day, key))
    streak = 0
    while counts[streak] or (streak == 0 and counts[1]):
        streak += 1
    streak -= not counts[0] and streak > 0
    told = tuple(counts[at] for at in reversed(range(weeks)))
    return Pulse(told, streak, newest.day, (end - date.fromisoformat(newest.day)).days if newest.day else None, newest.key)


def week_starts(today: str, weeks: int = WEEKS) -> list[str]:
    """The first day of each of the last weeks, the oldest first."""
    end = date.fromisoformat(today)
    return [(end - timedelta(days=7 * at + 6)).isoformat() for at in reversed(range(weeks))]


def pulse_words(pulse: Pulse) -> str:
    """`9 talks in 12 weeks, 3 weeks on end, the last 2 days ago`; what there is none of is left out."""
    if pulse.days is None:
        return "no talk with a customer is on record"
    parts = [f"{counted(pulse.total, 'talk')} in {len(pulse.weeks)} weeks"]
    parts += [f"{pulse.streak} weeks on end"] if pulse.streak > 1 else []
    parts.append("the last today" if not pulse.days else f"the last {counted(pulse.days, 'day')} ago")
    return ", ".join(parts)


def _days(table: Table, rest: Rest) -> dict[str, tuple[int, Key]]:
    """By day how many talks the records of a table tell of, and one of the records; found once for a table."""
    kept: dict[str, tuple[int, Key]] | None = table.kept.get("talks")
    if kept is None:
        kept = {}
        name = "evidence" if table.kind.name == "problem" else "sessions"
        for count, at in enumerate(compress(range(len(table)), both(table.column(name).where(bool), table.living())), 1):
            key = (table.kind.name, table.id(at))
            for day in _talks_at(table, at):
                number, other = kept.get(day, (0, ("", "")))
                kept[day] = number + 1, max(other, key)
            if count % 100 == 0:
                rest()
        table.kept["talks"] = kept
    return kept


def _talks_at(table: Table, at: int) -> Iterator[str]:
    """The days of the talks of which the record at a position tells, one for each."""
    if table.kind.name == "problem":
        yield from (one.day for one in heard_at(table, at) if one.source in TALKS and one.day)
    elif table.source(at) is not table.rows:  # changed or added since
        yield from _session_days(table.record(at).data.get("sessions"))
    else:
        known = _sessions.setdefault(table.rows, {})
        if at not in known:
            known[at] = tuple(_session_days(table.record(at).data.get("sessions")))
        yield from known[at]


def _session_days(entries: Any) -> Iterator[str]:
    for one in entries if isinstance(entries, list) else ():
        if isinstance(one, dict) and isinstance(one.get("at"), str) and one["at"]:
            yield one["at"][:10]
