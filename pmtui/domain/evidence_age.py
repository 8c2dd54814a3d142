"""How old evidence is, and what it still weighs: it decays by half every so many days. Pure.

That knowledge ages with a half-life is an old measure (Burton and Kebler, "The half-life of some scientific and technical
literature", 1960). How long it is here is a convention, not a law: 180 days are two quarters, after which prices, competitors and
the product itself are seldom what a customer spoke of. Teams in quicker or slower markets set `evidence_half_life`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.dates import days_between
from pmtui.domain.table_changes import is_mendable, own_column

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Rows, Table

HALF_LIFE: Final = "evidence_half_life"
"""The key of the setting."""
DAYS: Final = 180
"""After so many days evidence weighs half, unless the team's settings say otherwise."""
ASIDE: Final = 0.5
"""What evidence of importance 0 weighs on its first day; 1, 2 and 3 weigh as much as they say, and a blank importance 1."""
_MOST_DAYS = 36_500


class Heard(NamedTuple):
    """What its age needs to know of one piece of evidence.

    Attributes:
        day: When it was heard, as `2026-11-22`; empty where it is not dated.
        weight: What it weighed on that day.
        source: How it was learnt; empty where that is not said.
        id: The id of the entry.
    """

    day: str
    weight: float
    source: str = ""
    id: str = ""


class HalfLife(NamedTuple):
    """After how many days evidence weighs half.

    Attributes:
        days: Days.
        faults: What in the settings makes no sense.
    """

    days: int
    faults: tuple[str, ...] = ()


class AgedQuote(NamedTuple):
    """A piece of evidence as it is to be read.

    Attributes:
        problem: Its problem.
        entry: It itself, as stored.
        day: When it was heard; empty where it is not dated.
        age: Its days; None where it is not dated.
        weight: What it weighs now.
        is_stale: Whether that is less than half of what it did.
    """

    problem: Record
    entry: Mapping[str, Any]
    day: str
    age: int | None
    weight: float
    is_stale: bool

    @property
    def id(self) -> str:
        """The id of the entry."""
        return str(self.entry.get("id") or "")

    @property
    def words(self) -> str:
        """What was said, on one line."""
        quote = self.entry.get("quote")
        text = " ".join(map(str, quote)) if isinstance(quote, list) else str(quote or "")
        return " ".join(text.split())

    @property
    def name(self) -> str:
        """Who said it; where nobody is named, where they work."""
        return str(self.entry.get("customer") or self.entry.get("company") or "")

    @property
    def who(self) -> str:
        """Who said it, and where they work."""
        return ", ".join(str(self.entry[name]) for name in ("customer", "company") if self.entry.get(name))


_heard: WeakKeyDictionary[Rows, dict[int, tuple[Heard, ...]]] = WeakKeyDictionary()
"""What was heard of the problems of rows as they were read, by position: rows never change, and decoding them all takes long."""


