"""Commands of the journey map: whose journey it shows, and moving problems from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.core import Arguments, Command, Context, Effect, Parameter, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.journey import journey_map, stage_key
from pmtui.domain.records import Record

JOURNEY = "journey"
"""The layout of the Problems screen on which `<` and `>` move problems to the previous and the next stage."""


def stage_change(context: Context, records: Sequence[Record], step: int, stages: Sequence[str] | None = None) -> Change:
    """Problems moved to the next (1) or the previous (-1) stage; behind the last one lies none.

    Args:
        context: Who asks, and when.
        records: The problems.
        step: Which way.
        stages: The stages in the order in which they are shown; without them that of all personas and problems.

    Raises:
        Refused: They are no problems, there is no stage, or they are at the end already.
    """
    if any(record.kind != "problem" for record in records):
        raise Refused("only problems move from stage to stage", "stand on a problem: j goes down to them", "blocked", 1)
    if stages is None:
        stages = [one.name for one in journey_map(context.snapshot, range(len(context.snapshot.table("problem"))))]
    names = [name for name in stages if name]
    if not names:
        raise Refused("no stage is known yet", "write the journey of a persona, or give a problem a journey stage", "blocked", 1)
    places = {stage_key(name): at for at, name in enumerate(names)}
    edits, word = [], ""
    for record in records:
        at = places.get(stage_key(record["journey_stage"]), len(names)) + step
        if 0 <= at <= len(names):
            word = names[at] if at < len(names) else ""
            edits.append(edit_of(context, record, {"journey_stage": word or None}))
    if not edits:
        raise Refused(f"{names[0]} is the first stage" if step < 0 else "it has no stage: < gives it the last one", "", "blocked", 1)
    where = "another stage" if len(records) > 1 else f"“{word}”" if word else "no stage"
    return change_of(context, f"Move {called(records)} to {where}", "record.stage", edits)


def _persona(context: Context, arguments: Arguments) -> Effect:
    return Effect("journey_persona", {"step": int(arguments.get("step") or 1)})


def _not_shown(context: Context) -> str | None:
    """Why there is no persona to go on to: another layout is shown."""
    return None if context.layout == JOURNEY else "that is for the journey map: b goes there"


COMMANDS = (
    Command(
        "problems.persona", "Next persona", "Show the journey of the next persona, with the problems that name it; after the last one that "
        "of all.", _persona, ("n",), (Parameter("step", "number", "1 for the next, -1 for the one before."),), "problems", _not_shown,
        group="Layout", hint="persona",
    ),
)
