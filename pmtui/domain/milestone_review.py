"""What a team wants to know of one milestone at a review: what changed since the last one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.digest_words import entries_since, title_at
from pmtui.domain.periods import target_period
from pmtui.domain.reasons import last_reason
from pmtui.domain.records import Record
from pmtui.domain.review import names_of
from pmtui.domain.review_actions import actions_for
from pmtui.domain.roadmap import items_of
from pmtui.domain.slip import slipped_by
from pmtui.domain.text import counted, flat, one_line, spoken

_NAMED = 3
"""So many titles of items are told, and how many more there are."""


class Told(NamedTuple):
    """One thing that changed.

    Attributes:
        words: What, in a sentence without its end.
        at: When, an instant; empty where several things are told at once.
        by: Who; may be empty.
        kind: The kind of the record that tells more; empty for the milestone itself.
        id: Its id.
        health: The health that was given with it; mostly empty.
    """

    words: str
    at: str = ""
    by: str = ""
    kind: str = ""
    id: str = ""
    health: str = ""


def changes_of(milestone: Record, now: Snapshot, then: Snapshot | None, since: str) -> list[Told]:
    """What changed about a milestone since a moment, the newest first; what happened to its items last.

    Args:
        milestone: The milestone as it is.
        now: All records as they are.
        then: As they were; None where that is not known (yet).
        since: The earlier instant.
    """
    found = [*_updates(milestone, since), *_states(milestone, since), *_decided(milestone, now, since)]
    said = entries_since(milestone, "comments", since)
    found += [Told(f"“{flat(one.get('text'))}”", str(one.get("at")), str(one.get("by") or "")) for one in said]
    found.sort(key=lambda one: one.at, reverse=True)
    return [*found, *_actions(milestone, now, since), *_items(milestone, now, then, since), *_unsaid(milestone, then, since)]


def _updates(milestone: Record, since: str) -> Iterator[Told]:
    for one in entries_since(milestone, "updates", since):
        health = str(one.get("health") or "")
        yield Told(flat(one.get("text")) or (spoken(health) if health else "an update"), str(one.get("at")), str(one.get("by") or ""),
                   health=health)


def _states(milestone: Record, since: str) -> Iterator[Told]:
    """Other states, with why; dates that slipped are told apart from this."""
    for one in entries_since(milestone, "reasons", since):
        if one.get("field") != "target":
            why = flat(one.get("text"))
            words = f"{spoken(str(one.get('field') or ''))} {spoken(str(one.get('to') or 'blank'))}"
            yield Told(f"{words}{f': {why}' if why else ''}", str(one.get("at")), str(one.get("by") or ""))


def _decided(milestone: Record, now: Snapshot, since: str) -> Iterator[Told]:
    """Decisions about it."""
    table = now.table("decision")
    mask = both(table.living(), table.column("about").where(lambda ids: milestone.id in (ids or ())))
    for at in (at for at, is_so in enumerate(mask) if is_so):
        record = table.record(at)
        reason = last_reason(record, "status")
        when = str(reason.get("at") or record["created_at"] or "")
        if when > since:
            yield Told(f"{record.status}: {one_line(record.title)}", when, str(reason.get("by") or record["created_by"] or ""), "decision",
                       record.id)


def _actions(milestone: Record, now: Snapshot, since: str) -> Iterator[Told]:
    """What somebody is to do for it since whichever review, and what of that was done since."""
    for record in actions_for(milestone, now):
        who = names_of(now, [str(record["assignee"])]) if record["assignee"] else []
        if not record.is_closed:
            yield Told(f"still to do: {one_line(record.title)}", "", ", ".join(who), "item", record.id)
        elif str(record["done_at"] or "") > since:
            yield Told(f"done: {one_line(record.title)}", str(record["done_at"]), ", ".join(who), "item", record.id)


def _items(milestone: Record, now: Snapshot, then: Snapshot | None, since: str) -> Iterator[Told]:
    """What was done, what came and what left; an item that came with the moment unknown counts from when it was written down."""
    items = now.table("item")
    made, done_at, created = frozenset(items.kind.alike("done")), items.column("done_at"), items.column("created_at")
    status = items.column("status")
    here = list(items_of(items, milestone.id))
    done = [at for at in here if status[at] in made and str(done_at[at] or "") > since]
    if done:
        yield _counted("done", [(title_at(items, at), items.id(at)) for at in done])
    if then is None:
        come = [at for at in here if str(created[at] or "") > since]
        if come:
            yield _counted("added", [(title_at(items, at), items.id(at)) for at in come])
        return
    before = then.table("item")
    was = {before.id(at) for at in items_of(before, milestone.id)}
    ids = {items.id(at) for at in here}
    come = [at for at in here if items.id(at) not in was]
    if come:
        yield _counted("added", [(title_at(items, at), items.id(at)) for at in come])
    gone = [at for at in items_of(before, milestone.id) if before.id(at) not in ids]
    if gone:
        yield _counted("moved out or dropped", [(title_at(before, at), before.id(at)) for at in gone])


def _counted(what: str, found: Sequence[tuple[str, str]]) -> Told:
    names = ", ".join(one_line(title) for title, _ in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    kind, id = ("item", found[0][1]) if len(found) == 1 else ("", "")
    return Told(f"{counted(len(found), 'item')} {what}: {names}{more}", "", "", kind, id)


def _unsaid(milestone: Record, then: Snapshot | None, since: str) -> Iterator[Told]:
    """That it is new; and what only a comparison shows: another start, horizon, outcome or title, and a target that came nearer."""
    before = then.record("milestone", milestone.id) if then is not None else None
    if before is None and (then is not None or str(milestone["created_at"] or "") > since):
        yield Told("new since then")
    if before is None:
        return
    if before.title != milestone.title:
        yield Told(f"was called “{one_line(before.title)}”")
    for name in ("outcome", "start", "horizon", "public_target", "confidence"):
        if before[name] != milestone[name]:
            yield Told(f"{spoken(name)} {_shown(before[name])} → {_shown(milestone[name])}")
    distance = slipped_by(before["target"], milestone["target"], milestone["resolution"], before["resolution"])
    if distance is not None and distance < 0:
        periods = [target_period(one["target"], one["resolution"]) for one in (before, milestone)]
        was, will = ("" if one is None else one.label for one in periods)
        yield Told(f"target {was} → {will}, {counted(-distance, 'day')} earlier")


def _shown(value: object) -> str:
    return one_line(f"{value:g}" if isinstance(value, float) else str(value)) if value not in (None, "") else "blank"
