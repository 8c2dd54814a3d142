"""`conflicts`: every field on which people disagree, with all values to choose from and who gave each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.cli.session import Session
from pmtui.domain.canonical import compact
from pmtui.domain.conflicts import Conflict, conflicts_in
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge_candidates import ABSENT
from pmtui.domain.schema import LINES, LINK, LINKS
from pmtui.domain.text import counted, one_line
from pmtui.store.errors import CONFLICTS_REMAIN

if TYPE_CHECKING:
    from pmtui.domain.conflicts import Origin, Origins

_MOST_LINES = 12
"""Of a longer text, so many lines are printed."""


def do_conflict_list(session: Session, arguments: Mapping[str, Any]) -> int:
    """List the open conflicts; exit status 5 where there are some."""
    from pmtui.store.value_origins import value_origins

    conflicts = conflicts_in(session.snapshot)
    origins = value_origins(session.workspace.root, conflicts)
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text([conflict_document(one, origins[one.key]) for one in conflicts]))
    else:
        _print(session, conflicts, origins)
    return CONFLICTS_REMAIN if conflicts else 0


def conflict_document(conflict: Conflict, origins: Origins) -> dict[str, Any]:
    """A conflict as JSON: the value shown comes first; a blank is what the field has then, as in all records."""
    return {
        "kind": conflict.kind, "id": conflict.id, "title": conflict.title, "deleted": conflict.is_deleted, "field": conflict.path,
        "base": _value_document(conflict, conflict.base, origins.base),
        "values": [_value_document(conflict, *one) for one in zip(conflict.values, origins.values, strict=True)],
    }


def _value_document(conflict: Conflict, value: Any, origin: Origin | None) -> dict[str, Any]:
    return {
        "value": _whole(conflict, value), "at": origin.at if origin else None, "by": origin.by if origin else None,
        "email": origin.email if origin else None, "commit": origin.commit if origin else None,
    }


def _whole(conflict: Conflict, value: Any) -> Any:
    """A value with the field's default in the place of a blank."""
    if value is not ABSENT:
        return value
    return conflict.field.blank if conflict.field is not None else None


def _print(session: Session, conflicts: Sequence[Conflict], origins: Mapping[str, Origins]) -> None:
    if not conflicts:
        session.write("no conflicts: nothing to decide\n")
        return
    before = ""
    for one in conflicts:
        if one.id != before:
            name = SCHEMA[one.kind].shown_id(one.id)
            session.write(f"{'' if not before else chr(10)}{name}  {one_line(one.title)}{' (deleted)' if one.is_deleted else ''}\n")
        before = one.id
        session.write(f"  {one.path}\n")
        of = origins[one.key]
        for number, (value, origin) in enumerate(zip(one.values, of.values, strict=True), 1):
            said = [_who(origin)] * (origin is not None) + ["shown"] * (number == 1)
            session.write(_row(number, _lines(session, one, value), said))
        session.write(_row(0, _lines(session, one, one.base), ["before", _who(of.base)] if of.base else ["before"]))
    count = counted(len(conflicts), "conflict")
    session.say(f"pmtui: {count}; end one with pmtui resolve ID FIELD=VALUE, or --take N for a value in the list\n")


def _row(number: int, lines: Sequence[str], said: Sequence[str]) -> str:
    about = f"  ({', '.join(one for one in said if one)})" if any(said) else ""
    if len(lines) == 1:
        return f"    {number}  {lines[0]}{about}\n"
    return f"    {number}{about}\n" + "".join(f"       {line}".rstrip() + "\n" for line in lines)


def _who(origin: Origin | None) -> str:
    return one_line(f"{origin.by}, {origin.at[:10]} {origin.at[11:16]}") if origin is not None else ""


def _lines(session: Session, conflict: Conflict, value: Any) -> list[str]:
    """A value in lines for people."""
    from pmtui.domain.values import shown_value

    field = conflict.field
    if conflict.path == "deleted_at":
        return ["alive" if value is ABSENT else f"deleted {shown_value(field, value)}" if field else "deleted"]
    whole = _whole(conflict, value)
    if whole in (None, "", []):
        return ["(blank)"]
    if field is None:
        return [one_line(whole if isinstance(whole, str) else compact(whole))]
    if field.type == LINES and isinstance(whole, list):
        lines = ["\t".join(map(one_line, str(line).split("\t"))) for line in whole]
        return [*lines[:_MOST_LINES], f"… {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES + 1 else lines
    if field.type in (LINK, LINKS):
        ids = whole if isinstance(whole, list) else [whole]
        found = [(id, session.snapshot.linked(field, str(id))) for id in ids]
        return [one_line("; ".join(f"{id} {one.title}" if one is not None else f"{id} (missing)" for id, one in found))]
    return [one_line(shown_value(field, whole) if not isinstance(whole, list) or field.entry == () else compact(whole))]
