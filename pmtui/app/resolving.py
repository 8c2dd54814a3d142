"""Which record a person means, looked up in the snapshot; and which records a command that asks something began with."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import Any

from pmtui.commands.assignments import people_called
from pmtui.commands.core import RECORDS, Command, Context, Refused
from pmtui.domain.change import MINIMUM_PREFIX, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

_LISTED = 4
"""Of so many candidates the titles are shown."""


def resolved(snapshot: Snapshot, words: str, kinds: Iterable[str], author: str = "") -> Record:
    """The record that a person means, as on the command line: a handle, an id, the beginning of one, or an exact title.

    Args:
        snapshot: The data.
        words: What the person typed; the kind's letter may stand before an id (`B-4k3`), `@me` is the author.
        kinds: The kinds to look in; all where none are given.
        author: Who asks.

    Raises:
        Refused: There is none, or there are several.
    """
    words = words.strip()
    wanted = tuple(kinds) or tuple(SCHEMA.kinds)
    found = _people(snapshot, words, wanted, author) or _by_id(snapshot, words, wanted) or _by_title(snapshot, words, wanted)
    if len(found) == 1:
        return found[0]
    if not found:
        what = wanted[0] if len(wanted) == 1 else "record"
        hint = f"type its title, or at least {MINIMUM_PREFIX} characters of its id"
        raise Refused(f"there is no {what} {one_line(words)[:60]!r}", hint, "not_found", 4)
    listed = ", ".join(one.title[:30] for one in found[:_LISTED])
    raise Refused(f"{one_line(words)[:60]!r} is ambiguous: {listed}", "type more of the id", "ambiguous", 4)


def _people(snapshot: Snapshot, words: str, kinds: tuple[str, ...], author: str) -> list[Record]:
    if "person" not in kinds or not (len(kinds) == 1 or words.startswith("@")):
        return []
    ids = people_called(snapshot, author if words == "@me" else "", words.removeprefix("@"))
    return snapshot.records([("person", id) for id in ids])


def _by_id(snapshot: Snapshot, words: str, kinds: tuple[str, ...]) -> list[Record]:
    letter, dash, rest = words.partition("-")
    named = SCHEMA.by_letter.get(letter.upper()) if dash else None
    text, where = (rest.lower(), {named.name}.intersection(kinds)) if named is not None else (words.lower(), set(kinds))
    if len(text) < MINIMUM_PREFIX:
        return []
    return snapshot.records([(kind, id) for kind in kinds if kind in where for id in snapshot.table(kind).starting(text)])


def _by_title(snapshot: Snapshot, words: str, kinds: tuple[str, ...]) -> list[Record]:
    """Living records with exactly this title; deleted ones where no living one has it."""
    found: list[Record] = []
    for kind in kinds if words else ():
        table = snapshot.table(kind)
        mask = table.column("title").where(lambda title: title == words)
        found.extend(table.record(at) for at in compress(range(len(table)), mask))
    return [one for one in found if not one.is_deleted] or found


def pinned(command: Command, context: Context, given: dict[str, Any]) -> Context:
    """The context with the records that a command began with, which `given` remembers while the person is asked something.

    Meanwhile others may have moved, changed or deleted records; the answer must never go to another record that has come
    under the cursor.

    Raises:
        Refused: None of them is there any more.
    """
    if "targets" in given:
        context.selection = tuple(context.snapshot.records(given["targets"]))
        if not context.selection:
            raise Refused("the record is gone: somebody has removed it meanwhile", code="blocked", status=1)
    elif command.scope == RECORDS and context.targets():
        context.selection = tuple(context.targets())  # decoded once: the plan looks at all of them
        given["targets"] = tuple((record.kind, record.id) for record in context.selection)
    return context
