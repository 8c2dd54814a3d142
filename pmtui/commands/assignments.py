"""`FIELD=VALUE` words: read from the command line, dialogs and the quick-add line, and applied to a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.commands.core import Context, Refused
from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.change import MINIMUM_PREFIX, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, ID_LENGTH, INSTANT, LINKS, RANK, SET, Field, Kind
from pmtui.domain.text import folded
from pmtui.domain.values import BadValue, parse_entry, parse_value

_WORD = re.compile(r"([A-Za-z_@][^=]*?)([+-]?=)(.*)", re.DOTALL)
_PROTECTED = frozenset({"id", "conflicts", "settled", "deleted_at", "source", "frozen", "forecast"})
_PROTECTION = {
    "deleted_at": "use pmtui delete and pmtui restore",
    "source": "only an import sets it",
    "frozen": "it keeps the design as it stood when the experiment started",
    "forecast": "it keeps how sure we were when the verdict was given",
    "conflicts": "setting the field itself settles its conflict",
}


class Assignment(NamedTuple):
    """One `FIELD=VALUE`, `FIELD+=VALUE`, `FIELD-=VALUE`, or the same with `FIELD.ENTRY.KEY`."""

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
        raise Refused(f"{_brief(word)} is not of the form FIELD=VALUE", "for example: estimate=3 tags+=billing due=+2w")
    name, operator, text = found[1].strip(), found[2], found[3]
    if "." in name:
        field, _, rest = name.partition(".")
        entry, dot, key = rest.rpartition(".")
        if not dot or not entry or not key:
            raise Refused(f"{_brief(word)}: an entry's value is set with FIELD.ENTRY.KEY=VALUE", "for example: criteria.3kq.done=yes")
        return Assignment(field, operator, text, entry, key)
    return Assignment(name, operator, text)


def field_of(kind: Kind, name: str) -> Field:
    """The field that a person names.

    Raises:
        Refused: The kind has no such field (the nearest is named), or it cannot be set by hand.
    """
    found = kind.field(name)
    if found is None:
        from pmtui.domain.spelling import nearest

        near = nearest(name, [*kind.fields, *(one for field in kind.fields.values() for one in field.short)])
        hint = f"did you mean {near}? " if near else ""
        raise Refused(f"{kind.name} has no field {_brief(name)}", f"{hint}pmtui schema {kind.name} lists its fields", "unknown_field")
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
        if one.entry and field.type != ENTRIES:
            raise Refused(f"{field.name} has no entries", f"set it with {field.name}=VALUE", "bad_value")
        target = _typed_target(kind, record, field, one)
        if target:
            values |= target
            continue
        old = values[field.name] if field.name in values else record[field.name] if record is not None else field.blank
        try:
            values[field.name] = _new_value(context, field, old, one)
        except BadValue as error:
            hint = error.hint[:1].lower() + error.hint[1:].removesuffix(".") if error.hint == field.help else error.hint
            if field.name == "target" and "resolution" in kind.fields:
                hint += ", Q2 2027, Mar 2027"
            raise Refused(str(error), hint or f"pmtui schema {kind.name} tells what fits", "bad_value") from None
    if record is not None and values.get("target") and "resolution" in kind.fields and record["resolution"] != "day":
        values.setdefault("resolution", "day")  # who types a day means the day
    return values


def _typed_target(kind: Kind, record: Record | None, field: Field, one: Assignment) -> dict[str, Any]:
    """The values of a target that is set to a quarter or another period; empty where it is a day, and for all other fields."""
    if field.name != "target" or one.operator != "=":
        return {}
    from pmtui.domain.named_periods import typed_period
    from pmtui.domain.periods import target_period

    period = typed_period(kind, field, one.text)
    if period is None or (record is not None and target_period(record["target"], record["resolution"]) == period):
        return {} if period is None or record is None else {"target": record["target"], "resolution": period.resolution}
    return {"target": period.last.isoformat(), "resolution": period.resolution}


def _new_value(context: Context, field: Field, old: Any, one: Assignment) -> Any:
    if field.type == ENTRIES:
        return _entries_value(context, field, list(old or []), one)
    return _scalar_value(context, field, old, one)


def _scalar_value(context: Context, field: Field, old: Any, one: Assignment) -> Any:
    value = parse_value(field, one.text, **_ways(context))
    if one.operator == "=":
        return value
    if field.type not in (SET, LINKS):
        raise Refused(f"{field.name} holds one value: {one.operator} does not go with it", f"use {field.name}=VALUE", "bad_value")
    before, change = set(old or []), set(value or [])
    return sorted(before | change if one.operator == "+=" else before - change) or None


def read_value(context: Context, field: Field | None, text: str) -> Any:
    """The value that a person means by a text; of a field that no schema knows, JSON, else the text itself. None clears it.

    Raises:
        BadValue: The text is no value of this field.
        Refused: No record is called so, for links; or the field is a list of entries, which no text gives as a whole.
    """
    if field is None:
        try:
            return decode(f'{{"value":{text}}}'.encode())["value"] if text else None
        except (BadJson, UnicodeEncodeError):
            return text
    if field.type == ENTRIES:
        raise Refused(f"{field.name} is a list of entries", "take one of the lists with --take N", "bad_value")
    return parse_value(field, text, **_ways(context))


def _ways(context: Context) -> dict[str, Any]:
    """How values are read: the day, the instant, and who finds the record behind a word."""

    def link(words: str, kinds: tuple[str, ...]) -> str:
        if words.startswith("@") and words[1:2] != "-" and (not kinds or "person" in kinds):
            return _person(context, words[1:])
        return context.resolve(words, kinds).id

    return {"today": context.today, "now": context.now, "link": link}


def people_called(snapshot: Snapshot, author: str, handle: str) -> list[str]:
    """The ids of the living people with a handle; `me` is whoever gives the command, by handle, name or mail address."""
    table = snapshot.table("person")
    gone = table.column("deleted_at")
    wanted, names = (author, ("handle", "title", "email")) if handle == "me" else (handle, ("handle",))
    for name in names if wanted else ():
        values = table.column(name)
        found = [table.id(at) for at in range(len(table)) if gone[at] is None and folded(values[at] or "") == folded(wanted)]
        if found:
            return found
    return []


def _person(context: Context, handle: str) -> str:
    found = people_called(context.snapshot, context.author, handle)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"@-{id}" for id in found[:8])
        raise Refused(f"@{handle} is ambiguous: it could be {listed}", "name one by its id", "ambiguous", 4)
    if handle == "me":
        first = folded((context.author.split() or ["me"])[0])
        hint = f"add yourself: pmtui add person {context.author!r} handle={first}"
        raise Refused(f"you, {context.author!r}, are not among the people of this workspace", hint, "not_found", 4)
    raise Refused(f"nobody here has the handle {_brief(handle)}", "pmtui list person lists the people", "not_found", 4)


def _entries_value(context: Context, field: Field, entries: list[Any], one: Assignment) -> Any:
    if one.entry:
        entry = _entry(field, entries, one.entry)
        changed = _changed_entry(context, field, entry, one)
        return [changed if part is entry else part for part in entries]
    if one.operator == "+=":
        return [*entries, read_entry(context, field, entries, one.text)]
    if one.operator == "-=":
        gone = _entry(field, entries, one.text)
        return [entry for entry in entries if entry is not gone] or None
    if not one.text:
        return None
    raise Refused(f"{field.name} is a list of entries", f'add one with {field.name}+={{"{field.entry[0].name}": …}}', "bad_value")


def _changed_entry(context: Context, field: Field, entry: dict[str, Any], one: Assignment) -> dict[str, Any]:
    """An entry with a new value of one of its keys; a key that is a list of entries itself takes += and -=."""
    inner = next((part for part in field.entry if part.name == one.key), None)
    if inner is None or inner.type == RANK:
        names = ", ".join(part.name for part in field.entry if part.type != RANK)
        raise Refused(f"{field.name} has no key {_brief(one.key)}", f"it has {names}", "unknown_field")
    plain = Assignment(inner.name, one.operator, one.text)
    old = entry.get(inner.name)
    is_list = inner.type == ENTRIES
    value = _entries_value(context, inner, list(old or []), plain) if is_list else _scalar_value(context, inner, old, plain)
    changed = {**entry, inner.name: value}
    return {name: part for name, part in changed.items() if part is not None}


def read_entry(context: Context, field: Field, entries: list[Any], text: str) -> dict[str, Any]:
    """A new entry of a keyed list from JSON, with its id, and ids for the entries within it.

    Raises:
        BadValue: It is no JSON object that such an entry could be.
    """
    return new_entry(context, field, entries, parse_entry(field, text, **_ways(context)))


def new_entry(context: Context, field: Field, entries: list[Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """A new entry of a keyed list with its id, its instant and author where it has them, and its place at the end."""
    result = {"id": context.new_id(), **entry}
    names = {part.name: part for part in field.entry}
    if "at" in names and "at" not in result:
        result["at"] = context.now if names["at"].type == INSTANT else context.today
    if "by" in names and "by" not in result and context.author:
        result["by"] = context.author
    if field.ordered and "rank" not in result:
        result["rank"] = _last_rank(entries)
    for part in field.entry:
        if part.type == ENTRIES and isinstance(result.get(part.name), list):
            inner: list[Any] = []
            for one in result[part.name]:
                inner.append(new_entry(context, part, inner, one))
            result[part.name] = inner
    return result


def _last_rank(entries: list[Any]) -> str:
    from pmtui.domain.ranking import is_rank, ranks_between

    ranks = [str(one["rank"]) for one in entries if isinstance(one, dict) and is_rank(one.get("rank"))]
    return ranks_between(max(ranks, default=None), None, 1)[0]


def _entry(field: Field, entries: list[Any], words: str) -> dict[str, Any]:
    """The entry that a person means: by its id's prefix, or by its name, title or text where unique."""
    known = [one for one in entries if isinstance(one, dict)]
    found = [one for one in known if len(words) >= MINIMUM_PREFIX and str(one.get("id", "")).startswith(words)]
    if len(words) != ID_LENGTH or not found:
        named = [one for one in known if any(_text(one.get(key)) == words for key in _LABELS)]
        found = named or found
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{one.get('id', '?')} {_label(one)}".rstrip() for one in (found or known)[:8]) or "there are none"
    problem, code = ("is ambiguous", "ambiguous") if found else ("is not there", "not_found")
    raise Refused(f"{field.name}: the entry {_brief(words)} {problem}", f"the entries are: {listed}", code, 4)


_LABELS = ("name", "title", "text", "stage", "quote")
"""Keys by which people tell entries apart."""


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _label(entry: Mapping[str, Any]) -> str:
    return next((_text(entry[key])[:40] for key in _LABELS if entry.get(key)), "")


def label_of(entry: Mapping[str, Any]) -> str:
    """What is written on an entry: its name, title, text, stage or quote; empty where there is none."""
    return next((_text(entry[key]) for key in _LABELS if entry.get(key)), "")


def _brief(word: str) -> str:
    return repr(word if len(word) <= 60 else word[:59] + "…")


def kind_of(word: str) -> Kind:
    """The kind that a person names.

    Raises:
        Refused: No kind is called so.
    """
    from pmtui.domain.schema import UnknownKind

    try:
        return SCHEMA.kind(word)
    except UnknownKind:
        raise Refused(f"no kind is called {_brief(word)}", f"use one of {', '.join(SCHEMA.kinds)}", "unknown_kind") from None
