"""The plans that end conflicts: by a value that somebody gave, by another one, and for many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.commands.assignments import parse_assignment, people_called, read_value
from pmtui.commands.conflict_paths import contested_path
from pmtui.commands.conflicts import BEFORE, MINE, NEWEST, SHOWN
from pmtui.commands.core import Arguments, Context, Refused
from pmtui.commands.editing import change_of, edit_of, followers
from pmtui.commands.value_words import describe
from pmtui.domain.canonical import compact
from pmtui.domain.change import Change, Edit
from pmtui.domain.conflicts import Conflict, Origins, conflicts_of
from pmtui.domain.merge_candidates import ABSENT, normal_value, value_key
from pmtui.domain.records import Record
from pmtui.domain.text import folded, one_line
from pmtui.domain.values import BadValue

_ALIVE, _DELETED = ("", "alive", "keep", "no"), ("deleted", "delete", "yes")


class Choice(NamedTuple):
    """A conflict, and the value that is to end it.

    Attributes:
        conflict: What is decided.
        value: The value; `merge.ABSENT` clears the field.
        is_known: Whether it is one of the values that people gave, or the one before: then nobody asks why.
    """

    conflict: Conflict
    value: Any
    is_known: bool = True


class Picks(NamedTuple):
    """What is known of a conflict, for decisions on many.

    Attributes:
        conflict: The conflict.
        newest: The place of the value that was given last; None where git does not know.
        mine: The place of the value that the person gave; None where git does not know.
    """

    conflict: Conflict
    newest: int | None
    mine: int | None


def choose(context: Context, choices: Iterable[Choice], command: str = "conflict.resolve", reason: str = "") -> Change:
    """The one change that ends conflicts.

    Raises:
        Refused: A value may not be written, or a new status needs a reason (`missing_reason`).
    """
    made = list(choices)
    by_record: dict[tuple[str, str], list[Choice]] = {}
    for one in made:
        by_record.setdefault((one.conflict.kind, one.conflict.id), []).append(one)
    edits = []
    for (kind, id), of_record in by_record.items():
        record = context.snapshot.record(kind, id)
        if record is not None:
            edits.append(_edit(context, record, of_record, reason))
    return change_of(context, _title(context, made), command, edits)


def _title(context: Context, choices: Sequence[Choice]) -> str:
    if len(choices) != 1:
        return f"End {len(choices)} conflicts"
    conflict, value, _ = choices[0]
    value = None if value is ABSENT else value
    field = conflict.field
    said = describe(field._replace(name=conflict.path), value, context.snapshot) if field is not None else conflict.path
    if conflict.path == "deleted_at":
        said = "deleting" if value else "keeping it"
    return f"End a conflict by {said}: “{one_line(conflict.title)[:40]}”"


def _edit(context: Context, record: Record, choices: Sequence[Choice], reason: str) -> Edit | None:
    """The edit that ends conflicts of one record."""
    from pmtui.domain.merge_conflicts import NoConflict, edited, resolved

    kind = record.schema
    if len(choices) == 1 and not choices[0].is_known and "." not in choices[0].conflict.path and choices[0].conflict.path != "deleted_at":
        value = choices[0].value
        return edit_of(context, record, {choices[0].conflict.path: None if value is ABSENT else value}, reason)
    data: Mapping[str, Any] = record.data
    for conflict, value, _ in choices:
        try:
            data = resolved(kind, data, conflict.path, value)
        except NoConflict:  # somebody has ended it meanwhile
            continue
    statuses = [one.value for one in choices if one.conflict.path == "status" and one.value is not ABSENT]
    given = {one.conflict.path for one in choices}
    for name, value in (followers(context, record, {"status": statuses[0]}) if statuses else {}).items():
        if name not in given and (value is None or record[name] is None):  # an instant that is known stays
            data = edited(kind, data, {name: value})
    names = {name for name in {*record.data, *data} if compact(record.data.get(name)) != compact(data.get(name))}
    names |= {"deleted_at"} if names and record.is_deleted else set()
    return Edit(
        record.kind, record.id, {name: record.data[name] for name in sorted(names) if name in record.data},
        {name: data[name] for name in sorted(names) if name in data},
    ) if names else None


# The command line


def resolve(context: Context, arguments: Arguments) -> Change:
    """End conflicts of one record by `FIELD=VALUE`, or by the place of a value in the list of `pmtui conflicts`."""
    words = [arguments["ids"]] if isinstance(arguments["ids"], str) else list(arguments["ids"])
    record = context.resolve(words[0], ())
    conflicts = conflicts_of(record)
    if not conflicts:
        raise Refused(f"{record.schema.shown_id(record.id)} has no conflict", "pmtui conflicts lists those that are open", "no_conflict")
    given = list(arguments.get("fields") or ())
    take = arguments.get("take")
    if take is None:
        if not given:
            raise Refused(
                f"no value is given for {', '.join(one.path for one in conflicts)}",
                "give FIELD=VALUE, or --take N for a value in the list",
            )
        choices = [_typed(context, record, conflicts, word) for word in given]
    else:
        choices = _taken(record, conflicts, given, int(take))
    return choose(context, choices, reason=arguments.get("reason") or "")


def _typed(context: Context, record: Record, conflicts: Sequence[Conflict], word: str) -> Choice:
    """One `FIELD=VALUE`."""
    name, equals, text = word.partition("=")
    if not equals or name.endswith(("+", "-")):
        parse_assignment(word.replace("+=", "=", 1).replace("-=", "=", 1))
        raise Refused(f"{word[:60]!r}: a conflict ends with FIELD=VALUE", "+= and -= do not go with it; give the whole value")
    conflict = contested_path(record, conflicts, name.strip())
    if conflict.path == "deleted_at":
        return Choice(conflict, _life(context, conflict, text))
    field = conflict.field
    try:
        value = read_value(context, field, text)
    except BadValue as error:
        raise Refused(str(error), error.hint or f"pmtui schema {record.kind} tells what fits", "bad_value") from None
    key = value_key(normal_value(field, ABSENT if value is None else value))
    is_known = any(value_key(one) == key for one in (*conflict.values, conflict.base))
    return Choice(conflict, ABSENT if value is None else value, is_known)


def _life(context: Context, conflict: Conflict, text: str) -> Any:
    """Whether a record lives, in words, or since when it does not."""
    word = text.strip().lower()
    if word in _ALIVE:
        return ABSENT
    if word in _DELETED:
        return next((one for one in conflict.values if one is not ABSENT), context.now)
    try:
        return read_value(context, conflict.field, text)
    except BadValue as error:
        raise Refused(str(error), "deleted_at=alive keeps the record, deleted_at=deleted deletes it", "bad_value") from None


def _taken(record: Record, conflicts: Sequence[Conflict], names: Sequence[str], place: int) -> list[Choice]:
    """The values at a place of the list, of the fields named, or of the only one; 0 is the value before."""
    if not names and len(conflicts) > 1:
        listed = ", ".join(one.path for one in conflicts)
        raise Refused(f"{record.schema.shown_id(record.id)} has {len(conflicts)} conflicts", f"name the field: {listed}")
    chosen = [contested_path(record, conflicts, name) for name in names] or list(conflicts)
    for one in chosen:
        if not 0 <= place <= len(one.values):
            raise Refused(
                f"{one.path} has {len(one.values)} values, and no {place}", "pmtui conflicts lists them; 0 is the one before", "bad_value",
            )
    return [Choice(one, one.values[place - 1] if place else one.base) for one in chosen]


# The screens


def picks(context: Context, conflicts: Iterable[Conflict], origins: Mapping[str, Origins]) -> list[Picks]:
    """What git's word on who gave which value means for decisions on many.

    Args:
        context: Who decides; the workspace's people tell their other names and their address.
        conflicts: What is to be decided.
        origins: Who gave the values, by the conflict's key.
    """
    names, addresses = {folded(context.author)}, set()
    for id in people_called(context.snapshot, context.author, "me"):
        person = context.snapshot.record("person", id)
        if person is not None:
            names.add(folded(person.title))
            addresses.add(folded(str(person["email"] or "")))
    found = []
    for one in conflicts:
        values = origins[one.key].values if one.key in origins else ()
        known = [(origin.at, at) for at, origin in enumerate(values) if origin is not None]
        mine = [(origin.at, at) for at, origin in enumerate(values) if origin is not None
                and (folded(origin.by) in names or (folded(origin.email) in addresses - {""}))]
        newest = max(known)[1] if known and len(known) == len(values) else None
        found.append(Picks(one, newest, max(mine)[1] if mine else None))
    return found


def take(context: Context, arguments: Arguments, which: str) -> Change:
    """End the conflicts selected, or the one under the cursor, by one of the values that people gave."""
    picks: Sequence[Picks] = arguments.get("visible") or ()
    choices = [Choice(one.conflict, value) for one in picks if (value := _picked(one, which)) is not None]
    if not choices:
        raise Refused(_WHY_NOT.get(which, "there is no conflict under the cursor"), "enter shows both values", "blocked", 1)
    return choose(context, choices, f"conflict.take_{which}")


_WHY_NOT = {
    NEWEST: "git does not know which value is the newest",
    MINE: "git does not know which value is yours",
}


def _picked(pick: Picks, which: str) -> Any:
    values = pick.conflict.values
    if which == SHOWN:
        return values[0]
    if which == BEFORE:
        return pick.conflict.base
    place = pick.newest if which == NEWEST else pick.mine
    return None if place is None else values[place]