def half_life(settings: Mapping[str, Any]) -> HalfLife:
    """The half-life of evidence, by the setting `evidence_half_life`."""
    given = settings.get(HALF_LIFE, DAYS)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= _MOST_DAYS:
        return HalfLife(DAYS, (f"{HALF_LIFE} is a whole number of days from 1 on, not {given!r}"[:120],))
    return HalfLife(given)


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence."""
    return list(half_life(settings).faults)


def freshness(days: int, half: int) -> float:
    """The share of its weight that evidence still has: 1 today, 0.5 after one half-life, 0.25 after two.

    Args:
        days: Its age; what is dated in the future counts as heard today.
        half: The half-life in days, at least 1.
    """
    return float(0.5 ** (max(0, days) / half))


def heard_of(entries: Iterable[Any]) -> tuple[Heard, ...]:
    """What was heard, from the evidence of a problem as stored; what is no entry is left out."""
    return tuple(_heard_of(one) for one in entries if isinstance(one, Mapping))


def _heard_of(entry: Mapping[str, Any]) -> Heard:
    at, weight = entry.get("at"), entry.get("importance")
    known = isinstance(weight, int | float) and not isinstance(weight, bool)
    return Heard(
        at[:10] if isinstance(at, str) else "", (float(weight) if weight else ASIDE) if known and weight is not None else 1.0,
        str(entry.get("source") or ""), str(entry.get("id") or ""),
    )


def heard_at(problems: Table, at: int) -> tuple[Heard, ...]:
    """What was heard about the problem at a position; decoded once for the rows as they were read."""
    if not problems.column("evidence")[at]:
        return ()
    if problems.source(at) is not problems.rows:  # changed or added since
        return heard_of(problems.record(at)["evidence"] or ())
    known = _heard.setdefault(problems.rows, {})
    if at not in known:
        known[at] = heard_of(problems.record(at)["evidence"] or ())
    return known[at]


def evidence_age(heard: Iterable[Heard], today: str) -> int | None:
    """Days since the newest evidence was heard; None where none is dated, and never less than 0."""
    newest = max((one.day for one in heard), default="")
    days = days_between(newest, today) if newest else None
    return None if days is None else max(0, days)


def evidence_weight(heard: Iterable[Heard], today: str, half: int) -> float | None:
    """What evidence weighs now: the sum of its weights, each halved for every half-life of its age; None without any.

    What is not dated weighs as if it were one half-life old: it is neither news nor nothing.

    Args:
        heard: The evidence.
        today: The calendar date.
        half: The half-life in days.
    """
    weights = []
    for one in heard:
        days = days_between(one.day, today) if one.day else None
        weights.append(one.weight * freshness(half if days is None else days, half))
    return round(sum(weights), 2) if weights else None


def is_stale(day: str, today: str, half: int) -> bool:
    """Whether evidence of a day weighs less than half of what it did: it is older than a half-life, or nobody knows how old."""
    days = days_between(day, today) if day else None
    return days is None or days > half


def weight_column(table: Table, environment: Environment) -> Column:
    """What the evidence of each problem weighs now; blank without evidence, and for other kinds."""
    if table.kind.name != "problem":
        return Column([None], bytes(len(table)))
    half = half_life(environment.settings).days
    today = environment.today

    def value(at: int) -> float | None:
        return evidence_weight(heard_at(table, at), today, half)

    return own_column(table, environment.snapshot, _key("evidence_weight", environment), value)


def age_column(table: Table, environment: Environment) -> Column:
    """Days since the newest evidence of each problem; blank where none is dated, and for other kinds."""
    if table.kind.name != "problem":
        return Column([None], bytes(len(table)))
    today = environment.today

    def value(at: int) -> int | None:
        return evidence_age(heard_at(table, at), today)

    return own_column(table, environment.snapshot, _key("evidence_age_days", environment), value)


def _key(name: str, environment: Environment) -> tuple[object, ...]:
    """The name of a column of evidence, and what else than records it depends on."""
    return name, environment.today, half_life(environment.settings).days


def is_mended(name: str, table: Table, environment: Environment) -> bool:
    """Whether a column of evidence follows in a moment from that of a snapshot before."""
    snapshot = environment.snapshot
    return table.kind.name != "problem" or (snapshot is not None and is_mendable(table, snapshot, _key(name, environment)))


def stale_evidence_mask(table: Table, environment: Environment) -> Mask:
    """Which open problems have evidence, and none that is younger than a half-life."""
    from pmtui.domain.query_columns import open_mask

    if table.kind.name != "problem":
        return bytes(len(table))
    today, half = environment.today, half_life(environment.settings).days
    stale = bytes(bool(heard) and is_stale(max(one.day for one in heard), today, half) for heard in _all(table))
    return both(stale, open_mask(table, environment))


def quotes_by_age(snapshot: Snapshot, environment: Environment, *, with_young: bool = False) -> list[AgedQuote]:
    """The evidence of open, living problems that has grown old, the oldest first, undated ones before all.

    Decodes the problems that have any.

    Args:
        snapshot: All records.
        environment: The day.
        with_young: Whether younger evidence is listed, too.
    """
    from pmtui.domain.query_columns import open_mask

    table = snapshot.table("problem")
    today, half = environment.today, half_life(snapshot.settings).days
    found: list[AgedQuote] = []
    for at in compress(range(len(table)), both(open_mask(table, environment), table.living())):
        if any(with_young or is_stale(one.day, today, half) for one in heard_at(table, at)):
            problem = table.record(at)
            quotes = (_aged(problem, entry, today, half) for entry in problem["evidence"] or () if isinstance(entry, Mapping))
            found += [one for one in quotes if with_young or one.is_stale]
    return sorted(found, key=lambda one: (one.day, one.problem.id, one.id))


def quotes_of(problem: Record, today: str, settings: Mapping[str, Any]) -> list[AgedQuote]:
    """All evidence of one problem, the oldest first."""
    half = half_life(settings).days
    found = [_aged(problem, entry, today, half) for entry in problem["evidence"] or () if isinstance(entry, Mapping)]
    return sorted(found, key=lambda one: (one.day, one.id))


def _aged(problem: Record, entry: Mapping[str, Any], today: str, half: int) -> AgedQuote:
    heard = _heard_of(entry)
    days = days_between(heard.day, today) if heard.day else None
    return AgedQuote(problem, entry, heard.day, days, evidence_weight((heard,), today, half) or 0.0, is_stale(heard.day, today, half))


def _all(table: Table) -> Iterable[tuple[Heard, ...]]:
    return (heard_at(table, at) for at in range(len(table)))
