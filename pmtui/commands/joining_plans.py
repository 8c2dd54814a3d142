"""Plans that make several records of one, and one of several: split and merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pmtui.commands.core import Arguments, Context, Effect, Refused
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.commands.rank_moves import rank_edits, ranked_behind
from pmtui.commands.records import called, targets
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.joining import Joined, joined, offered_parts, original_of, part_of, without_criteria
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.domain.triage import ACCEPTED, DUPLICATE, decided, is_undecided

_SPLIT = ("item", "feedback")


def split(context: Context, arguments: Arguments) -> Change | Effect:
    """Several items of an item or a piece of feedback: parts below the item, or wishes linked with the feedback.

    Criteria that become parts leave the item. An item that was in the inbox is accepted: what is to be decided now are its parts.
    """
    records = targets(context, arguments)
    if len(records) != 1:
        raise Refused("one record at a time can be split", "clear the selection first", "blocked", 1)
    whole = records[0]
    if whole.kind not in _SPLIT:
        raise Refused(f"a {whole.kind} cannot be split", "items and feedback can", "bad_value")
    titles = [one_line(str(one)).strip() for one in arguments.get("titles") or ()]
    titles = list(dict.fromkeys(one for one in titles if one))
    if not titles and context.is_screen:
        return Effect("split", {"kind": whole.kind, "id": whole.id, "offered": tuple(offered_parts(whole))})
    if not titles:
        raise Refused(f"split {called(records)} into what?", 'name the parts, for example "Export" "Import"')
    made = [new_record(context, SCHEMA["item"], part_of(whole, title), at) for at, title in enumerate(titles)]
    values: dict[str, Any] = {}
    if whole.kind == "feedback":
        values = {**decided(whole.schema, ACCEPTED), "linked": sorted({*whole["linked"], *(edit.id for edit in made)})}
    else:
        criteria = without_criteria(whole, titles)
        values = {} if criteria is None else {"criteria": criteria or None}
        if is_undecided(whole):
            values |= decided(whole.schema, ACCEPTED)
        if whole["rank"] is not None:
            made, moved = ranked_behind(context.snapshot, whole, made)
            if whole.id in moved:
                values["rank"] = moved.pop(whole.id)
            made += rank_edits(context.snapshot, whole.kind, moved)
    return change_of(context, f"Split {called(records)} into {len(titles)}", "record.split", [edit_of(context, whole, values), *made])


class Merge(NamedTuple):
    """What a merge brings about, for a look before it is made.

    Attributes:
        keep: The record that is kept.
        gone: Those that are given up.
        found: What goes over.
        change: The change.
    """

    keep: Record
    gone: tuple[Record, ...]
    found: Joined
    change: Change


def merge(context: Context, arguments: Arguments) -> Change | Effect:
    """One record of several of a kind: the first that is named is kept; on a screen what it brings is shown before."""
    records = list(targets(context, arguments))
    into = arguments.get("into")
    if into:
        first = context.resolve(str(into), (records[0].kind,))
        records = [first, *(record for record in records if record.id != first.id)]
    if context.is_screen and not arguments.get("is_seen"):
        return Effect("merge", {"records": tuple((record.kind, record.id) for record in records)})
    return merged(context, records[0], records[1:], str(arguments.get("reason") or "")).change


def merged(context: Context, keep: Record, gone: Sequence[Record], reason: str = "") -> Merge:
    """The merge of records into one.

    Args:
        context: The records, the clock, the author.
        keep: The record that is kept.
        gone: Those of its kind that are given up.
        reason: Why; said by itself where it is blank.

    Raises:
        Refused: They are of several kinds, there is only one, or the kind knows no duplicates.
    """
    kind = keep.schema
    if not gone:
        raise Refused("one record alone cannot be merged", "name those that are to become one", "usage")
    if any(one.kind != keep.kind for one in gone):
        raise Refused("records of several kinds cannot become one", "merge those of one kind", "bad_value")
    if kind.name not in DUPLICATE:
        raise Refused(f"{kind.plural} cannot be merged", "items, problems and feedback can", "bad_value")
    dead = next((one for one in (keep, *gone) if one.is_deleted), None)
    if dead is not None:
        raise Refused(f"{called([dead])} is deleted", "restore it first", "bad_value")
    if original_of(keep, context.snapshot).id in {one.id for one in gone}:
        raise Refused(f"{called([keep])} repeats one of the others", "keep that one instead", "bad_value")
    found = joined(keep, gone, context.snapshot, is_whole=True)
    edits = Edits(context)
    edits.set(keep, found.kept)
    name = one_line(keep.title)[:60]
    for one in gone:
        edits.set(one, {**decided(kind, DUPLICATE), "duplicate_of": keep.id}, reason.strip() or f"merged into “{name}”")
    for record, values in found.others:
        edits.set(record, values)
    many = called(gone)
    return Merge(keep, tuple(gone), found, edits.change(f"Merge {many} into “{name}”", "record.merge"))
