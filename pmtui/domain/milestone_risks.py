"""What endangers an open milestone, in sentences, the worst first: the one list of detail pane, review and command line. Pure.

Nothing of it is a guess about people: each sentence is a count or a date that anybody can look up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.amounts import DOUBTFUL, UNLIKELY, chance_words, share_words
from pmtui.domain.burn_up import BurnUp
from pmtui.domain.capacity import Load, weeks_of
from pmtui.domain.capacity_setting import over_words
from pmtui.domain.dates import days_between
from pmtui.domain.discovery import entries
from pmtui.domain.roadmap import NO_ITEMS, clashes, days_late, is_open, items_of, needed_by, planned, progress_by_milestone, when_of
from pmtui.domain.text import counted, one_line, spoken

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.forecasting import Forecast
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

GRAVE, WORTH = "error", "warning"
"""How grave a risk is; the names are those of colour roles."""
_WEAK = 50
"""A confidence below this many percent is a risk."""
_GROWN = 0.25
"""From so much more scope on than there was when work began, it is named."""
_NAMED = 2
"""So many items that wait are named."""
_UNWELL = ("at_risk", "off_track")
_SILENT = 14
"""Days after which an active milestone without an update is asked for one."""


class Risk(NamedTuple):
    """Something that endangers a milestone.

    Attributes:
        role: GRAVE or WORTH.
        words: What it is, with its figures, in a sentence without its end.
        kind: The kind of the record that tells more; empty for the milestone itself.
        id: Its id.
    """

    role: str
    words: str
    kind: str = ""
    id: str = ""


def risks(
    record: Record, snapshot: Snapshot, today: str, *, load: Load | None = None, burnt: BurnUp | None = None,
    forecast: Forecast | None = None,
) -> list[Risk]:
    """What endangers a milestone, the grave ones first; nothing for one that has shipped or was cancelled.

    Args:
        record: The milestone.
        snapshot: The records around it.
        today: The calendar date where the person is.
        load: What is planned by week; None where that is not to be told.
        burnt: Its burn-up; None where that is not to be told.
        forecast: Its forecast; None while it is not known.
    """
    if record.is_closed or record.is_deleted:
        return []
    items = snapshot.table("item")
    positions = [one for one in items_of(items, record.id) if items.column("status")[one] not in items.kind.closed]
    day, milestones = date.fromisoformat(today), snapshot.table("milestone")
    found = [
        *_dates(record, milestones, len(positions), day), *_waiting(record, milestones, day), *_chance(forecast),
        *_crowded(load, record.id), *_scope(burnt), *_work(record, items, positions), *_silence(record, today), *_said_of_it(record),
    ]
    return sorted(found, key=lambda one: one.role != GRAVE)


def _dates(record: Record, milestones: Table, left: int, today: date) -> list[Risk]:
    when = when_of(*(one if isinstance(one := record[name], str) else None for name in ("start", "target", "resolution")))
    found = []
    late = days_late(when, record.status, today)
    if late:
        todo = f" with {counted(left, 'item')} open" if left else ""
        found.append(Risk(GRAVE, f"its target passed {counted(late, 'day')} ago{todo}"))
    elif when.target is None and (left or record.stage == "active"):
        found.append(Risk(WORTH, "it has work but no target" if left else "it has no target"))
    clash = clashes(milestones).get(record.id)
    if clash is not None:
        other = milestones.position(clash.first)
        title = _title(milestones, other) if other is not None else clash.first
        words = f"it begins {counted(clash.days, 'day')} before “{title}” is to end, for which it waits"
        found.append(Risk(WORTH, words, "milestone", clash.first))
    waiting = [id for id in needed_by(milestones, record.id) if is_open(milestones, milestones.position(id))] if late else []
    if waiting:
        found.append(Risk(GRAVE, f"{counted(len(waiting), 'milestone waits', 'milestones wait')} for it"))
    return found


def _waiting(record: Record, milestones: Table, today: date) -> Iterator[Risk]:
    """What it waits for is late, was given up, or is not well."""
    status, health = milestones.column("status"), milestones.column("health")
    for id in map(str, record["depends_on"] or ()):
        at = milestones.position(id)
        if at is None or milestones.column("deleted_at")[at] is not None:
            continue
        name, state = f"it waits for “{_title(milestones, at)}”, which", str(status[at])
        late = days_late(planned(milestones, at), state, today)
        if milestones.kind.like(state) == "cancelled":
            yield Risk(GRAVE, f"{name} was cancelled", "milestone", id)
        elif late:
            yield Risk(GRAVE, f"{name} is {counted(late, 'day')} late", "milestone", id)
        elif is_open(milestones, at) and health[at] in _UNWELL:
            yield Risk(WORTH, f"{name} is {spoken(str(health[at]))}", "milestone", id)


def _title(table: Table, at: int) -> str:
    return one_line(str(table.column("title")[at] or "")) or table.id(at)


def _chance(forecast: Forecast | None) -> list[Risk]:
    if forecast is None or forecast.chance_of_target is None or not forecast.remaining:
        return []
    chance = forecast.chance_of_target
    if chance >= DOUBTFUL:
        return []
    word = "unlikely" if chance < UNLIKELY else "in doubt"
    return [Risk(GRAVE if chance < UNLIKELY else WORTH, f"its target is {word}: a chance of {chance_words(chance)}")]


def _said_of_it(record: Record) -> Iterator[Risk]:
    """How sure those are who work on it, and what it is for; its health is no reason, it has some."""
    confidence = record["confidence"]
    if isinstance(confidence, int | float) and not isinstance(confidence, bool) and confidence < _WEAK:
        yield Risk(WORTH, f"we are only {confidence:g} % confident")
    if not record["goals"]:
        yield Risk(WORTH, "it serves no goal")


def _crowded(load: Load | None, id: str) -> list[Risk]:
    crowded = [week for week, _ in weeks_of(load, id) if week.over] if load is not None else []
    if not crowded:
        return []
    who = list(dict.fromkeys(one for week in crowded for one in week.over))
    words = f"{over_words(who)} {'have' if len(who) > 1 else 'has'} more to do than fits"
    return [Risk(WORTH, f"{words} in {counted(len(crowded), 'week')} of it")]


def _scope(burnt: BurnUp | None) -> list[Risk]:
    change = burnt.change if burnt is not None else None
    if change is None or not change.before or (change.added - change.removed) / change.before < _GROWN:
        return []
    grown = share_words((change.added - change.removed) / change.before)
    return [Risk(WORTH, f"its scope has grown by {grown} since work on it began")]


def _work(record: Record, items: Table, open_items: Sequence[int]) -> Iterator[Risk]:
    """Nothing is planned for it, items wait, some have no size, or are under way without anybody."""
    progress = progress_by_milestone(items).get(record.id, NO_ITEMS)
    if not progress.total and (record["target"] or record.stage == "active"):
        yield Risk(WORTH, "no item is planned for it yet")
    status, estimate, assignee, needed = (items.column(name) for name in ("status", "estimate", "assignee", "depends_on"))
    blocked = [at for at in open_items if any(is_open(items, items.position(str(id))) for id in needed[at] or ())]
    if blocked:
        names = ", ".join(f"“{_title(items, at)}”" for at in blocked[:_NAMED])
        others = "others that are not done"
        words = f"{names} waits for {others}" if len(blocked) == 1 else f"{len(blocked)} items wait for {others}: {names}"
        yield Risk(WORTH, words + (" …" if len(blocked) > _NAMED else ""), "item", items.id(blocked[0]))
    unsized = sum(not isinstance(estimate[at], int | float) for at in open_items)
    if unsized and progress.points:
        yield Risk(WORTH, f"{unsized} of {counted(len(open_items), 'open item')} {'has' if unsized == 1 else 'have'} no estimate")
    begun = frozenset(items.kind.alike("doing", "review"))
    alone = sum(status[at] in begun and not assignee[at] for at in open_items)
    if alone:
        yield Risk(WORTH, f"{counted(alone, 'item is', 'items are')} under way with nobody assigned")


def _silence(record: Record, today: str) -> list[Risk]:
    if record.stage != "active":
        return []
    said = max((str(one.get("at") or "")[:10] for one in _said(record)), default="")
    days = days_between(said, today) if said else None
    if days is None:
        return [Risk(WORTH, "nobody has said yet how it goes")]
    return [Risk(WORTH, f"no update for {days} days")] if days >= _SILENT else []


def _said(record: Record) -> list[Mapping[str, object]]:
    return [one for name in ("updates", "comments") for one in entries(record, name)]
