"""Which record a person means, looked up in the snapshot; and which records a command that asks something began with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pmtui.commands.core import RECORDS, Command, Context, Refused
from pmtui.domain.change import MINIMUM_PREFIX, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record


def resolved(snapshot: Snapshot, words: str, kinds: Iterable[str]) -> Record:
    """The record that a person means by an id, a prefix, a handle or an exact title.

    Raises:
        Refused: There is none, or there are several.
    """
    wanted = tuple(kinds) or tuple(SCHEMA.kinds)
    found = [one for one in (snapshot.record(kind, words) for kind in wanted) if one is not None]
    if not found:
        found = list(_matching(snapshot, words, wanted))
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"there is no {' or '.join(wanted) if len(wanted) < 3 else 'record'} {words!r}", "", "not_found", 4)
    raise Refused(f"{words!r} is ambiguous: {', '.join(one.title[:30] for one in found[:4])}", "type more", "ambiguous", 4)


def _matching(snapshot: Snapshot, words: str, kinds: tuple[str, ...]) -> Iterator[Record]:
    for kind in kinds:
        table = snapshot.table(kind)
        titles, deleted = table.column("title"), table.column("deleted_at")
        handles = table.column("handle") if kind == "person" else None
        for at in range(len(table)):
            is_named = titles[at] == words or (handles is not None and handles[at] == words)
            if deleted[at] is None and (is_named or (len(words) >= MINIMUM_PREFIX and table.id(at).startswith(words))):
                yield table.record(at)


def pinned(command: Command, context: Context, given: dict[str, Any]) -> Context:
    """The context with the records that a command began with, which `given` remembers while the person is asked something.

    Meanwhile others may have moved, changed or deleted records; the answer must never go to another record that has come
    under the cursor.

    Raises:
        Refused: None of them is there any more.
    """
    if "targets" in given:
        found = (context.snapshot.record(kind, id) for kind, id in given["targets"])
        context.selection = tuple(record for record in found if record is not None)
        if not context.selection:
            raise Refused("the record is gone: somebody has removed it meanwhile", code="blocked", status=1)
    elif command.scope == RECORDS and context.targets():
        context.selection = tuple(context.targets())  # decoded once: the plan looks at all of them
        given["targets"] = tuple((record.kind, record.id) for record in context.selection)
    return context
