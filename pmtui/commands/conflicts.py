"""The commands that show conflicts and end them."""

from __future__ import annotations

from pmtui.commands.core import JSON, RECORDS, SHELL, Arguments, Command, Context, Parameter, Plan
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change

SCREEN = "conflicts"
"""The name of the screen that shows them."""
NEWEST, MINE, SHOWN, BEFORE = "newest", "mine", "shown", "before"
"""Which of the values a decision takes without looking: by git's word, or by how the record stands."""


def _resolve(context: Context, arguments: Arguments) -> Change:
    from pmtui.commands.deciding import resolve  # seldom needed, and every command loads this module

    return resolve(context, arguments)


def _taking(which: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change:
        from pmtui.commands.deciding import take

        return take(context, arguments, which)

    return plan


def elsewhere(context: Context) -> str | None:
    """Why a decision cannot be made here: another screen is shown, or there is nothing to decide."""
    if context.screen != SCREEN:
        return "conflicts are decided on their own screen: g c goes there"
    return None if context.targets() else "there is no conflict under the cursor"


def _take(which: str, title: str, help: str, keys: tuple[str, ...] = (), hint: str = "") -> Command:
    known = Parameter("visible", "value", "What is selected; the screen says it.")
    return Command(f"conflict.take_{which}", title, help, _taking(which), keys, (known,), RECORDS, elsewhere, group="Conflicts", hint=hint)


COMMANDS = (
    Command(
        "go.conflicts", "Conflicts", "Where two people gave a field different values, with both to choose from.", effect("conflicts"),
        ("g c",), group="Go",
    ),
    _take(NEWEST, "Take the newest value", "End the conflict, or all that are selected, by the value that was given last.", ("N",)),
    _take(MINE, "Take my value", "End the conflict, or all that are selected, by the value that you gave.", ("M",)),
    _take(SHOWN, "Keep the value shown", "End the conflict, or all that are selected, by the value that is shown anyway."),
    _take(BEFORE, "Take the value before", "End the conflict, or all that are selected, by the value before people disagreed."),
    Command(
        "workspace.conflicts", "Conflicts",
        "List the fields to which people gave different values. Each with the value before, and all to choose from.",
        effect("conflict_list"), (), (JSON,), SHELL,
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
