"""Moving the scope line of a milestone: one change of what falls out and of what is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.core import Arguments, Command, Context, Effect
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.one_record import open_milestone
from pmtui.domain.change import Change

if TYPE_CHECKING:
    from pmtui.domain.scope_line import Scope


def cut(context: Context, scope: Scope, line: int, beyond: str) -> Change:
    """The change that a scope line stands for; what somebody else has planned otherwise meanwhile stays there.

    Args:
        context: The data, the clock, the author.
        scope: The scope as it was.
        line: How many of its rows stand above the line now.
        beyond: The milestone to which goes what falls out; empty for none.

    Raises:
        Refused: Something cannot be.
    """
    out, taken = scope.out(line), scope.taken(line)
    wanted = [(row.id, scope.milestone, beyond or None) for row in out] + [(row.id, "", scope.milestone) for row in taken]
    found = context.snapshot.record("milestone", scope.milestone)
    title = "" if found is None else " ".join(found.title.split())
    other = context.snapshot.record("milestone", beyond) if beyond else None
    where = f" into {' '.join(other.title.split())}" if other is not None else ""
    words = f"Take {len(out)} out of {title}{where}" if out else f"Take {len(taken)} into {title}"
    records = ((context.snapshot.record("item", id), was, to) for id, was, to in wanted)
    edits = [
        edit_of(context, record, {"milestone": to}) for record, was, to in records
        if record is not None and (record["milestone"] or "") == was
    ]
    return change_of(context, words, "roadmap.scope", edits)


def scope(context: Context, arguments: Arguments) -> Effect:
    """Ask where the line of the milestone under the cursor is to stand."""
    return Effect("scope_line", {"id": (context.cursor or context.targets()[0]).id})


COMMANDS = (
    Command(
        "roadmap.scope", "Scope line",
        "What a milestone comprises, in the team's order, with a line to drag: what falls out, what is taken in, and the new forecast.",
        scope, ("X",), (), "roadmap", open_milestone("a scope line is of a milestone: go to one", "its scope is what it was"),
        group="Shift", hint="scope",
    ),
)
