"""What a review came to: decisions and actions that were recorded while it was held, and the milestones that it changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pmtui.domain.change import Change, Snapshot
from pmtui.domain.digest_words import entries_since
from pmtui.domain.periods import target_period
from pmtui.domain.records import Record
from pmtui.domain.review import Minutes, Note, names_of
from pmtui.domain.review_actions import milestone_of
from pmtui.domain.text import flat, one_line, spoken

_DATES = {"start", "target", "resolution"}


def minutes_of(
    snapshot: Snapshot, attendees: Sequence[str], made: Iterable[tuple[str, str]], dates: Mapping[str, Sequence[Any]], begun: str,
    own: Collection[tuple[str, str]],
) -> Minutes:
    """The minutes of a review so far; what was undone is not among them.

    Args:
        snapshot: The records as they are.
        attendees: The ids of who is there.
        made: The records that were made during the review, by kind and id.
        dates: Start, target and resolution of each milestone when it began, by id.
        begun: When it began, an instant.
        own: What was changed here, as `own_changes` finds it; all else others did meanwhile.
    """
    records = [record for record in snapshot.records(made) if not record.is_deleted]
    decisions = tuple(_decision(one, snapshot) for one in records if one.kind == "decision")
    actions = tuple(_action(one, snapshot) for one in records if one.kind == "item")
    found: dict[bool, list[Note]] = {True: [], False: []}
    for id, before in dates.items():
        record = snapshot.record("milestone", id)
        changes = _changes(record, before, begun) if record is not None and not record.is_deleted else []
        for is_own, notes in found.items():
            said = [f"{words}{f' ({by})' if by and not is_own else ''}" for what, words, by in changes if ((id, what) in own) is is_own]
            if record is not None and said:
                notes.append(Note("milestone", id, record.title, "; ".join(said)))
    return Minutes(tuple(names_of(snapshot, attendees)), decisions, actions, tuple(found[True]), tuple(found[False]))


def own_changes(undos: Sequence[Change], begun: str) -> set[tuple[str, str]]:
    """What was changed here since a review began: a milestone with `dates`, or with the id of an update.

    Args:
        undos: What undo would do, the next one last.
        begun: When the review began, an instant.
    """
    found = set()
    for undo in reversed(undos):
        if undo.at < begun:
            break
        for edit in undo.edits:
            if edit.kind != "milestone":
                continue
            if _DATES & ({*edit.after} | {*(edit.before or ())}):
                found.add((edit.id, "dates"))
            now, then = (_ids((one or {}).get("updates")) for one in (edit.before, edit.after))  # it is turned round
            found |= {(edit.id, one) for one in now - then}
    return found


def _ids(entries: object) -> set[str]:
    return {str(one.get("id")) for one in entries if isinstance(one, Mapping)} if isinstance(entries, list | tuple) else set()


def _decision(record: Record, snapshot: Snapshot) -> Note:
    because = flat(record["because"])
    who = names_of(snapshot, [str(record["approver"])]) if record["approver"] else []
    words = [f"because {because}" if because else "still open", *(f"decided by {one}" for one in who), *_about(record, snapshot)]
    return Note("decision", record.id, record.title, ", ".join(words))


def _about(record: Record, snapshot: Snapshot) -> list[str]:
    found = snapshot.records(("milestone", str(id)) for id in record["about"] or ())
    return [f"about {', '.join(one_line(one.title) for one in found)}"] if found else []


def _action(record: Record, snapshot: Snapshot) -> Note:
    who = record["assignee"] or record["owner"]
    person = snapshot.record("person", str(who)) if who else None
    words = [person.title if person is not None else f"@{who}" if who else "nobody yet"]
    milestone = milestone_of(record, snapshot)
    words += [f"for {one_line(milestone.title)}"] if milestone is not None else []
    words += [f"due {record['due']}"] if record["due"] else []
    return Note("item", record.id, record.title, ", ".join(words))


def _changes(record: Record, before: Sequence[Any], begun: str) -> list[tuple[str, str, str]]:
    """What became of a milestone while the review was held: its dates, with why, then how it goes; what it is, its words, and by whom."""
    found = []
    start, target, resolution = before
    was, will = target_period(target, resolution), target_period(record["target"], record["resolution"])
    if was != will:
        reasons = [one for one in entries_since(record, "reasons", _just_before(begun)) if one.get("field") in ("target", "resolution")]
        why, by = (flat(reasons[-1].get("text")), str(reasons[-1].get("by") or "")) if reasons else ("", "")
        to = f"target {was.label if was else 'none'} → {will.label if will else 'none'}"
        found.append(("dates", f"{to} ({why})" if why else to, by))
    if start != record["start"] and was == will:
        found.append(("dates", f"start {start or 'none'} → {record['start'] or 'none'}", ""))
    for one in entries_since(record, "updates", _just_before(begun)):
        words = [spoken(str(one["health"]))] if one.get("health") else []
        words += [flat(one.get("text"))] if one.get("text") else []
        found.append((str(one.get("id")), ": ".join(words), str(one.get("by") or "")))
    return found


def _just_before(instant: str) -> str:
    """What comes before all that happened at an instant; instants are compared as texts."""
    return instant[:-1]
