"""Release notes: what was done for milestones, grouped, with the problems that it solves; for customers the problems alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.audience import is_public, public_key, public_target
from pmtui.domain.columns import both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_of, day_words
from pmtui.domain.readers import CUSTOMERS
from pmtui.domain.records import Record
from pmtui.domain.roadmap_entries import is_shipped, text_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

GROUPS = (
    ("New", ("story", "epic")), ("Fixed", ("bug",)), ("Also done", ("task", "chore", "spike")),
)
"""The headings under which done items stand, with their types; a type that no version knows stands under the last."""
_DISMISSED, _SOLVED = "dismissed", "solved"


class Solved(NamedTuple):
    """A problem that done work is for.

    Attributes:
        key: Its whole id; empty for customers.
        id: Its id as people write it; empty for customers.
        title: What it is called.
        is_solved: Whether it is said to be solved; else it is smaller than it was.
    """

    key: str
    id: str
    title: str
    is_solved: bool


class Done(NamedTuple):
    """An item that is done.

    Attributes:
        key: Its whole id.
        id: Its id as people write it.
        title: What it is called.
        type: What sort of work it was.
        problems: What it helps to solve.
    """

    key: str
    id: str
    title: str
    type: str
    problems: Sequence[Solved]


class Notes(NamedTuple):
    """The notes of one milestone.

    Attributes:
        key: Tells it from all others.
        id: Its id as people write it; empty for customers.
        title: What it is called.
        outcome: What is different now.
        when: When it shipped, in words; for customers at the resolution of its target. Empty where it has not, or nobody noted it.
        problems: What its done work helps to solve, what is solved first, each once.
        groups: The done items by heading; empty for customers.
    """

    key: str
    id: str
    title: str
    outcome: str
    when: str
    problems: Sequence[Solved]
    groups: Sequence[tuple[str, Sequence[Done]]] = ()


def release_notes(snapshot: Snapshot, milestones: Iterable[Record], audience: str) -> list[Notes]:
    """The notes of some milestones, in their order; for customers without those that they may not know of."""
    if audience == CUSTOMERS:
        return [_for_customers(snapshot, one) for one in milestones if is_public(one)]
    return [_for_team(snapshot, one) for one in milestones]


def shipped_milestones(snapshot: Snapshot, audience: str, since: str = "") -> list[Record]:
    """The milestones that have shipped, newest first; with `since`, a date, those that shipped on that day or later.

    Those of which nobody has noted the day come last, and never with `since`.
    """
    table = snapshot.table("milestone")
    shipped = both(table.living(), table.column("status").where(lambda value: table.kind.like(str(value)) == "shipped"))
    records = [table.record(at) for at in compress(range(len(table)), shipped)]
    if audience == CUSTOMERS:
        records = [one for one in records if is_public(one)]
    days = {one.id: day.isoformat() if (day := day_of(one["shipped_at"])) is not None else "" for one in records}
    records = [one for one in records if not since or days[one.id] >= since]
    return sorted(records, key=lambda one: (days[one.id], str(one["shipped_at"]), one.id), reverse=True)


def _for_team(snapshot: Snapshot, milestone: Record) -> Notes:
    done = list(_done_items(snapshot, milestone.id))
    items = [_done(snapshot, one) for one in done]
    groups = []
    known = {type for _, types in GROUPS[:-1] for type in types}
    for heading, types in GROUPS:
        some = [one for one in items if one.type in types or (heading == GROUPS[-1][0] and one.type not in known)]
        groups += [(heading, some)] if some else []
    problems = _problems(snapshot, done, is_named=True)
    return Notes(milestone.id, _shown(snapshot, milestone), _title(milestone), text_of(milestone, "outcome"), _shipped_on(milestone),
                 problems, groups)


def _for_customers(snapshot: Snapshot, milestone: Record) -> Notes:
    """What is copied here is what customers see: see `audience`."""
    problems = _problems(snapshot, list(_done_items(snapshot, milestone.id)), is_named=False)
    when = public_target(milestone)[0] if is_shipped(milestone) else ""
    return Notes(public_key(milestone.id), "", _title(milestone), text_of(milestone, "outcome"), when, problems)


def _shipped_on(milestone: Record) -> str:
    return day_words(milestone["shipped_at"]) if is_shipped(milestone) else ""


def _done_items(snapshot: Snapshot, milestone: str) -> Iterator[Record]:
    """The living items of a milestone that are done, by rank."""
    table = snapshot.table("item")
    mask = both(table.column("milestone").where(lambda value: value == milestone), table.living())
    finished = frozenset(table.kind.alike("done"))
    mask = both(mask, table.column("status").where(lambda value: value in finished))
    order = table.in_order() if any(mask) else ()
    return (table.record(at) for at in order if mask[at])


def _done(snapshot: Snapshot, item: Record) -> Done:
    type = item["type"]
    word = type if isinstance(type, str) else ""
    return Done(item.id, _shown(snapshot, item), _title(item), word, _problems(snapshot, [item], is_named=True))


def _problems(snapshot: Snapshot, items: Iterable[Record], *, is_named: bool) -> list[Solved]:
    """The problems that items are for, what is solved first, each once; a duplicate counts as the problem that it repeats."""
    found: dict[str, Solved] = {}
    for item in items:
        ids = item["problems"]
        for id in ids if isinstance(ids, list | tuple) else ():
            one = _original(snapshot, str(id))
            if one is not None and one.id not in found:
                key, shown = (one.id, _shown(snapshot, one)) if is_named else ("", "")
                found[one.id] = Solved(key, shown, _title(one), one.stage == _SOLVED)
    return sorted(found.values(), key=lambda one: not one.is_solved)


def _original(snapshot: Snapshot, id: str) -> Record | None:
    """The problem that another one repeats, or itself; None where it is deleted, dismissed or not here."""
    seen: set[str] = set()
    one = snapshot.record("problem", id)
    while one is not None and isinstance(one["duplicate_of"], str) and one["duplicate_of"] and one.id not in seen:
        seen.add(one.id)
        other = snapshot.record("problem", one["duplicate_of"])
        if other is None:
            break
        one = other
    return None if one is None or one.is_deleted or one.stage == _DISMISSED else one


def _title(record: Record) -> str:
    return text_of(record, "title") or "(no title)"


def _shown(snapshot: Snapshot, record: Record) -> str:
    return SCHEMA[record.kind].shown_id(record.id, snapshot.prefix_length(record.id))
