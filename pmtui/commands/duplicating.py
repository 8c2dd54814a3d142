"""Duplicating records: a new one beside each, with all that it is for and nothing of what happened to it."""

from __future__ import annotations

from pmtui.commands.core import RECORDS, Arguments, Command, Context, Parameter, without_target
from pmtui.commands.editing import change_of, new_record
from pmtui.commands.rank_moves import rank_edits, ranked_behind
from pmtui.commands.records import called, targets
from pmtui.domain.change import Change, Edit, apply


def duplicate(context: Context, arguments: Arguments) -> Change:
    """One change that makes a copy of each record, right below it in the team's order."""
    from pmtui.domain.joining import copied

    records = targets(context, arguments)
    snapshot, edits = context.snapshot, list[Edit]()
    for serial, record in enumerate(records):
        made, moved = [new_record(context, record.schema, copied(record), serial)], dict[str, str]()
        if record.schema.ranked and not record.is_deleted:
            made, moved = ranked_behind(snapshot, record, made)
        made += rank_edits(snapshot, record.kind, moved)
        edits += made
        snapshot = apply(Change("", tuple(made)), snapshot)
    return change_of(context, f"Duplicate {called(records)}", "record.duplicate", _joined(edits))


def _joined(edits: list[Edit]) -> list[Edit]:
    """At most one edit a record: where a rank was renewed twice, from the first value to the last."""
    found: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        known = found.get((edit.kind, edit.id))
        found[edit.kind, edit.id] = edit if known is None else known._replace(after={**known.after, **edit.after})
    return list(found.values())


COMMANDS = (
    Command(
        "record.duplicate", "Duplicate", "Make a copy right below the record: its fields, not its comments, its history or its ticks.",
        duplicate, ("Y d",),
        (Parameter("ids", "records", "Records: ids, beginnings of ids or exact titles.", is_required=True, is_many=True),), RECORDS,
        without_target, word="duplicate", group="Set", example="pmtui duplicate B-4k3",
    ),
)
