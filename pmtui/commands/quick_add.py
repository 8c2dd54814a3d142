"""Quick add: a record from one line, `Retry payments #billing @me !high 3pts >MVP`; any kind by its own command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Command, Context
from pmtui.commands.navigation import effect
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind

if TYPE_CHECKING:
    from pmtui.domain.quick_add import QuickAdd


def read_line(context: Context, kind: Kind, line: str) -> QuickAdd:
    """What a quick-add line means here and now."""
    from pmtui.domain.quick_add import parse_line
    from pmtui.domain.quick_add_names import directory_of

    return parse_line(line, kind, directory_of(context.snapshot, context.author), context.today, context.now)


def line_values(context: Context, kind: Kind, line: str) -> dict[str, Any]:
    """The values of a new record, by field, that a line gives.

    Raises:
        Refused: The title is blank or too long.
    """
    from pmtui.commands.assignments import Assignment, assigned

    found = read_line(context, kind, line)
    return {**assigned(context, kind, None, [Assignment("title", "=", found.title)]), **found.values}


def _command(kind: Kind) -> Command:
    title = f"Add {kind.name}"
    return Command(f"record.add_{kind.name}", title, f"{kind.help} One line adds it.", effect("quick_add", kind=kind.name), group="Set")


COMMANDS = tuple(map(_command, SCHEMA.kinds.values()))
"""One for each kind; the palette finds them by name."""
