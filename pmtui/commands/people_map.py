"""Moves on the map of people: `<` and `>` change how much they care, `J` and `K` how much they can move, by one step."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.effort_steps import moved_value
from pmtui.domain.records import Record


def moved_people(context: Context, records: Sequence[Record], field: str, step: int) -> Change:
    """People moved on the map; who has no value yet gets the middle one.

    Args:
        context: Who asks, and when.
        records: The people.
        field: interest or influence.
        step: 1 for more, -1 for less.

    Raises:
        Refused: They are at the end already.
    """
    edits, value = [], None
    for record in records:
        moved = moved_value(record[field], step)
        if moved is not None:
            value = moved
            edits.append(edit_of(context, record, {field: moved}))
    if not edits:
        raise Refused(f"{called(records)} has the {'most' if step > 0 else 'least'} {field} there is", "", "blocked", 1)
    where = f"to {value}" if len(records) == 1 else "up by one" if step > 0 else "down by one"
    return change_of(context, f"Set {field} of {called(records)} {where}", f"record.{field}", edits)
