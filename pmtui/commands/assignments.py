"""`FIELD=VALUE` words: read from the command line, dialogs and the quick-add line, and applied to a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.commands.core import Context, Refused
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, ID_LENGTH, LINKS, SET, Field, Kind
from pmtui.domain.values import BadValue, parse_entry, parse_value

_WORD = re.compile(r"([A-Za-z_@][\w.@ -]*?)([+-]?=)(.*)", re.DOTALL)
_PROTECTED = frozenset({"id", "conflicts", "settled", "deleted_at", "source"})
_PROTECTION = {
    "deleted_at": "use pmtui delete and pmtui restore",
    "source": "only an import sets it",
    "conflicts": "setting the field itself settles its conflict",
}


class Assignment(NamedTuple):
    """One `FIELD=VALUE`, `FIELD+=VALUE`, `FIELD-=VALUE` or `FIELD.ENTRY.KEY=VALUE`."""

    field: str
    operator: str
    text: str
    entry: str = ""
    key: str = ""


def parse_assignment(word: str) -> Assignment:
    """Read one word.

    Raises:
        Refused: It is not of the form FIELD=VALUE.
    """
    found = _WORD.fullmatch(word)
    if found is None:
        raise Refused(f"{word!r} is not of the form FIELD=VALUE", "for example: estimate=3 tags+=billing due=+2w")
    name, operator, text = found[1].strip(), found[2], found[3]
    if "." in name:
        parts = name.split(".")
        if len(parts) != 3 or operator != "=":
            raise Refused(f"{word!r}: an entry's value is set with FIELD.ENTRY.KEY=VALUE", "for example: criteria.3kq.done=yes")
        return Assignment(parts[0], "=", text, parts[1], parts[2])
    return Assignment(name, operator, text)


def field_of(kind: Kind, name: str) -> Field:
    """The field that a person names.

    Raises:
        Refused: The kind has no such field (the nearest is named), or it cannot be set by hand.
    """
    found = kind.field(name)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, [*kind.fields, *(one for field in kind.fields.values() for one in field.short)], 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise Refused(f"{kind.name} has no field {name!r}", f"{hint}pmtui schema {kind.name} lists its fields", "unknown_field")
    if found.name in _PROTECTED:
        raise Refused(f"{found.name} cannot be set by hand", _PROTECTION.get(found.name, ""), "bad_value")
    return found


def assigned(context: Context, kind: Kind, record: Record | None, assignments: Iterable[Assignment]) -> dict[str, Any]:
    """The new values of the fields that the assignments name; None clears a field.

    Raises:
        Refused: An unknown field, a bad value, an unknown or ambiguous entry or link.
    """
    values: dict[str, Any] = {}
    for one in assignments:
        field = field_of(kind, one.field)
        old = values[field.name] if field.name in values else record[field.name] if record is not None else field.blank
        try:
            values[field.name] = _new_value(context, field, old, one)
        except BadValue as error:
            raise Refused(str(error), error.hint, "bad_value") from None
    return values


def _new_value(context: Context, field: Field, old: Any, one: Assignment) -> Any:
    if field.type == ENTRIES:
        return _entries_value(context, field, list(old or []), one)
    if one.entry:
        raise Refused(f"{field.name} has no entries", f"set it with {field.name}=VALUE")
    value = _parsed(context, field, one.text)
    if one.operator == "=":
        return value
    if field.type not in (SET, LINKS):
        raise Refused(f"{field.name} holds one value: {one.operator} does not go with it", f"use {field.name}={one.text}", "bad_value")
    before, change = set(old or []), set(value or [])
    return sorted(before | change if one.operator == "+=" else before - change) or None


def _parsed(context: Context, field: Field, text: str) -> Any:
    def link(words: str, kinds: tuple[str, ...]) -> str:
        return context.resolve(_without_me(context, words, kinds), kinds).id

    return parse_value(field, text, today=context.today, now=context.now, link=link)


def _without_me(context: Context, words: str, kinds: tuple[str, ...]) -> str:
    """`@me` and `@ana` mean people by their handle."""
    if words.startswith("@") and (not kinds or "person" in kinds):
        return context.author if words == "@me" else words[1:]
    return words


def _entries_value(context: Context, field: Field, entries: list[Any], one: Assignment) -> Any:
    if one.operator == "+=":
        entry = parse_entry(
            field, one.text, today=context.today, now=context.now, link=lambda words, kinds: context.resolve(words, kinds).id
        )
        return [*entries, new_entry(context, field, entries, entry)]
    if one.operator == "-=":
        gone = _entry(field, entries, one.text)
        return [entry for entry in entries if entry is not gone] or None
    if not one.entry:
        if not one.text:
            return None
        raise Refused(
            f"{field.name} is a list of entries", f'add one with {field.name}+={{"{field.entry[0].name}": …}}', "bad_value"
        )
    entry = _entry(field, entries, one.entry)
    inner = next((part for part in field.entry if part.name == one.key), None)
    if inner is None:
        names = ", ".join(part.name for part in field.entry)
        raise Refused(f"{field.name} has no key {one.key!r}", f"it has {names}", "unknown_field")
    if inner.type == ENTRIES:
        raise Refused(f"{field.name}.{one.key} is itself a list", "edit the whole record with pmtui edit", "bad_value")
    changed = {**entry, one.key: _parsed(context, inner, one.text)}
    return [changed if part is entry else part for part in entries]


def new_entry(context: Context, field: Field, entries: list[Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """A new entry of a keyed list with its id, its instant and author where it has them, and its place at the end."""
    result = {"id": context.new_id(), **entry}
    names = {part.name: part for part in field.entry}
    if "at" in names and "at" not in result:
        result["at"] = context.now if names["at"].type == "instant" else context.today
    if "by" in names and "by" not in result and context.author:
        result["by"] = context.author
    if field.ordered and "rank" not in result:
        from pmtui.domain.ranking import is_rank, ranks_between

        ranks = [str(one["rank"]) for one in entries if isinstance(one, dict) and is_rank(one.get("rank"))]
        result["rank"] = ranks_between(max(ranks, default=None), None, 1)[0]
    return result


def _entry(field: Field, entries: list[Any], words: str) -> dict[str, Any]:
    """The entry that a person means: by its id's prefix, or by its name, title or text where unique."""
    known = [one for one in entries if isinstance(one, dict)]
    found = [one for one in known if len(words) >= 3 and str(one.get("id", "")).startswith(words)]
    if len(words) != ID_LENGTH or not found:
        named = [one for one in known if any(_text(one.get(key)) == words for key in ("name", "title", "text", "stage"))]
        found = named or found
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{one.get('id', '?')} {_label(one)}" for one in (found or known)[:8]) or "there are none"
    problem = "is ambiguous" if found else "is not there"
    raise Refused(f"{field.name}: the entry {words!r} {problem}", f"the entries are: {listed}", "not_found", 4)


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _label(entry: Mapping[str, Any]) -> str:
    return next((_text(entry[key])[:40] for key in ("name", "title", "text", "stage", "quote") if entry.get(key)), "")


def kind_of(word: str) -> Kind:
    """The kind that a person names.

    Raises:
        Refused: No kind is called so.
    """
    from pmtui.domain.schema import UnknownKind

    try:
        return SCHEMA.kind(word)
    except UnknownKind:
        raise Refused(f"no kind is called {word!r}", f"use one of {', '.join(SCHEMA.kinds)}", "unknown_kind") from None
