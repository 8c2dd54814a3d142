"""Commands that are about one record of one kind: finding it, and saying why there is none."""

from __future__ import annotations

from typing import Any

from pmtui.commands.core import Arguments, Context, Refused, without_target
from pmtui.commands.records import called, targets
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record


def one_of(context: Context, arguments: Arguments, kind: str) -> Record:
    """The record that a dialog is about: the one that it was opened for, else the one under the cursor.

    Raises:
        Refused: It is gone, or of another kind.
    """
    id = arguments.get("id")
    found = context.snapshot.record(kind, str(id)) if id else _under_cursor(context)
    if found is None or found.kind != kind:
        raise Refused(f"the {kind} is gone meanwhile" if id else f"that is for one {kind}", "look again", "blocked", 1)
    return found


def named_one(context: Context, arguments: Arguments, kind: str) -> Record:
    """The record that a command names, else the selected one, else the one under the cursor.

    Raises:
        Refused: It is of another kind, or there are several.
    """
    records = targets(context, arguments)
    wrong = next((one for one in records if one.kind != kind), None)
    if wrong is not None:
        wanted = with_article(kind)
        raise Refused(f"{called([wrong])} is {with_article(wrong.kind)}, not {wanted}", f"name {wanted}", "bad_value")
    if len(records) != 1:
        raise Refused(f"that is for one {kind} at a time", "clear the selection first", "blocked", 1)
    return records[0]


def only(kind: str, what: str = "") -> Any:
    """Blocks a command on what is no record of a kind, with the words of `what`, and on several of them."""

    def blocked(context: Context) -> str | None:
        reason = without_target(context)
        if reason is None and len(context.targets()) > 1:
            return f"that is for one {kind}, and {len(context.targets())} are selected"
        record = _under_cursor(context)
        return reason if record is None or record.kind == kind else what or f"that is for {with_article(kind)}"

    return blocked


def open_milestone(what: str, closed: str) -> Any:
    """Blocks on what is no milestone, with the words of `what`, and on one that is over: `it is shipped:` and those of `closed`."""

    def blocked(context: Context) -> str | None:
        record = _under_cursor(context)
        if record is None or without_target(context) is not None:
            return without_target(context)
        if record.kind != "milestone":
            return what
        return f"it is {record.status}: {closed}" if record.status in SCHEMA["milestone"].closed else None

    return blocked


def with_article(kind: str) -> str:
    """The name of a kind with its article: `an item`."""
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def _under_cursor(context: Context) -> Record | None:
    return context.cursor or next(iter(context.targets()), None)
