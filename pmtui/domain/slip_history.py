"""All moves of a milestone's target, from its history: also those for which nobody had to say why. Pure.

A commit may bring several moves at once; where the reasons that the record keeps lead from one end to the other, each of them stands
by itself, with who said it and when.
"""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.domain.history import ADDED, FieldChange, Revision
from pmtui.domain.periods import iso_day
from pmtui.domain.records import Record
from pmtui.domain.slip import Slip, slipped_by, slips_in


def moves_of(record: Record, revisions: Iterable[Revision]) -> list[Slip]:
    """The moves of a milestone's target, the oldest first.

    Args:
        record: The milestone as it is now.
        revisions: What became of it, the newest first, as `RecordLog` tells it.
    """
    told = list(revisions)[::-1]
    known = slips_in(record)
    found: list[Slip] = []
    for one in _raw(told):
        chain = _chain(known, one)
        for part in chain:
            known.remove(part)
        found += [_meant(part, one, is_last=part is chain[-1]) for part in chain] or [_explained(one, known)]
    return sorted([*_beyond(known, told), *found], key=lambda one: one.at)


def _raw(told: Iterable[Revision]) -> Iterable[Slip]:
    """A move for each revision that has another target, or one meant more or less exactly."""
    target: str | None = None
    meant = "day"
    for revision in told:
        changes = {one.path: one for one in revision.changes}
        was, before = _before(changes.get("target"), target), str(_before(changes.get("resolution"), meant) or "day")
        target, meant = _after(changes.get("target"), was), str(_after(changes.get("resolution"), before) or "day")
        if revision.what == ADDED or (was, before) == (target, meant):
            continue
        reason = next((one.reason for name in ("target", "resolution") if (one := changes.get(name)) is not None and one.reason), "")
        was_day, now_day = iso_day(was), iso_day(target)
        days = slipped_by(was_day, now_day, meant, before)
        if days != 0:
            yield Slip(revision.at, revision.by, was_day, now_day, days, reason, revision.commit, meant, before if before != meant else "")


def _chain(known: list[Slip], move: Slip) -> list[Slip]:
    """The kept reasons that lead from the target before a move to the one after it, in order; none where they do not."""
    for at, first in enumerate(known):
        if first.was != move.was:
            continue
        chain = [first]
        for one in known[at + 1:]:
            if chain[-1].now == move.now:
                break
            if one.was == chain[-1].now:
                chain.append(one)
        if chain[-1].now == move.now:
            return chain
    return []


def _meant(part: Slip, move: Slip, *, is_last: bool) -> Slip:
    """A kept reason with the commit that brought it, and its days as the target was meant then."""
    before = move.meant or move.resolution
    after = move.resolution if is_last else before
    days = slipped_by(part.was, part.now, after, before)
    return part._replace(days=days, commit=move.commit, resolution=after, meant=before if before != after else "")


def _explained(move: Slip, known: list[Slip]) -> Slip:
    """A move with the reason that was kept for its end, where its beginning was another one by then; that one is used up."""
    for one in known:
        if one.now == move.now and not move.reason:
            known.remove(one)
            return move._replace(reason=one.reason)
    return move


def _beyond(known: Iterable[Slip], told: list[Revision]) -> list[Slip]:
    """Kept reasons from before the history began, as of imported records, and from after what has been read of it."""
    if not told:
        return list(known)
    return [one for one in known if one.at < told[0].at or one.at > told[-1].at]


def _before(change: FieldChange | None, known: object) -> object:
    return known if change is None else change.before


def _after(change: FieldChange | None, known: object) -> str | None:
    value = known if change is None else change.after
    return value if isinstance(value, str) else None
