"""Moves on the value/effort matrix: `<` and `>` change the effort, `J` and `K` the value, by one step."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.effort_steps import SIZES, effort_step, moved_effort, moved_value
from pmtui.domain.records import Record


def effort_change(context: Context, records: Sequence[Record], step: int) -> Change:
    """Items made larger (1) or smaller (-1) by one size; what has neither effort nor estimate gets the middle one.

    Raises:
        Refused: They are at the end already.
    """
    edits, words = [], ""
    for record in records:
        moved = moved_effort(record["effort"], record["estimate"], step)
        if moved is not None:
            field, value = moved
            edits.append(edit_of(context, record, {field: value}))
            after = effort_step(value, None) if field == "effort" else effort_step(None, value)
            words = f"{SIZES[(after or 1) - 1]}, {field} {value:g}"
    if not edits:
        raise Refused(f"{called(records)} is as {'large' if step > 0 else 'small'} as can be", "", "blocked", 1)
    where = words if len(records) == 1 else "one size larger" if step > 0 else "one size smaller"
    return change_of(context, f"Make {called(records)} {where}", "record.effort", edits)


def value_change(context: Context, records: Sequence[Record], step: int) -> Change:
    """Items given the next higher (1) or lower (-1) value; what has none gets the middle one.

    Raises:
        Refused: They are at the end already.
    """
    edits, value = [], None
    for record in records:
        moved = moved_value(record["value"], step)
        if moved is not None:
            value = moved
            edits.append(edit_of(context, record, {"value": moved}))
    if not edits:
        raise Refused(f"{called(records)} has the {'highest' if step > 0 else 'lowest'} value", "", "blocked", 1)
    where = f"to {value}" if len(records) == 1 else "up by one" if step > 0 else "down by one"
    return change_of(context, f"Set value of {called(records)} {where}", "record.value", edits)
