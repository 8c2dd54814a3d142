"""The gate for what cannot be: no change may make an end come before its start, or more conversions than participants.

Every change that a command plans passes here (`editing.change_of`), so form, cells, dialogs, command line and imports refuse alike. What
is so already, in a file that somebody merged or wrote by hand, does not keep anybody from changing something else in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pmtui.commands.core import Context, Refused
from pmtui.domain.change import Edit, edited_data
from pmtui.domain.plausible import Implausible, faults_of
from pmtui.domain.plausible_fields import MADE, may_be_impossible

_ELSEWHERE = ("history.take", "conflict.take")
"""Commands that bring back values which somebody gave before."""
_IMPORT = "workspace.import"
"""What another program's clock says may be ahead of ours."""


class Impossible(Refused):
    """A change would make something that cannot be.

    Attributes:
        field: The field in which it is seen.
        path: Where it lies: the field, and in entries the ids and names below it.
    """

    def __init__(self, fault: Implausible) -> None:
        """Say what cannot be."""
        both = " and ".join(dict.fromkeys((*fault.also, fault.field)))
        hint = fault.hint or (f"give {both} together" if fault.also else "")
        super().__init__(f"{fault.field}: {fault.words}", hint, "bad_value")
        self.field = fault.field
        self.path = fault.path or (fault.field,)


def refuse_impossible(context: Context, edits: Iterable[Edit], command: str) -> None:
    """Refuse edits that make something which cannot be.

    Raises:
        Impossible: The first such thing.
    """
    if command.startswith(_ELSEWHERE):
        return
    for edit in edits:
        touched = edit.fields
        if may_be_impossible(edit.kind, edit.after, touched, context.today):
            old = context.snapshot.record(edit.kind, edit.id) if edit.before is not None else None
            data = old.data if old is not None else {}
            for fault in new_faults(edit.kind, data, edited_data(data, edit), touched, context.today):
                if not (command == _IMPORT and is_of_another_clock(fault)):
                    raise Impossible(fault)


def is_of_another_clock(fault: Implausible) -> bool:
    """Whether an import takes it in: what another program's clock says may be ahead of ours; when a record was made is told by its day."""
    return fault.is_future and fault.field != MADE


def new_faults(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], touched: Collection[str], today: str,
) -> list[Implausible]:
    """What cannot be in a record and could before, in the fields that a change touches.

    Args:
        kind: The kind of the record.
        before: What it held.
        after: What it would hold.
        touched: The fields that the change names.
        today: The calendar date where the person is.
    """
    found = [one for one in faults_of(kind, after, today) if one.field in touched or any(name in touched for name in one.also)]
    known = {(one.field, one.words) for one in faults_of(kind, before, today)} if found else set()
    return [one for one in found if (one.field, one.words) not in known]
