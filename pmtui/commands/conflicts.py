"""The commands that show conflicts and end them."""

from __future__ import annotations

from pmtui.commands.core import SHELL, Arguments, Command, Context, Parameter
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change

NEWEST, MINE, SHOWN, BEFORE = "newest", "mine", "shown", "before"
"""Which of the values a decision takes without looking: by git's word, or by how the record stands."""


def _resolve(context: Context, arguments: Arguments) -> Change:
    from pmtui.commands.deciding import resolve  # seldom needed, and every command loads this module

    return resolve(context, arguments)


COMMANDS = (
    Command(
        "workspace.conflicts", "Conflicts",
        "List the fields to which people gave different values. Each with the value before, and all to choose from.",
        effect("conflict_list"), (), (Parameter("json", "flag", "Print JSON, which scripts may rely on.", option="--json"),), SHELL,
        word="conflicts", group="Workspace", example="pmtui conflicts",
    ),
    Command(
        "conflict.resolve", "Resolve", "End a conflict by one of its values, or by another.", _resolve, (),
        (
            Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True),
            Parameter("fields", "assignments", "The contested field and the value that counts.", is_many=True),
            Parameter("take", "number", "Take the N-th value as pmtui conflicts lists them; 0 is the one before.", option="--take"),
            Parameter("reason", "text", "Why; some changes of status need it.", option="--reason"),
        ), SHELL, word="resolve", group="Workspace", example="pmtui resolve B-4k3 status=doing",
    ),
)
