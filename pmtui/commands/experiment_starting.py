"""Starting an experiment: what must be stated before is named, and may be given on the spot; its hypothesis is tested from then on."""

from __future__ import annotations

from pmtui.commands.core import Arguments, Command, Context, Effect
from pmtui.domain.change import Change, Edit
from pmtui.domain.experiment_design import missing
from pmtui.domain.kinds import SCHEMA


def starts(edit: Edit) -> bool:
    """Whether an edit starts an experiment that was there before."""
    if edit.kind != "experiment" or edit.before is None or "status" not in edit.after:
        return False
    kind = SCHEMA["experiment"]
    before = kind.like(str(edit.before.get("status") or kind.statuses[0]))
    return kind.like(str(edit.after["status"])) == "running" != before


def tested(context: Context, change: Change) -> Change:
    """The change, in which a hypothesis that was only written down is being tested once an experiment with it starts."""
    from pmtui.commands.editing import edit_of

    kind, others = SCHEMA["hypothesis"], {edit.id for edit in change.edits if edit.kind == "hypothesis"}
    more: dict[str, Edit] = {}
    for edit in filter(starts, change.edits):
        old = context.snapshot.record("experiment", edit.id)
        id = str(edit.after.get("hypothesis", old["hypothesis"] if old is not None else None) or "")
        belief = context.snapshot.record("hypothesis", id) if id and id not in others else None
        is_draft = belief is not None and not belief.is_deleted and belief.stage == "draft"
        made = edit_of(context, belief, {"status": kind.named("testing")}) if belief is not None and is_draft else None
        if made is not None:
            more[id] = made
    return change._replace(edits=(*change.edits, *more.values())) if more else change


def gate(command: Command, context: Context, change: Change, arguments: Arguments) -> Change | Effect:
    """The change, with what follows; on a screen, where it starts one experiment that lacks what must be stated, the question for that."""
    starting = [edit for edit in change.edits if starts(edit)] if context.is_screen else []
    if command.id.startswith("history.") or context.what_if:
        return change
    if len(starting) != 1 or len(change.edits) != 1 or "values" in arguments:
        return tested(context, change)
    edit = starting[0]
    old = context.snapshot.record("experiment", edit.id)
    if old is None or not missing({**old.data, **edit.after}):
        return tested(context, change)
    return Effect("start_experiment", {"id": edit.id, "status": str(edit.after["status"])})
